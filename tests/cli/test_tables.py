"""Lists come out the same from every command: csv for programs, json for programs, a table for eyes."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipeline.tables import render

ROWS: list[dict[str, object]] = [
    {"name": "建会率", "value": Decimal("88.10"), "on": date(2022, 3, 31), "ok": True, "note": None},
    {"name": "a,b", "value": Decimal("1E+3"), "on": datetime(2022, 1, 1, tzinfo=UTC), "ok": False, "note": 'say "x"'},
]


def test_csv_is_plain_utf8_with_one_header_and_keeps_the_decimals_that_a_figure_has() -> None:
    assert render(ROWS, "csv").splitlines() == [
        "name,value,on,ok,note",
        "建会率,88.10,2022-03-31,true,",
        '"a,b",1000,2022-01-01T00:00:00+00:00,false,"say ""x"""',
    ]


def test_an_empty_list_still_has_its_header() -> None:
    assert render([], "csv", ("indicator_id", "value")) == "indicator_id,value"
    assert render([], "json", ("indicator_id",)) == "[]"
    assert render([], "table") == ""


def test_json_gives_numbers_as_numbers_and_chinese_as_chinese() -> None:
    text = render(ROWS, "json")
    assert "建会率" in text
    assert [row["value"] for row in json.loads(text)] == [88.1, 1000]


def test_a_table_gives_a_chinese_character_two_columns_so_that_what_stands_behind_it_is_aligned() -> None:
    header, _, first, second = render(ROWS, "table").splitlines()
    start = header.index("value")
    assert first.index("88.10") == start - len("建会率")
    assert second.index("1000") == start


@given(st.lists(st.dictionaries(st.sampled_from(["a", "b"]), st.text(), min_size=2, max_size=2), min_size=1))
def test_whatever_text_a_cell_holds_comes_back_from_the_csv(rows: list[dict[str, str]]) -> None:
    rows = [{"a": row["a"].replace("\r", ""), "b": row["b"].replace("\r", "")} for row in rows]
    text = render([dict(row) for row in rows], "csv", ("a", "b"))
    assert [list(row) for row in csv.reader(io.StringIO(text + "\n"))][1:] == [[row["a"], row["b"]] for row in rows]
