"""Step ``deliver``: mail the due editions to the listed recipients, each edition to each mailbox once.

Every mail is a row of the ledger before it is sent (``pipeline.ledger``); the next run goes on with what waits. A
report that cannot come out is announced with its reason, once a reason, and sent when it does come out.

An error that nobody foresaw is a defect of ours and never a refusal: the mail stays queued with a sentence that says
so, the trace goes to the log, the others' mail goes out, and the run is not ok.

Errors: Exception
        └── RefusedError    we do not send this mail; the message says why
"""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ingestion.registry.units import units_by_code
from pipeline import ledger, traces
from pipeline.database import Database
from pipeline.ledger import OUT_NOW, Entry
from pipeline.queueing import Need, Queue, needs, needs_of_edition, queue_due, queue_edition
from pipeline.recipients import Recipient, RecipientsError, read
from pipeline.settings import Settings
from pipeline.smtp import PORTS, Postbox, PutOffError, RejectedError, Server
from pipeline.steps.result import Progress, Result, WrongCallError, silent

if TYPE_CHECKING:
    from reports.edition import Edition

COLUMNS = (
    "edition_id", "recipient", "what", "kind", "unit_code", "period", "state", "attempts", "last_error", "message_id",
)  # fmt: skip
NO_LIST = "没有收件人名单，没有投递 · no list of recipients, nothing to deliver"
NO_SERVER = "没有设置 GRASSROOTS_SMTP_HOST 或 GRASSROOTS_MAIL_SENDER，邮件在排队 · no mail server is set, mails wait"
NOT_LISTED = "收件人已不在名单里，或不再收这一单位、这一种报告 · no longer listed for reports of this unit and kind"
STATES = {"sent": "已寄", "queued": "待寄", "failed": "失败", "refused": "未寄"}


class RefusedError(Exception):
    """We do not send this mail; the message says why, Chinese first."""


def run(
    settings: Settings,
    *,
    edition: str | None = None,
    due_on: str | None = None,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Result:
    """Queue what is due, then send everything that waits; rows are the mails of this run.

    edition  send this edition to everyone in its scope whom it has not reached, also after a failure
    due_on   '2022-04-05': what was due on that day (none = now)
    dry_run  only list what would be sent; nothing is written anywhere
    Ok when every mail of this run was sent and no report is withheld. Raises WrongCallError for an unknown edition
    or day.
    """
    day = _day(due_on)
    if not settings.recipients_file.exists() and settings.recipients is None:
        return Result(True, message=NO_LIST, columns=COLUMNS)
    try:
        levels = {code: unit.level for code, unit in units_by_code().items()}
        recipients = read(settings.recipients_file, settings.mail_domains, levels)
    except RecipientsError as error:
        return Result(False, message=str(error), columns=COLUMNS)
    database = Database.open(settings)
    with ledger.alone(database.engine("publisher"), progress) as connection:
        if dry_run:
            found = (
                needs_of_edition(connection, edition, recipients)[1]
                if edition
                else needs(database, connection, recipients, day)
            )
            return _planned(found, _waiting(connection, edition))
        queue = Queue(settings, database, connection, _domain(settings))
        reasons: list[str] = []
        if edition:
            queue_edition(queue, edition, recipients)
            ledger.queue_again(connection, edition)
        else:
            reasons = queue_due(queue, needs(database, connection, recipients, day), progress)
        return _answer(list(_send(queue, recipients, _waiting(connection, edition), progress)), reasons)


def _waiting(connection: sa.Connection, edition: str | None) -> list[Entry]:
    """Rows that wait: of one edition, or all."""
    return [entry for entry in ledger.queued(connection) if edition in (None, entry.edition_id)]


def _send(
    queue: Queue, recipients: Sequence[Recipient], waiting: Sequence[Entry], progress: Progress
) -> Iterator[Entry]:
    """Send what waits; yields each row as it then is."""
    server = _server(queue.settings)
    if server is None:
        for entry in waiting:
            ledger.settle(queue.connection, entry, "queued", NO_SERVER)
            yield ledger.find(queue.connection, entry)
        return
    with Postbox(server) as postbox:
        for entry in waiting:
            try:
                _settle(queue, postbox, entry, recipients)
            except Exception as error:  # noqa: BLE001 -- a defect in one mail must not hold up the others
                queue.connection.rollback()
                sentence = traces.defect(queue.settings, f"{entry.edition_id} → {entry.recipient}", error)
                ledger.settle(queue.connection, entry, "queued", sentence)
            after = ledger.find(queue.connection, entry)
            progress(f"{STATES[after.state]} {after.edition_id} → {after.recipient} {after.last_error or ''}")
            yield after


def _settle(queue: Queue, postbox: Postbox, entry: Entry, recipients: Sequence[Recipient]) -> None:
    """Send one row and note what became of it. The attempt is noted before, the outcome after."""
    from reports.errors import DamagedEditionError, UnsafeHeaderError

    chosen = [each for each in recipients if each.address == entry.recipient and each.gets(entry.kind, entry.unit_code)]
    if not chosen:
        return ledger.settle(queue.connection, entry, "refused", NOT_LISTED)
    if entry.what == "notice" and _is_out(queue, entry):
        return ledger.settle(queue.connection, entry, "refused", OUT_NOW)
    try:
        message = _message(queue, entry, chosen[0])
    except (RefusedError, DamagedEditionError, UnsafeHeaderError) as error:
        return ledger.settle(queue.connection, entry, "refused", str(error))
    ledger.begin(queue.connection, entry)
    try:
        postbox.send(str(queue.settings.mail_sender), entry.recipient, message)
    except PutOffError as error:
        return ledger.settle(queue.connection, entry, "queued", str(error))
    except RejectedError as error:
        return ledger.settle(queue.connection, entry, "failed", str(error))
    return ledger.settle(queue.connection, entry, "sent")


def _message(queue: Queue, entry: Entry, recipient: Recipient) -> bytes:
    """The bytes of a row's mail. Raises RefusedError, DamagedEditionError or UnsafeHeaderError: it may not be sent."""
    from reports.mail import Envelope, edition_mail, notice_mail
    from reports.writing import write

    envelope = Envelope(
        str(queue.settings.mail_sender), entry.recipient, recipient.name, entry.message_id, entry.queued_at
    )
    if entry.what == "notice":
        name = units_by_code()[entry.unit_code].name
        return notice_mail(name, entry.kind, entry.period, str(entry.reason), envelope, entry.edition_id)
    edition = _edition(queue, entry.edition_id)
    if not recipient.gets(edition.kind, edition.unit_code):
        raise RefusedError(NOT_LISTED)
    return edition_mail(edition, write(edition, queue.settings.editions), envelope)


def _edition(queue: Queue, edition_id: str) -> "Edition":
    from reports.edition import load

    with queue.database.engine("publisher").connect() as connection:
        try:
            return load(connection, edition_id)
        except KeyError as error:
            message = f"没有编号为 {edition_id} 的报告 · there is no edition {edition_id}"
            raise RefusedError(message) from error


def _is_out(queue: Queue, notice: Entry) -> bool:
    """Whether the edition that a notice speaks of is in the ledger for the same mailbox."""
    key = (notice.recipient, notice.unit_code, notice.period)
    entries = ledger.listing(queue.connection)
    return any(row.what == "edition" and (row.recipient, row.unit_code, row.period) == key for row in entries)


def _server(settings: Settings) -> Server | None:
    """The mail server of the settings, or None when it is not set."""
    if not settings.smtp_host or not settings.mail_sender:
        return None
    password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
    port = settings.smtp_port or PORTS[settings.smtp_security]
    return Server(
        settings.smtp_host, port, settings.smtp_security, settings.smtp_user, password, _domain(settings),
        settings.smtp_ca,
    )  # fmt: skip


def _domain(settings: Settings) -> str:
    """The domain in Message-IDs and in our greeting: that of the sender."""
    return (settings.mail_sender or "").rpartition("@")[2] or "grassroots.invalid"


def _day(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError as error:
        message = f"日期应写作 2022-04-05，而不是 {text} · a day is written so"
        raise WrongCallError(message) from error


def _planned(found: Sequence[Need], waiting: Sequence[Entry]) -> Result:
    """What a run would do, without doing it."""
    planned: list[dict[str, object]] = [
        dict.fromkeys(COLUMNS)
        | {
            "recipient": need.recipient.address, "what": "edition", "kind": need.kind, "unit_code": need.unit_code,
            "period": need.period, "state": "due", "attempts": 0,
        }
        for need in found
    ]  # fmt: skip
    rows = [_row(entry) for entry in waiting] + planned
    return Result(True, rows, {"would_send": len(rows)}, f"将寄 {len(rows)} 封 · would send {len(rows)}", COLUMNS)


def _answer(done: Sequence[Entry], reasons: Sequence[str]) -> Result:
    counts = Counter(entry.state for entry in done)
    said = "，".join(f"{name} {counts[state]}" for state, name in STATES.items())
    said_en = ", ".join(f"{state} {counts[state]}" for state in STATES)
    why = f"；报告暂缓，因为：{'；'.join(reasons)}" if reasons else ""
    superfluous = sum(entry.last_error == OUT_NOW for entry in done)
    return Result(
        ok=not reasons and counts["sent"] + superfluous == len(done),
        rows=[_row(entry) for entry in done],
        summary={**{state: counts[state] for state in STATES}, "withheld": list(reasons)},
        message=f"{said} · {said_en}{why}",
        columns=COLUMNS,
    )


def _row(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in COLUMNS}
