"""The gate fails closed: seven ways in which Great Expectations can stop telling the truth, none of which publishes."""

import os
import sys
import textwrap
from pathlib import Path

import pytest
import sqlalchemy as sa

from expectations import pins
from expectations.pins import Pin
from expectations.suites.publication import SUITE
from pipeline import publication
from pipeline.database import Database
from pipeline.steps.gate import gate
from pipeline.steps.publish import publish
from tests.publication.candidate_year import BUILD, POSITION
from tests.publication.loaded import note_build, note_load

# A library that accepts every call and answers what `validate` below makes up.
PLIANT = """
    class Anything:
        def __init__(self, *args, **kwargs): self.__dict__.update(kwargs)
        def __getattr__(self, name): return Anything()
        def __call__(self, *args, **kwargs): return Anything()
        def validate(self, suite, **kwargs):
            {validate}
        add_batch_definition = get_batch = add_table_asset = add_query_asset = lambda self, *args, **kwargs: self
    def get_context(**kwargs): return Anything()
    class Expectations:
        def __getattr__(self, name): return Anything
    expectations = Expectations()
    ExpectationSuite = Anything
"""
STUBS = {
    "raises": PLIANT.format(validate="raise RuntimeError('broken')"),
    "returns_none": PLIANT.format(validate="return None"),
    "success_with_nothing_evaluated": PLIANT.format(validate="return Anything(success=True, results=[])"),
    "is_killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "hangs": "import time; time.sleep(600)",
    "is_uninstalled": "raise ModuleNotFoundError('No module named great_expectations')",
}
# A whole process that claims success: for another suite, for another build.
LIAR = """
    import json, sys
    from expectations.suites.publication import SUITE
    asked = json.loads(sys.stdin.readline())
    outcomes = [[check, True, None] for check in SUITE.checks]
    rows = dict.fromkeys(SUITE.required, 1000)
    print(json.dumps([{suite}, SUITE.fingerprint, {build}, outcomes, rows]))
"""
HONEST = LIAR.format(suite="SUITE.name", build="asked['build_id']")


@pytest.fixture
def published_before(candidate: Database) -> Database:
    """Readers see an earlier build; the newest one waits for the gate."""
    assert gate(candidate, child=liar(HONEST)).ok
    assert publish(candidate).ok
    with candidate.engine("builder").begin() as connection:
        connection.execute(sa.text("update candidate.dim_indicator set name_zh = 'changed', build_id = 'next'"))
    note_build(candidate, "next", POSITION)
    note_load(candidate, "next")
    return candidate


def liar(code: str) -> list[str]:
    """A child that runs this code instead of the gate."""
    return [sys.executable, "-c", textwrap.dedent(code)]


def seen(database: Database) -> tuple[str, int]:
    """Content of published as a hash, and how many publications there were."""
    with database.engine("publisher").connect() as connection:
        number = connection.scalar(sa.text("select count(*) from ops.publications"))
        return publication.content_hash(connection, "published"), int(number or 0)


def verdict(database: Database) -> dict[str, object]:
    """The newest verdict."""
    query = "select build_id, passed, reason from ops.verdicts order by decided_at desc limit 1"
    with database.engine("gate").connect() as connection:
        return dict(connection.execute(sa.text(query)).mappings().one())


def assert_withheld(database: Database, before: tuple[str, int], said: str) -> None:
    """Nothing was published, and the verdict says why."""
    newest = verdict(database)
    assert newest["build_id"] == "next"
    assert newest["passed"] is False
    assert said in str(newest["reason"])
    withheld = publish(database)
    assert not withheld.ok
    assert said in withheld.message
    assert seen(database) == before


@pytest.mark.parametrize(
    ("stub", "said"),
    [
        ("raises", "broken"),
        ("returns_none", "results"),
        ("success_with_nothing_evaluated", "not exactly the demanded checks"),
        ("is_killed", "exit code -9"),
        ("hangs", "no answer within"),
        ("is_uninstalled", "No module named great_expectations"),
    ],
)
def test_a_library_that_does_not_do_its_work_publishes_nothing(
    published_before: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stub: str, said: str
):
    folder = tmp_path / "great_expectations"
    folder.mkdir()
    (folder / "__init__.py").write_text(textwrap.dedent(STUBS[stub]))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    before = seen(published_before)
    assert not gate(published_before, time_limit=5 if stub == "hangs" else 120).ok
    assert_withheld(published_before, before, said)


@pytest.mark.parametrize(
    ("suite", "build", "said"),
    [("'another'", "asked['build_id']", "not the pinned suite"), ("SUITE.name", f"'{BUILD}'", "the answer is about")],
)
def test_an_answer_about_another_suite_or_build_publishes_nothing(
    published_before: Database, suite: str, build: str, said: str
):
    before = seen(published_before)
    assert not gate(published_before, child=liar(LIAR.format(suite=suite, build=build))).ok
    assert_withheld(published_before, before, said)


def test_a_suite_with_another_fingerprint_than_the_pinned_one_publishes_nothing(published_before: Database):
    before = seen(published_before)
    pinned = pins.load(SUITE.name)
    assert not gate(published_before, pin=Pin(pinned.suite, "0" * 64, pinned.expectations), child=liar(HONEST)).ok
    assert_withheld(published_before, before, "fingerprint differs")


def test_a_verdict_of_a_suite_that_was_changed_since_does_not_publish(published_before: Database):
    """The verdict was good when it was given; the pinned suite is another one now."""
    before = seen(published_before)
    assert gate(published_before, child=liar(HONEST)).ok
    pinned = pins.load(SUITE.name)
    withheld = publish(published_before, pin=Pin(pinned.suite, "1" * 64, pinned.expectations))
    assert not withheld.ok
    assert "another suite" in withheld.message
    assert seen(published_before) == before


@pytest.mark.parametrize(
    ("statement", "role", "said"),
    [
        ("update candidate.dim_period set label_zh = 'x'", "builder", "changed after it was judged"),
        ("truncate evidence.fct_measure_delta", "builder", "changed after it was judged"),
        ("create table candidate.extra (a int)", "builder", "changed after it was judged"),
        ("delete from ops.verdicts", None, "has not judged"),
        ("update ops.verdicts set passed = false, reason = 'no'", None, "did not pass"),
        ("update ops.verdicts set evaluated = 0", None, "did not evaluate everything"),
        ("update ops.verdicts set rows_checked = 0", None, "did not evaluate everything"),
        (
            "update ops.builds set status = 'failed', reason = 'model error' where build_id = 'next'",
            "builder",
            "did not finish: model error",
        ),
        ("update ops.builds set last_position = 1 where build_id = 'next'", "builder", "reaches further"),
    ],
)
def test_publishing_needs_a_passed_verdict_on_exactly_what_lies_in_candidate(
    published_before: Database, statement: str, role: str | None, said: str
):
    before = seen(published_before)
    assert gate(published_before, child=liar(HONEST)).ok
    with published_before.engine(role).begin() as connection:
        connection.exec_driver_sql(statement)
    withheld = publish(published_before)
    assert not withheld.ok
    assert said in withheld.message
    assert seen(published_before) == before


def test_a_failing_rule_leaves_published_as_it_was_and_says_why(published_before: Database):
    """With the real library: the build_id of one mart differs from the others, and the verdict names the rule."""
    before = seen(published_before)
    judged = gate(published_before)
    assert not judged.ok
    assert "one_build:fct_submission" in [row["rule"] for row in judged.rows]
    assert_withheld(published_before, before, "holds rows of another build")


def test_a_failed_build_is_not_judged_and_changes_nothing(published_before: Database):
    before = seen(published_before)
    note_build(published_before, "broken", POSITION, "模型出错 · model error")
    judged = gate(published_before)
    assert not judged.ok
    assert "model error" in judged.message
    assert not publish(published_before).ok
    assert seen(published_before) == before


def test_without_any_build_there_is_nothing_to_judge_or_publish(fresh_database: Database):
    assert not gate(fresh_database).ok
    assert not publish(fresh_database).ok
