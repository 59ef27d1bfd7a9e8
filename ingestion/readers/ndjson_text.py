"""NDJSON to Columns: one flat object a line. Fast when every line has the same fields, exact when they do not.

    bytes ─► alike: every line of the form of the first ─► columns     (ndjson_alike.py; the common case)
         ├─► fast: one msgspec pass over all lines ─► columns          (200,000 lines of 10 fields: about 0.4 s)
         └─► slow: line by line, a Problem for each line that is wrong  (whenever the fast way cannot prove its case)

The fast way is taken only when it is proved that it sees what the slow way would see: each line begins with { and ends
with }, there are as many objects as lines, and as many `":` as fields, so no field stands twice (duplicates would be
dropped in silence by every fast JSON reader). Text "12" and number 12 stay apart by their kind.
Refusals: E-NDJ-01 array, E-NDJ-08 too many lines. Row errors: E-NDJ-02 … 07, 09.
"""

import gc
import json
from collections.abc import Iterator
from itertools import chain
from operator import attrgetter
from typing import Any

import msgspec
import numpy as np
import polars as pl

from ingestion.readers.ndjson_alike import alike
from ingestion.readers.table import (
    KIND_PREFIX,
    KINDS,
    MAX_COLUMNS,
    MAX_ROWS,
    ROW,
    Columns,
    Problem,
    ReadResult,
    framed,
    problem,
    refuse,
)

_BOM = b"\xef\xbb\xbf"
_MAX_NAME = 200
_NOT_JSON = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_CODES = {letter: position for position, letter in enumerate(KINDS)}
_CODE_OF_TYPE = {str: _CODES["t"], int: _CODES["n"], float: _CODES["n"], bool: _CODES["b"], type(None): _CODES["."]}
_TYPE_NAMES = {
    list: "数组 a list",
    str: "文本 a text",
    int: "数字 a number",
    float: "数字 a number",
    bool: "true/false",
}


def read_ndjson(data: bytes) -> ReadResult:
    """One NDJSON file. `columns.frame` holds the good lines, `columns.problems` the others. Raises UnreadableFile."""
    body = data.removeprefix(_BOM)
    if body.lstrip()[:1] == b"[":
        raise refuse("E-NDJ-01")
    written = body.count(b"\n") + (not body.endswith(b"\n"))
    if written > MAX_ROWS and sum(1 for line in body.split(b"\n") if line.strip()) > MAX_ROWS:
        raise refuse("E-NDJ-08", cap=MAX_ROWS)
    # Hundreds of thousands of fresh objects make the collector walk them again and again, for nothing: no cycles here.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        columns = _alike(body) or _fast(body) or _slow(body)
    finally:
        if was_enabled:
            gc.enable()
    return ReadResult([], "ndjson", "utf-8-sig" if body is not data and data != body else "utf-8", columns=columns)


def _alike(body: bytes) -> Columns | None:
    """All lines by one pattern, or None when they are not alike."""
    lines, blank = _trimmed(body)
    first = _first_object(lines)
    columns = None if first is None else alike(lines, list(first))
    if columns is None:
        return None
    return _framed(
        list(first or ()), columns.to_dict(), np.arange(1, lines.count(b"\n") + 2, dtype=np.uint32), [], blank
    )


def _fast(body: bytes) -> Columns | None:
    """All lines at once, or None when it cannot be proved that this loses nothing."""
    lines, blank = _trimmed(body)
    count = lines.count(b"\n") + 1
    first = _first_object(lines)
    if first is None or not lines.endswith(b"}") or lines.count(b"}\n{") != count - 1 or body[:1] != b"{":
        return None
    # `":` once for each written field: then no field stands twice. Spaces before a colon would spoil the count.
    if lines.count(b'":') != count * len(first) or b" :" in lines or b"\t:" in lines or b"\\u0000" in lines:
        return None
    names = list(first)
    struct = msgspec.defstruct(
        "Line",
        [(f"f{i}", str | int | float | bool | None) for i in range(len(names))],
        rename={f"f{i}": name for i, name in enumerate(names)},
        forbid_unknown_fields=True,
        gc=False,
    )
    try:
        rows = msgspec.json.Decoder(struct).decode_lines(lines)
    except _NOT_JSON:
        return None
    if len(rows) != count:
        return None
    values = {name: list(map(attrgetter(f"f{i}"), rows)) for i, name in enumerate(names)}
    return _columns(np.arange(1, count + 1, dtype=np.uint32), values, [], blank)


def _trimmed(body: bytes) -> tuple[bytes, int]:
    """The lines up to the last that holds something, parted by newlines alone, and how many blank ones follow."""
    whole = body.replace(b"\r\n", b"\n") if b"\r\n" in body else body
    lines = whole.rstrip(b"\n")
    return lines, max(len(whole) - len(lines) - 1, 0)


def _first_object(lines: bytes) -> dict[str, Any] | None:
    """The first line's fields, when all their names are ordinary; the other lines are compared with it."""
    line = lines[: max(lines.find(b"\n"), 0) or len(lines)]
    try:
        first = msgspec.json.decode(line)
    except _NOT_JSON:
        return None
    if not isinstance(first, dict) or not 0 < len(first) <= MAX_COLUMNS:
        return None
    return first if all(map(_is_ordinary, first)) else None


def _is_ordinary(name: str) -> bool:
    return name.isidentifier() and len(name) <= _MAX_NAME and not name.startswith("__")


def _slow(body: bytes) -> Columns:
    """Line by line; lines that are wrong become problems, blank lines are counted."""
    numbers, objects, problems, blank = [], [], [], 0
    for number, line in _lines(body):
        if not line.strip():
            blank += 1
            continue
        found = _object(number, line)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            numbers.append(number)
            objects.append(found)
    names = list(dict.fromkeys(chain.from_iterable(objects)))
    if len(names) > MAX_COLUMNS:
        raise refuse("E-FILE-10", sheet="ndjson", column=len(names), cap=MAX_COLUMNS)
    values = {name: [found.get(name) for found in objects] for name in names}
    return _columns(np.array(numbers, dtype=np.uint32), values, problems, blank)


def _lines(body: bytes) -> Iterator[tuple[int, bytes]]:
    lines = body.split(b"\n")
    if lines[-1] == b"":
        lines.pop()  # the newline that ends the last line begins no other
    return enumerate(lines, 1)


def _object(number: int, line: bytes) -> dict[str, Any] | Problem:
    """The line's fields, or what is wrong with the line."""
    try:
        found = msgspec.json.decode(line)
    except _NOT_JSON as error:
        return _syntax(number, line, error)
    if not isinstance(found, dict):
        return problem("E-NDJ-03", row=number, found=_TYPE_NAMES.get(type(found), "null"))
    return _fault(number, line, found) or found


def _fault(number: int, line: bytes, found: dict[str, Any]) -> Problem | None:
    """What is wrong with an object that is valid JSON."""
    if len(found) > MAX_COLUMNS or any(len(name) > _MAX_NAME or name.startswith("__") or not name for name in found):
        return problem("E-NDJ-09", row=number, cap=MAX_COLUMNS)
    if b"\\u0000" in line and any("\0" in part for part in chain(found, map(str, found.values()))):
        return problem("E-NDJ-06", row=number)
    for name, value in found.items():
        if isinstance(value, dict | list):
            return problem("E-NDJ-04", row=number, field=name)
    if line.count(b'":') != len(found) or b" :" in line or b"\t:" in line:
        twice = _field_that_stands_twice(line)
        if twice is not None:
            return problem("E-NDJ-05", row=number, field=twice)
    return None


def _syntax(number: int, line: bytes, error: Exception) -> Problem:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return problem("E-NDJ-07", row=number, detail=wrong.start + 1)
    detail = "嵌套过深 nested too deeply" if isinstance(error, RecursionError) else str(error)
    return problem("E-NDJ-02", row=number, detail=detail.removeprefix("JSON is malformed: "))


def _field_that_stands_twice(line: bytes) -> str | None:
    """Only asked of lines that msgspec accepted and that hold no nested value, so this cannot recurse deeply."""
    written = [name for name, _ in json.loads(line, object_pairs_hook=list)]
    return next((name for index, name in enumerate(written) if name in written[:index]), None)


def _columns(
    numbers: "np.ndarray[tuple[int], np.dtype[np.uint32]]",
    values: dict[str, list[Any]],
    problems: list[Problem],
    blank: int,
) -> Columns:
    columns: dict[str, pl.Series] = {}
    for name, column in values.items():
        types = set(map(type, column))
        columns[name] = _texts(name, column, types)
        columns[KIND_PREFIX + name] = _kinds(KIND_PREFIX + name, column, types, columns[name])
    return _framed(list(values), columns, numbers, problems, blank)


def _framed(
    names: list[str],
    columns: dict[str, pl.Series],
    numbers: "np.ndarray[tuple[int], np.dtype[np.uint32]]",
    problems: list[Problem],
    blank: int,
) -> Columns:
    frame = framed({ROW: pl.Series(ROW, numbers, dtype=pl.UInt32), **columns})
    return Columns(names, frame, dict(zip(names, names, strict=True)), dict.fromkeys(names, ""), problems, blank)


def _texts(name: str, column: list[Any], types: set[type]) -> pl.Series:
    if types <= {str, type(None)}:
        return pl.Series(name, column, dtype=pl.String).fill_null("")
    if types == {bool}:
        return pl.Series(name, column, dtype=pl.Boolean).cast(pl.String)
    if types == {int} and min(column) >= -(2**63) and max(column) < 2**63:
        return pl.Series(name, column, dtype=pl.Int64).cast(pl.String)
    if types == {float} and max(map(abs, column)) < 1e16 and min(map(abs, column)) >= 1e-4:
        return pl.Series(name, list(map(repr, column)), dtype=pl.String).str.strip_suffix(".0")  # repr has no exponent
    return pl.Series(name, list(map(_text, column)), dtype=pl.String)


def _text(value: Any) -> str:
    """Exact text of a scalar; floats in their shortest form, without '.0' for whole numbers below 1e21."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return repr(value)


def _kinds(name: str, column: list[Any], types: set[type], texts: pl.Series) -> pl.Series:
    codes: Any
    if len(types) == 1:
        codes = np.full(len(column), _CODE_OF_TYPE[next(iter(types))], dtype=np.uint8)
    else:
        codes = np.fromiter(map(_CODE_OF_TYPE.__getitem__, map(type, column)), dtype=np.uint8, count=len(column))
    if str in types:
        codes[(texts == "").to_numpy()] = _CODES["."]
    return pl.Series(name, codes)
