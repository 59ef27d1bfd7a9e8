"""What turns answers into a verdict: each way of not knowing means no."""

import dataclasses

import pytest

from expectations.pins import Pin, load, of
from expectations.suites import publication, submission
from expectations.verdict import GateError, Judgement, Outcome, Verdict, decide
from expectations.vocabulary import Check, Suite, filled, keyed, never, worded

SUITE = Suite(
    "small",
    (filled("candidate.t"), keyed("candidate.t", "a", "b"), worded("candidate.t", "c", ["x"])),
    ("candidate.t",),
)
GOOD = Judgement(
    "small", SUITE.fingerprint, "b1", tuple(Outcome(check, True) for check in SUITE.checks), {"candidate.t": 3}
)


def verdict(**changed: object) -> Verdict:
    """The verdict on the good answer with something changed."""
    return decide(SUITE, of(SUITE), "b1", dataclasses.replace(GOOD, **changed))


def test_it_passes_only_when_everything_was_evaluated_and_held():
    passed = verdict()
    assert passed.passed
    assert (passed.expected, passed.evaluated, passed.successful, passed.rows_checked) == (6, 6, 6, 3)
    assert passed.reason == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"suite": "other"}, "not the pinned suite"),
        ({"fingerprint": "0"}, "fingerprint"),
        ({"subject": "b2"}, "about b2"),
        ({"outcomes": ()}, "0/6"),
        ({"outcomes": GOOD.outcomes[1:]}, "5/6"),
        ({"outcomes": (GOOD.outcomes[1], *GOOD.outcomes[1:])}, "6/6"),
        ({"outcomes": (*GOOD.outcomes, GOOD.outcomes[0])}, "7/6"),
        ({"rows": {}}, "without rows"),
        ({"rows": {"candidate.t": 0}}, "without rows"),
        ({"outcomes": (Outcome("filled:t#1", False), *GOOD.outcomes[1:])}, "fewer than 1 rows"),
        ({"outcomes": (Outcome("filled:t#1", True, "boom"), *GOOD.outcomes[1:])}, "fewer than 1 rows"),
    ],
)
def test_anything_less_is_withheld_with_a_reason(changed: dict[str, object], said: str):
    withheld = verdict(**changed)
    assert not withheld.passed
    assert said in withheld.reason_en
    assert withheld.reason_zh


def test_a_pin_of_another_count_or_no_pin_passes_nothing():
    pin = Pin("small", SUITE.fingerprint, 5)
    assert not decide(SUITE, pin, "b1", GOOD).passed
    assert not decide(SUITE, load("small"), "b1", GOOD).passed


@pytest.mark.parametrize(
    "line", ["", "null", "{}", "[]", '["small", "f", "b1", [[1]], {}]', '["s", "f", "b", [], null]']
)
def test_an_answer_that_cannot_be_read_is_an_error_and_not_a_yes(line: str):
    with pytest.raises(GateError):
        Judgement.from_json(line)


def test_an_answer_survives_the_way_between_processes_and_only_true_is_true():
    assert Judgement.from_json(GOOD.to_json()) == GOOD
    said = GOOD.to_json().replace("true", '"yes"')
    assert not any(outcome.success for outcome in Judgement.from_json(said).outcomes)


def test_any_change_of_a_rule_changes_the_fingerprint():
    weaker = Suite("small", (filled("candidate.t", 0), *SUITE.rules[1:]), SUITE.required)
    assert len({SUITE.fingerprint, weaker.fingerprint, dataclasses.replace(SUITE, required=()).fingerprint}) == 3


@pytest.mark.parametrize("suite", [submission.SUITE, publication.SUITE], ids=lambda suite: suite.name)
def test_the_committed_pins_are_those_of_the_suites(suite: Suite):
    assert load(suite.name) == of(suite), "a rule changed: python -m expectations.pins --write, and say why"


@pytest.mark.parametrize("suite", [submission.SUITE, publication.SUITE], ids=lambda suite: suite.name)
def test_each_rule_has_its_own_name_and_both_sentences(suite: Suite):
    names = [rule.name for rule in suite.rules]
    assert len(set(names)) == len(names)
    assert all(rule.zh and rule.en and rule.checks for rule in suite.rules)


def test_a_value_that_could_not_stand_in_sql_is_refused():
    check = Check("K", "select '$build_id'", {})
    assert check.filled_in({"build_id": "2023-a"}).target == "select '2023-a'"
    with pytest.raises(ValueError, match="may stand in a rule"):
        check.filled_in({"build_id": "x'; drop table t; --"})


def test_a_query_that_selects_nothing_anywhere_is_not_a_success():
    assert [check.kind for check in never("n", "不", "no", "select 1", "select 1").checks] == [
        "ExpectTableRowCountToEqual",
        "ExpectTableRowCountToBeBetween",
    ]
