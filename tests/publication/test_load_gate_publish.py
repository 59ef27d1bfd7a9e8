"""From the warehouse to the readers: load, gate, publish, and what each refuses."""

import sqlalchemy as sa

from pipeline import publication
from pipeline.database import Database
from pipeline.steps.gate import gate
from pipeline.steps.publish import publish


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
