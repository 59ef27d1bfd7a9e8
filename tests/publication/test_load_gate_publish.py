"""From the warehouse to the readers: load, gate, publish, and what each refuses."""

import sys

import sqlalchemy as sa

from pipeline import publication
from pipeline.database import Database
from pipeline.steps.gate import gate
from pipeline.steps.publish import publish
from tests.publication.candidate_year import POSITION
from tests.publication.loaded import change, note_build

# A gate that looks from outside, while it judges, whether a load or publication could begin, and fails if one could.
WATCHFUL = """
import json, sys
import sqlalchemy as sa
from expectations.suites.publication import SUITE
from pipeline.publication import LOCK
asked = json.loads(sys.stdin.readline())
with sa.create_engine(asked["url"]).connect() as connection:
    assert not connection.scalar(sa.text(f"select pg_try_advisory_lock({LOCK})")), "something could be loaded now"
outcomes = [[check, True, None] for check in SUITE.checks]
rows = dict.fromkeys(SUITE.required, 1000)
print(json.dumps([SUITE.name, SUITE.fingerprint, asked["build_id"], outcomes, rows]))
"""


def test_a_good_build_passes_the_gate_and_readers_see_it(candidate: Database):
    judged = gate(candidate)
    assert judged.ok, judged.message
    published = publish(candidate)
    assert published.ok, published.message
    with candidate.engine("publisher").connect() as connection:
        shown = publication.content_hash(connection, "published")
        assert shown == publication.content_hash(connection, "candidate")
    with candidate.engine("reader").connect() as connection:
        assert connection.scalar(sa.text("select count(*) from published.fct_indicator_value")) > 10_000


def test_a_build_that_newer_events_have_overtaken_is_not_judged_and_nobody_hears_of_a_failure(candidate: Database):
    """Intake sealed more between build and gate; a verdict would call a sound build a failed one."""
    with candidate.engine("owner").begin() as connection:
        connection.execute(sa.text("update ops.builds set last_position = last_position - 1"))
    judged = gate(candidate)
    assert not judged.ok
    assert "newer events" in judged.message
    with candidate.engine("gate").connect() as connection:
        assert connection.scalar(sa.text("select count(*) from ops.verdicts")) == 0
    assert not publish(candidate).ok


def test_a_build_that_is_not_yet_in_candidate_is_not_judged(candidate: Database):
    """The gate's turn came between `build` and `load`."""
    note_build(candidate, "next", POSITION)
    judged = gate(candidate)
    assert not judged.ok
    assert "another build" in judged.message
    with candidate.engine("gate").connect() as connection:
        assert connection.scalar(sa.text("select count(*) from ops.verdicts")) == 0


def test_a_build_is_not_judged_because_one_mart_names_it(candidate: Database):
    """What was loaded last decides, not a look at one of twelve tables: the other eleven are of another build."""
    note_build(candidate, "next", POSITION)
    change(candidate, "update candidate.dim_indicator set build_id = 'next'")
    judged = gate(candidate)
    assert not judged.ok
    assert "another build" in judged.message
    with candidate.engine("gate").connect() as connection:
        assert connection.scalar(sa.text("select count(*) from ops.verdicts")) == 0


def test_nothing_is_loaded_while_the_gate_judges(candidate: Database):
    """Half its answers would be about one build and half about another; the load of another process waits instead."""
    judged = gate(candidate, child=[sys.executable, "-c", WATCHFUL])
    assert judged.ok, judged.message
    with candidate.engine("builder").connect() as connection:
        assert connection.scalar(sa.text(f"select pg_try_advisory_lock({publication.LOCK})")), "the gate let it go"
