"""The list of derived identities: each entry can be read, speaks of the catalogue, and a wrong entry is named."""

import csv
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from expectations.identities import ALWAYS, PUBLISHED, Identity, IdentityError, load

SEEDS = Path(__file__).parents[2] / "dbt" / "seeds"
ROWS = "(select * from (values {}) as t (unit_code, indicator_id, value, numerator, denominator))"


def indicators() -> dict[str, dict[str, str]]:
    with (SEEDS / "indicators.csv").open(encoding="utf-8", newline="") as lines:
        return {row["indicator_id"]: row for row in csv.DictReader(lines)}


def printed() -> dict[str, Decimal]:
    """The figures of the published report as they are printed."""
    with (SEEDS / "published_figures.csv").open(encoding="utf-8", newline="") as lines:
        return {row["indicator_id"]: Decimal(row["published"]) for row in csv.DictReader(lines)}


def broken(identity: Identity, **figures: float | tuple[float, float, float]) -> list[str]:
    """Units for which it does not hold: one unit, with a value or (value, numerator, denominator) a figure."""
    cells = [(name, *(found if isinstance(found, tuple) else (found, None, None))) for name, found in figures.items()]
    rows = ", ".join(f"('unit', '{n}', {v}, {t or 'null'}, {b or 'null'})" for n, v, t, b in cells)
    with duckdb.connect() as connection:
        found = connection.execute(identity.broken(ROWS.format(rows), "unit_code")).fetchall()
    return [str(unit) for (unit,) in found]


def one(holds: str, name: str) -> Identity:
    return next(identity for identity in load(holds) if identity.name == name)


def test_every_identity_speaks_of_figures_of_the_catalogue():
    every = [*load(ALWAYS), *load(PUBLISHED)]
    assert len(every) > 20
    for identity in every:
        assert set(identity.figures) <= set(indicators()), identity.name
    for identity in load(PUBLISHED):
        assert set(identity.figures) - set(printed()) <= {"consolation_yuan_each"}, identity.name


def test_both_sides_of_what_holds_always_are_shown_at_the_same_levels():
    """A figure that stops at the street beside one of the community would never be compared below it."""
    for identity in load(ALWAYS):
        assert len({indicators()[name]["finest_level"] for name in identity.figures}) == 1, identity.name


def test_the_printed_figures_keep_every_published_identity_and_each_is_seen_to_break():
    """As printed, rounding allowed for, all hold; with one figure of each tripled it does not."""
    figures = {**printed(), "consolation_yuan_each": Decimal(500)}
    for identity in load(PUBLISHED):
        cells = {name: float(figures[name]) for name in identity.figures}
        if identity.name != "nef_rate_as_printed":  # 72.8 is printed for 72.7586
            assert broken(identity, **cells) == [], identity.name
        first = sorted(set(identity.figures), key=identity.value.find)[-1]
        damaged = [cells | {name: cells[name] * times} for name in (first, identity.figures[0]) for times in (0.3, 3)]
        assert any(broken(identity, **cells) for cells in damaged), identity.name


def test_a_rate_must_be_that_of_its_parts():
    rate = one(ALWAYS, "nef_rate_is_covered")
    parts = {"nef_enterprises_own_union": 141, "nef_enterprises_federation_covered": 1125}
    assert broken(rate, nef_union_rate=(72.7586, 1266, 1740), **parts) == []
    assert broken(rate, nef_union_rate=(72.7586, 1267, 1740), **parts) == ["unit"]


def test_a_blank_or_absent_figure_is_not_judged_and_nothing_is_divided_by_zero():
    assert broken(one(PUBLISHED, "consoled_share"), injured_workers_consoled=3) == []
    assert broken(one(PUBLISHED, "consoled_share"), injured_workers_consoled=3, injured_workers_visited=0) == []


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("x: {zh: 甲, en: a, holds: always, value: a}", "nothing it is compared with"),
        ("x: {zh: 甲, en: a, holds: sometimes, value: a, equals: b}", "neither always nor published"),
        ("x: {zh: 甲, holds: always, value: a, equals: b}", "no en"),
        ("x: {zh: 甲, en: a, holds: always, value: a, equal: b}", "unknown field equal"),
        ("x: {zh: 甲, en: a, holds: always, value: a, equals: 'b; drop'}", "not a sum or ratio"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, entry: str, said: str):
    file = tmp_path / "identities.yaml"
    file.write_text(entry, encoding="utf-8")
    with pytest.raises(IdentityError, match=f"x: .*{said}"):
        load(ALWAYS, file)
