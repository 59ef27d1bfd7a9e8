"""How the union says a count in a Chinese sentence: 800余, 20余万, 超过39万, 千余, 二; never more than there is.

A habit cuts a figure down to a step and says so when something was cut. Read back, the words give a number that is
not above the figure, and 余, 多 and 超过 stand only where the figure is truly above that number. The habits are those
of the printed text (seed ``quote_zh``); a figure below the step is said in full, one below 10,000 never in 万.
"""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

WAN = Decimal(10_000)
DIGITS = "〇一二三四五六七八九十"


@dataclass(frozen=True)
class Habit:
    """step: what is cut to; exact, above: how it is said, {n} the number, {w} the number in 万."""

    step: int
    exact: str
    above: str


HABITS = {
    "十余": Habit(10, "{n}", "{n}余"),
    "百余": Habit(100, "{n}", "{n}余"),
    "千余": Habit(1_000, "{n}", "{n}余"),
    "万": Habit(1_000, "{w}万", "{w}万余"),
    "千万余": Habit(1_000, "{w}万", "{w}万余"),
    "十万余": Habit(100_000, "{w}万", "{w}余万"),
    "百万余": Habit(1_000_000, "{w}万", "{w}余万"),
    "超万": Habit(10_000, "{w}万", "超过{w}万"),
    "万多": Habit(10_000, "{w}万", "{w}万多"),
    "五以上": Habit(5, "{n}%", "{n}%以上"),
}


def said(value: str, habit: str) -> str | None:
    """The figure by that habit; None when it is below the step and must be said in full. Raises KeyError."""
    if habit == "汉":
        return chinese(value)
    rule, number = HABITS[habit], Decimal(value)
    cut = (number / rule.step).to_integral_value(rounding=ROUND_DOWN) * rule.step
    if cut <= 0 or ("{w}" in rule.exact and cut < WAN):
        return None
    if habit == "千余" and cut == rule.step and number > cut:
        return "千余"
    words = rule.exact if cut == number else rule.above
    return words.format(n=format(cut, "f"), w=_shortest(cut / WAN))


def chinese(value: str) -> str:
    """A small whole number in Chinese numerals, 百 for a hundred (百人以上); any other figure in digits."""
    number = Decimal(value)
    if number == 100:
        return "百"
    if number != number.to_integral_value() or not 0 <= number < 100:
        return _shortest(number)
    tens, ones = divmod(int(number), 10)
    if tens == 0:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def _shortest(number: Decimal) -> str:
    return format(number.normalize(), "f")
