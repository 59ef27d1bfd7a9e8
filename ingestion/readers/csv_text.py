"""CSV text to one Sheet: encoding, delimiter and quotes are decided strictly, or the file is refused with the line.

    bytes ► encoding (UTF-16 by BOM, UTF-8 strictly, then GB18030, never GBK) ► delimiter ► records ► Sheet "csv"

Row numbers are record numbers, as Excel shows them when it opens the file. Every cell is text ('t') or empty ('.').
Refusals: E-CSV-01 … 05, E-FILE-09, E-FILE-10. A row that cannot be used is an error in Sheet.problems: E-CSV-06 … 08.
"""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from ingestion.readers.table import (
    MAX_COLUMNS,
    MAX_ROWS,
    Problem,
    ReadResult,
    Row,
    Sheet,
    column_letter,
    problem,
    refuse,
)

SHEET_NAME = "csv"
DELIMITERS = (",", "\t", ";", "、", "|", "｜")
MAX_CELL = 131_072
_NAMES = {"\t": "制表符 tab", ";": "分号 ;", ",": "逗号 ,", "、": "顿号 、", "|": "竖线 |", "｜": "全角竖线 ｜"}

_CJK = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")


def read_csv(data: bytes) -> ReadResult:
    """One CSV file as a ReadResult with the sheet "csv", row 1 its heading. Raises UnreadableFile."""
    text, encoding = decode(data)
    delimiter = _delimiter(text)
    sheet = Sheet(SHEET_NAME, hidden=False, rows=[])
    for row, found in _rows(text, delimiter):
        sheet.rows.append(row)
        sheet.problems += found
    notes = [] if delimiter == "," else [problem("N-CSV-01", "info", delimiter=_NAMES[delimiter])]
    if encoding == "gb18030" and _PRIVATE_USE.search(text):
        first = next(r.number for r in sheet.rows if any(_PRIVATE_USE.search(cell) for cell in r.cells))
        notes.append(problem("N-CSV-02", "warning", row=first))
    return ReadResult([sheet], "csv", encoding, notes)


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: utf-8, utf-8-sig, utf-16 or gb18030. Raises UnreadableFile E-CSV-01/02.

    A GB18030 decoder accepts most UTF-8 Chinese as other characters, so UTF-8 must be tried first, and a file of which
    some lines are surely UTF-8 and others are not is refused, not guessed.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError as error:
            raise refuse("E-CSV-01", row=_line_at(data[: error.start].decode("utf-16", "replace"))) from error
    body, name = (data[3:], "utf-8-sig") if data.startswith(b"\xef\xbb\xbf") else (data, "utf-8")
    try:
        return body.decode("utf-8"), name
    except UnicodeDecodeError as error:
        first_bad = body.count(b"\n", 0, error.start) + 1
    if name == "utf-8-sig":
        raise refuse("E-CSV-02", row=first_bad)
    _refuse_mixture(body)
    try:
        return body.decode("gb18030"), "gb18030"
    except UnicodeDecodeError as error:
        raise refuse("E-CSV-01", row=body.count(b"\n", 0, error.start) + 1) from error


def _refuse_mixture(body: bytes) -> None:
    """Refuse when one line is surely UTF-8 and another surely is not; names the first line that differs."""
    first_kind: bool | None = None
    for number, line in enumerate(body.splitlines(), 1):
        is_utf8 = None if line.isascii() else _is_utf8(line)
        if first_kind is None:
            first_kind = is_utf8
        elif is_utf8 is not None and is_utf8 != first_kind:
            raise refuse("E-CSV-02", row=number)


def _is_utf8(line: bytes) -> bool | None:
    """True: surely (two characters or more beyond ASCII, all CJK: no coincidence). False: surely not. None: unclear."""
    try:
        beyond = [c for c in line.decode("utf-8") if not c.isascii()]
    except UnicodeDecodeError:
        return False
    return True if len(beyond) >= 2 and all(_CJK.match(c) for c in beyond) else None


def _line_at(before: str) -> int:
    return before.count("\n") + 1


def _delimiter(text: str) -> str:
    """The delimiter of the heading line. More than one candidate: only one may cut all first lines alike."""
    lines = [line for line in islice(io.StringIO(text, newline=None), 20) if line.strip()]
    if not lines:
        return ","
    outside = [re.sub(r'"[^"]*"', "", line) for line in lines]
    found = [d for d in DELIMITERS if d in outside[0]]
    if len(found) > 1:
        # Ambiguous in the heading: a true delimiter cuts every line into the same number of cells.
        found = [d for d in found if len({line.count(d) for line in outside}) == 1] if len(lines) > 1 else found
    if len(found) > 1 or (not found and any(d in outside[0] for d in DELIMITERS)):
        candidates = [_NAMES[d] for d in DELIMITERS if d in outside[0]]
        raise refuse("E-CSV-04", found=" / ".join(candidates))
    return found[0] if found else ","


def _rows(text: str, delimiter: str) -> Iterator[tuple[Row, list[Problem]]]:
    width = 0
    for number, (line, cells) in enumerate(_records(text, delimiter), 1):
        if number > MAX_ROWS + 1:
            raise refuse("E-FILE-09", sheet=SHEET_NAME, row=number, cap=MAX_ROWS)
        if cells is not None and len(cells) > MAX_COLUMNS:
            raise refuse("E-FILE-10", sheet=SHEET_NAME, column=column_letter(len(cells) - 1), cap=MAX_COLUMNS)
        if width == 0 and cells != []:
            if cells is None or any("\0" in cell for cell in cells):
                raise refuse("E-CSV-03", row=line)
            width = len(cells)
        found = _faults(number, cells, width)
        fitted = ((cells or []) + [""] * width)[:width]
        yield Row(number, fitted, "".join(["t" if cell else "." for cell in fitted])), found


def _faults(number: int, cells: list[str] | None, width: int) -> list[Problem]:
    if cells is None:
        return [problem("E-CSV-07", sheet=SHEET_NAME, row=number)]
    found = []
    if len(cells) != width and any(cells):
        found.append(problem("E-CSV-06", sheet=SHEET_NAME, row=number, cells=len(cells), expected=width))
    if any("\0" in cell for cell in cells):
        found.append(problem("E-CSV-08", sheet=SHEET_NAME, row=number))
    return found


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """Line number where each record starts, and its cells; None for a record with an over-long cell."""
    # newline="" cuts at CR, LF and CRLF and keeps them; splitlines would also cut at U+2028 inside a cell.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field larger" not in str(error):
                raise refuse("E-CSV-05", row=start) from error
            yield start, None
            continue
        yield start, cells
