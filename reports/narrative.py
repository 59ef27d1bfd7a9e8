"""Chapters with their figures in running sentences, in the order and the words of the union's own summary and plan.

The sentences are data (``sentences.yaml``, which also says how one is written). A clause appears only when every figure
in it is published and not suppressed; where nothing happened (all its figures are zero) nobody would write it, and the
table of the chapter keeps the zeros. Each figure keeps its indicator and its full value beside the words, so that a
page can show both.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reports import plurals, wording
from reports.wording import Wording

Row = dict[str, Any]
Piece = dict[str, str]

SENTENCES = Path(__file__).with_name("sentences.yaml")
FIGURE = re.compile(r"\{([#?]?)(\w+)(?:>=(\d+))?(?:=([^:}]*))?(?::([^}]+))?\}")
JOINTS = {"and ": ", and ", "; ": "; "}
JOINT = re.compile("|".join(f"^{sign}" for sign in JOINTS))
CHAPTER = re.compile(r"^([一二])（([一二三四五六七])）")


class Teller:
    """Says the sentences of one edition: values by indicator, their definitions, and the words of unit and period."""

    def __init__(self, figures: Row, definitions: dict[str, Row], say: Wording) -> None:
        self.values = {row["indicator_id"]: row for row in figures["values"]}
        self.definitions, self.say = definitions, say
        self.context = context(figures["unit"], figures["period"])
        self.is_district = figures["unit"]["level"] == "district"

    def items(self, section: str) -> list[Row]:
        """Items of a chapter with something to say, numbered 一是, 二是, … when there are several."""
        said = [
            (item.get("title"), self._pieces(item["sentences"]))
            for item in chapter_of(section)["items"]
            if self.is_district or item.get("only") != "district"
        ]
        told = [(title, pieces) for title, pieces in said if pieces]
        return [
            {"lead": self._lead(number, title) if len(told) > 1 else "", "pieces": pieces}
            for number, (title, pieces) in enumerate(told)
        ]

    def _lead(self, number: int, title: list[str] | None) -> str:
        words = title[self.say.place_of] if title else ""
        return f"{wording.ORDINALS[number]}是{words}。" if self.say.is_chinese else f"{number + 1}. {words}. "

    def _pieces(self, sentences: list[dict[str, str]]) -> list[Piece]:
        """Text and figures in turn: {"text": …} or {"text": …, "indicator_id": …, "value": …}."""
        comma, semicolon, stop = ("，", "；", "。") if self.say.is_chinese else (", ", "; ", ".")
        pieces: list[Piece] = []
        for sentence in sentences:
            clauses = [self._wording(clause) for clause in sentence[self.say.language].split(" | ")]
            told = [plurals.chosen(clause, self._is_one) for clause in clauses if clause is not None]
            for number, clause in enumerate(told):
                joint = JOINT.match(clause)
                words = clause[joint.end() :] if joint else clause
                if number:
                    pieces.append({"text": JOINTS[joint[0]] if joint else comma})
                pieces += self._clause(words)
            pieces += [{"text": semicolon}] if told else []
        if pieces:
            pieces[-1] = {"text": stop}
            if not self.say.is_chinese:
                pieces[0] = {**pieces[0], "text": pieces[0]["text"][:1].upper() + pieces[0]["text"][1:]}
        return pieces

    def _wording(self, clause: str) -> str | None:
        """The first wording of a clause whose figures are all told, unless nothing happened."""
        words = next((words.strip() for words in clause.split(" || ") if self._is_told(words)), None)
        return None if words is None or self._is_nothing(words) else words

    def _is_one(self, key: str) -> bool:
        row = self.values.get(key)
        return _has_value(row) and Decimal(row["value"]) == 1  # type: ignore[index]

    def _is_nothing(self, words: str) -> bool:
        """Whether the clause has figures and every one of them is zero."""
        keys = [key for sign, key, *_ in FIGURE.findall(words) if not sign and _has_value(self.values.get(key))]
        return bool(keys) and all(Decimal(self.values[key]["value"]) == 0 for key in keys)

    def _is_told(self, words: str) -> bool:
        for sign, key, least, fallback, _ in FIGURE.findall(words):
            row = self.values.get(key)
            if sign == "#" or (fallback and not _has_value(row)):
                continue
            if not _has_value(row) or (sign == "?" and Decimal(row["value"]) < Decimal(least or "0.0001")):  # type: ignore[index]
                return False
        return True

    def _clause(self, clause: str) -> Iterator[Piece]:
        end = 0
        for found in FIGURE.finditer(clause):
            if found.start() > end:
                yield {"text": clause[end : found.start()]}
            end = found.end()
            yield from self._figure(*found.groups(default=""))
        if end < len(clause):
            yield {"text": clause[end:]}

    def _figure(self, sign: str, key: str, _: str, fallback: str, habit: str) -> Iterator[Piece]:
        if sign == "#":
            yield {"text": self.context[key]}
        elif not sign and not _has_value(self.values.get(key)):
            yield {"text": fallback}
        elif not sign:
            value = self.values[key]["value"]
            words = self.say.in_sentence(value, self.definitions[key], habit or None)
            yield {"text": words, "indicator_id": key, "value": value}


def context(unit: Row, period: Row) -> dict[str, str]:
    """Words that depend on unit and period: {#whole} 全区, {#here} 我区, {#now} 今年, {#span} 全年, {#year} 2022."""
    district = unit["level"] == "district"
    now = {"month": "本月", "quarter": "本季度", "year": "今年"}[period["grain"]]
    return {
        "whole": "全区" if district else "全街道",
        "here": "我区" if district else "本街道",
        "now": now,
        "span": "全年" if period["grain"] == "year" else now,
        "year": period["period"][:4],
    }


def sections(part: str) -> list[str]:
    """Sections of part 一 or 二 in the order of the text, the preamble first."""
    return [row["section"] for row in _chapters() if section_part(row["section"]) == part]


def section_part(section: str) -> str:
    """一 for the summary, 二 for the plan."""
    return "二" if section.startswith("二") else "一"


def chapter_of(section: str) -> Row:
    """Title and items of a section."""
    return next(row for row in _chapters() if row["section"] == section)


def number_of(section: str) -> str:
    """（三） for 一（三）; nothing for a preamble."""
    found = CHAPTER.match(section)
    return f"（{found[2]}）" if found else ""


def section_of(row: Row) -> str:
    """Section of an indicator or target: 一（三）一是 ► 一（三）; one that names no chapter gives an empty text."""
    section = (row["section"] or "").replace("(", "（").replace(")", "）").replace(" ", "")
    found = CHAPTER.match(section)
    known = found[0] if found else section
    return known if any(chapter["section"] == known for chapter in _chapters()) else ""


def _has_value(row: Row | None) -> bool:
    return row is not None and row["value"] is not None and not row["is_suppressed"]


@cache
def _chapters() -> list[Row]:
    loaded: list[Row] = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    return loaded
