"""The unit tests that lie beside the models (hand-computed folds) run, all of them, and hold."""

import json
import os

from pipeline.dbt_project import PROJECT
from tests.models.conftest import Folded
from tests.models.synthetic_log import SyntheticLog

CASES = {
    "enterprise_grows_past_100_moves_and_closes",
    "enterprise_correction_replaces_retraction_removes",
    "contract_largest_counts_and_valid_to_ends",
    "growth_past_100_is_minus_one_and_plus_one",
    "injury_counts_at_its_first_visit_of_a_year",
    "a_unit_never_hangs_below_itself",
    "moved_and_merged_units_hang_where_they_hung_that_day",
}


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
        (case, "pass") for case in CASES
    }
