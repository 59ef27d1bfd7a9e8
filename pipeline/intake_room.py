"""Put intake together: log, work tables, contracts, mappings, vault, reader and gate 1 become one `Intake`.

Only one intake runs at a time: a second one waits for the advisory lock, then finds nothing left to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from ingestion.intake.deciding import Opinion
from ingestion.intake.hand_in import Submission, shanghai_day
from ingestion.intake.judging import REFERENCE, Judged
from ingestion.intake.knowledge import Knowledge
from ingestion.intake.service import Intake
from ingestion.landing import sweep
from ingestion.log.postgres import PostgresEventLog
from ingestion.registry.now import RegistryNow, Unit
from pipeline.database import Database
from pipeline.preparing import Ahead, open_preparer
from pipeline.settings import Settings

LOCK = "select pg_advisory_lock(hashtext('grassroots intake'))"
UNLOCK = "select pg_advisory_unlock(hashtext('grassroots intake'))"
_HISTORY = """
SELECT (counts::json ->> 'facts')::int FROM intake.submissions
WHERE sender = :sender AND period <> :opening AND state IN ('accepted', 'accepted_with_findings')
AND submission_id <> CAST(:own AS uuid)"""


@contextmanager
def open_intake(settings: Settings, database: Database) -> Iterator[Intake]:
    """An Intake for the length of a run, its reader's child warm and the lock held."""
    engine = database.engine("writer")
    log = PostgresEventLog(engine, database.engine("builder"))
    registry = RegistryNow()
    for code, name in settings.outside_units.items():
        registry.units[code] = Unit(code, name, "outside", None, is_reporting=False, is_closed=False)
    with engine.connect() as lock, open_preparer(settings, database) as preparer:
        lock.execute(sa.text(LOCK))
        preparing = Ahead(preparer, settings, database)
        try:
            sweep(settings.folder("raw"))  # half copies that a killed run left, none of them ever acknowledged
            yield Intake(
                log=log,
                engine=engine,
                raw=settings.folder("raw"),
                preparing=preparing,
                knowledge=Knowledge(engine, registry),
                gate=GateOne(engine),
            )
        finally:
            preparing.close()
            # a pooled connection keeps its session lock, and the next run in this process would wait for itself
            lock.execute(sa.text(UNLOCK))


class GateOne:
    """Gate 1 as intake calls it; the library behind it is imported with the first batch that holds a fact."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self.passed = 0
        self.refused = 0

    def __call__(self, submission: Submission, judged: Judged) -> Opinion:
        """Judge one batch and keep count for the closing lines; a nil return leaves none to judge but its month.

        Nobody can say yet that nothing happened in a month to come.
        """
        if judged.facts.is_empty() and _has_begun(submission):
            return Opinion(passed=True)
        opinion = self._judge(submission, judged)
        self.passed += opinion.passed
        self.refused += not opinion.passed
        return opinion

    def _judge(self, submission: Submission, judged: Judged) -> Opinion:
        from expectations.suites.submission import SubmissionBatch, judge_submission

        received = shanghai_day(submission.received_at).isoformat()
        batch = SubmissionBatch(
            submission_id=submission.submission_id,
            sender=submission.sender,
            period=submission.period,
            period_state="open" if _has_begun(submission) else "future",
            received_on=received,
            facts=judged.facts,
            history=self._history(submission),
            is_opening=submission.period == "2021-12",
            unknown_references=sum(1 for codes in judged.bad.values() if REFERENCE in codes),
        )
        verdict = judge_submission(batch)
        return Opinion(verdict.passed, verdict.reason_zh, verdict.reason_en)

    def _history(self, submission: Submission) -> list[int]:
        values = {"sender": submission.sender, "opening": "2021-12", "own": submission.submission_id}
        with self._engine.connect() as connection:
            return [int(row[0] or 0) for row in connection.execute(sa.text(_HISTORY), values)]


def _has_begun(submission: Submission) -> bool:
    return f"{submission.period}-01" <= shanghai_day(submission.received_at).isoformat()
