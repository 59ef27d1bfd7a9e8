"""Edition ► report.xlsx: the annex with typed cells.

A text is always written as a text, whatever it begins with: a unit called ``=1+1`` or ``@SUM`` stays a name. Numbers
are numbers with a number format, days are days. The only time in the file is the one the edition was made at.
"""

import datetime
import io
from decimal import Decimal
from typing import Any

from reports import annex, document, zipped
from reports.edition import Edition
from reports.wording import Wording

Row = dict[str, Any]

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
WHOLE, EXACT, SHARE, DAY = "#,##0", "#,##0.00##", "0.0%", "yyyy-mm-dd"


def render(edition: Edition, title: str, language: str = "zh") -> bytes:
    """The workbook of an edition in one language."""
    import xlsxwriter

    say = Wording(language)
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, OPTIONS)
    book.set_properties({"title": title, "author": "Grassroots", "created": edition.created_at.replace(tzinfo=None)})
    looks = _looks(book)
    for sheet in annex.sheets(edition, document.seal(edition, say)["lines"], say):
        _write(book.add_worksheet(sheet["name"]), sheet, looks, title)
    book.close()
    return zipped.steady(made.getvalue())


def _looks(book: Any) -> Row:
    plain = {"font_name": "Noto Sans CJK SC", "font_size": 10, "valign": "top"}
    head = {**plain, "bold": True, "bg_color": "#F3F4F6", "bottom": 1, "text_wrap": True}
    looks = {name: book.add_format({**plain, "num_format": name}) for name in (WHOLE, EXACT, SHARE, DAY)}
    return {**looks, "text": book.add_format({**plain, "text_wrap": True}), "head": book.add_format(head)}


def _write(page: Any, sheet: Row, looks: Row, title: str) -> None:
    """One sheet: headings that stay in sight, a filter, cells by kind, A4 across with page numbers."""
    for number, (name, _, width) in enumerate(sheet["columns"]):
        page.set_column(number, number, width)
        page.write_string(0, number, name, looks["head"])
    for line, row in enumerate(sheet["rows"], 1):
        for number, ((_, kind, _), value) in enumerate(zip(sheet["columns"], row, strict=True)):
            _cell(page, line, number, kind, value, looks)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(sheet["rows"]), len(sheet["columns"]) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer(f"&L{title.replace('&', '&&')} · &A&R&P / &N")


def _cell(page: Any, line: int, number: int, kind: str, value: str | None, looks: Row) -> None:
    """A value by its kind; nothing is a blank cell, never a zero."""
    if value is None or value == "":
        return
    if kind in {"number", "share"}:
        amount = Decimal(value)
        form = SHARE if kind == "share" else WHOLE if amount == amount.to_integral_value() else EXACT
        page.write_number(line, number, float(amount), looks[form])
    elif kind == "date":
        page.write_datetime(line, number, datetime.date.fromisoformat(value), looks[DAY])
    else:
        page.write_string(line, number, value, looks["text"])
