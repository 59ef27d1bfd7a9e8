"""What is written from the contracts and copied from the seeds is what lies in the repository."""

import csv
from pathlib import Path

from ingestion.contracts.loading import load
from ingestion.contracts.staging import ENVELOPE, columns, model_sql, model_yml, write

MODELS = Path("models/staging")
MACROS = (Path("macros/fact_types.sql"), Path("macros/fact_subjects.sql"))
SEEDS = Path("dbt/seeds")
COPIES = Path("tests/data/seed")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_committed_staging_models_are_what_the_generator_writes(tmp_path: Path) -> None:
    """Model and yml of each type, and the macros of types, as written (`python -m ingestion.contracts.staging dbt`)."""
    written = {path.relative_to(tmp_path): path.read_text("utf-8") for path in write(tmp_path)}
    project, by_hand = Path("dbt"), "stg_superseded_positions"
    staged = [path for path in (project / MODELS).glob("stg_*") if path.stem != by_hand]
    paths = [*(project / macro for macro in MACROS), *staged]
    assert {path.relative_to(project): path.read_text("utf-8") for path in paths} == written
    assert len(written) == 2 * len(load().types) + len(MACROS)


def test_only_the_special_workbook_is_no_monthly_report() -> None:
    """The types of the monthly workbook are never special, so that a hand-in of them speaks for its month."""
    contracts = load()
    monthly = {c.type for r in contracts.registers.values() if r.workbook == "monthly" for c in r.contracts}
    assert monthly | set(contracts.special) == set(contracts.facts)
    assert not monthly & set(contracts.special)


def test_staging_keeps_the_envelope_and_parses_neither_subject_nor_date() -> None:
    """The subject has the name of its contract, the date is occurred_on; only the rest is read from the JSON."""
    contract = load().types["enterprise_headcount_reported"]
    assert columns(contract) == {"enterprise_code": "varchar", **ENVELOPE, "headcount": "bigint"}
    assert model_sql(contract).count("json_text") == 1
    assert "holds_contract" in model_yml(contract)


def test_published_figures_are_derived_from_the_seed_row_by_row() -> None:
    """95 figures; the high end is exclusive for the three percentages with decimals and for nothing else."""
    derived, seed = rows(SEEDS / "published_figures.csv"), rows(COPIES / "indicators.csv")
    assert [row["indicator_id"] for row in derived] == [row["id"] for row in seed]
    for mine, theirs in zip(derived, seed, strict=True):
        taken = ("value_in_base_unit", "value_text_zh", "accept_low", "accept_high", "name_zh", "value_basis", "period")
        named = ("published", "published_text_zh", "low", "high", "name_zh", "value_basis", "stated_period")
        assert [mine[name] for name in named] == [theirs[name] for name in taken]
    exclusive = {row["indicator_id"] for row in derived if row["is_high_exclusive"] == "true"}
    assert exclusive == {"size100_union_rate", "size25_99_union_rate", "nef_union_rate"}


def test_targets_are_the_seed_unchanged() -> None:
    assert (SEEDS / "targets.csv").read_bytes() == (COPIES / "targets.csv").read_bytes()


def test_every_indicator_of_the_catalogue_says_what_it_counts() -> None:
    """Terms stand in measures.csv, names and definitions are filled in both languages; all 95 of the seed are there;
    what is more stands in the targets or is a constant that a rule reads."""
    measures = {row["measure_id"] for row in rows(SEEDS / "measures.csv")}
    published = {row["id"] for row in rows(COPIES / "indicators.csv")}
    planned = {row["indicator_id"].removeprefix("new:") for row in rows(COPIES / "targets.csv")}
    catalogue = rows(SEEDS / "indicators.csv")
    assert published <= {row["indicator_id"] for row in catalogue}
    for row in catalogue:
        terms = {term for side in ("numerator", "denominator") for term in row[side].split("+") if term}
        assert terms <= measures, row["indicator_id"]
        assert row["indicator_id"] in published | planned or row["fold"] == "constant", row["indicator_id"]
        assert row["finest_level"] in ("district", "street", "federation")
        assert all(row[name] for name in ("name_zh", "name_en", "definition_zh", "definition_en", "unit_zh"))
        assert bool(row["numerator"]) == (row["fold"] != "constant")
        assert bool(row["denominator"]) == (row["fold"] == "ratio")
