"""Targets of the plan as an edition keeps them: the one place that knows the columns of the published targets.

A level is kept only where the source prints it, counts it out or words it as full coverage; with any other basis it is
dropped before anything is frozen, so no page can show it as published. An assumed level cannot be met or missed.

The plan is the district's. A street has a level and a state of its own only where each street, or each of its
federations, is tested (``fct_target_unit``); to any other target it adds its figure, whose level is the district's.
"""

from collections import Counter
from typing import Any

Row = dict[str, Any]

LEVEL_IS_PUBLISHED = {"printed", "counted", "full_coverage_wording"}


OF_THE_DISTRICT = "of_the_district"
"""State of a target that the district as a whole must reach, in the report of a street."""

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


def of_unit(row: Row) -> Row:
    """A target that is tested at one unit: at the street itself, or piece by piece at one of its federations."""
    names = ("unit_code", "unit_name", "unit_level", "units_met", "units_tested")
    return {**normal(row), **{name: row[name] for name in names}}


def added_to(row: Row) -> Row:
    """A target of the whole district with the figure of one street: no level and no state are the street's."""
    found = normal(row)
    state = found["state"] if found["value_basis"] == "assumed" else OF_THE_DISTRICT
    return {**found, "level": None, "district_level": found["level"], "state": state}


def states(rows: list[Row]) -> list[tuple[str, int]]:
    """How many targets are in each state, most first."""
    return sorted(Counter(row["state"] for row in rows).items(), key=lambda item: (-item[1], item[0]))
