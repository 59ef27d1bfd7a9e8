"""What happens to the tree of units in a sample year: one community moves, two merge, one splits.

Each change begins on the first day of a month, is a row of the district's 组织台账 of that month, and is known before
whoever relies on it hands in: the district reports such a month on the first day, they on the third.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from zlib import crc32

from ingestion.registry.units import Unit
from pipeline.sample.ledger import Ledger, Row, Value, Values

UNITS = "组织台账"
MOVE, MERGER, SPLIT = 7, 9, 10
AS_EXAMPLES = {"440307013", "440307015"}
"""Streets that handbook, README and tests take their examples from: nothing happens to their communities."""
PLACES = ("unit_code", "federation_code", "moved_to_unit_code")


@dataclass(frozen=True)
class Change:
    """`unit` goes on below `to` from that day: a street, or the successor. `others` are further successors."""

    kind: str
    unit: Unit
    on: date
    to: Unit
    others: tuple[Unit, ...] = ()

    @property
    def period(self) -> str:
        """The month whose 组织台账 tells of it."""
        return f"{self.on:%Y-%m}"

    def heir(self, subject: Value) -> str:
        """Which successor something new belongs to; the same for everything that is said of it."""
        heirs = (self.to, *self.others)
        return heirs[crc32(str(subject).encode()) % len(heirs)].code


@dataclass(frozen=True)
class Tree:
    """Changes of one year in their order; an empty one leaves the units as they were registered."""

    changes: tuple[Change, ...] = ()

    def street_of(self, community: Unit, on: date) -> str:
        """Code of the street in which the community lies that day."""
        moves = [c.to.code for c in self.changes if c.kind == "moved" and c.unit == community and c.on <= on]
        return moves[-1] if moves else community.parent_code

    def reporting(self, units: Iterable[Unit], period: str) -> list[Unit]:
        """Who hands in for a period: all but those that merged or split before it ended, and the new ones."""
        ended = {c.unit for c in self.changes if c.kind != "moved" and c.period <= period}
        new = [unit for c in self.changes if c.kind == "split" and c.period <= period for unit in (c.to, *c.others)]
        return [unit for unit in (*units, *new) if unit not in ended]

    def news(self) -> dict[tuple[str, str], int]:
        """(unit, period) ► the one day on which it hands in: the district first, then those that rely on its news."""
        days: dict[tuple[str, str], int] = {}
        for change in self.changes:
            for unit in (change.unit, change.to, *change.others):
                days[unit.code, change.period] = 3
            days[change.unit.code[:6], change.period] = 1
        return days


def choose_changes(chance: Random, year: int, units: tuple[Unit, ...]) -> Tree:
    """Three streets in which something happens, drawn by chance; a district of one street stays as it is."""
    by_street: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.level == "federation" and unit.parent_code not in AS_EXAMPLES:
            by_street.setdefault(unit.parent_code, []).append(unit)
    streets = {unit.code: unit for unit in units if unit.level == "street"}
    fitting = [code for code, communities in by_street.items() if len(communities) >= 4]
    if len(fitting) < 4:
        return Tree()
    origin, target, third, fourth = chance.sample(fitting, 4)
    moved = chance.choice(by_street[origin])
    merged, successor = chance.sample(by_street[third], 2)
    split = chance.choice(by_street[fourth])
    parts = _parts(split)
    return Tree(
        (
            Change("moved", moved, date(year, MOVE, 1), streets[target]),
            Change("merged", merged, date(year, MERGER, 1), successor),
            Change("split", split, date(year, SPLIT, 1), parts[0], parts[1:]),
        )
    )


def _parts(unit: Unit) -> tuple[Unit, ...]:
    """The two new federations of a split one; official orders leave room for them."""
    stem = unit.name.removesuffix("工联会")
    return tuple(
        Unit(f"{unit.code}F{n}", f"{stem}第{word}工联会", unit.level, unit.parent_code, unit.official_order + n)
        for n, word in enumerate("一二", start=1)
    )


def report_changes(tree: Tree, ledger: Ledger, district: str) -> None:
    """The changes as rows of the district's 组织台账, each in the month in which it happened."""
    for change in tree.changes:
        rows: list[Values] = [_registration(unit, change.on) for unit in (change.to, *change.others)]
        rows = rows if change.kind == "split" else []
        rows.append(_ROWS[change.kind](change))
        ledger.rows += [Row(district, change.period, UNITS, values) for values in rows]


def _registration(unit: Unit, on: date) -> Values:
    return {
        "unit_code": unit.code,
        "unit_name": unit.name,
        "level": unit.level,
        "parent_code": unit.parent_code,
        "official_order": unit.official_order,
        "is_reporting": True,
        "unit_registered_on": on,
    }


_ROWS = {
    "moved": lambda c: {"unit_code": c.unit.code, "new_parent_code": c.to.code, "unit_moved_on": c.on},
    "merged": lambda c: {"unit_code": c.unit.code, "merged_into_code": c.to.code, "unit_merged_on": c.on},
    "split": lambda c: {"unit_code": c.unit.code, "principal_successor_code": c.to.code, "unit_split_on": c.on},
}


def inherit(tree: Tree, rows: list[Row]) -> list[Row]:
    """Whoever merged or split reports no more: its successors go on.

    What was known before stays where it was, below the (principal) successor, which reports it; what begins later is
    the business of one of the successors, in whose name it is said.
    """
    for change in tree.changes:
        if change.kind != "moved":
            rows = _inherited(change, rows)
    return rows


def _inherited(change: Change, rows: list[Row]) -> list[Row]:
    topics = _topics(rows)
    mine = [_names(row, change.unit.code) for row in rows]
    before = [row for row, is_mine in zip(rows, mine, strict=True) if is_mine and row.period < change.period]
    known = {topics[_subject(row)] for row in before}
    joined = {topics[_subject(row)] for row in before if row.values.get("federation_code") == change.unit.code}
    return [
        _handed_over(change, row, topics[_subject(row)], known, joined)
        if is_mine and row.period >= change.period and row.sheet != UNITS
        else row
        for row, is_mine in zip(rows, mine, strict=True)
    ]


def _handed_over(change: Change, row: Row, topic: Value, known: set[Value], joined: set[Value]) -> Row:
    """The row as its successor states it; what is known keeps the code under which it is known."""
    old = change.unit.code
    heir = change.to.code if topic in known else change.heir(topic)
    kept = {"federation_code": topic in joined}
    values = {
        name: heir if name in PLACES and value == old and not kept.get(name, topic in known) else value
        for name, value in row.values.items()
    }
    return replace(row, unit=heir if row.unit == old else row.unit, values=values)


def _topics(rows: list[Row]) -> dict[tuple[str, Value], Value]:
    """What each subject goes with: its enterprise where one of its rows names it, else itself."""
    topics: dict[tuple[str, Value], Value] = {}
    for row in rows:
        subject = _subject(row)
        topics[subject] = row.values.get("enterprise_code") or topics.get(subject, subject[1])
    return topics


def _subject(row: Row) -> tuple[str, Value]:
    """What a row speaks of: its first column, the key of its register."""
    return row.sheet, next(iter(row.values.values()))


def _names(row: Row, code: str) -> bool:
    return row.unit == code or any(row.values.get(name) == code for name in PLACES)
