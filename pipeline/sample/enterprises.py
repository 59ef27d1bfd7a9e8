"""Enterprises: the state each must have on the last day, and a life that leads there.

Planned backwards from the quotas: band, cover and new form are given; registration, head counts, union, federation
cover and type are days before that end. Growth past 25 and 100, closures and moves are lives of a special kind.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from pipeline.sample.codes import enterprise_codes, enterprise_name
from pipeline.sample.quotas import Cell
from pipeline.sample.scene import Scene, between

BANDS = {"large": (100, 3000), "mid": (25, 99), "small": (1, 24)}
EDGES = {"large": (100,), "mid": (25, 99), "small": (24,)}
ROUNDS = ((3, 4, 5, 6), (9, 10, 11, 12))
FIRST_YEAR = 2014


@dataclass
class Enterprise:
    """One enterprise and its life; days that are None did not happen. `start_band` differs where it grew or shrank."""

    code: str
    name: str
    unit: str
    band: str
    cover: str
    new_form: bool
    start_band: str = ""
    registered_on: date = date.min
    headcounts: list[tuple[date, int]] = field(default_factory=list)
    types: list[tuple[date, str]] = field(default_factory=list)
    union_on: date | None = None
    dissolved_on: date | None = None
    federation: str = ""
    joined_on: date | None = None
    left_on: date | None = None
    closed_on: date | None = None
    moved_on: date | None = None
    moved_to: str = ""
    rejoined_on: date | None = None
    both_covers: bool = False
    edge: int = 0

    def is_settled(self, begin: date) -> bool:
        """Known from the opening ledger on, never closed, never moved: any unit above may name it at any time."""
        return self.registered_on < begin and self.closed_on is None and self.moved_on is None

    @property
    def headcount(self) -> int:
        """Head count at the end; 0 when it is not known."""
        return self.headcounts[-1][1] if self.headcounts else 0


def plan_enterprises(scene: Scene, parks: dict[str, list[str]]) -> list[Enterprise]:
    """All enterprises of the year in no particular order; `parks` are park federations by community."""
    chance = scene.chance("enterprises")
    quotas = scene.quotas
    cells: list[Cell] = [cell for cell, count in quotas.cells.items() for _ in range(count)]
    gone: list[Cell] = chance.choices(cells, k=quotas.closed_in_year + quotas.closed_before)
    codes = enterprise_codes(chance, len(cells) + len(gone))
    found = [_blank(scene, chance, code, cell) for code, cell in zip(codes, cells + gone, strict=True)]
    kept, closing = found[: len(cells)], found[len(cells) :]
    _choose_growth(chance, kept, quotas.grown)
    _choose_both(chance, kept, quotas.both_covers)
    for place, enterprise in enumerate(closing):
        early = place < quotas.closed_before
        enterprise.closed_on = (
            between(chance, date(scene.year - 1, 12, 1), date(scene.year - 1, 12, 31))
            if early
            else scene.day(chance, enterprise.unit)
        )
    for enterprise in found:
        _live(scene, chance, enterprise, parks)
    _choose_moves(scene, chance, kept)
    chance.shuffle(found)
    return found


def _blank(scene: Scene, chance: Random, code: str, cell: Cell) -> Enterprise:
    band, cover, new_form = cell
    unit = scene.community(chance)
    return Enterprise(code, enterprise_name(chance, new_form), unit, band, cover, new_form, start_band=band)


def _choose_growth(chance: Random, kept: list[Enterprise], grown: dict[tuple[str, str], int]) -> None:
    for (before, after), count in grown.items():
        candidates = [e for e in kept if e.band == after and e.start_band == after]
        for enterprise in chance.sample(candidates, min(count, len(candidates))):
            enterprise.start_band = before


def _choose_both(chance: Random, kept: list[Enterprise], count: int) -> None:
    """Some enterprises have a union of their own and stay in the federation: they count once, as own union."""
    for band, part in (("large", 4), ("mid", 2), ("small", 4)):
        candidates = [e for e in kept if e.cover == "own" and e.band == band and e.start_band == band]
        chosen = chance.sample(candidates, min(max(1, count // part), len(candidates)))
        for place, enterprise in enumerate(chosen):
            enterprise.both_covers = True
            enterprise.edge = EDGES[band][place // 2 % len(EDGES[band])] if place % 2 == 0 else 0


def _live(scene: Scene, chance: Random, enterprise: Enterprise, parks: dict[str, list[str]]) -> None:
    """Give it a life that ends in its planned state."""
    is_new = chance.random() < 0.07 and enterprise.closed_on is None and enterprise.start_band == enterprise.band
    before = scene.begin - timedelta(days=45)
    enterprise.registered_on = (
        scene.day(chance, enterprise.unit) if is_new else between(chance, date(FIRST_YEAR, 1, 1), before)
    )
    enterprise.federation = _federation(chance, enterprise.unit, parks)
    _count_heads(scene, chance, enterprise)
    _assign_types(scene, chance, enterprise)
    _cover(scene, chance, enterprise)


def _federation(chance: Random, unit: str, parks: dict[str, list[str]]) -> str:
    """The community's federation, or one of its park federations."""
    own = parks.get(unit, [])
    return chance.choice(own) if own and chance.random() < 0.2 else unit


def _count_heads(scene: Scene, chance: Random, enterprise: Enterprise) -> None:
    """Head count at the start and in two survey rounds; the last one is in the final band."""
    if enterprise.band == "unknown":
        return
    first = enterprise.registered_on
    days = [max(first, between(chance, date(scene.year - 1, 12, 1), date(scene.year - 1, 12, 31)))]
    if enterprise.closed_on and days[0] > enterprise.closed_on:
        days = [first]
    for months in ROUNDS:
        day = scene.day(chance, enterprise.unit, months)
        unanswered = enterprise.start_band == enterprise.band and chance.random() < 0.06
        if day > days[-1] and scene.is_open(enterprise.unit, day) and not unanswered:
            days.append(day)
    days = [day for day in days if enterprise.closed_on is None or day < enterprise.closed_on] or days[:1]
    final = _final_headcount(chance, enterprise)
    counts = [_near(chance, enterprise.start_band, final) for _ in days[:-1]] + [final]
    enterprise.headcounts = list(zip(days, counts, strict=True))


def _final_headcount(chance: Random, enterprise: Enterprise) -> int:
    """Within the band; some enterprises with both covers and a few others stand exactly on an edge."""
    low, high = BANDS[enterprise.band]
    if enterprise.edge:
        return enterprise.edge
    if chance.random() < 0.004:
        return chance.choice(EDGES[enterprise.band])
    if enterprise.band == "large":
        return min(high, low + int(chance.expovariate(1 / 262)))
    if enterprise.band == "mid":
        return min(high, low + int(chance.expovariate(1 / 22)))
    return min(high, low + int(chance.expovariate(1 / 6)))


def _near(chance: Random, band: str, headcount: int) -> int:
    """An earlier count: close to the later one, inside the earlier band."""
    low, high = BANDS[band]
    return min(high, max(low, round(headcount * chance.uniform(0.85, 1.1))))


def _assign_types(scene: Scene, chance: Random, enterprise: Enterprise) -> None:
    if enterprise.new_form:
        enterprise.types.append((_early_or_late(scene, chance, enterprise, 0.55), "new_form"))
    rare = {"large": 0.35, "mid": 0.12}.get(enterprise.band, 0.01)
    if chance.random() < rare:
        kind = chance.choice(("specialised", "above_scale", "internet", "new_social_organisation"))
        enterprise.types.append((_early_or_late(scene, chance, enterprise, 0.9), kind))


def _early_or_late(scene: Scene, chance: Random, enterprise: Enterprise, early: float) -> date:
    """A day after registration: before the year with that likelihood, else in it, never after the closing."""
    start = enterprise.registered_on
    last = enterprise.closed_on or scene.end
    if start < scene.begin and (chance.random() < early or last < scene.begin):
        return between(chance, start, min(last, scene.begin) - timedelta(days=1))
    day = scene.day(chance, enterprise.unit, after=start)
    return day if day <= last else start


def _cover(scene: Scene, chance: Random, enterprise: Enterprise) -> None:
    """Union and federation days that end in the planned cover."""
    if enterprise.cover == "own":
        enterprise.union_on = _early_or_late(scene, chance, enterprise, 0.85)
        joined_first = enterprise.union_on >= scene.begin and chance.random() < 0.5
        if enterprise.both_covers:
            enterprise.joined_on = between(chance, enterprise.registered_on, enterprise.union_on)
        elif joined_first and enterprise.registered_on < scene.begin:
            enterprise.joined_on = between(chance, enterprise.registered_on, scene.begin - timedelta(days=1))
            enterprise.left_on = enterprise.union_on
    elif enterprise.cover == "federation":
        enterprise.joined_on = _early_or_late(scene, chance, enterprise, 0.8)
    if enterprise.cover != "own" and enterprise.registered_on < scene.begin and enterprise.closed_on is None:
        _lose(scene, chance, enterprise)


def _lose(scene: Scene, chance: Random, enterprise: Enterprise) -> None:
    """Some had a cover that ended in the year."""
    ended = scene.day(chance, enterprise.unit)
    past = between(chance, enterprise.registered_on, scene.begin - timedelta(days=1))
    if enterprise.cover == "none" and chance.random() < 0.1:
        enterprise.joined_on, enterprise.left_on = past, ended
    elif enterprise.band == "mid" and chance.random() < 0.06:
        enterprise.union_on, enterprise.dissolved_on = past, ended


def _choose_moves(scene: Scene, chance: Random, kept: list[Enterprise]) -> None:
    """A few small covered enterprises move; the old community reports it, the new one covers it from the next month.

    The first of them changes its street, where there is another one.
    """
    streets = {code: scene.street_of(code) for code in scene.weights}
    candidates = [
        e for e in kept
        if e.band == "small" and e.cover == "federation" and e.registered_on < scene.begin
        and e.start_band == e.band and e.joined_on is not None and e.joined_on < scene.begin and e.dissolved_on is None
        and not any(day >= scene.begin for day, _ in e.types)
    ]  # fmt: skip
    has_crossed = False
    for enterprise in chance.sample(candidates, min(scene.quotas.moved, len(candidates))):
        near = [code for code in streets if streets[code] == streets[enterprise.unit]]
        far = [code for code in streets if streets[code] != streets[enterprise.unit]]
        others = near if chance.random() < 0.75 else list(streets)
        others = far if far and not has_crossed else others
        target = chance.choice([code for code in others if code != enterprise.unit])
        last_month = len(scene.months) - 1
        moved_on = scene.day(chance, enterprise.unit, range(1, last_month + 1))
        following = [month for month in scene.months if month > moved_on and (target, month.month) not in scene.quiet]
        if not following or moved_on.month > last_month:
            continue
        has_crossed = has_crossed or target in far
        enterprise.moved_on, enterprise.moved_to, enterprise.left_on = moved_on, target, moved_on
        enterprise.rejoined_on = following[0] + timedelta(days=chance.randint(0, 20))
        enterprise.headcounts = [
            (day, count)
            for day, count in enterprise.headcounts
            if day < moved_on or (day.month > moved_on.month and (target, day.month) not in scene.quiet)
        ]
