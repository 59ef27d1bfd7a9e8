"""The DAGs really run: Airflow's own loop and task runner, PostgreSQL, dbt, the gate, Superset, on a handful of units.

One data folder for the module: the main job over a small sample year, then what a second and a third call do.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipeline.database import Database
from pipeline.settings import Settings
from tests.delivery.mailbox import Mailbox, running

DAGS = ("intake", "models", "publication", "reports")
GRASSROOTS = Path(sys.executable).parent / "grassroots"
ROOT = Path(__file__).resolve().parents[2]


def grassroots(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GRASSROOTS_", "AIRFLOW_"))}
    variables = {**kept, "GRASSROOTS_HOME": str(home), **more}
    return subprocess.run([GRASSROOTS, *words], env=variables, cwd=home, capture_output=True, text=True, check=False)


def dag_runs(home: Path) -> list[tuple[str, str]]:
    """(DAG, state) of every run that Airflow's own database knows, oldest first."""
    database = Database.open(Settings(home=home))
    engine = sa.create_engine(database.address("airflow"), poolclass=sa.NullPool)
    with engine.connect() as connection:
        return [(row.dag_id, row.state) for row in connection.execute(sa.text("select * from dag_run order by id"))]


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="gr-"))
    folder.chmod(0o755)
    yield folder
    grassroots(folder, "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def first(home: Path) -> subprocess.CompletedProcess[str]:
    return grassroots(home, "run", "--scale", "small")


def test_the_main_job_runs_every_dag_to_success_in_airflow(home: Path, first: subprocess.CompletedProcess[str]) -> None:
    assert first.returncode == 0, first.stdout + first.stderr
    assert dag_runs(home) == [(name, "success") for name in DAGS]


@pytest.mark.parametrize(
    "line",
    [
        r"accepted [1-9]\d* .* held \d+ .* rejected [1-9]",
        r"events +[\d,]+ · head [0-9a-f]{64}",
        r"models +[1-9]\d* · .* build \S+",
        r"gate 2 +.*passed · (\d+)/\1 ",
        r"report +.*report\.html",
        r"report\.pdf",
        r"reconciled +\d+/\d+",
        r"seconds +init [\d.]+ · sample [\d.]+ · intake [\d.]+",
        r"next +make serve",
    ],
)
def test_the_closing_lines_say_what_a_person_wants_to_know(first: subprocess.CompletedProcess[str], line: str) -> None:
    assert re.search(line, first.stdout), first.stdout


def test_a_second_run_finds_nothing_to_do_and_starts_no_airflow(
    home: Path, first: subprocess.CompletedProcess[str]
) -> None:
    before = dag_runs(home)
    answer = grassroots(home, "run", "--scale", "small")
    assert answer.returncode == 0
    assert "没有新内容" in answer.stdout
    assert dag_runs(home) == before


def test_a_new_file_in_the_drop_folder_is_taken_in_by_the_next_run(
    home: Path, first: subprocess.CompletedProcess[str]
) -> None:
    """A file that is no workbook is rejected, with a receipt; the run itself succeeds and everything else goes on."""
    (home / "drop" / "440307" / "2022-05.xlsx").write_bytes(b"not a workbook")
    answer = grassroots(home, "run", "--scale", "small")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "rejected 1" in answer.stdout
    assert dag_runs(home)[len(DAGS) :] == [(name, "success") for name in DAGS]


def test_status_says_that_the_newest_build_is_the_published_one(
    home: Path, first: subprocess.CompletedProcess[str]
) -> None:
    answer = grassroots(home, "status", "--format", "csv")
    assert answer.returncode == 0, answer.stdout
    assert "published,build," in answer.stdout


PAST = """
import sys
from datetime import datetime
from pathlib import Path
from pipeline import airflow_service
from pipeline.database import Database
from pipeline.settings import load
settings = load()
airflow_service.prepare(settings, Database.open(settings))
for dag, moment in [word.split("@") for word in sys.argv[1:]]:
    for task in airflow_service.run_dag(dag, settings.logs / "airflow.log", datetime.fromisoformat(moment)):
        print(dag, moment[:10], task.task, task.state)
"""
LIST = """recipients:
  - address: leader@union.example
    unit: "440307"
    kinds: [monthly, quarterly, yearly]
"""


def mail(port: int) -> dict[str, str]:
    return {
        "GRASSROOTS_SMTP_HOST": "127.0.0.1",
        "GRASSROOTS_SMTP_PORT": str(port),
        "GRASSROOTS_SMTP_SECURITY": "none",
        "GRASSROOTS_MAIL_SENDER": "reports@union.example",
        "GRASSROOTS_MAIL_DOMAINS": "union.example",
    }


def in_airflow(home: Path, port: int, *runs: str) -> list[str]:
    """Run DAGs for moments of the past (`dag@moment`) in one Airflow process; `dag day task state` of each, sorted."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GRASSROOTS_", "AIRFLOW_"))}
    answer = subprocess.run(
        [sys.executable, "-c", PAST, *runs],
        env={**kept, **mail(port), "GRASSROOTS_HOME": str(home), "PYTHONPATH": str(ROOT)},
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return sorted(line for line in answer.stdout.splitlines() if line.startswith(("reports ", "delivery ")))


def ledger(home: Path) -> list[tuple[str, str, str]]:
    """(what, period, state) of each mail."""
    text = grassroots(home, "deliveries", "--format", "json").stdout
    return [(row["what"], row["period"], row["state"]) for row in json.loads(text)]


def test_a_run_for_a_past_day_writes_and_mails_that_days_editions_once(
    home: Path, first: subprocess.CompletedProcess[str], mailbox: Mailbox
) -> None:
    """Back-filled for the 5th of April 2022, twice: March and the first quarter, each mailed once. The 5th of March,
    whose mail the server puts off, is finished by the hourly DAG."""
    (home / "recipients.yaml").write_text(LIST, encoding="utf-8")
    april, march = "reports@2022-04-05T08:00:00+08:00", "reports@2022-03-05T08:00:00+08:00"
    lines = in_airflow(home, mailbox.port, april, april)
    done = ["complete success", "deliver success", "report success"]
    assert lines == [f"reports 2022-04-05 {task}" for task in done for _ in range(2)]
    assert sorted(ledger(home)) == [("edition", "2022-03", "sent"), ("edition", "2022-Q1", "sent")]
    assert sorted(str(message["Subject"])[:14] for message in mailbox.messages) == [
        "龙岗区总工会2022年3月工",
        "龙岗区总工会2022年第一季",
    ]
    mailbox.at_recipient = {"leader@union.example": "451 later"}
    lines = in_airflow(home, mailbox.port, march)
    assert lines == [
        "reports 2022-03-05 complete upstream_failed",
        "reports 2022-03-05 deliver failed",
        "reports 2022-03-05 report success",
    ]
    assert ("edition", "2022-02", "queued") in ledger(home)
    mailbox.at_recipient = {}
    # The hourly run is one for now, so it also brings what is due now to a recipient who has not had it.
    in_airflow(home, mailbox.port, f"delivery@{datetime.now(UTC).isoformat()}")
    assert ("edition", "2022-02", "sent") in ledger(home)
    assert {state for _, _, state in ledger(home)} == {"sent"}
    assert len({message["Message-ID"] for message in mailbox.messages}) == len(mailbox.messages)


def test_a_past_day_without_figures_fails_its_report_and_says_why_to_the_recipients(
    home: Path, first: subprocess.CompletedProcess[str], mailbox: Mailbox
) -> None:
    """`deliver` runs although `report` failed: that is when people must hear something."""
    (home / "recipients.yaml").write_text(LIST, encoding="utf-8")
    lines = in_airflow(home, mailbox.port, "reports@2025-03-05T08:00:00+08:00")
    assert lines == [
        "reports 2025-03-05 complete upstream_failed",
        "reports 2025-03-05 deliver failed",
        "reports 2025-03-05 report failed",
    ]
    assert ("notice", "2025-02", "sent") in ledger(home)
    (message,) = mailbox.messages
    assert "暂缓" in str(message["Subject"])


def test_a_withheld_report_fails_its_run_also_when_nobody_had_to_be_told(
    home: Path, first: subprocess.CompletedProcess[str], mailbox: Mailbox
) -> None:
    """Airflow judges a run by its last tasks: with `deliver` as the last one, this run was a success."""
    (home / "recipients.yaml").unlink(missing_ok=True)
    lines = in_airflow(home, mailbox.port, "reports@2025-04-05T08:00:00+08:00")
    assert lines == [
        "reports 2025-04-05 complete upstream_failed",
        "reports 2025-04-05 deliver success",
        "reports 2025-04-05 report failed",
    ]
    assert dag_runs(home)[-1] == ("reports", "failed")
