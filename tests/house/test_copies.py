"""Copies of material that was handed to the project still equal their originals, where those lie beside the repository.

Nothing else in the repository reads that folder; in a clone without it this test compares nothing, and says so by the
one assertion that is left: every listed copy exists.
"""

import hashlib
from pathlib import Path

import pytest

ORIGINALS = "../shared"

# copy in the repository ► original; add a pair where you add a copy.
PAIRS: dict[str, str] = {
    "ingestion/registry/divisions.csv": "data/longgang_divisions.csv",
    "tests/data/fmcs/December-2020-Work-Stoppages.xlsx": "data/fmcs/December-2020-Work-Stoppages.xlsx",
    "tests/data/fmcs/January-2020-Work-Stoppages.xlsx": "data/fmcs/January-2020-Work-Stoppages.xlsx",
    "tests/data/fmcs/Work-Stoppages-Ended-FY-2018-2019.xlsx": "data/fmcs/Work-Stoppages-Ended-FY-2018-2019.xlsx",
    "tests/data/fmcs/LICENSE": "data/fmcs/LICENSE",
    "tests/data/seed/indicators.csv": "seed/indicators.csv",
    "tests/data/seed/targets.csv": "seed/targets.csv",
}


def differing(root: Path, originals: Path, pairs: dict[str, str]) -> list[str]:
    """Copies that are missing, and copies whose original is there and differs."""
    found = []
    for copy, original in pairs.items():
        if not (root / copy).is_file():
            found.append(f"{copy}: missing")
        elif (originals / original).is_file() and _digest(root / copy) != _digest(originals / original):
            found.append(f"{copy}: differs from {original}")
        elif originals.is_dir() and not (originals / original).is_file():
            found.append(f"{copy}: no original {original}")
    return found


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_copy_equals_its_original(root: Path) -> None:
    assert differing(root, (root / ORIGINALS).resolve(), PAIRS) == []


def test_the_names_of_the_glossary_are_those_of_its_table(root: Path) -> None:
    """tests/data/seed/glossary_names.txt is one column of a table in the original, in its order."""
    original = (root / ORIGINALS).resolve() / "seed" / "workflows.md"
    names = (root / "tests/data/seed/glossary_names.txt").read_text("utf-8").split()
    assert len(names) == 130
    if original.is_file():
        table = original.read_text("utf-8").split("## Event glossary")[1]
        assert [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")][1:] == names


@pytest.mark.parametrize(("text", "says"), [("other", "a: differs from b"), (None, "a: missing")])
def test_the_comparison_has_been_seen_to_fail(tmp_path: Path, text: str | None, says: str) -> None:
    (tmp_path / "originals").mkdir()
    (tmp_path / "originals" / "b").write_text("text", encoding="utf-8")
    if text is not None:
        (tmp_path / "a").write_text(text, encoding="utf-8")
    assert differing(tmp_path, tmp_path / "originals", {"a": "b"}) == [says]
