"""What readers hand on: rows of text with their coordinates, and the same rows as columns for the checker.

    xlsx, csv ► Sheet(rows) ► columns_of(sheet, header_row) ► Columns
    ndjson    ───────────────────────────────────────────────► Columns

Kinds, one letter a cell: 't' text, 'n' number, 'd' date, 'b' bool, 'e' error or a formula never calculated, '.' empty.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import polars as pl

from ingestion.readers.sentences import sentence

KINDS = (".", "t", "n", "d", "b", "e")
KIND = pl.Enum(KINDS)
KIND_PREFIX = "__kind:"
ROW = "__row"

MAX_ROWS = 200_000
MAX_COLUMNS = 200

_CODE_OF_LETTER = np.zeros(256, dtype=np.uint8)
_CODE_OF_LETTER[[ord(letter) for letter in KINDS]] = range(len(KINDS))


class Row(NamedTuple):
    """One row as it stands: its number in Excel (1-based), its cells as exact text, its kinds (one letter a cell)."""

    number: int
    cells: list[str]
    kinds: str

    @property
    def is_blank(self) -> bool:
        """True when no cell holds anything but spaces and none is an error."""
        return "e" not in self.kinds and not any(cell and not cell.isspace() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a reader met: stable code, severity ('error', 'warning', 'info'), two sentences, where it stands."""

    code: str
    severity: str
    message_zh: str
    message_en: str
    sheet: str | None = None
    row: int | None = None
    column: int | None = None


@dataclass(slots=True)
class Sheet:
    """A sheet in the order of the workbook; `rows` are contiguous from row 1, blank ones included, equally wide.

    `problems` with severity 'error' name rows that could be read only in part: columns_of leaves those rows out.
    """

    name: str
    hidden: bool
    rows: list[Row]
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows as columns, for vectorised checks.

    `frame` has `__row` (UInt32, row number as in Excel, line number for ndjson), one String column a heading (empty
    cell = ''), and `__kind:<heading>` (Enum of KINDS, one byte a cell: compare with pl.col('__kind:x') == 'n').
    `headings` gives for each name the text as printed, `letters` its column letter (empty for ndjson).
    Conservation: rows after the heading = frame.height + rows named by errors in `problems` + `blank`.
    """

    names: list[str]
    frame: pl.DataFrame
    headings: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    blank: int = 0

    @property
    def bad_rows(self) -> set[int]:
        """Numbers of the rows that could not be read and are therefore not in the frame."""
        return {p.row for p in self.problems if p.severity == "error" and p.row is not None}


@dataclass(slots=True)
class ReadResult:
    """One file as read: sheets (xlsx, csv) or columns (ndjson); the encoding of text files; notes for the receipt."""

    sheets: list[Sheet]
    kind: str
    encoding: str | None = None
    notes: list[Problem] = field(default_factory=list)
    columns: Columns | None = None


class UnreadableFile(Exception):  # noqa: N818 - it names what the clerk is told, not a fault of the program
    """The file's structure cannot be trusted: no row of it is used. Stable code, sentence in Chinese and English."""

    def __init__(self, code: str, message_zh: str, message_en: str, facts: dict[str, object] | None = None) -> None:
        self.code, self.message_zh, self.message_en, self.facts = code, message_zh, message_en, facts or {}
        super().__init__(f"{code} {message_zh} {message_en}")


def refuse(code: str, **facts: object) -> UnreadableFile:
    """The error for a code of sentences.py; the caller raises it."""
    return UnreadableFile(code, *sentence(code, facts), facts)


def problem(
    code: str, severity: str = "error", sheet: str | None = None, row: int | None = None, **facts: object
) -> Problem:
    """A Problem with its sentences filled in."""
    where = {"sheet": sheet, "row": row} | facts
    return Problem(code, severity, *sentence(code, where), sheet=sheet, row=row)


def column_letter(index: int) -> str:
    """Letter of a column as Excel shows it; index counts from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


_INVISIBLE = re.compile(r"[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")


def heading_key(text: str) -> str:
    """A heading for matching: full-width forms folded (NFKC), spaces, line breaks and invisible characters removed.

    ASCII letters keep their case; the printed text stays in Columns.headings.
    """
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def columns_of(sheet: Sheet, header_row: int = 1) -> Columns:
    """The rows below `header_row` (1-based) as columns named by heading_key of the headings.

    Columns without a heading are named by their letter in brackets, as in '[D]', and only kept when a cell below
    holds something. Blank rows are counted, rows with an error in sheet.problems are left out. Raises UnreadableFile
    when the row is missing (E-FILE-15) or a heading stands twice (E-FILE-14).
    """
    if not 1 <= header_row <= len(sheet.rows):
        raise refuse("E-FILE-15", sheet=sheet.name, row=header_row)
    bad = {p.row for p in sheet.problems if p.severity == "error"}
    below = [row for row in sheet.rows[header_row:] if row.number not in bad]
    kept = [row for row in below if not row.is_blank]
    header = sheet.rows[header_row - 1]
    frame: dict[str, pl.Series] = {ROW: pl.Series(ROW, [row.number for row in kept], dtype=pl.UInt32)}
    headings, letters = {}, {}
    kinds = _kinds_matrix(kept, len(header.cells))
    cells = list(zip(*(row.cells for row in kept), strict=True)) or [()] * len(header.cells)
    for index, name in enumerate(_names(sheet.name, header)):
        printed = header.cells[index]
        if not heading_key(printed) and not any(cells[index]):
            continue
        headings[name], letters[name] = printed, column_letter(index)
        frame[name] = pl.Series(name, cells[index], dtype=pl.String)
        frame[KIND_PREFIX + name] = pl.Series(np.ascontiguousarray(kinds[:, index]))
    problems = [p for p in sheet.problems if p.row is None or p.row > header_row]
    return Columns(list(headings), framed(frame), headings, letters, problems, len(below) - len(kept))


def framed(columns: dict[str, pl.Series]) -> pl.DataFrame:
    """The columns as a frame; all `__kind:` columns, positions in KINDS (uint8), become Enums in one step."""
    return pl.DataFrame(columns).with_columns(pl.col(f"^{KIND_PREFIX}.*$").cat.to(KIND))


def _kinds_matrix(rows: list[Row], width: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    letters = np.frombuffer("".join(row.kinds for row in rows).encode("ascii"), dtype=np.uint8)
    return _CODE_OF_LETTER[letters].reshape(len(rows), width)


def _names(sheet: str, header: Row) -> list[str]:
    """A unique name for each column; a heading that stands twice is refused, csv.DictReader would drop one."""
    names: dict[str, int] = {}
    for index, printed in enumerate(header.cells):
        # Names that begin with two underscores are ours.
        name = heading_key(printed).lstrip("_") or f"[{column_letter(index)}]"
        if name in names:
            both = f"{column_letter(names[name])}、{column_letter(index)}"
            raise refuse("E-FILE-14", sheet=sheet, heading=printed, columns=both)
        names[name] = index
    return list(names)
