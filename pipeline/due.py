"""Which editions are due on which day: on the 5th, those of the periods that ended with the month before (details 14).

A month is due each time, a quarter after its third month, a year after December. Pure: the calendar and nothing else;
days are those of Asia/Shanghai.
"""

import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = 5
"""Day of the month on which reports leave."""
AS_PLANNED = frozenset({"scheduled", "backfill"})
"""Kinds of an Airflow run whose logical date always is the day that something was due."""


def periods(on: datetime.date) -> list[str]:
    """Periods that fell due at the latest 5th up to ``on``: '2022-04-05' ► 2022-03 and 2022-Q1."""
    month = _before(on.replace(day=1))
    if on.day < DAY:
        month = _before(month)
    found = [f"{month.year}-{month.month:02}"]
    if month.month % 3 == 0:
        found.append(f"{month.year}-Q{month.month // 3}")
    if month.month == 12:
        found.append(str(month.year))
    return found


def kind(period: str) -> str:
    """Kind of the edition of a period: '2022-03' monthly, '2022-Q1' quarterly, '2022' yearly."""
    if len(period) == 4:
        return "yearly"
    return "quarterly" if "Q" in period else "monthly"


def over_on(period: str) -> datetime.date:
    """The first day after a period; raises ValueError for what is no period."""
    year, _, part = period.partition("-")
    last = 12 if not part else 3 * int(part[1:]) if part.startswith("Q") else int(part)
    return datetime.date(int(year) + last // 12, last % 12 + 1, 1)


def due_on(period: str) -> datetime.date:
    """The day on which the edition of a period leaves."""
    return over_on(period).replace(day=DAY)


def date_of(run_type: str, logical_date: datetime.datetime | None, now: datetime.datetime) -> str | None:
    """The due date that a run of Airflow stands for, as ISO text; None means: whatever is due now.

    A run by timetable or backfill stands for its logical date. So does a run by hand for another day than today; a run
    by hand for today stands for the newest period that has figures.
    """
    if logical_date is None:
        return None
    day = logical_date.astimezone(SHANGHAI).date()
    if run_type not in AS_PLANNED and day == now.astimezone(SHANGHAI).date():
        return None
    return day.isoformat()


def _before(month: datetime.date) -> datetime.date:
    """First day of the month before."""
    return (month - datetime.timedelta(days=1)).replace(day=1)
