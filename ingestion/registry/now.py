"""The registry as the log knows it now, kept in memory for scope checks and refreshed from `log.registry_now`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import sqlalchemy as sa

_READ = """
SELECT kind, code, unit_code, name, level, is_reporting, is_closed, position
FROM log.registry_now WHERE position > :after"""

MOVING = [
    "org_unit_registered",
    "org_unit_moved",
    "org_unit_merged",
    "org_unit_split",
    "org_unit_closed",
    "enterprise_registered",
    "enterprise_moved",
]


@dataclass(frozen=True)
class Unit:
    """A union body: its code, name, level, parent, and whether it still reports."""

    code: str
    name: str
    level: str
    parent: str | None
    is_reporting: bool
    is_closed: bool


@dataclass
class RegistryNow:
    """Units and the community of every enterprise.

    `refresh` reads what came after the last reading, and only when something may have come: whoever holds the lock of
    intake is the only one who appends, so its owner says with `is_stale` when a hand-in moved a unit or an enterprise.
    """

    units: dict[str, Unit] = field(default_factory=dict)
    enterprises: dict[str, str] = field(default_factory=dict)
    position: int = 0
    is_stale: bool = True

    def refresh(self, engine: sa.Engine) -> None:
        """Read the registry events after `position`; needs the role writer or builder."""
        if not self.is_stale:
            return
        self.is_stale = False
        with engine.connect() as connection:
            rows: list[Any] = list(connection.execute(sa.text(_READ), {"after": self.position}))
        for kind, code, unit_code, name, level, is_reporting, is_closed, position in rows:
            self.position = max(self.position, position)
            if kind == "enterprise":
                self.enterprises[code] = unit_code
            else:
                self.units[code] = Unit(code, name or code, level or "", unit_code, is_reporting, is_closed)

    def note(self, facts: pl.DataFrame) -> None:
        """Take in judged facts that were just appended: new enterprises at once, any other change by reading again."""
        changed = facts.filter((pl.col("outcome") != "known") & pl.col("type").str.contains("^(org_unit|enterprise)_"))
        fresh = (pl.col("type") == "enterprise_registered") & (pl.col("outcome") == "asserted")
        self.place(changed.filter(fresh).select("subject", "place").iter_rows())
        moves = pl.col("type").is_in(MOVING) & ~fresh
        self.is_stale = self.is_stale or not changed.filter(moves).is_empty()

    def place(self, enterprises: Iterable[tuple[str, str]]) -> None:
        """Note enterprises that were just appended, so that the next hand-in needs no query."""
        self.enterprises.update(enterprises)

    def subtree(self, code: str) -> set[str]:
        """The unit and everything below it, by parsed parents, never by the prefix of a code."""
        children: dict[str | None, list[str]] = {}
        for unit in self.units.values():
            children.setdefault(unit.parent, []).append(unit.code)
        found, open_ends = {code}, [code]
        while open_ends:
            fresh = [child for child in children.get(open_ends.pop(), []) if child not in found]
            found.update(fresh)
            open_ends.extend(fresh)
        return found

    def enterprise_units(self) -> pl.DataFrame:
        """Frame (enterprise_code, unit_code) for joins."""
        return pl.DataFrame(
            {"enterprise_code": list(self.enterprises), "registered_unit": list(self.enterprises.values())},
            schema={"enterprise_code": pl.String, "registered_unit": pl.String},
        )
