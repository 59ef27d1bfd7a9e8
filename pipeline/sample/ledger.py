"""The rows that are true: what each unit has to say in each period, by sheet. Noise is laid over them later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pipeline.sample.breaches import Breach

Value = str | int | bool | Decimal | date | None
Values = dict[str, Value]
OPENING_MONTH = 12


@dataclass(frozen=True)
class Row:
    """One row of one sheet: field name ► value. A day in it belongs to the period, except in an opening ledger."""

    unit: str
    period: str
    sheet: str
    values: Mapping[str, Value]


@dataclass
class Ledger:
    """Collects the rows of the year; days after `end` have not been reported yet and are left out."""

    begin: date
    end: date
    rows: list[Row] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)

    @property
    def opening(self) -> str:
        """Period of the opening ledger: the last month before the year."""
        return f"{self.begin.year - 1}-{OPENING_MONTH}"

    def breach(self, rule: str, subject: str) -> None:
        """Note that what was just reported breaks that rule on purpose."""
        self.breaches.append(Breach(rule, subject))

    def period(self, on: date) -> str:
        """The period in which a day is reported."""
        return self.opening if on < self.begin else f"{on:%Y-%m}"

    def state(self, unit: str, sheet: str, key: Values, facts: Iterable[tuple[date, Values]]) -> None:
        """Report the facts of one thing: those of one period share a row as long as no column is needed twice."""
        lines: dict[str, list[Values]] = {}
        for on, values in sorted(facts, key=lambda fact: fact[0]):
            if on > self.end:
                continue
            rows = lines.setdefault(self.period(on), [])
            fitting = next(
                (row for row in rows if all(row.get(name, value) == value for name, value in values.items())), None
            )
            if fitting is None:
                rows.append({**key, **values})
            else:
                fitting.update(values)
        self.rows += [Row(unit, period, sheet, values) for period, rows in lines.items() for values in rows]
