"""Linters run inside the test command: import direction, ruff, mypy strict, sqlfluff. Each was seen to fail once."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAMS = Path(sys.executable).parent


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1"}
    return subprocess.run(
        [PROGRAMS / words[0], *words[1:]], cwd=folder, env=variables, capture_output=True, text=True, check=False
    )


def said(answer: subprocess.CompletedProcess[str]) -> str:
    return (answer.stdout + answer.stderr)[-6000:]


@pytest.fixture
def broken(root: Path, tmp_path: Path) -> Path:
    """The configuration of the house beside empty rooms, to plant one fault in."""
    shutil.copy(root / "pyproject.toml", tmp_path / "pyproject.toml")
    shutil.copy(root / ".sqlfluff", tmp_path / ".sqlfluff")
    for room in ("ingestion", "expectations", "reports", "pipeline"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text(f'"""The room {room}."""\n', encoding="utf-8")
    return tmp_path


def test_the_rooms_import_each_other_only_downwards(root: Path) -> None:
    answer = run(root, "lint-imports", "--no-cache")
    assert answer.returncode == 0, said(answer)
    assert "2 kept, 0 broken" in answer.stdout


@pytest.mark.parametrize("line", ["import pipeline", "import reports", "import airflow"])
def test_a_wrong_import_is_seen(broken: Path, line: str) -> None:
    (broken / "ingestion" / "wrong.py").write_text(f'"""Wrong."""\n\n{line}\n', encoding="utf-8")
    answer = run(broken, "lint-imports", "--no-cache")
    assert answer.returncode == 1, said(answer)
    assert "1 broken" in answer.stdout


def test_ruff_finds_nothing(root: Path) -> None:
    answer = run(root, "ruff", "check", "--no-cache", ".")
    assert answer.returncode == 0, said(answer)


def test_every_file_is_formatted(root: Path) -> None:
    answer = run(root, "ruff", "format", "--check", "--no-cache", ".")
    assert answer.returncode == 0, said(answer)


def test_ruff_sees_a_fault(broken: Path) -> None:
    (broken / "pipeline" / "wrong.py").write_text('"""Wrong."""\n\nimport os\nx=1\n', encoding="utf-8")
    assert "F401" in said(run(broken, "ruff", "check", "--no-cache", "."))
    assert run(broken, "ruff", "format", "--check", "--no-cache", ".").returncode == 1


def test_mypy_strict_finds_nothing(root: Path) -> None:
    answer = run(root, "mypy")
    assert answer.returncode == 0, said(answer)
    checked = re.search(r"no issues found in (\d+) source files", answer.stdout)
    assert checked
    assert int(checked[1]) > 20


def test_mypy_sees_a_fault(broken: Path) -> None:
    (broken / "pipeline" / "wrong.py").write_text('"""Wrong."""\n\n\ndef f(x):\n    return x\n', encoding="utf-8")
    answer = run(broken, "mypy", "--cache-dir", str(broken / "cache"))
    assert answer.returncode == 1
    assert "no-untyped-def" in answer.stdout


def test_sqlfluff_finds_nothing_in_the_models(root: Path) -> None:
    models = list((root / "dbt" / "models").rglob("*.sql"))
    assert len(models) > 10
    answer = run(root, "sqlfluff", "lint", "--processes", "2", "--disable-progress-bar", "dbt/models")
    assert answer.returncode == 0, said(answer)


def test_sqlfluff_sees_a_fault(broken: Path) -> None:
    (broken / "wrong.sql").write_text("SELECT a,b from t where a = 1\n", encoding="utf-8")
    answer = run(broken, "sqlfluff", "lint", "--disable-progress-bar", "wrong.sql")
    assert answer.returncode == 1, said(answer)
