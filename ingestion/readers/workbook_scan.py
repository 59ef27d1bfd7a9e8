"""Bounded look into a workbook's XML before calamine sees it. Runs in the child; standard library only.

Every XML part is inflated in steps of 1 MB under the size its directory entry declares (a lie is refused), checked for
DOCTYPE and ENTITY (entity bombs, external entities), and each worksheet part is scanned for

    extent        last row and column that hold a value: the declared <dimension> is never believed
    marks         error cells (#N/A …) and formulas without a saved value, which calamine both returns as empty
    formulas, hidden_rows     counted for the receipt

Raises RefusedError with a code of sentences.py.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree import ElementTree

MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_AREA = 3_000_000  # cells between first and last: what calamine lays out in memory for one sheet
MAX_MARKS = 100_000
_STEP = 1024 * 1024
_SMALL_PART = 4 * 1024 * 1024

_WORKSHEET = re.compile(rb"<(?:\w+:)?worksheet[\s>]")
# No pattern may cross a < it did not ask for: that keeps each of them linear on hostile input.
_TAG = rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r=["']([A-Za-z]{1,8})([0-9]{1,10})["'][^<>]*"""
_F = rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)"
# A cell with something in it: neither self-closing nor closed at once nor with an empty <v>.
_CELL = re.compile(_TAG + rb"(?<!/)>(?!</|<v></v></|<v ?/></)")
_ERROR = re.compile(_TAG + rb">\s*(?:" + _F + rb")?\s*<(?:\w+:)?v>([^<]{0,40})<")
_UNCALCULATED = re.compile(
    _TAG + rb">\s*" + _F + rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_IS_ERROR = re.compile(rb"""\st=["']e["']""")
_IS_TEXT = re.compile(rb"""\st=["']str["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\s[^<>]*?\bhidden=["'](?:1|true)["']""")


class RefusedError(Exception):
    """The workbook must not be read: code and facts of sentences.py."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code, self.facts = code, facts
        super().__init__(code)


@dataclass
class SheetScan:
    """What one worksheet part really holds; rows and columns count from 0, -1 means none."""

    last_row: int = -1
    last_column: int = -1
    first_row: int = 2**31
    first_column: int = 2**31
    marks: dict[int, dict[int, str]] = field(default_factory=dict)
    formulas: int = 0
    hidden_rows: int = 0


def scan(path: str) -> dict[str, SheetScan]:
    """Scan every XML part; the sheets by name. Raises RefusedError, zipfile.BadZipFile, ElementTree.ParseError."""
    parts: dict[str, SheetScan] = {}
    small: dict[str, bytes] = {}
    with zipfile.ZipFile(path) as archive, open(path, "rb") as file:  # noqa: PTH123 - pathlib only slows the start
        for entry in archive.infolist():
            if entry.filename.lower().endswith((".xml", ".rels")):
                found = _scan_part(inflate(file, entry), small, entry)
                if found is not None:
                    parts[entry.filename] = found
    names = _sheet_names(small)
    by_sheet = {names.get(part, part): found for part, found in parts.items()}
    for name, found in by_sheet.items():
        _check_extent(name, found)
    return by_sheet


def inflate(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of one entry in bounded steps, never more than declared. Raises RefusedError E-FILE-05 or E-FILE-06."""
    file.seek(entry.header_offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise RefusedError("E-FILE-05", detail=entry.filename)
    name_bytes, extra_bytes = struct.unpack("<2H", header[26:30])
    file.seek(name_bytes + extra_bytes, 1)
    stored = file.read(entry.compress_size)
    inflater = zlib.decompressobj(-15)
    size, crc = 0, 0
    while stored:
        try:
            step = stored if entry.compress_type == zipfile.ZIP_STORED else inflater.decompress(stored, _STEP)
        except zlib.error as error:
            raise RefusedError("E-FILE-05", detail=entry.filename) from error
        stored = b"" if entry.compress_type == zipfile.ZIP_STORED else inflater.unconsumed_tail
        size, crc = size + len(step), zlib.crc32(step, crc)
        if size > entry.file_size:
            raise RefusedError("E-FILE-06", detail=f"{entry.filename} > {entry.file_size} B")
        yield step
    if size != entry.file_size or crc != entry.CRC:
        raise RefusedError("E-FILE-05", detail=entry.filename)


def _scan_part(steps: Iterator[bytes], small: dict[str, bytes], entry: zipfile.ZipInfo) -> SheetScan | None:
    found: SheetScan | None = None
    carry, is_first = b"", True
    for step in steps:
        buffer = carry + step
        if is_first:
            if b"\0" in buffer[:64]:
                raise RefusedError("E-FILE-11", detail=f"{entry.filename} UTF-16")
            found = SheetScan() if _WORKSHEET.search(buffer[:65536]) else None
            is_first = False
        if b"<!DOCTYPE" in buffer or b"<!ENTITY" in buffer:
            raise RefusedError("E-FILE-11", detail=f"{entry.filename} DOCTYPE")
        if found is None:
            carry = buffer[-16:] if entry.file_size > _SMALL_PART else buffer
            continue
        # Cut before the last row (or, with other prefixes, the last tag), so that no cell is seen in halves.
        cut = max(buffer.rfind(b"<row"), buffer.rfind(b":row") - 8, 0) or max(buffer.rfind(b"<"), 0)
        _scan_cells(buffer[:cut], found)
        carry = buffer[cut:]
    if found is not None:
        _scan_cells(carry, found)
    elif entry.file_size <= _SMALL_PART and entry.filename in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        small[entry.filename] = carry
    return found


def _scan_cells(xml: bytes, found: SheetScan) -> None:
    if cells := _CELL.findall(xml):
        columns = [column_index(letters) for letters in {letters for letters, _ in cells}]
        rows = [int(digits) - 1 for digits in {digits for _, digits in cells}]
        found.first_row, found.last_row = min(found.first_row, *rows), max(found.last_row, *rows)
        found.first_column = min(found.first_column, *columns)
        found.last_column = max(found.last_column, *columns)
    if b"hidden=" in xml:
        found.hidden_rows += len(_HIDDEN_ROW.findall(xml))
    if b"<f" in xml or b":f" in xml:
        found.formulas += len(_FORMULA.findall(xml))
        for cell in _UNCALCULATED.finditer(xml):
            # An empty text is a result, when the cell says that its formula gave text and a value is there.
            tag = cell[0][: cell[0].index(b">")]
            if b"</f></c>" in cell[0] or not _IS_TEXT.search(tag):
                _mark(found, cell[1], cell[2], "")
    if _IS_ERROR.search(xml):
        for cell in _ERROR.finditer(xml):
            if _IS_ERROR.search(cell[0][: cell[0].index(b">")]):
                _mark(found, cell[1], cell[2], cell[3].decode("utf-8", "replace"))


def _mark(found: SheetScan, letters: bytes, digits: bytes, text: str) -> None:
    row, column = int(digits) - 1, column_index(letters)
    if row >= MAX_ROWS or column >= MAX_COLUMNS:
        return  # _check_extent refuses the sheet for it
    found.marks.setdefault(row, {})[column] = text
    if len(found.marks) > MAX_MARKS:
        raise RefusedError("E-FILE-06", detail=f"> {MAX_MARKS} 个错误单元格 error cells")


def column_index(letters: bytes) -> int:
    """0 for A, 16383 for XFD."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + letter - 64
    return index - 1


def _check_extent(name: str, found: SheetScan) -> None:
    if found.last_row < 0:
        return
    rows, columns = found.last_row + 1, found.last_column + 1
    area = (rows - found.first_row) * (columns - found.first_column)
    if rows > MAX_ROWS and columns > MAX_COLUMNS:
        raise RefusedError("E-FILE-08", sheet=name, cell=f"{_letters(found.last_column)}{rows}")
    if rows > MAX_ROWS:
        raise RefusedError("E-FILE-09", sheet=name, row=rows, cap=MAX_ROWS)
    if columns > MAX_COLUMNS:
        raise RefusedError("E-FILE-10", sheet=name, column=_letters(found.last_column), cap=MAX_COLUMNS)
    if area > MAX_AREA:
        raise RefusedError("E-FILE-08", sheet=name, cell=f"{_letters(found.last_column)}{rows}")


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _sheet_names(small: dict[str, bytes]) -> dict[str, str]:
    """Part name ► sheet name, from workbook.xml and its relationships (neither can hold a DOCTYPE any more)."""
    targets: dict[str, str] = {}
    for element in ElementTree.fromstring(small.get("xl/_rels/workbook.xml.rels", b"<none/>")):  # noqa: S314
        target = element.get("Target", "")
        targets[element.get("Id", "")] = target[1:] if target.startswith("/") else "xl/" + target
    names: dict[str, str] = {}
    for element in ElementTree.fromstring(small.get("xl/workbook.xml", b"<none/>")).iter():  # noqa: S314
        if element.tag.rpartition("}")[2] == "sheet":
            key = next((value for name, value in element.items() if name.endswith("}id")), "")
            names[targets.get(key, key)] = element.get("name", "")
    return names
