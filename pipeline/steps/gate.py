"""Gate 2: judge the build in ``candidate`` and write the verdict into ``ops.verdicts``.

Great Expectations runs in a process of its own (``expectations.child``) with a time limit. A process that is killed,
hangs, raises or answers something else than what was asked means: not passed, and the verdict's reason says so.
While it judges nothing is loaded or published, so that all its answers are about one build.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from expectations import pins
from expectations.pins import Pin
from expectations.suites.publication import SUITE
from expectations.verdict import GateError, Judgement, Verdict, decide, refused
from pipeline import publication
from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps.result import Result

CHILD = (sys.executable, "-m", "expectations.child")
TIME_LIMIT = 900.0  # seconds; a million rows take five
BUILD = "select * from ops.builds order by started_at desc limit 1"
SUCCEEDED = "succeeded"
SEALED = "select coalesce(max(last_position), 0) from log.segments"
LOADED = "select build_id from ops.loads order by loaded_at desc limit 1"
OVERTAKEN = (
    "未评判：有更新的事件已封存，或候选区里是另一次构建，请先 build、load"
    " · not judged: newer events are sealed or candidate holds another build; `grassroots build` and `load` first"
)
COLUMNS = ("rule", "zh", "en")
INSERT = """insert into ops.verdicts (build_id, suite, fingerprint, expected_expectations, evaluated, successful,
    rows_checked, content_hash, passed, reason) values (:build_id, :suite, :fingerprint, :expected, :evaluated,
    :successful, :rows_checked, :content_hash, :passed, :reason)"""


def run(settings: Settings) -> Result:
    """Rows rule, zh, en of what did not hold; ok when the build may be published."""
    return gate(Database.open(settings))


def gate(
    database: Database, pin: Pin | None = None, child: Sequence[str] = CHILD, time_limit: float = TIME_LIMIT
) -> Result:
    """Judge the newest build. ``child`` is the program that runs the library, ``time_limit`` its seconds."""
    with publication.alone(database.engine("gate")):
        return _gate(database, pin or pins.load(SUITE.name), child, time_limit)


def _gate(database: Database, pin: Pin, child: Sequence[str], time_limit: float) -> Result:
    """Not judged: a build that failed, that newer events have overtaken or that is not the one that was loaded last.

    A verdict would say of a sound build that it failed, and recipients would hear of it; a later call judges.
    """
    with database.engine("builder").connect() as connection:
        build = connection.execute(sa.text(BUILD)).mappings().one_or_none()
        sealed = int(connection.scalar(sa.text(SEALED)) or 0)
        loaded = connection.scalar(sa.text(LOADED))
    if build is None or not build["finished_at"] or build["status"] != SUCCEEDED:
        why = (build and build["reason"]) or "没有完成的构建 · no finished build"
        return Result(ok=False, message=f"未评判：{why} · not judged", columns=COLUMNS)
    if sealed > int(build["last_position"] or 0) or loaded != build["build_id"]:
        return Result(ok=False, message=OVERTAKEN, columns=COLUMNS)
    verdict = judge(database, build["build_id"], sealed, pin, child, time_limit)
    with database.engine("gate").begin() as connection:
        connection.execute(sa.text(INSERT), _row(build["build_id"], verdict))
    return _result(build["build_id"], verdict)


def judge(database: Database, build_id: str, sealed: int, pin: Pin, child: Sequence[str], time_limit: float) -> Verdict:
    """Hash what lies in candidate, have it evaluated, decide. Never raises for a gate that does not work.

    ``sealed`` is the last sealed position, which the build must have reached.
    """
    content = ""
    try:
        with database.engine("gate").connect() as connection:
            content = publication.content_hash(connection, "candidate", "evidence")
        asked = {"url": address(database), "build_id": build_id, "sealed_position": sealed}
        judgement = Judgement.from_json(_ask(child, json.dumps(asked), time_limit))
        return decide(SUITE, pin, build_id, judgement, content)
    except Exception as error:  # noqa: BLE001 -- whatever goes wrong in a gate means: not passed
        return refused(SUITE, pin, error, content)


def _ask(child: Sequence[str], question: str, time_limit: float) -> str:
    """One line in, one line out; kills the whole process group when it takes too long."""
    process = subprocess.Popen(
        child, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        answer, said = process.communicate(question + "\n", timeout=time_limit)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        message = f"超过 {time_limit:.0f} 秒未答复 · no answer within {time_limit:.0f} s"
        raise GateError(message) from error
    if process.returncode != 0:
        last = said.strip().splitlines()[-1][:300] if said.strip() else ""
        message = f"退出码 {process.returncode} · exit code {process.returncode}: {last}"
        raise GateError(message)
    return answer


def address(database: Database) -> str:
    """SQLAlchemy address as role gate, which can only read."""
    options = "-c role=grassroots_gate -c timezone=UTC -c datestyle=ISO"
    url = make_url(database.url).update_query_dict({"options": options})
    return url.render_as_string(hide_password=False)


def _row(build_id: str, verdict: Verdict) -> dict[str, object]:
    names = ("suite", "fingerprint", "expected", "evaluated", "successful", "rows_checked", "content_hash", "passed")
    return {
        "build_id": build_id,
        **{name: getattr(verdict, name) for name in names},
        "reason": None if verdict.passed else verdict.reason,
    }


def _result(build_id: str, verdict: Verdict) -> Result:
    sentences = {rule.name: (rule.zh, rule.en) for rule in SUITE.rules}
    rows: list[dict[str, object]] = []
    for name in verdict.failures:
        zh, en = sentences.get(name, (verdict.reason_zh, verdict.reason_en))
        rows.append({"rule": name, "zh": zh, "en": en})
    counts = f"{verdict.successful}/{verdict.expected}"
    summary: dict[str, object] = {
        "build_id": build_id,
        "rules": len(SUITE.rules),
        "expectations": verdict.expected,
        "successful": verdict.successful,
        "rows_checked": verdict.rows_checked,
    }
    passed = f"通过：{counts} 项成立 · passed: {counts} expectations hold"
    withheld = f"未通过：{verdict.reason_zh} · withheld: {verdict.reason_en}"
    return Result(
        ok=verdict.passed,
        rows=rows,
        summary=summary,
        message=passed if verdict.passed else withheld,
        columns=COLUMNS,
    )
