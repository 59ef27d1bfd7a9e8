"""Step ``deliveries``: the ledger of mails, what went to whom and what did not, and why. Reads, sends nothing."""

from pipeline import ledger
from pipeline.database import Database
from pipeline.due import SHANGHAI
from pipeline.settings import Settings
from pipeline.steps.result import Result

COLUMNS = (
    "edition_id", "recipient", "what", "kind", "unit_code", "period", "state", "attempts", "last_error", "message_id",
    "queued_at", "first_attempt_at", "last_attempt_at", "reason",
)  # fmt: skip
INSTANTS = {"queued_at", "first_attempt_at", "last_attempt_at"}


def run(settings: Settings, *, state: str | None = None) -> Result:
    """One row for each (edition or notice, recipient), oldest first; instants in the union's time."""
    with Database.open(settings).engine("publisher").connect() as connection:
        entries = ledger.listing(connection, state)
    rows: list[dict[str, object]] = [{name: _cell(entry, name) for name in COLUMNS} for entry in entries]
    return Result(ok=True, rows=rows, summary={"deliveries": len(rows)}, columns=COLUMNS)


def _cell(entry: ledger.Entry, name: str) -> object:
    value = getattr(entry, name)
    return value.astimezone(SHANGHAI).isoformat(timespec="seconds") if name in INSTANTS and value else value
