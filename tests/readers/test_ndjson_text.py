"""NDJSON: one flat object a line; a bad line is a problem with its number, never a crash (cases 75-87)."""

import json

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingestion.readers import ndjson_text
from ingestion.readers.ndjson_text import read_ndjson
from ingestion.readers.table import UnreadableFile


def problems(line: bytes) -> list[tuple[str, int]]:
    """What is said about a line that stands between two good ones, which must be read."""
    columns = read_ndjson(b'{"a":"1"}\n' + line + b'\n{"a":"3"}\n').columns
    assert columns.frame["__row"].to_list() == [1, 3]
    assert columns.bad_rows == {2}
    return [(found.code, found.row) for found in columns.problems]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"[" * 100_000, "E-NDJ-02"),
        (b'{"a":' + b"[" * 100_000, "E-NDJ-02"),
        (b'{"a":1,"a":2}', "E-NDJ-05"),
        (b'{"a" :1,"a":2}', "E-NDJ-05"),
        (b'{"a":1,"\\u0061":2}', "E-NDJ-05"),
        (b'{"a":NaN}', "E-NDJ-02"),
        (b'{"a":-Infinity}', "E-NDJ-02"),
        (b'{"a":1e400}', "E-NDJ-02"),
        (b'{"a":' + b"1" * 4301 + b"}", "E-NDJ-02"),
        (b'{"a":"\\u0000"}', "E-NDJ-06"),
        (b'{"a\\u0000":"x"}', "E-NDJ-06"),
        (b'{"a":"\\ud800"}', "E-NDJ-02"),
        (b'{"a":1,}', "E-NDJ-02"),
        (b'{"a":1} // why', "E-NDJ-02"),
        (b"{'a':1}", "E-NDJ-02"),
        (b'{"a":1}{"a":2}', "E-NDJ-02"),
        (b'{"a":1} {"a":2}', "E-NDJ-02"),
        (b'\xef\xbb\xbf{"a":1}', "E-NDJ-02"),
        (b'{"a":"\xff"}', "E-NDJ-07"),
        (b'{"a":{"b":1}}', "E-NDJ-04"),
        (b'{"a":[]}', "E-NDJ-04"),
        (b"[1]", "E-NDJ-03"),
        (b'"a"', "E-NDJ-03"),
        (b"null", "E-NDJ-03"),
        (b'{"__proto__":1}', "E-NDJ-09"),
        (b'{"' + b"k" * 10_000_000 + b'":1}', "E-NDJ-09"),
        (json.dumps({f"k{i}": 1 for i in range(201)}).encode(), "E-NDJ-09"),
    ],
    ids=range(27),
)
def test_a_bad_line_is_a_problem_with_its_number(line, code):
    """Cases 75-82 and 85-87."""
    assert problems(line) == [(code, 2)]


def test_an_object_over_two_lines_cannot_hide_behind_two_objects_on_one():
    """As many objects as lines, as many fields as expected, and still three wrong lines."""
    body = b'{"a":1,"b":2}\n{"a":1,\n"b":2}\n{"a":3,"b":4}{"a":5,"b":6}\n'
    columns = read_ndjson(body).columns
    assert columns.frame["__row"].to_list() == [1]
    assert columns.bad_rows == {2, 3, 4}


def test_the_sentence_about_a_syntax_error_names_line_and_place():
    """Case 81."""
    (found,) = read_ndjson(b'{"a":1,}\n').columns.problems
    assert "第 1 行" in found.message_zh
    assert "byte 7" in found.message_zh


def test_text_and_number_stay_apart():
    """ "12" is text and 12 is a number; null, absent and "" are empty."""
    body = b'{"a":"12","b":1.50,"c":true}\n{"a":12,"b":"1.50","c":null}\n{"a":"","b":3.0}\n'
    frame = read_ndjson(body).columns.frame
    assert frame["a"].to_list() == ["12", "12", ""]
    assert frame["__kind:a"].to_list() == ["t", "n", "."]
    assert frame["b"].to_list() == ["1.5", "1.50", "3"]
    assert frame["__kind:b"].to_list() == ["n", "t", "n"]
    assert frame["c"].to_list() == ["true", "", ""]
    assert frame["__kind:c"].to_list() == ["b", ".", "."]


def test_long_numbers_keep_at_least_16_digits_so_that_the_checker_refuses_them():
    """Case 78: 2^53+1 written as a float loses its last digit; 17 digits of kind 'n' show it."""
    frame = read_ndjson(b'{"a":9007199254740993.0}\n{"a":110105194912310021}\n{"a":' + b"1" * 30 + b"}\n").columns.frame
    assert [len(text) >= 16 for text in frame["a"]] == [True, True, True]
    assert frame["a"][1:].to_list() == ["110105194912310021", "1" * 30]
    assert set(frame["__kind:a"]) == {"n"}


def test_blank_lines_are_counted_and_keep_their_number(answer):
    """Case 83, with CRLF and a byte order mark on line 1 (case 85)."""
    found = answer(b'\xef\xbb\xbf{"a":1}\r\n\r\n{"a":2}\r\n', "x.ndjson")
    assert (found.columns.frame["__row"].to_list(), found.columns.blank) == ([1, 3], 1)
    assert (found.kind, found.encoding) == ("ndjson", "utf-8-sig")


@pytest.mark.parametrize("body", [b'[{"a":1}]', b'\xef\xbb\xbf\n [\n{"a":1}\n]\n'])
def test_an_array_is_refused_with_the_one_line_that_converts_it(answer, body):
    """Case 84."""
    found = answer(body, "x.json")
    assert isinstance(found, UnreadableFile)
    assert found.code == "E-NDJ-01"
    assert "jq -c '.[]'" in found.message_zh


def test_more_lines_than_the_cap_are_refused(answer):
    """The cap is the same as for sheets."""
    assert answer(b'{"a":1}\n' * 200_001, "x.ndjson").code == "E-NDJ-08"
    assert read_ndjson(b'{"a":1}\n' * 200_000).columns.frame.height == 200_000


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(allow_nan=False, allow_infinity=False), st.text()
)
OBJECTS = st.lists(st.fixed_dictionaries({"a": SCALARS, "名": SCALARS}), min_size=1, max_size=6)
DAMAGE = st.sampled_from(
    [b"", b",", b"}", b"{", b'"', b"\n", b" ", b'{"a":1}', b'"a":', b"\\u0000", b"\xff", b"[", b"NaN"]
)


@given(OBJECTS, DAMAGE, st.integers(0, 200), st.booleans())
@example([{"a": "}", "名": "{"}], b"\n", 7, False)
@example([{"a": 1, "名": 2}], '{"a":1,"名":2} '.encode(), 0, False)
@example([{"a": 1, "名": 2}, {"a": 1, "名": 2}], b'"a":', 1, False)
def test_the_fast_way_says_what_the_slow_way_says(objects, damage, at, spaced):
    """Differential: wherever the fast way answers, rows, texts, kinds and counts are those of the slow way."""
    separators = (", ", ": ") if spaced else (",", ":")
    lines = [json.dumps(o, ensure_ascii=False, separators=separators).encode("utf-8", "replace") for o in objects]
    body = b"\n".join(lines) + b"\n"
    body = body[:at] + damage + body[at:]
    slow = ndjson_text._slow(body)
    for fast in filter(None, (ndjson_text._alike(body), ndjson_text._fast(body))):
        assert slow.problems == []
        assert fast.frame.equals(slow.frame)
        assert (fast.names, fast.blank) == (slow.names, slow.blank)
    assert slow.frame.height + len(slow.problems) + slow.blank == len(body.removesuffix(b"\n").split(b"\n"))


def test_ordinary_files_take_the_fast_way():
    """Otherwise the differential test above would compare nothing, and 200,000 rows would cost three times as much."""
    body = b"".join(b'{"a": "x%d", "b": %d, "c": null}\n' % (i, i) for i in range(100))
    for way in (ndjson_text._alike, ndjson_text._fast):
        found = way(body)
        assert found is not None
        assert found.frame.height == 100
        assert found.frame.schema["__kind:a"] == pl.Enum([".", "t", "n", "d", "b", "e"])


@pytest.mark.parametrize(
    "line",
    [
        b'{"a":-0,"b":"x"}', b'{"a":01,"b":"x"}', b'{"a":1.0,"b":"x"}', b'{"a":1e3,"b":"x"}', b'{"a":1,"b":"\\n"}',
        b'{"b":"x","a":1}', b'{"a":1}', b'{"a":1,"b":"x","c":2}', b'{"a":1,"b":"x"} ', b'{"a":1,"b":"\x01"}',
        b'{"a":1234567890123456789,"b":"x"}', b'{"a":[1],"b":"x"}', b'{"a":1,"b":"\xff"}', b"",
    ],
    ids=repr,
)  # fmt: skip
def test_one_line_of_another_form_and_the_pattern_says_nothing(line):
    """What it does not match as a whole it does not guess: the readers that know all of JSON take the file."""
    assert ndjson_text._alike(b'{"a":7,"b":"x"}\n' + line + b'\n{"a":null,"b":""}\n') is None
