"""The rules about persons name exactly the indicators that the catalogue counts in persons."""

import csv
from pathlib import Path

from expectations.suites import privacy, publication
from pipeline import marts

SEEDS = Path(__file__).parents[2] / "dbt" / "seeds"


def seed(name: str) -> list[dict[str, str]]:
    """Rows of a seed of the dbt project."""
    with (SEEDS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def personal() -> dict[str, str]:
    """Indicators whose measure is about persons, with its unit."""
    persons = {row["measure_id"] for row in seed("measures.csv") if row["persons_measure"]}
    return {
        row["indicator_id"]: row["unit"]
        for row in seed("indicators.csv")
        if persons & {part.strip() for part in f"{row['numerator']}+{row['denominator']}".split("+")}
    }


def test_every_indicator_about_persons_is_guarded_and_no_other():
    guarded = {*privacy.PERSONS, *privacy.SHARES_OF_PERSONS, *privacy.MONEY_PER_PERSON}
    assert guarded == set(personal())
    assert {name for name, unit in personal().items() if unit == "percent"} == set(privacy.SHARES_OF_PERSONS)
    assert {name for name, unit in personal().items() if unit == "yuan"} == set(privacy.MONEY_PER_PERSON)


def test_all_figures_of_the_report_are_asked_for():
    assert len(seed("published_figures.csv")) == publication.FIGURES


def test_every_mart_is_judged():
    assert {mart.table for mart in marts.read().values()} == {*publication.MARTS, "evidence.fct_measure_delta"}
