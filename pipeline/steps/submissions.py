"""List the hand-ins: what arrived from whom, when, what became of it and of each of its rows; or what has not come.

What is missing is a published figure (who owes which domain for which month); hand-ins are read as intake knows them.
"""

import sqlalchemy as sa

from ingestion.intake import work
from ingestion.intake.hand_in import SHANGHAI
from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps.figures import require_published
from pipeline.steps.result import Result

COLUMNS = (
    "receipt_no", "sender", "period", "kind", "state", "reason", "received_at", "file", "read", "new", "corrected",
    "known", "quarantined", "held", "rejected", "blank", "structural", "retracted",
)  # fmt: skip

MISSING_COLUMNS = (
    "unit_code", "unit_name", "period", "domain", "due_on", "state", "waiver_no", "approver", "waiver_reason",
    "expires_on",
)  # fmt: skip
MISSING = f"""
    select {", ".join(f"e.{name}" for name in MISSING_COLUMNS)}
    from published.fct_expectation as e join published.dim_org_unit as u using (unit_code)
    where e.state in ('missing', 'waived') and (:state is null or e.state = :state)
        and (:unit is null or :unit in (e.unit_code, e.street_code)) and (:period is null or e.period = :period)
    order by e.first_on, u.official_order, e.domain"""
TYPED_MISSING = sa.text(MISSING).bindparams(
    *(sa.bindparam(name, type_=sa.String) for name in ("unit", "period", "state"))
)


def run(
    settings: Settings,
    *,
    unit: str | None = None,
    period: str | None = None,
    state: str | None = None,
    missing: bool = False,
) -> Result:
    """One row a hand-in, in the order received; with `missing` one row a unit, month and domain not handed in.

    A street's code stands for all its communities there. What somebody waived is listed with who, why and until when.
    """
    if missing:
        return not_come(Database.open(settings), unit, period, state)
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


def not_come(database: Database, unit: str | None, period: str | None, state: str | None) -> Result:
    """What is owed and has not come, as published, with what somebody waived."""
    asked = {"unit": unit, "period": period, "state": state}
    with database.engine("reader").connect() as connection:
        require_published(connection)
        rows: list[dict[str, object]] = [
            {name: "" if value is None else str(value) for name, value in row.items()}
            for row in connection.execute(TYPED_MISSING, asked).mappings()
        ]
    counts: dict[str, object] = {name: sum(row["state"] == name for row in rows) for name in ("missing", "waived")}
    missing, waived = counts["missing"], counts["waived"]
    message = f"未报{missing}项，已豁免{waived}项 · {missing} missing, {waived} waived"
    return Result(ok=True, rows=rows, summary=counts, message=message, columns=MISSING_COLUMNS)
