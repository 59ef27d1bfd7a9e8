"""Cells come out as exact text with the right row number and kind (cases 15, 27, 34-44, 50, 52-54)."""

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from ingestion.readers.table import columns_of

FMCS = sorted((Path(__file__).parents[1] / "data" / "fmcs").glob("*.xlsx"))


def typed(write) -> bytes:
    """A workbook of which `write` fills the sheet; it gets the book for its formats."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        write(book, book.add_worksheet("S"))
    return target.getvalue()


def one_row(sheet) -> dict[str, str]:
    """Text ► kind of the first row's cells."""
    return list(zip(sheet.rows[0].cells, sheet.rows[0].kinds, strict=True))


def test_values_become_exact_text_with_their_kind(answer):
    """Whole numbers lose their .0, decimals are short, dates are ISO, with a time only when there is one."""

    def write(book, sheet):
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["007", 3, 2116.67, -0.5, True, False])
        sheet.write_datetime(0, 6, dt.datetime(2022, 3, 1), day)
        sheet.write_datetime(0, 7, dt.datetime(2022, 3, 1, 8, 30), day)
        sheet.write(0, 8, 46027)

    assert one_row(answer(typed(write), "x.xlsx").sheets[0]) == [
        ("007", "t"),
        ("3", "n"),
        ("2116.67", "n"),
        ("-0.5", "n"),
        ("true", "b"),
        ("false", "b"),
        ("2022-03-01", "d"),
        ("2022-03-01T08:30:00", "d"),
        ("46027", "n"),
    ]


def test_decimals_written_with_17_digits_as_excel_does_come_out_short(answer, build):
    """Excel stores 2116.67 as 2116.6700000000001; the shortest decimal that means the same double is what was typed."""
    xml = b'<row r="1"><c r="A1"><v>2116.6700000000001</v></c><c r="B1"><v>0.10000000000000001</v></c></row>'
    assert answer(build.minimal(xml), "x.xlsx").sheets[0].rows[0].cells == ["2116.67", "0.1"]


def test_a_code_of_18_digits_stored_as_number_stays_a_number_of_18_digits(answer):
    """Case 40: kind 'n' and at least 16 digits tell the checker that digits were lost (details 15)."""
    found = answer(typed(lambda _, sheet: sheet.write_number(0, 0, 110105194912310021)), "x.xlsx")
    ((text, kind),) = one_row(found.sheets[0])
    assert (kind, len(text), text.isdigit()) == ("n", 18, True)


def test_serials_of_1904_workbooks_are_the_right_day(answer):
    """Case 43."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "date_1904": True}) as book:
        book.add_worksheet("S").write_datetime(
            0, 0, dt.datetime(2022, 3, 1), book.add_format({"num_format": "yyyy/m/d"})
        )
    assert one_row(answer(target.getvalue(), "x.xlsx").sheets[0]) == [("2022-03-01", "d")]


def test_impossible_serials_never_become_a_day_of_the_unions_life(answer):
    """Case 44: 29 February 1900, a negative serial, one beyond the year 9999: none is a date after 1900."""

    def write(book, sheet):
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, serial in enumerate([60, -5, 2958466, 0]):
            sheet.write_number(0, column, serial, day)

    for text, kind in one_row(answer(typed(write), "x.xlsx").sheets[0]):
        assert kind != "d" or text < "1901"


def test_errors_and_text_that_looks_like_one_are_told_apart(answer):
    """Case 39: calamine returns an error cell as an empty one; the scan puts it back."""

    def write(book, sheet):
        sheet.write_formula(0, 0, "=NA()", None, "#N/A")
        sheet.write_formula(0, 1, "=1/0", None, "#DIV/0!")
        sheet.write_string(0, 2, "#N/A")
        sheet.write_formula(4, 3, "=A1", None, "#REF!")

    sheet = answer(typed(write), "x.xlsx").sheets[0]
    assert one_row(sheet)[:3] == [("#N/A", "e"), ("#DIV/0!", "e"), ("#N/A", "t")]
    assert len(sheet.rows) == 5
    assert (sheet.rows[4].cells[3], sheet.rows[4].kinds) == ("#REF!", "...e")


def test_formulas_use_their_saved_value_and_are_noted(answer):
    """Case 38: the receipt says how many."""
    found = answer(typed(lambda _, sheet: sheet.write_formula(0, 0, "=1+1", None, 2)), "x.xlsx")
    assert one_row(found.sheets[0]) == [("2", "n")]
    assert [(note.code, note.sheet) for note in found.notes] == [("N-FILE-03", "S")]


def test_formulas_without_a_saved_value_are_errors_not_blanks(answer, tmp_path):
    """Case 38: openpyxl writes none; a whole row of them would otherwise vanish in silence."""
    book = openpyxl.Workbook()
    book.active.append(["x", "=1+1"])
    book.active.append(["=A1", '=""'])
    book.save(tmp_path / "f.xlsx")
    rows = answer((tmp_path / "f.xlsx").read_bytes(), "x.xlsx").sheets[0].rows
    assert [(row.cells, row.kinds) for row in rows] == [(["x", ""], "te"), (["", ""], "ee")]
    assert not rows[1].is_blank


def test_a_formula_that_gave_empty_text_is_empty(answer, build):
    """Excel marks it t="str" with an empty value; nothing has to be recalculated."""
    xml = b'<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>'
    assert answer(build.minimal(xml), "x.xlsx").sheets[0].rows[0].kinds in {"n.", "n"}


def test_row_numbers_count_from_the_top_of_the_sheet(answer):
    """Details 15: leading and inner empty rows and columns are kept, so row and column letter are those of Excel."""

    def write(_, sheet):
        sheet.write(2, 1, "标题")
        sheet.write(5, 3, "值")

    rows = answer(typed(write), "x.xlsx").sheets[0].rows
    assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6]
    assert rows[2].cells == ["", "标题", "", ""]
    assert rows[5].cells == ["", "", "", "值"]
    assert [row.is_blank for row in rows] == [True, True, False, True, True, False]


def test_sixty_thousand_formatted_but_empty_rows_are_no_failure(answer):
    """Case 36: cells with a border and no content hold nothing; blank rows in the middle are counted as blank."""

    def write(book, sheet):
        border = book.add_format({"border": 1})
        sheet.write_row(0, 0, ["名称", "人数"])
        sheet.write_row(4, 0, ["甲", 3])
        for row in range(1, 4):
            sheet.write_blank(row, 0, None, border)
        for row in range(5, 60_005):
            for column in range(8):
                sheet.write_blank(row, column, None, border)

    sheet = answer(typed(write), "x.xlsx").sheets[0]
    assert len(sheet.rows) == 5
    assert (columns_of(sheet, 1).frame.height, columns_of(sheet, 1).blank) == (1, 3)


def test_formatted_cells_far_below_do_not_count_as_content(answer, build):
    """A border drawn down to the last row of Excel is no reason to refuse a file of one row."""
    xml = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576"></c></row>'
    assert len(answer(build.minimal(xml), "x.xlsx").sheets[0].rows) == 1


def test_hidden_sheets_and_rows_are_read_and_noted(answer):
    """Cases 34 and 35: all sheets in the workbook's order, hidden ones marked; hidden rows are read and counted."""

    def write(book, sheet):
        sheet.write_column(0, 0, ["a", "b", "c"])
        sheet.set_row(1, None, None, {"hidden": True})
        hidden = book.add_worksheet("_meta")
        hidden.write(0, 0, "unit_code")
        hidden.very_hidden()
        book.add_chartsheet("图")

    found = answer(typed(write), "x.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in found.sheets] == [("S", False), ("_meta", True)]
    assert [row.cells for row in found.sheets[0].rows] == [["a"], ["b"], ["c"]]
    assert {note.code for note in found.notes} == {"N-FILE-04", "N-FILE-05"}


def test_rich_text_is_plain_and_furigana_is_left_out(answer, build):
    """Case 53."""
    runs = b"<is><r><t>\xe4\xbc\x81</t></r><r><rPr><b/></rPr><t>\xe4\xb8\x9a</t></r>"
    phonetic = b'<rPh sb="0" eb="1"><t>kana</t></rPh></is>'
    xml = b'<row r="1"><c r="A1" t="inlineStr">' + runs + phonetic + b"</c></row>"
    assert answer(build.minimal(xml), "x.xlsx").sheets[0].rows[0].cells == ["企业"]


def test_long_cells_arrive_whole(answer, build):
    """Case 54: 32,767 characters, and an inline string of a megabyte; the length limit is the contract's."""
    assert len(answer(build.table([["长" * 32_767]]), "x.xlsx").sheets[0].rows[0].cells[0]) == 32_767
    xml = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + bytes(range(48, 58)) * 100_000 + b"</t></is></c></row>"
    assert len(answer(build.minimal(xml), "x.xlsx").sheets[0].rows[0].cells[0]) == 1_000_000


def test_an_empty_workbook_is_read_as_empty(answer, build):
    """Issue 2: an empty workbook is a valid nil return, the reader has no opinion."""
    assert answer(build.table([]), "x.xlsx").sheets[0].rows == []


@pytest.mark.parametrize("path", FMCS, ids=lambda path: path.stem)
def test_foreign_workbooks_agree_with_openpyxl_cell_by_cell(answer, path):
    """Details 15: three workbooks that nobody here wrote, same text in the same row and column as another reader."""
    found = answer(path.read_bytes(), path.name).sheets
    theirs = openpyxl.load_workbook(path).worksheets
    assert [sheet.name for sheet in found] == [sheet.title for sheet in theirs]
    for ours, other in zip(found, theirs, strict=True):
        expected = {
            (cell.row, cell.column): as_text(cell.value)
            for row in other.iter_rows()
            for cell in row
            if cell.value not in (None, "")
        }
        seen = {
            (row.number, column): text for row in ours.rows for column, text in enumerate(row.cells, 1) if text != ""
        }
        assert seen == expected
        assert len(seen) > 100


def as_text(value: object) -> str:
    """openpyxl's value in the form readers promise."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
