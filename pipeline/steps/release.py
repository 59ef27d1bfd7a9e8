"""Release a held hand-in: an event by somebody other than its sender; rows that broke their contract still wait."""

from ingestion.intake import answer, waiting
from pipeline.database import Database
from pipeline.intake_room import open_intake
from pipeline.settings import Settings
from pipeline.steps.result import Result, WrongCallError


def run(settings: Settings, *, receipt: str, by: str, reason: str | None = None) -> Result:
    """Ok when the hand-in was accepted; WrongCallError when there is no such held hand-in or its sender asks."""
    with open_intake(settings, Database.open(settings)) as intake:
        try:
            done = waiting.release(intake, receipt, by, reason or "")
        except waiting.NotReleasableError as error:
            raise WrongCallError(str(error)) from error
    row: dict[str, object] = {"receipt_no": receipt, "state": done.submission.state, "by": by, "reason": reason or ""}
    return Result(ok=done.ok, rows=[row], summary=row, message=answer.rows_in_words(done.submission))
