"""Edition ► mail: the few figures that matter, what is missing, and the edition's files. Pure; nothing is sent here.

A mail shows what the first page of the report shows, sums of a whole unit and nothing else: no row, no name of a unit
below, no finding. Chinese stands first, English beside it. The same edition, mailbox and instant give the same bytes,
so a retry is the same message. Its words are those of the report (``words.yaml``).

Headers are encoded by the standard library (RFC 2047 for the subject and names, RFC 2231 for file names); a text that
could break out of a header is refused before it is put into one.
"""

import datetime
import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from reports.document import beside, document, heading, missing
from reports.edition import Edition
from reports.errors import UnsafeHeaderError
from reports.wording import Wording

Row = dict[str, Any]

TEMPLATES = Path(__file__).with_name("templates")
FEW = 8
"""At most so many figures stand in a mail; the report has them all."""

ATTACHMENTS = {
    "report.pdf": ("application", "pdf"),
    "report.docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "report.xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""Files of an edition's folder that go with the mail, as far as they are there, and their types."""

CHINESE, ENGLISH = Wording("zh"), Wording("en")
FROM_NAME = "工会数据报告 Grassroots"


@dataclass(frozen=True)
class Envelope:
    """To whom, from whom and under which Message-ID; ``date`` is the instant at which the mail was queued."""

    sender: str
    recipient: str
    recipient_name: str
    message_id: str
    date: datetime.datetime


def edition_mail(edition: Edition, folder: Path, envelope: Envelope) -> bytes:
    """The mail that brings an edition; ``folder`` holds its files. Raises UnsafeHeaderError."""
    page = document(edition)
    said = {
        "title": page["title"],
        "title_en": page["title_en"],
        "figures": [_figure(card) for card in page["cards"][:FEW]],
        "missing": [page["missing"], missing(edition.figures["handins"], ENGLISH)],
        "proof": [
            (f"{CHINESE.text(key)} {ENGLISH.text(key)}", value)
            for key, value in (
                ("edition", edition.edition_id),
                ("position", f"{edition.position:,}"),
                ("head", edition.head),
                ("hash", edition.sha256),
            )
        ],
        "attached": list(_attached(folder, page["title"])),
    }
    message = _message(envelope, f"{page['title']} · {page['title_en']}", edition.edition_id)
    _fill(message, "edition", said)
    for name, path in said["attached"]:
        main, sub = ATTACHMENTS[path.name]
        message.add_attachment(path.read_bytes(), main, sub, filename=name)
    return _bytes(message)


def notice_mail(unit_name: str, kind: str, period: str, reason: str, envelope: Envelope, notice_id: str) -> bytes:
    """The mail that says that the report of a period is withheld, and why. Raises UnsafeHeaderError."""
    title = CHINESE.text("withheld", title=heading(unit_name, kind, period, CHINESE))
    said = {"title": title, "title_en": ENGLISH.text("withheld", title=beside(kind, period)), "reason": reason}
    message = _message(envelope, f"{title} · {said['title_en']}", notice_id)
    _fill(message, "notice", said)
    return _bytes(message)


def _figure(card: Row) -> Row:
    return {name: card[name] for name in ("name", "name_en", "value", "unit", "previous")}


def _attached(folder: Path, title: str) -> Iterator[tuple[str, Path]]:
    """(name in the mail, file) of what goes with it."""
    for name in ATTACHMENTS:
        path = folder / name
        if path.is_file():
            yield f"{title}{path.suffix}", path


def _message(envelope: Envelope, subject: str, edition_id: str) -> EmailMessage:
    """A message with its headers and no content yet."""
    for text in (subject, envelope.recipient, envelope.recipient_name, envelope.sender, envelope.message_id):
        _refuse_unsafe(text)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(FROM_NAME, addr_spec=envelope.sender)
    message["To"] = Address(envelope.recipient_name, addr_spec=envelope.recipient)
    message["Subject"] = subject
    message["Date"] = envelope.date.astimezone(datetime.UTC).replace(microsecond=0)
    message["Message-ID"] = envelope.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    message["X-Grassroots-Edition"] = edition_id
    return message


def _refuse_unsafe(text: str) -> None:
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"} for sign in text):
        raise UnsafeHeaderError(text)


def _fill(message: EmailMessage, name: str, said: Row) -> None:
    """The text part, and the same as HTML."""
    message.set_content(_template(f"mail_{name}.txt").render(**said), cte="base64")
    message.add_alternative(_template(f"mail_{name}.html").render(**said), subtype="html", cte="base64")


def _bytes(message: EmailMessage) -> bytes:
    """The message as it goes over the wire; boundaries follow from the Message-ID, so a retry is the same bytes."""
    seed = hashlib.sha256(str(message["Message-ID"]).encode()).hexdigest()[:24]
    parts = [part for part in message.walk() if part.get_content_maintype() == "multipart"]
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{seed}_{number}")
    return message.as_bytes()


@cache
def _template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=name.endswith(".html"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
