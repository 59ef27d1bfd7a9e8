"""How clerks err, whatever the workbook: who is drawn, on which day it comes, a number or a day that is typed wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from random import Random

from pipeline.sample.handins import HandIn, office_hours
from pipeline.sample.ledger import Values


@dataclass
class Choice:
    """Draws the hand-ins that get a mistake, each at most one.

    Hand-ins about an enterprise that moved are left alone: repeated later, they would speak for another community; and
    so are those that tell of a change of the tree or rely on it.
    """

    chance: Random
    free: list[HandIn]

    def take(self, count: int, level: str = "", least_rows: int = 0) -> list[HandIn]:
        """Take `count` hand-ins of that level with at least so many rows; fewer when there are not so many."""
        fitting = [h for h in self.free if (not level or h.unit.level == level) and h.row_count >= least_rows]
        taken = self.chance.sample(fitting, min(count, len(fitting)))
        chosen = {id(hand_in) for hand_in in taken}
        self.free = [h for h in self.free if id(h) not in chosen]
        return taken


def later(chance: Random, hand_in: HandIn, first: int, last: int) -> datetime:
    """A day of the month in which the hand-in was due, within office hours."""
    return office_hours(
        chance, hand_in.received_at.replace(day=1, hour=0, minute=0, second=0), chance.randint(first, last)
    )


def dotted(day: date) -> str:
    """A day as some clerks type it: 2022.3.1, which is text and no date."""
    return f"{day.year}.{day.month}.{day.day}"


def exaggerate(values: Values, names: Iterable[str]) -> None:
    """One zero too many: the commonest slip with a number."""
    for name in names:
        value = values.get(name)
        if isinstance(value, int | Decimal) and value:
            values[name] = value * 10
            return
