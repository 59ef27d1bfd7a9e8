"""Airflow of this checkout: its settings, its metadata database, DAG runs inside this process, and its page.

Airflow lives in ``<home>/airflow`` with its metadata in the database ``airflow`` of the same PostgreSQL. The main job
runs DAGs here with ``dag.test()``: Airflow's own loop and task runner in one Python process (about five seconds for the
first run, a quarter of a second for each further one, against thirteen by command line); no server is needed.

Errors: Exception
        └── DagMissingError   the DAG folder has no such DAG, or one of its files cannot be imported
"""

import hashlib
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

from pipeline.database import Database
from pipeline.performing import SHOW
from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PATHS = (str(ROOT), str(ROOT / "dags"))
DAGS = ("intake", "models", "publication", "reports")
NOISY = ("great_expectations", "airflow", "alembic", "httpx", "task", "sqlalchemy")


class DagMissingError(Exception):
    """No DAG of this name can be imported; the message holds Airflow's import errors."""


@dataclass(frozen=True)
class TaskRun:
    """One task of a finished DAG run: seconds of wall clock, state as Airflow names it (success, failed …)."""

    dag: str
    task: str
    state: str
    seconds: float


def environment(settings: Settings, database: Database) -> dict[str, str]:
    """Variables by which any Airflow process of ours finds its home, its database and our DAGs; no examples."""
    home = settings.folder("airflow")
    return {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database.address("airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DEFAULT_TIMEZONE": "Asia/Shanghai",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home / "logs"),
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "AIRFLOW__DAG_PROCESSOR__DAG_FILE_PROCESSOR_TIMEOUT": "120",
        # The folder `dags` is on Airflow's path and holds reports.py: our root must come first.
        "PYTHONPATH": str(ROOT),
        "GRASSROOTS_HOME": str(settings.home),
        "GX_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }


def prepare(settings: Settings, database: Database) -> None:
    """Settle this process's Airflow and migrate its metadata database; call before any import of airflow."""
    os.environ.update(environment(settings, database))
    # Airflow's own processes put the DAG folder on their path; here the root stands first, because dags/reports.py must
    # never be found as our package `reports`.
    sys.path[:] = [str(ROOT), *(entry for entry in sys.path if entry not in PATHS), str(ROOT / "dags")]
    _quiet()
    migrate_metadata(settings, database)
    _quiet()


def migrate_metadata(settings: Settings, database: Database) -> None:
    """Bring the database `airflow` to the revision of the installed Airflow, only when the stamp says it is another."""
    stamp = settings.folder("airflow") / "migrated-to"
    wanted = f"{version('apache-airflow-core')} {hashlib.sha256(database.url.encode()).hexdigest()[:16]}"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    program = str(Path(sys.executable).parent / "airflow")
    with (settings.folder("logs") / "airflow.log").open("ab") as log:
        subprocess.run(
            [program, "db", "migrate"],
            env={**os.environ, **environment(settings, database)},
            stdout=log,
            stderr=log,
            check=True,
        )
    stamp.write_text(wanted, encoding="utf-8")


def call(settings: Settings, database: Database, words: Sequence[str]) -> bool:
    """Airflow's own command line on this data folder, its output left as it is; whether it ended with 0."""
    migrate_metadata(settings, database)
    program = str(Path(sys.executable).parent / "airflow")
    done = subprocess.run([program, *words], env={**os.environ, **environment(settings, database)}, check=False)
    return done.returncode == 0


def run_dag(name: str, log: Path, logical_date: datetime | None = None) -> list[TaskRun]:
    """Run one DAG to its end in this process; its tasks in the order in which they ended. Call `prepare` before.

    logical_date  the moment that the run stands for; none = now
    What the steps say goes to the terminal; everything that Airflow and others write goes to the file `log`.
    """
    with _writing_to(log) as terminal:
        token = SHOW.set(lambda line: print(line, file=terminal, flush=True))
        try:
            return _run_dag(name, logical_date or datetime.now(UTC))
        finally:
            SHOW.reset(token)


def _run_dag(name: str, logical_date: datetime) -> list[TaskRun]:
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(ROOT / "dags" / f"{name}.py")
    if name not in bag.dags:
        raise DagMissingError(f"{name}: {bag.import_errors}")
    _quiet()
    run = bag.dags[name].test(logical_date=logical_date)
    tasks = sorted(run.get_task_instances(), key=lambda task: (task.end_date is None, task.end_date))
    return [TaskRun(name, task.task_id, str(task.state or "none"), round(task.duration or 0.0, 2)) for task in tasks]


@contextmanager
def _writing_to(log: Path) -> Iterator[TextIO]:
    """Lead this process's output, down to the file descriptors that libraries hold, to `log`; gives the terminal."""
    log.parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    kept = (os.dup(1), os.dup(2))
    with log.open("ab") as target, os.fdopen(os.dup(1), "w", encoding="utf-8") as terminal:
        os.dup2(target.fileno(), 1)
        os.dup2(target.fileno(), 2)
        try:
            yield terminal
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for number, descriptor in enumerate(kept, start=1):
                os.dup2(descriptor, number)
                os.close(descriptor)


def _quiet() -> None:
    """Airflow and Great Expectations write hundreds of lines at INFO; a person at a terminal wants ours."""
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
