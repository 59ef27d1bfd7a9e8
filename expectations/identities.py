"""Derived identities: what the figures of one unit and period imply of each other, as data in ``identities.yaml``.

One generic query reads them all. Those that hold always are rules of gate 2 (suites/identities.py); those that hold of
the published figures only are told by ``reconcile`` and stop nothing. A figure that is blank or absent is not judged.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "identities.yaml"
ALWAYS, PUBLISHED = "always", "published"
FIGURE = re.compile(r"[a-z][a-z0-9_]*(?:\.numerator|\.denominator)?")
EXPRESSION = re.compile(r"[a-z0-9_.+*/() -]+")
FIELDS = {"zh", "en", "holds", "value", "low", "high", "equals", "tolerance"}


class IdentityError(Exception):
    """An entry of ``identities.yaml`` that cannot be read; names the entry and what to do."""


@dataclass(frozen=True)
class Identity:
    """``value`` lies between ``low`` and ``high``, ``tolerance`` allowed; all three are sums and ratios of figures."""

    name: str
    zh: str
    en: str
    holds: str
    value: str
    low: str | None
    high: str | None
    tolerance: str = "0"

    @property
    def figures(self) -> tuple[str, ...]:
        """Indicators it speaks of, sorted."""
        text = " ".join(filter(None, (self.value, self.low, self.high)))
        return tuple(sorted({found.partition(".")[0] for found in FIGURE.findall(text)}))

    def broken(self, table: str, *keys: str) -> str:
        """SQL that selects the ``keys`` of every group of rows for which it does not hold.

        ``table`` (or a subquery) has those columns, indicator_id, value and, for rates, numerator and denominator.
        """
        value = f"({_sql(self.value)})"
        limits = [f"{value} >= ({_sql(self.low)}) - {self.tolerance}"] if self.low else []
        limits += [f"{value} <= ({_sql(self.high)}) + {self.tolerance}"] if self.high else []
        group = ", ".join(f"v.{key}" for key in keys)
        return (
            f"select {group} from {table} as v where v.indicator_id in ({_listed(self.figures)})"
            f" group by {group} having not ({' and '.join(limits)})"
        )

    def among(self, table: str) -> str:
        """SQL that selects the rows it is about."""
        return (
            f"select v.indicator_id from {table} as v"
            f" where v.indicator_id in ({_listed(self.figures)}) and v.value is not null"
        )


def load(holds: str, file: Path = FILE) -> tuple[Identity, ...]:
    """The identities of one kind in the order of the file; raises IdentityError for an entry that cannot be read."""
    listed = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    return tuple(one for one in (_read(name, entry) for name, entry in listed.items()) if one.holds == holds)


def _read(name: str, entry: dict[str, object]) -> Identity:
    plain = {key: str(value) for key, value in entry.items()}
    low, high = (plain.get("equals", plain.get(end)) for end in ("low", "high"))
    tolerance = plain.get("tolerance", "0")
    wrong = [
        *(f"unknown field {key}" for key in plain.keys() - FIELDS),
        *(f"no {key}" for key in ("zh", "en", "value") if not plain.get(key)),
        *([] if plain.get("holds") in (ALWAYS, PUBLISHED) else ["holds is neither always nor published"]),
        *([] if low or high else ["nothing it is compared with: equals, low or high"]),
        *(
            f"not a sum or ratio of figures: {text}"
            for text in filter(None, (plain.get("value"), low, high, tolerance))
            if not EXPRESSION.fullmatch(text)
        ),
    ]
    if wrong:
        message = f"{FILE.name}: {name}: {'; '.join(wrong)} · 推导关系写得不对，请改这一条"
        raise IdentityError(message)
    return Identity(name, plain["zh"], plain["en"], plain["holds"], plain["value"], low, high, tolerance)


def _sql(expression: str) -> str:
    """An expression with each figure looked up in its group; nothing is divided by zero."""
    divided = re.sub(rf"/ *({FIGURE.pattern})", r"/ nullif(\1, 0)", expression)
    return FIGURE.sub(lambda found: found[0] if found[0] == "nullif" else _looked_up(found[0]), divided)


def _looked_up(figure: str) -> str:
    name, _, column = figure.partition(".")
    return f"max(v.{column or 'value'}) filter (where v.indicator_id = '{name}')"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"'{name}'" for name in names)
