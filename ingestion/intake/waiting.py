"""What waits and may go on: hand-ins a killed run left, rows whose reference arrived, batches someone releases.

Each goes the same way as a fresh hand-in; nothing here knows a rule of its own.
"""

from dataclasses import replace

import polars as pl
import sqlalchemy as sa

from ingestion.intake import work
from ingestion.intake.decision_event import decision_event
from ingestion.intake.hand_in import ACCEPTED, NO_PERIOD, Counts, HandIn, Submission
from ingestion.intake.judging import KEY, REFERENCE, Judged, judge
from ingestion.intake.service import Answer, Intake, Release, retraction_frame, to_append
from ingestion.log.port import Batch, Receipt


class NotReleasableError(Exception):
    """No such receipt, not held, or the sender itself asks: the message says which."""


def finish(intake: Intake) -> list[Answer]:
    """Decide the hand-ins that an earlier run landed and did not decide."""
    with intake.engine.connect() as connection:
        left = work.unfinished(connection)
    return [intake.process(submission, hand_in_of(intake, submission)) for submission in left]


def retry(intake: Intake) -> list[Submission]:
    """Try rows again that wait for an unknown reference; returns the hand-ins of which rows went in (details 13)."""
    with intake.engine.connect() as connection:
        candidates = work.waiting(connection, REFERENCE)
    return [done for submission in candidates if (done := _retried(intake, submission)) is not None]


def release(intake: Intake, receipt_no: str, by: str, reason: str = "") -> Answer:
    """Let a held batch in, by somebody who is not its sender; bad rows still wait in quarantine."""
    submission = _find(intake, receipt_no)
    if submission.state != "held":
        raise NotReleasableError(f"{receipt_no} 未被暂存（{submission.state}） / is not held ({submission.state})")
    if not by.strip() or by.strip() == submission.sender:
        raise NotReleasableError("放行须由报送单位以外的角色账号 / must be released by a role other than the sender")
    return intake.process(submission, hand_in_of(intake, submission), release=Release(by.strip(), reason.strip()[:200]))


def withdraw(intake: Intake, receipt_no: str, by: str) -> Submission:
    """Take a hand-in back: its facts are retracted, except those that another accepted hand-in states too."""
    submission = _find(intake, receipt_no)
    if submission.state not in ACCEPTED and submission.state != "held":
        raise NotReleasableError(f"{receipt_no} 不能撤回（{submission.state}） / cannot be withdrawn")
    facts = intake.log.facts_of(submission.submission_id)
    facts = facts.filter(~pl.col("type").str.starts_with("submission_"))
    with intake.engine.connect() as connection:
        shared = work.stated_elsewhere(connection, facts["fact_id"].to_list(), submission.submission_id)
    gone = [fact for fact in facts["fact_id"] if fact not in shared]
    withdrawn = replace(submission, state="withdrawn", decided_by=by)

    def record(connection: sa.Connection, _receipt: Receipt) -> None:
        work.save(connection, withdrawn)
        work.drop_statements(connection, submission.submission_id)
        work.discard_waiting(connection, submission.submission_id)

    batch = Batch(retractions=retraction_frame(gone, withdrawn), decisions=[decision_event(withdrawn)])
    intake.log.append(batch, record)
    intake.knowledge.registry.is_stale = True
    return withdrawn


def hand_in_of(intake: Intake, submission: Submission) -> HandIn:
    """The hand-in behind a row of the work table, its bytes read from raw/."""
    raw = intake.raw / submission.sha256[:2] / submission.sha256
    is_text = submission.file_name.lower().endswith((".csv", ".ndjson", ".jsonl"))
    period = submission.period if is_text and submission.period != NO_PERIOD else None
    contract = submission.file_name.rsplit(".", 1)[0] if is_text else None
    return HandIn(
        raw, submission.file_name, submission.sender, submission.channel, submission.received_at, period, contract
    )


def _find(intake: Intake, receipt_no: str) -> Submission:
    with intake.engine.connect() as connection:
        submission: Submission | None = work.find(connection, receipt_no=receipt_no)
    if submission is None:
        raise NotReleasableError(f"没有回执 {receipt_no} / no such receipt")
    return submission


def _retried(intake: Intake, submission: Submission) -> Submission | None:
    """Check the whole hand-in again, let in only rows that waited for a reference alone."""
    with intake.engine.connect() as connection:
        rows = work.waiting_rows(connection, submission.submission_id, REFERENCE)
    judged = _judged_again(intake, submission)
    ready = sorted(key for key in judged.rows.select(KEY).iter_rows() if key in rows and key not in judged.bad)
    if not ready:
        return None
    keys = pl.DataFrame(ready, schema={"sheet": pl.String, "__row": pl.UInt32}, orient="row")
    facts = judged.facts.join(keys, on=["sheet", "__row"], how="semi", maintain_order="left")
    new = int((facts["outcome"] != "known").sum())
    counts = Counts(read=len(ready), new=len(ready), facts=new)
    resolved = [f for f in submission.findings if f.code == REFERENCE and (f.sheet, f.row) in set(ready)]
    retried = replace(submission, state="retried", counts=counts, findings=tuple(resolved))
    with intake.engine.connect() as connection:
        left = len(work.waiting_rows(connection, submission.submission_id, REFERENCE)) - len(ready)
    before = submission.counts
    remaining = before.quarantined - len(ready)
    after = replace(
        submission,
        state="accepted" if remaining == 0 and left == 0 else submission.state,
        counts=replace(before, quarantined=remaining, new=before.new + len(ready), facts=before.facts + new),
        findings=tuple(f for f in submission.findings if f not in resolved),
    )

    def record(connection: sa.Connection, _receipt: Receipt) -> None:
        work.save(connection, after)
        work.settle(connection, submission.submission_id, ready, "accepted")

    intake.log.append(Batch(to_append(facts, submission), decisions=[decision_event(retried)]), record)
    intake.knowledge.registry.note(facts)
    return retried


def _judged_again(intake: Intake, submission: Submission) -> Judged:
    intake.knowledge.registry.refresh(intake.engine)
    hand_in = hand_in_of(intake, submission)
    content, sheets = intake.prepared(submission, hand_in)
    return judge(sheets, intake.bounds(hand_in, content), intake.knowledge)
