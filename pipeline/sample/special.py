"""Things of the YAML entries ► rows of the special workbook, with their days, amounts and places."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, cast

from ingestion.registry.units import Unit
from pipeline.sample.codes import card_number
from pipeline.sample.ledger import Ledger, Value, Values
from pipeline.sample.scene import Scene, share
from pipeline.sample.senders import Senders
from pipeline.sample.things import Step, Thing, Variant, things

Fact = tuple[date, Values]


MENU_ITEMS = {"full": 64, "small": 4}


def menu_item(scene: Scene, chance: Random) -> str:
    """The number of an item of the district's training menu."""
    count = MENU_ITEMS["small" if scene.is_small else "full"]
    return f"CD-{scene.district.code}-{scene.year}-{chance.randint(1, count):04d}"


def report_things(scene: Scene, ledger: Ledger, senders: Senders) -> None:
    """Every entry with a generator of chance of its own."""
    for place, thing in enumerate(things()):
        Telling(scene, ledger, senders, thing, scene.chance(f"thing {thing.sheet} {thing.key} {place}")).tell()


@dataclass
class Telling:
    """One entry being told: its numbers count up, its totals are drawn once and shared out."""

    scene: Scene
    ledger: Ledger
    senders: Senders
    thing: Thing
    chance: Random
    number: int = 0
    offset: int = 0

    def tell(self) -> None:
        """Report every thing of every variant, and those that came before the year."""
        wanted = [(variant, variant.earlier) for variant in self.thing.variants for _ in range(self._count(variant))]
        before = max(1, self.thing.earlier // 40) if self.scene.is_small and self.thing.earlier else self.thing.earlier
        wanted += [(self.thing.variants[0], True)] * before
        counted = sum(not is_earlier for _, is_earlier in wanted)
        totals = self._totals(counted)
        self.offset = self.chance.randrange(900_000)
        units = iter(self.scene.of_level(next(iter(self.thing.senders)))) if self.thing.each else iter(())
        for variant, is_earlier in wanted:
            self.number += 1
            begins_before = is_earlier or self.chance.random() < self.thing.stock
            unit = next(units, None) or self._sender(variant, begins_before=begins_before)
            on = self._first_day(unit, variant, begins_before=begins_before)
            amounts = {} if is_earlier else {name: next(parts) for name, parts in totals.items()}
            self._one(unit, on, variant, amounts)

    def _count(self, variant: Variant) -> int:
        if self.thing.each:
            return len(self.scene.of_level(next(iter(self.thing.senders))))
        return variant.small if self.scene.is_small else variant.count

    def _totals(self, count: int) -> dict[str, Iterator[Value]]:
        """Field ► parts that add up to its total; the small scale has a share of the total."""
        full = sum(v.count for v in self.thing.variants if not v.earlier) or count
        found: dict[str, Iterator[Value]] = {}
        for step in self.thing.steps:
            for name, spec in step.fields.items():
                for kind in ("sum", "yuan_sum"):
                    if isinstance(spec, dict) and kind in spec:
                        total = self.chance.randint(*spec[kind]) * count // full
                        parts = share(self.chance, total, [self.chance.lognormvariate(0, 0.4) for _ in range(count)])
                        found[name] = iter([Decimal(part) if kind == "yuan_sum" else part for part in parts])
        return found

    def _sender(self, variant: Variant, *, begins_before: bool) -> Unit:
        if variant.sender:
            return self.senders.named(variant.sender)
        levels = self.thing.senders
        if begins_before:  # communities hand in no special workbook with their opening ledger
            levels = {level: weight for level, weight in levels.items() if level != "federation"} or {"street": 1}
        return self.senders.pick(self.chance, levels)

    def _first_day(self, unit: Unit, variant: Variant, *, begins_before: bool) -> date:
        if begins_before:
            return self.scene.begin - timedelta(days=self.chance.randint(1, self.thing.back))
        return self.senders.day(self.chance, unit, variant.months or self.thing.months)

    def _one(self, unit: Unit, on: date, variant: Variant, amounts: Mapping[str, Value]) -> None:
        thing = self.thing
        subject = thing.subject(unit.code, on.year, self.number + (self.offset if thing.cards else 0))
        key: Values = {thing.key: subject}
        key |= self._values(unit, on, thing.fixed, variant, amounts)
        facts: list[Fact] = []
        for step in thing.steps[: variant.steps]:
            if self.chance.random() >= step.chance:
                break
            for time in range(1, self.chance.randint(*step.times) + 1):
                wait = timedelta(days=self.chance.randint(*step.after))
                on = self.senders.later(self.chance, unit, on + wait if facts else on)
                facts.append((on, self._step(unit, on, step, variant, amounts, time)))
        if variant.breach:
            self.ledger.breach(variant.breach, subject)
        self.ledger.state(unit.code, thing.sheet, key, facts)

    def _step(
        self, unit: Unit, on: date, step: Step, variant: Variant, amounts: Mapping[str, Value], time: int
    ) -> Values:
        values = self._values(unit, on, step.fields, variant, amounts)
        if step.number:
            text = f"{step.mark}-{unit.code}-{self.scene.year}-{self.number:04d}-{time}"
            values[step.number] = text if step.mark else time
        return {**values, step.day: on}

    def _values(
        self, unit: Unit, on: date, fields: Mapping[str, Any], variant: Variant, amounts: Mapping[str, Value]
    ) -> Values:
        found: Values = {}
        for name, spec in fields.items():
            value = amounts[name] if name in amounts else self._value(unit, on, variant.fields.get(name, spec))
            if value is not None:
                found[name] = value
        return found

    def _value(self, unit: Unit, on: date, spec: Any) -> Value:
        """A constant, or what the first name of the specification asks for; KeyError for a name that nobody knows."""
        if not isinstance(spec, dict):
            return cast("Value", spec)
        name = next(iter(spec))
        draw = Draw(self.scene, self.senders, self.chance, unit, on, self.offset + self.number)
        return cast("Value", KINDS[name](draw, spec[name], spec))


@dataclass(frozen=True)
class Draw:
    """What a value may depend on: who states it, when, and the number of the thing."""

    scene: Scene
    senders: Senders
    chance: Random
    unit: Unit
    on: date
    number: int

    def any(self, codes: list[str] | dict[str, int]) -> str:
        """One of the codes, or of code ► weight."""
        return self.chance.choices(list(codes), list(codes.values()) if isinstance(codes, dict) else None)[0]

    def place(self, kind: str) -> str | None:
        """A place below the unit, or nothing."""
        return self.senders.place(self.chance, self.unit, self.on, kind)

    def enterprise(self, kind: str) -> str:
        """The code of an enterprise below the unit."""
        return self.chance.choice(self.senders.enterprises(self.unit, kind)).code


KINDS: dict[str, Callable[[Draw, Any, dict[str, Any]], Any]] = {
    "any": lambda draw, codes, _: draw.any(codes),
    "from": lambda draw, low, spec: draw.chance.randint(low, spec["to"]),
    "sum": lambda _, total, __: total[0] // 40,
    "yuan_sum": lambda _, total, __: Decimal(total[0] // 40),
    "yuan": lambda draw, bounds, _: Decimal(draw.chance.randint(*bounds)),
    "place": lambda draw, kind, _: draw.place(kind),
    "or_sender": lambda draw, kind, _: draw.place(kind) or draw.unit.code,
    "enterprise": lambda draw, kind, _: draw.enterprise(kind),
    "card": lambda draw, first, _: card_number(first + draw.number),
    "item": lambda draw, _, __: menu_item(draw.scene, draw.chance),
    "days": lambda draw, bounds, _: draw.on + timedelta(days=draw.chance.randint(*bounds)),
    "likely": lambda draw, share_of, _: draw.chance.random() < share_of,
}
