"""True rows ► hand-ins: one monthly workbook a unit and period, and a special one where there is something to say.

All are handed in within time; mistakes come from `noise`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from random import Random

from ingestion.contracts.loading import load
from ingestion.contracts.model import MONTHLY, SPECIAL
from ingestion.registry.units import Unit
from ingestion.workbooks.layout import KINDS
from pipeline.sample.ledger import Row, Values
from pipeline.sample.plan import Plan

SHANGHAI = timezone(timedelta(hours=8))
FIRST, SUPPLEMENT, REPLACEMENT = KINDS
OPENING_DAYS = {"district": (4, 4), "federation": (5, 7), "street": (8, 10)}
SPECIAL_OPENING_DAYS = (8, 10)


@dataclass
class Line:
    """One row as it stands in the workbook; `is_sound` is False for a row that must go to quarantine."""

    values: Values
    is_sound: bool = True


@dataclass
class HandIn:
    """One file that a unit hands in.

    `replaces` is the file name of the unit's earlier hand-in; `payload` stands for bytes that are no workbook;
    `copy_of` repeats the bytes of an earlier file; `is_held` says that so much is wrong that nothing may go in.
    """

    unit: Unit
    period: str
    kind: str
    name: str
    received_at: datetime
    sheets: dict[str, list[Line]] = field(default_factory=dict)
    replaces: str = ""
    payload: bytes = b""
    copy_of: str = ""
    is_held: bool = False
    has_guide: bool = False
    workbook: str = MONTHLY

    @property
    def row_count(self) -> int:
        """Data rows in all sheets."""
        return sum(len(lines) for lines in self.sheets.values())


def plain_hand_ins(plan: Plan) -> dict[tuple[str, str], HandIn]:
    """The hand-ins of a year without any mistake, by unit and period; nothing to say makes a nil return."""
    chance = plan.scene.chance("hand-ins")
    found: dict[tuple[str, str], HandIn] = {}
    news = plan.scene.tree.news()
    for period in plan.periods:
        for unit in plan.scene.tree.reporting(plan.scene.units, period):
            is_opening = period == plan.periods[0]
            received_at = in_time(chance, unit, period, is_opening=is_opening, day=news.get((unit.code, period)))
            name = f"{period}-{FIRST}.xlsx"
            found[unit.code, period] = HandIn(unit, period, FIRST, name, received_at, has_guide=is_opening)
    special = _special_sheets()
    for row in plan.rows:
        if row.sheet not in special:
            add(found[row.unit, row.period], row)
    return found


def special_hand_ins(plan: Plan, monthly: Mapping[tuple[str, str], HandIn]) -> list[HandIn]:
    """The special workbooks of those units and periods that have rows for them; there is no nil return.

    They come within the days of the monthly ones. Those of the opening ledger come when every community has told of
    its enterprises, which these rows name.
    """
    chance = plan.scene.chance("special hand-ins")
    special = _special_sheets()
    news = plan.scene.tree.news()
    found: dict[tuple[str, str], HandIn] = {}
    for row in plan.rows:
        if row.sheet in special:
            place = row.unit, row.period
            if place not in found:
                found[place] = _special(
                    chance, monthly[place], is_opening=row.period == plan.periods[0], day=news.get(place)
                )
            add(found[place], row)
    return list(found.values())


def _special(chance: Random, monthly: HandIn, *, is_opening: bool, day: int | None) -> HandIn:
    year, month = (int(part) for part in monthly.period.split("-"))
    first, last = SPECIAL_OPENING_DAYS if is_opening else (1, 3)
    received_at = office_hours(chance, next_month(year, month), day or chance.randint(first, last))
    name = f"{monthly.period}-专项-{FIRST}.xlsx"
    return HandIn(monthly.unit, monthly.period, FIRST, name, received_at, has_guide=is_opening, workbook=SPECIAL)


def _special_sheets() -> set[str]:
    return {register.sheet for register in load().registers.values() if register.workbook == SPECIAL}


def add(hand_in: HandIn, row: Row) -> None:
    """Write one true row into the workbook."""
    hand_in.sheets.setdefault(row.sheet, []).append(Line(dict(row.values)))


def in_time(chance: Random, unit: Unit, period: str, *, is_opening: bool = False, day: int | None = None) -> datetime:
    """Day 1-3 of the next month; opening ledgers by day 10, communities before streets, whose cases need them.

    `day` is given where others wait for this hand-in, or it for another one.
    """
    year, month = (int(part) for part in period.split("-"))
    first, last = OPENING_DAYS[unit.level] if is_opening else (1, 3)
    return office_hours(chance, next_month(year, month), day or chance.randint(first, last))


def office_hours(chance: Random, month_first: datetime, day: int) -> datetime:
    """That day of that month, between nine and five in Shanghai."""
    return month_first.replace(day=day) + timedelta(hours=9, seconds=chance.randint(0, 8 * 3600))


def next_month(year: int, month: int) -> datetime:
    """First instant of the following month in Shanghai."""
    return datetime(year + month // 12, month % 12 + 1, 1, tzinfo=SHANGHAI)
