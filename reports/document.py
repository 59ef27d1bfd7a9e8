"""Edition ► document: every word and figure that the pages show, as plain JSON values, in reading order.

HTML and PDF are two layouts of one document, so they cannot disagree. Nothing here computes a figure: values are looked
up in the edition and put into words.
"""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from reports import narrative, wording
from reports.edition import Edition

Row = dict[str, Any]

SHANGHAI = ZoneInfo("Asia/Shanghai")
COLUMNS_A_TABLE = 6
"""Indicators side by side in a table of units, so that A4 upright stays legible."""
KEY = 12
"""At most so many key indicators on the first page and in the tables of units."""


def document(edition: Edition) -> Row:
    """The whole document of an edition."""
    figures, definitions = edition.figures, edition.definitions
    headline = [row for row in figures["values"] if definitions[row["indicator_id"]]["is_headline"]][:KEY]
    return {
        **_title(edition),
        "cards": [_card(row, definitions[row["indicator_id"]], figures) for row in headline],
        "missing": _missing(figures["handins"]),
        "chapters": [_chapter(chapter, definitions) for chapter in narrative.chapters(figures["values"], definitions)],
        "units": _unit_tables(figures, headline, definitions),
        "targets": [_target(row, definitions) for row in figures["targets"]],
        "handins": _handins(figures["handins"]),
        "findings": [_finding(row) for row in figures["findings"]],
        "reconciliation": [_reconciled(row, definitions) for row in figures["reconciliation"]],
        "definitions": [_definition(definitions[row["indicator_id"]]) for row in figures["values"]],
        "seal": _seal(edition),
    }


def _title(edition: Edition) -> Row:
    unit, period = edition.figures["unit"], edition.figures["period"]
    name = unit["unit_name"] if unit["unit_name"].endswith("会") else f"{unit['unit_name']}总工会"
    form = {"monthly": "工作月报", "quarterly": "季度工作小结", "yearly": "工作总结"}[edition.kind]
    return {
        "organisation": name,
        "title": f"{name}{period_words(period['period'])}{form}",
        "subtitle": f"数据报告 · 统计期间 {period['first_on']} 至 {period['last_on']}",
        "title_en": f"Data report, {period['label_en']}",
        "kind": edition.kind,
        "is_district": unit["level"] == "district",
    }


def period_words(period: str) -> str:
    """2022 ► 2022年, 2022-Q1 ► 2022年第一季度, 2022-03 ► 2022年3月."""
    year, _, part = period.partition("-")
    if not part:
        return f"{year}年"
    if part.startswith("Q"):
        return f"{year}年第{wording.ORDINALS[int(part[1:]) - 1]}季度"
    return f"{year}年{int(part)}月"


def _card(row: Row, definition: Row, figures: Row) -> Row:
    value, unit = wording.on_card(row["value"], definition["unit_zh"], _decimals(definition), row["is_suppressed"])
    has_target = bool(row["target_operator"] or row["target_level"] or row["target_status"])
    return {
        "indicator_id": row["indicator_id"],
        "name": definition["name_zh"],
        "name_en": definition["name_en"],
        "value": value,
        "unit": unit,
        "exact": row["value"],
        "previous": _previous(row, definition, figures["period"]),
        "target": _target_words(row, definition) if has_target else "未列目标",
        "state": wording.state(row["target_status"]) if has_target else "",
        "tone": wording.tone(row["target_status"]),
        "bounds": _bounds(row, definition),
    }


def _previous(row: Row, definition: Row, period: Row) -> str:
    """The figure of the period before, or why there is none."""
    label = {"month": "上月", "quarter": "上季", "year": "上年"}[period["grain"]]
    if row["previous_value"] is None:
        return f"{label}：{wording.NO_COMPARISON}"
    value, unit = wording.on_card(row["previous_value"], definition["unit_zh"], _decimals(definition))
    return f"{label}：{value}{unit}"


def _target_words(row: Row, definition: Row) -> str:
    return f"2023年目标：{wording.target(row['target_operator'], row['target_level'], definition['unit_zh'])}"


def _bounds(row: Row, definition: Row) -> str:
    """Where the figure may lie while reports are missing; nothing when all have come in."""
    if row["bound_low"] is None or row["bound_high"] is None or row["bound_low"] == row["bound_high"]:
        return ""
    low, high = (wording.in_table(row[name], False, _decimals(definition)) for name in ("bound_low", "bound_high"))
    return f"可能区间 {low}–{high}"


def _missing(handins: Row) -> str:
    """One line for the leader: who is missing, late, held."""
    if not handins["expected"]:
        return "本期没有应报单位。"
    head = f"{handins['units']}个报送单位中，{handins['units_complete']}个已全部报送"
    sheets = f"应报{handins['expected']:,}份，已报{handins['received']:,}份，其中逾期{handins['late']:,}份"
    return f"{head}；{sheets}；未报{handins['missing']:,}份，暂存待核{handins['held']:,}份。"


def _chapter(chapter: Row, definitions: dict[str, Row]) -> Row:
    return {
        **{name: chapter[name] for name in ("number", "title_zh", "title_en", "items")},
        "rows": [_row(row, definitions[row["indicator_id"]]) for row in chapter["rows"]],
    }


def _row(row: Row, definition: Row) -> Row:
    decimals = _decimals(definition)
    previous = row["previous_value"]
    return {
        "indicator_id": row["indicator_id"],
        "exact": row["value"],
        "name": definition["name_zh"],
        "unit": definition["unit_zh"],
        "value": wording.in_table(row["value"], row["is_suppressed"], decimals),
        "parts": _parts(row),
        "previous": wording.NO_COMPARISON if previous is None else wording.in_table(previous, False, decimals),
        "target": wording.target(row["target_operator"], row["target_level"], "") if row["target_operator"] else "",
        "state": wording.state(row["target_status"]) if row["target_operator"] else "",
        "tone": wording.tone(row["target_status"]),
        "completeness": wording.percent_of(row["completeness"]) if row["completeness"] is not None else "",
    }


def _parts(row: Row) -> str:
    """979 / 987: what a ratio is made of."""
    if row["denominator"] is None or row["numerator"] is None or row["is_suppressed"]:
        return ""
    return f"{wording.grouped(row['numerator'])} / {wording.grouped(row['denominator'])}"


def _unit_tables(figures: Row, headline: list[Row], definitions: dict[str, Row]) -> list[Row]:
    """Key indicators by unit one step below, cut into tables that fit a page."""
    ids = [row["indicator_id"] for row in headline]
    ids = [key for key in ids if any(_has(child["values"].get(key)) for child in figures["children"])]
    totals = {row["indicator_id"]: row for row in figures["values"]}
    return [
        _unit_table(figures, totals, ids[start : start + COLUMNS_A_TABLE], definitions)
        for start in range(0, len(ids), COLUMNS_A_TABLE)
    ]


def _unit_table(figures: Row, totals: dict[str, Row], ids: list[str], definitions: dict[str, Row]) -> Row:
    lines = [*figures["children"], {"unit_name": f"{figures['unit']['unit_name']}合计", "values": totals}]
    return {
        "columns": [{"name": definitions[key]["name_zh"], "unit": definitions[key]["unit_zh"]} for key in ids],
        "rows": [
            {"name": line["unit_name"], "cells": [_cell(line["values"].get(key), definitions[key]) for key in ids]}
            for line in lines
        ],
    }


def _has(cell: Row | None) -> bool:
    return cell is not None and (cell["value"] is not None or bool(cell["is_suppressed"]))


def _cell(cell: Row | None, definition: Row) -> str:
    if cell is None:
        return wording.NO_DATA
    return wording.in_table(cell["value"], bool(cell["is_suppressed"]), _decimals(definition))


def _target(row: Row, definitions: dict[str, Row]) -> Row:
    unit = wording.LEVEL_UNITS.get(row["level_unit"] or "", "")
    definition = definitions.get(row["indicator_id"])
    decimals = _decimals(definition) if definition else 2
    return {
        "section": row["section"],
        "name": row["name_zh"],
        "target": wording.target(row["operator"], row["level"], unit),
        "due": row["due_on"] or "",
        "basis": wording.BASES.get(row["value_basis"], row["value_basis"]),
        "value": "–" if row["value"] is None else wording.in_table(row["value"], False, decimals),
        "as_of": row["as_of"] or "",
        "state": wording.state(row["state"]),
        "tone": wording.tone(row["state"]),
    }


def _handins(handins: Row) -> Row:
    return {
        **{name: f"{handins[name]:,}" for name in ("expected", "received", "on_time", "late", "missing", "held")},
        "on_time_share": wording.percent_of(_share(handins["on_time"], handins["expected"])),
        "missing_units": [_unit_line(row) for row in handins["missing_units"]],
        "late_units": [_unit_line(row) for row in handins["late_units"]],
    }


def _share(part: int, whole: int) -> str | None:
    return str(part / whole) if whole else None


def _unit_line(row: Row) -> Row:
    return {
        "street": row["street_name"] or "",
        "name": row["unit_name"],
        "periods": "、".join(period_words(period) for period in row["periods"]),
        "count": len(row["periods"]),
    }


def _finding(row: Row) -> Row:
    return {
        "code": row["code"],
        "severity": wording.SEVERITIES.get(row["severity"], row["severity"]),
        "count": f"{row['count']:,}",
        "units": f"{row['units']:,}",
        "resolved": f"{row['resolved']:,}",
        "headings": "、".join(row["headings"]),
        "example": row["example"],
    }


def _reconciled(row: Row, definitions: dict[str, Row]) -> Row:
    definition = definitions.get(row["indicator_id"])
    decimals = _decimals(definition) if definition else 2
    return {
        "name": row["name_zh"],
        "published": row["published_text_zh"],
        "recomputed": wording.in_table(row["recomputed"], False, decimals),
        "verdict": wording.VERDICTS.get(row["verdict"], row["verdict"]),
        "tone": "good" if row["verdict"] == "within" else "bad",
    }


def _definition(row: Row) -> Row:
    return {name: row[name] or "" for name in ("name_zh", "name_en", "definition_zh", "definition_en", "unit_zh")}


def _seal(edition: Edition) -> Row:
    created = edition.created_at.astimezone(SHANGHAI)
    return {
        "edition_id": edition.edition_id,
        "build_id": edition.build_id,
        "position": f"{edition.position:,}",
        "head": edition.head,
        "sha256": edition.sha256,
        "code_version": edition.code_version,
        "created": f"{created:%Y年%m月%d日 %H:%M}（北京时间）",
        "created_on": f"{created:%Y-%m-%d}",
    }


def _decimals(definition: Row) -> int:
    return int(definition["decimals"] or 0)


def utc_seconds(instant: datetime.datetime) -> int:
    """Seconds since 1970 of the time an edition was made: the only time that may stand in its files."""
    return int(instant.timestamp())
