"""Who states something in the special workbook, on which days, and which places and enterprises it may name.

A community hands in a special workbook in two months of the year only (the one with weekly logs in each); streets and
the district whenever they have something to say. A street names its communities up to June: whatever may happen to the
tree after that, it then speaks for itself alone.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from ingestion.registry.units import Unit
from pipeline.sample.enterprises import Enterprise
from pipeline.sample.scene import Scene, between, month_end

LAST_STEADY_MONTH = 6
HEIRS = {"longcheng": "440307015", "pinghu": "440307003"}


class Senders:
    """Units with their days, and the enterprises below them which may be named at any time."""

    def __init__(self, scene: Scene, enterprises: Sequence[Enterprise]) -> None:
        self.scene = scene
        chance = scene.chance("special months")
        self.months = {code: self._months(chance, code) for code in scene.weights}
        self._by_community: dict[str, list[Enterprise]] = {}
        for enterprise in enterprises:
            if enterprise.is_settled(scene.begin):
                self._by_community.setdefault(enterprise.unit, []).append(enterprise)
        self._found: dict[tuple[str, str], list[Enterprise]] = {}
        self._levels = {level: scene.of_level(level) for level in ("district", "street", "federation")}
        self._below: dict[str, list[str]] = {code: [code] for code in scene.weights}
        for code in scene.weights:
            self._below.setdefault(scene.street_of(code), []).append(code)
        self._below[scene.district.code] = list(scene.weights)

    def _months(self, chance: Random, code: str) -> tuple[int, ...]:
        if code == self.scene.jixiang:
            return tuple(month.month for month in self.scene.months)
        free = [month.month for month in self.scene.months if (code, month.month) not in self.scene.quiet]
        return tuple(sorted(chance.sample(free, min(len(free), chance.choice((1, 2, 2, 2))))))

    def pick(self, chance: Random, weights: Mapping[str, int]) -> Unit:
        """A unit of one of these levels; of communities the bigger ones more often."""
        level = chance.choices(list(weights), list(weights.values()))[0]
        among = self._levels[level]
        if level == "federation":
            return chance.choices(among, [self.scene.weights[unit.code] for unit in among])[0]
        return chance.choice(among)

    def named(self, name: str) -> Unit:
        """The unit of that code or name; a street that the scale does not have is its first one."""
        streets = self.scene.of_level("street")
        code = {"jixiang": self.scene.jixiang, "district": self.scene.district.code, **HEIRS}.get(name, name)
        return next((unit for unit in self.scene.units if unit.code == code), streets[0])

    def day(self, chance: Random, unit: Unit, months: Sequence[int] = ()) -> date:
        """A day of the year on which the unit may state something, in these months if it can."""
        if unit.level == "federation":
            own = self.months[unit.code]
            months = [month for month in own if month in months] or own
        return self.scene.day(chance, unit.code, months or range(1, 13))

    def later(self, chance: Random, unit: Unit, on: date) -> date:
        """That day if the unit may speak then, else one in its next month; after the year when there is none."""
        if on < self.scene.begin or unit.level != "federation" or on.month in self.months[unit.code]:
            return on
        following = [month for month in self.scene.months if month > on and month.month in self.months[unit.code]]
        return between(chance, following[0], month_end(following[0])) if following else self.scene.end + timedelta(1)

    def place(self, chance: Random, unit: Unit, on: date, kind: str) -> str | None:
        """A `street` or `community` below the unit that it may name that day; None for itself (`own`) or else."""
        if kind == "own" or unit.level == "federation":
            return None
        if kind == "street":
            return chance.choice(self.scene.of_level("street")).code if unit.level == "district" else None
        may_name = unit.level == "district" or on <= date(self.scene.year, LAST_STEADY_MONTH, 30)
        return self.scene.community(chance, self.communities(unit)) if may_name else None

    def communities(self, unit: Unit) -> list[str]:
        """Codes of the communities below the unit at the beginning of the year; a community is its own."""
        return self._below[unit.code]

    def enterprises(self, unit: Unit, kind: str) -> list[Enterprise]:
        """Enterprises below the unit that neither move nor close: `any`, `union` (of its own), `uncovered`, a band."""
        key = unit.code, kind
        if key not in self._found:
            near = [e for code in self.communities(unit) for e in self._by_community.get(code, [])]
            self._found[key] = [e for e in near if _is(e, kind, self.scene.begin)] or near
        return self._found[key]


def _is(enterprise: Enterprise, kind: str, begin: date) -> bool:
    if kind == "union":
        return enterprise.cover == "own" and enterprise.union_on is not None and enterprise.union_on < begin
    if kind == "uncovered":
        return enterprise.cover == "none" and enterprise.band != "unknown"
    return kind in ("any", enterprise.band)
