"""What an error says in one line, and its trace in the program log, ``<home>/logs/errors.log``."""

import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.settings import Settings


def keep(settings: "Settings", name: str) -> str:
    """Append the trace of the error being handled to the program log; returns the path of the log."""
    path = settings.folder("logs") / "errors.log"
    with path.open("a", encoding="utf-8") as log:
        log.write(f"{datetime.now(UTC).isoformat()} {name}\n{traceback.format_exc()}\n")
    return str(path)


def line(what: object) -> str:
    """One line of plain characters, at most 300, for a ledger; an error with the name of its kind."""
    name = f"{type(what).__name__} " if isinstance(what, Exception) else ""
    text = " ".join(f"{name}{what}".split())
    return "".join(sign for sign in text if sign.isprintable())[:300]


def defect(settings: "Settings", what: str, error: Exception) -> str:
    """Keep the trace of an error of delivery that nobody foresaw; returns the sentence that says whose fault it is."""
    where = keep(settings, f"deliver {what}")
    return (
        f"本系统出错，不是邮件服务器或收件人的问题，下次投递再试：{what} · a defect of ours, neither the mail server's "
        f"nor the recipient's, the next run tries again: {line(error)} (详见 · details: {where})"
    )
