"""What a leader should look at first: a few sentences chosen by rule from the stored figures, none by taste.

In this order: rates that still lack something to their target, the spread between the units below, who did not report,
findings that are open, published figures that could not be reproduced.
"""

from decimal import Decimal
from typing import Any

from reports import wording

Row = dict[str, Any]

NAMED = 5
"""At most so many units by name in one sentence."""


def sentences(figures: Row, definitions: dict[str, Row], headline: list[Row]) -> list[str]:
    """Up to a dozen sentences; none at all means: nothing stands out."""
    lines = [_gap(row, definitions[row["indicator_id"]]) for row in headline]
    lines += [_spread(row, definitions[row["indicator_id"]], figures) for row in headline]
    lines += [_not_reported(figures["handins"]), _open(figures["findings"]), _outside(figures["reconciliation"])]
    return [line for line in lines if line]


def _gap(row: Row, definition: Row) -> str:
    """A figure below a target whose level the source prints."""
    value, level = row["value"], row["target_level"]
    if value is None or level is None or row["target_operator"] not in {">=", "approx", "="}:
        return ""
    gap = Decimal(level) - Decimal(wording.rounded(value, wording.places(value, definition)))
    if gap <= 0:
        return ""
    unit = definition["unit_zh"]
    lacking = f"{wording.grouped(format(gap.normalize(), 'f'))}{'个百分点' if unit == '%' else unit}"
    goal = f"{wording.target(row['target_operator'], level, unit)}，{wording.basis(row['target_basis'])}"
    shown = wording.shown(value, definition)
    return f"{definition['name_zh']}为{shown}{unit}，距2023年目标（{goal}）还差{lacking}。"


def _spread(row: Row, definition: Row, figures: Row) -> str:
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
    words = [f"{name}（{wording.shown(format(value, 'f'), definition)}%）" for name, value in (low, high)]
    return f"{definition['name_zh']}：最低{words[0]}，最高{words[1]}。"


def _not_reported(handins: Row) -> str:
    missing = handins["missing_units"]
    if not missing:
        return ""
    named = "、".join(
        f"{row['unit_name']}（{'、'.join(wording.short_period(period) for period in row['periods'])}）"
        for row in missing[:NAMED]
    )
    return f"未报单位{len(missing)}个：{named}{'等' if len(missing) > NAMED else ''}。"


def _open(findings: list[Row]) -> str:
    total = sum(row["count"] for row in findings)
    resolved = sum(row["resolved"] for row in findings)
    return f"数据问题{total:,}条，已解决{resolved:,}条。" if total > resolved else ""


def _outside(rows: list[Row]) -> str:
    if not rows:
        return ""
    outside = [row["name_zh"] for row in rows if row["verdict"] != "within"]
    if not outside:
        return f"已公布的{len(rows)}项数字全部核对一致。"
    return f"已公布的{len(rows)}项数字中有{len(outside)}项核对不一致：{'、'.join(outside[:NAMED])}。"
