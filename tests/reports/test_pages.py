"""The pages: every figure of the stored edition, nothing fetched from anywhere, fonts inside, charts as vectors."""

import json
import re
import subprocess
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from reports.wording import Wording

Row = dict[str, Any]
ZH = Wording("zh")


def frozen(folder: Path) -> Row:
    """The stored edition of a folder."""
    loaded: Row = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    return loaded


def page(folder: Path) -> str:
    return (folder / "report.html").read_text(encoding="utf-8")


def poppler(program: str, *arguments: object) -> str:
    """Output of one of the poppler programs; they come with the fonts and the browser that the README names."""
    done = subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, text=True)
    return done.stdout


def printed(folder: Path) -> str:
    """Text of the PDF without any white space, because lines break anywhere."""
    return re.sub(r"\s", "", poppler("pdftotext", folder / "report.pdf", "-"))


class _Figures(HTMLParser):
    """Collects the <data> elements that name an indicator, and every address in the page."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "data" and "data-indicator" in found:
            self.values[str(found["data-indicator"])] = str(found["value"])
        self.addresses += [str(found[name]) for name in ("src", "href", "xlink:href", "action") if found.get(name)]


@pytest.mark.parametrize("name", ["year", "quarter", "month", "street"])
def test_the_first_page_shows_every_headline_figure_of_the_stored_edition(written: dict[str, Path], name: str):
    """Each headline indicator stands on a card with exactly the stored value behind its words."""
    edition, parser = frozen(written[name]), _Figures()
    parser.feed(page(written[name]))
    wanted = {
        row["indicator_id"]: row["value"]
        for row in edition["figures"]["values"]
        if edition["definitions"][row["indicator_id"]]["is_headline"]
    }
    assert len(wanted) == 17
    assert parser.values == wanted


@pytest.mark.parametrize("name", ["year", "quarter", "month", "street"])
def test_the_pdf_contains_every_figure_in_its_words(written: dict[str, Path], name: str):
    """Each figure is found in the text of the PDF as the tables write it, and the hash and the head of the log too."""
    edition, text = frozen(written[name]), printed(written[name])
    for row in edition["figures"]["values"]:
        definition = edition["definitions"][row["indicator_id"]]
        if row["value"] is None and definition["domain"] == "plan":
            continue  # what only the plan names stands in part two, by the name of the target
        assert definition["name_zh"].replace(" ", "") in text, row["indicator_id"]
        assert ZH.shown(row["value"], definition) in text, row["indicator_id"]
    assert edition["head"] in text
    assert written[name].name in text


def test_the_yearly_report_says_what_the_union_said(written: dict[str, Path]):
    """Running sentences in the union's own words; counts are cut and marked 余, cards keep their separators."""
    text = printed(written["year"])
    for sentence in (
        "龙岗区总工会2022年工作总结",
        "联合有关部门及时调处劳资纠纷677宗，帮助职工争取经济利益2116.67万元",
        "为职工争取工资等经济利益1088万多元",
        "发展会员合计28266人",
        "线上参与人数超过39万人次",
        "百人以上企业建会动态率为99.19%",
        "123个报送单位中，121个已全部报送；应报1,476份，已报1,473份，其中逾期25份；未报3份，暂存待核1份",
        "2023年目标：≥95%未到期",
        "首年无对比",
    ):
        assert sentence in text, sentence


def test_titles_name_unit_and_period(written: dict[str, Path]):
    """Year, quarter, month and street each have the title a Chinese reader expects."""
    titles = {name: re.search(r"<title>(.*)</title>", page(folder)) for name, folder in written.items()}
    assert {name: found[1] for name, found in titles.items() if found} == {
        "year": "龙岗区总工会2022年工作总结",
        "quarter": "龙岗区总工会2022年第一季度工作小结",
        "month": "龙岗区总工会2022年3月工作月报",
        "street": "龙城街道总工会2022年工作总结",
    }


def test_the_page_fetches_nothing(written: dict[str, Path]):
    """One file: no address of any kind in it, no script, and a policy that would forbid a request."""
    for folder in written.values():
        parser, text = _Figures(), page(folder)
        parser.feed(text)
        assert not parser.addresses
        assert not re.search(r"https?:|//\w|@import|url\((?!#)|<script|<link|<img|<iframe", text.replace("</", "<|"))
        assert "default-src 'none'" in text
        assert text.count("<svg") >= 2


def test_fonts_are_inside_the_pdf(written: dict[str, Path]):
    """Every font is embedded and a subset: the report looks the same on a machine without Chinese fonts."""
    for folder in written.values():
        lines = poppler("pdffonts", folder / "report.pdf").splitlines()[2:]
        assert {line.split("+")[1].split("-")[0] for line in lines} == {"NotoSerifCJKsc", "NotoSansCJKsc"}
        for line in lines:
            embedded, subset, has_unicode = line.split()[-5:-2]
            assert (embedded, subset, has_unicode) == ("yes", "yes", "yes"), line


def test_charts_are_vectors(written: dict[str, Path]):
    """No raster picture in the PDF, and the names of the streets in the charts can be found as text."""
    for folder in written.values():
        assert len(poppler("pdfimages", "-list", folder / "report.pdf").splitlines()) == 2
    assert printed(written["year"]).count("平湖街道") >= 4


def test_no_row_level_code_or_english_only_label_is_shown(written: dict[str, Path]):
    """A leader sees no indicator id, unit code or state word of the program."""
    for folder in written.values():
        text = re.sub(r"<svg.*?</svg>|<style.*?</style>|<[^>]+>", " ", page(folder), flags=re.DOTALL)
        text = text.replace(folder.name, "")
        for word in (
            "_yuan",
            "_rate",
            "not_due",
            "not due",
            "no_level",
            "no_data",
            "440307",
            "None",
            "approx",
            "percent",
        ):
            assert word not in text, (folder.name, word)


def test_each_page_has_header_and_number(written: dict[str, Path]):
    """Pages are numbered, say of how many, and carry the position and head of the log; from page two the title too."""
    pages = poppler("pdftotext", "-layout", written["year"] / "report.pdf", "-").split("\f")[:-1]
    for number, text in enumerate(pages, 1):
        squeezed = re.sub(r"\s", "", text)
        assert f"第{number}页，共{len(pages)}页" in squeezed
        assert "日志位置104,233·日志头5f5f" in squeezed
        assert squeezed.startswith("龙岗区总工会2022年工作总结")


def test_a_suppressed_cell_is_a_dash_with_a_note(written: dict[str, Path]):
    """Small cells about persons are blank in the street's table of federations, and the note says why."""
    edition, text = frozen(written["street"]), page(written["street"])
    hidden = [child["values"]["injured_workers_visited"] for child in edition["figures"]["children"]]
    assert len(hidden) == 11
    assert all(cell["is_suppressed"] and cell["value"] is None for cell in hidden)
    assert re.search(r'<td class="n ">–</td>', text)
    assert "为保护个人不予公布" in text


def test_streets_stand_in_official_order(written: dict[str, Path]):
    """The table of streets follows the official order of the divisions, not the alphabet."""
    names = [child["unit_name"] for child in frozen(written["year"])["figures"]["children"]]
    assert [name.removesuffix("街道总工会") for name in names] == [
        "平湖", "坪地", "南湾", "坂田", "布吉", "龙城", "龙岗", "横岗", "吉华", "宝龙", "园山",
    ]  # fmt: skip
    text = page(written["year"])
    places = [text.index(f"<td >{name}</td>" if f"<td >{name}</td>" in text else f">{name}</td>") for name in names]
    assert places == sorted(places)


def test_the_yearly_report_reconciles_and_the_monthly_does_not(written: dict[str, Path]):
    """Only the year is compared with what was published, figure by figure."""
    assert page(written["year"]).count(">一致</td>") == 95
    assert "与已公布数字核对" not in page(written["month"])


def test_an_assumed_level_is_never_shown_as_a_target(written: dict[str, Path]):
    """Where the source prints no level, the report shows none and gives no verdict."""
    text = page(written["year"])
    rows = [row for row in re.findall(r"<tr>(.*?)</tr>", text, flags=re.DOTALL) if "原文未设目标值" in row]
    assert len(rows) == 38
    assert all(row.rstrip().endswith('<td class="plain">未设目标值</td>') for row in rows)


def test_a_street_reads_nothing_of_another_street(written: dict[str, Path]):
    """The edition of a street holds no name, code or figure of another street: neither stored nor printed."""
    everything = (written["street"] / "edition.json").read_text() + page(written["street"]) + printed(written["street"])
    others = {child["unit_code"]: child["unit_name"] for child in frozen(written["year"])["figures"]["children"]}
    assert others.pop("440307015") == "龙城街道总工会"
    assert len(others) == 10
    for code, name in others.items():
        assert code not in everything
        assert name.removesuffix("总工会") not in everything
    assert not frozen(written["street"])["figures"]["reconciliation"]


def test_done_or_not_is_said_in_words(written: dict[str, Path]):
    """What is only done or not is 已完成 or 未完成, never 1 项 or 0 项."""
    rows = [row for row in re.findall(r"<tr>(.*?)</tr>", page(written["year"]), flags=re.DOTALL) if "完成与否" in row]
    said = [word for row in rows for word in ("已完成", "未完成", "–") if f">{word}</td>" in row]
    assert len(said) == len(rows) > 10


def test_parts_of_a_ratio_stand_beside_it(written: dict[str, Path]):
    """979 of 987 is shown with the 99.19 % it makes."""
    row = next(r for r in frozen(written["year"])["figures"]["values"] if r["indicator_id"] == "size100_union_rate")
    assert round(Decimal(row["numerator"]) / Decimal(row["denominator"]) * 100, 2) == Decimal("99.19")
    assert "979 / 987" in page(written["year"])
