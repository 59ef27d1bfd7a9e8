"""Targets of the plan as an edition keeps them: the one place that knows the columns of ``fct_target_progress``.

A level is kept only where the source prints it, counts it out or words it as full coverage; with any other basis it is
dropped before anything is frozen, so no page can show it as published. An assumed level cannot be met or missed.
"""

from collections import Counter
from typing import Any

Row = dict[str, Any]

LEVEL_IS_PUBLISHED = {"printed", "counted", "full_coverage_wording"}


COLUMNS = (
    "target_id", "indicator_id", "name_zh", "name_en", "section", "operator", "due", "value_basis", "as_of", "value",
)  # fmt: skip


def normal(row: Row) -> Row:
    """One target with what an edition stores of it."""
    basis = row["value_basis"]
    return {
        **{name: row[name] for name in COLUMNS},
        "level": row["level"] if basis in LEVEL_IS_PUBLISHED else None,
        "level_unit": row["unit"],
        "state": "no_level_set" if basis == "assumed" else row["state"],
    }


def states(rows: list[Row]) -> list[tuple[str, int]]:
    """How many targets are in each state, most first."""
    return sorted(Counter(row["state"] for row in rows).items(), key=lambda item: (-item[1], item[0]))
