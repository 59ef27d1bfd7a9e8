"""Whatever is stated, corrected and retracted in whatever order: PostgreSQL and the reference say the same."""

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingestion.log.errors import ConflictingFactsError
from ingestion.log.event import RETRACTION_COLUMNS, facts_frame
from ingestion.log.identity import event_ids, fact_id, fact_ids
from ingestion.log.memory import MemoryEventLog
from ingestion.log.port import Batch

KEYS = st.sampled_from("ABCDE")
STATEMENTS = st.lists(st.tuples(KEYS, st.sampled_from(["1.00", "2.00"]), st.integers(1, 2)), max_size=6)
BATCHES = st.lists(st.tuples(STATEMENTS, st.sets(KEYS, max_size=3)), min_size=1, max_size=6)
NOT_THE_CLOCKS = ["recorded_at"]


@pytest.fixture
def empty_again(postgres_log, fresh_database):
    """The log emptied before each example, behind the triggers."""

    def empty():
        with fresh_database.engine("owner").begin() as connection:
            for table in ("events", "batches"):
                connection.exec_driver_sql(f"ALTER TABLE log.{table} DISABLE TRIGGER ALL")
            connection.exec_driver_sql("TRUNCATE log.events, log.batches, log.latest")
            for table in ("events", "batches"):
                connection.exec_driver_sql(f"ALTER TABLE log.{table} ENABLE TRIGGER ALL")
        return postgres_log

    return empty


def outcome(log, batch):
    """What an append said, without clocks, or which error it raised."""
    try:
        receipt = log.append(batch)
    except ConflictingFactsError:
        return "conflict"
    return receipt.first_position, receipt.last_position, receipt.outcomes.to_list(), receipt.retracted


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=BATCHES)
def test_both_implementations_agree_on_any_history(empty_again, make_fact, history):
    postgres, memory = empty_again(), MemoryEventLog()
    for statements, taken_back in history:
        facts = facts_frame([make_fact(key, amount, type_version=version) for key, amount, version in statements])
        facts = facts.with_columns(id=event_ids(len(facts)))
        back = facts_frame([make_fact(key) for key in sorted(taken_back)]).select(RETRACTION_COLUMNS)
        batch = Batch(facts, back.with_columns(id=event_ids(len(back))))
        assert outcome(postgres, batch) == outcome(memory, batch)
    last = memory.head().position
    assert postgres.head().position == last
    one, two = (log.read(1, last).drop_columns(NOT_THE_CLOCKS).to_pylist() for log in (postgres, memory))
    assert one == two
    every = [make_fact(key).fact_id for key in "ABCDE"]
    assert (
        postgres.latest(every)
        .sort("fact_id")
        .equals(memory.latest(every).sort("fact_id").cast(postgres.latest(every).schema))
    )
    assert postgres.verify().ok
    assert memory.verify().ok


@given(keys=st.lists(st.tuples(st.text(), st.none() | st.text()), min_size=1, max_size=20))
def test_fact_ids_of_columns_are_those_of_single_keys(keys):
    columns = [pl.Series([key[i] for key in keys], dtype=pl.String) for i in range(2)]
    assert fact_ids("case_mediated", columns).to_list() == [fact_id("case_mediated", key) for key in keys]


def test_a_fact_id_is_the_uuid_v5_of_type_and_key():
    assert fact_id("enterprise_union_established", ["91440300MA5EXAMPLE"]) == "6eb0a812-f4b0-56b9-b8e7-35d80ebeecd4"


def test_event_ids_are_canonical_ascending_uuids_of_version_7():
    from uuid import UUID

    ids = event_ids(10_000, milliseconds=1_650_000_000_000).to_list()
    assert ids == sorted(set(ids))
    assert all(str(UUID(text)) == text and UUID(text).version == 7 for text in ids)
    assert int(UUID(ids[0]).int >> 80) == 1_650_000_000_000
    assert ids[-1] < event_ids(1, milliseconds=1_650_000_000_001)[0]
