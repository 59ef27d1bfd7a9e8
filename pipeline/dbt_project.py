"""Run the dbt project in this process: parse once, build with the variables of the day, believe only run_results.json.

::

    dbt parse (partial, no variables) ─► manifest ─► dbt build --vars {range, segments, build_id} ─► run_results.json

Variables would throw the saved parse away on every build, so they are given to the build alone. Exit code 0 proves
nothing: every node that had to run must be in run_results.json, successful, none skipped.

Errors: Exception
        └── ProjectError    dbt did not build what it had to; `failures` names the nodes
"""

import gc
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.steps.result import silent

PROJECT = Path(__file__).resolve().parent.parent / "dbt"
MADE = frozenset({"target", "logs", "dbt_packages"})
GOOD = frozenset({"success", "pass"})
WAREHOUSE_VARIABLE = "DBT_DUCKDB_PATH"  # read by dbt/profiles.yml


class ProjectError(Exception):
    """What dbt had to build and did not; ``failures`` holds one sentence a node."""

    def __init__(self, failures: list[str]) -> None:
        super().__init__("; ".join(failures[:5]) or "dbt said nothing")
        self.failures = failures


@dataclass(frozen=True)
class Built:
    """What dbt did: number of models and tests, and the seconds each node took."""

    models: int
    tests: int
    seconds: dict[str, float]


def code_version(project: Path = PROJECT) -> str:
    """Hash over path and content of every file of the project, 16 hex digits; another hash means: build all again."""
    digest = sha256()
    for path in sorted(project.rglob("*")):
        if path.is_file() and not MADE.intersection(path.relative_to(project).parts):
            digest.update(f"{path.relative_to(project)}\x1f".encode() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def build(
    warehouse: Path,
    variables: dict[str, object],
    *,
    tests: bool = True,
    done: Callable[[str], None] = silent,
    project: Path = PROJECT,
) -> Built:
    """Build every seed and model into the DuckDB file, then test them; unit tests belong to `make test`.

    ``done`` is told each finished node. Raises ProjectError.
    """
    target = warehouse.parent / "dbt"
    os.environ[WAREHOUSE_VARIABLE] = str(warehouse)
    gc.disable()  # a parse makes what lasts; the collector would look through it again and again, then and in the build
    try:
        manifest = _parse(project, target)
        gc.freeze()
        gc.enable()
        _invoke(project, target, manifest, variables, tests, done)
        return judge(json.loads((target / "run_results.json").read_text("utf-8")), _expected(manifest, tests))
    finally:
        gc.enable()
        gc.unfreeze()
        _let_go()


def judge(results: dict[str, Any], expected: set[str]) -> Built:
    """Whether every expected node is present and successful; raises ProjectError otherwise."""
    seen = {result["unique_id"]: result for result in results["results"]}
    failures = [f"{name}: 没有运行 · did not run" for name in sorted(expected - set(seen))]
    failures += [
        f"{name}: {result['status']} {(result.get('message') or '').strip()}"
        for name, result in seen.items()
        if result["status"] not in GOOD
    ]
    if failures or not expected:
        raise ProjectError(failures)
    seconds = {name: float(result["execution_time"]) for name, result in seen.items()}
    models = sum(name.startswith("model.") for name in seen)
    return Built(models, sum(name.startswith("test.") for name in seen), seconds)


def _arguments(project: Path, target: Path) -> list[str]:
    return [
        "--project-dir", str(project), "--profiles-dir", str(project), "--target-path", str(target),
        "--log-path", str(target / "logs"), "--quiet", "--no-print", "--no-use-colors",
        "--no-send-anonymous-usage-stats", "--no-version-check",
    ]  # fmt: skip


def _parse(project: Path, target: Path) -> Any:
    """The manifest, from the saved parse where nothing changed."""
    from dbt.cli.main import dbtRunner

    result = dbtRunner().invoke(["parse", *_arguments(project, target)])
    if not result.success:
        raise ProjectError([f"parse: {result.exception}"])
    return result.result


def _invoke(
    project: Path,
    target: Path,
    manifest: Any,
    variables: dict[str, object],
    tests: bool,
    done: Callable[[str], None],
) -> None:
    """One `dbt build`; what went wrong in a node is read from its results, what went wrong before is raised."""
    from dbt.cli.main import dbtRunner

    def listen(event: Any) -> None:
        if event.info.name == "NodeFinished":
            done(event.data.node_info.node_name)

    results = target / "run_results.json"
    results.unlink(missing_ok=True)
    without = ["--exclude-resource-type", "unit_test"] + ([] if tests else ["--exclude-resource-type", "test"])
    call = ["build", *without, "--vars", json.dumps(variables), *_arguments(project, target)]
    outcome = dbtRunner(manifest=manifest, callbacks=[listen]).invoke(call)
    if not results.exists():
        raise ProjectError([f"build: {outcome.exception}"])


def _expected(manifest: Any, tests: bool) -> set[str]:
    """Every seed, model and (with tests) data test of the project; a view or a table alike."""
    kinds = {"model", "seed", "test"} if tests else {"model", "seed"}
    return {name for name, node in manifest.nodes.items() if node.resource_type in kinds and node.config.enabled}


def _let_go() -> None:
    """Close DuckDB: dbt keeps the file open for the life of the process, and a DuckDB file allows one writer."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
