"""Numbers in words: Chinese habit without another value behind it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import handins, narrative, wording

PERCENT = {"unit_zh": "%", "decimals": 2}
YUAN = {"unit_zh": "元", "decimals": 2}
PEOPLE = {"unit_zh": "人", "decimals": 0}


@pytest.mark.parametrize(
    ("value", "definition", "words"),
    [("677", PEOPLE, "677"), ("28266", PEOPLE, "28,266"), ("99999", PEOPLE, "99,999"), ("100000", PEOPLE, "10万"),
     ("395210", PEOPLE, "39.52万余"), ("21166681.48", YUAN, "2,116.67万"), ("21166700", YUAN, "2,116.67万"),
     ("10885227.98", YUAN, "1,088.52万"), ("320000", YUAN, "32万"), ("9999.5", YUAN, "9,999.5"), ("0", YUAN, "0"),
     ("99.1894", PERCENT, "99.19")],
)  # fmt: skip
def test_figures_in_sentences(value: str, definition: dict, words: str):
    """Counts from 100,000 on are cut to 万余, money is said in 万元 to the nearest 100 yuan, as the union prints it."""
    assert wording.in_sentence(value, definition) == words


@given(st.integers(min_value=0, max_value=10**9))
def test_words_never_say_more_than_the_count(value: int):
    """Read back, the words give the count itself, or with 余 something below it by less than 100."""
    words = wording.in_sentence(str(value), PEOPLE)
    number = Decimal(words.rstrip("万余").replace(",", "")) * (10_000 if "万" in words else 1)
    assert number <= value
    assert (number == value) == (not words.endswith("余"))
    assert value - number < 100


@given(st.decimals(min_value=0, max_value=10**11, places=2, allow_nan=False))
def test_words_say_money_to_the_nearest_hundred_yuan(value: Decimal):
    """Read back, an amount in 万元 is at most 50 yuan off, in either direction; a smaller amount is exact."""
    words = wording.in_sentence(format(value, "f"), YUAN)
    number = Decimal(words.rstrip("万").replace(",", "")) * (10_000 if "万" in words else 1)
    assert abs(value - number) <= (50 if "万" in words else 0)


@pytest.mark.parametrize(
    ("value", "definition", "words"),
    [("100", PERCENT, "100.00"), ("99.1894", PERCENT, "99.19"), ("21166700", YUAN, "21,166,700"),
     ("10885432.5", YUAN, "10,885,432.5"), ("28266", PEOPLE, "28,266"), (None, PEOPLE, "无数据"), ("0", PEOPLE, "0")],
)  # fmt: skip
def test_figures_in_tables(value: str | None, definition: dict, words: str):
    """Tables show the figure in full; a percentage always with the decimals of its definition; no figure is no zero."""
    assert wording.shown(value, definition) == words


def test_a_suppressed_figure_is_a_dash_everywhere():
    """Not even a value that slipped through is shown when the cell is suppressed."""
    assert wording.shown("3", PEOPLE, is_suppressed=True) == "–"
    assert wording.on_card("3", PEOPLE, is_suppressed=True) == ("–", "")


def test_a_share_is_never_rounded_up_to_complete():
    """99.96 % of the reports is not 100 %."""
    assert wording.percent_of("0.9996") == "99.9%"
    assert wording.percent_of("1") == "100%"


def test_a_target_without_a_level_shows_none():
    """Growth targets say growth, the others say that no level was set."""
    assert wording.target(">=", "95", "%") == "≥95%"
    assert wording.target("=", "3", "个") == "3个"
    assert wording.target(">", None, "个") == "比2022年增长"
    assert wording.target(">=", None, "个") == "未设目标值"


def test_chapters_sort_by_their_chinese_numerals():
    """二（三） follows 二（二）, and 二（二）三是 follows 二（二）一是."""
    sections = ["二（三）一是", "二（二）三是", "一（五）二是", "二（二）一是"]
    assert sorted(sections, key=wording.section_order) == [
        "一（五）二是",
        "二（二）一是",
        "二（二）三是",
        "二（三）一是",
    ]


def _figures(**values: str | None) -> tuple[list[dict], dict[str, dict]]:
    rows = [{"indicator_id": key, "value": value, "is_suppressed": value is None} for key, value in values.items()]
    return rows, {key: {"section": "一（三）一是", **PEOPLE} for key in values}


def _told(**values: str | None) -> str:
    chapters = narrative.chapters(*_figures(**values))
    return "".join(piece["text"] for item in chapters[0]["items"] for piece in item["pieces"])


def test_a_clause_without_its_figure_is_left_out():
    """A figure that is missing or suppressed takes its clause with it, and the sentence still ends well."""
    assert (
        _told(disputes_jointly_mediated="5", dispute_economic_benefit_yuan=None) == "联合有关部门及时调处劳资纠纷5宗。"
    )
    assert _told(disputes_jointly_mediated="5", complaints_handled="0") == (
        "联合有关部门及时调处劳资纠纷5宗；处置网络舆情、12351工单等渠道职工投诉反映问题0件。"
    )


def test_a_figure_of_an_unknown_section_is_not_lost():
    """An indicator whose chapter nobody foresaw stands in a last chapter."""
    rows, definitions = _figures(new_figure="1")
    definitions["new_figure"]["section"] = None
    assert [chapter["title_zh"] for chapter in narrative.chapters(rows, definitions)] == ["其他指标"]


def _hand_in(unit: str, period: str, **facts: object) -> dict:
    row = {"unit_code": unit, "unit_name": unit, "street_name": "街道", "period": period, "state": "accepted"}
    return {**row, "is_expected": True, "is_received": True, "is_on_time": True, **facts}


def test_the_first_valid_hand_in_decides_whether_a_unit_was_on_time():
    """A later correction does not make a unit late; a hand-in nobody expected is not counted; held ones are."""
    rows = [
        _hand_in("a", "2022-01"),
        _hand_in("a", "2022-01", is_expected=False, is_on_time=False),
        _hand_in("a", "2022-02", is_on_time=False),
        _hand_in("b", "2022-01", is_received=False, is_on_time=False, state="missing"),
        _hand_in("b", "2022-02", is_received=False, is_on_time=False, state="held"),
        _hand_in("x", "2022-02", is_expected=False),
    ]
    summed = handins.handins(rows)
    counts = ("expected", "received", "on_time", "late", "missing", "held", "units", "units_complete")
    assert [summed[name] for name in counts] == [4, 2, 1, 1, 2, 1, 2, 1]
    assert summed["missing_units"] == [{"unit_name": "b", "street_name": "街道", "periods": ["2022-01", "2022-02"]}]


def test_a_period_without_comparison_says_why():
    """The first year has nothing to compare with; a hole in a later year is a hole; a suppressed cell stays a dash."""
    march, year = {"period": "2022-03", "previous_period": "2022-02"}, {"period": "2022", "previous_period": "2021"}
    row = {"previous_value": None, "is_suppressed": False}
    assert wording.before(row, PEOPLE, year) == "首年无对比"
    assert wording.before(row, PEOPLE, {**year, "previous_period": None}) == "首年无对比"
    assert wording.before(row, PEOPLE, march) == "无数据"
    assert wording.before({**row, "previous_value": "5"}, PEOPLE, march) == "5"
    assert wording.before({"previous_value": "5", "is_suppressed": True}, PEOPLE, march) == "–"
