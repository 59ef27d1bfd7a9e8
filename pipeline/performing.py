"""Call one step by its name, show its progress, keep a record of how it went.

The record of the last time each step ran lies in ``<home>/run/steps/<step>.json`` (step, ok, message, summary, seconds,
started_at, finished_at). The main job sums up from these records and ``status`` says from them why a step stopped,
whoever ran it: command line, main job or a task of Airflow in another process.

Errors: Exception
        └── StepFailedError   a step of a DAG answered "not true": the tasks behind it must not run
"""

import importlib
import inspect
import json
import os
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.steps.result import Progress, Result, silent

if TYPE_CHECKING:
    from pipeline.settings import Settings

# Where a task's lines go: the task's log, or the terminal while the main job keeps Airflow's own lines in a file.
SHOW: ContextVar[Progress] = ContextVar("SHOW", default=click.echo)

# Steps that only read: they leave no record, because nobody asks how they went.
READING = frozenset(
    {"template", "figures", "findings", "status", "doctor", "submissions", "verify", "export", "deliveries", "targets"}
)


class StepFailedError(Exception):
    """A step answered that something is not true; the message is the step's own."""


@dataclass(frozen=True)
class Record:
    """How a step went the last time; `seconds` of wall clock, instants in UTC."""

    step: str
    ok: bool
    message: str
    summary: dict[str, object]
    seconds: float
    started_at: str
    finished_at: str


def call(name: str, settings: "Settings", progress: Progress = silent, **options: object) -> Result:
    """Run the step `name` and return its answer; a step that changes things leaves its record, also when it raises."""
    started, clock = datetime.now(UTC), time.monotonic()
    result = Result(ok=False, message=f"{name} 没有完成 · {name} did not finish")
    try:
        run: Callable[..., Result] = importlib.import_module(f"pipeline.steps.{name}").run
        if "progress" in inspect.signature(run).parameters:
            options["progress"] = progress
        result = run(settings, **options)
    except Exception as error:
        result = Result(ok=False, message=f"{type(error).__name__}: {error}")
        raise
    finally:
        if name not in READING:
            _keep(settings.home, name, result, started, time.monotonic() - clock)
    return result


def perform(name: str, *, must_hold: bool = True, only_if: str = "", **options: object) -> dict[str, object]:
    """Run a step as a task of a DAG: settings from the environment, progress to the task's log, summary as the answer.

    must_hold  an answer that is not ok fails the task, so that nothing behind it runs. Intake and reconciliation inform
               instead: one held workbook must not stop the others' figures.
    only_if    the name of a count in the summary; where it is 0 the task is skipped and its asset is not announced.
    """
    from pipeline.settings import load

    result = call(name, load(), progress=_say, **options)
    _say(result.message)
    if must_hold and not result.ok:
        raise StepFailedError(result.message)
    if only_if and not result.summary.get(only_if):
        from airflow.sdk.exceptions import AirflowSkipException

        raise AirflowSkipException(result.message)
    return _as_json(result.summary)


def due_on() -> str | None:
    """The day that the run of the present task stands for (``pipeline.due.date_of``); None = what is due now."""
    from airflow.sdk import get_current_context

    from pipeline import due

    dag_run = get_current_context()["dag_run"]
    return due.date_of(str(dag_run.run_type), dag_run.logical_date, datetime.now(UTC))


def records(home: Path) -> dict[str, Record]:
    """The records of all steps that ever ran in this data folder, by step."""
    found = sorted((home / "run" / "steps").glob("*.json"))
    return {path.stem: Record(**json.loads(path.read_text(encoding="utf-8"))) for path in found}


def _say(line: str) -> None:
    if line:
        SHOW.get()(f"    {line}")


def _keep(home: Path, name: str, result: Result, started: datetime, seconds: float) -> None:
    folder = home / "run" / "steps"
    folder.mkdir(parents=True, exist_ok=True)
    summary = _as_json(result.summary)
    record = Record(
        name, result.ok, result.message, summary, round(seconds, 3), started.isoformat(), datetime.now(UTC).isoformat()
    )
    # Written beside and renamed: a reader never sees half a record.
    unfinished = folder / f".{name}.{os.getpid()}"
    unfinished.write_text(json.dumps(asdict(record), ensure_ascii=False, indent=1), encoding="utf-8")
    unfinished.rename(folder / f"{name}.json")


def _as_json(summary: dict[str, object]) -> dict[str, object]:
    return dict(json.loads(json.dumps(summary, ensure_ascii=False, default=str)))
