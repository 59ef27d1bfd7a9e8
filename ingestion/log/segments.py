"""Seals the log into Parquet segments: immutable, contiguous, never rewritten; what DuckDB, Spark and a backup read.

::

    log.events (last sealed + 1 … head) ─► DuckDB, sorted by type and position ─► fsync ─► rename ─► row in log.segments

Rows of one type lie together, so that a reader of one type skips the rest by the zone maps. A crash before the row is
written leaves a file that no manifest names; the next seal removes it.
"""

import os
import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from ingestion.log import arrow
from ingestion.log.errors import SegmentDamagedError, translated

_LOCK = "SELECT pg_advisory_xact_lock(1735549293)"
_SEALED = "SELECT coalesce(max(last_position), 0) FROM log.segments"
_HEAD = "SELECT coalesce(max(last_position), 0) FROM log.batches"
_ALL = "SELECT first_position, last_position, path, sha256, events, sealed_at FROM log.segments ORDER BY first_position"
_INSERT = """INSERT INTO log.segments (first_position, last_position, path, sha256, events)
VALUES (:first, :last, :path, :sha256, :events) RETURNING sealed_at"""
_SELECT = """
SELECT position, id::UUID AS id, type, type_version, action, fact_id::UUID AS fact_id, supersedes, subject, source,
    occurred_on, recorded_at AT TIME ZONE 'UTC' AS recorded_at, period, submission_id::UUID AS submission_id, sheet,
    "row", data, hash
FROM events ORDER BY type, position"""
_NAME = re.compile(r"(\d{12})-(\d{12})\.parquet")


@dataclass(frozen=True)
class Segment:
    """One sealed file: positions ``first_position`` to ``last_position``, its SHA-256 (hex), and when it was sealed."""

    first_position: int
    last_position: int
    path: Path
    sha256: str
    events: int
    sealed_at: datetime


def seal(engine: Engine, folder: Path) -> list[Segment]:
    """Write what is not sealed yet as one segment in ``folder``; returns it, or nothing when all is sealed.

    Needs the role builder. Two seals at once wait for each other. ``log.segments`` keeps the name of the file alone, so
    that a data folder can be moved.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with translated(), engine.begin() as connection:
        connection.exec_driver_sql(_LOCK)
        first = int(connection.exec_driver_sql(_SEALED).scalar_one()) + 1
        last = int(connection.exec_driver_sql(_HEAD).scalar_one())
        _remove_unnamed(folder, first)
        if last < first:
            return []
        path = folder / f"{first:012d}-{last:012d}.parquet"
        return [_record(connection, path, first, last, _write(engine, path, first, last))]


def segments(engine: Engine, folder: Path) -> list[Segment]:
    """All sealed segments in order of position; their files lie in ``folder``."""
    with translated(), engine.connect() as connection:
        rows = connection.exec_driver_sql(_ALL).all()
    return [Segment(row[0], row[1], folder / row[2], row[3], row[4], row[5]) for row in rows]


def check(engine: Engine, folder: Path) -> list[Segment]:
    """Read every sealed file again; returns them, raises SegmentDamagedError for the first lost or changed."""
    found = segments(engine, folder)
    for segment in found:
        if not segment.path.exists():
            message = f"{segment.path.name} is missing in {folder}"
            raise SegmentDamagedError(message)
        if _digest(segment.path) != segment.sha256:
            message = f"{segment.path.name} is not the file that was sealed"
            raise SegmentDamagedError(message)
    return found


def _write(engine: Engine, path: Path, first: int, last: int) -> int:
    """Write the range beside its place, make it durable, move it there; returns how many rows it holds."""
    import duckdb

    beside = path.with_suffix(".part")
    with arrow.events(engine, first, last) as events, duckdb.connect() as session:
        session.register("events", events)
        session.execute(f"COPY ({_SELECT}) TO '{_quoted(beside)}' (FORMAT parquet, COMPRESSION zstd)")
        counted = session.execute(f"SELECT count(*) FROM read_parquet('{_quoted(beside)}')").fetchone()
    if counted != (last - first + 1,):
        message = f"{path.name}: {counted} rows read back"
        raise SegmentDamagedError(message)
    _sync(beside)
    beside.rename(path)
    _sync(path.parent)
    return int(counted[0])


def _record(connection: Connection, path: Path, first: int, last: int, events: int) -> Segment:
    """Note the segment; from the commit on it is part of the manifest."""
    digest = _digest(path)
    values = {"first": first, "last": last, "path": path.name, "sha256": digest, "events": events}
    sealed_at: datetime = connection.execute(sa.text(_INSERT), values).scalar_one()
    return Segment(first, last, path, digest, events, sealed_at)


def _remove_unnamed(folder: Path, first: int) -> None:
    """What a crashed seal left: parts, and files that begin where the next segment begins."""
    for path in folder.iterdir():
        named = _NAME.fullmatch(path.name)
        if path.suffix == ".part" or (named and int(named[1]) >= first):
            path.unlink()


def _digest(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as handle:
        return file_digest(handle, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Make a file or a folder's entries durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _quoted(path: Path) -> str:
    """A path inside single quotes of SQL."""
    return str(path).replace("'", "''")
