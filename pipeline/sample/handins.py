"""True rows ► hand-ins: one workbook a unit and period, handed in within time. Mistakes come from `noise`."""

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
    workbook: str = MONTHLY
    has_guide: bool = False

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
    for row in plan.rows:
        if _workbook(row) == MONTHLY:
            found[row.unit, row.period].sheets.setdefault(row.sheet, []).append(Line(dict(row.values)))
    return found


def special_hand_ins(plan: Plan) -> list[HandIn]:
    """The special workbooks: only who has something to say hands one in, with the monthly one."""
    chance = plan.scene.chance("special hand-ins")
    units = {unit.code: unit for unit in plan.scene.units}
    found: dict[tuple[str, str], HandIn] = {}
    for row in plan.rows:
        if _workbook(row) == SPECIAL:
            unit, name = units[row.unit], f"{row.period}-专项-{FIRST}.xlsx"
            made = HandIn(unit, row.period, FIRST, name, in_time(chance, unit, row.period), workbook=SPECIAL)
            hand_in = found.setdefault((row.unit, row.period), made)
            hand_in.sheets.setdefault(row.sheet, []).append(Line(dict(row.values)))
    return list(found.values())


def _workbook(row: Row) -> str:
    return load().registers[row.sheet].workbook


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
