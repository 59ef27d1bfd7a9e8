"""CSV is read strictly: encoding, delimiter and quotes are certain, or the line is named in a refusal (cases 56-74)."""

import pytest

from ingestion.readers.csv_text import read_csv
from ingestion.readers.table import columns_of


def texts(found) -> list[list[str]]:
    return [row.cells for row in found.sheets[0].rows]


GOOD = "名称,人数\n企业甲,3\n企业乙,25\n"


def test_a_byte_order_mark_is_stripped(answer):
    """Case 56."""
    found = answer(b"\xef\xbb\xbf" + GOOD.encode(), "x.csv")
    assert (found.encoding, texts(found)[0]) == ("utf-8-sig", ["名称", "人数"])


@pytest.mark.parametrize("codec", ["gb18030", "gbk"])
def test_chinese_national_encodings_are_read_and_named(answer, codec):
    """Case 57: the receipt names the encoding."""
    found = answer(GOOD.encode(codec), "x.csv")
    assert (found.encoding, texts(found)) == ("gb18030", [["名称", "人数"], ["企业甲", "3"], ["企业乙", "25"]])


def test_utf8_is_tried_before_gb18030(answer):
    """Case 58: these bytes would also decode as GB18030, to other characters."""
    data = "名称,人数\n企业,3\n".encode()
    data.decode("gb18030", "strict")
    assert texts(answer(data, "x.csv"))[0] == ["名称", "人数"]


@pytest.mark.parametrize("order", [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_mixed_encodings_are_refused_with_the_first_line_that_differs(answer, order):
    """Case 59: lines appended by another program."""
    first, then = order
    data = GOOD.encode(first) + "深圳市龙岗区,4\n".encode(then)
    found = answer(data, "x.csv")
    assert found.code == "E-CSV-02"
    assert "第 4 行" in found.message_zh


def test_bytes_of_no_known_encoding_are_refused_with_the_line(answer):
    """Neither UTF-8 nor GB18030."""
    found = answer("名称\n".encode("gb18030") + b"\xff\xff\n", "x.csv")
    assert found.code == "E-CSV-01"
    assert "第 2 行" in found.message_zh


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_unicode_text_of_excel_is_read(answer, codec):
    """Case 60: UTF-16 with a byte order mark, delimited by tabs as Excel does."""
    mark = b"\xff\xfe" if codec == "utf-16-le" else b"\xfe\xff"
    found = answer(mark + GOOD.replace(",", "\t").encode(codec), "x.txt")
    assert (found.encoding, texts(found)[1]) == ("utf-16", ["企业甲", "3"])
    assert [note.code for note in found.notes] == ["N-CSV-01"]


def test_rare_names_survive(answer):
    """Cases 61 and 63: four-byte GB18030 and the several middle dots are kept as they are."""
    for codec in ("utf-8", "gb18030"):
        assert texts(answer("姓名,数\n𬭶䶮㐂·买买提,1\n".encode(codec), "x.csv"))[1][0] == "𬭶䶮㐂·买买提"


def test_private_use_characters_are_warned_about(answer):
    """Case 62: the table of 2005 maps some code points to private use; a person must look."""
    found = answer("姓名,数\n".encode("gb18030") + b"\xa6\xd9,1\n", "x.csv")
    assert [(note.code, note.severity, note.row) for note in found.notes] == [("N-CSV-02", "warning", 2)]


@pytest.mark.parametrize("delimiter", ["\t", ";", "、", "｜", "|"])
def test_another_delimiter_is_taken_when_there_is_no_doubt(answer, delimiter):
    """Case 64: the receipt names it."""
    found = answer(GOOD.replace(",", delimiter).encode(), "x.csv")
    assert texts(found)[1] == ["企业甲", "3"]
    assert [note.code for note in found.notes] == ["N-CSV-01"]


def test_commas_win_over_a_mark_inside_a_heading(answer):
    """A heading such as 街道、社区 does not make the file ambiguous when only commas cut all lines alike."""
    assert texts(answer("街道、社区,人数\n吉华,3\n布吉,4\n".encode(), "x.csv"))[1] == ["吉华", "3"]


def test_an_ambiguous_delimiter_is_refused_and_both_are_named(answer):
    """Case 64."""
    found = answer(b"a,b;c\n1,2;3\n", "x.csv")
    assert found.code == "E-CSV-04"
    assert "逗号" in found.message_zh
    assert "分号" in found.message_zh


def test_a_quote_that_is_never_closed_is_refused_with_its_first_line(answer):
    """Case 65: it would swallow the rest of the file into one cell."""
    found = answer('名称,人数\n甲,1\n"乙,2\n丙,3\n'.encode(), "x.csv")
    assert found.code == "E-CSV-05"
    assert "第 3 行" in found.message_zh


def test_quoted_newlines_and_doubled_quotes_are_one_cell(answer):
    """A record may span lines; rows are numbered as Excel shows them."""
    found = answer('名称,人数\n"甲\n""乙""",1\n丙,2\n'.encode(), "x.csv")
    assert texts(found)[1:] == [['甲\n"乙"', "1"], ["丙", "2"]]
    assert found.sheets[0].rows[2].number == 3


def test_ragged_rows_are_row_errors(answer):
    """Case 66: three cells under two headings, and one cell; the others are read."""
    found = answer("名称,人数\n甲,1,x\n乙\n丙,3\n".encode(), "x.csv")
    columns = columns_of(found.sheets[0], 1)
    assert [(p.code, p.row) for p in columns.problems] == [("E-CSV-06", 2), ("E-CSV-06", 3)]
    assert columns.frame["名称"].to_list() == ["丙"]
    assert columns.frame["__row"].to_list() == [4]


def test_an_overlong_cell_costs_its_row_only(answer):
    """Case 67: more than 131,072 characters."""
    found = answer(("名称,人数\n" + "a" * 131_073 + ",1\n乙,2\n").encode(), "x.csv")
    columns = columns_of(found.sheets[0], 1)
    assert [(p.code, p.row) for p in columns.problems] == [("E-CSV-07", 2)]
    assert columns.frame["名称"].to_list() == ["乙"]


def test_nul_bytes_cost_the_row_and_in_the_heading_the_file(answer):
    """Case 68: PostgreSQL takes no NUL; a heading with NUL is no text file."""
    found = answer("名称,人数\n甲\0,1\n乙,2\n".encode(), "x.csv")
    columns = columns_of(found.sheets[0], 1)
    assert [(p.code, p.row) for p in columns.problems] == [("E-CSV-08", 2)]
    assert columns.frame.height == 1
    assert answer(b"n\0a\0m\0e\0,\0b\0\n", "x.csv").code == "E-CSV-03"


@pytest.mark.parametrize("newline", ["\r", "\r\n", "\n"])
def test_every_line_ending_is_read(answer, newline):
    """Case 69: CR only, CRLF, LF, with and without the last one."""
    text = GOOD.replace("\n", newline)
    assert len(texts(answer(text.encode(), "x.csv"))) == 3
    assert len(texts(answer(text.removesuffix(newline).encode(), "x.csv"))) == 3
    assert texts(answer(b"a,b\r\n1,2\n3,4\r5,6", "x.csv"))[1:] == [["1", "2"], ["3", "4"], ["5", "6"]]


def test_a_heading_alone_is_a_nil_return(answer):
    """Case 70: read, with no rows."""
    columns = columns_of(answer("名称,人数\n".encode(), "x.csv").sheets[0], 1)
    assert (columns.names, columns.frame.height, columns.blank) == (["名称", "人数"], 0, 0)


def test_words_that_mean_nothing_elsewhere_stay_text(answer):
    """Cases 71 and 72: NA, null, nan are names; formulas and signs are stored as they are."""
    words = ["NA", "null", "None", "nan", "=1+1", "+86 139", "-1", "@SUM", "＝1", "007"]
    found = answer(("名称\n" + "\n".join(words) + "\n").encode(), "x.csv")
    assert [row[0] for row in texts(found)[1:]] == words
    assert {row.kinds for row in found.sheets[0].rows} == {"t"}


def test_blank_lines_keep_their_number_and_are_counted(answer):
    """Case 83 for CSV: row numbers are those that Excel shows."""
    columns = columns_of(answer("名称,人数\n\n甲,1\n,\n".encode(), "x.csv").sheets[0], 1)
    assert (columns.frame["__row"].to_list(), columns.blank) == ([3], 2)


def test_too_many_columns_or_rows_are_refused_with_the_cap():
    """Case 74: 10,000 columns; and 200,001 rows."""
    with pytest.raises(Exception, match="E-FILE-10"):
        read_csv(b",".join([b"a"] * 10_000) + b"\n")
    with pytest.raises(Exception, match="E-FILE-10"):
        read_csv(b"a,b\n" + b",".join([b"a"] * 10_000) + b"\n")
    with pytest.raises(Exception, match="E-FILE-09"):
        read_csv(b"a,b\n" + b"1,2\n" * 200_001)
    assert len(read_csv(b"a,b\n" + b"1,2\n" * 200_000).sheets[0].rows) == 200_001
