"""The 123 reporting units: 1 district, 11 streets, 111 communities, each with its union body.

From `divisions.csv` beside this module (statistical divisions of Longgang District; its column `source_codes` says
which residents' committees make up a community). A community's federation carries its community's code (details 13).
Units that come later (park federations, moves, merges) are events of the district, never lines of this file.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DIVISIONS = Path(__file__).with_name("divisions.csv")
REGISTERED_ON = "2021-12-01"
LEVELS = {"district": "district", "street": "street", "community": "federation"}
SUFFIXES = {"district": "总工会", "street": "总工会", "community": "工联会"}


@dataclass(frozen=True)
class Unit:
    """A union body that reports: `level` is district, street or federation; `parent_code` is empty for the district."""

    code: str
    name: str
    level: str
    parent_code: str
    official_order: int


@cache
def units() -> tuple[Unit, ...]:
    """All 123 units in official order: the district, then each street followed by its communities."""
    with DIVISIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    orders = _orders(rows)
    found = [
        Unit(
            row["code"],
            row["name"] + SUFFIXES[row["level"]],
            LEVELS[row["level"]],
            row["parent_code"],
            orders[row["code"]],
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda unit: unit.official_order))


@cache
def units_by_code() -> dict[str, Unit]:
    """The same units, found by their code."""
    return {unit.code: unit for unit in units()}


def registered_rows() -> list[dict[str, object]]:
    """The units as rows of contract `org_unit_registered`, for the district's first hand-in (details 13)."""
    return [
        {
            "unit_code": unit.code,
            "unit_name": unit.name,
            "level": unit.level,
            "parent_code": unit.parent_code or None,
            "official_order": unit.official_order,
            "is_reporting": True,
            "unit_registered_on": REGISTERED_ON,
        }
        for unit in units()
    ]


def _orders(rows: list[dict[str, str]]) -> dict[str, int]:
    """Thousands by street, ones by community, in the order of the file; leaves room for units that come later."""
    streets = [row["code"] for row in rows if row["level"] == "street"]
    orders = {row["code"]: 0 for row in rows if row["level"] == "district"}
    orders |= {code: 1000 * place for place, code in enumerate(streets, start=1)}
    for street in streets:
        communities = [row["code"] for row in rows if row["parent_code"] == street]
        orders |= {code: orders[street] + 10 * place for place, code in enumerate(communities, start=1)}
    return orders
