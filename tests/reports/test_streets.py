"""Each street gets the same report for its own subtree, and nothing of another street: no figure, name or finding."""

import datetime
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps import report
from pipeline.steps.result import WrongCallError
from reports.edition import Publication, canonical, freeze
from reports.figures import read_figures
from reports.publication import streets
from tests.reports.published_year import BUILD, HEAD, POSITION
from tests.reports.test_pages import page, poppler

# Every text that a street can hand in, and one figure, gets a mark of that street.
MARKS = (
    "UPDATE published.dim_org_unit SET unit_name = unit_name || 'M' || street_code WHERE level = 'federation'",
    "UPDATE published.fct_indicator_value SET unit_name = unit_name || 'M' || street_code "
    "WHERE unit_level = 'federation'",
    "UPDATE published.fct_submission SET unit_name = unit_name || 'M' || street_code, is_received = false, "
    "is_on_time = false, state = 'missing' WHERE street_code IS NOT NULL",
    "UPDATE published.fct_finding SET message_zh = message_zh || 'M' || street_code, heading = 'M' || street_code",
    "UPDATE published.fct_expectation SET unit_name = unit_name || 'M' || street_code, "
    "approver = 'M' || street_code, expires_on = '2022-12-31'",
    "UPDATE published.fct_target_unit SET unit_name = unit_name || 'M' || street_code, "
    "value = 7100000 + right(street_code, 3)::int",
    "UPDATE published.fct_indicator_value SET value = 7100000 + right(street_code, 3)::int, numerator = value "
    "WHERE street_code IS NOT NULL AND indicator_id = 'injured_workers_consoled'",
)  # fmt: skip


@pytest.fixture
def marked(published: Database) -> Database:
    with published.engine("publisher").begin() as connection:
        for statement in MARKS:
            connection.execute(sa.text(statement))
    return published


def foreign(code: str, text: str) -> list[str]:
    """Marks of other streets in a text: their codes behind an M, and their figures, however they are grouped."""
    plain = re.sub(r"[,\s]", "", text)
    codes = set(re.findall(r"M(440307\d{3})", plain)) - {code}
    numbers = set(re.findall(r"(?<!\d)71000\d\d(?!\d)", plain)) - {f"7100{code[-3:]}"}
    return sorted(codes | numbers)


def everything(folder: Path) -> str:
    """Text of all files of a folder."""
    texts = [page(folder), (folder / "edition.json").read_text(), poppler("pdftotext", folder / "report.pdf", "-")]
    for name in ("report.docx", "report.xlsx"):
        with zipfile.ZipFile(folder / name) as archive:
            texts += [
                re.sub("<[^>]+>", " ", archive.read(part).decode()) for part in archive.namelist() if "ml" in part
            ]
    return "\n".join(texts)


def test_no_street_s_edition_holds_a_mark_of_another(marked: Database):
    """All eleven: what is frozen of one street bears its own marks and none of the ten others."""
    publication = Publication(BUILD, POSITION, HEAD, "1")
    now = datetime.datetime(2023, 1, 5, tzinfo=datetime.UTC)
    with marked.engine("reader").connect() as connection:
        codes = streets(connection)
        assert len(codes) == 11
        for code in codes:
            frozen = canonical(freeze(*read_figures(connection, code, "2022"), publication, now)).decode()
            assert f"M{code}" in frozen
            assert f"7100{code[-3:]}" in frozen
            assert foreign(code, frozen) == []


def test_no_printed_file_of_a_street_holds_a_mark_of_another(marked: Database, tmp_path: Path):
    """All four formats of one street, with its own marks in each, and no name of another street."""
    settings = Settings(home=tmp_path, database_url=marked.url)
    row = report.run(settings, period="2022", unit="440307015").rows[0]
    text = everything(Path(str(row["pdf"])).parent)
    assert foreign("440307015", text) == []
    assert text.count("M440307015") > 4 * 11
    names = ("平湖", "坪地", "南湾", "坂田", "布吉", "横岗", "吉华", "宝龙", "园山", "吉祥商贸")
    assert [name for name in names if name in re.sub(r"\s", "", text)] == []


def targets_of(database: Database, code: str) -> list[dict[str, Any]]:
    with database.engine("reader").connect() as connection:
        found: list[dict[str, Any]] = read_figures(connection, code, "2022")[0]["targets"]
    return found


def test_a_street_s_plan_is_what_is_tested_there_and_what_it_adds(published: Database):
    """Its own row of each per-unit target with level and state; to the others its own figure, and no level of its own.

    A level that the source does not print is none here either, and every row bears its basis.
    """
    rows = targets_of(published, "440307015")
    levels = {"street", "federation"}
    tested = {row["target_id"]: row for row in rows if row.get("unit_level") in levels}
    added = {row["target_id"]: row for row in rows if row.get("unit_level") not in levels}
    assert set(tested) == {
        "t_size100_union_rate", "t_size25_99_union_rate", "t_street_enrolment_ceremonies", "t_love_corner_services",
        "t_pilot_min_projects",
    }  # fmt: skip
    assert tested["t_street_enrolment_ceremonies"]["level"] == "1"
    assert (tested["t_size25_99_union_rate"]["value"], tested["t_size25_99_union_rate"]["state"]) == ("6", "behind")
    assert len(added) > 20
    assert not set(added) & set(tested)
    assert {row["level"] for row in added.values()} == {None}
    assert {row["state"] for row in added.values()} == {"of_the_district", "no_level_set"}
    assert {row["value_basis"] for row in added.values() if row["state"] == "no_level_set"} == {"assumed"}
    assert all(row["district_level"] is None for row in added.values() if row["value_basis"] == "assumed")
    assert any(row["district_level"] for row in added.values())
    assert all(row["value_basis"] for row in rows)


def test_what_a_street_adds_is_its_own_figure(published: Database):
    """The value beside a target of the district is that of the street in that year, and never that of the district."""
    added = [row for row in targets_of(published, "440307015") if row["state"] == "of_the_district"]
    statement = """SELECT v.indicator_id, v.value FROM published.fct_indicator_value AS v
        WHERE v.unit_code = '440307015' AND v.period = '2022' AND v.reading = 'as_was'"""
    with published.engine("reader").connect() as connection:
        own = {str(key): value for key, value in connection.execute(sa.text(statement))}
    assert added
    assert all(row["value"] is None or Decimal(row["value"]) == own[row["indicator_id"]] for row in added)


def test_a_street_s_pages_show_its_plan_by_chapter(written: dict[str, Path]):
    """Part two of a street: states by chapter, what is tested at it, what counts to the district, its federations."""
    text = page(written["street"])
    assert "对照2023年目标" in text
    assert text.count(">计入全区</td>") > 5
    assert text.count(">各街道新就业形态劳动者集中入会仪式</td>") == 1
    assert "工联会逐一检验" in text
    assert "1 / 1" in text or "0 / 1" in text
    sheet = openpyxl.load_workbook(written["street"] / "report.xlsx")["目标"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[0] == "单位名称"
    assert heads[-2:] == ["全区水平", "达标 / 检验"]


def test_the_marks_of_others_have_been_seen_to_be_found(marked: Database):
    """The district's edition bears the marks of all: the test can see them."""
    with marked.engine("reader").connect() as connection:
        figures, definitions = read_figures(connection, "440307", "2022")
    publication = Publication(BUILD, POSITION, HEAD, "1")
    now = datetime.datetime(2023, 1, 5, tzinfo=datetime.UTC)
    assert len(foreign("440307015", canonical(freeze(figures, definitions, publication, now)).decode())) == 20


def test_all_streets_means_one_report_each(published: Database, tmp_path: Path):
    """`--all-streets` writes an edition for each street that stands today, in official order (two are left here)."""
    with published.engine("publisher").begin() as connection:
        statement = (
            "UPDATE published.dim_org_unit SET valid_to = '2022-06-30' WHERE level = 'street' AND unit_code > :last"
        )
        connection.execute(sa.text(statement), {"last": "440307006"})
    settings = Settings(home=tmp_path, database_url=published.url)
    rows = report.run(settings, period="2022-03", all_streets=True).rows
    assert [row["unit_code"] for row in rows] == ["440307003", "440307006"]
    assert all(Path(str(row[name])).is_file() for row in rows for name in ("html", "pdf", "docx", "xlsx"))


def test_one_unit_and_all_streets_is_a_wrong_call(published: Database, tmp_path: Path):
    """Naming a unit and all streets at once is a contradiction, said before anything is read."""
    with pytest.raises(WrongCallError, match="--all-streets"):
        report.run(Settings(home=tmp_path, database_url=published.url), unit="440307003", all_streets=True)


def test_a_waiver_is_shown_where_it_holds(marked: Any, written: dict[str, Path]):
    """A waiver of the subtree that holds in the period stands in the report; one that was over does not."""
    text = page(written["year"])
    assert "豁免" in text
    assert len(re.findall("区总工会领导", text)) == 2
    assert len(re.findall("区总工会领导", page(written["street"]))) == 1


def test_where_nothing_was_waived_there_is_no_such_section(published: Database):
    """A publication in which nobody is excused makes a report without that section."""
    with published.engine("publisher").begin() as connection:
        connection.execute(sa.text("UPDATE published.fct_expectation SET state = 'missing'"))
    with published.engine("reader").connect() as connection:
        figures, _ = read_figures(connection, "440307", "2022")
    assert figures["waivers"] == []
