"""The envelope of an event and the identities in it.

The record is what the chain protects: the 14 fields of ``RECORD`` in that order, joined by U+001F, nothing as empty.
``position``, ``recorded_at`` and ``hash`` are given by the log and are not part of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum

import orjson
import polars as pl

from ingestion.log.chain import SEPARATOR


class Action(StrEnum):
    """What an event does to its fact."""

    ASSERTED = "asserted"
    CORRECTED = "corrected"
    RETRACTED = "retracted"


KNOWN = "known"
"""Outcome of a row that states what the log already says: nothing is appended."""

FACT_COLUMNS: dict[str, pl.DataType] = {
    "type": pl.String(),
    "type_version": pl.Int32(),
    "fact_id": pl.String(),
    "subject": pl.String(),
    "source": pl.String(),
    "occurred_on": pl.Date(),
    "period": pl.String(),
    "submission_id": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int32(),
    "data": pl.String(),
}
"""Columns of a frame of facts; ``id`` may stand before them, else the log gives one. UUIDs are canonical text."""

RETRACTION_COLUMNS = ("fact_id", "source", "period", "submission_id", "sheet", "row")
"""Columns of a frame of retractions; the rest of the event is repeated from the version taken back."""

CONTENT = ("type_version", "subject", "occurred_on", "data")
"""What makes a version differ from the one before; the same content again is already known."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact as a unit states it; ``data`` is canonical JSON (see ``canonical``)."""

    type: str
    type_version: int
    fact_id: str
    subject: str
    source: str
    occurred_on: date
    period: str
    submission_id: str
    sheet: str | None = None
    row: int | None = None
    data: str


@dataclass(frozen=True)
class Event:
    """One event of the log. The first 14 fields are the record, in this order."""

    id: str
    type: str
    type_version: int
    action: Action
    fact_id: str
    supersedes: int | None
    subject: str
    source: str
    occurred_on: date
    period: str
    submission_id: str
    sheet: str | None
    row: int | None
    data: str
    position: int = field(kw_only=True)
    recorded_at: datetime = field(kw_only=True)
    hash: bytes = field(kw_only=True)

    @property
    def record(self) -> str:
        """The bytes that the leaf covers, as text."""
        return record(astuple(self)[: len(RECORD)])

    @property
    def content(self) -> tuple[object, ...]:
        """What a repeated statement is compared with."""
        return tuple(getattr(self, name) for name in CONTENT)


RECORD = tuple(f.name for f in fields(Event))[:14]


def record(values: Iterable[object]) -> str:
    """Join the 14 values of a record; None is empty, dates are ISO."""
    return SEPARATOR.join("" if value is None else str(value) for value in values)


def facts_frame(facts: Sequence[Fact]) -> pl.DataFrame:
    """A frame of facts from single ones."""
    return pl.DataFrame([asdict(fact) for fact in facts], schema=FACT_COLUMNS)


def canonical(data: Mapping[str, object]) -> str:
    """JSON written once and for ever: sorted keys, no blanks, UTF-8. Decimals are handed in as strings."""
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS).decode()
