"""A batch as rows for the staging table: one order for facts, decisions and retractions, repeated facts dealt with."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO

import polars as pl
from sqlalchemy.engine import Connection, Engine

from ingestion.log.errors import ConflictingFactsError, MalformedEventError
from ingestion.log.event import FACT_COLUMNS, facts_frame
from ingestion.log.identity import event_ids
from ingestion.log.port import Batch

COLUMNS = ("n", "is_retraction", "id", *FACT_COLUMNS)
COPY = f"""COPY log.staging ({", ".join(f'"{name}"' for name in COLUMNS)}) FROM STDIN
WITH (FORMAT csv, DELIMITER E'\\x1f', QUOTE E'\\x01')"""
"""Neither the delimiter nor the quote may stand in a field, so nothing is ever quoted; empty is NULL."""

_CHUNK = 25_000
_CONTROLS = bytes([*range(0x20), 0x7F])


@dataclass(frozen=True)
class Staged:
    """Rows to stage, in order: facts, retractions, decisions.

    frame      columns ``COLUMNS``; ``n`` counts its rows from 0
    origin     for each row of ``frame`` its number in facts + retractions + decisions; a repeated row is missing here
    facts      how many rows of Batch.facts there were
    gives_ids  whether their event ids were made here and not by the caller
    """

    frame: pl.DataFrame
    origin: pl.Series
    facts: int
    gives_ids: bool


def stage(batch: Batch) -> Staged:
    """Order and number the rows of a batch; raises ConflictingFactsError and MalformedEventError."""
    try:
        parts = [_shaped(batch.facts, is_retraction=False), _shaped(batch.retractions, is_retraction=True)]
        parts.append(_shaped(facts_frame(batch.decisions), is_retraction=False))
        rows = pl.concat(parts)
    except pl.exceptions.PolarsError as error:
        message = f"the batch has not the columns of a batch: {error}"
        raise MalformedEventError(message) from error
    rows = _without_repeats(rows.with_row_index("origin"))
    frame = rows.with_columns(n=pl.int_range(pl.len(), dtype=pl.Int32)).select(COLUMNS)
    gives_ids = "id" not in batch.facts.columns
    return Staged(frame, rows.get_column("origin").cast(pl.Int32), len(batch.facts), gives_ids)


def locked(writer: Engine) -> Connection:
    """A transaction that holds the lock of the log, its staging table empty. The caller closes it."""
    with ExitStack() as undoing:
        connection = undoing.enter_context(writer.connect())
        connection.exec_driver_sql("SELECT log.take_lock()")
        undoing.pop_all()
    return connection


def copy(connection: Connection, frame: pl.DataFrame) -> None:
    """Put rows into the staging table, in a transaction that holds the lock."""
    driver = connection.connection.driver_connection
    if driver is None:  # only when the connection was given back in between
        message = "the connection is closed"
        raise RuntimeError(message)
    with driver.cursor() as cursor, cursor.copy(COPY) as into:
        for piece in payload(frame):
            into.write(piece)


def payload(frame: pl.DataFrame) -> Iterator[bytes]:
    """The rows as COPY reads them, in pieces of a few megabytes; raises MalformedEventError on a control character.

    The next piece is made while the server takes in the one before.
    """
    with ThreadPoolExecutor(1) as ahead:
        waiting: Future[bytes] | None = None
        for part in frame.iter_slices(_CHUNK):
            ready, waiting = waiting, ahead.submit(_text, part)
            if ready is not None:
                yield ready.result()
        if waiting is not None:
            yield waiting.result()


def _text(part: pl.DataFrame) -> bytes:
    """One piece; as many control characters as there are delimiters and line ends, or a field holds one."""
    buffer = BytesIO()
    part.write_csv(buffer, separator="\x1f", include_header=False, quote_style="never")
    text = buffer.getvalue()
    controls = len(text) - len(text.translate(None, _CONTROLS))
    if controls != part.height * len(COLUMNS) or text.count(b"\n") != part.height:
        message = "a field holds a control character"
        raise MalformedEventError(message, "events_plain_text")
    return text


def _shaped(frame: pl.DataFrame, *, is_retraction: bool) -> pl.DataFrame:
    """All columns of the staging table but ``n``; what a frame lacks is empty."""
    given = frame.columns
    needed = ("fact_id",) if is_retraction else tuple(FACT_COLUMNS)
    missing = [name for name in needed if name not in given]
    if missing:
        message = f"columns are missing: {', '.join(missing)}"
        raise MalformedEventError(message)
    columns = [
        pl.col(name).cast(kind) if name in given else pl.lit(None, kind).alias(name)
        for name, kind in FACT_COLUMNS.items()
    ]
    ids = pl.col("id").cast(pl.String) if "id" in given else event_ids(len(frame))
    return frame.select(pl.lit(is_retraction).alias("is_retraction"), ids, *columns)


def _without_repeats(rows: pl.DataFrame) -> pl.DataFrame:
    """A fact repeated with equal content goes in once; anything else about one fact in one batch is a conflict."""
    if rows.get_column("fact_id").n_unique() == rows.height:
        return rows
    statement = ["fact_id", "is_retraction", "type", "type_version", "subject", "occurred_on", "data"]
    once = rows.unique(statement, keep="first", maintain_order=True)
    repeated = once.filter(once.get_column("fact_id").is_duplicated())
    if repeated.height:
        message = f"fact {repeated['fact_id'][0]} is stated in two ways in one batch"
        raise ConflictingFactsError(message)
    return once
