"""ingestion/contracts/glossary.csv says what became of each of the 130 proposed event names, and of nothing else."""

import csv
from pathlib import Path

from ingestion.contracts.loading import load

MAPPING = Path("ingestion/contracts/glossary.csv")
NAMES = Path("tests/data/seed/glossary_names.txt")


def rows() -> list[dict[str, str]]:
    with MAPPING.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_of_the_130_names_stands_once_in_the_order_of_the_glossary() -> None:
    assert [row["event"] for row in rows() if row["event"]] == NAMES.read_text("utf-8").split()
    assert sum(bool(row["event"]) for row in rows()) == 130


def test_every_contract_and_code_that_is_named_exists() -> None:
    facts = load().facts
    for row in rows():
        contract = facts[row["contract"]]
        assert bool(row["field"]) == bool(row["codes"])
        if row["field"]:
            codes = {code.value for code in contract.field(row["field"]).codes}
            assert set(row["codes"].split()) <= codes, row["event"]


def test_every_contract_is_reached_and_its_treatment_is_true() -> None:
    """modelled: one name, one contract; merged: several names share it; added: no name asks for it, and it says why."""
    shared: dict[str, list[str]] = {}
    for row in rows():
        shared.setdefault(row["contract"], []).append(row["event"])
    assert set(shared) == set(load().facts)
    for row in rows():
        names = shared[row["contract"]]
        expected = "added" if not row["event"] else "merged" if len(names) > 1 else "modelled"
        assert row["treatment"] == expected, row
        assert row["reason"] or row["treatment"] != "added"


def test_names_that_share_a_contract_differ_in_their_codes() -> None:
    """Two names with the same contract and code would be one event counted twice."""
    said: dict[tuple[str, str], str] = {}
    for row in rows():
        for code in row["codes"].split():
            assert said.setdefault((row["contract"], code), row["event"]) == row["event"]
