"""The whole way on small logs with figures computed by hand: segments ► marts."""

from decimal import Decimal

import pytest

from tests.models.conftest import Folded
from tests.models.synthetic_log import DISTRICT, LEAF, LEAF_2, OTHER_LEAF, OTHER_STREET, STREET, SyntheticLog

DIRECT = "440307009001"
UNITS = (DISTRICT, STREET, OTHER_STREET, LEAF, LEAF_2, OTHER_LEAF)


def union(log: SyntheticLog, code: str, on: str) -> None:
    log.state("enterprise_union_established", enterprise_code=code, union_established_on=on)


def visit(log: SyntheticLog, member: str, on: str, unit: str) -> None:
    log.state(
        "injured_worker_visited", unit, on[:7], member_id=member, injured_on="2022-01-02", visit_no=1, visited_on=on
    )


def whole_district() -> SyntheticLog:
    """Enterprises of every band, a unit moves in March, a dispute before and after it, injuries."""
    log = SyntheticLog().district()
    for unit in UNITS:
        log.hand_in(unit, "2021-12", "2022-01-10T15:59:59.000000Z")
    log.hand_in(LEAF, "2022-01", "2022-02-02T01:00:00.000000Z", contracts="document_issued issue_recorded")
    log.enterprise("BIG", LEAF, headcount=99)
    log.state("enterprise_headcount_reported", enterprise_code="BIG", headcount=100, headcount_on="2022-02-15")
    union(log, "BIG", "2022-01-10")
    log.enterprise("BIG2", LEAF_2, headcount=400)
    log.enterprise("BIG3", OTHER_LEAF, headcount=100)
    union(log, "BIG3", "2021-06-01")
    log.state(
        "dispute_opened", LEAF_2, case_no="C1", enterprise_code="BIG2", workers_involved=30, opened_on="2022-02-01"
    )
    log.state("dispute_settled", LEAF_2, case_no="C1", outcome="mediated", settled_on="2022-02-20")
    log.state(
        "dispute_opened", LEAF_2, case_no="C2", enterprise_code="BIG2", workers_involved=29, opened_on="2022-02-01"
    )
    log.state("dispute_settled", LEAF_2, "2022-03", case_no="C2", outcome="paid", settled_on="2022-03-20")
    log.state(
        "org_unit_moved",
        DISTRICT,
        "2022-03",
        unit_code=LEAF_2,
        new_parent_code=OTHER_STREET,
        unit_moved_on="2022-03-01",
    )
    for number in range(9):
        visit(log, f"P{number}", "2022-02-03", STREET)
    for number in range(3):
        visit(log, f"Q{number}", "2022-02-04", OTHER_STREET)
    log.unit(DIRECT, "区直属工联会", "federation", DISTRICT, 31, reports=False)
    log.enterprise("VISITED", DIRECT)
    log.state("outreach_step_done", DIRECT, "2022-02", enterprise_code="VISITED", step="visited", step_on="2022-02-10")
    log.hand_in(LEAF, "2022-03", "2022-04-01T08:00:00.000000Z", "rejected")
    log.hand_in(LEAF, "2022-03", "2022-04-02T08:00:00.000000Z", "held")
    withdrawn(log, "2023-07")
    return log


def withdrawn(log: SyntheticLog, period: str) -> None:
    """A hand-in for a month that is yet to come, with one fact, taken back: fact and decision stay in the log."""
    log.hand_in(LEAF, period, "2022-03-20T08:00:00.000000Z")
    accepted = log.events[-1]["submission_id"]
    log.enterprise("TYPED", LEAF, "2022-03-10")
    fact = str(log.events[-1]["fact_id"])
    log.retract(fact)
    for event in log.events[-2:]:
        event.update(submission_id=accepted, period=period)
    log.hand_in(LEAF, period, "2022-03-20T08:00:00.000000Z", "withdrawn")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Folded:
    warehouse = Folded(tmp_path_factory.mktemp("folding") / "warehouse.duckdb")
    warehouse.build(whole_district().seal(warehouse.path.parent / "segments"), tests=True)
    return warehouse


def test_an_enterprise_that_grows_past_100_changes_its_denominator_that_day(built: Folded) -> None:
    """January: BIG is mid; from 15 February it is large. Large: BIG2, BIG3 (own union), later BIG (own union)."""
    assert built.value("size100_union_rate", DISTRICT, "2022-01") == Decimal("50.0000")
    assert built.value("size100_union_rate", DISTRICT, "2022-02") == Decimal("66.6667")
    assert built.value("size25_99_union_rate", DISTRICT, "2022-01") == Decimal("100.0000")
    assert built.value("size25_99_union_rate", DISTRICT, "2022-02", column="denominator") == 0
    assert built.value("size25_99_union_rate", DISTRICT, "2022-02") is None


def test_flows_follow_the_map_of_their_day_and_stocks_the_map_of_the_reading_day(built: Folded) -> None:
    """LEAF_2 changes streets on 1 March: C1 stays with the old street as it was, moves with it on today's map."""
    assert built.value("disputes_jointly_mediated", STREET, "2022") == 1
    assert built.value("disputes_jointly_mediated", OTHER_STREET, "2022") == 1
    assert built.value("disputes_jointly_mediated", STREET, "2022", "today") == 0
    assert built.value("disputes_jointly_mediated", OTHER_STREET, "2022", "today") == 2
    assert built.value("size100_union_rate", STREET, "2022-02", column="denominator") == 2
    assert built.value("size100_union_rate", STREET, "2022-03", column="denominator") == 1
    assert built.value("size100_union_rate", STREET, "2022-02", "today", "denominator") == 1


def test_a_withdrawn_hand_in_leaves_its_month_unopened(built: Folded) -> None:
    """A file for July 2023 was accepted and taken back: the data end in March 2022, where the others end."""
    assert built.rows("select opening_period, last_period from states.data_range") == [("2021-12", "2022-03")]
    assert built.rows("select state, due_on::varchar from marts.fct_submission where period = '2023-07'") == [
        ("withdrawn", "2023-08-03")
    ]


def test_a_federation_directly_under_the_district_counts_there(built: Folded) -> None:
    """Where streets are the finest level shown it has no cell of its own to add up: no alarm of the build."""
    assert built.value("three_in_place_visit_rate", DISTRICT, "2022-02", column="numerator") == 1


def test_thirty_workers_make_a_dispute_collective(built: Folded) -> None:
    assert built.value("collective_disputes_handled", DISTRICT, "2022") == 1


def test_the_opening_month_has_stocks_and_no_flows(built: Folded) -> None:
    """The opening ledger says what stands; a flow of December would compare with nothing."""
    assert built.value("size100_union_rate", DISTRICT, "2021-12") == Decimal("50.0000")
    assert (
        built.rows(
            """select 1 from marts.fct_indicator_value
            where period = '2021-12' and indicator_id = 'disputes_jointly_mediated'"""
        )
        == []
    )
    assert built.value("disputes_jointly_mediated", DISTRICT, "2022", column="previous_value") is None


def test_small_cells_about_people_are_blank_and_so_is_one_partner(built: Folded) -> None:
    """Three people in one street: blank; the street with nine goes with it, or the total gives the three away."""
    assert built.value("injured_workers_visited", DISTRICT, "2022-Q1") == 12
    for street in (STREET, OTHER_STREET):
        assert built.value("injured_workers_visited", street, "2022-Q1") is None
        assert built.value("injured_workers_visited", street, "2022-Q1", column="is_suppressed") is True
    assert built.value("injured_workers_visited", DISTRICT, "2022-02") is None, "finer than a quarter"
    assert built.value("injured_workers_visited", LEAF, "2022-Q1") is None, "finer than a street"


def test_completeness_and_bounds_come_from_who_reported(built: Folded) -> None:
    """All six reported December, nobody any month of 2022: then every enterprise might have a union, or none."""
    assert built.value("size100_union_rate", DISTRICT, "2021-12", column="completeness") == 1
    assert built.value("size100_union_rate", DISTRICT, "2022-03", column="completeness") == 0
    assert built.value("size100_union_rate", DISTRICT, "2021-12", column="bound_low") == Decimal("50.0000")
    assert built.value("size100_union_rate", DISTRICT, "2022-03", column="bound_low") == 0
    assert built.value("size100_union_rate", DISTRICT, "2022-03", column="bound_high") == 100


def test_every_expected_hand_in_stands_once_and_the_due_day_is_shanghai_s(built: Folded) -> None:
    """Six units, four months; a special workbook stands for none. 2022-01-10T15:59:59Z is the last second of 10 January
    in Shanghai: on time. Where nothing is valid the latest hand-in stands for the month: the held one waits.
    """
    counted = built.rows("""select count(*), count(*) filter (where is_received), count(*) filter (where is_on_time),
        count(*) filter (where state = 'missing') from marts.fct_submission where is_expected""")
    assert counted == [(24, 6, 6, 17)]
    assert built.rows(f"""select state, is_expected from marts.fct_submission
        where unit_code = '{LEAF}' and period = '2022-03' order by 1""") == [("held", True), ("rejected", False)]
    assert built.rows("select distinct due_on::varchar from marts.fct_submission where period = '2022-02'") == [
        ("2022-03-03",)
    ]


def test_targets_carry_a_level_only_where_the_plan_gives_one(built: Folded) -> None:
    """All 100 targets, six bases; assumed levels are never shown; nothing of 2023 is due in March 2022."""
    assert built.rows("select count(*), count(distinct value_basis) from marts.fct_target_progress") == [(100, 6)]
    assert built.rows("""select count(*) from marts.fct_target_progress
        where (level is not null) <> (value_basis in ('printed', 'counted', 'full_coverage_wording'))""") == [(0,)]
    # 2022 has begun, the plan has not: nothing of it is behind, growth has its first year to compare with.
    assert built.rows("select distinct as_of, state from marts.fct_target_progress order by 2") == [
        ("2022-03", state) for state in ("no_baseline", "no_level_set", "not_started")
    ]


def test_every_delta_leads_back_to_a_fact(built: Folded) -> None:
    """The drill-down: each delta names a fact that stands in staging."""
    assert built.rows("""select count(*) from marts.fct_measure_delta as d where not exists (
        select 1 from read_parquet([{}]) as e where e.fact_id = d.fact_id and e.position = d.position)""".format(
        ", ".join(f"'{p}'" for p in built.segments))) == [(0,)]  # fmt: skip
