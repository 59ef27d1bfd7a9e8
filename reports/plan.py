"""Targets of the plan as an edition keeps them: the one place that knows the columns of ``fct_target_progress``.

A level is kept only where the source prints it, counts it out or words it as full coverage; with any other basis it is
dropped before anything is frozen, so no page can show it as published. An assumed level cannot be met or missed.
"""

from collections import Counter
from typing import Any

Row = dict[str, Any]

LEVEL_IS_PUBLISHED = {"printed", "counted", "full_coverage_wording"}


def normal(row: Row) -> Row:
    """One target with the columns that an edition stores, whatever the publication calls them."""
    basis = row.get("value_basis")
    return {
        "target_id": row["target_id"],
        "indicator_id": row.get("indicator_id"),
        "name_zh": row.get("name_zh") or row["target_id"],
        "name_en": row.get("name_en") or row.get("name_zh") or row["target_id"],
        "section": row.get("section"),
        "operator": row.get("operator"),
        "level": row.get("level") if basis in LEVEL_IS_PUBLISHED else None,
        "level_unit": row.get("level_unit") or row.get("unit"),
        "due": row.get("due") or row.get("due_on"),
        "value_basis": basis,
        "as_of": row.get("as_of"),
        "value": row.get("value"),
        "state": "no_level_set" if basis == "assumed" else row.get("state") or "no_data",
    }


def states(rows: list[Row]) -> list[tuple[str, int]]:
    """How many targets are in each state, most first."""
    return sorted(Counter(row["state"] for row in rows).items(), key=lambda item: (-item[1], item[0]))
