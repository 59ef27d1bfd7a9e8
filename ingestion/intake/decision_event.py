"""A decision on a hand-in as a fact of the log (contracts/intake.yaml): one event each, beside its facts."""

import json

from ingestion.checking.findings import to_json
from ingestion.intake.hand_in import Submission, now, shanghai_day
from ingestion.log.event import Fact, canonical
from ingestion.log.identity import fact_id


def decision_event(submission: Submission) -> Fact:
    """The event of the hand-in's present state; who decided what, with counts and findings, values masked."""
    event_type = f"submission_{submission.state}"
    day = shanghai_day(now())
    data = {
        "receipt_no": submission.receipt_no,
        "sender": submission.sender,
        "hand_in_period": submission.period,
        "kind": submission.kind,
        "file_name": printable(submission.file_name),
        "sha256": submission.sha256,
        "received_at": submission.received_at.isoformat(),
        "contracts": submission.contracts,
        "replaces": submission.replaces,
        "decided_by": submission.decided_by,
        "reason": submission.reason,
        "counts": json.dumps(submission.counts.as_dict(), sort_keys=True, separators=(",", ":")),
        "findings": to_json(submission.findings),
        "decided_on": day.isoformat(),
    }
    return Fact(
        type=event_type,
        type_version=1,
        fact_id=fact_id(event_type, [submission.submission_id]),
        subject=submission.receipt_no,
        source=submission.sender,
        occurred_on=day,
        period=submission.period,
        submission_id=submission.submission_id,
        data=canonical({name: value for name, value in data.items() if value is not None}),
    )


def printable(text: str) -> str:
    """A file name without control characters, for a record that must not hold any."""
    return text if text.isprintable() else text.encode("unicode_escape").decode("ascii")
