"""The contract of the log, on PostgreSQL and on the reference in memory alike."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from ingestion.log.chain import GENESIS, Head, batch_digest, leaf, next_head
from ingestion.log.errors import ConflictingFactsError, DuplicateEventError, MalformedEventError
from ingestion.log.event import RETRACTION_COLUMNS, facts_frame, record
from ingestion.log.identity import event_ids, new_id
from ingestion.log.port import Batch, EventLog


def retraction(fact, **other):
    """The frame that takes back one fact."""
    return facts_frame([fact]).select(RETRACTION_COLUMNS).with_columns(**{k: pl.lit(v) for k, v in other.items()})


def rows(log: EventLog) -> list[dict]:
    """Every event as a dict."""
    return log.read(1, log.head().position).to_pylist()


def test_an_empty_log_has_position_zero_and_a_head_of_zeros(log):
    assert log.head() == Head(0, "0" * 64)
    assert log.verify().ok
    assert log.read(1, 0).num_rows == 0


def test_a_new_fact_is_asserted_and_gets_the_next_position(log, make_fact):
    receipt = log.append(Batch(facts_frame([make_fact("A"), make_fact("B")])))
    assert (receipt.first_position, receipt.last_position) == (1, 2)
    assert receipt.outcomes.to_list() == ["asserted", "asserted"]
    assert log.append(Batch(facts_frame([make_fact("C")]))).first_position == 3


def test_the_same_row_again_changes_nothing(log, make_fact):
    before = log.append(Batch(facts_frame([make_fact()])))
    again = log.append(Batch(facts_frame([make_fact(submission_id=new_id(), row=9, source="440307002")])))
    assert again.outcomes.to_list() == ["known"]
    assert (again.first_position, again.recorded_at, again.head) == (None, None, before.head)
    assert log.head() == Head(1, before.head)


@pytest.mark.parametrize(
    "change",
    [{"amount": "2.00"}, {"occurred_on": date(2022, 3, 2)}, {"type_version": 2}, {"subject": "another"}],
    ids=lambda change: next(iter(change)),
)
def test_a_row_that_differs_in_content_is_one_correction_of_the_version_before(log, make_fact, change):
    log.append(Batch(facts_frame([make_fact()])))
    receipt = log.append(Batch(facts_frame([make_fact(**change)])))
    assert receipt.outcomes.to_list() == ["corrected"]
    assert [(e["action"], e["supersedes"]) for e in rows(log)] == [("asserted", None), ("corrected", 1)]


def test_a_retraction_repeats_what_it_takes_back_and_says_who_does(log, make_fact):
    log.append(Batch(facts_frame([make_fact("A", "7.00")])))
    submission = new_id()
    receipt = log.append(Batch(retractions=retraction(make_fact("A"), submission_id=submission, period="2022-05")))
    event, before = rows(log)[1], rows(log)[0]
    assert receipt.retracted == 1
    assert (event["action"], event["supersedes"], event["submission_id"]) == ("retracted", 1, submission)
    assert event["period"] == "2022-05"
    for name in ("type", "type_version", "subject", "occurred_on", "data"):
        assert event[name] == before[name]


def test_a_retracted_fact_handed_in_again_is_asserted_and_supersedes_the_retraction(log, make_fact):
    log.append(Batch(facts_frame([make_fact()])))
    log.append(Batch(retractions=retraction(make_fact())))
    assert log.append(Batch(facts_frame([make_fact()]))).outcomes.to_list() == ["asserted"]
    assert rows(log)[2]["supersedes"] == 2


def test_retracting_what_is_not_there_appends_nothing(log, make_fact):
    assert log.append(Batch(retractions=retraction(make_fact()))).retracted == 0
    log.append(Batch(facts_frame([make_fact()])))
    log.append(Batch(retractions=retraction(make_fact())))
    assert log.append(Batch(retractions=retraction(make_fact()))).first_position is None


def test_an_equal_repeat_inside_a_batch_is_known(log, make_fact):
    receipt = log.append(Batch(facts_frame([make_fact("A"), make_fact("B"), make_fact("A", row=8), make_fact("C")])))
    assert receipt.outcomes.to_list() == ["asserted", "asserted", "known", "asserted"]
    assert receipt.last_position == 3


def test_two_statements_of_one_fact_in_a_batch_are_refused_and_nothing_goes_in(log, make_fact):
    with pytest.raises(ConflictingFactsError):
        log.append(Batch(facts_frame([make_fact("B"), make_fact("A", "1.00"), make_fact("A", "2.00")])))
    with pytest.raises(ConflictingFactsError):
        log.append(Batch(facts_frame([make_fact("A")]), retraction(make_fact("A"))))
    assert log.head().position == 0


def test_decisions_go_last_and_are_counted_apart(log, make_fact):
    decision = make_fact("R-1", type="submission_accepted", sheet=None, row=None)
    receipt = log.append(Batch(facts_frame([make_fact("A"), make_fact("B")]), decisions=[decision]))
    assert (receipt.last_position, receipt.decided, len(receipt.outcomes)) == (3, 1, 2)
    assert rows(log)[2]["type"] == "submission_accepted"


@pytest.mark.parametrize(
    "wrong",
    [
        {"data": '{"a":"line\nbreak"}'},
        {"subject": "unit\x1fseparator"},
        {"source": "\x01"},
        {"sheet": "tab\t"},
        {"data": "\x7f"},
        {"subject": "carriage\rreturn"},
        {"subject": ""},
        {"data": None},
        {"period": "2022-3"},
        {"occurred_on": date(1899, 12, 31)},
        {"fact_id": "not a uuid"},
    ],
    ids=repr,
)
def test_a_malformed_event_refuses_the_whole_batch(log, make_fact, wrong):
    with pytest.raises(MalformedEventError):
        log.append(Batch(facts_frame([make_fact("A"), make_fact("B", **wrong), make_fact("C")])))
    assert log.head().position == 0


def test_a_frame_without_a_column_is_refused_by_its_name(log, make_fact):
    with pytest.raises(MalformedEventError, match="occurred_on"):
        log.append(Batch(facts_frame([make_fact()]).drop("occurred_on")))


def test_an_event_id_is_taken_once(log, make_fact):
    ids = event_ids(1)
    log.append(Batch(facts_frame([make_fact("A")]).with_columns(id=ids)))
    assert rows(log)[0]["id"] == ids[0]
    with pytest.raises(DuplicateEventError):
        log.append(Batch(facts_frame([make_fact("B")]).with_columns(id=ids)))


def test_what_the_callback_refuses_is_not_appended(log, make_fact):
    def refuse(_connection, receipt):
        assert receipt.last_position == 1
        raise LookupError

    with pytest.raises(LookupError):
        log.append(Batch(facts_frame([make_fact()])), refuse)
    assert log.head().position == 0
    assert log.append(Batch(facts_frame([make_fact()]))).outcomes.to_list() == ["asserted"]


def test_the_head_follows_from_records_positions_and_instant_as_the_chain_says(log, make_fact):
    head = GENESIS
    for keys in ("AB", "C"):
        receipt = log.append(Batch(facts_frame([make_fact(key) for key in keys])))
        events = log.read(receipt.first_position, receipt.last_position).to_pylist()
        names = [name for name in events[0] if name not in {"position", "recorded_at", "hash"}]
        leaves = [leaf(record(event[name] for name in names)) for event in events]
        assert [event["hash"] for event in events] == leaves
        head = next_head(head, batch_digest(leaves), receipt.first_position, receipt.last_position, receipt.recorded_at)
        assert receipt.head == head.hex()
    assert log.head() == Head(3, head.hex())
    assert log.verify().ok


def test_recorded_at_is_the_real_clock_and_one_for_the_batch(log, make_fact):
    before = datetime.now(UTC)
    receipt = log.append(Batch(facts_frame([make_fact("A"), make_fact("B")])))
    assert before <= receipt.recorded_at <= datetime.now(UTC)
    assert {event["recorded_at"] for event in rows(log)} == {receipt.recorded_at}


def test_read_gives_a_range_in_order_and_can_keep_to_some_types(log, make_fact):
    log.append(Batch(facts_frame([make_fact("A"), make_fact("B", type="case_mediated"), make_fact("C")])))
    assert log.read(2, 3).column("position").to_pylist() == [2, 3]
    assert log.read(1, 3, ["case_mediated"]).column("position").to_pylist() == [2]


def test_latest_and_facts_of_know_the_last_version_only(log, make_fact):
    one, two = new_id(), new_id()
    log.append(Batch(facts_frame([make_fact(key, submission_id=one) for key in "ABC"])))
    log.append(Batch(facts_frame([make_fact("A", "9.00", submission_id=two)])))
    log.append(Batch(retractions=retraction(make_fact("B"), submission_id=one)))
    latest = log.latest([make_fact(key).fact_id for key in "ABCD"]).sort("position")
    assert latest["action"].to_list() == ["asserted", "corrected", "retracted"]
    assert latest["content"].n_unique() == 3
    assert log.facts_of(one)["subject"].to_list() == ["C"]
    assert log.facts_of(two)["subject"].to_list() == ["A"]


def test_a_printed_head_must_lie_on_the_chain(log, make_fact):
    log.append(Batch(facts_frame([make_fact("A")])))
    printed = log.head()
    log.append(Batch(facts_frame([make_fact("B")])))
    assert log.verify(printed).ok
    assert not log.verify(Head(printed.position, "0" * 64)).ok


def test_text_of_any_script_survives_unchanged(log, make_fact):
    strange = make_fact("A", data='{"a":"龙岗 \\\\ \\" \\u0001 é 𝄞 , ; | NULL \\\\N"}', subject="\\.", sheet="'a\"b'")
    log.append(Batch(facts_frame([strange])))
    event = rows(log)[0]
    assert (event["data"], event["subject"], event["sheet"]) == (strange.data, strange.subject, strange.sheet)
    assert log.verify().ok
