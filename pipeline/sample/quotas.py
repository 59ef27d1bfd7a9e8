"""How many of each thing the sample year contains. Counts are fixed; a seed only varies who, where and when.

FULL is one population that meets every accepted range of the 2022 report (checked by arithmetic: rates 979 of 987,
1,851 of 2,101, 1,266 of 1,740, 850 of 979). SMALL has the same kinds of things in five units and claims nothing.
"""

from dataclasses import dataclass

Cell = tuple[str, str, bool]
"""Size band (large, mid, small, unknown), cover at the end (own, federation, none), new form of employment."""

FULL_CELLS: dict[Cell, int] = {
    ("large", "own", True): 38,
    ("large", "own", False): 941,
    ("large", "federation", False): 5,
    ("large", "none", True): 1,
    ("large", "none", False): 2,
    ("mid", "own", True): 88,
    ("mid", "own", False): 1763,
    ("mid", "federation", True): 60,
    ("mid", "federation", False): 90,
    ("mid", "none", True): 33,
    ("mid", "none", False): 67,
    ("small", "own", True): 15,
    ("small", "own", False): 37,
    ("small", "federation", True): 1065,
    ("small", "federation", False): 14365,
    ("small", "none", True): 440,
    ("small", "none", False): 990,
    ("unknown", "federation", False): 14,
    ("unknown", "none", False): 6,
}


@dataclass(frozen=True)
class Cases:
    """Cases closed in the year (of which `carried` began before it), still `open` at its end, closed `before` it."""

    closed: int
    carried: int
    open: int
    before: int


@dataclass(frozen=True)
class Quotas:
    """Counts of one scale; money in fen so that every sum is exact; (low, high) is drawn once a seed."""

    cells: dict[Cell, int]
    closed_in_year: int
    closed_before: int
    both_covers: int
    moved: int
    parks: int
    grown: dict[tuple[str, str], int]
    members: int
    members_ended: int
    members_other: int
    members_transferred: int
    ceremonies: int
    disputes: Cases
    collective: int
    dispute_fen: tuple[int, int]
    complaints: Cases
    prelitigation: Cases
    prelitigation_fen: tuple[int, int]
    mechanisms: int
    mechanisms_mid: int
    mechanisms_lapsed: int
    contract_enterprises: int
    contracts_second: int
    contract_workers: int
    contracts_expired: int
    activities: dict[str, int]
    summer_people: tuple[int, int]
    online_person_times: tuple[int, int]
    key_group_person_times: tuple[int, int]
    injuries: int
    injuries_carried: int
    injuries_before: int
    second_visits: int
    consoled: int
    consultations: int
    projects: int
    project_person_times: tuple[int, int]
    centres: int
    stations: int
    corners: int
    legal_stations: int
    legal_points: int
    teaching_points: int
    sites_closed: int
    quiet: int
    missing_hand_ins: int
    corrected_hand_ins: int
    late_hand_ins: int
    replaced_hand_ins: int


FULL = Quotas(
    cells=FULL_CELLS,
    closed_in_year=310,
    closed_before=20,
    both_covers=40,
    moved=40,
    parks=24,
    grown={("mid", "large"): 24, ("small", "mid"): 110, ("large", "mid"): 30, ("mid", "small"): 60},
    members=28_266,
    members_ended=1_100,
    members_other=1_500,
    members_transferred=60,
    ceremonies=15,
    disputes=Cases(closed=677, carried=45, open=40, before=30),
    collective=4,
    dispute_fen=(2_116_666_000, 2_116_674_000),
    complaints=Cases(closed=243, carried=14, open=18, before=10),
    prelitigation=Cases(closed=1_076, carried=60, open=55, before=25),
    prelitigation_fen=(1_088_200_000, 1_088_700_000),
    mechanisms=850,
    mechanisms_mid=130,
    mechanisms_lapsed=20,
    contract_enterprises=838,
    contracts_second=22,
    contract_workers=238_830,
    contracts_expired=90,
    activities={
        "new_year_care": 175,
        "summer_cool": 135,
        "online_care": 13,
        "key_group_service": 151,
        "legal_publicity": 160,
        "care_service": 120,
        "festival": 60,
        "culture_sport": 90,
        "nef_service": 70,
        "health_check": 40,
        "safety_education": 80,
        "high_risk_training": 30,
        "study_session": 50,
        "warning_education": 12,
        "strong_worker": 20,
        "lecture": 60,
        "cadre_training": 24,
        "audit_training": 6,
        "instructor_training": 8,
        "instructor_drill": 2,
        "pairing_exchange": 16,
        "other": 60,
    },
    summer_people=(33_700, 34_300),
    online_person_times=(392_000, 398_000),
    key_group_person_times=(9_720, 9_780),
    injuries=955,
    injuries_carried=25,
    injuries_before=15,
    second_visits=190,
    consoled=640,
    consultations=667,
    projects=58,
    project_person_times=(29_200, 30_800),
    centres=2,
    stations=13,
    corners=51,
    legal_stations=6,
    legal_points=14,
    teaching_points=4,
    sites_closed=6,
    quiet=20,
    missing_hand_ins=3,
    corrected_hand_ins=14,
    late_hand_ins=45,
    replaced_hand_ins=5,
)

SMALL = Quotas(
    cells={cell: -(-count // 150) for cell, count in FULL_CELLS.items()},
    closed_in_year=4,
    closed_before=1,
    both_covers=3,
    moved=2,
    parks=2,
    grown={("mid", "large"): 1, ("small", "mid"): 1, ("large", "mid"): 1, ("mid", "small"): 1},
    members=140,
    members_ended=8,
    members_other=6,
    members_transferred=2,
    ceremonies=1,
    disputes=Cases(closed=14, carried=3, open=2, before=2),
    collective=1,
    dispute_fen=(43_000_000, 43_100_000),
    complaints=Cases(closed=8, carried=2, open=1, before=1),
    prelitigation=Cases(closed=12, carried=3, open=2, before=2),
    prelitigation_fen=(12_000_000, 12_100_000),
    mechanisms=6,
    mechanisms_mid=2,
    mechanisms_lapsed=1,
    contract_enterprises=5,
    contracts_second=1,
    contract_workers=600,
    contracts_expired=2,
    activities={
        "new_year_care": 6,
        "summer_cool": 3,
        "online_care": 2,
        "key_group_service": 3,
        "legal_publicity": 4,
        "care_service": 2,
        "safety_education": 2,
        "study_session": 1,
        "other": 3,
    },
    summer_people=(600, 700),
    online_person_times=(40_000, 41_000),
    key_group_person_times=(200, 210),
    injuries=12,
    injuries_carried=2,
    injuries_before=2,
    second_visits=3,
    consoled=8,
    consultations=8,
    projects=3,
    project_person_times=(1_500, 1_600),
    centres=1,
    stations=2,
    corners=3,
    legal_stations=1,
    legal_points=1,
    teaching_points=1,
    sites_closed=1,
    quiet=1,
    missing_hand_ins=0,
    corrected_hand_ins=2,
    late_hand_ins=2,
    replaced_hand_ins=1,
)

SCALES = {"full": FULL, "small": SMALL}
