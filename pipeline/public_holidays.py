"""Public holidays of China ► ``dbt/seeds/public_holidays.csv``: the days off that the State Council announced.

The days come from the maintained package ``holidays`` (a development dependency): nobody types a calendar by hand, and
the models read a committed table, so a build needs no package. Each December, when the days of the year after are
announced and the package has them::

    python -m pipeline.public_holidays dbt/seeds
"""

import csv
import io
import sys
from pathlib import Path

FILE = "public_holidays.csv"
YEARS = range(2021, 2025)
"""Years whose days off were announced when the seed was written; the package guesses nothing beyond them."""


def days_off() -> list[tuple[str, str, str]]:
    """(day, Chinese name, English name) of each day off, weekends inside a holiday included, in order."""
    import holidays

    named = holidays.country_holidays("CN", years=YEARS, language="zh_CN")
    english = holidays.country_holidays("CN", years=YEARS, language="en_US")
    return [(day.isoformat(), named[day], english[day]) for day in sorted(named)]


def seed() -> str:
    """The text of the seed file."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("holiday_on", "name_zh", "name_en"))
    rows.writerows(days_off())
    return text.getvalue()


def main(folder: str) -> None:
    """Write the seed into a folder."""
    (Path(folder) / FILE).write_text(seed(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
