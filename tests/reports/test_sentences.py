"""The sentences: all 95 figures of the summary in the words of the original, in both languages, nothing of a place."""

import csv
import re
from pathlib import Path

import pytest
import yaml

from reports import narrative, wording
from reports.narrative import Teller
from reports.wording import Wording

ROOT = Path(__file__).parents[2]
IDS = re.compile(r"\{\??(\w+)")

# Quotes whose words are narrower here, and why.
NARROWED = {"weekly321_min_events": "the original drops 于 in 不少于"}
# Figures whose printed value carries a hedge: a value just above it, so that the hedge is true.
ABOVE = {
    "size100_mechanism_rate": "86.8", "collective_contract_workers_covered": "238830", "social_workers_engaged": "24",
    "degree_dream_plan_applicants": "1350", "prelitigation_benefit_yuan": "10885432.55",
    "size100_unionised_with_mechanism": "850", "collective_contracts_signed": "860",
    "size_under25_federation_covered": "15430", "online_care_person_times": "395210",
    "nef_special_service_person_times": "9755", "epidemic_funds_raised_yuan": "4123400",
    "epidemic_frontline_participants": "13250",
}  # fmt: skip
UNITS = {"yuan": "元", "percent": "%"}


def rows() -> list[dict[str, str]]:
    with (ROOT / "tests/data/seed/indicators.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def sentences() -> list[tuple[dict, dict[str, str]]]:
    chapters = yaml.safe_load((ROOT / "reports/sentences.yaml").read_text(encoding="utf-8"))
    return [(item, said) for chapter in chapters for item in chapter["items"] for said in item["sentences"]]


@pytest.fixture(scope="module")
def told() -> str:
    """Both parts at the printed values, as running text without white space."""
    figures = {
        "unit": {"level": "district", "unit_name": "龙岗区"},
        "period": {"grain": "year", "period": "2022"},
        "values": [
            {
                "indicator_id": row["id"],
                "value": ABOVE.get(row["id"], row["value_in_base_unit"]),
                "is_suppressed": False,
            }
            for row in rows()
        ],
    }
    definitions = {row["id"]: {"unit_zh": UNITS.get(row["unit"], ""), "decimals": 2} for row in rows()}
    tell = Teller(figures, definitions, Wording("zh"))
    chapters = [*narrative.sections("一"), *narrative.sections("二")]
    pieces = [piece["text"] for section in chapters for item in tell.items(section) for piece in item["pieces"]]
    return squeezed("".join(pieces))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_every_figure_of_the_summary_is_said_in_its_own_words(told: str, row: dict[str, str]):
    """At the printed values the report holds the sentence that was printed, word for word."""
    if row["id"] in NARROWED:
        assert squeezed(row["quote_zh"]) not in told, "no longer narrowed: take it off the list"
    else:
        assert squeezed(row["quote_zh"]) in told


def test_both_languages_speak_of_the_same_95_figures():
    """Each sentence names the same figures in Chinese and English, and all together name every figure there is."""
    for _, said in sentences():
        assert set(IDS.findall(said["zh"])) == set(IDS.findall(said["en"])), said["zh"]
    named = {key for _, said in sentences() for key in IDS.findall(said["zh"])}
    assert named == {row["id"] for row in rows()}


def test_a_sentence_that_names_a_street_is_said_of_the_district_alone():
    """A street's report must not speak of another street, so a sentence with such a name is for the district."""
    names = {name.removesuffix("街道") for name in wording.places()} - {"龙岗区", "龙岗"} | {"吉祥"}
    naming = [item for item, said in sentences() if any(name in said["zh"] for name in names)]
    assert naming
    assert all(item.get("only") == "district" for item in naming)


def test_every_state_basis_and_unit_of_the_plan_has_words():
    """No word of the program reaches a reader: states, bases and units are in words.yaml, in both languages."""
    with (ROOT / "tests/data/seed/targets.csv").open(encoding="utf-8-sig", newline="") as lines:
        plan = list(csv.DictReader(lines))
    words = yaml.safe_load((ROOT / "reports/words.yaml").read_text(encoding="utf-8"))
    assert {row["value_basis"] for row in plan} <= set(words["bases"])
    assert {row["unit"] for row in plan} <= set(words["level_units"])
    assert {"met", "on_track", "behind", "not_started", "no_level_set", "no_baseline"} <= set(words["states"])
    for kind in words.values():
        for key, said in kind.items():
            assert len(said) >= 2, key
            assert not re.search("[一-鿿]", said[1]), key


def catalogue() -> dict[str, dict[str, str]]:
    with (ROOT / "dbt/seeds/indicators.csv").open(encoding="utf-8", newline="") as lines:
        return {row["indicator_id"]: row for row in csv.DictReader(lines)}


def test_every_count_in_an_english_sentence_brings_the_word_for_one_and_for_many():
    """1 dispute was, 2 disputes were: both forms are data; money, shares, constants and ordinals need none."""
    known = catalogue()
    counts = {
        key
        for key, row in known.items()
        if row["unit"] not in {"yuan", "percent", "ordinal", "page"} and row["fold"] != "constant"
    }
    for _, said in sentences():
        for clause in re.split(r" \|\|? ", said["en"]):
            assert "[" not in clause.partition("{")[0], f"no figure before the form: {clause}"
            parts = re.findall(r"\{(\w+)[^}]*\}([^{]*)", clause)
            assert [key for key, text in parts if key in counts and "[" not in text] == [], clause


def test_every_unit_of_the_catalogue_has_its_english_word_for_one_and_for_many():
    """1 case, 2 cases: no ending is guessed, and nothing like person_times reaches a reader."""
    words = yaml.safe_load((ROOT / "reports/words.yaml").read_text(encoding="utf-8"))
    assert {row["unit"] for row in catalogue().values()} == set(words["units"])
    assert all(len(forms) == 2 for forms in words["units"].values())
    assert all(len(forms) == 3 for forms in words["level_units"].values())


def test_the_forms_of_a_text_stand_behind_a_figure():
    """A text with [one/many] names the figure before it, and only the English one has any."""
    words = yaml.safe_load((ROOT / "reports/words.yaml").read_text(encoding="utf-8"))
    for chinese, english in words["texts"].values():
        assert "[" not in chinese + english.partition("{")[0]
