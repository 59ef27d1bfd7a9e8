"""Build: the sealed segments ► every mart in the warehouse (DuckDB), with dbt.

Increments are driven by arrival: the range (watermark, last sealed position]. The watermark lies in the warehouse and
moves in one place, here, after the whole build succeeded; a build that failed is done again over the same range. A new
warehouse, changed models or ``full_refresh`` start from the first event in an empty file.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from ingestion.log.identity import new_id
from ingestion.log.segments import Segment, segments
from pipeline import dbt_project
from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps.result import Progress, Result, silent

LOCK = 1735549294  # one build at a time: a DuckDB file allows one writer
START = """insert into ops.builds (build_id, first_position, last_position, head, code_version, status)
    values (:build_id, :first, :last, (select encode(head, 'hex') from log.batches where last_position = :last),
    :code, 'running')"""
FINISH = """update ops.builds set finished_at = clock_timestamp(), status = :status, reason = :reason,
    models = :models, seconds = :seconds where build_id = :build_id"""
SUCCEEDED = "select count(*) from ops.builds where build_id = :build_id and status = 'succeeded'"


@dataclass(frozen=True)
class Watermark:
    """How far the warehouse has come, with which code, in which build. Position 0: there is no warehouse yet."""

    position: int = 0
    code: str = ""
    build_id: str = ""


def run(settings: Settings, *, full_refresh: bool = False, tests: bool = True, progress: Progress = silent) -> Result:
    """Rows model, seconds (the slowest first). Raises ProjectError after it wrote the reason into ``ops.builds``."""
    settings.folder("warehouse")
    database = Database.open(settings)
    with locked(database):
        sealed = segments(database.engine("builder"), settings.segments)
        return _run(database, settings.warehouse, sealed, full_refresh, tests, progress)


def watermark(warehouse: Path) -> Watermark:
    """The watermark of a warehouse; position 0 where there is none."""
    import duckdb

    if not warehouse.exists():
        return Watermark()
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        if not connection.execute("select 1 from duckdb_tables() where schema_name = 'build'").fetchone():
            return Watermark()
        row = connection.execute("select position, code, build_id from build.watermark").fetchone()
    return Watermark(*row) if row else Watermark()


def move_watermark(warehouse: Path, to: Watermark) -> None:
    """Say that everything up to ``to.position`` is in every model: the last act of a build."""
    import duckdb

    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema if not exists build")
        connection.execute("create or replace table build.watermark (position bigint, code varchar, build_id varchar)")
        connection.execute("insert into build.watermark values (?, ?, ?)", [to.position, to.code, to.build_id])


def fold(
    warehouse: Path,
    files: list[tuple[int, int, Path]],
    build_id: str,
    *,
    full_refresh: bool = False,
    tests: bool = True,
    done: Callable[[str], None] = silent,
) -> dbt_project.Built:
    """Bring the warehouse up to the last of ``files`` (first position, last position, path) and move its watermark."""
    code, last = dbt_project.code_version(), max((last for _, last, _ in files), default=0)
    before = Watermark() if full_refresh else watermark(warehouse)
    if before.code != code or before.position > last:
        before = Watermark()
    if before.position == 0:
        for path in (warehouse, warehouse.with_name(warehouse.name + ".wal")):
            path.unlink(missing_ok=True)
    variables: dict[str, object] = {
        "segments": [str(path) for _, end, path in files if end > before.position],
        "from_position": before.position,
        "to_position": last,
        "build_id": build_id,
    }
    built = dbt_project.build(warehouse, variables, tests=tests, done=done)
    move_watermark(warehouse, Watermark(last, code, build_id))
    return built


def _run(
    database: Database, warehouse: Path, sealed: list[Segment], full: bool, tests: bool, progress: Progress
) -> Result:
    if not sealed:
        return Result(ok=False, message="没有封存的事件，请先运行 grassroots seal · nothing is sealed yet")
    last, before, code = sealed[-1].last_position, watermark(warehouse), dbt_project.code_version()
    with database.engine("builder").connect() as connection:
        known = bool(connection.scalar(sa.text(SUCCEEDED), {"build_id": before.build_id}))
    if known and not full and (before.position, before.code) == (last, code):
        return Result(
            ok=True,
            summary={"build_id": before.build_id, "position": last, "models": 0},
            message="没有新事件，沿用上一版 · nothing new, the last build stands",
            columns=("model", "seconds"),
        )
    return _recorded(database, warehouse, sealed, code, full, tests, progress)


def _recorded(
    database: Database, warehouse: Path, sealed: list[Segment], code: str, full: bool, tests: bool, progress: Progress
) -> Result:
    """Build, with a row in ``ops.builds`` that says how it went whatever happens."""
    build_id, started, last = new_id(), time.monotonic(), sealed[-1].last_position
    row = {"build_id": build_id, "first": sealed[0].first_position, "last": last, "code": code}
    with database.engine("builder").begin() as connection:
        connection.execute(sa.text(START), row)
    outcome: dict[str, object] = {"status": "failed", "reason": "中断 · interrupted", "models": None}
    try:
        files = [(s.first_position, s.last_position, s.path) for s in sealed]
        built = fold(warehouse, files, build_id, full_refresh=full, tests=tests, done=_told(progress))
        outcome = {"status": "succeeded", "reason": None, "models": built.models}
    except Exception as error:
        outcome["reason"] = str(error)[:2000]
        raise
    finally:
        seconds = round(time.monotonic() - started, 3)
        with database.engine("builder").begin() as connection:
            connection.execute(sa.text(FINISH), {"build_id": build_id, "seconds": seconds, **outcome})
    slowest = sorted(built.seconds.items(), key=lambda node: -node[1])
    return Result(
        ok=True,
        rows=[{"model": name.split(".")[2], "seconds": round(took, 3)} for name, took in slowest],
        summary={"build_id": build_id, "position": last, "models": built.models, "tests": built.tests},
        message=f"{built.models} 个模型已构建，{built.tests} 项检验成立 · models built, tests hold",
        columns=("model", "seconds"),
    )


def _told(progress: Progress) -> Callable[[str], None]:
    """A listener that says at most once a second how many nodes are done."""
    count, told = 0, time.monotonic()

    def done(node: str) -> None:
        nonlocal count, told
        count += 1
        if time.monotonic() - told >= 1:
            told = time.monotonic()
            progress(f"dbt {count}: {node}")

    return done


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """An advisory lock for the length of a build; a second build waits."""
    with database.engine("builder").connect() as connection:
        connection.execute(sa.text("select pg_advisory_lock(:lock)"), {"lock": LOCK})
        connection.commit()
        try:
            yield
        finally:
            connection.execute(sa.text("select pg_advisory_unlock(:lock)"), {"lock": LOCK})
            connection.commit()
