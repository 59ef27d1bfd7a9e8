"""Verifies the log where it lies: leaves are compared in SQL, after that only 32-byte hashes are folded here.

Whatever was changed behind the triggers' back is found: a byte in any column, a missing, added or swapped event, a
batch. Where one event can be named, its position is; a swap inside a batch is known by the batch only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from ingestion.log.chain import GENESIS, Head, next_head
from ingestion.log.port import Verification

_RECORD = """log.record(id, type, type_version, action, fact_id, supersedes, subject, source, occurred_on, period,
    submission_id, sheet, "row", data)"""
_LEAVES = f"""
SELECT min(position) FILTER (WHERE hash IS DISTINCT FROM log.leaf({_RECORD})) AS bad, count(*) AS events,
    count(*) FILTER (WHERE supersedes IS NULL) AS facts,
    coalesce(sum(position), 0) - coalesce(sum(supersedes), 0) AS tips
FROM log.events"""
_LATEST = "SELECT count(*) AS facts, coalesce(sum(position), 0) AS tips FROM log.latest"
_BATCHES = "SELECT first_position, last_position, recorded_at, digest, head FROM log.batches ORDER BY first_position"
_BLOCK = """
SELECT string_agg(int8send(position), ''), string_agg(coalesce(timestamptz_send(recorded_at), int8send(0)), ''),
    string_agg(hash, '')
FROM (
    SELECT position, recorded_at, hash FROM log.events
    WHERE position > :after AND (CAST(:before AS bigint) IS NULL OR position < :before)
    ORDER BY position LIMIT :limit
) AS ordered"""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_LIMIT = 65_536
Numbers = npt.NDArray[np.int64]


class _BadPositionError(Exception):
    """The first position at which something is not as it was appended."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(reason)
        self.position = position


@dataclass(frozen=True)
class _Batch:
    """One row of log.batches."""

    first: int
    last: int
    recorded_at: datetime
    digest: bytes
    head: bytes

    @property
    def at(self) -> int:
        """recorded_at as PostgreSQL sends it: microseconds since 2000."""
        return (self.recorded_at - _EPOCH) // timedelta(microseconds=1)


def verify(engine: Engine, witness: Head | None = None) -> Verification:
    """Re-derive every leaf, digest and head of one snapshot; needs the role builder.

    ``witness`` is a head that was printed earlier: it must lie on the chain, or the log was cut or rewritten.
    """
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        for setting in ("parallel_setup_cost = 0", "min_parallel_table_scan_size = 0", "datestyle = 'ISO'"):
            connection.exec_driver_sql(f"SET LOCAL {setting}")
        leaves = connection.exec_driver_sql(_LEAVES).one()
        batches = [_Batch(*row.tuple()) for row in connection.exec_driver_sql(_BATCHES)]
        try:
            _fold(batches, _blocks(connection, leaves.bad), complete=leaves.bad is None)
            if leaves.bad is not None:
                return Verification(False, leaves.events, leaves.bad, "the hash is not that of the record")
            _follow(batches, witness)
            _compare_latest(connection, leaves)
        except _BadPositionError as bad:
            return Verification(False, leaves.events, bad.position, str(bad))
    return Verification(True, leaves.events)


@dataclass(frozen=True)
class _Block:
    """Some events in order of position: their positions, instants (microseconds since 2000) and hashes, end to end."""

    positions: Numbers
    instants: Numbers
    hashes: bytes

    def __len__(self) -> int:
        return len(self.positions)

    def part(self, start: int, end: int) -> "_Block":
        """The events from ``start`` up to ``end`` (not with it)."""
        return _Block(self.positions[start:end], self.instants[start:end], self.hashes[32 * start : 32 * end])


def _blocks(connection: Connection, before: int | None) -> Iterator[_Block]:
    """All events (before the first bad leaf), at most 65,536 at once, 48 bytes each."""
    after = -1
    while True:
        values = {"after": after, "before": before, "limit": _LIMIT}
        row: Any = connection.execute(sa.text(_BLOCK), values).one()
        if row[0] is None:
            return
        block = _Block(np.frombuffer(row[0], ">i8"), np.frombuffer(row[1], ">i8"), bytes(row[2]))
        after = int(block.positions[-1])
        yield block


def _fold(batches: Sequence[_Batch], blocks: Iterator[_Block], *, complete: bool) -> None:
    """Positions without a gap, each event with the instant of its batch, each digest that of its leaves."""
    expected, remaining, hasher = 1, iter(batches), sha256(b"\x01")
    batch = next(remaining, None)
    for block in blocks:
        wrong = np.flatnonzero(block.positions != np.arange(expected, expected + len(block)))
        good = block.part(0, int(wrong[0])) if len(wrong) else block
        while len(good):
            if batch is None:
                raise _BadPositionError(expected, "an event belongs to no batch")
            part = good.part(0, max(batch.last - expected + 1, 0))
            _same_instant(part, batch)
            hasher.update(part.hashes)
            expected, good = expected + len(part), good.part(len(part), len(good))
            if expected > batch.last:
                if hasher.digest() != batch.digest:
                    reason = f"events {batch.first} to {batch.last} are not those that were appended"
                    raise _BadPositionError(batch.first, reason)
                batch, hasher = next(remaining, None), sha256(b"\x01")
        if len(wrong):
            raise _BadPositionError(expected, "the event is missing")
    if complete and batch is not None:
        raise _BadPositionError(expected, "the event is missing")


def _same_instant(part: _Block, batch: _Batch) -> None:
    """All events of a batch carry its instant, which the head covers."""
    other = np.flatnonzero(part.instants != batch.at)
    if len(other):
        raise _BadPositionError(int(part.positions[other[0]]), "recorded_at is not that of the batch")


def _follow(batches: Sequence[_Batch], witness: Head | None) -> None:
    """Every head follows from the one before, and a printed head lies among them."""
    head, last, heads = GENESIS, 0, {0: GENESIS.hex()}
    for batch in batches:
        if batch.first != last + 1:
            raise _BadPositionError(last + 1, "a batch is missing")
        head, last = next_head(head, batch.digest, batch.first, batch.last, batch.recorded_at), batch.last
        if head != batch.head:
            raise _BadPositionError(batch.first, "the head does not follow from the one before")
        heads[last] = head.hex()
    if witness is not None and heads.get(witness.position) != witness.head:
        raise _BadPositionError(witness.position, "the head that was printed earlier is not on the chain")


def _compare_latest(connection: Connection, leaves: Any) -> None:
    """log.latest is derived; as many facts as there are first versions, and the sum of the tips must agree."""
    latest = connection.exec_driver_sql(_LATEST).one()
    if (latest.facts, latest.tips) != (leaves.facts, leaves.tips):
        raise _BadPositionError(0, "log.latest is not what the events say; append would decide wrongly")
