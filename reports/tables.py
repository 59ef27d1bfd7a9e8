"""Tables of a document: columns and cells as words, one shape for all, laid out alike in HTML and PDF.

A table is {columns: [{title, note, right, grows}], rows: [[{text, tone}]], total, whole}. ``total`` marks the last row
as a sum, ``whole`` asks not to break it over pages. A column in which no row says anything is left out.
"""

from typing import Any

from reports import wording

Row = dict[str, Any]

UNITS_SIDE_BY_SIDE = 6
"""Indicators side by side in a table of units, so that A4 upright stays legible."""


def column(title: str, right: bool = False, grows: bool = False, note: str = "") -> Row:
    """One column: title, small note under it, figures to the right or not, takes the spare width or not."""
    return {"title": title, "right": right, "grows": grows, "note": note}


def table(columns: list[Row], rows: list[list[Row | str]], total: bool = False, whole: bool = False) -> Row:
    """A table without the columns in which nothing is said; a plain text is a cell in plain ink."""
    cells = [[cell if isinstance(cell, dict) else {"text": cell, "tone": ""} for cell in row] for row in rows]
    kept = [i for i in range(len(columns)) if any(row[i]["text"] for row in cells)]
    return {
        "columns": [columns[i] for i in kept],
        "rows": [[row[i] for i in kept] for row in cells],
        "total": total,
        "whole": whole,
    }


def toned(text: str, tone: str) -> Row:
    """A cell in a colour: good, bad or plain (grey)."""
    return {"text": text, "tone": tone}


def indicators(rows: list[Row], definitions: dict[str, Row], period: Row) -> Row:
    """Figures of one chapter: this period, parts of a ratio, the period before, target and state, completeness."""
    columns = [
        column("指标", grows=True),
        column("本期", right=True),
        column("单位"),
        column("分子 / 分母", right=True),
        column("上期", right=True),
        column("2023年目标", right=True),
        column("依据"),
        column("状态"),
        column("数据完整度", right=True),
    ]
    return table(columns, [_indicator(row, definitions[row["indicator_id"]], period) for row in rows])


def _indicator(row: Row, definition: Row, period: Row) -> list[Row | str]:
    has_target = bool(row["target_operator"])
    parts = None if row["is_suppressed"] or row["denominator"] is None else (row["numerator"], row["denominator"])
    return [
        definition["name_zh"],
        {**toned(wording.shown(row["value"], definition, row["is_suppressed"]), ""), "exact": row["value"]},
        definition["unit_zh"],
        " / ".join(wording.grouped(part) for part in parts) if parts else "",
        toned(wording.before(row, definition, period), "plain"),
        wording.target(row["target_operator"], row["target_level"], "") if has_target else "",
        toned(wording.basis(row["target_basis"]) if has_target else "", "plain"),
        toned(wording.state(row["target_status"]) if has_target else "", wording.tone(row["target_status"])),
        wording.percent_of(row["completeness"]) if row["completeness"] is not None else "",
    ]


def by_unit(figures: Row, headline: list[Row], definitions: dict[str, Row]) -> list[Row]:
    """Key indicators by unit one step below, in official order, cut into tables that fit a page; the sum is last."""
    ids = [row["indicator_id"] for row in headline]
    ids = [key for key in ids if any(_has(child["values"].get(key)) for child in figures["children"])]
    totals = {row["indicator_id"]: row for row in figures["values"]}
    whole = "全区" if figures["unit"]["level"] == "district" else "全街道"
    lines = [*figures["children"], {"unit_name": whole, "values": totals}]
    parts = -(-len(ids) // UNITS_SIDE_BY_SIDE)
    width = -(-len(ids) // parts) if parts else 1
    return [
        _units(lines, ids[start : start + width], definitions, figures["unit"]["level"])
        for start in range(0, len(ids), width)
    ]


def _units(lines: list[Row], ids: list[str], definitions: dict[str, Row], level: str) -> Row:
    digits = {key: max(_places(line["values"].get(key), definitions[key]) for line in lines) for key in ids}
    columns = [column("街道" if level == "district" else "工联会")] + [
        column(definitions[key]["name_zh"], right=True, grows=True, note=definitions[key]["unit_zh"]) for key in ids
    ]
    rows: list[list[Row | str]] = [
        [line["unit_name"], *(_cell(line["values"].get(key), digits[key]) for key in ids)] for line in lines
    ]
    return table(columns, rows, total=True, whole=len(rows) <= 16)


def _has(cell: Row | None) -> bool:
    return cell is not None and (cell["value"] is not None or bool(cell["is_suppressed"]))


def _places(cell: Row | None, definition: Row) -> int:
    return 0 if cell is None or cell["value"] is None else wording.places(cell["value"], definition)


def _cell(cell: Row | None, decimals: int) -> str:
    if cell is None:
        return wording.NO_DATA
    return wording.in_table(cell["value"], bool(cell["is_suppressed"]), decimals)


def targets(rows: list[Row], definitions: dict[str, Row], in_full: bool = True) -> list[Row]:
    """Two tables: targets with a level that the source gives, and (in full) commitments without one."""
    ordered = sorted(rows, key=lambda row: (wording.section_order(row["section"]), row["target_id"]))
    with_level = [_target(row, definitions) for row in ordered if row["level"] is not None]
    without = [_target(row, definitions) for row in ordered if row["level"] is None and in_full]
    columns = [
        column("章节"),
        column("目标", grows=True),
        column("目标值", right=True),
        column("依据"),
        column("期限"),
        column("现值", right=True),
        column("逐一达标", right=True),
        column("状态"),
    ]
    return [
        {**table(columns, part), "title": title}
        for title, part in (("有目标值的目标", with_level), ("未设目标值的工作", without))
        if part
    ]


def _target(row: Row, definitions: dict[str, Row]) -> list[Row | str]:
    definition = definitions.get(row["indicator_id"])
    unit = definition["unit_zh"] if definition else ""
    value = "–" if row["value"] is None else wording.shown(row["value"], definition) + unit
    return [
        row["section"],
        row["name_zh"],
        wording.target(row["operator"], row["level"], row["level_unit_zh"] or "") if row["level"] is not None else "",
        wording.basis(row["value_basis"]),
        row["due_on"] or "",
        value,
        f"{row['units_met']}/{row['units_tested']}" if row["units_tested"] else "",
        toned(wording.state(row["state"]), wording.tone(row["state"])),
    ]


def reporting(handins: Row) -> Row:
    """Reporting in one line: expected, received, on time, late, missing, held."""
    names = ("应报（份）", "已报", "按时", "按时率", "逾期", "未报", "暂存待核")
    share = wording.percent_of(str(handins["on_time"] / handins["expected"]) if handins["expected"] else None)
    keys = ("expected", "received", "on_time", "", "late", "missing", "held")
    cells: list[Row | str] = [f"{handins[key]:,}" if key else share for key in keys]
    return table([column(name, right=True, grows=True) for name in names], [cells])


def units_named(rows: list[Row]) -> Row:
    """Units by street with the periods that are missing or late, in running text, so that a year stays short."""
    streets: dict[str, list[str]] = {}
    for row in rows:
        periods = "、".join(wording.short_period(period) for period in row["periods"])
        streets.setdefault(row["street_name"] or row["unit_name"], []).append(f"{row['unit_name']}（{periods}）")
    columns = [column("街道"), column("单位（期间）", grows=True), column("单位数", right=True)]
    return table(columns, [[street, "、".join(units), str(len(units))] for street, units in streets.items()])


def findings(rows: list[Row]) -> Row:
    """Findings by kind with one example in the words that the clerk got."""
    columns = [
        column("性质"),
        column("说明（示例）", grows=True),
        column("涉及栏目"),
        column("条数", right=True),
        column("单位数", right=True),
        column("已解决", right=True),
        column("查询编号"),
    ]
    return table(
        columns,
        [
            [
                str(wording.SEVERITIES.get(row["severity"], row["severity"])),
                row["example"] or "",
                "、".join(row["headings"]),
                *(f"{row[name]:,}" for name in ("count", "units", "resolved")),
                toned(str(row["code"]), "plain"),
            ]
            for row in rows
        ],
    )


def reconciliation(rows: list[Row], definitions: dict[str, Row]) -> Row:
    """Published wording beside the figure of this edition, and whether it lies in the range of the wording."""
    columns = [
        column("指标", grows=True),
        column("已公布（原文）", grows=True),
        column("本报告", right=True),
        column("单位"),
        column("结论"),
    ]
    order = {key: number for number, key in enumerate(definitions)}
    ordered = sorted(rows, key=lambda row: order.get(row["indicator_id"], len(order)))
    return table(columns, [_reconciled(row, definitions.get(row["indicator_id"])) for row in ordered])


def _reconciled(row: Row, definition: Row | None) -> list[Row | str]:
    verdict = str(wording.VERDICTS.get(row["verdict"], row["verdict"]))
    return [
        row["name_zh"],
        row["published_text_zh"] or "",
        wording.shown(row["recomputed"], definition),
        definition["unit_zh"] if definition else "",
        toned(verdict, "good" if row["verdict"] == "within" else "bad"),
    ]
