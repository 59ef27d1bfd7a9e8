"""Tables of a document: columns and cells as words, one shape for all, laid out alike in every format.

A table is {columns: [{title, note, right, grows}], rows: [[{text, tone}]], total, whole}. ``grows`` is the share of the
spare width that a column takes, 0 for none. ``total`` marks the last row as a sum, ``whole`` asks not to break it over
pages. A column in which no row says anything is left out.
"""

from decimal import Decimal
from typing import Any

from reports import plan, wording
from reports.wording import Wording

Row = dict[str, Any]
Cells = list[Row | str]

UNITS_SIDE_BY_SIDE = 6
"""Indicators side by side in a table of units, so that A4 upright stays legible."""


def column(title: str, right: bool = False, grows: int = 0, note: str = "") -> Row:
    """One column: title, small note under it, figures to the right or not, share of the spare width."""
    return {"title": title, "right": right, "grows": grows, "note": note}


def columns(say: Wording, *names: str) -> list[Row]:
    """Columns by their keys: ``name>`` stands to the right, ``name*`` takes spare width, ``name**`` twice as much."""
    return [column(say.column(name.rstrip(">*")), ">" in name, name.count("*")) for name in names]


def table(heads: list[Row], rows: list[Cells], total: bool = False, whole: bool = False) -> Row:
    """A table without the columns in which nothing is said; a plain text is a cell in plain ink."""
    cells = [[cell if isinstance(cell, dict) else {"text": cell, "tone": ""} for cell in row] for row in rows]
    kept = [i for i in range(len(heads)) if any(row[i]["text"] for row in cells)]
    return {
        "columns": [heads[i] for i in kept],
        "rows": [[row[i] for i in kept] for row in cells],
        "total": total,
        "whole": whole,
    }


def toned(text: str, tone: str) -> Row:
    """A cell in a colour: good, bad or plain (grey)."""
    return {"text": text, "tone": tone}


def indicators(rows: list[Row], definitions: dict[str, Row], period: Row, say: Wording) -> Row:
    """Figures of one chapter: this period, parts of a ratio, the period before, target and state, completeness."""
    names = ("indicator*", "value>", "unit", "parts>", "before>", "goal>", "state", "completeness>")
    return table(columns(say, *names), [_indicator(row, definitions[row["indicator_id"]], period, say) for row in rows])


def _indicator(row: Row, definition: Row, period: Row, say: Wording) -> Cells:
    has_target = bool(row["target_operator"])
    parts = None if row["is_suppressed"] or row["denominator"] is None else (row["numerator"], row["denominator"])
    return [
        say.name(definition),
        {**toned(say.shown(row["value"], definition, row["is_suppressed"]), ""), "exact": row["value"]},
        say.unit(definition, row["value"]),
        " / ".join(wording.grouped(part) if part is not None else "–" for part in parts) if parts else "",
        toned(say.before(row, definition, period), "plain"),
        say.target(row["target_operator"], row["target_level"], "") if has_target else "",
        toned(say.state(row["target_status"]) if has_target else "", wording.tone(row["target_status"])),
        say.percent_of(row["completeness"]) if row["completeness"] is not None else "",
    ]


def by_unit(figures: Row, headline: list[Row], definitions: dict[str, Row], say: Wording) -> list[Row]:
    """Key indicators by unit one step below, in official order, cut into tables that fit a page; the sum is last."""
    ids = [row["indicator_id"] for row in headline]
    ids = [key for key in ids if any(_has(child["values"].get(key)) for child in figures["children"])]
    totals = {row["indicator_id"]: row for row in figures["values"]}
    level = figures["unit"]["level"]
    whole = say.text("whole_district" if level == "district" else "whole_street")
    lines = [*figures["children"], {"unit_name": whole, "values": totals}]
    parts = -(-len(ids) // UNITS_SIDE_BY_SIDE)
    width = -(-len(ids) // parts) if parts else 1
    return [_units(lines, ids[start : start + width], definitions, level, say) for start in range(0, len(ids), width)]


def _units(lines: list[Row], ids: list[str], definitions: dict[str, Row], level: str, say: Wording) -> Row:
    digits = {key: max(_places(line["values"].get(key), definitions[key]) for line in lines) for key in ids}
    heads = [column(say.column("street" if level == "district" else "federation"))]
    heads += [column(say.name(definitions[key]), right=True, grows=1, note=say.unit(definitions[key])) for key in ids]
    rows: list[Cells] = [
        [say.place(line["unit_name"]), *(_cell(line["values"].get(key), digits[key], say) for key in ids)]
        for line in lines
    ]
    return table(heads, rows, total=True, whole=len(rows) <= 16)


def _has(cell: Row | None) -> bool:
    return cell is not None and (cell["value"] is not None or bool(cell["is_suppressed"]))


def _places(cell: Row | None, definition: Row) -> int:
    return 0 if cell is None or cell["value"] is None else wording.places_of(cell["value"], definition)


def _cell(cell: Row | None, decimals: int, say: Wording) -> str:
    if cell is None:
        return say.text("no_data")
    return say.in_table(cell["value"], bool(cell["is_suppressed"]), decimals)


def targets(rows: list[Row], definitions: dict[str, Row], say: Wording) -> Row:
    """Commitments of one chapter: level only where the source prints one, its basis, due day, present figure, state."""
    ordered = sorted(rows, key=lambda row: (wording.section_order(row["section"]), row["target_id"]))
    names = ("target**", "level>", "district_level>", "basis*", "due", "present>", "state")
    return table(columns(say, *names), [_target(row, definitions.get(row["indicator_id"]), say) for row in ordered])


def _target(row: Row, definition: Row | None, say: Wording) -> Cells:
    return [
        say.name(row),
        _level(row, row["level"], say),
        _level(row, row.get("district_level"), say),
        say.word("bases", row["value_basis"]),
        row["due"] or "",
        _present(row, definition, say),
        toned(say.state(row["state"]), wording.tone(row["state"])),
    ]


def _level(row: Row, level: str | None, say: Wording) -> str:
    unit = say.level_unit(row["level_unit"], level)
    return "" if level is None else say.target(row["operator"], level, unit)


def _present(row: Row, definition: Row | None, say: Wording) -> str:
    """The present figure with its unit; of what is done or not, whether it is done."""
    if row["value"] is None:
        return wording.SUPPRESSED
    if row["value_basis"] == "milestone":
        return say.text("done" if Decimal(row["value"]) else "not_done")
    return say.shown(row["value"], definition) + say.behind(definition, row["value"])


def pieces(rows: list[Row], definitions: dict[str, Row], say: Wording) -> Row:
    """What is tested piece by piece at the federations of a street: how many pieces there are, how many meet it."""
    names = ("federation***", "target****", "level>", "basis**", "due", "present>", "tested>", "state")
    return table(columns(say, *names), [_piece(row, definitions.get(row["indicator_id"]), say) for row in rows])


def _piece(row: Row, definition: Row | None, say: Wording) -> Cells:
    name, level, _, basis, due, present, state = _target(row, definition, say)
    tested = f"{row['units_met']} / {row['units_tested']}"
    return [say.place(row["unit_name"]), name, level, basis, due, present, tested, state]


def states(chapters: list[tuple[str, list[Row]]], say: Wording) -> Row:
    """How many targets of each chapter are in which state, and of all chapters together."""
    every = [row for _, rows in chapters for row in rows]
    names = [state for state, _ in plan.states(every)]
    heads = columns(say, "chapter*") + [column(say.state(name), right=True) for name in names]
    lines = [*chapters, (say.column("total"), every)]
    rows: list[Cells] = [[title, *(_count(rows, name) for name in names), str(len(rows))] for title, rows in lines]
    return table([*heads, column(say.column("count"), right=True)], rows, total=True, whole=True)


def _count(rows: list[Row], state: str) -> str:
    return str(sum(row["state"] == state for row in rows) or "·")


def definitions_of(rows: list[Row], definitions: dict[str, Row], say: Wording) -> Row:
    """What each figure means."""
    lines: list[Cells] = []
    for definition in (definitions[row["indicator_id"]] for row in rows):
        unit = say.unit(definition)
        name = say.name(definition) + (f"（{unit}）" if say.is_chinese else f" ({unit})")
        beside = (definition.get("definition_en") or "") if say.is_chinese else ""
        lines.append([name, {**toned(say.name(definition, "definition"), ""), "small": beside}])
    return table(columns(say, "indicator**", "definition***"), lines)


def pairs(rows: list[tuple[str, str]], say: Wording) -> Row:
    """Two columns: item and content."""
    return table(columns(say, "item", "content*"), [list(row) for row in rows], whole=True)


def in_order(rows: list[Row], values: list[Row]) -> list[Row]:
    """Rows in the order of the catalogue, which is that of the values; others last."""
    order = {row["indicator_id"]: number for number, row in enumerate(values)}
    return sorted(rows, key=lambda row: order.get(row["indicator_id"], len(order)))


def reconciliation(figures: Row, definitions: dict[str, Row], say: Wording) -> Row:
    """Published wording beside the figure of this edition, and whether it lies in the range of the wording."""
    ordered = in_order(figures["reconciliation"], figures["values"])
    heads = columns(say, "indicator*", "published*", "recomputed>", "unit", "verdict")
    return table(heads, [_reconciled(row, definitions.get(row["indicator_id"]), say) for row in ordered])


def _reconciled(row: Row, definition: Row | None, say: Wording) -> Cells:
    return [
        say.name(row),
        row["published_text_zh"] or "",
        say.shown(row["recomputed"], definition),
        say.unit(definition, row["recomputed"]),
        toned(say.word("verdicts", row["verdict"]), "good" if row["verdict"] == "within" else "bad"),
    ]
