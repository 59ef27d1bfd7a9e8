"""The five DAGs are what house.md 10 says: thin, one task a step, asset-scheduled with a timetable as guarantee."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

BAG = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
print(json.dumps({
    "errors": bag.import_errors,
    "dags": {
        name: {
            "timetable": type(dag.timetable).__name__,
            "cron": getattr(getattr(dag.timetable, "timetable", dag.timetable), "expression", None),
            "assets": sorted(asset.name for asset in dag.timetable.asset_condition.objects)
            if getattr(dag.timetable, "asset_condition", None) else [],
            "catchup": dag.catchup,
            "max_active_runs": dag.max_active_runs,
            "edges": sorted([task.task_id, below] for task in dag.tasks for below in task.downstream_task_ids),
            "tasks": sorted(task.task_id for task in dag.tasks),
            "outlets": sorted(asset.name for task in dag.tasks for asset in task.outlets),
        }
        for name, dag in bag.dags.items()
    },
}))
"""

HEAVY = (
    "dbt",
    "great_expectations",
    "duckdb",
    "polars",
    "pyarrow",
    "typst",
    "altair",
    "playwright",
    "ingestion",
    "reports",
)
PARSE = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
before = set(sys.modules)
DagBag(sys.argv[1])
print(json.dumps(sorted({name.split(".")[0] for name in set(sys.modules) - before}
                        | {name for name in set(sys.modules) - before if name.startswith("pipeline")})))
"""

CHAINS = {
    "intake": [["take_in", "seal"]],
    "models": [["build", "load"]],
    "publication": [["gate", "publish"], ["publish", "reconcile"], ["reconcile", "dashboards"]],
    "reports": [["report", "deliver"], ["report", "complete"], ["deliver", "complete"]],
    "delivery": [],
}


@pytest.fixture(scope="module")
def bag(ask: Callable[..., Any]) -> Any:
    return ask(BAG, str(ROOT / "dags"))


def test_every_dag_file_can_be_imported_and_the_bag_holds_exactly_the_five(bag: Any) -> None:
    """An empty bag has no errors either."""
    assert bag["errors"] == {}
    assert set(bag["dags"]) == set(CHAINS)


@pytest.mark.parametrize("name", CHAINS)
def test_each_dag_runs_alone_and_never_catches_up(bag: Any, name: str) -> None:
    assert bag["dags"][name]["max_active_runs"] == 1
    assert bag["dags"][name]["catchup"] is False


@pytest.mark.parametrize("name", CHAINS)
def test_each_dag_is_a_chain_of_steps_in_the_order_of_the_house(bag: Any, name: str) -> None:
    assert bag["dags"][name]["edges"] == sorted(CHAINS[name])
    assert bag["dags"][name]["tasks"]


@pytest.mark.parametrize(("name", "asset"), [("models", "segments"), ("publication", "candidate")])
def test_what_is_announced_hurries_a_dag_and_a_timetable_guarantees_it(bag: Any, name: str, asset: str) -> None:
    dag = bag["dags"][name]
    assert (dag["timetable"], dag["assets"]) == ("AssetOrTimeSchedule", [asset])
    assert dag["cron"]


@pytest.mark.parametrize(
    ("name", "cron"), [("intake", "*/10 * * * *"), ("reports", "0 8 5 * *"), ("delivery", "15 * * * *")]
)
def test_intake_looks_every_ten_minutes_reports_leave_on_the_fifth_and_mails_are_tried_again_every_hour(
    bag: Any, name: str, cron: str
) -> None:
    assert bag["dags"][name]["cron"] == cron


BACKFILL = """
import json, sys
import pendulum
from airflow.dag_processing.dagbag import DagBag
from airflow.serialization.serialized_objects import DagSerialization
dag = DagBag(sys.argv[1]).dags["reports"]
dag = DagSerialization.deserialize_dag(DagSerialization.serialize_dag(dag))
first, last = pendulum.datetime(2022, 2, 1, tz="UTC"), pendulum.datetime(2023, 1, 31, tz="UTC")
runs = dag.iter_dagrun_infos_between(first, last)
print(json.dumps([run.logical_date.in_timezone("Asia/Shanghai").isoformat() for run in runs]))
"""


def test_a_backfill_of_a_year_has_a_run_for_each_fifth_and_its_date_says_which(ask: Callable[..., Any]) -> None:
    """What the DAG's page promises of `airflow backfill create --from-date 2022-02-01 --to-date 2023-01-31`."""
    months = [f"2022-{month:02}" for month in range(2, 13)] + ["2023-01"]
    assert ask(BACKFILL, str(ROOT / "dags")) == [f"{month}-05T08:00:00+08:00" for month in months]


def test_each_asset_of_the_registry_is_emitted_once_as_its_table_says(bag: Any) -> None:
    outlets = sorted(asset for dag in bag["dags"].values() for asset in dag["outlets"])
    assert outlets == ["candidate", "editions", "published", "segments"]
    table = (ROOT / "dags" / "assets.py").read_text(encoding="utf-8")
    for name, task in (("intake", "seal"), ("models", "load"), ("publication", "publish"), ("reports", "report")):
        assert f"{name}.{task}" in table


def test_parsing_the_dags_imports_nothing_heavy_and_no_step(ask: Callable[..., Any]) -> None:
    imported = set(ask(PARSE, str(ROOT / "dags")))
    assert "assets" in imported
    assert not imported & set(HEAVY)
    assert not any(name.startswith("pipeline") for name in imported)


def test_the_check_on_heavy_imports_has_been_seen_to_fail(ask: Callable[..., Any], tmp_path: Path) -> None:
    heavy = "import duckdb\nfrom airflow.sdk import dag\n\n@dag(schedule=None)\ndef a():\n    pass\n\na()\n"
    (tmp_path / "a.py").write_text(heavy, encoding="utf-8")
    assert set(ask(PARSE, str(tmp_path))) & set(HEAVY) == {"duckdb"}


def test_a_dag_that_cannot_be_imported_is_seen(ask: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "b.py").write_text("from airflow.sdk import dag\nimport no_such_module\n", encoding="utf-8")
    assert ask(BAG, str(tmp_path))["errors"]
