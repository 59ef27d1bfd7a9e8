"""English is another print of the same edition: every word of the report, the same figures, names of units left."""

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reports import tiles
from reports.document import document
from reports.wording import Wording
from tests.reports.test_pages import _Figures, frozen, page

CHINESE = re.compile("[一-鿿]")


def words(value: Any) -> list[str]:
    """Every text in a document."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else []
    return [text for part in parts for text in words(part)]


def test_nothing_but_names_and_quotes_is_chinese(edition_of: Any, written: dict[str, Path]):
    """Names of units and columns stay as they are, the published wording is quoted; every other word is English."""
    edition = edition_of(written["year"])
    figures = edition.figures
    kept = {row["published_text_zh"] for row in figures["reconciliation"]}
    kept |= {row["unit_name"] for name in ("missing_units", "late_units") for row in figures["handins"][name]}
    kept |= {row["unit_name"] for row in figures["waivers"]}
    kept |= {heading for row in figures["findings"] for heading in row["headings"]}
    kept |= {row["name_en"] for row in figures["targets"]}  # the union's own English names keep two of its words
    names = re.compile("|".join(map(re.escape, sorted(kept, key=len, reverse=True))))
    assert [text for text in words(document(edition, "en")) if CHINESE.search(names.sub("", text))] == []


def test_english_and_chinese_show_the_same_figures(written: dict[str, Path], in_english: Path):
    """Both prints come from the same frozen figures: same cards, same hash, another folder."""
    assert in_english.name == f"{written['year'].name}-en"
    assert frozen(in_english) == frozen(written["year"])
    chinese, english = _Figures(), _Figures()
    chinese.feed(page(written["year"]))
    english.feed(page(in_english))
    assert chinese.values == english.values
    assert '<html lang="en">' in page(in_english)


def test_english_sentences_are_sentences(in_english: Path):
    """Figures stand in full, with separators, in sentences with a capital and a stop."""
    text = re.sub(r"<[^>]+>", "", page(in_english))
    for sentence in (
        "Longgang District Federation of Trade Unions: Annual report, 2022",
        "677 labour disputes were mediated jointly with other departments, and 21,166,700 yuan was won for workers;",
        "860 collective contracts are in force, covering 238,830 workers.",
        "Of 123 reporting units, 121 have handed in everything;",
    ):
        assert sentence in text, sentence


def test_english_has_no_stray_space_and_every_sentence_its_stop(edition_of: Any, written: dict[str, Path]):
    """83.97%, not 83.97 %; no two spaces; a note, the line about reporting and each point for attention end with a
    stop."""
    for folder in written.values():
        content = document(edition_of(folder), "en")
        notes = [block for section in content["sections"] for block in section["blocks"] if block["kind"] == "note"]
        for text in [*content["attention"], content["missing"], *(note["text"] for note in notes)]:
            assert text.endswith((".", ":")), text
        assert [text for text in words(content) if re.search(r"  |\d %| [,.;:]", text)] == []
        assert content["page_of"] == [word.strip() for word in content["page_of"]], "the layouts set the spaces"


def test_the_name_of_a_street_fits_its_tile(in_english: Path):
    """A letter is 0.6 of the size wide at most; the longest of eleven names stays inside its square."""
    grid = next(svg for svg in re.findall(r"<svg.*?</svg>", page(in_english), flags=re.DOTALL) if ">Longcheng<" in svg)
    sizes = re.findall(r'font-size="([\d.]+)px"[^>]*>Longcheng<', grid)
    assert sizes
    assert all(float(size) * 0.6 * len("Longcheng") <= 0.94 * tiles.SIDE for size in sizes)


def test_the_annex_is_english_too(in_english: Path):
    """Sheets and headings in English; streets by their English names."""
    book = openpyxl.load_workbook(in_english / "report.xlsx")
    assert book.sheetnames[:4] == ["Figures", "By unit", "By month", "Targets"]
    assert book["By unit"]["A2"].value == "Pinghu Street"


def test_another_language_is_refused():
    """There are two languages; a third is an error that names them."""
    with pytest.raises(KeyError, match=r"there are zh and en"):
        Wording("fr")
