"""Chapters with their figures in running sentences, in the order and the words of the union's own summary.

The sentences are data (``sentences.yaml``). A clause appears only when every figure in it is published and not
suppressed; numbers are worded by ``wording.in_sentence``. Each figure keeps its indicator and its full value beside the
words, so that a page can show both.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reports import wording

Row = dict[str, Any]
Piece = dict[str, str]

SENTENCES = Path(__file__).with_name("sentences.yaml")
FIGURE = re.compile(r"\{(\w+)\}")
SECTION = re.compile(r"^(一（[一二三四五六七]）)")


def chapters(values: list[Row], definitions: dict[str, Row]) -> list[Row]:
    """Chapters that have at least one figure: title_zh, title_en, items (title, pieces) and the rows of their table.

    A figure whose section names no chapter of part one stands in the last, unnumbered chapter.
    """
    by_id = {row["indicator_id"]: row for row in values}
    told = [
        {
            "title_zh": chapter["title_zh"],
            "title_en": chapter["title_en"],
            "items": _items(chapter["items"], by_id, definitions),
            "rows": [row for row in values if _section(definitions[row["indicator_id"]]) == chapter["section"]],
        }
        for chapter in _chapters()
    ]
    known = {chapter["section"] for chapter in _chapters()}
    rest = [row for row in values if _section(definitions[row["indicator_id"]]) not in known]
    told.append({"title_zh": "其他指标", "title_en": "Other figures", "items": [], "rows": rest})
    kept = [chapter for chapter in told if chapter["rows"] or chapter["items"]]
    return [{**chapter, "number": f"（{wording.ORDINALS[i]}）"} for i, chapter in enumerate(kept)]


def _items(items: list[Row], by_id: dict[str, Row], definitions: dict[str, Row]) -> list[Row]:
    """Items with something to say, numbered 一是, 二是, … when there are several."""
    said = [(item.get("title", ""), _pieces(item["sentences"], by_id, definitions)) for item in items]
    told = [(title, pieces) for title, pieces in said if pieces]
    return [
        {"lead": f"{wording.ORDINALS[i]}是{title}。" if len(told) > 1 else "", "pieces": pieces}
        for i, (title, pieces) in enumerate(told)
    ]


def _pieces(sentences: list[str], by_id: dict[str, Row], definitions: dict[str, Row]) -> list[Piece]:
    """Text and figures in turn: {"text": …} or {"text": …, "indicator_id": …, "value": …}."""
    pieces: list[Piece] = []
    for sentence in sentences:
        clauses = (clause.strip() for clause in sentence.split("|"))
        told = [clause for clause in clauses if all(_is_told(by_id.get(key)) for key in FIGURE.findall(clause))]
        for number, clause in enumerate(told):
            pieces += _clause(clause, by_id, definitions)
            pieces.append({"text": "，" if number + 1 < len(told) else "；"})
    if pieces:
        pieces[-1] = {"text": "。"}
    return pieces


def _clause(clause: str, by_id: dict[str, Row], definitions: dict[str, Row]) -> list[Piece]:
    pieces: list[Piece] = []
    for number, part in enumerate(FIGURE.split(clause)):
        if number % 2 == 0:
            pieces += [{"text": part}] if part else []
            continue
        value = by_id[part]["value"]
        words = wording.in_sentence(value, definitions[part])
        pieces.append({"text": words, "indicator_id": part, "value": value})
    return pieces


def _is_told(row: Row | None) -> bool:
    return row is not None and row["value"] is not None and not row["is_suppressed"]


def _section(definition: Row) -> str:
    found = SECTION.match((definition["section"] or "").replace("(", "（").replace(")", "）"))
    return found.group(1) if found else ""


@cache
def _chapters() -> list[Row]:
    loaded: list[Row] = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    return loaded
