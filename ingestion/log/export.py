"""Writes the log as one text file that ``verifier.py`` checks with the standard library alone.

::

    grassroots-log 1
    <record>                              14 fields joined by U+001F, one line an event, in order of position
    …
    #batch first last recorded_at digest head      after the records of each batch
    …
    #end events head
"""

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy.engine import Connection, Engine

from ingestion.log.chain import Head, stamp
from ingestion.log.errors import translated

HEADER = b"grassroots-log 1\n"
_BATCHES = """SELECT first_position, last_position, recorded_at, encode(digest, 'hex'), encode(head, 'hex')
FROM log.batches ORDER BY first_position"""
# One column that holds neither the quote nor the delimiter nor a line end is never quoted: the stream is the records.
_RECORDS = """COPY (
    SELECT log.record(id, type, type_version, action, fact_id, supersedes, subject, source, occurred_on, period,
        submission_id, sheet, "row", data)
    FROM log.events ORDER BY position
) TO STDOUT (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')"""


def export(engine: Engine, path: Path) -> Head:
    """Write one snapshot of the whole log to ``path`` (replaced whole or not at all); returns its head.

    Needs the role builder.
    """
    beside = path.with_name(f"{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    with translated(), engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.exec_driver_sql("SET LOCAL datestyle = 'ISO'")
        with beside.open("wb") as out:
            head = _write(connection, out)
            out.flush()
            os.fsync(out.fileno())
    beside.rename(path)
    return head


def _write(connection: Connection, out: BinaryIO) -> Head:
    """Header, records with a line after each batch, and the end line, without which an export was cut."""
    batches: Any = connection.exec_driver_sql(_BATCHES).all()
    out.write(HEADER)
    head, last_position = "0" * 64, 0
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(_RECORDS) as copy:
        lines = _lines(copy)
        for first, last, recorded_at, digest, head in batches:
            out.writelines(islice(lines, last - first + 1))
            out.write(f"#batch {first} {last} {stamp(recorded_at)} {digest} {head}\n".encode())
            last_position = last
        out.writelines(lines)  # events that belong to no batch: the verifier must see them
    out.write(f"#end {last_position} {head}\n".encode())
    return Head(last_position, head)


def _lines(copy: Iterable[Any]) -> Iterator[bytes]:
    """The stream of a COPY, line by line."""
    rest = b""
    for piece in copy:
        *lines, rest = (rest + bytes(piece)).split(b"\n")
        for line in lines:
            yield line + b"\n"
