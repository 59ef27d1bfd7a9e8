"""Tables of the editable report: one table style, widths from what stands in the columns, heading rows that repeat."""

import unicodedata
from itertools import pairwise
from typing import Any

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports import docx_styles

Row = dict[str, Any]

EM = {"normal": 3.05, "small": 2.9}
"""Millimetres of a Chinese character at the sizes of the tables."""
PADDING = 3.6
LEAST = 11.0
LEAST_TEXT = 44.0
"""Columns of running text get at least so much together; narrow ones give way."""


FIRST_ROWS = 3
"""The head and two rows stay together, so that no head stands alone at the foot of a page."""


def fill(file: Document, table: Row, size: str, width: float) -> None:
    """Append the table; ``width`` is the measure in millimetres."""
    if not table["rows"]:
        return
    made = file.add_table(rows=len(table["rows"]) + 1, cols=len(table["columns"]), style="Report Table")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _look(made, table["total"])
    widths = _widths(table, width, EM[size])
    style = file.styles["Report Small Cell" if size == "small" else "Report Cell"]
    heads = [{"text": head["title"], "small": head["note"], "tone": ""} for head in table["columns"]]
    for row, cells in zip(made._tbl.tr_lst, [heads, *table["rows"]], strict=True):
        for number, (slot, cell) in enumerate(zip(row.tc_lst, cells, strict=True)):
            slot.width = Mm(widths[number])
            _cell(slot, cell, style, table["columns"][number]["right"])
    for grid, wide in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        grid.w = Mm(wide)
    docx_styles.repeat_and_keep(made)
    rows = made._tbl.tr_lst
    _keep_with_next(rows[:-1] if table["whole"] else [*rows[:FIRST_ROWS], *rows[-2:-1]])
    file.add_paragraph(style="Report Gap")


def _look(made: Any, total: bool) -> None:
    """Which parts of the table style apply: the head always, the last row where it is a sum."""
    look = made._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        made._tbl.tblPr.append(look)
    for name, on in (("firstRow", True), ("lastRow", total), ("firstColumn", False), ("lastColumn", False)):
        look.set(qn(f"w:{name}"), "1" if on else "0")
    look.set(qn("w:noHBand"), "1")
    look.set(qn("w:noVBand"), "1")
    look.set(qn("w:val"), "0660" if total else "0620")


def _cell(slot: Any, cell: Row, style: Any, right: bool) -> None:
    from docx.text.paragraph import Paragraph

    line = Paragraph(slot.p_lst[0], None)  # type: ignore[arg-type]
    slot.p_lst[0].get_or_add_pPr().get_or_add_pStyle().val = style.style_id
    if right:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = line.add_run(cell["text"])
    if cell["tone"]:
        run.font.color.rgb = docx_styles.TONES[cell["tone"]]
    if cell.get("small"):
        run.add_break()
        small = line.add_run(cell["small"])
        small.font.size, small.font.bold, small.font.color.rgb = Pt(7), False, docx_styles.GREY


def _keep_with_next(rows: list[Any]) -> None:
    """Rows that stay on one page with the row after them."""
    for row in dict.fromkeys(rows):
        for slot in row.tc_lst:
            keep = OxmlElement("w:keepNext")
            slot.p_lst[0].get_or_add_pPr().insert_element_before(keep, "w:keepLines", "w:spacing", "w:jc", "w:rPr")


def _widths(table: Row, width: float, em: float) -> list[float]:
    """Widths in millimetres that fill the measure: narrow columns as wide as their longest text, the rest shared."""
    wanted = []
    for number, head in enumerate(table["columns"]):
        longest = max(_length(row[number]["text"]) for row in table["rows"])
        title = _length(head["title"]) if not head["grows"] else min(_length(head["title"]), 4)
        wanted.append(max(LEAST, min(max(longest, title), 16) * em + PADDING))
    grows = [head["grows"] for head in table["columns"]]
    if not any(grows):
        return [wide * width / sum(wanted) for wide in wanted]
    fixed = sum(wide for wide, share in zip(wanted, grows, strict=True) if not share)
    spare = max(width - fixed, LEAST_TEXT) / sum(grows)
    widths = [spare * share or wide for wide, share in zip(wanted, grows, strict=True)]
    return [wide * width / sum(widths) for wide in widths]


def _length(text: str) -> float:
    """Length in Chinese characters, as wide as the font sets letters and figures; a change of script makes a gap."""
    wide = [unicodedata.east_asian_width(sign) in "WFA" for sign in text]
    signs = sum(1.0 if is_wide else _narrow(sign) for sign, is_wide in zip(text, wide, strict=True))
    return signs + 0.25 * sum(before != after for before, after in pairwise(wide))


def _narrow(sign: str) -> float:
    return 0.66 if sign.isupper() else 0.56 if sign.isdigit() else 0.52
