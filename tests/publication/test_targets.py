"""What the command line says about the targets of a plan, read as a reader."""

import csv
from collections.abc import Iterator
from io import StringIO

import pytest
import sqlalchemy as sa

from pipeline.database import Database
from pipeline.steps.publish import publish
from pipeline.steps.result import WrongCallError
from pipeline.steps.targets import targets
from pipeline.tables import render
from tests.publication.candidate_year import TARGETS
from tests.publication.loaded import pass_gate

WITH_LEVEL = {"printed", "counted", "full_coverage_wording"}


@pytest.fixture
def shown(candidate: Database) -> Iterator[Database]:
    """The good year, published."""
    pass_gate(candidate)
    assert publish(candidate).ok
    return candidate


def test_all_hundred_targets_with_their_basis_and_a_level_only_where_the_source_gives_one(shown: Database):
    found = targets(shown, "2023")
    assert found.ok
    listed = list(csv.DictReader(StringIO(render(found.rows, "csv", found.columns))))
    with TARGETS.open(encoding="utf-8", newline="") as lines:
        source = {row["id"]: row for row in csv.DictReader(lines)}
    assert list(listed[0])[:6] == ["target_id", "value_basis", "level", "due", "value", "state"]
    assert {row["target_id"]: row["value_basis"] for row in listed} == {
        key: row["value_basis"] for key, row in source.items()
    }
    assert len(listed) == 100
    assert all((row["level"] != "") == (row["value_basis"] in WITH_LEVEL) for row in listed)
    assert {row["state"] for row in listed if row["value_basis"] == "assumed"} == {"no level set"}
    assert {row["state"] for row in listed} == {"no level set", "no baseline", "not started", "behind"}
    assert {row["due"] for row in listed} == {"2023-12-31", "2025-12-31"}


def test_a_street_is_asked_only_what_each_street_is_asked(shown: Database):
    found = targets(shown, "2023", "440307003")
    assert found.ok
    assert [(row["target_id"], row["state_zh"]) for row in found.rows] == [("t_street_enrolment_ceremonies", "落后")]
    assert targets(shown, "2023", "440307").rows == targets(shown, "2023").rows


def test_a_publication_that_lost_a_target_is_not_true(shown: Database):
    with shown.engine("publisher").begin() as connection:
        connection.exec_driver_sql("delete from published.fct_target_progress where target_id = 't_three_brands'")
    found = targets(shown, "2023")
    assert not found.ok
    assert "99" in found.message


@pytest.mark.parametrize(
    ("year", "unit", "closest"), [("2024", None, "2023"), ("二〇二三", None, "2023"), ("2023", "44030700", "440307")]
)
def test_an_unknown_year_or_unit_is_a_wrong_call_that_names_the_closest(
    shown: Database, year: str, unit: str | None, closest: str
):
    with pytest.raises(WrongCallError, match=closest):
        targets(shown, year, unit)


def test_before_the_first_publication_it_says_what_to_do(fresh_database: Database):
    with pytest.raises(WrongCallError, match="grassroots run"):
        targets(fresh_database, "2023")


def test_a_state_that_nobody_worded_is_shown_as_it_is(shown: Database):
    """A word of a newer build is not lost."""
    with shown.engine("publisher").begin() as connection:
        connection.execute(sa.text("update published.fct_target_progress set state = 'paused' where pace is null"))
    assert {row["state"] for row in targets(shown, "2023").rows} == {"paused"}
