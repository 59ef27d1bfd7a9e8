"""Which mails are to be sent: for each recipient and due period the edition, or else the notice of why it is withheld.

    due periods × recipients ► those without an edition in the ledger ► withheld?  yes ► notice, once a reason
                                                                                   no  ► edition is frozen and queued

Level-triggered: it looks at what the ledger lacks, never at what an earlier run did. A period that was announced as
withheld stays due for its recipient until its edition is queued. One edition of a period goes to a mailbox by itself; a
later edition of the same period, after late hand-ins, goes out only when a person names it.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy import Connection

from ingestion.registry.units import units
from pipeline import due, ledger, traces, withholding
from pipeline.database import Database
from pipeline.recipients import Recipient
from pipeline.settings import Settings
from pipeline.steps.result import Progress, WrongCallError

EDITION = "SELECT kind, unit_code, period, sha256 FROM ops.editions WHERE edition_id = :edition_id"


@dataclass(frozen=True)
class Need:
    """An edition that a mailbox should have and that the ledger does not know yet.

    is_asked  due on the day that is asked about; otherwise only still due because it was announced as withheld
    """

    recipient: Recipient
    kind: str
    unit_code: str
    period: str
    is_asked: bool


@dataclass(frozen=True)
class Queue:
    """The place where mails are queued: settings, database, and the connection that holds the lock of sending."""

    settings: Settings
    database: Database
    connection: Connection
    domain: str


def needs(
    database: Database, connection: Connection, recipients: Sequence[Recipient], due_on: datetime.date | None
) -> list[Need]:
    """What is due and not in the ledger, by unit and period.

    due_on  the day that is asked about; None = now: the newest month with figures, its quarter and its year, as far as
            their day has come
    """
    entries = ledger.listing(connection)
    known = {(row.recipient, row.unit_code, row.period) for row in entries if row.what == "edition"}
    periods = due.periods(due_on) if due_on else _newest(database)
    asked = {(each, due.kind(period), period) for each in recipients for period in periods}
    announced = {(row.recipient, row.unit_code, row.kind, row.period) for row in entries if row.what == "notice"}
    asked |= {
        (each, kind, period)
        for address, unit_code, kind, period in announced
        for each in recipients
        if (each.address, each.unit_code) == (address, unit_code)
    }
    found = [
        Need(each, kind, each.unit_code, period, period in periods)
        for each, kind, period in asked
        if each.gets(kind, each.unit_code) and (each.address, each.unit_code, period) not in known
    ]
    return sorted(found, key=lambda need: (need.unit_code, need.period, need.recipient.address))


def queue_due(queue: Queue, found: Sequence[Need], progress: Progress) -> list[str]:
    """Queue an edition or a notice for every need; returns why reports that are asked for are withheld, each once.

    What was announced earlier and still cannot come out is no new failure: its recipients know.
    """
    reasons: dict[str, None] = {}
    for (unit_code, period), group in groupby(found, key=lambda need: (need.unit_code, need.period)):
        together = list(group)
        with queue.database.engine("publisher").connect() as ops:
            hindrance = withholding.hindrance(ops, period)
        edition_id = None
        if hindrance is None:
            progress(f"编制报告 {period} {unit_code} / edition")
            edition_id, hindrance = _edition(queue.settings, unit_code, period)
        if edition_id is not None:
            queue_edition(queue, edition_id, [need.recipient for need in together])
        elif hindrance is not None:
            if hindrance.is_defect or any(need.is_asked for need in together):
                reasons[hindrance.reason] = None
            if hindrance.is_announced:
                _queue_notices(queue, together, hindrance.reason)
    return list(reasons)


def needs_of_edition(
    connection: Connection, edition_id: str, recipients: Sequence[Recipient]
) -> tuple[str, list[Need]]:
    """The sha256 of a named edition, and who among the recipients should have it and neither has it nor waits for it.

    Raises WrongCallError when there is no edition of that name.
    """
    row = connection.execute(sa.text(EDITION), {"edition_id": edition_id}).mappings().one_or_none()
    if row is None:
        message = f"没有编号为 {edition_id} 的报告 / there is no edition {edition_id}"
        raise WrongCallError(message)
    entries = [entry for entry in ledger.listing(connection) if entry.edition_id == edition_id]
    known = {entry.recipient for entry in entries if entry.state in {"sent", "queued"}}
    kind, unit_code = row["kind"], row["unit_code"]
    chosen = [each for each in recipients if each.gets(kind, unit_code) and each.address not in known]
    return row["sha256"], [Need(each, kind, unit_code, row["period"], is_asked=True) for each in chosen]


def queue_edition(queue: Queue, edition_id: str, recipients: Sequence[Recipient]) -> None:
    """Queue one edition for those of the recipients whom it is for; raises WrongCallError when there is none such."""
    sha256, found = needs_of_edition(queue.connection, edition_id, recipients)
    for need in found:
        address = need.recipient.address
        key = ledger.message_id(sha256, address, queue.domain)
        item = ledger.Item(edition_id, address, "edition", need.kind, need.unit_code, need.period, None, key)
        ledger.enqueue(queue.connection, item)


def _queue_notices(queue: Queue, together: Sequence[Need], reason: str) -> None:
    for need in together:
        notice = withholding.notice_id(need.period, need.unit_code, reason)
        key = ledger.message_id(notice, need.recipient.address, queue.domain)
        item = ledger.Item(
            notice, need.recipient.address, "notice", need.kind, need.unit_code, need.period, reason, key
        )
        ledger.enqueue(queue.connection, item)


def _edition(settings: Settings, unit_code: str, period: str) -> tuple[str | None, withholding.Hindrance | None]:
    """Freeze and write the edition of a unit and period, or find it; where there are no figures, say so."""
    from pipeline.steps import report
    from reports.errors import ReportError

    try:
        result = report.run(settings, period=period, unit=unit_code)
    except WrongCallError:  # the only reason for it here: nothing is published for this unit and period
        return None, withholding.NO_FIGURES
    except ReportError as error:  # one edition that cannot be made or was altered must not hold up everybody's mail
        return None, withholding.Hindrance(str(error), is_announced=False)
    except Exception as error:  # noqa: BLE001 -- nor must one that nobody foresaw
        sentence = traces.defect(settings, f"{period} {unit_code}", error)
        return None, withholding.Hindrance(sentence, is_announced=False, is_defect=True)
    if not result.ok:  # a build ended between our question and this one
        return None, withholding.WAITING
    return str(result.rows[0]["edition_id"]), None


def _newest(database: Database) -> list[str]:
    """The newest month that has figures, its quarter and its year, as far as their day has come."""
    from reports.figures import published_build
    from reports.publication import due_periods

    today = datetime.datetime.now(due.SHANGHAI).date()
    reader = database.engine("reader").execution_options(isolation_level="REPEATABLE READ")
    with reader.connect() as connection:
        shown = due_periods(connection, units()[0].code) if published_build(connection) else []
    return [period for period in shown if due.due_on(period) <= today]
