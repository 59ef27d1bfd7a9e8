"""What a leader should look at first: a few sentences chosen by rule from the stored figures, none by taste.

In this order: rates that still lack something to their target, the spread between the units below, who did not report,
findings that are open, published figures that could not be reproduced.
"""

from decimal import Decimal
from typing import Any

from reports import wording
from reports.wording import Wording

Row = dict[str, Any]

NAMED = 5
"""At most so many units by name in one sentence."""


def sentences(figures: Row, definitions: dict[str, Row], headline: list[Row], say: Wording) -> list[str]:
    """Up to a dozen sentences; none at all means: nothing stands out."""
    lines = [_gap(row, definitions[row["indicator_id"]], say) for row in headline]
    lines += [_spread(row, definitions[row["indicator_id"]], figures, say) for row in headline]
    lines += [_not_reported(figures["handins"], say), _open(figures["findings"], say)]
    lines += [_outside(figures["reconciliation"], say)]
    return [line for line in lines if line]


def _gap(row: Row, definition: Row, say: Wording) -> str:
    """A figure below a target whose level the source prints."""
    value, level = row["value"], row["target_level"]
    if value is None or level is None or row["target_operator"] not in {">=", "approx", "="}:
        return ""
    gap = Decimal(level) - Decimal(say.shown(value, definition).replace(",", ""))
    if gap <= 0:
        return ""
    lack = format(gap.normalize(), "f")
    shown, unit = wording.grouped(lack), say.behind(definition, lack)
    return say.text(
        "gap",
        name=say.name(definition),
        value=say.shown(value, definition),
        unit=say.behind(definition, value),
        goal=say.target(row["target_operator"], level, say.behind(definition, level)),
        lacking=say.text("points", gap=shown) if unit == "%" else f"{shown}{unit}",
    )


def _spread(row: Row, definition: Row, figures: Row, say: Wording) -> str:
    """Highest and lowest unit of a rate, where the units differ."""
    cells = [(child["unit_name"], child["values"].get(row["indicator_id"])) for child in figures["children"]]
    known = [
        (name, Decimal(cell["value"])) for name, cell in cells if cell and cell["value"] and not cell["is_suppressed"]
    ]
    if definition["unit_zh"] != "%" or len(known) < 3:
        return ""
    low, high = min(known, key=lambda pair: pair[1]), max(known, key=lambda pair: pair[1])
    if low[1] == high[1]:
        return ""
    words = [
        say.text("of_unit", name=say.place(name), value=f"{say.shown(format(value, 'f'), definition)}%")
        for name, value in (low, high)
    ]
    return say.text("spread", name=say.name(definition), low=words[0], high=words[1])


def _not_reported(handins: Row, say: Wording) -> str:
    missing = handins["missing_units"]
    if not missing:
        return ""
    named = say.join([_with_periods(row, say) for row in missing[:NAMED]])
    return say.text(
        "not_reported", count=len(missing), named=named, more=say.text("more") if len(missing) > NAMED else ""
    )


def _with_periods(row: Row, say: Wording) -> str:
    periods = say.join([say.short_period(period) for period in row["periods"]])
    return say.text("of_unit", name=say.place(row["unit_name"]), value=periods)


def _open(findings: list[Row], say: Wording) -> str:
    total = sum(row["count"] for row in findings)
    resolved = sum(row["resolved"] for row in findings)
    return say.text("open_findings", total=f"{total:,}", resolved=f"{resolved:,}") if total > resolved else ""


def _outside(rows: list[Row], say: Wording) -> str:
    if not rows:
        return ""
    outside = [say.name(row) for row in rows if row["verdict"] != "within"]
    if not outside:
        return say.text("all_within", count=len(rows))
    return say.text("some_outside", count=len(rows), outside=len(outside), named=say.join(outside[:NAMED]))
