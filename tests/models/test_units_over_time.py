"""A year of a small district in which everything happens to its units; every figure here is computed by hand.

district ─ street ─ LEAF (merges into LEAF_2 on 1 March)
         │        └ LEAF_2 (renamed on 10 January)
         ├ GONE_STREET with a legal station (merges into street on 1 March, the station stays open)
         └ other street ─ OTHER_LEAF (moves to the first street on 1 April; splits on 1 May into NEW_1, NEW_2)

Enterprise E has 99 staff in LEAF, 150 from 20 January, and moves to the other street on 5 February.
"""

from decimal import Decimal

import pytest

from tests.models.conftest import Folded
from tests.models.synthetic_log import DISTRICT, LEAF, LEAF_2, OTHER_LEAF, OTHER_STREET, STREET, SyntheticLog

GONE_STREET = "440307003"
NEW_1, NEW_2 = f"{OTHER_LEAF}F1", f"{OTHER_LEAF}F2"
MONTHS = [f"2022-{month:02d}" for month in range(1, 7)]
DISPUTES, LARGE = "disputes_jointly_mediated", "size100_union_rate"


def settle(log: SyntheticLog, case: str, enterprise: str, unit: str, on: str) -> None:
    """A dispute opened and settled on one day."""
    log.state("dispute_opened", unit, on[:7], case_no=case, enterprise_code=enterprise, workers_involved=3,
              opened_on=on)  # fmt: skip
    log.state("dispute_settled", unit, on[:7], case_no=case, outcome="mediated", settled_on=on)


def tree(log: SyntheticLog, kind: str, on: str, unit: str, **where: object) -> None:
    """A change of the tree, stated by the district."""
    log.state(f"org_unit_{kind}", DISTRICT, on[:7], unit_code=unit, **{f"unit_{kind}_on": on}, **where)


def year() -> SyntheticLog:
    """Three large enterprises, one a leaf; disputes before and after each change; everybody hands in, or does not."""
    log = SyntheticLog().district()
    log.unit(GONE_STREET, "丙街道总工会", "street", DISTRICT, 3, reports=False)
    log.state("service_site_opened", GONE_STREET, site_no="S1", site_name="丙站", site_type="legal_station",
              site_opened_on="2022-01-05")  # fmt: skip
    tree(log, "merged", "2022-03-01", GONE_STREET, merged_into_code=STREET)
    for code, unit in (("A", LEAF), ("B", LEAF_2), ("C", OTHER_LEAF)):
        log.enterprise(code, unit, headcount=200)
    for number, on in enumerate(("2022-02-10", "2022-03-10")):
        settle(log, f"A{number}", "A", LEAF if number == 0 else LEAF_2, on)
    for number, on in enumerate(("2022-03-31", "2022-04-01", "2022-05-20")):
        settle(log, f"C{number}", "C", OTHER_LEAF if number < 2 else NEW_1, on)
    log.enterprise("E", LEAF, headcount=99)
    log.state("enterprise_headcount_reported", LEAF, enterprise_code="E", headcount=150, headcount_on="2022-01-20")
    log.state("enterprise_moved", LEAF, "2022-02", enterprise_code="E", moved_to_unit_code=OTHER_STREET,
              moved_on="2022-02-05")  # fmt: skip
    settle(log, "E0", "E", LEAF, "2022-02-04")
    settle(log, "E1", "E", OTHER_STREET, "2022-02-05")
    tree(log, "renamed", "2022-01-10", LEAF_2, new_name="乙社区工联会（新）")
    tree(log, "merged", "2022-03-01", LEAF, merged_into_code=LEAF_2)
    tree(log, "moved", "2022-04-01", OTHER_LEAF, new_parent_code=STREET)
    for order, code in enumerate((NEW_1, NEW_2)):
        log.state(
            "org_unit_registered", DISTRICT, "2022-05", unit_code=code, unit_name=code, level="federation",
            parent_code=STREET, official_order=30 + order, is_reporting=True, unit_registered_on="2022-05-01",
        )  # fmt: skip
    tree(log, "split", "2022-05-01", OTHER_LEAF, principal_successor_code=NEW_1)
    log.enterprise("D", NEW_2, "2022-05-15", headcount=100)
    log.state("enterprise_moved", NEW_2, "2022-06", enterprise_code="D", moved_to_unit_code=LEAF_2,
              moved_on="2022-06-10")  # fmt: skip
    settle(log, "D0", "D", NEW_2, "2022-06-09")
    settle(log, "D1", "D", LEAF_2, "2022-06-10")
    log.state("enterprise_closed", LEAF_2, "2022-06", enterprise_code="B", close_reason="deregistered",
              closed_on="2022-06-30")  # fmt: skip
    for unit in (DISTRICT, STREET, OTHER_STREET, LEAF, LEAF_2, OTHER_LEAF):
        log.hand_in(unit, "2021-12", "2022-01-10T08:00:00.000000Z")
    for month, next_month in zip(MONTHS, [*MONTHS[1:], "2022-07"], strict=True):
        units = [DISTRICT, STREET, OTHER_STREET, LEAF, LEAF_2, OTHER_LEAF]
        if month > "2022-02":
            units.remove(LEAF)
        if month > "2022-04":
            units[units.index(OTHER_LEAF)] = NEW_1
        if month == "2022-06":
            units = [DISTRICT, STREET, OTHER_STREET]  # no federation reports June
        for unit in units:
            log.hand_in(unit, month, f"{next_month}-02T08:00:00.000000Z")
    return log


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Folded:
    warehouse = Folded(tmp_path_factory.mktemp("units") / "warehouse.duckdb")
    warehouse.build(year().seal(warehouse.path.parent / "segments"), tests=True)
    return warehouse


def disputes(built: Folded, unit: str, period: str = "2022") -> tuple[object, object]:
    """Settled disputes of a unit as it was, and on today's map."""
    return built.value(DISPUTES, unit, period), built.value(DISPUTES, unit, period, "today")


def large(built: Folded, unit: str, period: str) -> tuple[object, object]:
    """Large enterprises of a unit at the end of a period as it was, and on today's map."""
    return tuple(built.value(LARGE, unit, period, reading, "denominator") for reading in ("as_was", "today"))  # type: ignore[return-value]


def test_flows_before_and_after_a_move(built: Folded) -> None:
    """C0 of 31 March stays with the old street as it was; C1 of 1 April is the new street's; today both are."""
    assert disputes(built, OTHER_STREET) == (2, 1)
    assert disputes(built, OTHER_STREET, "2022-04") == (0, 0)
    assert disputes(built, STREET, "2022-03") == (1, 2)
    assert disputes(built, STREET, "2022-04") == (1, 1)
    assert disputes(built, STREET) == (7, 8)
    assert disputes(built, DISTRICT) == (9, 9), "the district reads no map"


def test_a_stock_is_read_on_the_map_of_the_reading_day(built: Folded) -> None:
    """C counts for its old street until the end of March and for the new one from April; today always for the new.

    E sits in the other street itself, on both maps.
    """
    assert large(built, OTHER_STREET, "2022-03") == (2, 1)
    assert large(built, OTHER_STREET, "2022-04") == (1, 1)
    assert large(built, STREET, "2022-03") == (2, 3)
    assert large(built, STREET, "2022-04") == (3, 3)


def test_a_merged_unit_counts_for_its_successor_from_that_day_on(built: Folded) -> None:
    """February's disputes of A and E are LEAF_2's on today's map only, March's in both; the street sees no change."""
    assert disputes(built, LEAF_2, "2022-02") == (0, 2)
    assert disputes(built, LEAF_2, "2022-03") == (1, 1)
    assert large(built, LEAF_2, "2022-02") == (1, 2)
    assert large(built, LEAF_2, "2022-03") == (2, 2)
    assert large(built, LEAF, "2022-03") == (1, 1), "its own line stays, now below the successor"
    assert large(built, STREET, "2022-02")[0] == 2


def test_a_split_unit_counts_for_its_principal_successor(built: Folded) -> None:
    """C sits in the split unit and is NEW_1's from May; D was registered with the other successor."""
    assert large(built, NEW_1, "2022-04") == (0, 1)
    assert large(built, NEW_1, "2022-05") == (1, 1)
    assert large(built, NEW_2, "2022-05") == (1, 1)
    assert disputes(built, NEW_1) == (1, 3)
    assert disputes(built, NEW_2) == (1, 1)


def test_an_enterprise_that_moves_takes_its_stock_along_and_leaves_its_flows(built: Folded) -> None:
    """D moves on 10 June: its dispute of the 9th stays where it was, that of the 10th is the new community's.

    E changes its street on 5 February, and so do its stock and what happens to it from that day on, on both maps.
    """
    assert large(built, NEW_2, "2022-06") == (0, 0), "moves of enterprises are deltas: both readings agree"
    assert disputes(built, NEW_2, "2022-06") == (1, 1)
    assert disputes(built, LEAF_2, "2022-06") == (1, 1)
    assert large(built, STREET, "2022-01") == (3, 4)
    assert large(built, STREET, "2022-02") == (2, 3)
    assert large(built, OTHER_STREET, "2022-02") == (2, 1)
    assert disputes(built, OTHER_STREET, "2022-02") == (1, 1)


def test_growth_past_100_counts_from_that_day(built: Folded) -> None:
    """E has 99 staff in December and 150 on 20 January: mid then, large from January on."""
    assert large(built, LEAF, "2021-12") == (1, 1)
    assert large(built, LEAF, "2022-01") == (2, 2)
    assert built.value("size25_99_union_rate", LEAF, "2021-12", column="denominator") == 1
    assert built.value("size25_99_union_rate", LEAF, "2022-01", column="denominator") == 0


def test_a_closed_enterprise_is_gone_on_its_closing_day(built: Folded) -> None:
    """LEAF_2 has A (merged), B until 30 June, and D from 10 June."""
    assert large(built, LEAF_2, "2022-05") == (2, 2)
    assert large(built, LEAF_2, "2022-06") == (2, 2)
    assert large(built, DISTRICT, "2022-05") == (5, 5)
    assert large(built, DISTRICT, "2022-06") == (4, 4)


def test_nobody_expects_a_hand_in_from_a_unit_that_merged_or_split(built: Folded) -> None:
    """LEAF until February, OTHER_LEAF until April, the new ones from May; NEW_2 never reports."""
    expected = built.rows("""select unit_code, min(period), max(period), count(*) filter (where is_received)
        from marts.fct_submission where is_expected group by 1 order by 1""")
    assert [row for row in expected if row[0] in (LEAF, OTHER_LEAF, NEW_1, NEW_2)] == [
        (LEAF, "2021-12", "2022-02", 3), (OTHER_LEAF, "2021-12", "2022-04", 5), (NEW_1, "2022-05", "2022-06", 1),
        (NEW_2, "2022-05", "2022-06", 0),
    ]  # fmt: skip


def test_the_bounds_of_a_merged_unit_depend_on_its_successor(built: Folded) -> None:
    """March: LEAF_2 reported, so what lies in LEAF is known; June: no federation did, so anything is possible."""
    assert built.value(LARGE, LEAF_2, "2022-03", column="bound_high") == Decimal(0)
    assert built.value(LARGE, NEW_1, "2022-05", column="bound_high") == Decimal(0)
    assert built.value(LARGE, LEAF_2, "2022-06", column="bound_high") == Decimal(100)
    assert built.value(LARGE, NEW_1, "2022-06", column="bound_high") == Decimal(100)


def test_a_merged_street_has_no_legal_post_and_no_ceremony_of_its_own_to_hold(built: Folded) -> None:
    """Its post leaves with it, or the share of bodies with one passes all; a target of each street asks the others."""
    posts = "sum(delta) filter (where occurred_on < '2022-03-01'), sum(delta)"
    assert built.rows(f"select {posts} from marts.fct_measure_delta where measure_id = 'legal_posts'") == [(1, 0)]
    asked = built.rows("""select distinct unit_code from marts.fct_indicator_value where period = '2022'
        and indicator_id = 'street_enrolment_ceremonies' and target_status is not null order by 1""")
    assert asked == [(OTHER_STREET,), (STREET,)][::-1]


def test_every_unit_belongs_to_the_street_of_today(built: Folded) -> None:
    units = dict(built.rows("select unit_code, street_code from marts.dim_org_unit"))
    assert {units[unit] for unit in (LEAF, LEAF_2, OTHER_LEAF, NEW_1, NEW_2)} == {STREET}


def test_two_moves_of_one_day_and_a_unit_below_itself_are_findings(warehouse: Folded) -> None:
    """The last move of the day holds, whatever came first; a street below its own community stays where it was.

    Each finding names who must answer; no figure is lost or counted twice.
    """
    log = SyntheticLog().district()
    log.enterprise("A", LEAF, headcount=200)
    tree(log, "moved", "2022-02-01", LEAF_2, new_parent_code=OTHER_STREET, move_no=2)
    first = log.state(
        "org_unit_moved", DISTRICT, "2022-02", unit_code=LEAF_2, unit_moved_on="2022-02-01", new_parent_code=DISTRICT,
        move_no=1,
    )  # fmt: skip
    tree(log, "merged", "2022-02-01", STREET, merged_into_code=LEAF)
    tree(log, "moved", "2022-03-01", OTHER_LEAF, new_parent_code=OTHER_LEAF)
    warehouse.build(log.seal(warehouse.path.parent / "segments"), tests=True)
    assert warehouse.rows("select fact_id::varchar, unit_code from findings.unit_moved_twice_in_a_day") == [
        (first, DISTRICT)
    ]
    assert warehouse.rows("select unit_that_moves, unit_code from findings.unit_below_itself order by 1") == [
        (STREET, DISTRICT), (OTHER_LEAF, DISTRICT)
    ]  # fmt: skip
    published = warehouse.rows("""select unit_code, rule_id, subject from marts.fct_finding
        where rule_id like 'unit_%' order by all""")
    assert published == [
        (DISTRICT, "unit_below_itself", f"{STREET} 2022-02-01/1"),
        (DISTRICT, "unit_below_itself", f"{OTHER_LEAF} 2022-03-01/1"),
        (DISTRICT, "unit_moved_twice_in_a_day", f"{LEAF_2} 2022-02-01/1"),
    ]
    parents = dict(warehouse.rows("select unit_code, parent_code from marts.dim_org_unit"))
    assert (parents[LEAF_2], parents[STREET], parents[OTHER_LEAF]) == (OTHER_STREET, DISTRICT, OTHER_STREET)
    for reading in ("as_was", "today"):
        assert warehouse.value(LARGE, DISTRICT, "2022-03", reading, "denominator") == 1


def own(
    built: Folded, reading: str, indicator: str = DISPUTES, column: str = "value"
) -> dict[tuple[object, ...], object]:
    """What each unit counts itself in 2022, by street, federation and unit; zeros left out."""
    found = built.rows(
        f"""select street_code, federation_code, unit_code, {column} from marts.fct_own_value
        where indicator_id = '{indicator}' and period = '2022' and reading = '{reading}' and {column} <> 0"""
    )
    return {tuple(place): value for *place, value in found}


def test_a_street_opens_into_its_desk_and_its_federations(built: Folded) -> None:
    """Each dispute lies in the street and federation of its day, or of today: 2 and 7, or 1 and 8, as the streets say.

    A and C stay in the unit that was merged or split; from that day on it lies below its successor.
    """
    assert own(built, "as_was") == {
        (OTHER_STREET, None, OTHER_STREET): 1,
        (OTHER_STREET, OTHER_LEAF, OTHER_LEAF): 1,
        (STREET, LEAF, LEAF): 2,
        (STREET, LEAF_2, LEAF): 1,
        (STREET, LEAF_2, LEAF_2): 1,
        (STREET, OTHER_LEAF, OTHER_LEAF): 1,
        (STREET, NEW_1, OTHER_LEAF): 1,
        (STREET, NEW_2, NEW_2): 1,
    }
    assert own(built, "today") == {
        (OTHER_STREET, None, OTHER_STREET): 1,
        (STREET, LEAF_2, LEAF): 3,
        (STREET, LEAF_2, LEAF_2): 1,
        (STREET, NEW_1, OTHER_LEAF): 3,
        (STREET, NEW_2, NEW_2): 1,
    }


def test_a_renamed_unit_stays_one_row_where_it_lies(built: Folded) -> None:
    """A new name begins a new interval of the register, not a new place."""
    rows = built.rows(
        f"""select unit_name, value from marts.fct_own_value where indicator_id = '{DISPUTES}' and period = '2022'
        and reading = 'as_was' and unit_code = '{LEAF_2}'"""
    )
    assert rows == [("乙社区工联会（新）", 1)]


def test_a_share_opens_into_its_denominators(built: Folded) -> None:
    """Large enterprises at the end of the year lie below the successors; the sum is what the street shows."""
    parts = own(built, "as_was", LARGE, "denominator")
    assert parts == {
        (OTHER_STREET, None, OTHER_STREET): 1,
        (STREET, LEAF_2, LEAF): 1,
        (STREET, LEAF_2, LEAF_2): 1,
        (STREET, NEW_1, OTHER_LEAF): 1,
    }
    assert sum(value for (street, *_), value in parts.items() if street == STREET) == built.value(
        LARGE, STREET, "2022", column="denominator"
    )


def test_who_counts_nothing_and_whose_figures_are_about_persons(built: Folded) -> None:
    """A community without a dispute has a row that says 0; a figure about persons is not taken apart at all."""
    (count,) = built.rows(
        f"""select count(*) from marts.fct_own_value where indicator_id = 'complaints_handled' and value = 0
        and unit_code = '{LEAF_2}' and period = '2022' and reading = 'as_was'"""
    )
    assert count == (1,)
    personal = built.rows("select indicator_id from marts.fct_own_value where indicator_id like 'injur%'")
    assert [name for (name,) in personal if name != "injury_legal_consultations"] == []
