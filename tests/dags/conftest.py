"""Airflow is asked in a process of its own: imported into the test's process it would settle there for good."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Run a program that prints one line of JSON last, in an Airflow home that is empty; returns what it printed."""

    def run(program: str, *words: str) -> Any:
        home = tmp_path_factory.mktemp("airflow")
        answer = subprocess.run(
            [sys.executable, "-c", program, *words],
            cwd=ROOT,
            env={
                **os.environ,
                "AIRFLOW_HOME": str(home),
                "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
                "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
                "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "dags"))),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert answer.returncode == 0, answer.stderr[-3000:]
        return json.loads(answer.stdout.strip().splitlines()[-1])

    return run
