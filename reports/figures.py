"""Reads the figures of one unit and period from schema ``published``: the only place where an edition asks a database.

The caller hands in one connection in REPEATABLE READ, so that all statements see the same publication (details 25).
Everything comes back as JSON values: decimals as text without trailing zeros, dates as ISO text. An edition for a
street reads its own row and its own federations; no statement here can return a row of another street.
"""

import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from reports import plan
from reports.errors import NoFiguresError
from reports.handins import findings, handins

Json = Any
Row = dict[str, Json]

SERIES = ("disputes_jointly_mediated", "prelitigation_cases_handled", "complaints_handled")
"""Indicators whose months are drawn."""

UNIT = (
    "SELECT unit_code, unit_name, level, street_code, street_name FROM published.dim_org_unit WHERE unit_code = :unit"
)

PERIOD = """
SELECT period, grain, first_on, last_on, label_zh, label_en, previous_period, year_ago_period
FROM published.dim_period WHERE period = :period
"""

DEFINITIONS = "SELECT * FROM published.dim_indicator ORDER BY display_order, indicator_id"

VALUES = """
SELECT indicator_id, value, numerator, denominator, previous_value, year_ago_value, target_level, target_operator,
    target_basis, target_status, completeness, bound_low, bound_high, is_suppressed
FROM published.fct_indicator_value
WHERE unit_code = :unit AND period = :period AND reading = 'as_was'
ORDER BY indicator_id
"""

# The units one step below: streets of the district, federations of a street. The subtree is part of the condition.
CHILDREN = """
SELECT v.unit_code, v.unit_name, v.unit_order, v.indicator_id, v.value, v.is_suppressed
FROM published.fct_indicator_value AS v
WHERE v.period = :period AND v.reading = 'as_was' AND v.unit_code <> :unit
    AND ((:level = 'district' AND v.unit_level = 'street')
        OR (:level = 'street' AND v.unit_level = 'federation' AND v.street_code = :unit))
ORDER BY v.unit_order, v.unit_code, v.indicator_id
"""

MONTHS = """
SELECT period, first_on, indicator_id, value
FROM published.fct_indicator_value
WHERE unit_code = :unit AND reading = 'as_was' AND period_grain = 'month' AND indicator_id = ANY(:series)
    AND first_on BETWEEN :from_on AND :to_on
ORDER BY first_on, indicator_id
"""

# Its columns are read by name in plan.py, the one place that knows them.
TARGETS = "SELECT * FROM published.fct_target_progress ORDER BY target_id"

# What is tested at a street itself, and piece by piece (pilot, site, week) at its federations.
UNIT_TARGETS = """
SELECT * FROM published.fct_target_unit
WHERE unit_code = :unit OR (street_code = :unit AND test LIKE 'each%')
ORDER BY target_id, unit_order, unit_code
"""

# The other targets are the district's: a street adds its own figure of the year. Nothing else of the district is read.
ADDED = """
SELECT p.target_id, p.indicator_id, p.name_zh, p.name_en, p.section, p.operator, p.level, p.unit, p.due, p.value_basis,
    p.as_of, p.state, v.value
FROM published.fct_target_progress AS p
INNER JOIN published.fct_indicator_value AS v ON v.indicator_id = p.indicator_id AND v.period = left(p.as_of, 4)
WHERE v.unit_code = :unit AND v.reading = 'as_was' AND (v.value IS NOT NULL OR v.is_suppressed)
    AND p.test NOT LIKE 'each%'
    AND NOT EXISTS (
        SELECT FROM published.fct_target_unit AS u WHERE u.target_id = p.target_id AND u.unit_code = :unit)
ORDER BY p.target_id
"""

# The year names the publication; each row is compared at its own period (details 23), so all rows belong to it.
RECONCILIATION = """
SELECT indicator_id, name_zh, name_en, published_text_zh, published, recomputed, low, high, is_high_exclusive, verdict
FROM published.fct_reconciliation
WHERE :period IN (SELECT period FROM published.fct_reconciliation) AND length(:period) = 4
ORDER BY indicator_id
"""

PUBLISHED = "SELECT to_regclass('published.fct_indicator_value') IS NOT NULL"
BUILD = "SELECT max(build_id) FROM published.fct_indicator_value"


def published_build(connection: Connection) -> str | None:
    """Build that readers see now, or None when nothing was ever published."""
    if not connection.scalar(sa.text(PUBLISHED)):
        return None
    build: str | None = connection.scalar(sa.text(BUILD))
    return build


def read_figures(connection: Connection, unit_code: str, period: str) -> tuple[Row, dict[str, Row]]:
    """Figures and definitions of one unit and period.

    Returns (figures, definitions by indicator_id). Raises NoFiguresError when the unit, the period or its values are
    not published.
    """
    unit = _one(connection, UNIT, unit=unit_code)
    span = _one(connection, PERIOD, period=period)
    values = _all(connection, VALUES, unit=unit_code, period=period)
    if unit is None or span is None or not any(row["value"] is not None for row in values):
        raise NoFiguresError(unit_code, period)
    is_district = unit["level"] == "district"
    definitions = {row["indicator_id"]: row for row in _all(connection, DEFINITIONS)}
    figures: Row = {
        "unit": unit,
        "period": span,
        "values": _in_order(values, definitions),
        "children": _children(connection, unit, period),
        "months": _months(connection, unit_code, span),
        "targets": _targets(connection, unit),
        "handins": handins(_rows_of_handins(connection, unit, span)),
        "findings": findings(_rows_of_findings(connection, unit, span)),
        "waivers": _waivers(connection, unit, span),
        "reconciliation": _all(connection, RECONCILIATION, period=period) if is_district else [],
    }
    shown = {row["indicator_id"] for row in figures["values"]} | {row["indicator_id"] for row in figures["targets"]}
    return figures, {key: row for key, row in definitions.items() if key in shown}


def _targets(connection: Connection, unit: Row) -> list[Row]:
    """The whole plan of the district; of a street what is tested there and what it adds to the district's targets."""
    if unit["level"] == "district":
        return [plan.normal(row) for row in _all(connection, TARGETS)]
    tested = [plan.of_unit(row) for row in _all(connection, UNIT_TARGETS, unit=unit["unit_code"])]
    return tested + [plan.added_to(row) for row in _all(connection, ADDED, unit=unit["unit_code"])]


def _in_order(values: list[Row], definitions: dict[str, Row]) -> list[Row]:
    """Values in the order of the catalogue; a value without a definition would be a figure nobody can explain."""
    place = {key: number for number, key in enumerate(definitions)}
    return sorted((row for row in values if row["indicator_id"] in place), key=lambda row: place[row["indicator_id"]])


def _children(connection: Connection, unit: Row, period: str) -> list[Row]:
    """One row a unit below, each with its values by indicator, in official order."""
    children: dict[str, Row] = {}
    for row in _all(connection, CHILDREN, unit=unit["unit_code"], level=unit["level"], period=period):
        child = children.setdefault(
            row["unit_code"], {"unit_code": row["unit_code"], "unit_name": row["unit_name"], "values": {}}
        )
        child["values"][row["indicator_id"]] = {"value": row["value"], "is_suppressed": row["is_suppressed"]}
    return list(children.values())


def _months(connection: Connection, unit_code: str, span: Row) -> list[Row]:
    """Months of the same year up to the end of the period, each with the values that are drawn."""
    months: dict[str, Row] = {}
    rows = _all(
        connection, MONTHS, unit=unit_code, series=list(SERIES), from_on=f"{span['first_on'][:4]}-01-01",
        to_on=span["last_on"],
    )  # fmt: skip
    for row in rows:
        month = months.setdefault(row["period"], {"period": row["period"], "values": {}})
        month["values"][row["indicator_id"]] = row["value"]
    return list(months.values())


SUBTREE = "(:level = 'district' OR unit_code = :unit OR street_code = :unit)"

HANDINS = f"""
SELECT unit_code, unit_name, street_name, period, is_expected, is_received, is_on_time, state
FROM published.fct_submission
WHERE first_on BETWEEN :first_on AND :last_on AND {SUBTREE}
ORDER BY unit_code, period, received_at NULLS LAST, submission_id
"""

FINDINGS = f"""
SELECT code, severity, heading, unit_code, is_resolved, message_zh, message_en, masked_value, subject, found_count
FROM published.fct_finding AS f
WHERE period IN (
        SELECT p.period FROM published.dim_period AS p
        WHERE p.grain = 'month' AND p.first_on BETWEEN :first_on AND :last_on)
    AND {SUBTREE}
ORDER BY code, severity, heading
"""

# A waiver may excuse several domains of a month; it is told once.
WAIVERS = f"""
SELECT DISTINCT unit_name, 'hand_in' AS kind, '' AS rule, period, waiver_reason AS reason, approver,
    expires_on AS expires
FROM published.fct_expectation
WHERE state = 'waived' AND first_on BETWEEN :first_on AND :last_on AND {SUBTREE}
ORDER BY expires_on, unit_name, period
"""


def _rows_of_handins(connection: Connection, unit: Row, span: Row) -> list[Row]:
    return _all(connection, HANDINS, **_scope(unit, span))


def _rows_of_findings(connection: Connection, unit: Row, span: Row) -> list[Row]:
    return _all(connection, FINDINGS, **_scope(unit, span))


def _waivers(connection: Connection, unit: Row, span: Row) -> list[Row]:
    """Hand-ins of the subtree that were due in the period and excused."""
    return _all(connection, WAIVERS, **_scope(unit, span))


def _scope(unit: Row, span: Row) -> Row:
    return {
        "unit": unit["unit_code"],
        "level": unit["level"],
        "first_on": span["first_on"],
        "last_on": span["last_on"],
    }


def _one(connection: Connection, statement: str, **values: object) -> Row | None:
    rows = _all(connection, statement, **values)
    return rows[0] if rows else None


def _all(connection: Connection, statement: str, **values: object) -> list[Row]:
    found = connection.execute(sa.text(statement), values).mappings()
    return [{key: _plain(value) for key, value in row.items()} for row in found]


def _plain(value: object) -> Json:
    """A JSON value that reads back as the same figure: 2116.6700 becomes the text 2116.67."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    return value
