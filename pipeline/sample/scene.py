"""The stage of a sample year: its units with their weights, its calendar, and one generator of chance a topic."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from ingestion.registry.units import Unit, units
from pipeline.sample.quotas import SCALES, Quotas
from pipeline.sample.tree import Tree, choose_changes

SMALL_STREET = "440307015"
JIXIANG = "440307015017"


@dataclass(frozen=True)
class Scene:
    """Everything that the topics share; equal (year, seed, scale) makes an equal scene.

    `months` are first days of the months reported; `weights` says how big a community is; `quiet` holds
    (community, month) in which nothing happened, so that its workbook is a nil return; `tree` says what
    happens to units.
    """

    year: int
    seed: int
    quotas: Quotas
    units: tuple[Unit, ...]
    months: tuple[date, ...]
    weights: dict[str, float] = field(default_factory=dict)
    quiet: frozenset[tuple[str, int]] = frozenset()
    tree: Tree = field(default_factory=Tree)

    def chance(self, topic: str) -> Random:
        """A generator of its own for each topic, so that a new topic changes no other one."""
        return Random(f"{self.year}/{self.seed}/{topic}")

    @property
    def begin(self) -> date:
        """First day of the year."""
        return date(self.year, 1, 1)

    @property
    def end(self) -> date:
        """Last day reported."""
        return month_end(self.months[-1])

    @property
    def is_small(self) -> bool:
        """Whether this is the scale of one street, which claims no published figure."""
        return self.quotas is SCALES["small"]

    @property
    def jixiang(self) -> str:
        """The community of the one federation that the report names; in the small scale the first one."""
        return JIXIANG if JIXIANG in self.weights else next(iter(self.weights))

    @property
    def jixiang_park(self) -> str:
        """Code of that federation, 吉祥商贸园区工联会: the first park of its community."""
        return f"{self.jixiang}P1"

    @property
    def district(self) -> Unit:
        """The root of the tree."""
        return self.units[0]

    def of_level(self, level: str) -> list[Unit]:
        """The units of one level in official order."""
        return [unit for unit in self.units if unit.level == level]

    def communities_of(self, unit: Unit, days: Collection[date]) -> list[str]:
        """Codes of the communities that lie under a unit on all these days; a community is its own."""
        return [
            u.code
            for u in self.of_level("federation")
            if unit.level == "district" or u == unit or all(self.tree.street_of(u, on) == unit.code for on in days)
        ]

    def community(self, chance: Random, among: Sequence[str] | None = None) -> str:
        """One community, bigger ones more often."""
        codes = among or list(self.weights)
        return chance.choices(codes, [self.weights[code] for code in codes])[0]

    def street_of(self, community: str) -> str:
        """Code of the street a community lies in before anything moves."""
        return next(unit.parent_code for unit in self.units if unit.code == community)

    def is_steady(self, community: str) -> bool:
        """Whether the community stays in its street all year, so that the street may speak for it at any time."""
        return all(change.unit.code != community or change.kind != "moved" for change in self.tree.changes)

    def day(self, chance: Random, unit: str, months: Iterable[int] = range(1, 13), after: date | None = None) -> date:
        """A day of the reported year in one of these months, not in a quiet month of the unit, not before `after`."""
        first = max(after or self.begin, self.begin)
        wanted = [m for m in self.months if m.month in set(months)] or list(self.months)
        free = [m for m in wanted if (unit, m.month) not in self.quiet and month_end(m) >= first]
        if not free:
            free = [m for m in self.months if (unit, m.month) not in self.quiet and month_end(m) >= first]
        if not free:
            return first
        month = chance.choice(free)
        return between(chance, max(month, first), month_end(month))

    def is_open(self, unit: str, on: date) -> bool:
        """Whether that unit may report something on that day (not in one of its quiet months)."""
        return on < self.begin or (unit, on.month) not in self.quiet


def make_scene(year: int, seed: int, scale: str) -> Scene:
    """The scene of one scale: `full` is the whole district and year, `small` one street and three months."""
    chosen = units()
    months = tuple(date(year, month, 1) for month in range(1, 13))
    if scale == "small":
        communities = [u for u in chosen if u.parent_code == SMALL_STREET][:3]
        chosen = (chosen[0], *(u for u in chosen if u.code == SMALL_STREET), *communities)
        months = months[:3]
    chance = Random(f"{year}/{seed}/weights")
    codes = [unit.code for unit in chosen if unit.level == "federation"]
    streets = {code[:9]: chance.uniform(0.7, 1.5) for code in codes}
    weights = {code: streets[code[:9]] * chance.lognormvariate(0, 0.45) for code in codes}
    quotas = SCALES[scale]
    named = JIXIANG if JIXIANG in codes else codes[0]  # writes logs every week, so it is never quiet
    smallest = sorted((code for code in codes if code != named), key=lambda code: weights[code])[: max(1, quotas.quiet)]
    quiet = frozenset((code, chance.choice(months[:-1]).month) for code in smallest[: quotas.quiet])
    tree = choose_changes(Random(f"{year}/{seed}/tree"), year, chosen)
    return Scene(year, seed, quotas, chosen, months, weights, quiet, tree)


def month_end(first: date) -> date:
    """Last day of the month that begins on `first`."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def between(chance: Random, first: date, last: date) -> date:
    """A day from first to last, both possible; `first` when they are the wrong way round."""
    return first + timedelta(days=chance.randint(0, max(0, (last - first).days)))


def share(chance: Random, total: int, weights: Sequence[float], least: int = 0) -> list[int]:
    """Whole numbers near the weights, each at least `least`, that add up to `total` exactly."""
    free = total - least * len(weights)
    scale = free / sum(weights)
    parts = [least + int(weight * scale) for weight in weights]
    for place in chance.sample(range(len(parts)), total - sum(parts)):
        parts[place] += 1
    return parts
