"""Why a report does not come out now, in words that may stand in a mail: no text that a row could have got into.

The gate's sentences are those of its rules. What a broken build or gate said about itself can hold anything (a value, a
path), so a mail only names the fact and leaves the rest to ``grassroots status``.
"""

import datetime
import hashlib
import re
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from pipeline import due

LAST_BUILD = """
SELECT b.build_id, b.status, v.passed, v.evaluated, v.reason, p.published_at
FROM ops.builds AS b
LEFT JOIN LATERAL (
    SELECT passed, evaluated, reason FROM ops.verdicts WHERE build_id = b.build_id ORDER BY decided_at DESC LIMIT 1
) AS v ON true
LEFT JOIN LATERAL (
    SELECT max(published_at) AS published_at FROM ops.publications WHERE build_id = b.build_id
) AS p ON true
WHERE b.finished_at IS NOT NULL OR b.reason IS NOT NULL ORDER BY b.started_at DESC, b.build_id DESC LIMIT 1
"""


@dataclass(frozen=True)
class Hindrance:
    """Why a report is withheld.

    reason        one sentence, Chinese first
    is_announced  whether recipients are told; a build that waits for its gate is nobody's news yet
    is_defect     an error of ours, which makes a run fail even where the report is only still due
    """

    reason: str
    is_announced: bool = True
    is_defect: bool = False


NO_FIGURES = Hindrance("本期还没有已发布的数据 · nothing is published for this period yet")
NOTHING_PUBLISHED = Hindrance("还没有发布过数据 · nothing has been published yet")
BUILD_FAILED = Hindrance("数据构建没有成功，正在处理 · the build of the figures did not succeed")
GATE_FAILED = Hindrance("发布前的检查未能运行，按未通过处理 · the check before publication did not run")
WAITING = Hindrance("最新一版数据还在等发布检查 · the newest build waits for its gate", is_announced=False)


def hindrance(connection: Connection, period: str) -> Hindrance | None:
    """Why the edition of a period cannot come out now; None when it can. The caller's role is the publisher."""
    last = connection.execute(sa.text(LAST_BUILD)).mappings().one_or_none()
    if last is None:
        return NOTHING_PUBLISHED
    if last["published_at"] is None:
        return _of_build(last)
    published = last["published_at"].astimezone(due.SHANGHAI).date()
    return _too_old(published) if published < due.over_on(period) else None


def notice_id(period: str, unit_code: str, reason: str) -> str:
    """The id of a notice: one for each period, unit and reason; the same reason with other numbers is the same."""
    alike = re.sub(r"[\d,.]+", "#", reason)
    return f"withheld-{period}-{unit_code}-{hashlib.sha256(alike.encode()).hexdigest()[:12]}"


def _of_build(last: sa.RowMapping) -> Hindrance:
    """Why the last build is not what readers see."""
    if last["passed"] is not None and not last["passed"]:
        return Hindrance(f"发布检查未通过：{last['reason']}") if last["evaluated"] else GATE_FAILED
    return BUILD_FAILED if last["status"] == "failed" else WAITING


def _too_old(published: datetime.date) -> Hindrance:
    return Hindrance(
        f"已发布的数据截至{published:%Y年%m月%d日}，早于本期结束 · "
        f"what is published is of {published.isoformat()}, before the period was over"
    )
