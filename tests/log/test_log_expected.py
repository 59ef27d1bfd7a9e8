"""Rows that are expected go ahead into the staging table; what goes in is what the append says, no matter what."""

from contextlib import suppress

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingestion.log import postgres
from ingestion.log.errors import ConflictingFactsError
from ingestion.log.event import RETRACTION_COLUMNS, facts_frame
from ingestion.log.expected import Expected
from ingestion.log.identity import event_ids
from ingestion.log.memory import MemoryEventLog
from ingestion.log.port import Batch

STATEMENTS = st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from(["1.00", "2.00"])), max_size=5)


@pytest.fixture
def used(monkeypatch):
    """Even a single row is worth it; answers whether each expectation was of use."""
    monkeypatch.setattr(postgres, "WORTH_IT", 1)
    told = []
    take = Expected.take

    def noted(self, staged):
        begun = take(self, staged)
        told.append(begun is not None)
        return begun

    monkeypatch.setattr(Expected, "take", noted)
    return told


def lock_is_free(database):
    with database.engine("owner").begin() as connection:
        return connection.scalar(sa.text("SELECT pg_try_advisory_xact_lock(1735549292)"))


def test_expected_rows_go_in_with_what_comes_behind_them(postgres_log, make_fact, used):
    before = facts_frame([make_fact("A"), make_fact("B", "2.00"), make_fact("Z")])
    postgres_log.append(Batch(before))
    facts = facts_frame([make_fact(key) for key in "ABCD"])
    back = before.tail(1).select(RETRACTION_COLUMNS)
    with postgres_log.expecting(facts):
        receipt = postgres_log.append(Batch(facts, back, [make_fact("R-1", type="submission_accepted")]))
    assert used == [True]
    assert receipt.outcomes.to_list() == ["known", "corrected", "asserted", "asserted"]
    assert (receipt.first_position, receipt.last_position, receipt.retracted, receipt.decided) == (4, 8, 1, 1)
    assert postgres_log.verify().ok


def test_rows_that_were_not_expected_go_in_as_they_are(postgres_log, make_fact, used):
    facts = facts_frame([make_fact(key) for key in "ABC"])
    with postgres_log.expecting(facts):
        postgres_log.append(Batch(facts.tail(2)))
    with postgres_log.expecting(facts):
        postgres_log.append(Batch(facts.head(1).with_columns(row=9)))
    assert used == [False, False]
    events = postgres_log.read(1, 9).to_pylist()
    assert [(event["subject"], event["row"]) for event in events] == [("B", 4), ("C", 4), ("A", 9)]


def test_ids_that_the_caller_gives_are_the_ids_of_the_events(postgres_log, make_fact, used):
    facts = facts_frame([make_fact("A")])
    ids = event_ids(1)
    with postgres_log.expecting(facts):
        postgres_log.append(Batch(facts.with_columns(id=ids)))
    assert postgres_log.read(1, 1)["id"].to_pylist() == ids.to_list()
    assert used == [False]


def test_without_an_append_nothing_was_done_and_the_lock_is_free(postgres_log, fresh_database, make_fact, used):
    with suppress(LookupError), postgres_log.expecting(facts_frame([make_fact("A")])):
        postgres_log._expected._begun.result()
        assert not lock_is_free(fresh_database)
        raise LookupError
    assert lock_is_free(fresh_database)
    assert postgres_log.append(Batch(facts_frame([make_fact("B")]))).last_position == 1
    assert used == []


def test_what_the_callback_refuses_is_not_appended_though_it_was_expected(
    postgres_log, fresh_database, make_fact, used
):
    facts = facts_frame([make_fact("A")])

    def refuse(_connection, _receipt):
        raise LookupError

    with suppress(LookupError), postgres_log.expecting(facts):
        postgres_log.append(Batch(facts), refuse)
    assert used == [True]
    assert lock_is_free(fresh_database)
    assert postgres_log.head().position == 0


def test_a_conflict_among_the_expected_rows_is_none_when_they_do_not_come(postgres_log, make_fact, used):
    facts = facts_frame([make_fact("A", "1.00"), make_fact("A", "2.00")])
    with postgres_log.expecting(facts):
        assert postgres_log.append(Batch(facts.head(1))).last_position == 1
    with pytest.raises(ConflictingFactsError), postgres_log.expecting(facts):
        postgres_log.append(Batch(facts))
    assert used == [False]  # the second batch was refused before anybody looked


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(st.tuples(STATEMENTS, st.integers(0, 2)), min_size=1, max_size=5))
def test_any_history_is_the_same_whatever_was_expected(postgres_log, make_fact, used, history):
    """Against the reference, which expects nothing; each example begins behind what the ones before left."""
    memory, mark = MemoryEventLog(), f"{postgres_log.head().position}-"
    for statements, fewer in history:
        facts = facts_frame([make_fact(mark + key, amount) for key, amount in statements])
        with postgres_log.expecting(facts[fewer:]):
            assert outcomes(postgres_log, facts) == outcomes(memory, facts)
    assert postgres_log.verify().ok


def outcomes(log, facts):
    """What an append said of its rows, or that it was refused."""
    try:
        return log.append(Batch(facts)).outcomes.to_list()
    except ConflictingFactsError:
        return "conflict"
