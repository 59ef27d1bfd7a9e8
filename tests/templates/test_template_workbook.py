"""A template is what the contracts say: sheets of the level, headings, drop-downs, comments, text columns, `_meta`."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from ingestion.contracts.loading import load
from ingestion.registry.units import units, units_by_code
from ingestion.templates import write_template, write_workbook
from ingestion.workbooks.layout import GUIDE_SHEET, META_SHEET, TEMPLATES, contract_version, headings_by_name

STREET, COMMUNITY, DISTRICT = "440307015", "440307015001", "440307"


def opened(tmp_path, code, period="2022-03", workbook="monthly"):
    return openpyxl.load_workbook(write_template(tmp_path, load(), units_by_code()[code], period, workbook=workbook))


@pytest.mark.parametrize("workbook", TEMPLATES)
@pytest.mark.parametrize("code", [DISTRICT, STREET, COMMUNITY])
def test_a_unit_gets_the_sheets_of_its_level_at_most_ten(tmp_path, code, workbook):
    """A workbook has at most ten sheets, those of its level, in the order of the registers (details 10)."""
    level = units_by_code()[code].level
    sheets = [r.sheet for r in load().registers.values() if level in r.levels and r.workbook == workbook]
    names = opened(tmp_path, code, workbook=workbook).sheetnames
    assert names == [*sheets, GUIDE_SHEET, META_SHEET]
    assert len(sheets) <= 10


def test_every_type_has_its_sheet_and_every_level_that_may_state_it_gets_it():
    """What a contract allows a level to state, that level finds in one of its workbooks; nothing else is there."""
    contracts = load()
    for level in ("district", "street", "federation"):
        offered = {c.type for book in TEMPLATES for r in contracts.registers_for(level, book) for c in r.contracts}
        assert offered <= {c.type for c in contracts.facts.values() if level in c.levels}
        special = {c for c in contracts.special if level in contracts.types[c].levels}
        assert special <= offered
    listed = [c.type for r in contracts.registers.values() for c in r.contracts]
    assert sorted(listed) == sorted(contracts.facts)


def test_a_column_means_one_thing_in_its_sheet():
    """Equal headings of several contracts in a sheet have one name, form and list of codes; so have English ones."""
    for register in load().registers.values():
        form, english = {}, {}
        for column in (f for contract in register.contracts for f in contract.fields):
            said = (column.name, column.kind, column.codes, column.pattern, column.minimum, column.maximum, column.time)
            assert form.setdefault(column.heading, said) == said, (register.sheet, column.heading)
            assert english.setdefault(column.heading_en, column.heading) == column.heading, register.sheet


@pytest.mark.parametrize("workbook", TEMPLATES)
@pytest.mark.parametrize("code", [DISTRICT, STREET, COMMUNITY])
def test_headings_comments_and_validations_follow_the_contract(tmp_path, code, workbook):
    """Row 3 holds the headings, each with a comment; closed lists and yes/no columns are drop-downs in Chinese."""
    book = opened(tmp_path, code, workbook=workbook)
    for register in load().registers_for(units_by_code()[code].level, workbook):
        sheet = book[register.sheet]
        lists = {}
        for rule in sheet.data_validations.dataValidation:
            (area,) = rule.sqref.ranges
            column = area.min_col
            lists[column] = rule.formula1 if rule.type == "list" else rule.type
            assert area.min_row == 4
        assert sheet.freeze_panes == "B4"
        # equal neighbours share one entry from min to max
        styles = {n: d for d in sheet.column_dimensions.values() for n in range(d.min, d.max + 1)}
        for place, column in enumerate(register.columns, start=1):
            heading = sheet.cell(3, place)
            assert heading.value == column.heading
            assert column.heading_en in heading.comment.text
            assert column.example in heading.comment.text
            if column.codes:
                assert lists[place] == '"' + ",".join(code.label for code in column.codes) + '"'
            elif column.kind == "bool":
                assert lists[place] == '"是,否"'
            elif column.kind != "text":
                assert lists[place] in ("date", "whole", "decimal", None)
            assert styles[place].width >= 10
            if column.kind == "text":
                assert styles[place].number_format == "@"
        assert sheet.max_row == 3  # no example among the data rows


def test_a_list_of_labels_fits_into_a_drop_down():
    """Excel refuses a drop-down of more than 255 characters, and would drop it without a word."""
    for contract in load().facts.values():
        for column in contract.fields:
            assert len(",".join(code.label for code in column.codes)) <= 255


@pytest.mark.parametrize("workbook", TEMPLATES)
def test_meta_names_template_version_unit_period_and_kind(tmp_path, workbook):
    """The hidden sheet `_meta` says what the workbook is, as key and value."""
    sheet = opened(tmp_path, STREET, workbook=workbook)[META_SHEET]
    assert sheet.sheet_state == "hidden"
    meta = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert meta == {
        "template": f"grassroots-{workbook}",
        "contract_version": contract_version(load()),
        "unit_code": STREET,
        "period": "2022-03",
        "kind": "首次",
        "replaces": "",
    }


@pytest.mark.parametrize(("workbook", "called"), [("monthly", "月报"), ("special", "专项")])
def test_the_guide_shows_an_example_for_every_column(tmp_path, workbook, called):
    """Sheet 填写说明 lists each column of each sheet with format, need, choices, an example and its sentence."""
    rows = list(opened(tmp_path, COMMUNITY, workbook=workbook)[GUIDE_SHEET].iter_rows(values_only=True))
    assert called in rows[0][0]
    listed = {(row[0], row[1]) for row in rows if row[1]}
    for register in load().registers_for("federation", workbook):
        for column in register.columns:
            assert (register.sheet, column.heading) in listed


def test_values_keep_their_type(tmp_path):
    """Codes are text, days are real dates, amounts are numbers, closed lists show their Chinese label."""
    unit = units_by_code()[COMMUNITY]
    rows = {
        "纠纷台账": [
            {
                "案件编号": "LD-1",
                "统一社会信用代码": "91980300MA00000016",
                "涉及职工人数": 3,
                "立案日期": date(2022, 3, 2),
                "处理结果": "mediated",
                "争取金额（元）": Decimal("31250.50"),
            }
        ],
        "会员台账": [{"会员证号": "LG0000000001", "是否新业态": True}],
    }
    path = tmp_path / "filled.xlsx"
    write_workbook(path, load(), unit, "2022-03", rows=rows)
    book = openpyxl.load_workbook(path)
    headings = {cell.value: cell.column for cell in book["纠纷台账"][3]}
    line = {name: book["纠纷台账"].cell(4, column) for name, column in headings.items()}
    assert line["统一社会信用代码"].value == "91980300MA00000016"
    assert line["统一社会信用代码"].number_format == "@"
    assert line["立案日期"].value.date() == date(2022, 3, 2)
    assert line["立案日期"].is_date
    assert (line["争取金额（元）"].value, line["争取金额（元）"].number_format) == (31250.5, "0.00")
    assert line["处理结果"].value == "调解成功"
    assert book["会员台账"].cell(4, 3).value == "是"


def test_equal_input_gives_equal_bytes(tmp_path):
    """The same workbook written twice is the same file, byte by byte."""
    unit = units_by_code()[STREET]
    first = write_workbook(tmp_path / "a.xlsx", load(), unit, "2022-03")
    assert first == write_workbook(tmp_path / "b.xlsx", load(), unit, "2022-03")
    assert first != write_workbook(tmp_path / "c.xlsx", load(), unit, "2022-04")


def test_a_sheet_of_another_level_is_refused(tmp_path):
    """A community has no 组织台账, and a hand-in is 首次, 补充 or 更正; anything else is a mistake of the caller."""
    unit = units_by_code()[COMMUNITY]
    with pytest.raises(ValueError, match="组织台账"):
        write_workbook(tmp_path / "x.xlsx", load(), unit, "2022-03", rows={"组织台账": []})
    with pytest.raises(ValueError, match="kind"):
        write_workbook(tmp_path / "x.xlsx", load(), unit, "2022-03", "修改")


def test_a_field_has_one_heading_in_each_sheet():
    """Within a register a field name and its heading belong together, or a column would be ambiguous."""
    for register in load().registers.values():
        assert len(headings_by_name(register)) == len(register.columns)


def test_123_units_in_official_order():
    """One district, eleven streets, 111 communities; every parent comes before its children."""
    levels = [unit.level for unit in units()]
    assert (levels.count("district"), levels.count("street"), levels.count("federation")) == (1, 11, 111)
    seen = {""}
    for unit in units():
        assert unit.parent_code in seen
        seen.add(unit.code)
    assert units_by_code()[STREET].name == "龙城街道总工会"
    assert units_by_code()["440307003002"].name == "良安田社区工联会"
