"""List the hand-ins: what arrived from whom, when, what became of it and of each of its rows."""

from ingestion.intake import work
from ingestion.intake.hand_in import SHANGHAI
from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps.result import Result

COLUMNS = (
    "receipt_no", "sender", "period", "kind", "state", "reason", "received_at", "file", "read", "new", "corrected",
    "known", "quarantined", "held", "rejected", "blank", "structural", "retracted",
)  # fmt: skip


def run(settings: Settings, *, unit: str | None = None, period: str | None = None, state: str | None = None) -> Result:
    """One row a hand-in, in the order received."""
    engine = Database.open(settings).engine("writer")
    where = " AND ".join(
        f"{column} = :{column}"
        for column, value in (("sender", unit), ("period", period), ("state", state))
        if value is not None
    )
    values = {"sender": unit, "period": period, "state": state}
    chosen = {name: value for name, value in values.items() if value is not None}
    rows: list[dict[str, object]] = []
    for item in work.listing(engine, where or "true", **chosen):
        counts = item.counts.as_dict()
        cells = (
            item.receipt_no, item.sender, item.period, item.kind, item.state, item.reason,
            f"{item.received_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", item.file_name,
        )  # fmt: skip
        rows.append(dict(zip(COLUMNS, (*cells, *(counts[name] for name in COLUMNS[8:])), strict=True)))
    return Result(ok=True, rows=rows, summary={"submissions": len(rows)}, columns=COLUMNS)
