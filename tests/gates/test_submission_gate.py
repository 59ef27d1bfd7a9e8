"""Gate 1 judges a hand-in as a whole: each rule is seen to fail once, and a gate that breaks lets nothing pass."""

from typing import Any

import polars as pl
import pytest

from expectations import judging
from expectations.suites import submission
from expectations.suites.submission import SUITE, SubmissionBatch, judge_submission

COLUMNS = ("type", "fact_id", "subject", "occurred_on")


def facts(number: int, **changed: Any) -> pl.DataFrame:
    """So many different facts of March 2022, with columns changed."""
    columns = {
        "type": ["dispute_settled"] * number,
        "fact_id": [f"f{n}" for n in range(number)],
        "subject": [f"case {n}" for n in range(number)],
        "occurred_on": [f"2022-03-{n % 28 + 1:02}" for n in range(number)],
    }
    return pl.DataFrame(columns | changed, schema=dict.fromkeys(COLUMNS, pl.String))


def batch(**changed: Any) -> SubmissionBatch:
    """An ordinary hand-in with something changed."""
    ordinary = {
        "submission_id": "s1", "sender": "440307015001", "period": "2022-03", "period_state": "open",
        "received_on": "2022-04-02", "facts": facts(60), "history": (50, 60, 70),
    }  # fmt: skip
    return SubmissionBatch(**(ordinary | changed))


GOOD = {
    "ordinary": batch(),
    "nil return": batch(facts=facts(0)),
    "first month, nothing to compare with": batch(facts=facts(500), history=()),
    "opening ledger of any size": batch(facts=facts(5000), is_opening=True),
    "small unit's busy month": batch(facts=facts(200), history=(2, 1, 3)),
    "ten times as usual": batch(facts=facts(600)),
    "some references unknown": batch(unknown_references=10),
    "planned days in a contract": batch(
        facts=facts(4, occurred_on=["2022-03-01", "2022-03-02", "2022-05-01", "2022-03-03"])
    ),
}
BAD = {
    "period_is_open": batch(period_state="closed"),
    "usual_volume": batch(facts=facts(601)),
    "no_duplicates": batch(facts=facts(3, fact_id=["f1", "f2", "f1"])),
    "facts_are_whole": batch(facts=facts(3, type=["a", None, "a"])),
    "subjects_are_whole": batch(facts=facts(3, subject=["a", None, "b"])),
    "days_are_whole": batch(facts=facts(3, occurred_on=["2022-03-01", None, "2022-03-01"])),
    "not_filled_down": batch(facts=facts(210, subject=["same"] * 210, occurred_on=["2022-03-01"] * 210), history=()),
    "days_before_receipt": batch(facts=facts(3, occurred_on=["2022-03-01", "2023-03-01", "2023-03-02"])),
    "references_are_known": batch(unknown_references=16),
}


@pytest.mark.parametrize("name", list(GOOD))
def test_what_real_units_do_passes(name: str):
    verdict = judge_submission(GOOD[name])
    assert verdict.passed, verdict.reason
    assert verdict.evaluated == verdict.expected == verdict.successful == len(SUITE.checks)
    assert verdict.rows_checked == 1 + len(GOOD[name].facts)


@pytest.mark.parametrize("rule", list(BAD))
def test_each_rule_holds_a_hand_in_and_says_why_in_both_languages(rule: str):
    verdict = judge_submission(BAD[rule])
    assert not verdict.passed
    assert rule in verdict.failures
    sentence = next(r for r in SUITE.rules if r.name == rule)
    assert sentence.zh in verdict.reason_zh
    assert sentence.en in verdict.reason_en


def test_every_rule_of_the_suite_is_seen_to_fail(monkeypatch: pytest.MonkeyPatch):
    """The summary itself cannot be missing from outside, so it is taken away from inside."""
    assert {rule.name for rule in SUITE.rules} == {*BAD, "one_summary"}
    frames = submission._frames(batch())
    monkeypatch.setattr(submission, "_frames", lambda given: frames | {"hand_in": frames["hand_in"].iloc[:0]})
    verdict = judge_submission(batch())
    assert not verdict.passed
    assert "one_summary" in verdict.failures


@pytest.mark.parametrize("answer", [RuntimeError("broken"), [], None])
def test_a_library_that_breaks_or_answers_nothing_holds_the_hand_in(monkeypatch: pytest.MonkeyPatch, answer: Any):
    def judged(*given: Any) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(judging, "judge_frames", judged)
    verdict = judge_submission(batch())
    assert not verdict.passed
    assert verdict.reason_zh
    assert verdict.reason_en


def test_no_value_of_a_row_stands_in_a_verdict():
    """A card number that slipped into a subject must not travel on in a reason."""
    planted = "6214830012345678"
    verdict = judge_submission(batch(facts=facts(3, subject=[planted] * 3, fact_id=[planted] * 3)))
    assert not verdict.passed
    assert planted not in repr(verdict)
