"""Every rule of gate 2 is seen to fail once, on a candidate that was damaged in exactly the way the rule is about."""

import re

import pytest
from sqlalchemy.engine import make_url

from expectations.child import judge
from expectations.judging import judge_tables
from expectations.pins import load
from expectations.suites.publication import MARTS, SUITE
from expectations.verdict import decide
from pipeline.database import Database
from pipeline.steps.gate import address
from tests.publication.candidate_year import ABOVE_100, BUILD, POSITION
from tests.publication.loaded import change, clone

VALUE = "candidate.fct_indicator_value"
OWN = "candidate.fct_own_value"
ONE = f"ctid = (select min(ctid) from {VALUE} where "

DAMAGES = {
    **{f"filled:{m.partition('.')[2]}": f"delete from {m}" for m in (*MARTS, "evidence.fct_measure_delta")},
    "filled:fct_finding": "alter table candidate.fct_finding rename to elsewhere",  # may be empty, must be there
    "keyed:dim_org_unit": "insert into candidate.dim_org_unit select * from candidate.dim_org_unit limit 1",
    "keyed:dim_indicator": "update candidate.dim_indicator set indicator_id = null where display_order = 3",
    "keyed:dim_period": "insert into candidate.dim_period select * from candidate.dim_period limit 1",
    "keyed:fct_indicator_value": f"insert into {VALUE} select * from {VALUE} limit 1",
    "keyed:fct_own_value": f"insert into {OWN} select * from {OWN} limit 1",
    "keyed:fct_target_progress": "update candidate.fct_target_progress set target_id = 'same'",
    "keyed:fct_target_unit": "update candidate.fct_target_unit set unit_code = '440307', target_id = 'same'",
    "worded:fct_own_value.reading": f"update {OWN} set reading = 'tomorrow' where unit_code = '440307003'",
    "worded:fct_target_progress.state": "update candidate.fct_target_progress set state = 'missed'",
    "worded:fct_target_progress.value_basis": "update candidate.fct_target_progress set value_basis = null",
    "worded:fct_target_unit.state": "update candidate.fct_target_unit set state = 'done'",
    "refers:fct_own_value.unit_code": f"update {OWN} set unit_code = '999' where unit_code = '440307003'",
    "refers:fct_target_unit.target_id": "update candidate.fct_target_unit set target_id = 'unknown'"
    " where unit_code = '440307003'",
    "refers:fct_target_unit.unit_code": "update candidate.fct_target_unit set unit_code = '999'"
    " where unit_code = '440307003'",
    "level_of_the_source:fct_target_progress": "update candidate.fct_target_progress set level = 1"
    " where value_basis = 'assumed'",
    "level_of_the_source:fct_target_unit": "update candidate.fct_target_unit set level = null",
    "keyed:fct_finding": "update candidate.fct_finding set finding_id = 'same'",
    "keyed:fct_reconciliation": "update candidate.fct_reconciliation set period = null",
    "keyed:fct_submission": "insert into candidate.fct_submission select * from candidate.fct_submission limit 1",
    "keyed:fct_expectation": "insert into candidate.fct_expectation select * from candidate.fct_expectation limit 1",
    "worded:fct_expectation.state": "update candidate.fct_expectation set state = 'excused' where state = 'waived'",
    "waived_by_somebody": "update candidate.fct_expectation set approver = null where state = 'waived'",
    "worded:dim_org_unit.level": "update candidate.dim_org_unit set level = 'village' where official_order = 5",
    "worded:dim_indicator.fold": "update candidate.dim_indicator set fold = 'sum' where display_order = 1",
    "worded:dim_indicator.finest_level": "update candidate.dim_indicator set finest_level = null"
    " where display_order = 1",
    "worded:dim_period.grain": "update candidate.dim_period set grain = 'week' where period = '2022-01'",
    "worded:fct_indicator_value.reading": f"update {VALUE} set reading = 'tomorrow' where {ONE}true)",
    "worded:fct_indicator_value.period_grain": f"update {VALUE} set period_grain = null where {ONE}true)",
    "worded:fct_finding.severity": "update candidate.fct_finding set severity = 'note' where finding_id = 'f1'",
    "worded:fct_reconciliation.verdict": "update candidate.fct_reconciliation set verdict = null",
    "refers:dim_org_unit.parent_code": "update candidate.dim_org_unit set parent_code = '4' where official_order = 5",
    "refers:fct_indicator_value.unit_code": f"update {VALUE} set unit_code = '999' where {ONE}true)",
    "refers:fct_indicator_value.indicator_id": f"update {VALUE} set indicator_id = 'unknown' where {ONE}true)",
    "refers:fct_indicator_value.period": f"update {VALUE} set period = '1999' where {ONE}true)",
    "ranged:fct_indicator_value.completeness": f"update {VALUE} set completeness = 1.0001 where {ONE}true)",
    "ranged:dim_indicator.decimals": "update candidate.dim_indicator set decimals = -1 where display_order = 1",
    "ratio_in_percent": f"update {VALUE} set value = 100.01 where {ONE}indicator_id = 'nef_union_rate')",
    "ratio_is_explained": f"update {VALUE} set numerator = numerator + 1 where {ONE}indicator_id = 'nef_union_rate')",
    "never_negative": f"update {VALUE} set value = -1 where {ONE}true)",
    "bounds_hold": f"update {VALUE} set bound_low = value + 1 where {ONE}value is not null)",
    "children_sum_to_parents": f"update {VALUE} set value = value - 1000 where unit_level = 'district'"
    " and indicator_id = 'complaints_handled'",
    "own_values_add_up": f"delete from {OWN} where street_name = '区本级' or unit_code = '440307003'",
    "figures_follow_from_evidence": "delete from evidence.fct_measure_delta where ctid ="
    " (select min(ctid) from evidence.fct_measure_delta where delta <> 0)",
    "quantities_sum_to_the_year": f"update {VALUE} set value = value + 1 where {ONE}period = '2022-02'"
    " and indicator_id = 'complaints_handled' and unit_level = 'street')",
    "no_finer_than_said:fct_indicator_value": "update candidate.dim_indicator set finest_level = 'district'"
    " where indicator_id = 'complaints_handled'",
    "no_finer_than_said:fct_target_unit": "update candidate.fct_target_unit set test = 'total',"
    " indicator_id = 'may_day_honours_total' where unit_code = '440307003'",
    "district_is_complete": f"update {VALUE} set value = null where unit_level = 'district' and period_grain = 'year'"
    " and indicator_id = 'size100_union_rate'",
    "reconciliation_is_true": "update candidate.fct_reconciliation set recomputed = high"
    " where indicator_id = 'nef_union_rate'",
    "reconciliation_reads_the_mart": "update candidate.fct_reconciliation set recomputed = recomputed + 0.001"
    " where indicator_id = 'complaints_handled'",
    "identity:nef_rate_is_covered": f"update {VALUE} set numerator = numerator - 1 where {ONE}"
    "indicator_id = 'nef_union_rate' and unit_level = 'street')",
    "identity:nef_rate_is_of_identified": f"update {VALUE} set denominator = denominator + 1 where {ONE}"
    "indicator_id = 'nef_union_rate' and unit_level = 'street')",
    "identity:nef_covered_are_identified": f"update {VALUE} set value = 3 where {ONE}"
    "indicator_id = 'nef_enterprises_identified' and unit_level = 'street')",
    "identity:mechanism_rate_is_of_the_unionised": f"update {VALUE} set denominator = denominator + 1 where {ONE}"
    "indicator_id = 'size100_mechanism_rate' and unit_level = 'street')",
    "identity:mechanism_rate_is_explained": f"update {VALUE} set value = value + 1 where {ONE}"
    "indicator_id = 'size100_unionised_with_mechanism' and unit_level = 'street')",
    "identity:collective_disputes_are_disputes": f"update {VALUE} set value = 1000 where {ONE}"
    "indicator_id = 'collective_disputes_handled' and unit_level = 'street')",
    "no_small_cell": f"update {VALUE} set value = 4 where {ONE}indicator_id = 'injured_workers_visited')",
    "no_share_of_a_few": f"update {VALUE} set denominator = 4 where {ONE}"
    "indicator_id = 'legal_aid_zero_threshold_rate')",
    "persons_stop_at_street_and_quarter": f"update {VALUE} set period_grain = 'month' where {ONE}"
    "indicator_id = 'injury_consolation_yuan' and value is not null)",
    "persons_are_not_taken_apart": f"update {OWN} set indicator_id = 'injured_workers_visited'"
    " where unit_code = '440307003'",
    "blanked_is_blank": f"update {VALUE} set bound_low = 3 where {ONE}is_suppressed)",
    "money_follows_people": f"update {VALUE} set value = 1500, is_suppressed = false where {ONE}is_suppressed"
    " and indicator_id = 'injury_consolation_yuan')",
    "no_lone_blank": f"update {VALUE} set value = 5, is_suppressed = false where {ONE}is_suppressed"
    " and indicator_id = 'injured_workers_visited')",
    "no_lone_blank_quarter": f"update {VALUE} set value = 5, is_suppressed = false where is_suppressed"
    " and period = '2022-Q2'",
    "blanked_nowhere_else": f"update {VALUE} set is_suppressed = true where unit_level = 'district'"
    " and period_grain = 'year' and indicator_id = 'injured_workers_visited'",
    **{f"one_build:{m.partition('.')[2]}": f"update {m} set build_id = 'b' where ctid = (select min(ctid) from {m})"
       for m in MARTS},
    "fresh": f"update ops.builds set last_position = {POSITION - 1}",
}  # fmt: skip


UNDO = {"filled:fct_finding": "alter table candidate.elsewhere rename to fct_finding"}


@pytest.fixture(scope="module")
def year(cluster: Database, loaded: Database) -> Database:
    """One copy of the good build for all tests here, with every table kept aside to undo a damage."""
    copy = clone(cluster, str(make_url(loaded.url).database))
    tables = (*MARTS, "evidence.fct_measure_delta", "ops.builds")
    change(copy, "create schema kept", *(f"create table {_kept(table)} as select * from {table}" for table in tables))
    return copy


def _kept(table: str) -> str:
    """Where a table is kept aside."""
    return f"kept.{table.partition('.')[2]}"


def undo(database: Database, rule: str) -> None:
    """Put back the one table that the damage of a rule touches."""
    table = str(re.search(r"(?:candidate|evidence|ops)\.\w+", DAMAGES[rule])[0])
    change(
        database,
        *([UNDO[rule]] if rule in UNDO else [f"delete from {table}", f"insert into {table} table {_kept(table)}"]),
    )


def outcomes(database: Database, rule: str) -> list[bool]:
    """What Great Expectations says to the checks of one rule; a raised check counts as not held."""
    parameters: dict[str, str | int] = {"build_id": BUILD, "sealed_position": POSITION}
    checks = {name: check.filled_in(parameters) for name, check in SUITE.checks.items() if name.startswith(f"{rule}#")}
    judged = judge_tables(address(database), checks)
    assert len(judged) == len(checks)
    return [outcome.success and outcome.error is None for outcome in judged]


def test_there_is_a_damage_for_every_rule_and_none_too_many():
    assert set(DAMAGES) == {rule.name for rule in SUITE.rules}


@pytest.mark.parametrize("rule", list(DAMAGES))
def test_the_rule_holds_on_the_good_build_and_fails_on_the_damaged_one(year: Database, rule: str):
    assert all(outcomes(year, rule))
    change(year, DAMAGES[rule])
    try:
        if rule == "filled:fct_finding":
            with pytest.raises(Exception, match="does not exist"):
                outcomes(year, rule)
        else:
            assert not all(outcomes(year, rule))
    finally:
        undo(year, rule)


def test_a_rate_that_the_catalogue_lets_exceed_100_stops_nothing(year: Database):
    """The same damage that stops every other rate: it is the catalogue that tells them apart, no list in the gate."""
    change(year, f"update {VALUE} set value = 100.01 where {ONE}indicator_id = '{ABOVE_100}' and value is not null)")
    try:
        assert all(outcomes(year, "ratio_in_percent"))
    finally:
        undo(year, "ratio_in_percent")


def test_after_all_damages_are_undone_the_whole_suite_holds_again(year: Database):
    judged = judge(address(year), BUILD, POSITION)
    assert decide(SUITE, load(SUITE.name), BUILD, judged).passed
