"""The main job over the whole sample year, as `make run` does it once its environments exist; then again, then reports.

Each is a command of its own, so its start counts. They are measured once: five runs of the year would take an hour.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.row import Row, at_most
from pipeline import database
from pipeline.settings import Settings

STEPS = "各步用时 seconds"


def measure(scale: str = "full") -> list[Row]:
    """Seconds of the job, its models, a second job, and reports. Raises CalledProcessError when a command fails."""
    home = Path(tempfile.mkdtemp(prefix="gr-year-"))
    home.chmod(0o755)
    try:
        first, said = _timed(home, "run", "--scale", scale)
        again, _ = _timed(home, "run", "--scale", scale)
        district, _ = _timed(home, "report", "--period", "2022", "--language", "en")  # the Chinese one was just written
        streets, _ = _timed(home, "report", "--period", "2022", "--all-streets")
    finally:
        database.stop(Settings(home=home))
        shutil.rmtree(home, ignore_errors=True)
    return [
        at_most(f"`grassroots run`, the {scale} sample year from nothing to dashboards and reports", first, "s", 600),
        at_most("of which the models with their data tests", seconds_of(said, "build"), "s", 40),
        at_most("second `grassroots run` with nothing new", again, "s", 30),
        at_most("annual report of the district, four formats", district, "s", 20),
        at_most("annual reports of the streets (eleven in the full year), four formats each", streets, "s", 60),
    ]


def _timed(home: Path, *words: str) -> tuple[float, str]:
    environment = os.environ | {"GRASSROOTS_HOME": str(home)}
    started = time.perf_counter()
    command = [sys.executable, "-m", "pipeline.cli", *words]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return time.perf_counter() - started, done.stdout + done.stderr


def seconds_of(said: str, step: str) -> float:
    """Seconds of a step in what the job says at its end: `各步用时 seconds  init 8.0 · sample 24.3 · …`."""
    line = next(line for line in said.splitlines() if line.startswith(STEPS))
    found = re.search(rf"\b{step} ([0-9.]+)", line)
    assert found, f"the job does not say how long {step} took: {line}"
    return float(found[1])
