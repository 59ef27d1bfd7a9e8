"""The editable report: real styles, headings and tables, page numbers, pictures; LibreOffice opens it intact."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from reports import document, docx_styles
from tests.reports.test_pages import frozen, poppler

APT = "apt-get install -y --no-install-recommends chromium fonts-noto-cjk libreoffice-writer poppler-utils"


@pytest.fixture(scope="module")
def year(written: dict[str, Path]) -> Any:
    return docx.Document(str(written["year"] / "report.docx"))


@pytest.fixture(scope="module")
def as_pdf(written: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file opened by LibreOffice and printed; without LibreOffice the test fails with the line that installs it."""
    assert shutil.which("soffice"), f"LibreOffice is missing: {APT}"
    folder = tmp_path_factory.mktemp("office")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(written["year"] / "report.docx")], check=True, capture_output=True, timeout=300)
    return folder / "report.pdf"


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def headings(year: Any, level: int) -> list[str]:
    return [line.text for line in year.paragraphs if line.style.name == f"Heading {level}"]


def test_chapters_are_headings(year: Any):
    """Sections and chapters are headings of Word, in the order of the summary, so that its navigation shows them."""
    sections = [text.partition("　")[0] for text in headings(year, 1)]
    assert sections[:3] == ["一、2022年重点工作", "二、2023年工作思路与目标", "三、分街道情况"]
    assert sections[-2:] == ["附：指标定义", "附：数据出处与核验"]
    numbered = [text[:3] for text in headings(year, 2) if text.startswith("（")]
    assert numbered == [f"（{sign}）" for sign in "一二三四五六七"] * 2


def test_nothing_is_formatted_by_hand_that_a_style_can_say(year: Any):
    """Every paragraph and table has one of the named styles, so one change of a style changes the whole report."""
    known = {row[0] for row in docx_styles.STYLES}
    cells = [line for table in year.tables for row in table.rows for cell in row.cells for line in cell.paragraphs]
    assert {line.style.name for line in [*year.paragraphs, *cells]} <= known
    assert {table.style.name for table in year.tables[1:]} == {"Report Table"}


def test_tables_repeat_their_heads_and_keep_rows_whole(year: Any):
    """A table that runs over a page shows its heading row again, and no row is torn."""
    assert len(year.tables) > 20
    for table in year.tables[1:]:
        first, *rest = table._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert rest
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rest)


def test_no_head_of_a_table_stands_alone_and_no_last_row_either(year: Any):
    """The head keeps two rows with it, and the last row the one before it: nothing is left alone at a page's edge."""
    for table in year.tables[1:]:
        rows = table._tbl.tr_lst
        kept = [all(slot.p_lst[0].pPr.find(qn("w:keepNext")) is not None for slot in row.tc_lst) for row in rows]
        assert all(kept[: min(3, len(rows) - 1)])
        assert kept[-2]


def test_every_table_of_the_document_is_there_with_every_cell(year: Any, written: dict[str, Path], edition_of: Any):
    """The tables of the file hold the cells of the document, in order: nothing is lost on the way."""
    content = document.document(edition_of(written["year"]))
    wanted = [b["table"] for section in content["sections"] for b in section["blocks"] if b["kind"] == "table"]
    wanted = [table for table in wanted if table["rows"]]
    assert len(year.tables) == len(wanted) + 1
    for table, made in zip(wanted, year.tables[1:], strict=True):
        texts = [[cell["text"] for cell in row] for row in table["rows"]]
        found = [[slot.p_lst[0].text.split("\n")[0] for slot in row.tc_lst] for row in made._tbl.tr_lst[1:]]
        assert found == texts


def test_pages_are_numbered_and_name_edition_and_time(year: Any, written: dict[str, Path]):
    """Header and footer hold the title, the day, the head of the log, the hash and fields for the page numbers."""
    section = year.sections[0]
    assert "龙岗区总工会2022年工作总结" in section.header.paragraphs[0].text
    codes = [field.get(qn("w:instr")) for field in section.footer._element.iter(qn("w:fldSimple"))]
    assert codes == ["PAGE", "NUMPAGES"]
    assert frozen(written["year"])["head"][:16] in section.footer.paragraphs[0].text
    assert year.core_properties.title == "龙岗区总工会2022年工作总结"
    assert year.core_properties.created == year.core_properties.modified


def test_charts_are_pictures_with_a_description(year: Any):
    """Each chart is inside the file and says in words what it shows."""
    described = [shape._inline.docPr.get("descr") for shape in year.inline_shapes]
    assert described == ["对照2023年目标", "十一街道一图看", "建会率（虚线为全体）", "案件处理"]


def test_the_archive_bears_no_time_of_its_own(written: dict[str, Path]):
    """Every entry of both zip formats is dated 1980, so that printing again gives the same bytes."""
    for name in ("report.docx", "report.xlsx"):
        with zipfile.ZipFile(written["year"] / name) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_libreoffice_opens_it_with_styles_and_tables_intact(as_pdf: Path, written: dict[str, Path], edition_of: Any):
    """Printed by LibreOffice: A4, our fonts, every heading, every cell of every table, the charts, page numbers."""
    text = squeezed(poppler("pdftotext", "-layout", as_pdf, "-"))
    content = document.document(edition_of(written["year"]))
    for section in content["sections"]:
        assert squeezed(section["title"]) in text
    for card in content["cards"]:
        assert f"{card['value']}{card['unit']}" in text
    missing = {
        cell["text"]
        for section in content["sections"]
        for block in section["blocks"]
        if block["kind"] == "table"
        for row in block["table"]["rows"]
        for cell in row
        if len(cell["text"]) < 6 and squeezed(cell["text"]) not in text
    }
    assert not missing
    assert "595.3 x 841.9" in poppler("pdfinfo", as_pdf).replace("595.304 x 841.89", "595.3 x 841.9")
    fonts = {line.split()[0].split("+")[-1] for line in poppler("pdffonts", as_pdf).splitlines()[2:]}
    assert any("NotoSerifCJK" in name for name in fonts)
    assert any("NotoSansCJK" in name for name in fonts)
    pages = int(re.search(r"Pages:\s+(\d+)", poppler("pdfinfo", as_pdf))[1])  # type: ignore[index]
    assert f"第1页，共{pages}页" in text
    assert f"第{pages}页，共{pages}页" in text
    assert len(poppler("pdfimages", "-list", as_pdf).splitlines()) >= 2 + 4
