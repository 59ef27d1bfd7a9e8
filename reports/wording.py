"""Numbers and states in words: how a figure stands in a sentence, a card or a table; never another value.

In Chinese sentences, counts of 100,000 and more are said in 万, cut at two decimals and followed by 余 when something
was cut: 395,210 is 39.52万余; the habits of the printed text (800余) are those of ``habits``. Money of 10,000 yuan and
more is said in 万元 to the nearest 100 yuan, as the union prints it: 21,166,681.48 is 2116.67万元. Tables and English
sentences show every figure in full. A percentage below 100 is never rounded up to it. A suppressed cell is a dash, a
missing one says so. The words themselves are data (``words.yaml``).
"""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reports import habits, plurals

Row = dict[str, Any]

FOLDER = Path(__file__).parent
LANGUAGES = ("zh", "en")
SUPPRESSED = "–"
MONEY = ("元", "yuan")
OPERATORS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "", "approx": "约"}
ORDINALS = "一二三四五六七八九十"
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class Wording:
    """The words of one language, ``zh`` or ``en``; raises KeyError for another."""

    def __init__(self, language: str = "zh") -> None:
        self.language = language
        self.place_of = LANGUAGES.index(language) if language in LANGUAGES else _unknown(language)
        self.is_chinese = language == "zh"

    def text(self, key: str, **values: object) -> str:
        """A sentence or label of the report."""
        said: str = _words()["texts"][key][self.place_of]
        return plurals.chosen(said, lambda name: str(values[name]) == "1").format(**values) if values else said

    def beside(self, key: str, **values: object) -> str:
        """The English word beside a Chinese heading; nothing beside an English one."""
        return Wording("en").text(key, **values) if self.is_chinese else ""

    def column(self, key: str) -> str:
        """Heading of a column."""
        return str(_words()["columns"][key][self.place_of])

    def word(self, kind: str, key: str | None) -> str:
        """The word for a value of the publication, by kind (states, bases, …); an unknown one as it is."""
        found = _words()[kind].get((key or "").replace(" ", "_"))
        return str(found[self.place_of]) if found else (key or "").replace("_", " ")

    def state(self, word: str | None) -> str:
        """The state of a target."""
        return self.word("states", word)

    def name(self, row: Row, field: str = "name") -> str:
        """Name (or definition) of an indicator or target in this language, else in Chinese."""
        return str(row.get(f"{field}_{self.language}") or row.get(f"{field}_zh") or "")

    def unit(self, definition: Row | None, value: str | None = None) -> str:
        """Unit of a figure, of one thing in the singular; a unit without words as the catalogue names it."""
        if definition is None or self.is_chinese:
            return str((definition or {}).get("unit_zh") or "")
        unit = str(definition.get("unit") or "")
        said = _words()["units"].get(unit, [unit.replace("_", " ")] * 2)
        return "%" if definition["unit_zh"] == "%" else said[not _is_one(value)]

    def behind(self, definition: Row | None, value: str | None = None) -> str:
        """The unit as it follows a figure."""
        return self.spaced(self.unit(definition, value))

    def spaced(self, unit: str) -> str:
        """A unit with the space before it: none in Chinese and before %."""
        return unit if self.is_chinese or unit in {"", "%"} else f" {unit}"

    def level_unit(self, key: str, level: str | None) -> str:
        """The unit as it follows the level of a target."""
        said = _words()["level_units"].get(key, [key, f" {key}", f" {key}"])
        return said[0] if self.is_chinese else said[1 if _is_one(level) else 2]

    def place(self, name: str | None) -> str:
        """Name of the district or a street, or of its federation, in this language; of a unit below as it is."""
        found = place_of(name)
        return str(found["en"]) if found and not self.is_chinese else (name or "")

    def join(self, parts: list[str]) -> str:
        """Things one beside the other in a sentence."""
        return ("、" if self.is_chinese else ", ").join(parts)

    def in_sentence(self, value: str, definition: Row, habit: str | None = None) -> str:
        """A figure inside a running sentence, without its unit: 677 · 2116.67万 · 39.52万余 · 20余万 · 99.19."""
        if not self.is_chinese:
            return shown(value, definition)
        said = habits.said(value, habit) if habit else None
        if said is not None:
            return said
        percent = "%" if habit == "五以上" else ""
        if definition["unit_zh"] in MONEY:
            return "".join(_money(value))
        number = Decimal(value)
        if abs(number) < 100_000:
            return _shortest(Decimal(_by_definition(value, definition))) + percent
        wan = number / 10_000
        cut = wan.quantize(Decimal("0.01"), rounding=ROUND_DOWN)
        return f"{_shortest(cut)}万{'' if cut == wan else '余'}"

    def in_table(self, value: str | None, is_suppressed: bool = False, decimals: int = 0) -> str:
        """A figure at its decimals with separators; a dash when suppressed, 无数据 when there is none."""
        if is_suppressed:
            return SUPPRESSED
        return self.text("no_data") if value is None else grouped(rounded(value, decimals))

    def shown(self, value: str | None, definition: Row | None, is_suppressed: bool = False) -> str:
        """A figure in a table, by its definition."""
        if is_suppressed or value is None:
            return self.in_table(value, is_suppressed)
        return shown(value, definition)

    def on_card(self, value: str | None, definition: Row, is_suppressed: bool = False) -> tuple[str, str]:
        """Big figure and its unit: money of 10,000 yuan and more in 万元 in Chinese, everything else in full."""
        unit = self.unit(definition, value)
        if value is None or is_suppressed:
            return self.in_table(value, is_suppressed), ""
        if definition["unit_zh"] in MONEY and self.is_chinese:
            amount, wan = _money(value)
            return grouped(amount), wan + unit
        return shown(value, definition), unit

    def before(self, row: Row, definition: Row, period: Row) -> str:
        """The figure of the period before with no unit; a dash where this one is suppressed, and why there is none."""
        if row["is_suppressed"]:
            return SUPPRESSED
        if row["previous_value"] is not None:
            return shown(row["previous_value"], definition)
        same_year = (period["previous_period"] or "")[:4] == period["period"][:4]
        return self.text("no_data" if same_year else "no_comparison")

    def percent_of(self, share: str | None) -> str:
        """A share between 0 and 1 as a percentage with one decimal, cut so that 99.96 % is not called complete."""
        if share is None:
            return self.text("no_data")
        return f"{_shortest((Decimal(share) * 100).quantize(Decimal('0.1'), rounding=ROUND_DOWN))}%"

    def target(self, operator: str | None, level: str | None, unit: str) -> str:
        """≥95%, 约100%, 比2022年增长, 未设目标值: a level that the source does not print is never shown."""
        if level is None:
            return self.text("grows" if operator == ">" else "no_level")
        sign = OPERATORS.get(operator or "", operator or "")
        return f"{sign if self.is_chinese or sign != '约' else '≈'}{grouped(level)}{unit}"

    def period(self, name: str) -> str:
        """2022 ► 2022年, 2022-Q1 ► 2022年第一季度, 2022-03 ► 2022年3月."""
        year, _, part = name.partition("-")
        if not part:
            return self.text("year", year=year)
        if part.startswith("Q"):
            return self.text("quarter", year=year, part=part[1:], part_zh=ORDINALS[int(part[1:]) - 1])
        return self.text("month", year=year, part=int(part), name_en=MONTHS[int(part) - 1])

    def short_period(self, name: str) -> str:
        """2022-03 ► 3月: in a report whose year stands in the title."""
        if self.is_chinese:
            return self.period(name).partition("年")[2] or self.period(name)
        return self.period(name).rpartition(" ")[0][:3] if name[5:].isdigit() else self.period(name)


def tone(word: str | None) -> str:
    """good, bad or plain: the colour of a state."""
    found = _words()["states"].get((word or "").replace(" ", "_"))
    return str(found[2]) if found else "plain"


def shown(value: str, definition: Row | None) -> str:
    """A figure in full at the decimals of its definition."""
    return grouped(_by_definition(value, definition))


def rounded(value: str, decimals: int) -> str:
    """The figure at so many decimals, half to even: 99.1894 ► 99.19."""
    return format(Decimal(value).quantize(Decimal(1).scaleb(-decimals)), "f")


def places_of(value: str | None, definition: Row | None) -> int:
    """Decimals to show: a percentage always has those of its definition, any other figure only those it needs."""
    most = 2 if definition is None else int(definition["decimals"] or 0)
    if value is None or (definition is not None and definition["unit_zh"] == "%"):
        return most
    return min(most, max(0, -int(Decimal(value).normalize().as_tuple().exponent)))


def grouped(value: str) -> str:
    """Thousands separators, every decimal kept."""
    return f"{Decimal(value):,f}"


def section_order(section: str | None) -> list[int]:
    """Order of chapters by their Chinese numerals: 二（三）一是 comes after 二（二）三是."""
    return [ORDINALS.index(sign) for sign in section or "" if sign in ORDINALS]


@cache
def places() -> dict[str, Row]:
    """District and streets: English name, column and row of the tile."""
    loaded: dict[str, Row] = yaml.safe_load((FOLDER / "places.yaml").read_text(encoding="utf-8"))
    return loaded


def place_of(name: str | None) -> Row | None:
    """The place of a street or the district, named by itself or by its federation: 龙城街道, 龙城街道总工会."""
    return places().get((name or "").removesuffix("总工会"))


def _is_one(value: str | None) -> bool:
    return value is not None and Decimal(value) == 1


def _by_definition(value: str, definition: Row | None) -> str:
    digits = places_of(value, definition)
    text = rounded(value, digits)
    if definition is not None and definition["unit_zh"] == "%" and Decimal(value) < 100 <= Decimal(text):
        return format(Decimal(value).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_DOWN), "f")
    return text


def _money(value: str) -> tuple[str, str]:
    """An amount in yuan and the word 万, from 10,000 yuan on; below that in full."""
    if abs(Decimal(value)) < 10_000:
        return _shortest(Decimal(value).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)), ""
    return _shortest((Decimal(value) / 10_000).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)), "万"


def _shortest(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _unknown(language: str) -> int:
    message = f"没有语言 {language}，可用 zh、en / no language {language}; there are zh and en"
    raise KeyError(message)


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    loaded: dict[str, dict[str, list[str]]] = yaml.safe_load((FOLDER / "words.yaml").read_text(encoding="utf-8"))
    return loaded
