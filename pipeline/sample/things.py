"""What the special workbook tells, as data: `things/*.yaml`, one entry a register's subject.

An entry says on which sheet it stands, how it is numbered, who states it, how many there are and which steps it takes.
A field of a step is a constant or one of: {any: codes or code ► weight}, {from, to} a whole number, {sum: [low, high]}
whole numbers that add up, {yuan: [low, high]}, {yuan_sum: [low, high]}, {place: own, street, community},
{or_sender: own, street, community}, {enterprise: kind}, {days: [low, high]} from the day of the step, {likely: share}
for yes or no, {card: first number}, {item: menu}. An empty one comes from the variant.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "things"
SMALL_DIVISOR = 40


@dataclass(frozen=True)
class Step:
    """One fact of a thing: the field of its day, how long after the step before, how likely, how often.

    `number` is the field that counts the repetitions; with a `mark` it is a text that is unique in the district.
    """

    day: str
    after: tuple[int, int] = (0, 0)
    chance: float = 1
    times: tuple[int, int] = (1, 1)
    number: str = ""
    mark: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Variant:
    """So many things of one kind; `sender` names one unit, `earlier` puts them before the year."""

    count: int
    small: int
    sender: str = ""
    months: tuple[int, ...] = ()
    earlier: bool = False
    breach: str = ""
    steps: int = 99
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Thing:
    """All things of one entry; `stock` is the share that began before the year, `earlier` come on top of the count."""

    sheet: str
    key: str
    steps: tuple[Step, ...]
    variants: tuple[Variant, ...]
    senders: Mapping[str, int]
    mark: str = ""
    cards: int = 0
    fixed: Mapping[str, Any] = field(default_factory=dict)
    months: tuple[int, ...] = ()
    stock: float = 0
    earlier: int = 0
    back: int = 60
    each: bool = False

    def subject(self, unit: str, year: int, number: int) -> str:
        """Its number: a card or staff number where people are meant, else mark, unit, year and place."""
        return (
            f"{self.mark or 'LG'}{self.cards + number:010d}"
            if self.cards
            else f"{self.mark}-{unit}-{year}-{number:04d}"
        )


@cache
def things() -> tuple[Thing, ...]:
    """Every entry, in the order of the files and in them."""
    entries = [entry for path in sorted(FOLDER.glob("*.yaml")) for entry in yaml.safe_load(path.read_text("utf-8"))]
    return tuple(_thing(entry) for entry in entries)


def _thing(entry: dict[str, Any]) -> Thing:
    steps = tuple(Step(**_known(Step, step)) for step in entry.pop("steps"))
    plain = {"count": entry.pop("count", 0), "small": entry.pop("small", None)}
    variants = tuple(_variant(variant) for variant in entry.pop("variants", [plain]))
    return Thing(steps=steps, variants=variants, **{name: _tuple(value) for name, value in entry.items()})


def _variant(entry: dict[str, Any]) -> Variant:
    small = entry.pop("small", None)
    small = max(1, entry["count"] // SMALL_DIVISOR) if small is None else small
    return Variant(**_known(Variant, {**entry, "small": small}))


def _known(kind: type[Step] | type[Variant], entry: dict[str, Any]) -> dict[str, Any]:
    """Arguments of the dataclass: its own names, and under `fields` all others, which are fields of the contract."""
    own = {item.name for item in fields(kind)} - {"fields"}
    named = {name: _tuple(value) for name, value in entry.items() if name in own}
    return {**named, "fields": {name: value for name, value in entry.items() if name not in own}}


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
