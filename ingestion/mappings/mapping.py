"""Foreign layouts as data: a YAML file says where title, heading, sections, columns and control totals stand.

    sheet of somebody else's workbook ► Mapping.apply ► Columns named after the fields of one contract + control totals

A section row carries printed totals; they are recomputed from the rows and a difference holds the hand-in. A column
that the mapping does not name is an error (`ignore` lists what is left out on purpose): forms change silently.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from ingestion.contracts.model import Contract
from ingestion.readers.table import KIND, KIND_PREFIX, ROW, Columns, Row, Sheet, UnreadableFile, column_letter


@dataclass(frozen=True)
class Control:
    """A printed control total of a section and what its rows add up to; `row` is the section's row."""

    row: int
    heading: str
    printed: int
    counted: int

    @property
    def holds(self) -> bool:
        """True when the rows reproduce what is printed."""
        return self.printed == self.counted

    @property
    def shown(self) -> str:
        """Both numbers for a finding."""
        return f"{self.printed} ≠ {self.counted}"


@dataclass(frozen=True)
class Mapped:
    """A sheet as contract rows: month, columns, how many rows are structure, and the control totals."""

    period: str
    columns: Columns
    structural: int
    controls: list[Control]


@dataclass
class _Section:
    row: int
    name: str
    printed: dict[str, int]
    rows: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Mapping:
    """One foreign layout, as its YAML file declares it (see docs/handbook/mappings.md for the keys)."""

    name: str
    contract: str
    header_row: int
    title: dict[str, Any]
    period: dict[str, Any]
    columns: dict[str, str]
    sections: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    derived: dict[str, str] = field(default_factory=dict)
    repeats: dict[str, Any] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()

    def matches(self, sheets: Sequence[Sheet]) -> bool:
        """True when the title of every sheet is the one this layout prints."""
        return bool(sheets) and all(re.search(self.title["pattern"], _cell(sheet, self.title)) for sheet in sheets)

    def apply(self, sheet: Sheet, contract: Contract) -> Mapped:
        """Rows of the contract, with the control totals of each section. UnreadableFile where the layout differs."""
        first, last = self._period(sheet)
        headings = self._headings(sheet)
        sections, loose = self._sections(sheet, headings, contract)
        derived = {"period_first": first.isoformat(), "period_last": last.isoformat()}
        rows = [row | {name: derived[source] for name, source in self.derived.items()} for row in loose]
        self._number_repeats(rows)
        data_rows = {int(row[ROW]) for row in rows}
        blank = sum(1 for row in sheet.rows if row.is_blank)
        columns = _columns(rows, headings, self.columns)
        controls = [control for section in sections for control in self._controls(section)]
        return Mapped(
            last.isoformat()[:7],
            Columns(columns.names, columns.frame, columns.headings, columns.letters, [], blank),
            len(sheet.rows) - blank - len(data_rows),
            controls,
        )

    def _period(self, sheet: Sheet) -> tuple[date, date]:
        found = re.search(self.period["pattern"], _cell(sheet, self.period))
        if not found:
            raise _differs(f"第{self.period['row']}行没有期间 / no period in row {self.period['row']}")
        form = self.period["date"]
        return tuple(datetime.strptime(found[part], form).date() for part in ("first", "last"))  # type: ignore[return-value]

    def _headings(self, sheet: Sheet) -> dict[int, str]:
        """Column index ► heading; an unmapped or missing column is refused."""
        header = sheet.rows[self.header_row - 1].cells if len(sheet.rows) >= self.header_row else []
        found = {index: text.strip() for index, text in enumerate(header) if text.strip()}
        unknown = [text for text in found.values() if text not in self.columns and text not in self.ignore]
        missing = [text for text in self.columns if text not in found.values()]
        if unknown or missing:
            raise _differs(f"多出的列 / unmapped {unknown}, 缺少的列 / missing {missing}")
        return found

    def _sections(
        self, sheet: Sheet, headings: dict[int, str], contract: Contract
    ) -> tuple[list[_Section], list[dict[str, str]]]:
        sections: list[_Section] = []
        rows: list[dict[str, str]] = []
        for row in sheet.rows[self.header_row :]:
            if row.is_blank:
                continue
            started = self._section(row)
            if started:
                sections.append(started)
                continue
            values = self._values(row, headings, contract)
            if sections:
                values[self.sections["field"]] = sections[-1].name
                sections[-1].rows.append(values)
            rows.append(values)
        return sections, rows

    def _section(self, row: Row) -> _Section | None:
        found = re.match(self.sections["pattern"], row.cells[self.sections["column"] - 1].strip())
        if not found:
            return None
        total = next((c for c in row.cells[self.sections["total_from"] - 1 :] if c.strip()), "0")
        name = str(self.sections["names"][found["section"]])
        return _Section(row.number, name, {"count": int(found["count"]), "total": int(_plain(total, ","))})

    def _values(self, row: Row, headings: dict[int, str], contract: Contract) -> dict[str, str]:
        values = {ROW: str(row.number)}
        for index, heading in headings.items():
            name = self.columns.get(heading)
            if name is None:
                continue
            text = row.cells[index].strip() if index < len(row.cells) else ""
            kind = contract.field(name).kind
            if kind == "int":
                text = _plain(text, self.values.get("thousands", ","))
            elif kind == "date":
                text = _day(text, self.values["dates"])
            values[name] = text
        return values

    def _number_repeats(self, rows: list[dict[str, str]]) -> None:
        """`repeats: count`: rows equal in these fields are the first, second … of their kind, and all count."""
        seen: Counter[tuple[str, ...]] = Counter()
        for row in rows if self.repeats else []:
            key = tuple(row.get(name, "") for name in self.repeats["of"])
            seen[key] += 1
            row[self.repeats["field"]] = str(seen[key])

    def _controls(self, section: _Section) -> list[Control]:
        distinct = len({row[self.sections["count_of"]] for row in section.rows})
        total = sum(int(row[self.sections["sum_of"]] or 0) for row in section.rows)
        return [
            Control(section.row, f"{section.name} {self.sections['count_of']}", section.printed["count"], distinct),
            Control(section.row, f"{section.name} {self.sections['sum_of']}", section.printed["total"], total),
        ]


def read(path: Path) -> Mapping:
    """A mapping from its YAML file; TypeError names a key that is missing or unknown."""
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    declared["name"] = declared.pop("mapping")
    declared["ignore"] = tuple(declared.get("ignore", ()))
    return Mapping(**declared)


def _columns(rows: list[dict[str, str]], headings: dict[int, str], mapped: dict[str, str]) -> Columns:
    names = [name for name in dict.fromkeys(key for row in rows for key in row) if name != ROW]
    texts = {name: [row.get(name, "") for row in rows] for name in names}
    frame = pl.DataFrame(
        [pl.Series(ROW, [int(row[ROW]) for row in rows], dtype=pl.UInt32)]
        + [pl.Series(name, cells, dtype=pl.String) for name, cells in texts.items()]
        + [
            pl.Series(KIND_PREFIX + name, ["t" if cell else "." for cell in cells], dtype=pl.String).cast(KIND)
            for name, cells in texts.items()
        ]
    )
    letters = {mapped[text]: column_letter(index) for index, text in headings.items() if text in mapped}
    printed = {mapped[text]: text for text in headings.values() if text in mapped}
    return Columns(names, frame, {name: printed.get(name, name) for name in names}, letters)


def _cell(sheet: Sheet, place: dict[str, Any]) -> str:
    row, column = place["row"], place["column"]
    return sheet.rows[row - 1].cells[column - 1] if len(sheet.rows) >= row and sheet.rows[row - 1].cells else ""


def _plain(text: str, thousands: str) -> str:
    return text.replace(thousands, "")


def _day(text: str, form: str) -> str:
    """An ISO date, or the text as it stands for the checker to refuse."""
    try:
        return datetime.strptime(text, form).date().isoformat() if text else ""
    except ValueError:
        return text


def _differs(what: str) -> UnreadableFile:
    return UnreadableFile("E-MAPPING", f"版式与映射不符：{what}", "The layout differs from its mapping.")
