"""Publish: what the gate passed becomes what readers see, whole or not at all.

Needs the newest verdict on the newest build to have passed with the pinned suite, computes the hash of ``candidate``
again and compares, then replaces the content of ``published`` in one transaction. Whatever is missing: nothing changes.
"""

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from expectations import pins
from expectations.pins import Pin
from expectations.suites.publication import SUITE
from pipeline import publication
from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps.result import Result

BUILD = "select * from ops.builds order by started_at desc limit 1"
SUCCEEDED = "succeeded"
VERDICT = "select * from ops.verdicts where build_id = :build_id order by decided_at desc limit 1"
PUBLICATION = "select * from ops.publications order by published_at desc limit 1"
INSERT = """insert into ops.publications (build_id, content_hash, position, head)
    values (:build_id, :content_hash, :position, :head)"""


class WithheldError(Exception):
    """The build is not published; the message says why, Chinese first."""


def run(settings: Settings) -> Result:
    """Summary build_id, rows. Not ok when the build is withheld; ``published`` is then as it was."""
    return publish(Database.open(settings))


def publish(database: Database, pin: Pin | None = None) -> Result:
    """Publish the newest build if its verdict allows."""
    engine = database.engine("publisher")
    with publication.alone(engine) as connection:
        try:
            build, rows = _publish(connection, pin or pins.load(SUITE.name))
        except WithheldError as error:
            return Result(ok=False, message=f"未发布，因为{error}")
        except sa.exc.OperationalError as error:
            return Result(ok=False, message=f"未发布，因为读者占用，请重试 · withheld, because {error.orig}")
    if rows is None:
        return Result(ok=True, summary={"build_id": build, "rows": 0}, message=f"{build} 已发布 · already published")
    publication.vacuum(engine)
    message = f"{build}：{rows} 行已发布 · {rows} rows published"
    return Result(ok=True, summary={"build_id": build, "rows": rows}, message=message)


def _publish(connection: Connection, pin: Pin) -> tuple[str, int | None]:
    """Check, replace, note, commit. Returns the build and its rows; no rows when readers see it already."""
    build = _permitted(connection, pin)
    judged = publication.digests(connection, "candidate")
    if publication.combined(judged, publication.digests(connection, "evidence")) != build["content_hash"]:
        raise _withheld("候选数据在评判之后变了", "candidate changed after it was judged")
    if _is_shown(connection, build) and publication.digests(connection, "published") == judged:
        return str(build["build_id"]), None
    rows = publication.replace(connection)
    if publication.digests(connection, "published") != judged:
        message = "复制后的内容与候选数据不同 · withheld, because what was copied differs from candidate"
        raise WithheldError(message)
    connection.execute(sa.text(INSERT), dict(build))
    connection.commit()
    return str(build["build_id"]), rows


def _permitted(connection: Connection, pin: Pin) -> dict[str, object]:
    """The newest build with its position and judged hash; raises WithheldError unless all of it holds."""
    build = connection.execute(sa.text(BUILD)).mappings().one_or_none()
    if build is None or not build["finished_at"] or build["status"] != SUCCEEDED:
        raise _withheld("最新构建未完成", "the newest build did not finish", build and build["reason"])
    verdict = connection.execute(sa.text(VERDICT), {"build_id": build["build_id"]}).mappings().one_or_none()
    if verdict is None:
        raise _withheld("关卡尚未评判这次构建", "the gate has not judged this build")
    _check(verdict, pin)
    shown = connection.execute(sa.text(PUBLICATION)).mappings().one_or_none()
    if shown is not None and shown["position"] > build["last_position"]:
        raise _withheld("已发布的构建更新", "what is published reaches further")
    return {
        "build_id": build["build_id"],
        "content_hash": verdict["content_hash"],
        "position": build["last_position"],
        "head": build["head"],
    }


def _check(verdict: RowMapping, pin: Pin) -> None:
    """A passed verdict of the pinned suite, with every expectation evaluated and rows seen."""
    if not verdict["passed"]:
        raise _withheld("关卡未通过", "the gate did not pass", verdict["reason"])
    counts = (verdict["expected_expectations"], verdict["evaluated"], verdict["successful"])
    if (verdict["suite"], verdict["fingerprint"]) != (pin.suite, pin.fingerprint):
        raise _withheld("评判所用的规则集不是现在登记的", "the verdict is of another suite than the pinned one")
    if set(counts) != {pin.expectations} or verdict["rows_checked"] < 1:
        raise _withheld(f"评判项数不符 {counts}", f"the verdict did not evaluate everything {counts}")


def _is_shown(connection: Connection, build: dict[str, object]) -> bool:
    """Whether the newest publication is noted as exactly this build."""
    shown = connection.execute(sa.text(PUBLICATION)).mappings().one_or_none()
    return shown is not None and all(shown[name] == build[name] for name in ("build_id", "content_hash"))


def _withheld(zh: str, en: str, reason: object = None) -> WithheldError:
    """The error with both sentences."""
    return WithheldError(f"{zh} · withheld, because {en}" + (f": {reason}" if reason else ""))
