"""Numbers in words: Chinese habit without another value behind it."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import habits, handins, parts, wording
from reports.document import missing
from reports.narrative import Teller
from reports.wording import Wording

ZH, EN = Wording("zh"), Wording("en")
PERCENT = {"unit_zh": "%", "decimals": 2}
YUAN = {"unit_zh": "元", "decimals": 2}
PEOPLE = {"unit_zh": "人", "decimals": 0}


@pytest.mark.parametrize(
    ("value", "definition", "words"),
    [("677", PEOPLE, "677"), ("28266", PEOPLE, "28266"), ("99999", PEOPLE, "99999"), ("100000", PEOPLE, "10万"),
     ("395210", PEOPLE, "39.52万余"), ("21166681.48", YUAN, "2116.67万"), ("21166700", YUAN, "2116.67万"),
     ("10885227.98", YUAN, "1088.52万"), ("320000", YUAN, "32万"), ("9999.5", YUAN, "9999.5"), ("0", YUAN, "0"),
     ("99.1894", PERCENT, "99.19"), ("88.1009", PERCENT, "88.1")],
)  # fmt: skip
def test_figures_in_sentences(value: str, definition: dict, words: str):
    """Counts from 100,000 on are cut to 万余, money is said in 万元 to the nearest 100 yuan, as the union prints it."""
    assert ZH.in_sentence(value, definition) == words


@given(st.integers(min_value=0, max_value=10**9))
def test_words_never_say_more_than_the_count(value: int):
    """Read back, the words give the count itself, or with 余 something below it by less than 100."""
    words = ZH.in_sentence(str(value), PEOPLE)
    number = Decimal(words.rstrip("万余").replace(",", "")) * (10_000 if "万" in words else 1)
    assert number <= value
    assert (number == value) == (not words.endswith("余"))
    assert value - number < 100


@given(st.decimals(min_value=0, max_value=10**11, places=2, allow_nan=False))
def test_words_say_money_to_the_nearest_hundred_yuan(value: Decimal):
    """Read back, an amount in 万元 is at most 50 yuan off, in either direction; a smaller amount is exact."""
    words = ZH.in_sentence(format(value, "f"), YUAN)
    number = Decimal(words.rstrip("万").replace(",", "")) * (10_000 if "万" in words else 1)
    assert abs(value - number) <= (50 if "万" in words else 0)


@pytest.mark.parametrize(
    ("value", "habit", "words"),
    [("850", "百余", "800余"), ("800", "百余", "800"), ("57", "百余", "57"), ("238830", "十万余", "20余万"),
     ("200000", "十万余", "20万"), ("199999", "十万余", "10余万"), ("1350", "千余", "千余"),
     ("15430", "千余", "15000余"),
     ("395210", "超万", "超过39万"), ("10885432.55", "万多", "1088万多"), ("4123400", "百万余", "400余万"),
     ("13250", "千万余", "1.3万余"), ("34000", "万", "3.4万"), ("30120", "万", "3万余"),
     ("86.8233", "五以上", "85%以上"),
     ("24", "十余", "20余"), ("12", "汉", "十二"), ("100", "汉", "百"), ("21", "汉", "二十一")],
)  # fmt: skip
def test_habits_of_the_printed_text(value: str, habit: str, words: str):
    """Counts are said as the union says them, and 余 only of what is above the number."""
    definition = PERCENT if habit == "五以上" else PEOPLE
    assert ZH.in_sentence(value, definition, habit) == words
    assert EN.in_sentence(value, definition, habit).replace(",", "") == wording.shown(value, definition).replace(
        ",", ""
    )


@given(st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False), st.sampled_from(sorted(habits.HABITS)))
def test_a_habit_never_overstates(value: Decimal, habit: str):
    """Read back, the words give at most the figure, and less only where 余, 多, 超过 or 以上 says so."""
    words = habits.said(format(value, "f"), habit)
    if words is None:
        rule = habits.HABITS[habit]
        assert value < (max(rule.step, habits.WAN) if "{w}" in rule.exact else rule.step)
        return
    bare = re.sub("[余多]|超过|以上|%", "", words)
    number = Decimal(bare.replace("万", "").replace("千", "1000")) * (10_000 if "万" in bare else 1)
    assert number <= value
    assert (number < value) == bool(re.search("余|多|超过|以上", words))


@given(st.decimals(min_value=0, max_value=Decimal("99.9999"), places=4, allow_nan=False))
def test_a_percentage_below_a_hundred_is_never_called_a_hundred(value: Decimal):
    """99.996 % is 99.99, in sentences, tables and on cards."""
    text = format(value, "f")
    for said in (ZH.in_sentence(text, PERCENT), ZH.shown(text, PERCENT), ZH.on_card(text, PERCENT)[0]):
        assert Decimal(said) < 100


@pytest.mark.parametrize(
    ("value", "definition", "words"),
    [("100", PERCENT, "100.00"), ("99.1894", PERCENT, "99.19"), ("21166700", YUAN, "21,166,700"),
     ("10885432.5", YUAN, "10,885,432.5"), ("28266", PEOPLE, "28,266"), (None, PEOPLE, "无数据"), ("0", PEOPLE, "0")],
)  # fmt: skip
def test_figures_in_tables(value: str | None, definition: dict, words: str):
    """Tables show the figure in full; a percentage always with the decimals of its definition; no figure is no zero."""
    assert ZH.shown(value, definition) == words


def test_a_suppressed_figure_is_a_dash_everywhere():
    """Not even a value that slipped through is shown when the cell is suppressed."""
    assert ZH.shown("3", PEOPLE, is_suppressed=True) == "–"
    assert ZH.on_card("3", PEOPLE, is_suppressed=True) == ("–", "")


def test_a_share_is_never_rounded_up_to_complete():
    """99.96 % of the reports is not 100 %."""
    assert ZH.percent_of("0.9996") == "99.9%"
    assert ZH.percent_of("1") == "100%"


def test_a_target_without_a_level_shows_none():
    """Growth targets say growth, the others say that no level was set."""
    assert ZH.target(">=", "95", "%") == "≥95%"
    assert ZH.target("=", "3", "个") == "3个"
    assert ZH.target(">", None, "个") == "比2022年增长"
    assert ZH.target(">=", None, "个") == "未设目标值"


def test_chapters_sort_by_their_chinese_numerals():
    """二（三） follows 二（二）, and 二（二）三是 follows 二（二）一是."""
    sections = ["二（三）一是", "二（二）三是", "一（五）二是", "二（二）一是"]
    assert sorted(sections, key=wording.section_order) == [
        "一（五）二是",
        "二（二）一是",
        "二（二）三是",
        "二（三）一是",
    ]


UNIT, YEAR = {"level": "district", "unit_name": "龙岗区"}, {"grain": "year", "period": "2022"}


def _figures(**values: str | None) -> tuple[dict, dict[str, dict]]:
    rows = [{"indicator_id": key, "value": value, "is_suppressed": value is None} for key, value in values.items()]
    return {"unit": UNIT, "period": YEAR, "values": rows}, {
        key: {"section": "一（三）一是", "fold": "flow", **PEOPLE} for key in values
    }


def _told(section: str = "一（三）", say: Wording = ZH, **values: str | None) -> str:
    items = Teller(*_figures(**values), say).items(section)
    return "".join(piece["text"] for item in items for piece in item["pieces"])


def test_nobody_writes_of_what_did_not_happen():
    """A clause whose figures are all zero is left to the table; a zero beside another figure is said."""
    assert _told(disputes_jointly_mediated="5", complaints_handled="0") == "联合有关部门及时调处劳资纠纷5宗。"
    assert _told(disputes_jointly_mediated="0", complaints_handled="0") == ""


def test_a_place_is_known_by_its_own_name_and_by_its_federation_s():
    """The registry calls a street by its federation; English names and tiles are those of the street."""
    english = Wording("en")
    assert {english.place(name) for name in ("龙城街道", "龙城街道总工会")} == {"Longcheng Street"}
    assert english.place("样例社区工联会") == "样例社区工联会"


def test_one_thing_is_said_in_the_singular():
    """1 event, 2 events, 1 person, 1 enterprise; Chinese has no plural."""
    units = [("events", "场"), ("people", "人"), ("enterprises", "家")]
    rows = [{"unit": unit, "unit_zh": zh} for unit, zh in units]
    assert [Wording("en").behind(row, "1") for row in rows] == [" event", " person", " enterprise"]
    assert [Wording("en").behind(row, "2") for row in rows] == [" events", " people", " enterprises"]
    assert [Wording("zh").behind(row, "1") for row in rows] == ["场", "人", "家"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"disputes_jointly_mediated": "1"}, "1 labour dispute was mediated jointly with other departments."),
        ({"street_unions_with_counsel": "1", "enterprise_unions_with_counsel": "2"},
         "1 street federation and 2 enterprise unions have legal counsel."),
        ({"size100_unionised_with_mechanism": "1"},
         "Among the unionised enterprises of 100 or more staff, 1 has a consultation mechanism."),
    ],
)  # fmt: skip
def test_an_english_sentence_agrees_with_its_figure(values: dict[str, str], said: str):
    """The word for one or for many is chosen by the figure before it; Chinese has no such words."""
    assert _told(say=EN, **values) == said
    assert not re.search(r"[][/]", _told(**values))


def test_an_english_clause_brings_its_joint_and_said_first_goes_without():
    """Two full clauses are joined by "and", never by a comma alone."""
    both = _told(say=EN, consultation_plan_issued="1", consultation_competitions_held="27")
    assert (
        both == "The 2022 work plan for collective consultation was issued, and 27 consultation competitions were held."
    )
    assert _told(say=EN, consultation_competitions_held="1") == "1 consultation competition was held."


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ("2 1 1 1 1 1 1", "Of 2 reporting units, 1 has handed in everything; 1 workbook was expected and 1 was "
         "received, 1 of them late; 1 is missing and 1 is held."),
        ("1 0 3 2 0 0 2", "Of 1 reporting unit, 0 have handed in everything; 3 workbooks were expected and 2 were "
         "received, 0 of them late; 0 are missing and 2 are held."),
    ],
)  # fmt: skip
def test_the_line_about_reporting_agrees_with_its_figures(counts: str, said: str):
    """One unit has, two have; one workbook was, two were: in the report and, being the same words, in the mail."""
    names = ("units", "units_complete", "expected", "received", "late", "missing", "held")
    assert missing(dict(zip(names, map(int, counts.split()), strict=True)), EN) == said


def test_a_clause_without_its_figure_is_left_out():
    """A figure that is missing or suppressed takes its clause with it, and the sentence still ends well."""
    assert (
        _told(disputes_jointly_mediated="5", dispute_economic_benefit_yuan=None) == "联合有关部门及时调处劳资纠纷5宗。"
    )
    assert _told(disputes_jointly_mediated="5", complaints_handled="3") == (
        "联合有关部门及时调处劳资纠纷5宗；处置网络舆情、12351工单等渠道职工投诉反映问题3件。"
    )
    assert (
        _told(say=EN, disputes_jointly_mediated="5")
        == "5 labour disputes were mediated jointly with other departments."
    )


def test_names_are_said_only_when_all_of_them_were_counted():
    """Three contests are named when three were held; with one, only the number is said."""
    editions = {"city_tech_innovation_games_edition": "12", "union_cup_service_innovation_edition": "2"}
    assert "第十二届" in _told("一（二）", competitions_named="3", **editions)
    assert _told("一（二）", competitions_named="1", **editions) == "举办列名竞赛1项。"


def test_all_dues_are_refunded_only_when_all_were():
    """全额 is said of a share of 100 % and of nothing below."""
    assert "全额" in _told("一（六）", small_enterprises_dues_refunded="3", small_enterprise_dues_refund_share="100")
    less = _told("一（六）", small_enterprises_dues_refunded="3", small_enterprise_dues_refund_share="99.99")
    assert "全额" not in less


def test_a_rule_constant_is_named_even_where_it_is_not_published():
    """30人以上 is the rule itself; the count beside it is not."""
    assert _told(collective_disputes_handled="4") == "参与处置涉及职工30人以上劳资纠纷事件4宗。"


def test_a_figure_of_an_unknown_section_is_not_lost():
    """An indicator whose chapter nobody foresaw stands in a last chapter."""
    figures, definitions = _figures(new_figure="1")
    definitions["new_figure"]["section"] = None
    told = Teller(figures, definitions, ZH)
    row = dict.fromkeys(("denominator", "previous_value", "target_operator", "target_status", "completeness"))
    figures["values"][0] |= row
    definitions["new_figure"]["name_zh"] = "新指标"
    figures["period"] = {**YEAR, "previous_period": None}
    blocks = parts.part_one(figures, definitions, told, ZH)
    assert [block["text"] for block in blocks if block["kind"] == "heading"][-1] == "其他指标"
    assert blocks[-1]["table"]["rows"][0][0]["text"] == "新指标"


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
    assert ZH.before(row, PEOPLE, year) == "首年无对比"
    assert ZH.before(row, PEOPLE, {**year, "previous_period": None}) == "首年无对比"
    assert ZH.before(row, PEOPLE, march) == "无数据"
    assert ZH.before({**row, "previous_value": "5"}, PEOPLE, march) == "5"
    assert ZH.before({"previous_value": "5", "is_suppressed": True}, PEOPLE, march) == "–"
