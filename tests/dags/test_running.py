"""The DAGs really run: Airflow's own loop and task runner, PostgreSQL, dbt, the gate, Superset, on a handful of units.

One data folder for the module: the main job over a small sample year, then what a second and a third call do.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipeline.database import Database
from pipeline.settings import Settings

DAGS = ("intake", "models", "publication", "reports")
GRASSROOTS = Path(sys.executable).parent / "grassroots"


def grassroots(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GRASSROOTS_", "AIRFLOW_"))}
    variables = {**kept, "GRASSROOTS_HOME": str(home)}
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
