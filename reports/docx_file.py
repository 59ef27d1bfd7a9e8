"""Document ► report.docx: the same report for whoever wants to edit it, with real styles, headings and tables.

The only time in the file is the one the edition was made at, and the archive is written in one fixed way, so the same
edition gives the same bytes. Charts are pictures made from the same vectors that the other formats show.
"""

import datetime
import io
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from reports import docx_styles, zipped
from reports.docx_tables import fill

Row = dict[str, Any]

WIDTH = 170
"""Millimetres between the margins."""
SCALE = 2.0
"""Pixels of a chart's picture for each of its own: sharp in print, small in the file."""


def render(document: Row, pictures: list[dict[str, str]], created_at: datetime.datetime) -> bytes:
    """The file with these charts."""
    file = docx.Document()
    docx_styles.apply(file, document["language"])
    _properties(file, document, created_at)
    _furniture(file, document)
    _first_page(file, document)
    charts = {picture["key"]: picture for picture in pictures}
    for number, section in enumerate(document["sections"]):
        title = _heading(file, section["title"], section["beside"], 1)
        title.paragraph_format.page_break_before = number == 0
        for block in section["blocks"]:
            _block(file, block, charts)
    made = io.BytesIO()
    file.save(made)
    return zipped.steady(made.getvalue())


def _properties(file: Document, document: Row, created_at: datetime.datetime) -> None:
    known, moment = file.core_properties, created_at.replace(tzinfo=None)
    known.title, known.author, known.last_modified_by = document["title"], document["organisation"], "Grassroots"
    known.created = known.modified = known.last_printed = moment
    known.comments, known.keywords, known.revision = document["seal"]["footer"], "", 1
    known.language = "zh-CN" if document["language"] == "zh" else "en-GB"


def _furniture(file: Document, document: Row) -> None:
    """Header with the title, footer with log position, head, hash and page numbers."""
    section = file.sections[0]
    for part, left in ((section.header, document["title"]), (section.footer, document["seal"]["footer"])):
        line = part.paragraphs[0]
        line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        line.add_run(f"{left}\t")
        if part is section.header:
            line.add_run(document["seal"]["made_on"])
            continue
        before, between, after = document["page_of"]
        line.add_run(f"{before} ")
        docx_styles.field(line, "PAGE")
        line.add_run(f" {between} ")
        docx_styles.field(line, "NUMPAGES")
        line.add_run(f" {after}".rstrip())


def _first_page(file: Document, document: Row) -> None:
    """The leader's page: title, headline figures as cards, who is missing, what to look at."""
    file.add_paragraph(document["title"], "Title")
    beside = f"　{document['title_en']}" if document["title_en"] else ""
    file.add_paragraph(f"{document['subtitle']} · {document['seal']['made_on']}{beside}", "Subtitle")
    _cards(file, document["cards"], document["cards_a_row"])
    file.add_paragraph(style="Report Gap")
    notice = file.add_paragraph(style="Report Notice")
    notice.add_run(document["missing_title"] + ("：" if document["language"] == "zh" else ": ")).bold = True
    notice.add_run(document["missing"])
    docx_styles.shade(notice, "FBF3E6", "C98A1B")
    if document["attention"]:
        _heading(file, document["attention_title"], document["attention_beside"], 2)
        for line in document["attention"]:
            file.add_paragraph(line, "List Bullet")


def _cards(file: Document, cards: list[Row], a_row: int) -> None:
    if not cards:
        return
    table = file.add_table(rows=-(-len(cards) // a_row), cols=a_row)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for number, card in enumerate(cards):
        cell = table.cell(number // a_row, number % a_row)
        cell.width = Mm(WIDTH / a_row)
        docx_styles.cell_lines(cell, "9D1C1C", docx_styles.LINE)
        _card(cell, card, is_narrow=a_row > 3)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(docx_styles.element("w:cantSplit"))


def _card(cell: Any, card: Row, *, is_narrow: bool) -> None:
    cell.paragraphs[0].style = "Report Card"
    name = cell.paragraphs[0].add_run(card["name"])
    name.font.color.rgb = docx_styles.INK
    figure = cell.add_paragraph(style="Report Figure")
    figure.add_run(card["value"])
    unit = figure.add_run(f" {card['unit']}")
    unit.font.size = Pt(9)
    cell.add_paragraph(card["previous"], "Report Card")
    if card["target"]:
        goal = cell.add_paragraph(card["target"] + ("\n" if is_narrow else "　"), "Report Card")
        goal.add_run(card["state"]).font.color.rgb = docx_styles.TONES[card["tone"]]
    if card["bounds"]:
        cell.add_paragraph(card["bounds"], "Report Card")


def _block(file: Document, block: Row, charts: dict[str, dict[str, str]]) -> None:
    if block["kind"] == "heading":
        _heading(file, block["text"], block["beside"], 2)
    elif block["kind"] == "paragraph":
        text = file.add_paragraph(style="Report Text")
        if block["lead"]:
            text.add_run(block["lead"]).bold = True
        text.add_run("".join(piece["text"] for piece in block["pieces"]))
    elif block["kind"] == "note":
        file.add_paragraph(block["text"], "Report Note").paragraph_format.keep_with_next = True
    elif block["kind"] == "table":
        fill(file, block["table"], block["size"], WIDTH)
    elif block["kind"] == "steps":
        for line in block["items"]:
            file.add_paragraph(line, "List Number")
    elif block["key"] in charts:
        _picture(file, charts[block["key"]])


def _picture(file: Document, chart: dict[str, str]) -> None:
    """A chart with its caption; its title is the description for whoever cannot see it."""
    import vl_convert

    file.add_paragraph(chart["title"], "Caption")
    line = file.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    drawn = line.add_run().add_picture(io.BytesIO(vl_convert.svg_to_png(chart["svg"], scale=SCALE)), width=Mm(WIDTH))
    drawn._inline.docPr.set("descr", chart["title"])


def _heading(file: Document, text: str, beside: str, level: int) -> Any:
    """A heading with the English word small beside it."""
    made = file.add_heading(text, level)
    if beside:
        made.add_run(f"　{beside}", "Report Beside")
    return made
