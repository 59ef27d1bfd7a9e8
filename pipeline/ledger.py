"""The ledger of mails, ``ops.deliveries``: what is to go to whom, and how far it has come.

A row is committed with its Message-ID before anything is sent; an attempt is committed before it is made; its outcome
is committed after it. One sender at a time holds an advisory lock, so two runs at once never send the same row twice.

What nobody can promise: a crash between the server's 250 and our commit leaves the row ``queued``, and the next run
sends it again. It then is the same message, byte for byte, under the same Message-ID, at most one such duplicate a
crash; mail systems that fold equal Message-IDs show one.

States: queued ► sent                      the server answered 250
        queued ► queued                    4xx, no answer, no server, or a defect of ours (its trace is in the log):
                                           tried again by the next run
        queued ► failed                    5xx: the server's sentence is in last_error
        queued ► refused                   not sent by us: no longer on the list, its text can stand in no header, or
                                           the stored edition was altered or lost
        failed, refused ► queued           only when a person names the edition (``grassroots deliver --edition``)
"""

import datetime
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from pipeline.steps.result import Progress, silent

LOCK = 0x67726173_6D6C  # one sender at a time
OUT_NOW = "报告已出，不再通知 · the report has come out, no notice is needed"

COLUMNS = (
    "edition_id", "recipient", "what", "kind", "unit_code", "period", "reason", "message_id", "state", "attempts",
    "last_error", "queued_at", "first_attempt_at", "last_attempt_at",
)  # fmt: skip
SELECT = f"SELECT {', '.join(COLUMNS)} FROM ops.deliveries"
ORDER = "ORDER BY queued_at, edition_id, recipient"
INSERT = """
INSERT INTO ops.deliveries (edition_id, recipient, what, kind, unit_code, period, reason, message_id)
VALUES (:edition_id, :recipient, :what, :kind, :unit_code, :period, :reason, :message_id)
ON CONFLICT (edition_id, recipient) DO NOTHING
"""
BEGIN = """
UPDATE ops.deliveries SET attempts = attempts + 1, last_attempt_at = clock_timestamp(),
    first_attempt_at = coalesce(first_attempt_at, clock_timestamp())
WHERE edition_id = :edition_id AND recipient = :recipient
"""
SETTLE = """
UPDATE ops.deliveries SET state = :state, last_error = :last_error
WHERE edition_id = :edition_id AND recipient = :recipient
"""
AGAIN = """
UPDATE ops.deliveries SET state = 'queued' WHERE edition_id = :edition_id AND state IN ('failed', 'refused')
"""


@dataclass(frozen=True)
class Item:
    """What is to go to one mailbox: an edition, or the notice that it is withheld (then with its ``reason``)."""

    edition_id: str
    recipient: str
    what: str
    kind: str
    unit_code: str
    period: str
    reason: str | None
    message_id: str


@dataclass(frozen=True)
class Entry(Item):
    """A row of the ledger; instants with their zone."""

    state: str
    attempts: int
    last_error: str | None
    queued_at: datetime.datetime
    first_attempt_at: datetime.datetime | None
    last_attempt_at: datetime.datetime | None


def message_id(sha256: str, recipient: str, domain: str) -> str:
    """The Message-ID of an edition (by its sha256) for a mailbox: the same whenever it is asked for."""
    digest = hashlib.sha256(f"{sha256}\x1f{recipient}".encode()).hexdigest()
    return f"<{digest[:40]}@{domain}>"


@contextmanager
def alone(engine: Engine, progress: Progress = silent) -> Iterator[Connection]:
    """A connection that holds the lock of sending; a second run waits and then finds what is left to do."""
    with engine.connect() as connection:
        if not connection.scalar(sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": LOCK}):
            progress("另一次投递正在进行，等它结束 · another delivery is under way, waiting for it")
            connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
        connection.commit()
        try:
            yield connection
        finally:
            connection.rollback()
            connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK})
            connection.commit()


def enqueue(connection: Connection, item: Item) -> None:
    """Note that an item is to be sent, and commit; one that is noted already stays as it is."""
    connection.execute(sa.text(INSERT), asdict(item))
    connection.commit()


def queue_again(connection: Connection, edition_id: str) -> None:
    """Let a person's word try again what had failed or was refused, and commit; what was sent stays sent."""
    connection.execute(sa.text(AGAIN), {"edition_id": edition_id})
    connection.commit()


def queued(connection: Connection) -> list[Entry]:
    """Everything that waits to be sent, oldest first."""
    return _read(connection, f"{SELECT} WHERE state = 'queued' {ORDER}")


def listing(connection: Connection, state: str | None = None) -> list[Entry]:
    """The whole ledger, or the rows in one state, oldest first."""
    return _read(connection, f"{SELECT} WHERE cast(:state AS text) IS NULL OR state = :state {ORDER}", state=state)


def find(connection: Connection, entry: Entry) -> Entry:
    """The same row as it is now."""
    where = "WHERE edition_id = :edition_id AND recipient = :recipient"
    return _read(connection, f"{SELECT} {where}", edition_id=entry.edition_id, recipient=entry.recipient)[0]


def begin(connection: Connection, entry: Entry) -> None:
    """Note an attempt before it is made, and commit."""
    connection.execute(sa.text(BEGIN), _key(entry))
    connection.commit()


def settle(connection: Connection, entry: Entry, state: str, error: str | None = None) -> None:
    """Note how an attempt ended, and commit."""
    connection.execute(sa.text(SETTLE), {**_key(entry), "state": state, "last_error": error})
    connection.commit()


def _key(entry: Entry) -> dict[str, str]:
    return {"edition_id": entry.edition_id, "recipient": entry.recipient}


def _read(connection: Connection, statement: str, **values: object) -> list[Entry]:
    rows = connection.execute(sa.text(statement), values).mappings().all()
    connection.commit()
    return [Entry(**row) for row in rows]
