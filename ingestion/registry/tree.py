"""The tree of units over time, asked one thing: whether a unit hangs below itself on any day.

Moves, mergers and splits may be reported late and out of order, so the question is put to every day on which something
changed, not to today alone (details 17; the models leave such a change out as well, should a log bring one).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import orjson
import sqlalchemy as sa

HANGS = {
    "org_unit_registered": "parent_code",
    "org_unit_moved": "new_parent_code",
    "org_unit_split": "principal_successor_code",
    "org_unit_merged": "merged_into_code",
}
"""Event type ► the field that names what the unit hangs below from that day, in the order of one day."""
RANKS = {name: rank for rank, name in enumerate(HANGS)}
_READ = """
SELECT fact_id::text, type, subject, occurred_on, data FROM log.latest_facts
WHERE action <> 'retracted' AND type = ANY(:types)"""


@dataclass(frozen=True, order=True)
class Change:
    """From that day the unit hangs below `parent`; ordered as on one day the later one wins."""

    occurred_on: date
    rank: int
    move_no: int
    fact_id: str
    unit: str
    parent: str


def change(fact_id: str, event_type: str, unit: str, occurred_on: date, data: str) -> Change:
    """A fact as a change of the tree. A registration holds for all days before it, too."""
    said = orjson.loads(data)
    day = date.min if event_type == "org_unit_registered" else occurred_on
    parent = str(said.get(HANGS[event_type]) or "")
    return Change(day, RANKS[event_type], int(said.get("move_no") or 1), fact_id, unit, parent)


def read_changes(engine: sa.Engine) -> dict[str, Change]:
    """Every live change of the log, by fact id."""
    with engine.connect() as connection:
        rows = connection.execute(sa.text(_READ), {"types": list(HANGS)})
        return {str(row[0]): change(*row) for row in rows.tuples()}


def closes_circle(changes: Iterable[Change]) -> bool:
    """Whether some unit hangs below itself at the end of some day."""
    parents: dict[str, str] = {}
    for _, of_day in groupby(sorted(changes), key=lambda c: c.occurred_on):
        moved = {c.unit: c.parent for c in of_day}
        parents |= moved
        if any(_is_below_itself(unit, parents) for unit in moved):
            return True
    return False


def _is_below_itself(unit: str, parents: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    at = parents[unit]
    while at and at not in seen:
        if at == unit:
            return True
        seen.add(at)
        at = parents.get(at, "")
    return False
