"""Numbers and states in words: how a figure stands in a Chinese sentence, a card or a table; never another value.

In sentences, counts of 100,000 and more are said in 万, cut at two decimals and followed by 余 when something was cut:
395,210 is 39.52万余. Money of 10,000 yuan and more is said in 万元 to the nearest 100 yuan, as the union prints it:
21,166,681.48 is 2,116.67万元. Tables show every figure in full. A suppressed cell is a dash, a missing one says so.
"""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

SUPPRESSED = "–"
NO_DATA = "无数据"
NO_COMPARISON = "首年无对比"

MONEY = ("元", "yuan")

STATES = {
    "met": "已达标",
    "on_track": "按进度",
    "behind": "落后",
    "not_started": "未启动",
    "not_due": "未到期",
    "no_level_set": "未设目标值",
    "no_baseline": "无基期",
    "no_data": "暂无数据",
}
STATE_TONES = {"met": "good", "on_track": "good", "behind": "bad"}

BASES = {
    "printed": "原文载明",
    "full_coverage_wording": "全覆盖表述",
    "counted": "按列举项计",
    "baseline_direction": "高于2022年",
    "milestone": "完成与否",
    "assumed": "原文未设目标值",
}

OPERATORS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "", "approx": "约"}

VERDICTS = {"within": "一致", "outside": "超出范围", "missing": "缺数据"}

SEVERITIES = {
    "error": "错误",
    "warning": "提醒",
    "note": "说明",
    "notice": "说明",
    "info": "说明",
    "hold": "暂存",
    "held": "暂存",
    "blocking": "拒收",
    "fatal": "拒收",
}

ORDINALS = "一二三四五六七八九十"


def in_sentence(value: str, definition: dict[str, Any]) -> str:
    """A figure inside a running sentence, without its unit: 677 · 2,116.67万 · 39.52万余 · 99.19."""
    if definition["unit_zh"] in MONEY:
        return "".join(_money(value))
    number = Decimal(value)
    if abs(number) < 100_000:
        return grouped(rounded(value, places(value, definition)))
    wan = number / 10_000
    cut = wan.quantize(Decimal("0.01"), rounding=ROUND_DOWN)
    return f"{grouped(_shortest(cut))}万{'' if cut == wan else '余'}"


def _money(value: str) -> tuple[str, str]:
    """An amount in yuan and the word 万, from 10,000 yuan on; below that in full."""
    if abs(Decimal(value)) < 10_000:
        return grouped(_shortest(Decimal(value).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))), ""
    return grouped(_shortest((Decimal(value) / 10_000).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))), "万"


def in_table(value: str | None, is_suppressed: bool = False, decimals: int = 0) -> str:
    """A figure at its decimals with thousands separators; a dash when suppressed, 无数据 when there is none."""
    if is_suppressed:
        return SUPPRESSED
    if value is None:
        return NO_DATA
    return grouped(rounded(value, decimals))


def on_card(value: str | None, definition: dict[str, Any], is_suppressed: bool = False) -> tuple[str, str]:
    """Big figure and its unit: money of 10,000 yuan and more in 万元, everything else in full."""
    unit = definition["unit_zh"]
    if value is None or is_suppressed:
        return in_table(value, is_suppressed), ""
    if unit in MONEY:
        amount, wan = _money(value)
        return amount, wan + unit
    return shown(value, definition), unit


def rounded(value: str, decimals: int) -> str:
    """The figure at so many decimals, half to even: 99.1894 ► 99.19."""
    return format(Decimal(value).quantize(Decimal(1).scaleb(-decimals)), "f")


def places(value: str | None, definition: dict[str, Any] | None) -> int:
    """Decimals to show: a percentage always has those of its definition, any other figure only those it needs."""
    most = 2 if definition is None else int(definition["decimals"] or 0)
    if value is None or (definition is not None and definition["unit_zh"] == "%"):
        return most
    return min(most, max(0, -int(Decimal(value).normalize().as_tuple().exponent)))


def shown(value: str | None, definition: dict[str, Any] | None, is_suppressed: bool = False) -> str:
    """A figure in a table, by its definition."""
    return in_table(value, is_suppressed, places(value, definition))


def grouped(value: str | None) -> str:
    """Thousands separators, every decimal kept."""
    return f"{Decimal(value):,f}" if value is not None else NO_DATA


def before(row: dict[str, Any], definition: dict[str, Any], period: dict[str, Any]) -> str:
    """The figure of the period before with no unit; a dash where this one is suppressed, and why there is none."""
    if row["is_suppressed"]:
        return SUPPRESSED
    if row["previous_value"] is not None:
        return shown(row["previous_value"], definition)
    return NO_DATA if (period["previous_period"] or "")[:4] == period["period"][:4] else NO_COMPARISON


def percent_of(share: str | None) -> str:
    """A share between 0 and 1 as a percentage with one decimal, cut so that 99.96 % is not called complete."""
    if share is None:
        return NO_DATA
    return f"{_shortest((Decimal(share) * 100).quantize(Decimal('0.1'), rounding=ROUND_DOWN))}%"


def state(word: str | None) -> str:
    """The state of a target in words; an unknown one is shown as it is, never dropped."""
    return "" if word is None else STATES.get(word.replace(" ", "_"), word)


def tone(word: str | None) -> str:
    """good, bad or plain: the colour of a state."""
    return "plain" if word is None else STATE_TONES.get(word.replace(" ", "_"), "plain")


def target(operator: str | None, level: str | None, unit: str) -> str:
    """≥95%, 约100%, 比2022年增长, 未设目标值: a level that the source does not print is never shown."""
    if level is None:
        return "比2022年增长" if operator == ">" else "未设目标值"
    return f"{OPERATORS.get(operator or '', operator or '')}{grouped(level)}{unit}"


def basis(word: str | None) -> str:
    """What the level of a target rests on, in words; an unknown one is shown as it is."""
    return "" if word is None else BASES.get(word, word)


def period(name: str) -> str:
    """2022 ► 2022年, 2022-Q1 ► 2022年第一季度, 2022-03 ► 2022年3月."""
    year, _, part = name.partition("-")
    if not part:
        return f"{year}年"
    if part.startswith("Q"):
        return f"{year}年第{ORDINALS[int(part[1:]) - 1]}季度"
    return f"{year}年{int(part)}月"


def short_period(name: str) -> str:
    """2022-03 ► 3月: in a report whose year stands in the title."""
    return period(name).partition("年")[2] or period(name)


def section_order(section: str | None) -> list[int]:
    """Order of chapters by their Chinese numerals: 二（三）一是 comes after 二（二）三是."""
    return [ORDINALS.index(sign) for sign in section or "" if sign in ORDINALS]


def _shortest(number: Decimal) -> str:
    return format(number.normalize(), "f")
