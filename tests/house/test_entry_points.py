"""Each program that the pipeline starts does start: a pin that breaks one is found here, not by a newcomer."""

import os
import subprocess
from pathlib import Path

import pytest

PROGRAMS = {
    "airflow": (".venv/bin/airflow", "version"),
    "dbt": (".venv/bin/dbt", "--version"),
    "superset": (".venv-superset/bin/superset", "version"),
    "grassroots": (".venv/bin/grassroots", "--help"),
}


def starts(root: Path, words: tuple[str, ...], home: Path) -> subprocess.CompletedProcess[str]:
    variables = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "AIRFLOW_HOME": str(home / "airflow"),
        "SUPERSET_SECRET_KEY": "only for this test, never served",
        "LANG": "C.UTF-8",
    }
    return subprocess.run(
        [root / words[0], *words[1:]], cwd=root, env=variables, capture_output=True, text=True, timeout=180, check=False
    )


@pytest.mark.parametrize("name", PROGRAMS)
def test_an_entry_point_starts(root: Path, tmp_path: Path, name: str) -> None:
    answer = starts(root, PROGRAMS[name], tmp_path)
    assert answer.returncode == 0, answer.stderr[-2000:]
    assert answer.stdout.strip()


def test_the_help_is_there_before_a_clerk_looks_away(root: Path, tmp_path: Path) -> None:
    """Half a second of work, so nothing heavy is imported; waiting for a core does not count."""
    before = os.times()
    starts(root, PROGRAMS["grassroots"], tmp_path)
    after = os.times()
    assert after.children_user + after.children_system - before.children_user - before.children_system < 2


def test_the_check_on_entry_points_has_been_seen_to_fail(root: Path, tmp_path: Path) -> None:
    assert starts(root, (".venv/bin/grassroots", "no-such-command"), tmp_path).returncode == 2
