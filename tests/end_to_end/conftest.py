"""The whole sample year through the main job, once for all end-to-end tests, as a newcomer would run it."""

import csv
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline import embedded
from pipeline.database import Database
from pipeline.settings import Settings
from tests.superset.conftest import Publication, browser, page, superset  # noqa: F401 -- fixtures, here over the real year

GRASSROOTS = Path(sys.executable).parent / "grassroots"


@dataclass
class Year:
    """A data folder in which the main job ran over the sample year, and what it printed."""

    settings: Settings
    output: str
    returncode: int

    @property
    def database(self) -> Database:
        return Database.open(self.settings)

    def grassroots(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Call the command as a person would."""
        return call(self.settings.home, *words)

    def table(self, *words: str) -> list[dict[str, str]]:
        """Rows of a command that lists, read back from its CSV; the command must say that all is true."""
        done = self.grassroots(*words, "--format", "csv")
        assert done.returncode == 0, done.stdout + done.stderr
        return list(csv.DictReader(done.stdout.splitlines()))


def call(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The command in a data folder, with nothing of ours left over in its environment but what is named."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GRASSROOTS_", "AIRFLOW_"))}
    variables = {**kept, "GRASSROOTS_HOME": str(home), **more}
    return subprocess.run([GRASSROOTS, *words], env=variables, cwd=home, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def year() -> Iterator[Year]:
    """Several minutes: about 2,000 workbooks, five DAGs, Superset and the report."""
    home = Path(tempfile.mkdtemp(prefix="gr-"))  # short: a socket path has 107 bytes at most
    home.chmod(0o755)
    try:
        done = call(home, "run")
        yield Year(Settings(home=home), done.stdout + done.stderr, done.returncode)
    finally:
        embedded.stop(home / "pg")
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def published_database(year: Year) -> Publication:
    """The publication that the main job made, in place of the computed one of tests/superset."""
    return Publication(year.settings, year.database)
