"""The parts of a report as data: sections of blocks that every format lays out alike.

A section is {title, beside, blocks}. A block is one of
    {kind: heading, text, beside}              heading of the second level
    {kind: paragraph, lead, pieces}            running text; a piece with an indicator carries its full value
    {kind: note, text}                         small print
    {kind: table, table, size}                 see ``tables``; size is normal or small
    {kind: chart, key}                         a chart, where there is one of that key
    {kind: steps, items}                       numbered lines
A section without blocks is not there.
"""

from typing import Any

from reports import narrative, plan, quality, tables, wording
from reports.edition import Edition
from reports.narrative import Teller
from reports.wording import Wording

Row = dict[str, Any]
Blocks = list[Row]


def sections(edition: Edition, headline: list[Row], say: Wording, seal: Row) -> list[Row]:
    """Sections of an edition in reading order, numbered; the two annexes are not."""
    figures, definitions = edition.figures, edition.definitions
    is_district = figures["unit"]["level"] == "district"
    tell = Teller(figures, definitions, say)
    year = say.period(figures["period"]["period"])
    numbered = [
        _section(say, "part_one", part_one(figures, definitions, tell, say), year=year),
        _section(say, "part_two" if is_district else "own_targets", _part_two(figures, definitions, tell, say)),
        _section(say, "by_street" if is_district else "by_federation", _units(figures, definitions, headline, say)),
        _section(say, "by_month", [chart("months")] if figures["months"] else []),
        _section(say, "missing_units", _missing(figures["handins"], say)),
        _section(say, "findings", _findings(figures["findings"], say)),
        _section(say, "waivers", _waivers(figures.get("waivers") or [], say)),
        _section(say, "reconciliation", _reconciliation(figures, definitions, say)),
    ]
    numbered = [section for section in numbered if section["blocks"]]
    for number, section in enumerate(numbered):
        sign = f"{wording.ORDINALS[number]}、" if say.is_chinese else f"{number + 1}. "
        section["title"] = sign + section["title"]
    known = [row for row in figures["values"] if row["value"] is not None or row["is_suppressed"]]
    meaning = sheet(tables.definitions_of(known, definitions, say), "small")
    proof = [sheet(tables.pairs(seal["lines"], say)), note(say.text("how")), {"kind": "steps", "items": seal["how"]}]
    return [*numbered, _section(say, "definitions", [meaning]), _section(say, "provenance", proof)]


def heading(text: str, beside: str = "") -> Row:
    """Heading of the second level."""
    return {"kind": "heading", "text": text, "beside": beside}


def note(text: str) -> Row:
    """Small print."""
    return {"kind": "note", "text": text}


def chart(key: str) -> Row:
    """Place of a chart."""
    return {"kind": "chart", "key": key}


def sheet(table: Row, size: str = "normal") -> Row:
    """A table in its place."""
    return {"kind": "table", "table": table, "size": size}


def paragraphs(items: list[Row]) -> Blocks:
    """Running text of a chapter."""
    return [{"kind": "paragraph", **item} for item in items]


def _section(say: Wording, key: str, blocks: Blocks, **values: object) -> Row:
    english = {**values, "year": str(values["year"])[:4]} if values else values
    return {"title": say.text(key, **values), "beside": say.beside(key, **english), "blocks": blocks}


def _chapter_heading(section: str, say: Wording) -> Row:
    title = narrative.chapter_of(section)["title"]
    number = narrative.number_of(section)
    if not say.is_chinese and number:
        number = f"({wording.ORDINALS.index(number[1]) + 1}) "
    return heading(number + title[say.place_of], title[1] if say.is_chinese else "")


def part_one(figures: Row, definitions: dict[str, Row], tell: Teller, say: Wording) -> Blocks:
    """Chapters of the summary: running sentences, then the table of the chapter. A figure of no chapter stands last."""
    rows = [row for row in figures["values"] if _is_measured(definitions[row["indicator_id"]])]
    by_section: dict[str, list[Row]] = {}
    for row in rows:
        by_section.setdefault(narrative.section_of(definitions[row["indicator_id"]]), []).append(row)
    blocks: Blocks = []
    for section in narrative.sections("一"):
        told, mine = tell.items(section), by_section.pop(section, [])
        if told or mine:
            blocks += [_chapter_heading(section, say), *paragraphs(told)]
            blocks += _figures(mine, definitions, figures["period"], say)
        elif narrative.number_of(section):
            blocks += [_chapter_heading(section, say), note(say.text("no_figures"))]
    rest = [row for key, mine in by_section.items() for row in mine if narrative.section_part(key) == "一"]
    return blocks + ([heading(say.text("other")), *_figures(rest, definitions, figures["period"], say)] if rest else [])


def _figures(rows: list[Row], definitions: dict[str, Row], period: Row, say: Wording) -> Blocks:
    return [sheet(tables.indicators(rows, definitions, period, say), "small")] if rows else []


def _is_measured(definition: Row) -> bool:
    """Constants of the rules (size bands) are definitions and no work done."""
    return str(definition["fold"]) != "constant"


def _part_two(figures: Row, definitions: dict[str, Row], tell: Teller, say: Wording) -> Blocks:
    """The plan by chapter: of the district all of it, of a street what is tested there and what it adds.

    An edition without targets (no plan was published) shows its figures against their levels.
    """
    if not figures["targets"]:
        rows = [row for row in figures["values"] if _is_of_the_plan(row, definitions[row["indicator_id"]])]
        own = _figures(rows, definitions, figures["period"], say)
        return [note(say.text("note_targets")), chart("targets"), *own] if own else []
    below = [row for row in figures["targets"] if row.get("unit_level") == "federation"]
    chapters = _by_chapter([row for row in figures["targets"] if row.get("unit_level") != "federation"], say)
    as_of = next((row["as_of"] for row in figures["targets"] if row["as_of"]), None)
    notes = [say.text("note_targets"), say.text("note_as_of", as_of=say.period(as_of)) if as_of else ""]
    notes += [say.text("note_own_targets")] if figures["unit"]["level"] != "district" else []
    blocks = [note(("" if say.is_chinese else " ").join(notes))]
    blocks += [*paragraphs(tell.items("二引言")), sheet(tables.states([(t, r) for t, _, r in chapters], say))]
    blocks.append(chart("targets"))
    for title, section, rows in chapters:
        blocks.append(_chapter_heading(section, say) if section else heading(title))
        blocks += paragraphs(tell.items(section)) if section else []
        blocks += [note(_counted(rows, say)), sheet(tables.targets(rows, definitions, say), "small")]
    if below:
        blocks += [heading(say.text("piece_by_piece"), say.beside("piece_by_piece")), note(say.text("note_pieces"))]
        blocks.append(sheet(tables.pieces(below, definitions, say), "small"))
    return blocks


def _is_of_the_plan(row: Row, definition: Row) -> bool:
    """A figure with a target, or one that the plan alone names and somebody reported."""
    named = narrative.section_part(narrative.section_of(definition)) == "二" and _is_measured(definition)
    return bool(row["target_operator"]) or (named and row["value"] is not None)


def _by_chapter(rows: list[Row], say: Wording) -> list[tuple[str, str, list[Row]]]:
    """(title, section, targets) of each chapter of the plan in order; standing rules of the summary stand last."""
    found = [
        (_chapter_heading(section, say)["text"], section, [row for row in rows if narrative.section_of(row) == section])
        for section in narrative.sections("二")
    ]
    rest = [row for row in rows if narrative.section_part(narrative.section_of(row)) == "一"]
    return [chapter for chapter in [*found, (say.text("standing"), "", rest)] if chapter[2]]


def _counted(rows: list[Row], say: Wording) -> str:
    counts = [say.text("state_count", state=say.state(state), count=count) for state, count in plan.states(rows)]
    return say.text("count_of_states", count=len(rows), states=("，" if say.is_chinese else ", ").join(counts))


def _units(figures: Row, definitions: dict[str, Row], headline: list[Row], say: Wording) -> Blocks:
    found = tables.by_unit(figures, headline, definitions, say)
    if not found:
        return []
    return [
        chart("tiles"),
        *(sheet(table) for table in found),
        note(say.text("note_units")),
        chart("units"),
    ]


def _missing(handins: Row, say: Wording) -> Blocks:
    blocks = [sheet(quality.reporting(handins, say))]
    for key, rows in (("not_reporting", handins["missing_units"]), ("late_reporting", handins["late_units"])):
        if rows:
            blocks += [heading(say.text(key), say.beside(key)), sheet(quality.units_named(rows, say), "small")]
    return blocks


def _findings(rows: list[Row], say: Wording) -> Blocks:
    return [sheet(quality.findings(rows, say), "small")] if rows else [note(say.text("no_findings"))]


def _waivers(rows: list[Row], say: Wording) -> Blocks:
    return [note(say.text("note_waivers")), sheet(quality.waivers(rows, say), "small")] if rows else []


def _reconciliation(figures: Row, definitions: dict[str, Row], say: Wording) -> Blocks:
    if not figures["reconciliation"]:
        return []
    return [note(say.text("note_checked")), sheet(tables.reconciliation(figures, definitions, say), "small")]
