"""Reconcile: the figures of the yearly report against what the log recomputes, read from ``published``.

``period`` names the publication (2022: the summary of the year 2022); each figure is recomputed at its own period, in
a few cases the year before or after (details 23). True only when every figure lies within the range that still
reproduces the printed wording. What the printed figures imply of each other is told beside it and decides nothing.
"""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from expectations.identities import PUBLISHED, Identity, load
from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps.figures import require, require_published, shortened
from pipeline.steps.result import Result

COLUMNS = ("indicator_id", "published", "recomputed", "low", "high", "verdict", "kind", "wording")
QUERY = """
    select r.indicator_id, r.published, r.recomputed, r.low, r.high, r.verdict, r.kind, r.published_text_zh as wording
    from published.fct_reconciliation as r left join published.dim_indicator as i using (indicator_id)
    order by i.display_order, r.indicator_id, r.period"""
PUBLICATION = """
    select left(period, 4) from published.fct_reconciliation group by 1 order by count(*) desc, 1 limit 1"""
RECOMPUTED = "(select 1 as one, indicator_id, recomputed as value from published.fct_reconciliation)"


def run(settings: Settings, *, period: str) -> Result:
    """Rows of COLUMNS; ok when all are within. Raises WrongCallError for a year without a published report."""
    return reconcile(Database.open(settings), period)


def reconcile(database: Database, period: str) -> Result:
    """Compare; the sentence names the figures that are not reproduced."""
    with database.engine("reader").connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        require_published(connection)
        require(period, [str(year) for year in connection.scalars(sa.text(PUBLICATION))], "年度报告", "publication")
        found = [dict(row) for row in connection.execute(sa.text(QUERY)).mappings()]
        broken = [one for one in load(PUBLISHED) if _is_broken(connection, one)]
    rows: list[dict[str, object]] = [{name: shortened(value) for name, value in row.items()} for row in found]
    off = [str(row["indicator_id"]) for row in rows if row["verdict"] != "within"]
    good = len(rows) - len(off)
    message = f"{good}/{len(rows)} 项已公布数字得到重现 · {good} of {len(rows)} published figures are reproduced"
    if off:
        message += f"；不符 · not reproduced: {', '.join(off)}"
    if broken:
        message += f"；推导关系不成立 · implied by the printed figures and not so: {_sentences(broken)}"
    summary: dict[str, object] = {"figures": len(rows), "within": good, "identities_broken": len(broken)}
    return Result(ok=bool(rows) and not off, rows=rows, summary=summary, message=message, columns=COLUMNS)


def _is_broken(connection: Connection, identity: Identity) -> bool:
    return connection.execute(sa.text(identity.broken(RECOMPUTED, "one"))).first() is not None


def _sentences(identities: list[Identity]) -> str:
    return "；".join(f"{one.zh} ({one.en})" for one in identities)
