"""Rows ► one .xlsx of our own layout, byte-equal for equal input.

xlsxwriter writes constant zip dates; the one clock it reads is the document's `created` property, which is set here.
Cells are written by the type of the value, so that a faulty value (a number in a code column) stays faulty in the file.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from ingestion.contracts.model import MONTHLY, Contracts, Field, Register
from ingestion.registry.units import Unit
from ingestion.workbooks import layout
from ingestion.workbooks.guide import write_guide
from ingestion.workbooks.reference_sheet import Known, offered, reference_of, referred_to, write_known

CREATED = datetime(2022, 1, 1)
VALIDATED_ROWS = 5000
Cell = str | int | bool | Decimal | date | None
Rows = Mapping[str, Sequence[Mapping[str, Cell]]]
"""Sheet ► rows, each heading ► value; an enum may be given as its code or its label."""


@dataclass(frozen=True)
class Cover:
    """What the workbook says of itself: period, kind (首次, 补充, 更正), the receipt it replaces, which of two."""

    unit: Unit
    period: str
    kind: str = layout.KINDS[0]
    replaces: str = ""
    workbook: str = MONTHLY

    @property
    def guide_title(self) -> str:
        """Title of the sheet 填写说明."""
        chinese, english = layout.TITLES[self.workbook]
        return f"{self.unit.name} {self.period} {chinese}填写说明 / How to fill in the {english}"


def workbook_bytes(
    contracts: Contracts, cover: Cover, rows: Rows | None = None, *, guide: bool = True, known: Known | None = None
) -> bytes:
    """The workbook with all sheets of the unit's level; a sheet without rows stays empty, which is a nil return.

    `known` (type ► values) adds the sheet 参考名单 and offers its values where a column refers to that type.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": f"{cover.unit.name} {cover.period}", "author": "grassroots", "created": CREATED})
    formats = _formats(book)
    registers = contracts.registers_for(cover.unit.level, cover.workbook)
    known = referred_to(registers, known or {})
    for register in registers:
        _write_register(book, formats, register, cover, (rows or {}).get(register.sheet, ()))
        _offer(book, contracts, register, known)
    if guide:
        write_guide(book, registers, cover.guide_title)
    if any(known.values()):
        write_known(book, known, contracts)
    _write_meta(book, contracts, cover)
    book.close()
    return buffer.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    options: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 14},
        "unit": {"font_color": "#666666"},
        "required": {"bold": True, "bg_color": "#F8D7B0", "border": 1, "text_wrap": True, "valign": "vcenter"},
        "heading": {"bold": True, "bg_color": "#DDE8F3", "border": 1, "text_wrap": True, "valign": "vcenter"},
        "text": {"num_format": "@"},
        "date": {"num_format": "yyyy-mm-dd"},
        "decimal": {"num_format": "0.00"},
        "int": {"num_format": "0"},
    }
    return {name: book.add_format(option) for name, option in options.items()}


def _write_register(
    book: Any, formats: dict[str, Any], register: Register, cover: Cover, rows: Sequence[Mapping[str, Cell]]
) -> None:
    sheet = book.add_worksheet(register.sheet)
    sheet.write_string(0, 0, f"{register.sheet} / {register.name_en}", formats["title"])
    sheet.write_string(
        1, 0, f"报送单位：{cover.unit.name}（{cover.unit.code}）  所属期：{cover.period}", formats["unit"]
    )
    sheet.set_row(2, 32)
    for place, column in enumerate(register.columns):
        _write_column(sheet, formats, register, place, column)
    sheet.freeze_panes(layout.HEADING_ROW, 1)
    columns = {column.heading: (place, column) for place, column in enumerate(register.columns)}
    for line, row in enumerate(rows, start=layout.FIRST_DATA_ROW - 1):
        for heading, value in row.items():
            if value is not None and heading in columns:
                _write_cell(sheet, formats, line, *columns[heading], value)


def _write_column(sheet: Any, formats: dict[str, Any], register: Register, place: int, column: Field) -> None:
    """Heading with its comment, width, cell format of the whole column, and what Excel itself can check."""
    is_key = any(column.required and column.name in c.natural_key for c in register.contracts)
    sheet.write_string(2, place, column.heading, formats["required" if is_key else "heading"])
    sheet.write_comment(2, place, comment(column), {"x_scale": 2, "y_scale": 1.4, "author": "grassroots"})
    style = formats.get(column.kind, formats["text"])
    sheet.set_column(place, place, width(column), style)
    rule = validation(column)
    if rule:
        first = layout.FIRST_DATA_ROW - 1
        sheet.data_validation(first, place, first + VALIDATED_ROWS - 1, place, rule)


def _offer(book: Any, contracts: Contracts, register: Register, known: Known) -> None:
    """Drop-downs over what the unit already has; columns with a closed list keep theirs."""
    sheet = book.get_worksheet_by_name(register.sheet)
    first = layout.FIRST_DATA_ROW - 1
    for place, column in enumerate(register.columns):
        rule = offered(known, contracts, reference_of(register, column))
        if rule:
            sheet.data_validation(first, place, first + VALIDATED_ROWS - 1, place, rule)


def comment(column: Field) -> str:
    """Chinese first, English beside it, then what must be filled and one example."""
    lines = [column.description, column.heading_en]
    if column.codes:
        lines.append("可选 / one of: " + "、".join(code.label for code in column.codes))
    if column.kind == "bool":
        lines.append(f"可选 / one of: {layout.YES}、{layout.NO}")
    if column.kind == "date":
        lines.append("按日期格式填写，如 2022-03-01 / a real date")
    if column.example:
        lines.append(f"例 / example: {column.example}")
    return "\n".join(lines)


def width(column: Field) -> int:
    """Wide enough for the longest value that is usual in such a column, in characters."""
    usual = {"text": 22, "date": 12, "decimal": 14, "int": 10, "bool": 10, "enum": 14}[column.kind]
    return max(usual, 2 * len(column.heading) + 2)


def validation(column: Field) -> dict[str, Any] | None:
    """What Excel checks while typing; the contract checks the same again at intake."""
    rule: dict[str, Any] | None = None
    if column.codes or column.kind == "bool":
        labels = [code.label for code in column.codes] or [layout.YES, layout.NO]
        rule = {"validate": "list", "source": labels, "error_message": "请从下拉列表中选择。Please pick from the list."}
    elif column.kind == "date":
        rule = {"validate": "date", "criteria": ">=", "value": date(1990, 1, 1)}
        rule["error_message"] = "请填写日期，如 2022-03-01。Please enter a date."
    elif column.kind in {"int", "decimal"}:
        low, high = column.minimum or 0, column.maximum or 10**9
        rule = {"validate": "integer" if column.kind == "int" else "decimal", "criteria": "between"}
        rule |= {"minimum": low, "maximum": high, "error_message": f"请填写 {low:g} 至 {high:g} 的数。Out of range."}
    return rule and rule | {"error_title": "填写有误", "ignore_blank": True}


def _write_cell(sheet: Any, formats: dict[str, Any], line: int, place: int, column: Field, value: Cell) -> None:
    if isinstance(value, bool):
        sheet.write_string(line, place, layout.YES if value else layout.NO)
    elif isinstance(value, date):
        sheet.write_datetime(line, place, datetime(value.year, value.month, value.day), formats["date"])
    elif isinstance(value, int | Decimal):
        sheet.write_number(line, place, value, formats["decimal" if isinstance(value, Decimal) else "int"])
    elif isinstance(value, str):
        label = next((code.label for code in column.codes if code.value == value), value)
        sheet.write_string(line, place, label, formats["text"])


def _write_meta(book: Any, contracts: Contracts, cover: Cover) -> None:
    sheet = book.add_worksheet(layout.META_SHEET)
    sheet.hide()
    values = (
        layout.TEMPLATES[cover.workbook],
        layout.contract_version(contracts),
        cover.unit.code,
        cover.period,
        cover.kind,
        cover.replaces,
    )
    for line, (key, value) in enumerate(zip(layout.META_KEYS, values, strict=True)):
        sheet.write_string(line, 0, key)
        sheet.write_string(line, 1, value)
