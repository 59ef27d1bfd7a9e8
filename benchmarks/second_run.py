"""The main job where there is nothing to do: `grassroots run` a second time, on the small sample."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.row import Row, at_most, figure
from pipeline import database
from pipeline.settings import Settings


def measure() -> list[Row]:
    """Seconds of the second run; the first one stands beside it. Raises CalledProcessError when a run fails."""
    home = Path(tempfile.mkdtemp(prefix="gr-again-"))
    home.chmod(0o755)
    try:
        first, again = _run(home), _run(home)
    finally:
        database.stop(Settings(home=home))
        shutil.rmtree(home, ignore_errors=True)
    return [
        at_most("second `grassroots run` with nothing new", again, "s", 30),
        figure("the first run, small sample (some units only)", first, "s"),
    ]


def _run(home: Path) -> float:
    environment = os.environ | {"GRASSROOTS_HOME": str(home)}
    started = time.perf_counter()
    command = [sys.executable, "-m", "pipeline.cli", "run", "--scale", "small"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started
