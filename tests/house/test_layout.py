"""The tree tells the story: where files may lie and what they may be called (house.md 3, stack.md)."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

Planted = Callable[[str, str], tuple[Path, list[Path]]]

# An __init__.py in dbt/ or superset/ shadows the real package for everything started from the root.
WITHOUT_INIT = ("dbt", "superset", "dags", "tests")
BANNED_NAMES = {"utils", "helpers", "common", "manager", "base"}
DAG_FILES = {"assets.py", "intake.py", "models.py", "publication.py", "reports.py", "delivery.py"}
PROMISED = [
    "README.md",
    "Makefile",
    ".env.example",
    ".ci/run",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "GLOSSARY.md",
    "LICENSE",
]


def shadowing_packages(files: Sequence[Path]) -> list[str]:
    return [str(path) for path in files if path.name == "__init__.py" and path.parts[0] in WITHOUT_INIT]


def banned_modules(files: Sequence[Path]) -> list[str]:
    return [str(path) for path in files if path.suffix == ".py" and path.stem in BANNED_NAMES]


def unknown_dag_files(files: Sequence[Path]) -> list[str]:
    return [str(path) for path in files if path.parts[0] == "dags" and path.name not in DAG_FILES]


def test_no_package_shadows_dbt_superset_or_airflow(files: Sequence[Path]) -> None:
    assert shadowing_packages(files) == []


def test_no_module_is_called_utils_or_the_like(files: Sequence[Path]) -> None:
    assert banned_modules(files) == []


def test_the_dag_folder_holds_the_five_dags_and_their_assets_and_nothing_dbt_would_import(
    files: Sequence[Path],
) -> None:
    assert unknown_dag_files(files) == []
    assert {path.name for path in files if path.parts[0] == "dags"} == DAG_FILES


@pytest.mark.parametrize("name", PROMISED)
def test_the_root_files_that_a_newcomer_looks_for_exist(root: Path, name: str) -> None:
    assert (root / name).stat().st_size > 0


def test_the_layout_checks_have_been_seen_to_fail(planted: Planted) -> None:
    assert shadowing_packages(planted("dbt/models/__init__.py", "")[1]) == ["dbt/models/__init__.py"]
    assert banned_modules(planted("ingestion/utils.py", "")[1]) == ["ingestion/utils.py"]
    assert unknown_dag_files(planted("dags/dbt_models.py", "")[1]) == ["dags/dbt_models.py"]
