"""Mistakes in the special workbooks, laid over the true rows so that the final facts stay the same.

As in the monthly ones: some come late, some forget rows that a 补充 hands in, some say things that a 更正 takes back,
and some hold rows that must be quarantined. Communities and streets err; what the district states is named by others.
"""

import re
from collections.abc import Callable, Collection
from copy import deepcopy
from datetime import date
from random import Random

from pipeline.sample.codes import enterprise_code
from pipeline.sample.handins import FIRST, REPLACEMENT, SUPPLEMENT, HandIn, Line
from pipeline.sample.ledger import Value, Values
from pipeline.sample.scene import Scene
from pipeline.sample.slips import Choice, dotted, exaggerate, later

SLIPS: dict[str, tuple[int, int]] = {"late": (12, 1), "corrected": (6, 1), "replaced": (2, 1), "damaged": (8, 1)}
"""Kind of mistake ► how many special workbooks have it in the full and in the small sample."""

AMOUNTS = ("participants", "visited_people", "applicants", "competitors", "placements")
LEAST_ROWS, LEAST_ALONE = 15, 4
UNKNOWN_NUMBERS = 998_000
NUMBERED = re.compile(r"-\d{4}$")
"""A subject that its sender numbered itself: one more number makes another subject."""


def with_slips(special: list[HandIn], moving: Collection[tuple[str, str]], scene: Scene) -> list[HandIn]:
    """The special workbooks with their mistakes, and the files that put them right.

    `moving` are (unit, period) that tell of a change of the tree or rely on it: these are left alone.
    """
    chance = scene.chance("special noise")
    choice = Choice(chance, [hand_in for hand_in in special if _may_err(hand_in, moving)])
    chosen = {kind: choice.take(counts[scene.is_small], least_rows=LEAST_ROWS) for kind, counts in SLIPS.items()}
    for hand_in in chosen["late"]:
        hand_in.received_at = later(chance, hand_in, 4, 20)
    for place, hand_in in enumerate(chosen["damaged"]):
        damage(chance, hand_in, place)
    supplements = [forget(chance, hand_in) for hand_in in chosen["corrected"]]
    return [*special, *supplements, *(spoil(chance, hand_in) for hand_in in chosen["replaced"])]


def _may_err(hand_in: HandIn, moving: Collection[tuple[str, str]]) -> bool:
    is_still = (hand_in.unit.code, hand_in.period) not in moving and not hand_in.has_guide
    return is_still and hand_in.unit.level != "district" and len(_alone(hand_in)) >= LEAST_ALONE


def forget(chance: Random, hand_in: HandIn) -> HandIn:
    """The first version lacks two rows that no other names and has a zero too many; the 补充 has all three."""
    right: dict[str, list[Line]] = {}
    counted = [(sheet, line) for sheet, line in _lines(hand_in) if any(line.values.get(name) for name in AMOUNTS)]
    for sheet, line in chance.sample(counted, min(len(counted), 1)):
        right.setdefault(sheet, []).append(deepcopy(line))
        exaggerate(line.values, AMOUNTS)
    alone = [(sheet, line) for sheet, line in _alone(hand_in) if (sheet, line) not in counted]
    for sheet, line in chance.sample(alone, min(len(alone), 2)):
        hand_in.sheets[sheet].remove(line)
        right.setdefault(sheet, []).append(line)
    hand_in.sheets = {sheet: lines for sheet, lines in hand_in.sheets.items() if lines}
    return _again(chance, hand_in, SUPPLEMENT, right)


def spoil(chance: Random, hand_in: HandIn) -> HandIn:
    """The first version has two rows of things that never were; the 更正 repeats what is true."""
    right = deepcopy(hand_in.sheets)
    for place, (sheet, line) in enumerate(chance.sample(_alone(hand_in), 2)):
        hand_in.sheets[sheet].append(Line(_another(chance, line.values, place)))
    again = _again(chance, hand_in, REPLACEMENT, right)
    again.replaces = hand_in.name
    return again


def damage(chance: Random, hand_in: HandIn, place: int) -> None:
    """Add one or two rows that break the contract; each kind comes up in turn, none of them carries truth."""
    numbered = _alone(hand_in)
    naming = [(sheet, line) for sheet, line in numbered if "enterprise_code" in line.values]
    for step in range(1 + place % 2):
        sheet, line = chance.choice(naming or numbered)
        break_it = BROKEN[(place + step) % len(BROKEN)]
        values = break_it(chance, _another(chance, line.values, step))
        hand_in.sheets[sheet].append(Line(values, is_sound=False))


def _again(chance: Random, hand_in: HandIn, kind: str, sheets: dict[str, list[Line]]) -> HandIn:
    """A further file of the same unit, period and workbook, later in that month."""
    name, at = hand_in.name.replace(FIRST, kind), later(chance, hand_in, 6, 22)
    return HandIn(hand_in.unit, hand_in.period, kind, name, at, sheets, workbook=hand_in.workbook)


def _lines(hand_in: HandIn) -> list[tuple[str, Line]]:
    return [(sheet, line) for sheet, lines in hand_in.sheets.items() for line in lines]


def _alone(hand_in: HandIn) -> list[tuple[str, Line]]:
    """Rows about a numbered subject that no other row of the file names."""
    named = [value for _, line in _lines(hand_in) for value in line.values.values()]
    return [
        (sheet, line)
        for sheet, line in _lines(hand_in)
        if NUMBERED.search(str(subject := _subject(line.values))) and named.count(subject) == 1
    ]


def _subject(values: Values) -> Value:
    return next(iter(values.values()))


def _another(chance: Random, values: Values, place: int) -> Values:
    """The same about another subject: a number that nobody reaches."""
    name = next(iter(values))
    number = f"-9{chance.randrange(10)}{chance.randrange(10)}{place}"
    return {**values, name: NUMBERED.sub(number, str(values[name]))}


def _dotted_days(_: Random, values: Values) -> Values:
    return {name: dotted(value) if isinstance(value, date) else value for name, value in values.items()}


def _unknown_enterprise(chance: Random, values: Values) -> Values:
    code = enterprise_code(UNKNOWN_NUMBERS + chance.randrange(1000))
    return {**values, "enterprise_code": code} if "enterprise_code" in values else _dotted_days(chance, values)


def _bad_check_digit(chance: Random, values: Values) -> Values:
    known = _unknown_enterprise(chance, values)
    code = str(known.get("enterprise_code", ""))
    return {**known, "enterprise_code": code[:-1] + ("A" if code[-1] != "A" else "B")} if code else known


BROKEN: tuple[Callable[[Random, Values], Values], ...] = (_dotted_days, _unknown_enterprise, _bad_check_digit)
