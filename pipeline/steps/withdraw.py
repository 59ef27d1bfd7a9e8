"""Take a hand-in back: its facts are retracted, except those that another accepted hand-in states too."""

from ingestion.intake import waiting
from pipeline.database import Database
from pipeline.intake_room import open_intake
from pipeline.settings import Settings
from pipeline.steps.result import Result, WrongCallError


def run(settings: Settings, *, receipt: str, by: str) -> Result:
    """Ok when the hand-in is withdrawn; WrongCallError when there is none that can be."""
    with open_intake(settings, Database.open(settings)) as intake:
        try:
            withdrawn = waiting.withdraw(intake, receipt, by)
        except waiting.NotReleasableError as error:
            raise WrongCallError(str(error)) from error
    row: dict[str, object] = {"receipt_no": receipt, "state": withdrawn.state, "by": by}
    return Result(ok=True, rows=[row], summary=row, message=f"{receipt} 已撤回 · withdrawn")
