"""The annex: one sheet a table, typed cells with number formats, full values, and texts that stay texts."""

import datetime
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reports import xlsx_file
from tests.reports.test_pages import frozen

SHEETS = ["指标", "分单位", "分月", "目标", "未报与逾期", "数据问题", "豁免", "核对", "指标定义", "数据出处"]
SMUGGLED = ("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "http://example.org", "12", "\t=1", "{=1}")


@pytest.fixture(scope="module")
def year(written: dict[str, Path]) -> Any:
    return openpyxl.load_workbook(written["year"] / "report.xlsx")


def column(page: Any, title: str) -> list[Any]:
    number = [cell.value for cell in page[1]].index(title)
    return [row[number] for row in page.iter_rows(min_row=2)]


def test_one_sheet_a_table(year: Any):
    """Figures, units, months, targets, missing, findings, waivers, reconciliation, definitions, provenance."""
    assert year.sheetnames == SHEETS
    for page in year:
        assert page.freeze_panes == "B2"
        assert page.auto_filter.ref


def test_figures_are_numbers_with_a_format_and_the_full_value(year: Any, written: dict[str, Path]):
    """A number is a number, exactly the stored one; nothing is left blank or turned to zero but what has no value."""
    stored = frozen(written["year"])["figures"]["values"]
    cells = column(year["指标"], "本期")
    assert len(cells) == len(stored)
    for cell, row in zip(cells, stored, strict=True):
        assert cell.value == (None if row["value"] is None else pytest.approx(float(row["value"]), abs=1e-9))
        if cell.value is not None:
            assert cell.data_type == "n"
            assert cell.number_format == ("#,##0" if float(row["value"]).is_integer() else "#,##0.00##")


def test_days_are_days_and_shares_are_percentages(year: Any):
    """Due days can be sorted and filtered as days; completeness is a share with a percent format."""
    assert {type(cell.value) for cell in column(year["目标"], "期限")} == {datetime.datetime}
    assert {cell.number_format for cell in column(year["指标"], "数据完整度") if cell.value} == {"0.0%"}


def test_all_targets_stand_with_their_basis_and_none_with_an_assumed_level(year: Any):
    """A level that the source does not print is blank in the annex too."""
    page = year["目标"]
    bases, levels = column(page, "依据"), column(page, "水平")
    assert len(bases) == 100
    assumed = [level.value for basis, level in zip(bases, levels, strict=True) if basis.value == "原文未设目标值"]
    assert assumed == [None] * 38


def test_a_suppressed_cell_is_blank(written: dict[str, Path]):
    """What a page shows as a dash, the annex leaves empty."""
    page = openpyxl.load_workbook(written["street"] / "report.xlsx")["分单位"]
    title = next(cell.value for cell in page[1] if str(cell.value).startswith("探视因工受伤住院职工"))
    assert [cell.value for cell in column(page, title)] == [None] * 11


@pytest.mark.parametrize("name", SMUGGLED)
def test_a_name_that_looks_like_a_formula_stays_a_name(edition_of: Any, written: dict[str, Path], name: str, tmp_path):
    """Units, messages and definitions that begin with = + - @ are written as texts: no formula, no link, no number."""
    edition = edition_of(written["year"])
    figures, definitions = dict(edition.figures), dict(edition.definitions)
    figures["children"] = [{**child, "unit_name": name} for child in figures["children"]]
    figures["findings"] = [{**row, "example": name, "headings": [name]} for row in figures["findings"]]
    figures["waivers"] = [{**row, "unit_name": name, "approver": name} for row in figures["waivers"]]
    key = next(iter(definitions))
    definitions[key] = {**definitions[key], "name_zh": name, "definition_zh": name}
    path = tmp_path / "report.xlsx"
    path.write_bytes(xlsx_file.render(replace(edition, figures=figures, definitions=definitions), name))
    book = openpyxl.load_workbook(path)
    found = [cell for page in book for row in page.iter_rows() for cell in row if cell.value == name]
    assert len(found) >= 11 + 6 + 4
    assert {cell.data_type for cell in found} == {"s"}
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            text = archive.read(part).decode()
            assert "<f>" not in text
            assert "<f " not in text
            assert "<hyperlink" not in text
