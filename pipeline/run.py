"""The main job, what `make run` calls: everything that is pending, from the drop folder to the report, in Airflow.

::

    nothing new? ► say so           (fingerprint of drop folder, log, code and publication; no Airflow is started)
    init ► sample year              (only where there is neither a hand-in nor a file)
    DAG intake ► models ► publication ► reports     (each in this process; a failed one stops the way)
    closing lines

Killed at any point, the next run finishes the work: each step looks at what is pending, not at what an earlier run did.
"""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pipeline import fingerprint, state
from pipeline.closing import closing_lines
from pipeline.database import Database, migrate
from pipeline.performing import call, records
from pipeline.settings import Settings

Show = Callable[[str], None]
STEPS = {"take_in": "intake"}
"""Tasks that are called otherwise than their step."""


def run(settings: Settings, show: Show, force: bool = False, scale: str = "full") -> bool:
    """Do the main job; returns whether every DAG succeeded and every published figure was reproduced.

    A held or rejected workbook does not make it false: that is an answer to its sender, and the closing lines count it.
    scale  'full' for the district's sample year, 'small' for a handful of units (it claims no published figure)
    """
    clock, started = time.monotonic(), datetime.now(UTC).isoformat()
    show("数据库 · database …")
    database = Database.open(settings)
    migrate(database)
    if not force and _nothing_new(settings, database):
        show(f"没有新内容，无事可做 · nothing is new, nothing to do ({time.monotonic() - clock:.1f} s)")
        show("看板与 Airflow 页面 · dashboards and Airflow's page: make serve")
        return not settings.recipients_file.exists() or _deliver(settings, show)
    _begin(settings, database, show, scale)
    done = _run_dags(settings, database, show)
    found = state.read(database)
    ran = {name: record for name, record in records(settings.home).items() if record.started_at >= started}
    ok = done and (scale == "small" or ran["reconcile"].ok)
    if ok:
        _remember(settings, database)
    for line in closing_lines(found, records(settings.home), ran, time.monotonic() - clock):
        show(line)
    return ok


def _begin(settings: Settings, database: Database, show: Show, scale: str) -> None:
    """Register the units; write the sample year where nothing was ever handed in, or a killed run left half of it.

    One hand-in is the district's own, the registration of the units. Anything more is somebody's data: no sample then.
    """
    show("报送单位 · reporting units …")
    show(f"    {call('init', settings).message}")
    unfinished = settings.folder("run") / "sample-unfinished"
    handed_in = sum(state.read(database).submissions.values())
    waits = any(path.is_file() for path in settings.folder("drop").rglob("*"))
    if unfinished.exists() or (handed_in <= 1 and not waits):
        show("样本年 · sample year …")
        unfinished.touch()
        made = call("sample", settings, lambda line: show(f"    {line}"), year=2022, seed=1, scale=scale)
        show(f"    {made.message}")
        unfinished.unlink()


def _run_dags(settings: Settings, database: Database, show: Show) -> bool:
    """The DAGs of the main job in order; stops at the first that fails, and says why."""
    from pipeline import airflow_service

    log = settings.folder("logs") / "airflow.log"
    airflow_service.prepare(settings, database)
    for dag in airflow_service.DAGS:
        show(f"DAG {dag} …")
        tasks = airflow_service.run_dag(dag, log)
        show(f"    {' ► '.join(f'{task.task} {task.state} {task.seconds:.1f} s' for task in tasks)}")
        failed = [task.task for task in tasks if task.state == "failed"]
        if failed:
            show(f"{dag} 停在 {failed[0]}，已发布的内容不变 · stopped there, what is published stays as it was")
            record = records(settings.home).get(STEPS.get(failed[0], failed[0]))
            show(f"    {record.message if record and not record.ok else ''}\n    详见 · details: {log}")
            return False
    return True


def _deliver(settings: Settings, show: Show) -> bool:
    """Go on with the mails that wait; a server that was down an hour ago is no news to the fingerprint."""
    result = call("deliver", settings, lambda line: show(f"    {line}"))
    show(f"投递 · delivery … {result.message}")
    return result.ok


def _nothing_new(settings: Settings, database: Database) -> bool:
    kept = _kept(settings)
    return kept.exists() and json.loads(kept.read_text(encoding="utf-8")) == _now(settings, database)


def _remember(settings: Settings, database: Database) -> None:
    _kept(settings).write_text(json.dumps(_now(settings, database), indent=1), encoding="utf-8")


def _now(settings: Settings, database: Database) -> dict[str, str]:
    return fingerprint.take(settings.drop, state.read(database))


def _kept(settings: Settings) -> Path:
    return settings.folder("run") / "last-run.json"
