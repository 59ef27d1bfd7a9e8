"""Reads the log as Arrow, in a stream: for segments, for followers, for anything that wants many events at once."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pyarrow as pa
from sqlalchemy.engine import Engine

from ingestion.log.errors import LogUnavailableError, MalformedEventError

COLUMNS = """position, id::text AS id, type, type_version, action, fact_id::text AS fact_id, supersedes, subject,
    source, occurred_on, recorded_at, period, submission_id::text AS submission_id, sheet, "row", data, hash"""
_TYPE = re.compile(r"[a-z][a-z0-9_]*")


@contextmanager
def events(engine: Engine, first: int, last: int, types: Sequence[str] | None = None) -> Iterator[pa.RecordBatchReader]:
    """Events with first ≤ position ≤ last in order; raises MalformedEventError when a type is no type name."""
    where = f"position BETWEEN {int(first)} AND {int(last)}"
    if types is not None:
        if not all(_TYPE.fullmatch(name) for name in types):
            message = f"not names of event types: {types}"
            raise MalformedEventError(message)
        where += f" AND type = ANY(ARRAY[{', '.join(repr(name) for name in types)}]::text[])"
    with query(engine, f"SELECT {COLUMNS} FROM log.events WHERE {where} ORDER BY position") as reader:
        yield reader


@contextmanager
def query(engine: Engine, sql: str) -> Iterator[pa.RecordBatchReader]:
    """Rows of a query as Arrow record batches, over a connection of its own with the same role."""
    from adbc_driver_manager import Error
    from adbc_driver_postgresql import dbapi

    # libpq reads a plus sign as a plus sign, not as a blank
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False).replace("+", "%20")
    try:
        with dbapi.connect(address) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            yield cursor.fetch_record_batch()
    except Error as error:
        raise LogUnavailableError(str(error)) from error
