"""What stands where: one reading of the log, the hand-ins and the newest build, verdict, publication and edition.

Read in one REPEATABLE READ transaction as the builder, which may see log, intake and ops and change none of it here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from pipeline.database import Database
from pipeline.ledger import OUT_NOW

STATES = ("accepted", "accepted_with_findings", "held", "rejected", "superseded", "withdrawn", "received", "checked")

HEAD = "select last_position, encode(head, 'hex') as head from log.batches order by last_position desc limit 1"
SUBMISSIONS = "select state, count(*) as hand_ins from intake.submissions group by state"
WAITING = "select count(*) from intake.quarantine where state = 'waiting'"
SEALED = "select coalesce(max(last_position), 0) from log.segments"
BUILD = "select * from ops.builds order by started_at desc limit 1"
VERDICT = "select * from ops.verdicts order by decided_at desc limit 1"
PUBLICATION = "select * from ops.publications order by published_at desc limit 1"
EDITIONS = "select count(*) from ops.editions"
EDITION = "select * from ops.editions order by created_at desc, length(period), period desc limit 1"
DELIVERIES = "select state, count(*) as mails from ops.deliveries group by state order by state"
UNDELIVERED = """select edition_id, recipient, state, attempts, last_error from ops.deliveries
where state <> 'sent' and last_error is distinct from :superfluous order by queued_at, edition_id, recipient"""
WITHHELD = """select distinct n.period, n.unit_code, n.reason from ops.deliveries as n
where n.what = 'notice' and not exists (
    select from ops.deliveries as e where e.what = 'edition' and e.recipient = n.recipient
    and e.unit_code = n.unit_code and e.period = n.period)
order by n.period, n.unit_code, n.reason"""
HELD = """select receipt_no, sender, period, file_name, reason, received_at from intake.submissions
where state = 'held' order by received_at, receipt_no"""


@dataclass(frozen=True)
class State:
    """The whole at one instant; a row is a mapping of the table's columns, None where there is none yet.

    submissions  hand-ins by state    waiting  quarantined rows that wait    position, head  how far the log goes
    sealed       last sealed position    editions  how many report editions there are
    deliveries   mails by state
    """

    submissions: dict[str, int]
    waiting: int
    position: int
    head: str
    sealed: int
    editions: int
    build: dict[str, Any] | None
    verdict: dict[str, Any] | None
    publication: dict[str, Any] | None
    edition: dict[str, Any] | None
    deliveries: dict[str, int] = field(default_factory=dict)

    @property
    def published_build(self) -> str:
        """Id of the build that readers see, empty when nothing was ever published."""
        return str(self.publication["build_id"]) if self.publication else ""

    def why_not_published(self) -> str:
        """Why the newest build is not the published one; empty when it is, or when nothing was built."""
        build, verdict = self.build, self.verdict
        if build is None or build["build_id"] == self.published_build:
            return ""
        if build["reason"]:
            return f"构建 {build['build_id']} 没有成功 · the build did not succeed: {build['reason']}"
        if verdict is None or verdict["build_id"] != build["build_id"]:
            return f"构建 {build['build_id']} 还没过第二道关 · gate 2 has not decided about it yet"
        if not verdict["passed"]:
            return f"构建 {build['build_id']} 没过第二道关 · gate 2 withheld it: {verdict['reason']}"
        return f"构建 {build['build_id']} 已过关，尚未发布 · it passed gate 2 and is not published yet"


def read(database: Database) -> State:
    """The state now; raises SQLAlchemy's ProgrammingError where the database was never migrated."""
    engine = database.engine("builder").execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        head: dict[str, Any] = _row(connection, HEAD) or {"last_position": 0, "head": "0" * 64}
        return State(
            submissions={str(row.state): int(row.hand_ins) for row in connection.execute(sa.text(SUBMISSIONS))},
            waiting=_count(connection, WAITING),
            position=int(head["last_position"]),
            head=str(head["head"]),
            sealed=_count(connection, SEALED),
            editions=_count(connection, EDITIONS),
            build=_row(connection, BUILD),
            verdict=_row(connection, VERDICT),
            publication=_row(connection, PUBLICATION),
            edition=_row(connection, EDITION),
            deliveries={str(row.state): int(row.mails) for row in connection.execute(sa.text(DELIVERIES))},
        )


def held(database: Database) -> list[dict[str, object]]:
    """Held hand-ins with the reason, oldest first."""
    with database.engine("builder").connect() as connection:
        rows: Sequence[sa.RowMapping] = connection.execute(sa.text(HELD)).mappings().all()
    return [{name: _readable(value) for name, value in row.items()} for row in rows]


def undelivered(database: Database) -> list[dict[str, object]]:
    """Mails that did not go out and should have, with the reason, oldest first."""
    with database.engine("builder").connect() as connection:
        rows = connection.execute(sa.text(UNDELIVERED), {"superfluous": OUT_NOW}).mappings().all()
    return [dict(row) for row in rows]


def withheld(database: Database) -> list[dict[str, object]]:
    """Reports that were announced as withheld and are not out yet, with each reason that was given."""
    with database.engine("builder").connect() as connection:
        return [dict(row) for row in connection.execute(sa.text(WITHHELD)).mappings().all()]


def _row(connection: sa.Connection, statement: str) -> dict[str, Any] | None:
    row = connection.execute(sa.text(statement)).mappings().first()
    return dict(row) if row is not None else None


def _count(connection: sa.Connection, statement: str) -> int:
    return int(connection.scalar(sa.text(statement)) or 0)


def _readable(value: object) -> object:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value
