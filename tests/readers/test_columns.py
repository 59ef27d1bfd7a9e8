"""Rows become columns for the checker: named by heading, text with kinds, nothing lost (cases 29, 32)."""

import polars as pl
import pytest

from ingestion.readers.table import Row, Sheet, UnreadableFile, column_letter, columns_of, heading_key


def sheet(*rows: list[str]) -> Sheet:
    return Sheet(
        "S", False, [Row(n, cells, "".join("t" if c else "." for c in cells)) for n, cells in enumerate(rows, 1)]
    )


def test_rows_below_the_heading_become_columns_with_kinds_and_row_numbers():
    """The shape that the checker consumes."""
    rows = [
        Row(1, ["标题", ""], "t."),
        Row(2, ["编号", "人数"], "tt"),
        Row(3, ["A", "3"], "tn"),
        Row(4, ["", "x"], ".t"),
    ]
    columns = columns_of(Sheet("S", False, rows), 2)
    assert columns.names == ["编号", "人数"]
    assert columns.letters == {"编号": "A", "人数": "B"}
    assert columns.frame.columns == ["__row", "编号", "__kind:编号", "人数", "__kind:人数"]
    assert columns.frame.schema["__row"] == pl.UInt32
    assert columns.frame.rows() == [(3, "A", "t", "3", "n"), (4, "", ".", "x", "t")]
    assert columns.frame.filter(pl.col("__kind:人数") == "n").height == 1


def test_headings_match_whatever_spaces_and_invisible_characters_they_hold():
    """Case 32: NBSP, full-width space, byte order mark, zero width, line breaks, full-width letters."""
    printed = "\ufeff 企业\u00a0名\u3000称\u200b\n（ＩＤ）"
    assert heading_key(printed) == "企业名称(ID)"
    columns = columns_of(sheet([printed], ["甲"]), 1)
    assert columns.names == ["企业名称(ID)"]
    assert columns.headings["企业名称(ID)"] == printed


def test_a_heading_that_stands_twice_is_refused_naming_both_columns():
    """Case 29: csv.DictReader would silently keep the last."""
    with pytest.raises(UnreadableFile) as refusal:
        columns_of(sheet(["姓名", "数", " 姓名"], ["a", "1", "b"]), 1)
    assert refusal.value.code == "E-FILE-14"
    assert "A、C" in refusal.value.message_zh


def test_cells_under_no_heading_are_kept_under_their_letter():
    """Nothing is dropped in silence; a column that is empty throughout is."""
    columns = columns_of(sheet(["a", "", ""], ["1", "", "stray"]), 1)
    assert columns.names == ["a", "[C]"]
    assert columns.frame["[C]"].to_list() == ["stray"]


def test_a_heading_cannot_take_the_names_that_are_ours():
    """A column called __row would otherwise replace the row numbers."""
    columns = columns_of(sheet(["__row", "__kind:a"], ["1", "2"]), 1)
    assert columns.frame["__row"].to_list() == [2]
    assert columns.names == ["row", "kind:a"]


def test_blank_rows_are_counted_and_error_rows_are_not_blank():
    """Conservation: rows below the heading = frame + blank + bad rows."""
    rows = [Row(1, ["a"], "t"), Row(2, ["  "], "t"), Row(3, [""], "e"), Row(4, [""], ".")]
    columns = columns_of(Sheet("S", False, rows), 1)
    assert (columns.frame["__row"].to_list(), columns.blank) == ([3], 2)
    assert columns.frame["__kind:a"].to_list() == ["e"]


def test_a_missing_heading_row_is_refused():
    """E-FILE-15 says which row was looked for."""
    with pytest.raises(UnreadableFile, match="E-FILE-15"):
        columns_of(sheet(["a"]), 3)
    assert columns_of(sheet(["a"]), 1).frame.height == 0


def test_column_letters_are_those_of_excel():
    """Findings name the column as the clerk sees it."""
    assert [column_letter(i) for i in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
