"""The annex as data: sheets of typed cells, full values, one sheet a table. What is suppressed stays blank here too.

A sheet is {name, columns: [(title, kind, width)], rows}; kinds are text, number, share and date. A number is handed
over as a number and a text as a text, never guessed.
"""

from typing import Any

from reports import quality, tables
from reports.edition import Edition
from reports.wording import Wording

Row = dict[str, Any]
Column = tuple[str, str, int]


def sheets(edition: Edition, seal_lines: list[tuple[str, str]], say: Wording) -> list[Row]:
    """Sheets of an edition that have rows, in order."""
    figures = edition.figures
    listed = tables.in_order(list(edition.definitions.values()), figures["values"])
    definitions = {row["indicator_id"]: row for row in listed}
    checked = tables.in_order(figures["reconciliation"], figures["values"])
    made = [
        _sheet(say, "figures", FIGURES, [_figure(row, definitions, say) for row in figures["values"]]),
        _units(figures, definitions, say),
        _months(figures, definitions, say),
        _targets(figures["targets"], say),
        _sheet(say, "missing", MISSING, _missing(figures["handins"], say)),
        _sheet(say, "findings", FINDINGS, [_finding(row, say) for row in figures["findings"]]),
        _sheet(say, "waivers", WAIVERS, [_waiver(row, say) for row in figures.get("waivers") or []]),
        _sheet(say, "reconciliation", CHECKS, [_check(row, definitions, say) for row in checked]),
        _sheet(say, "definitions", MEANINGS, [_meaning(row, say) for row in listed]),
        _sheet(say, "provenance", PROOF, [list(pair) for pair in seal_lines]),
    ]
    return [sheet for sheet in made if sheet["rows"]]


FIGURES = (
    ("indicator", "text", 44), ("value", "number", 16), ("unit", "text", 8), ("numerator", "number", 12),
    ("denominator", "number", 12), ("before", "number", 16), ("goal", "number", 12), ("state", "text", 12),
    ("completeness", "share", 12), ("low", "number", 12), ("high", "number", 12),
)  # fmt: skip
TARGETS = (
    ("section", "text", 16), ("target", "text", 48), ("level", "number", 10), ("unit", "text", 16),
    ("basis", "text", 16), ("due", "date", 12), ("present", "number", 14), ("as_of", "text", 10), ("state", "text", 12),
)  # fmt: skip
TARGETS_OF_A_STREET = (("unit_name", "text", 28), *TARGETS, ("district_level", "number", 12), ("tested", "text", 12))
MISSING = (("state", "text", 10), ("street", "text", 16), ("unit_name", "text", 28), ("period", "text", 14))
FINDINGS = (
    ("severity", "text", 8), ("code", "text", 14), ("example", "text", 60), ("headings", "text", 28),
    ("count", "number", 10), ("units_count", "number", 10), ("resolved", "number", 10),
)  # fmt: skip
WAIVERS = (
    ("unit_name", "text", 24), ("kind", "text", 12), ("rule", "text", 20), ("period", "text", 12),
    ("reason", "text", 20), ("approver", "text", 20), ("expires", "date", 12),
)  # fmt: skip
CHECKS = (
    ("indicator", "text", 44), ("published", "text", 28), ("recomputed", "number", 16), ("low", "number", 14),
    ("high", "number", 14), ("unit", "text", 8), ("verdict", "text", 10),
)  # fmt: skip
MEANINGS = (("indicator", "text", 44), ("unit", "text", 8), ("definition", "text", 90), ("section", "text", 16))
PROOF = (("item", "text", 24), ("content", "text", 80))


def _sheet(say: Wording, key: str, columns: tuple[Column, ...], rows: list[list[Any]]) -> Row:
    heads = [(say.column(name), kind, width) for name, kind, width in columns]
    return {"name": say.text(f"sheet_{key}"), "columns": heads, "rows": rows}


def _figure(row: Row, definitions: dict[str, Row], say: Wording) -> list[Any]:
    definition = definitions[row["indicator_id"]]
    names = ("value", "numerator", "denominator", "previous_value", "target_level", "bound_low", "bound_high")
    value, numerator, denominator, before, level, low, high = (_open(row, name) for name in names)
    state = say.state(row["target_status"]) if row["target_operator"] else ""
    return [
        say.name(definition), value, say.unit(definition, value), numerator, denominator, before, level, state,
        row["completeness"], low, high,
    ]  # fmt: skip


def _open(row: Row, name: str) -> str | None:
    """A value, blank where the cell is suppressed."""
    value: str | None = None if row["is_suppressed"] else row[name]
    return value


def _units(figures: Row, definitions: dict[str, Row], say: Wording) -> Row:
    """A line a unit below, a column an indicator."""
    children = figures["children"]
    ids = [key for key in definitions if any(key in child["values"] for child in children)]
    heads: list[Column] = [(say.column("unit_name"), "text", 24)]
    for key in ids:
        title = say.text("of_unit", name=say.name(definitions[key]), value=say.unit(definitions[key]))
        heads.append((title, "number", 14))
    rows = [[say.place(child["unit_name"]), *(_shown(child["values"].get(key)) for key in ids)] for child in children]
    return {"name": say.text("sheet_streets"), "columns": heads, "rows": rows}


def _shown(cell: Row | None) -> str | None:
    value: str | None = None if cell is None or cell["is_suppressed"] else cell["value"]
    return value


def _months(figures: Row, definitions: dict[str, Row], say: Wording) -> Row:
    ids = [key for key in definitions if any(key in month["values"] for month in figures["months"])]
    heads: list[Column] = [(say.column("period"), "text", 14)]
    heads += [(say.name(definitions[key]), "number", 18) for key in ids]
    rows = [[say.period(month["period"]), *(month["values"].get(key) for key in ids)] for month in figures["months"]]
    return {"name": say.text("sheet_months"), "columns": heads, "rows": rows}


def _targets(rows: list[Row], say: Wording) -> Row:
    """The plan; of a street also which federation is tested, and the level of the district that it adds to."""
    if not any("units_tested" in row or "district_level" in row for row in rows):
        return _sheet(say, "targets", TARGETS, [_target(row, say) for row in rows])
    lines = [[_name_below(row, say), *_target(row, say), row.get("district_level"), _tested(row)] for row in rows]
    return _sheet(say, "targets", TARGETS_OF_A_STREET, lines)


def _name_below(row: Row, say: Wording) -> str:
    return say.place(row["unit_name"]) if row.get("unit_level") == "federation" else ""


def _tested(row: Row) -> str:
    return f"{row['units_met']} / {row['units_tested']}" if row.get("units_tested") else ""


def _target(row: Row, say: Wording) -> list[Any]:
    unit = say.level_unit(row["level_unit"], row["level"]).strip()
    names = (row["section"], say.name(row), row["level"], unit, say.word("bases", row["value_basis"]))
    return [*names, row["due"], row["value"], row["as_of"], say.state(row["state"])]


def _missing(handins: Row, say: Wording) -> list[list[Any]]:
    """One line a unit and period."""
    return [
        [say.column(state), say.place(row["street_name"]), say.place(row["unit_name"]), say.period(period)]
        for state, rows in (("missing", handins["missing_units"]), ("late", handins["late_units"]))
        for row in rows
        for period in row["periods"]
    ]


def _finding(row: Row, say: Wording) -> list[Any]:
    counts = (str(row["count"]), str(row["units"]), str(row["resolved"]))
    severity = say.word("severities", row["severity"])
    return [severity, row["code"], quality.example(row, say), say.join(row["headings"]), *counts]


def _waiver(row: Row, say: Wording) -> list[Any]:
    kind, reason = say.word("waived_kinds", row["kind"]), say.word("waiver_reasons", row["reason"])
    approver = say.word("approvers", row["approver"])
    return [say.place(row["unit_name"]), kind, row["rule"], row["period"], reason, approver, row["expires"]]


def _check(row: Row, definitions: dict[str, Row], say: Wording) -> list[Any]:
    unit = say.unit(definitions.get(row["indicator_id"]), row["recomputed"])
    verdict = say.word("verdicts", row["verdict"])
    return [say.name(row), row["published_text_zh"], row["recomputed"], row["low"], row["high"], unit, verdict]


def _meaning(definition: Row, say: Wording) -> list[Any]:
    return [say.name(definition), say.unit(definition), say.name(definition, "definition"), definition["section"]]
