"""The sheet 填写说明: how to fill the workbook in, column by column, with an example row for each register."""

from collections.abc import Sequence
from typing import Any

from ingestion.contracts.model import Field, Register
from ingestion.workbooks.layout import GUIDE_SHEET, NO, YES

STEPS = (
    "1. 每行一件事：填了哪个日期，就报了哪件事；没有发生的日期留空。One row a case; each date states one event.",
    "2. 没有数据的表留空即为零报告，不要删除工作表和表头。An empty sheet is a nil return; keep sheets and headings.",
    "3. 代码、证号按文本填写；不要加合计行；日期如 2022-03-01。Codes are text; no total rows; real dates.",
    "4. 不填姓名、身份证号、电话。Never a name, an ID number or a phone number.",
    "5. 补报用“补充”；整表重报用“更正”并写明原回执号（隐藏表 _meta）。A replacement names its receipt.",
)
HEADINGS = ("工作表", "列名", "英文", "格式", "必填", "可选值", "例", "说明")
FORMATS = {"text": "文本", "int": "整数", "decimal": "两位小数", "date": "日期", "enum": "下拉选择", "bool": "是/否"}


def write_guide(book: Any, registers: Sequence[Register], title: str) -> None:
    """Add the sheet: title, steps, then one line a column of every register."""
    sheet = book.add_worksheet(GUIDE_SHEET)
    bold = book.add_format({"bold": True})
    sheet.write_string(0, 0, title, bold)
    for line, step in enumerate(STEPS, start=1):
        sheet.write_string(line, 0, step)
    first = len(STEPS) + 2
    for place, heading in enumerate(HEADINGS):
        sheet.write_string(first, place, heading, bold)
    lines = [(register, column) for register in registers for column in register.columns]
    for line, (register, column) in enumerate(lines, start=first + 1):
        for place, text in enumerate(_describe(register, column)):
            sheet.write_string(line, place, text)
    for place, width in enumerate((14, 22, 22, 10, 8, 36, 24, 70)):
        sheet.set_column(place, place, width)


def _describe(register: Register, column: Field) -> tuple[str, ...]:
    return (
        register.sheet,
        column.heading,
        column.heading_en,
        FORMATS[column.kind],
        requirement(register, column),
        "、".join(code.label for code in column.codes),
        example(column),
        column.description,
    )


def requirement(register: Register, column: Field) -> str:
    """必填 when every contract of the sheet asks for the column, 视事项 when only some do, 可空 when none does."""
    asking = [
        any(f.heading == column.heading and f.required for f in contract.fields) for contract in register.contracts
    ]
    return "必填" if all(asking) else "视事项" if any(asking) else "可空"


def example(column: Field) -> str:
    """The contract's own example, else one that fits the format."""
    if column.example:
        return column.example
    if column.codes:
        return column.codes[0].label
    return {"date": "2022-03-01", "int": "1", "decimal": "100.00", "bool": f"{YES} / {NO}"}.get(column.kind, "")
