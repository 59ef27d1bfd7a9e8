"""Sums up who reported, who was late, what is held, and which findings came of it: counts and names, never a row."""

from collections import Counter
from itertools import groupby
from typing import Any

Row = dict[str, Any]

HELD = {"held", "submission_held"}
"""States in which a workbook waits for a person."""


def handins(rows: list[Row]) -> Row:
    """Completeness and timeliness from the rows of ``fct_submission``, sorted by unit and period.

    expected, received, on_time, late, missing   expected (unit, period) pairs and what became of them
    held                                         workbooks that wait for a person
    units, units_complete                        expected units, and those of which nothing is missing
    missing_units, late_units                    one row a unit: unit_name, street_name, periods
    """
    states = [_state(list(group)) for _, group in groupby(rows, key=lambda row: (row["unit_code"], row["period"]))]
    expected = [state for state in states if state["is_expected"]]
    tally = Counter(state["state"] for state in expected)
    missing = _by_unit(expected, "missing")
    units = {state["unit_code"] for state in expected}
    return {
        "expected": len(expected),
        "received": tally["on_time"] + tally["late"],
        "on_time": tally["on_time"],
        "late": tally["late"],
        "missing": tally["missing"],
        "held": sum(row["state"] in HELD for row in rows),
        "units": len(units),
        "units_complete": len(units) - len(missing),
        "missing_units": missing,
        "late_units": _by_unit(expected, "late"),
    }


def _state(rows: list[Row]) -> Row:
    """What became of one unit's period: the hand-in that is expected counts, a special workbook stands for no month."""
    received = any(row["is_received"] and row["is_expected"] for row in rows)
    on_time = any(row["is_on_time"] and row["is_expected"] for row in rows)
    return {
        "unit_code": rows[0]["unit_code"],
        "unit_name": rows[0]["unit_name"],
        "street_name": rows[0]["street_name"],
        "period": rows[0]["period"],
        "is_expected": any(row["is_expected"] for row in rows),
        "state": "on_time" if on_time else "late" if received else "missing",
    }


def _by_unit(states: list[Row], wanted: str) -> list[Row]:
    units: dict[str, Row] = {}
    for state in states:
        if state["state"] == wanted:
            unit = units.setdefault(
                state["unit_code"],
                {"unit_name": state["unit_name"], "street_name": state["street_name"], "periods": []},
            )
            unit["periods"].append(state["period"])
    return list(units.values())


def findings(rows: list[Row]) -> list[Row]:
    """Findings by kind: code, severity, how many, in how many units, how many are resolved, columns, an example."""
    kinds: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        kinds.setdefault((row["code"], row["severity"]), []).append(row)
    told = [
        {
            "code": code,
            "severity": severity,
            "count": sum(row["found_count"] for row in found),
            "units": len({row["unit_code"] for row in found}),
            "resolved": sum(row["found_count"] for row in found if row["is_resolved"]),
            "headings": [name for name, _ in Counter(r["heading"] for r in found if r["heading"]).most_common(3)],
            "example": _example(found, "message_zh"),
            "example_en": _example(found, "message_en"),
        }
        for (code, severity), found in kinds.items()
    ]
    return sorted(told, key=lambda kind: (-kind["count"], kind["code"], kind["severity"]))


def _example(rows: list[Row], name: str) -> str:
    """The sentence of one of them without what it is about: a report tells of kinds, a cell or a case is a row."""
    return min((_without_row(row, row[name]) for row in rows if row.get(name)), default="")


def _without_row(row: Row, text: str) -> str:
    subject = row.get("subject") or ""
    numbers = [word for word in subject.split() if any(sign.isdigit() for sign in word)]  # "code step" names two things
    for part in filter(None, (row.get("masked_value"), subject, *numbers)):
        text = text.replace(part, "…")
    return text
