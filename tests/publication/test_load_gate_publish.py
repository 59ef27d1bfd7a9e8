"""From the warehouse to the readers: load, gate, publish, and what each refuses."""

import sqlalchemy as sa

from pipeline import publication
from pipeline.database import Database
from pipeline.steps.gate import gate
from pipeline.steps.publish import publish
from tests.publication.candidate_year import POSITION
from tests.publication.loaded import note_build


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
