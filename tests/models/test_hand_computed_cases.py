"""The unit tests that lie beside the models (hand-computed folds) run, all of them, and hold."""

import csv
import json
import os

from pipeline.dbt_project import PROJECT
from tests.models.conftest import Folded
from tests.models.synthetic_log import SyntheticLog

CASES = {
    "a_finding_is_cleared_by_the_same_workbook_alone",
    "enterprise_grows_past_100_moves_and_closes",
    "enterprise_correction_replaces_retraction_removes",
    "contract_largest_counts_and_valid_to_ends",
    "growth_past_100_is_minus_one_and_plus_one",
    "injury_counts_at_its_first_visit_of_a_year",
    "a_unit_never_hangs_below_itself",
    "moved_and_merged_units_hang_where_they_hung_that_day",
    "an_expired_exception_excuses_nothing",
    "a_level_only_with_a_basis_and_a_rule_that_recurs_begins_again",
    "pieces_are_streets_pilots_batches_sites_and_closed_weeks",
    "states_of_targets_by_day_pace_and_basis",
    "each_one_must_reach_it_a_total_is_not_enough",
    "no_blank_quarter_stands_alone_in_its_row_or_column",
    "a_week_with_holidays_owes_its_share_and_an_exempt_one_nothing",
}


def rules() -> set[str]:
    """Each rule has one case that holds a breach and what is no breach."""
    with (PROJECT / "seeds" / "rules.csv").open(encoding="utf-8", newline="") as lines:
        return {f"{row['rule_id']}_is_seen_and_what_is_right_is_not" for row in csv.DictReader(lines)}


def test_every_hand_computed_case_holds(warehouse: Folded) -> None:
    """Declared tests that never run are the worst kind: their names are pinned here."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    warehouse.build(SyntheticLog().district().seal(warehouse.path.parent / "segments"))
    target = warehouse.path.parent / "dbt"
    os.environ["DBT_DUCKDB_PATH"] = str(warehouse.path)
    try:
        dbtRunner().invoke(
            ["test", "--select", "test_type:unit", "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
             "--target-path", str(target), "--log-path", str(target / "logs"), "--quiet"]
        )  # fmt: skip
    finally:
        DuckDBConnectionManager.close_all_connections()
    results = json.loads((target / "run_results.json").read_text("utf-8"))["results"]
    assert {(result["unique_id"].split(".")[-1], result["status"]) for result in results} == {
        (case, "pass") for case in CASES | rules()
    }
