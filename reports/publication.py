"""What may be reported: the publication behind the figures, or why there is none, and which periods are due.

A report is withheld when the last build is not the published one: its gate said no, it failed, or nobody asked the gate
yet (house, section 8: anything else means not published, and the report says why).
"""

import sqlalchemy as sa
from sqlalchemy import Connection

from reports.edition import Publication
from reports.errors import NothingPublishedError, WithheldError

NEWEST = """
SELECT p.build_id, p.position, p.head, coalesce(b.code_version, '未注明') AS code_version
FROM ops.publications AS p LEFT JOIN ops.builds AS b USING (build_id)
WHERE p.build_id = :build_id
ORDER BY p.published_at DESC LIMIT 1
"""

LAST_BUILD = """
SELECT build_id, status, reason FROM ops.builds
WHERE finished_at IS NOT NULL OR reason IS NOT NULL ORDER BY started_at DESC, build_id DESC LIMIT 1
"""

VERDICT = "SELECT passed, reason FROM ops.verdicts WHERE build_id = :build_id ORDER BY decided_at DESC LIMIT 1"

STREETS = """
SELECT unit_code FROM published.dim_org_unit
WHERE level = 'street' AND valid_to IS NULL ORDER BY official_order, unit_code
"""

# The newest month with figures, its quarter and its year, as far as they are over.
DUE = """
WITH shown AS (
    SELECT DISTINCT period, period_grain FROM published.fct_indicator_value
    WHERE unit_code = :unit AND reading = 'as_was' AND value IS NOT NULL),
newest AS (
    SELECT max(p.last_on) AS last_on FROM published.dim_period AS p JOIN shown USING (period)
    WHERE shown.period_grain = 'month')
SELECT DISTINCT ON (p.grain) p.period
FROM published.dim_period AS p JOIN shown USING (period) CROSS JOIN newest
WHERE p.last_on <= newest.last_on
ORDER BY p.grain, p.last_on DESC
"""


def publication_of(connection: Connection, build_id: str | None) -> Publication:
    """The publication of the build that readers see, provided that nothing newer was withheld.

    connection is the publisher's. Raises NothingPublishedError or WithheldError.
    """
    last = connection.execute(sa.text(LAST_BUILD)).mappings().one_or_none()
    if last is not None and last["build_id"] != build_id:
        raise WithheldError(_why_withheld(connection, last["build_id"], last["status"], last["reason"]))
    row = connection.execute(sa.text(NEWEST), {"build_id": build_id}).mappings().one_or_none()
    if row is None:
        raise NothingPublishedError
    return Publication(row["build_id"], row["position"], row["head"], row["code_version"])


def streets(connection: Connection) -> list[str]:
    """Codes of the streets in official order, as they stand now."""
    return list(connection.scalars(sa.text(STREETS)))


def due_periods(connection: Connection, unit_code: str) -> list[str]:
    """Periods whose editions are due for a unit: the newest month that has figures, its quarter and its year."""
    return list(connection.scalars(sa.text(DUE), {"unit": unit_code}))


def _why_withheld(connection: Connection, build_id: str, status: str, reason: str | None) -> str:
    """The sentence of the gate, else of the build, else that the gate was never asked."""
    verdict = connection.execute(sa.text(VERDICT), {"build_id": build_id}).mappings().one_or_none()
    if verdict is not None and not verdict["passed"]:
        return verdict["reason"] or reason or f"构建 {build_id} 未通过发布检查"
    if verdict is not None:
        return reason or f"构建 {build_id} 已通过检查但尚未发布"
    return reason or f"构建 {build_id}（{status}）尚未经过发布检查"
