"""What the checker has to say to a sender: one finding a cell, masked, at most fifty of a code listed."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from ingestion.checking.sentences import sentence

LISTED = 50
"""At most this many findings of one code are listed in an answer; the rest is counted (house, section 6)."""


@dataclass(frozen=True)
class Finding:
    """Something wrong or noteworthy: stable code, severity, where it stands, a masked value, two sentences.

    `count` is 1, or the number of further findings of that code that are not listed.
    """

    code: str
    severity: str
    file: str
    sheet: str
    row: int | None
    column: str
    heading: str
    value: str
    zh: str
    en: str
    count: int = 1


@dataclass(frozen=True)
class Where:
    """The place of a finding: file, sheet, row as in Excel, column letter and heading."""

    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    heading: str = ""


def finding(code: str, where: Where, value: str = "", secret: bool = True) -> Finding:
    """The finding of that code at that place; a value of a personal column is masked unless `secret` is False."""
    shown = mask(value) if secret else value[:40]
    zh, en = sentence(code, where.heading or where.sheet, shown)
    severity = "warning" if code.startswith("W-") else "error"
    return Finding(code, severity, where.file, where.sheet, where.row, where.column, where.heading, shown, zh, en)


def mask(value: str) -> str:
    """The first three and last two characters; short values lose all but their first."""
    text = value.strip()
    if len(text) > 8:
        return f"{text[:3]}{'*' * (len(text) - 5)}{text[-2:]}" if len(text) < 40 else f"{text[:3]}***{text[-2:]}"
    return f"{text[:1]}{'*' * (len(text) - 1)}" if text else ""


def listed(findings: Iterable[Finding]) -> list[Finding]:
    """Errors before warnings, fifty of a code, then one row that counts the rest of that code."""
    kept: list[Finding] = []
    seen: Counter[str] = Counter()
    last: dict[str, Finding] = {}
    for item in sorted(findings, key=lambda f: (f.severity != "error", f.code)):
        seen[item.code] += 1
        last[item.code] = item
        if seen[item.code] <= LISTED:
            kept.append(item)
    for code, total in seen.items():
        if total > LISTED:
            kept.append(_rest(last[code], total - LISTED))
    return kept


def _rest(item: Finding, more: int) -> Finding:
    return Finding(
        item.code, item.severity, item.file, item.sheet, None, "", "", "",
        f"另有{more}处同类问题未逐一列出。", f"{more} more of this code are not listed.", more,
    )  # fmt: skip


def to_json(findings: Iterable[Finding]) -> str:
    """Canonical JSON (sorted keys, UTF-8) for the decision event."""
    return json.dumps([asdict(f) for f in findings], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
