"""Gate 1: may this hand-in be appended? Judges the batch as a whole; single rows were judged by their contracts.

Called once a hand-in, in a warm process: ``judge_submission(batch)``. What it says no to is held, not lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import polars as pl

from expectations import judging, pins
from expectations.verdict import Judgement, Verdict, decide, refused
from expectations.vocabulary import Check, Rule, Suite

FACTS = "facts"
SUMMARY = "hand_in"
USUAL_TIMES = 10  # a hand-in of more than ten times the usual size is more likely the wrong file than a busy month
SMALL = 200  # up to here no volume is suspicious
REPEATED_SHARE = 0.9  # nine of ten rows about one and the same subject and day: filled down by mistake


def _rule(name: str, zh: str, en: str, kind: str, target: str, **arguments: Any) -> Rule:
    """A rule of one check on a frame."""
    return Rule(name, zh, en, (Check(kind, target, arguments),))


SUITE = Suite(
    "submission",
    (
        _rule(
            "one_summary", "批次概要缺失", "the summary of the hand-in is missing",
            "ExpectTableRowCountToEqual", SUMMARY, value=1,
        ),
        _rule(
            "period_is_open", "该期间未开放或已关闭", "the period is not open",
            "ExpectColumnValuesToBeInSet", SUMMARY, column="period_state", value_set=["open"],
        ),
        _rule(
            "usual_volume", "行数远超本单位以往", "far more facts than this unit ever stated",
            "ExpectColumnValuesToBeBetween", SUMMARY, column="times_usual", min_value=0, max_value=USUAL_TIMES,
        ),
        _rule(
            "no_duplicates", "同一事实在批次中重复", "one fact stands more than once in the hand-in",
            "ExpectColumnValuesToBeUnique", FACTS, column="fact_id",
        ),
        _rule(
            "facts_are_whole", "有事实缺少类型", "a fact has no type",
            "ExpectColumnValuesToNotBeNull", FACTS, column="type",
        ),
        _rule(
            "subjects_are_whole", "有事实缺少对象", "a fact has no subject",
            "ExpectColumnValuesToNotBeNull", FACTS, column="subject",
        ),
        _rule(
            "days_are_whole", "有事实缺少日期", "a fact has no day",
            "ExpectColumnValuesToNotBeNull", FACTS, column="occurred_on",
        ),
        _rule(
            "not_filled_down", "绝大多数行为同一对象、同一日期", "nearly all rows repeat one subject and day",
            "ExpectColumnValuesToBeBetween", SUMMARY, column="repeated_share", min_value=0, max_value=REPEATED_SHARE,
        ),
        _rule(
            "days_before_receipt", "多数日期晚于收到日", "most days lie after the day of receipt",
            "ExpectColumnValuesToBeBetween", SUMMARY, column="future_share", min_value=0, max_value=0.5,
        ),
        _rule(
            "references_are_known", "超过五分之一的引用未登记", "more than a fifth of the references are unknown",
            "ExpectColumnValuesToBeBetween", SUMMARY, column="unknown_share", min_value=0, max_value=0.2,
        ),
    ),
    (SUMMARY,),
)  # fmt: skip


@dataclass(frozen=True)
class SubmissionBatch:
    """What gate 1 looks at.

    submission_id      the hand-in
    sender, period     unit code; period as text ('2022-03')
    period_state       'open', 'closed' or 'future'; anything but open is held
    received_on        day of receipt (Shanghai), ISO text
    facts              polars frame with type, fact_id, subject, occurred_on; a nil return has no rows
    history            number of facts in each earlier accepted hand-in of this unit, the opening ledger left out
    is_opening         an opening ledger has no usual size
    unknown_references references of its rows that are not registered yet
    """

    submission_id: str
    sender: str
    period: str
    period_state: str
    received_on: str
    facts: pl.DataFrame
    history: Sequence[int] = field(default=())
    is_opening: bool = False
    unknown_references: int = 0


def judge_submission(batch: SubmissionBatch) -> Verdict:
    """Decide about one hand-in; never raises: a gate that does not work does not let pass."""
    pin = pins.load(SUITE.name)
    try:
        frames = _frames(batch)
        outcomes = judging.judge_frames(frames, SUITE.checks)
        rows = {name: len(frame) for name, frame in frames.items()}
        judgement = Judgement(SUITE.name, SUITE.fingerprint, batch.submission_id, tuple(outcomes), rows)
        return decide(SUITE, pin, batch.submission_id, judgement)
    except Exception as error:  # noqa: BLE001 -- whatever goes wrong in a gate means: not passed
        return refused(SUITE, pin, error)


def _frames(batch: SubmissionBatch) -> dict[str, Any]:
    """The facts and a one-row summary as pandas frames, the only kind the library takes."""
    import pandas as pd

    facts = batch.facts.select(pl.col("type", "fact_id", "subject", "occurred_on").cast(pl.String))
    number = len(facts)
    summary = {
        "period_state": batch.period_state,
        "times_usual": _times_usual(number, batch),
        "repeated_share": 0.0 if number < SMALL else float(_most(facts) / number),
        "future_share": 0.0 if number == 0 else float((facts["occurred_on"] > batch.received_on).sum() / number),
        "unknown_share": batch.unknown_references / max(number + batch.unknown_references, 1),
    }
    return {SUMMARY: pd.DataFrame([summary]), FACTS: _coded(facts).to_pandas()}


def _coded(facts: pl.DataFrame) -> pl.DataFrame:
    """The facts as numbers: for a fact_id the row where it first stands, for the rest 1 where there is something.

    The library hashes and copies a frame several times; 200,000 rows of text would take it a second.
    """
    present = (pl.when(pl.col(name).is_not_null()).then(1).alias(name) for name in facts.columns if name != "fact_id")
    first = pl.col("number").first().over("fact_id").alias("fact_id")
    return facts.with_row_index("number").select(first, *present)


def _times_usual(number: int, batch: SubmissionBatch) -> float:
    """Size of the hand-in in medians of the earlier ones; 0 where there is nothing to compare with."""
    if batch.is_opening or number <= SMALL or len(batch.history) < 3:
        return 0.0
    return number / max(median(batch.history), 1.0)


def _most(facts: pl.DataFrame) -> int:
    """Rows that share the most frequent subject, type and day."""
    return int(facts.group_by("type", "subject", "occurred_on").len()["len"].max() or 0)  # type: ignore[arg-type]
