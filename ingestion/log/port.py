"""The event log as its users see it. The docstrings here are the contract; every adapter passes the same tests."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import polars as pl
import pyarrow as pa

from ingestion.log.chain import Head
from ingestion.log.event import FACT_COLUMNS, RETRACTION_COLUMNS, Fact


def _no_facts() -> pl.DataFrame:
    return pl.DataFrame(schema=FACT_COLUMNS)


def _no_retractions() -> pl.DataFrame:
    return pl.DataFrame(schema={name: FACT_COLUMNS[name] for name in RETRACTION_COLUMNS})


@dataclass(frozen=True)
class Batch:
    """What one append takes, in this order: facts, retractions, decisions. All of it or nothing.

    facts        frame with the columns of ``FACT_COLUMNS`` and optionally ``id`` (UUID v7); at most 16 million rows
    retractions  frame with the columns of ``RETRACTION_COLUMNS``: the facts that are taken back, and who says so
    decisions    decision facts (``submission_accepted`` …), appended last
    """

    facts: pl.DataFrame = field(default_factory=_no_facts)
    retractions: pl.DataFrame = field(default_factory=_no_retractions)
    decisions: Sequence[Fact] = ()


@dataclass(frozen=True)
class Receipt:
    """What an append did.

    first_position, last_position  the positions given; None when nothing was appended
    head          head of the log after it, 64 hex digits
    recorded_at   instant of the batch, UTC; None when nothing was appended
    outcomes      ``asserted``, ``corrected`` or ``known`` for each row of ``Batch.facts``, aligned with it
    retracted     how many facts were taken back
    decided       how many decisions were appended
    """

    first_position: int | None
    last_position: int | None
    head: str
    recorded_at: datetime | None
    outcomes: pl.Series
    retracted: int
    decided: int

    def count(self, outcome: str) -> int:
        """How many facts had this outcome."""
        return int((self.outcomes == outcome).sum())


@dataclass(frozen=True)
class Verification:
    """What ``verify`` found: is all as it was appended, how many events were checked, the first bad position."""

    ok: bool
    events: int
    first_bad: int | None = None
    reason: str | None = None


OnCommit = Callable[[Any, Receipt], None]
"""Called with the open connection (None in memory) and the receipt just before commit; raising undoes the append."""


class EventLog(Protocol):
    """An append-only log of events on facts, totally ordered by gapless positions from 1 on.

    A fact's last version decides what a statement of it becomes:

    ======================  ===================================  ====================
    the last version is     the statement                        becomes
    ======================  ===================================  ====================
    absent                  any                                  asserted
    retracted               any                                  asserted, supersedes the retraction
    live                    same type_version, subject,          known, nothing is appended
                            occurred_on and data
    live                    differs in one of them               corrected
    live                    a retraction                         retracted, repeats the data it takes back
    absent or retracted     a retraction                         nothing is appended
    ======================  ===================================  ====================

    Source, period, submission, sheet and row say who stated it where; a difference in them alone is no correction.

    ==============================================  ===============================  =====================
    condition                                       signal of PostgreSQL             error raised
    ==============================================  ===============================  =====================
    a field is missing or not of its form, holds a  check events_*, not null,        MalformedEventError
    control character                               syntax of a value
    one fact stated twice in a batch, equal         (found before)                   none, second known
    one fact stated twice differently, or also      unique events_supersedes_key,    ConflictingFactsError
    retracted                                       latest_pkey
    an event id is taken                            unique events_id_key             DuplicateEventError
    transaction is not READ COMMITTED               raised as append_isolation       WrongIsolationError
    UPDATE, DELETE, TRUNCATE on events or batches   raised as log_append_only        HistoryProtectedError
    a right is missing                              insufficient_privilege           NotAllowedError
    connection is missing or lost                   operational error                LogUnavailableError
    ==============================================  ===============================  =====================
    """

    def append(self, batch: Batch, on_commit: OnCommit | None = None) -> Receipt:
        """Append a batch in one transaction, under the one lock of the log; see the tables above.

        Commit order is position order, so whoever follows the log by position never misses a late commit.
        """
        ...

    def expecting(self, facts: pl.DataFrame) -> AbstractContextManager[None]:
        """Say which facts (without ids) the append inside this block will most likely bring, all of them or none.

        The log may take its lock and begin with them meanwhile, so nothing else may append before the block ends. An
        append that brings other facts does what it always does; without one, nothing was done.
        """
        ...

    def head(self) -> Head:
        """How far the log goes; position 0 and 64 zeros when it is empty."""
        ...

    def read(self, first: int, last: int, types: Sequence[str] | None = None) -> pa.Table:
        """Events with first ≤ position ≤ last in order, all columns (UUIDs and data as text), or only some types."""
        ...

    def latest(self, fact_ids: Sequence[str]) -> pl.DataFrame:
        """Last version of each of these facts that exists: fact_id, position, action, content, submission_id.

        ``content`` is the SHA-256 (hex) over type_version, subject, occurred_on and data, joined by U+001F.
        """
        ...

    def facts_of(self, submission_id: str) -> pl.DataFrame:
        """Live facts whose last version came with this submission: fact_id, type, subject, source, period, position."""
        ...

    def verify(self, witness: Head | None = None) -> Verification:
        """Re-derive every leaf, digest and head; ``witness`` is a head printed earlier that must lie on the chain."""
        ...
