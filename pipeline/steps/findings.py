"""List findings: of the hand-ins (which cell is wrong), or of the rules (what was not done as the union asks), and what
to do about each.

Findings of hand-ins come from the work table and are there at once; breaches of rules come from the published build.
"""

import csv

import sqlalchemy as sa

from ingestion.intake import work
from pipeline.database import Database
from pipeline.dbt_project import PROJECT
from pipeline.settings import Settings
from pipeline.steps.figures import require, require_published
from pipeline.steps.result import Result

COLUMNS = (
    "receipt_no", "sender", "period", "code", "severity", "file", "sheet", "row", "column", "heading", "value", "zh",
    "en", "count",
)  # fmt: skip
BREACH_COLUMNS = (
    "rule_id", "unit_code", "unit_name", "period", "subject", "severity", "is_resolved", "excused_by", "receipt_no",
    "zh", "en",
)  # fmt: skip
ALL = "all"
BREACHES = """
    select rule_id, unit_code, unit_name, period, subject, severity, is_resolved, excused_by, receipt_no,
           message_zh as zh, message_en as en
    from published.fct_finding
    where rule_id is not null and (:rule = 'all' or rule_id = :rule)
      and (cast(:unit as text) is null or unit_code = :unit) and (cast(:period as text) is null or period = :period)
      and (cast(:severity as text) is null or severity = :severity)
    order by rule_id, unit_code, period, subject"""


def run(
    settings: Settings,
    *,
    unit: str | None = None,
    period: str | None = None,
    code: str | None = None,
    severity: str | None = None,
    rule: str | None = None,
) -> Result:
    """One row a finding, errors first within a hand-in; with ``rule`` (an id, or ``all``) one row a breach."""
    if rule is not None:
        return breaches(Database.open(settings), rule, unit, period, severity)
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


def breaches(
    database: Database, rule: str, unit: str | None = None, period: str | None = None, severity: str | None = None
) -> Result:
    """What is published of the rules; raises WrongCallError for a rule that is not in the catalogue of rules."""
    with (PROJECT / "seeds" / "rules.csv").open(encoding="utf-8", newline="") as lines:
        names = {row["rule_id"]: row["name_zh"] for row in csv.DictReader(lines)}
    require(rule, [*names, ALL], "规则", "rule", names)
    asked = {"rule": rule, "unit": unit, "period": period, "severity": severity}
    with database.engine("reader").connect() as connection:
        require_published(connection)
        rows = [dict(row) for row in connection.execute(sa.text(BREACHES), asked).mappings()]
    return Result(ok=True, rows=rows, summary={"findings": len(rows)}, columns=BREACH_COLUMNS)
