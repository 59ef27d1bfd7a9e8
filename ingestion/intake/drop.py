"""The drop folder: which files wait, in which order they are taken, and where their answers go.

    drop/<unit>/<name>.xlsx                     a workbook; it says its period itself
    drop/<unit>/<period>/<contract>.csv|ndjson  a text file; folder and name say period and contract
    drop/<unit>/receipts/<receipt>.txt          the answer for the clerk

A decided file leaves the drop folder: its bytes were landed in raw/ (mode 0600) before anything looked at them, and a
second copy of people's card numbers outside it would serve nobody.

The channel names the sender: whoever may write into a unit's folder speaks for it (details 7).
"""

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ingestion.intake.hand_in import HandIn, Submission, now
from ingestion.intake.parts import is_month

RECEIPTS = "receipts"
TEXT_SUFFIXES = {".csv", ".ndjson", ".jsonl"}


def pending(drop: Path) -> list[HandIn]:
    """Files that wait, oldest first, then by period, level and name (details 13).

    Links and pipes are among them: landing opens none of them and answers each with what to do instead.
    """
    found = [_from_drop(path, drop) for path in _files(drop)]
    return sorted(found, key=lambda h: (h.received_at, h.period or "", len(h.sender), h.sender, h.file_name))


def strays(drop: Path) -> list[Path]:
    """Files that lie in no unit's folder: nobody can be said to have handed them in, so they are only pointed out."""
    return sorted(path for path in drop.iterdir() if _waits(path.name) and not path.is_dir()) if drop.is_dir() else []


def from_path(path: Path, sender: str) -> HandIn:
    """A file named on the command line, handed in now for `sender`."""
    period = path.parent.name if is_month(path.parent.name) else None
    return _hand_in(path, sender, "cli", period, now())


def put_away(hand_in: HandIn, submission: Submission, answer: str, drop: Path) -> Path:
    """Leave the answer for the clerk and take a decided file out of the drop folder; returns the answer's path."""
    receipts = drop / hand_in.sender / RECEIPTS
    receipts.mkdir(parents=True, exist_ok=True)
    note = receipts / f"{submission.receipt_no}.txt"
    note.write_text(answer, encoding="utf-8")
    if hand_in.channel == "drop" and _still_holds(hand_in.path, submission.sha256):
        # Killed in between, the next run finds the file again, answers "already known" and takes it out.
        hand_in.path.unlink()
    return note


def _still_holds(path: Path, sha256: str) -> bool:
    """False when the clerk has saved another version under the same name meanwhile: that one is the next run's."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return False


def _files(drop: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(drop):
        links = [name for name in names if (Path(folder) / name).is_symlink()]
        names[:] = sorted(n for n in names if n != RECEIPTS and not n.startswith("."))
        for name in sorted([*files, *links]):
            path = Path(folder) / name
            if path.parent != drop and _waits(name):
                yield path


def _waits(name: str) -> bool:
    """False for hidden files and for the lock that Excel and WPS lay beside an open workbook."""
    return not name.startswith((".", "~$"))


def _from_drop(path: Path, drop: Path) -> HandIn:
    inside = path.relative_to(drop).parts
    modified = datetime.fromtimestamp(path.lstat().st_mtime, UTC)
    period = inside[1] if len(inside) == 3 and is_month(inside[1]) else None
    return _hand_in(path, inside[0], "drop", period, min(modified, now()))


def _hand_in(path: Path, sender: str, channel: str, period: str | None, received_at: datetime) -> HandIn:
    is_text = path.suffix.lower() in TEXT_SUFFIXES
    contract = Path(_as_text(path.name)).stem if is_text else None
    return HandIn(path, _as_text(path.name), sender, channel, received_at, period if is_text else None, contract)


def _as_text(name: str) -> str:
    """A file's name for tables and receipts: plain text, and what would break a line or turn it round is escaped.

    Bytes that are not UTF-8 (an archive of Windows unpacked here) are read as GB18030. Python keeps such bytes as lone
    surrogates, which no table takes: one such name would stop everybody's files.
    """
    raw = os.fsencode(name)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
