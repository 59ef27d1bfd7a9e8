"""The drop folder: which files wait, in which order they are taken, and where they and their answers go afterwards.

    drop/<unit>/<name>.xlsx                     a workbook; it says its period itself
    drop/<unit>/<period>/<contract>.csv|ndjson  a text file; folder and name say period and contract
    drop/<unit>/processed/<receipt>-<name>      where a decided file goes (its bytes were landed long before)
    drop/<unit>/receipts/<receipt>.txt          the answer for the clerk

The channel names the sender: whoever may write into a unit's folder speaks for it (details 7).
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ingestion.intake.hand_in import HandIn, Submission, now
from ingestion.intake.parts import is_month

PROCESSED, RECEIPTS = "processed", "receipts"
TEXT_SUFFIXES = {".csv", ".ndjson", ".jsonl"}
LEVEL_ORDER = {"district": 0, "street": 1, "federation": 2}


def pending(drop: Path) -> list[HandIn]:
    """Files that wait, oldest first, then by period, level and name (details 13). Links and pipes are left alone."""
    found = [_from_drop(path, drop) for path in _files(drop)]
    return sorted(found, key=lambda h: (h.received_at, h.period or "", len(h.sender), h.sender, h.file_name))


def from_path(path: Path, sender: str) -> HandIn:
    """A file named on the command line, handed in now for `sender`."""
    period = path.parent.name if is_month(path.parent.name) else None
    return _hand_in(path, sender, "cli", period, now())


def put_away(hand_in: HandIn, submission: Submission, answer: str, drop: Path) -> Path:
    """Move a decided file of the drop folder aside and leave its answer for the clerk; returns the answer's path."""
    unit = drop / hand_in.sender
    receipts, processed = unit / RECEIPTS, unit / PROCESSED
    receipts.mkdir(parents=True, exist_ok=True)
    note = receipts / f"{submission.receipt_no}.txt"
    note.write_text(answer, encoding="utf-8")
    if hand_in.channel == "drop":
        processed.mkdir(parents=True, exist_ok=True)
        target = processed / f"{submission.receipt_no}-{hand_in.path.name[-100:]}"
        # The bytes lie in raw/ already; should the move fail, the next run answers "already known" and moves again.
        hand_in.path.replace(target)
    return note


def _files(drop: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(drop):
        names[:] = sorted(n for n in names if n not in (PROCESSED, RECEIPTS) and not n.startswith("."))
        for name in sorted(files):
            path = Path(folder) / name
            if path.parent != drop and not name.startswith((".", "~$")) and path.is_file() and not path.is_symlink():
                yield path


def _from_drop(path: Path, drop: Path) -> HandIn:
    inside = path.relative_to(drop).parts
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    period = inside[1] if len(inside) == 3 and is_month(inside[1]) else None
    return _hand_in(path, inside[0], "drop", period, min(modified, now()))


def _hand_in(path: Path, sender: str, channel: str, period: str | None, received_at: datetime) -> HandIn:
    is_text = path.suffix.lower() in TEXT_SUFFIXES
    contract = path.stem if is_text else None
    return HandIn(path, path.name, sender, channel, received_at, period if is_text else None, contract)
