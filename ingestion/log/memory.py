"""The reference implementation: the rules of the log in plain Python, one row at a time, in memory.

Slow and simple on purpose. Tests that need a log but no database use it; the same contract tests hold it equal to the
PostgreSQL adapter.
"""

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from threading import Lock
from typing import Any

import polars as pl
import pyarrow as pa

from ingestion.log.chain import GENESIS, SEPARATOR, Head, batch_digest, leaf, next_head
from ingestion.log.errors import DuplicateEventError, MalformedEventError
from ingestion.log.event import KNOWN, RECORD, Action, Event
from ingestion.log.port import Batch, OnCommit, Receipt, Verification
from ingestion.log.staging import stage

_CONTROL = re.compile(r"[\x01-\x1f\x7f]")
_PERIOD = re.compile(r"\d{4}-\d{2}")
_OPTIONAL = {"supersedes", "sheet", "row"}
_PLAIN = ("type", "subject", "source", "sheet", "data")
_UUIDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_COLUMNS = ("position", *RECORD[:10], "recorded_at", *RECORD[10:], "hash")

_SCHEMA = pa.schema(
    [
        ("position", pa.int64()),
        ("id", pa.string()),
        ("type", pa.string()),
        ("type_version", pa.int32()),
        ("action", pa.string()),
        ("fact_id", pa.string()),
        ("supersedes", pa.int64()),
        ("subject", pa.string()),
        ("source", pa.string()),
        ("occurred_on", pa.date32()),
        ("recorded_at", pa.timestamp("us", "UTC")),
        ("period", pa.string()),
        ("submission_id", pa.string()),
        ("sheet", pa.string()),
        ("row", pa.int32()),
        ("data", pa.string()),
        ("hash", pa.binary()),
    ]
)


class MemoryEventLog:
    """The port ``EventLog`` in a list; see there for the rules."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._batches: list[tuple[int, int, datetime, bytes, bytes]] = []
        self._latest: dict[str, Event] = {}
        self._lock = Lock()

    def append(self, batch: Batch, on_commit: OnCommit | None = None) -> Receipt:
        """Append a batch, or nothing of it."""
        staged = stage(batch)
        with self._lock:
            at = max(datetime.now(UTC), self._batches[-1][2]) if self._batches else datetime.now(UTC)
            events: list[Event] = []
            outcomes: dict[int, str] = {}
            for origin, row in zip(staged.origin, staged.frame.iter_rows(named=True), strict=True):
                event = self._decide(row, len(self._events) + len(events) + 1, at)
                outcomes[origin] = KNOWN if event is None else event.action.value
                if event is not None:
                    events.append(event)
            self._refuse_taken_ids(events)
            receipt = self._receipt(events, outcomes, staged.facts, at)
            if on_commit is not None:
                on_commit(None, receipt)
            self._commit(events, receipt, at)
        return receipt

    def expecting(self, facts: pl.DataFrame) -> AbstractContextManager[None]:  # noqa: ARG002 - the port has it
        """Nothing is begun with ahead."""
        return nullcontext()

    def head(self) -> Head:
        """How far the log goes."""
        last = self._batches[-1][4] if self._batches else GENESIS
        return Head(len(self._events), last.hex())

    def read(self, first: int, last: int, types: Sequence[str] | None = None) -> pa.Table:
        """Events of a range of positions, in order."""
        chosen = [e for e in self._events[max(first - 1, 0) : last] if types is None or e.type in types]
        rows = [{name: getattr(event, name) for name in _COLUMNS} for event in chosen]
        return pa.Table.from_pylist([row | {"action": row["action"].value} for row in rows], schema=_SCHEMA)

    def latest(self, fact_ids: Sequence[str]) -> pl.DataFrame:
        """Last version of each of these facts that exists."""
        found = [self._latest[fact] for fact in dict.fromkeys(fact_ids) if fact in self._latest]
        rows = [(e.fact_id, e.position, e.action.value, _content(e), e.submission_id) for e in found]
        return pl.DataFrame(rows, schema=["fact_id", "position", "action", "content", "submission_id"], orient="row")

    def facts_of(self, submission_id: str) -> pl.DataFrame:
        """Live facts whose last version came with this submission."""
        names = ("fact_id", "type", "subject", "source", "period", "position")
        found = [e for e in self._latest.values() if e.submission_id == submission_id and e.action != Action.RETRACTED]
        found.sort(key=lambda event: event.position)
        return pl.DataFrame([[getattr(e, n) for n in names] for e in found], schema=list(names), orient="row")

    def verify(self, witness: Head | None = None) -> Verification:
        """Re-derive every leaf, digest and head."""
        head, heads = GENESIS, {0: GENESIS.hex()}
        for first, last, at, _, stored in self._batches:
            events = self._events[first - 1 : last]
            for event in events:
                if leaf(event.record) != event.hash or event.recorded_at != at:
                    return Verification(False, len(self._events), event.position, "the hash is not that of the record")
            head = next_head(head, batch_digest(e.hash for e in events), first, last, at)
            if head != stored:
                return Verification(False, len(self._events), first, "the head does not follow from the one before")
            heads[last] = head.hex()
        if witness is not None and heads.get(witness.position) != witness.head:
            return Verification(False, len(self._events), witness.position, "the printed head is not on the chain")
        return Verification(True, len(self._events))

    def _decide(self, row: dict[str, Any], position: int, at: datetime) -> Event | None:
        """The event that a row becomes, or None when the log says it already."""
        before = self._latest.get(row["fact_id"])
        live = before if before is not None and before.action != Action.RETRACTED else None
        values: dict[str, Any] = {name: row.get(name) if row.get(name) != "" else None for name in RECORD}
        values["supersedes"] = before.position if before is not None else None
        if row["is_retraction"]:
            if live is None:
                return None
            repeated = {
                name: getattr(live, name) for name in ("type", "type_version", "subject", "occurred_on", "data")
            }
            values |= repeated | {"action": Action.RETRACTED}
        else:
            values["action"] = Action.ASSERTED if live is None else Action.CORRECTED
        event = Event(**values, position=position, recorded_at=at, hash=b"")
        if live is not None and values["action"] == Action.CORRECTED and event.content == live.content:
            return None
        _check(values)
        return replace(event, hash=leaf(event.record))

    def _refuse_taken_ids(self, events: Sequence[Event]) -> None:
        """Ids are unique over the whole log."""
        ids = [event.id for event in (*self._events, *events)]
        if len(set(ids)) < len(ids):
            message = "an event id is taken"
            raise DuplicateEventError(message, "events_id_key")

    def _receipt(self, events: Sequence[Event], outcomes: dict[int, str], facts: int, at: datetime) -> Receipt:
        """What this append would do."""
        head = self.head()
        first, last = head.position + 1, head.position + len(events)
        digest = batch_digest(event.hash for event in events)
        after = next_head(bytes.fromhex(head.head), digest, first, last, at).hex() if events else head.head
        later = [outcome for n, outcome in outcomes.items() if n >= facts]
        return Receipt(
            first_position=first if events else None,
            last_position=last if events else None,
            head=after,
            recorded_at=at if events else None,
            outcomes=pl.Series("outcome", [outcomes.get(n, KNOWN) for n in range(facts)], dtype=pl.String),
            retracted=later.count(Action.RETRACTED),
            decided=len([outcome for outcome in later if outcome in {Action.ASSERTED, Action.CORRECTED}]),
        )

    def _commit(self, events: Sequence[Event], receipt: Receipt, at: datetime) -> None:
        """Keep what was decided."""
        if receipt.first_position is None or receipt.last_position is None:
            return
        self._events.extend(events)
        self._latest.update({event.fact_id: event for event in events})
        digest = batch_digest(event.hash for event in events)
        head = bytes.fromhex(receipt.head)
        self._batches.append((receipt.first_position, receipt.last_position, at, digest, head))


def _check(values: dict[str, Any]) -> None:
    """The CHECKs of log.events."""
    missing = [name for name in RECORD if values[name] is None and name not in _OPTIONAL]
    plain = not any(_CONTROL.search(values[name] or "") for name in _PLAIN if name not in missing)
    if missing or not plain:
        message = f"missing: {', '.join(missing)}" if missing else "a field holds a control character"
        raise MalformedEventError(message, None if missing else "events_plain_text")
    ids = all(_UUIDS.fullmatch(values[name]) for name in ("id", "fact_id", "submission_id"))
    day = date(1900, 1, 1) <= values["occurred_on"] <= date(2999, 12, 31)
    if not (ids and day and _PERIOD.fullmatch(values["period"])):
        message = "an id, the day or the period is not of its form"
        raise MalformedEventError(message)


def _content(event: Event) -> str:
    """SHA-256 over what a repeated statement is compared with."""
    return sha256(SEPARATOR.join(str(part) for part in event.content).encode()).hexdigest()
