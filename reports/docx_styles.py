"""Styles of the editable report: headings, text, tables and page furniture as Word knows them.

Everything that looks special is a named style, so whoever edits the file changes the style once and not every place.
"""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reports import fonts

RED, INK, GREY = RGBColor(0x9D, 0x1C, 0x1C), RGBColor(0x22, 0x22, 0x22), RGBColor(0x5F, 0x65, 0x70)
TONES = {"good": RGBColor(0x1D, 0x6B, 0x3A), "bad": RGBColor(0xB3, 0x26, 0x1E), "plain": GREY}
PALE, LINE = "F3F4F6", "D8DBE0"

# name, based on, font, points, colour, bold, space before, after, line spacing
STYLES = (
    ("Normal", None, fonts.SERIF, 10.5, INK, False, 0, 5, 1.25),
    ("Title", "Normal", fonts.SERIF, 22, RED, True, 0, 4, 1.1),
    ("Subtitle", "Normal", fonts.SANS, 9, GREY, False, 0, 8, 1.1),
    ("Heading 1", "Normal", fonts.SANS, 14.5, RED, True, 18, 8, 1.1),
    ("Heading 2", "Normal", fonts.SANS, 11.5, INK, True, 12, 6, 1.1),
    ("Header", "Normal", fonts.SANS, 8, GREY, False, 0, 0, 1.0),
    ("Footer", "Normal", fonts.SANS, 7.5, GREY, False, 0, 0, 1.0),
    ("List Bullet", "Normal", fonts.SERIF, 10, INK, False, 0, 3, 1.15),
    ("List Number", "Normal", fonts.SERIF, 10, INK, False, 0, 3, 1.15),
    ("Caption", "Normal", fonts.SANS, 10, INK, True, 10, 4, 1.1),
    ("Report Text", "Normal", fonts.SERIF, 10.5, INK, False, 0, 6, 1.3),
    ("Report Note", "Normal", fonts.SANS, 8, GREY, False, 2, 6, 1.15),
    ("Report Gap", "Normal", fonts.SANS, 4, GREY, False, 0, 2, 1.0),
    ("Report Notice", "Normal", fonts.SANS, 9.5, INK, False, 8, 8, 1.2),
    ("Report Figure", "Normal", fonts.SANS, 16, INK, False, 2, 2, 1.0),
    ("Report Card", "Normal", fonts.SANS, 8, GREY, False, 0, 0, 1.1),
    ("Report Cell", "Normal", fonts.SANS, 8.5, INK, False, 1.5, 1.5, 1.0),
    ("Report Small Cell", "Report Cell", fonts.SANS, 8, INK, False, 1.5, 1.5, 1.0),
)


def apply(document: Document, language: str) -> None:
    """Give the document its page and its styles."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    section.different_first_page_header_footer = False
    for row in STYLES:
        _style(document, *row)
    if language != "zh":
        _tighten(document)
    document.styles["Report Text"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.styles["Report Text"].paragraph_format.first_line_indent = Pt(21) if language == "zh" else Pt(0)
    for name in ("Header", "Footer"):
        document.styles[name].paragraph_format.tab_stops.clear_all()
    beside: Any = document.styles.add_style("Report Beside", WD_STYLE_TYPE.CHARACTER)
    beside.font.size, beside.font.bold, beside.font.color.rgb = Pt(8), False, GREY
    for name in ("Heading 1", "Heading 2", "Caption"):
        document.styles[name].paragraph_format.keep_with_next = True
    _rule(document.styles["Title"].element.get_or_add_pPr(), None)
    _rule(document.styles["Subtitle"].element.get_or_add_pPr(), "9D1C1C")
    _table_style(document)


def _tighten(document: Document) -> None:
    """English is longer: smaller type on the first page, so that it stays one page."""
    for name, points, after in (("Title", 17, 2), ("Report Figure", 12, 1), ("List Bullet", 8.5, 1)):
        style = document.styles[name]
        style.font.size, style.paragraph_format.space_after = Pt(points), Pt(after)
        style.paragraph_format.line_spacing = 1.0
    for name in ("Report Card", "Report Notice"):
        style = document.styles[name]
        style.font.size, style.paragraph_format.line_spacing = Pt(7 if name == "Report Card" else 8.5), 1.0


def _style(
    document: Document, name: str, base: str | None, font: str, points: float, colour: RGBColor, bold: bool,
    before: float, after: float, spacing: float,
) -> None:  # fmt: skip
    known = {style.name for style in document.styles}
    styles = document.styles
    style: Any = styles[name] if name in known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles[base] if base else None
    style.hidden, style.quick_style = False, True
    properties = style.element.get_or_add_rPr()
    for mark in ("w:spacing", "w:kern"):  # the template spreads the letters of titles
        for old in properties.findall(qn(mark)):
            properties.remove(old)
    face(properties, font)
    style.font.size, style.font.color.rgb, style.font.bold, style.font.italic = Pt(points), colour, bold, False
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), spacing


def face(properties: Any, font: str) -> None:
    """One font for every script; theme fonts would win over it, so they go."""
    fonts_of = properties.get_or_add_rFonts()
    for name in list(fonts_of.attrib):
        del fonts_of.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts_of.set(qn(f"w:{script}"), font)


def _rule(properties: Any, colour: str | None) -> None:
    """Line below a paragraph style, or none."""
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    if colour:
        properties.insert_element_before(_edges("w:pBdr", {"bottom": (12, colour)}, space="4"), *AFTER_BORDER)


AFTER_BORDER = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _table_style(document: Document) -> None:
    """Table style ``Report Table``: three rules, thin lines between rows, a pale head, a ruled last row for sums."""
    style: Any = document.styles.add_style("Report Table", WD_STYLE_TYPE.TABLE)
    properties = OxmlElement("w:tblPr")
    lines = {"top": (8, "222222"), "bottom": (8, "222222"), "insideH": (4, LINE)}
    properties.append(_edges("w:tblBorders", lines))
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w="70", type="dxa"))
    properties.append(margins)
    style.element.append(properties)
    style.element.append(_conditional("firstRow", shade=PALE))
    style.element.append(_conditional("lastRow", top="222222"))


def _conditional(kind: str, shade: str = "", top: str = "") -> Any:
    part = element("w:tblStylePr", type=kind)
    run = OxmlElement("w:rPr")
    run.append(OxmlElement("w:b"))
    part.append(run)
    cell = OxmlElement("w:tcPr")
    if top:
        cell.append(_edges("w:tcBorders", {"top": (6, top)}))
    if shade:
        cell.append(element("w:shd", val="clear", color="auto", fill=shade))
    part.append(cell)
    return part


def _edges(name: str, lines: dict[str, tuple[int, str]], space: str = "0") -> Any:
    box = OxmlElement(name)
    for side, (size, colour) in lines.items():
        box.append(element(f"w:{side}", val="single", sz=str(size), space=space, color=colour))
    return box


def element(name: str, **attributes: str) -> Any:
    """An element of the word processor's markup with its attributes."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def cell_lines(cell: Any, top: str, rest: str) -> None:
    """Borders of one cell: a strong line above, thin ones around."""
    lines = {"top": (16, top), "left": (4, rest), "bottom": (4, rest), "right": (4, rest)}
    cell._tc.get_or_add_tcPr().append(_edges("w:tcBorders", lines))


def shade(paragraph: Any, fill: str, bar: str) -> None:
    """A notice: shaded paragraph with a bar at its left."""
    properties = paragraph._p.get_or_add_pPr()
    border = _edges("w:pBdr", {"left": (24, bar)}, space="6")
    properties.insert_element_before(border, *AFTER_BORDER)
    properties.insert_element_before(element("w:shd", val="clear", color="auto", fill=fill), *AFTER_BORDER[1:])


def repeat_and_keep(table: Any) -> None:
    """Heading row again on every page, no row broken over two pages."""
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))


def field(paragraph: Any, code: str) -> None:
    """A field that Word computes: PAGE or NUMPAGES."""
    made = element("w:fldSimple", instr=code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    made.append(run)
    paragraph._p.append(made)
