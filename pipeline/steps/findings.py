"""List what was found in the hand-ins: code, file, sheet, row, column, masked value, and what to do."""

from ingestion.intake import work
from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps.result import Result

COLUMNS = (
    "receipt_no", "sender", "period", "code", "severity", "file", "sheet", "row", "column", "heading", "value", "zh",
    "en", "count",
)  # fmt: skip


def run(
    settings: Settings,
    *,
    unit: str | None = None,
    period: str | None = None,
    code: str | None = None,
    severity: str | None = None,
) -> Result:
    """One row a finding, errors first within a hand-in."""
    engine = Database.open(settings).engine("writer")
    rows: list[dict[str, object]] = []
    for item in work.listing(engine):
        if unit not in (None, item.sender) or period not in (None, item.period):
            continue
        for found in item.findings:
            if code in (None, found.code) and severity in (None, found.severity):
                cells = (
                    item.receipt_no, item.sender, item.period, found.code, found.severity, found.file, found.sheet,
                    found.row, found.column, found.heading, found.value, found.zh, found.en, found.count,
                )  # fmt: skip
                rows.append(dict(zip(COLUMNS, cells, strict=True)))
    return Result(ok=True, rows=rows, summary={"findings": len(rows)}, columns=COLUMNS)
