"""The build step believes only what dbt wrote down, and moves the watermark last."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipeline import dbt_project
from pipeline.dbt_project import ProjectError, code_version, judge
from pipeline.steps.build import Watermark, watermark
from tests.models.conftest import Folded
from tests.models.synthetic_log import DISTRICT, LEAF, SyntheticLog


def result(name: str, status: str) -> dict[str, object]:
    return {"unique_id": name, "status": status, "execution_time": 0.1, "message": "why"}


def test_a_node_that_is_missing_or_skipped_is_a_failure() -> None:
    """Exit code 0 is not proof: present and successful, none skipped."""
    good = {"results": [result("model.g.a", "success"), result("test.g.t", "pass")]}
    assert judge(good, {"model.g.a", "test.g.t"}).models == 1
    with pytest.raises(ProjectError, match="did not run"):
        judge(good, {"model.g.a", "test.g.t", "model.g.b"})
    with pytest.raises(ProjectError, match="skipped"):
        judge({"results": [result("model.g.a", "skipped")]}, {"model.g.a"})
    with pytest.raises(ProjectError):
        judge({"results": []}, set())


def test_the_watermark_moves_after_the_whole_build_and_only_then(
    warehouses: Callable[[str], Folded], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that fails half-way leaves the old watermark; the next one gives what a single build gives."""
    log = SyntheticLog().district()
    log.enterprise("E1", headcount=120)
    cut = len(log.events)
    log.enterprise("E2", headcount=130)
    log.hand_in(LEAF, "2022-01", "2022-02-01T00:00:00.000000Z")
    warehouse = warehouses("failing")
    segments = log.seal(warehouse.path.parent / "segments", (cut,))
    warehouse.build(segments[:1])
    assert watermark(warehouse.path) == Watermark(cut, code_version(), "test")

    def fails(results: dict[str, object], expected: set[str]) -> object:
        raise ProjectError(["planted"])

    with monkeypatch.context() as patch:
        patch.setattr(dbt_project, "judge", fails)
        with pytest.raises(ProjectError, match="planted"):
            warehouse.build(segments)
    assert watermark(warehouse.path).position == cut
    warehouse.build(segments)
    assert watermark(warehouse.path).position == len(log.events)
    assert warehouse.value("size100_union_rate", DISTRICT, "2022", column="denominator") == 2


def test_other_code_means_a_new_warehouse(warehouse: Folded, tmp_path: Path) -> None:
    """A warehouse that other models made is not built upon."""
    log = SyntheticLog().district()
    segments = log.seal(tmp_path / "segments")
    warehouse.build(segments)
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute("update build.watermark set code = 'older'")
        connection.execute("create table left_over (n int)")
    warehouse.build(segments)
    assert warehouse.rows("select count(*) from duckdb_tables() where table_name = 'left_over'") == [(0,)]


def test_a_new_indicator_over_known_measures_is_one_row_and_no_sql(tmp_path: Path) -> None:
    """Add a row to a copy of the catalogue: the figure is there, at every level and period."""
    project = tmp_path / "project"
    shutil.copytree(dbt_project.PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    with (project / "seeds" / "indicators.csv").open("a", encoding="utf-8") as catalogue:
        catalogue.write(
            "small_share,coverage,小型企业占比,Share of small enterprises,ratio,percent,%,1,neutral,small_enterprises,"
            "enterprises,,true,federation,2022-01-01,W01,一,999,false,期末小型企业占比,"
            "Share of small enterprises at the end\n"
        )
    log = SyntheticLog().district()
    for number, headcount in enumerate((10, 24, 25, 100)):
        log.enterprise(f"E{number}", headcount=headcount)
    segments = log.seal(tmp_path / "segments")
    folded = Folded(tmp_path / "warehouse.duckdb")
    variables: dict[str, object] = {
        "segments": [str(p) for p in segments], "to_position": len(log.events), "build_id": "one-row",
    }  # fmt: skip
    dbt_project.build(folded.path, variables, project=project)
    for unit in (DISTRICT, LEAF):
        assert folded.value("small_share", unit, "2022-01") == 50
    assert json.loads((folded.path.parent / "dbt" / "run_results.json").read_text())["results"]
