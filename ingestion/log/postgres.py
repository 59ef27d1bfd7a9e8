"""The log in PostgreSQL 15 or later.

An append is one transaction: the advisory lock first, then the staging table is emptied (by ``take_lock``), filled by
COPY, and ``log.append`` does the rest. Where many rows are expected, all but the last step is done ahead (expected.py).
Needs the role writer for append, latest and facts_of; the role builder reads.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from ingestion.log import arrow, verification
from ingestion.log.chain import Head
from ingestion.log.errors import translated
from ingestion.log.event import KNOWN, Action
from ingestion.log.expected import WORTH_IT, Expected
from ingestion.log.port import Batch, OnCommit, Receipt, Verification
from ingestion.log.staging import Staged, copy, locked, stage

_LETTERS = {ord(outcome[0]): outcome for outcome in (*(action.value for action in Action), KNOWN)}
_LATEST = """
SELECT fact_id::text, position, action, submission_id::text, encode(sha256(convert_to(
    concat_ws(e'\\x1f', type_version::text, subject, occurred_on::text, data), 'UTF8')), 'hex') AS content
FROM log.latest_facts WHERE fact_id = ANY(CAST(:ids AS uuid[]))"""
_FACTS_OF = """
SELECT fact_id::text, type, subject, source, period, position
FROM log.latest_facts WHERE submission_id = CAST(:id AS uuid) AND action <> 'retracted' ORDER BY position"""
_HEAD = "SELECT last_position, encode(head, 'hex') FROM log.batches ORDER BY last_position DESC LIMIT 1"


class PostgresEventLog:
    """Adapter of the port ``EventLog``; the tables of conditions and errors stand there.

    writer  engine with the role writer
    reader  engine with the role builder, for head, read and verify; the same engine when not given (role owner)
    """

    def __init__(self, writer: Engine, reader: Engine | None = None) -> None:
        self._writer = writer
        self._reader = reader or writer
        self._expected: Expected | None = None

    def append(self, batch: Batch, on_commit: OnCommit | None = None) -> Receipt:
        """Append a batch in one transaction; see the port."""
        staged = stage(batch)
        connection, done = self._opened(staged)
        with connection:  # without the commit below all is rolled back
            with translated():
                copy(connection, staged.frame[done:])
                row = connection.exec_driver_sql("SELECT * FROM log.append()").one()
                receipt = _receipt(staged, row)
            if on_commit is not None:
                on_commit(connection, receipt)  # what it raises is the caller's own
            with translated():
                connection.commit()
        return receipt

    @contextmanager
    def expecting(self, facts: pl.DataFrame) -> Iterator[None]:
        """Begin with many facts ahead; see the port."""
        if len(facts) < WORTH_IT:
            yield
            return
        self._expected = Expected(self._writer, facts)
        try:
            yield
        finally:
            if self._expected is not None:
                self._expected.drop()
                self._expected = None

    def head(self) -> Head:
        """How far the log goes."""
        with translated(), self._reader.connect() as connection:
            row = connection.execute(sa.text(_HEAD)).one_or_none()
        return Head(0, "0" * 64) if row is None else Head(row[0], row[1])

    def read(self, first: int, last: int, types: Sequence[str] | None = None) -> pa.Table:
        """Events of a range of positions, in order."""
        with translated(), arrow.events(self._reader, first, last, types) as reader:
            return reader.read_all()

    def latest(self, fact_ids: Sequence[str]) -> pl.DataFrame:
        """Last version of each of these facts that exists."""
        return self._frame(_LATEST, _LATEST_COLUMNS, ids=list(fact_ids))

    def facts_of(self, submission_id: str) -> pl.DataFrame:
        """Live facts whose last version came with this submission."""
        return self._frame(_FACTS_OF, _FACTS_OF_COLUMNS, id=submission_id)

    def verify(self, witness: Head | None = None) -> Verification:
        """Re-derive every leaf, digest and head from what is stored."""
        with translated():
            return verification.verify(self._reader, witness)

    def _opened(self, staged: Staged) -> tuple[Connection, int]:
        """A transaction that holds the lock, and how many rows of the batch lie in its staging table already."""
        expected, self._expected = self._expected, None
        if expected is not None and (begun := expected.take(staged)):
            return begun
        with translated():
            return locked(self._writer), 0

    def _frame(self, sql: str, schema: dict[str, pl.DataType], **values: object) -> pl.DataFrame:
        """Rows of a query as a frame with the columns of ``schema``."""
        with translated(), self._writer.connect() as connection:
            rows = connection.execute(sa.text(sql), values).mappings().all()
        return pl.DataFrame([dict(row) for row in rows], schema=schema)


_LATEST_COLUMNS: dict[str, pl.DataType] = {
    "fact_id": pl.String(),
    "position": pl.Int64(),
    "action": pl.String(),
    "content": pl.String(),
    "submission_id": pl.String(),
}
_FACTS_OF_COLUMNS: dict[str, pl.DataType] = {
    "fact_id": pl.String(),
    "type": pl.String(),
    "subject": pl.String(),
    "source": pl.String(),
    "period": pl.String(),
    "position": pl.Int64(),
}


def _receipt(staged: Staged, row: Any) -> Receipt:
    """Align the letters of the server with the rows of the batch."""
    codes = pl.Series(np.frombuffer(bytes(row.outcomes or b""), dtype=np.uint8))
    letters = codes.replace_strict(_LETTERS, return_dtype=pl.String)
    is_fact = staged.origin < staged.facts
    outcomes = np.full(staged.facts, KNOWN, dtype=object)
    outcomes[staged.origin.filter(is_fact).to_numpy()] = letters.filter(is_fact).to_numpy()
    later = letters.filter(~is_fact)
    return Receipt(
        first_position=row.first_position,
        last_position=row.last_position,
        head=bytes(row.head).hex(),
        recorded_at=row.recorded_at,
        outcomes=pl.Series("outcome", outcomes, dtype=pl.String),
        retracted=int((later == Action.RETRACTED.value).sum()),
        decided=int(later.is_in([Action.ASSERTED.value, Action.CORRECTED.value]).sum()),
    )
