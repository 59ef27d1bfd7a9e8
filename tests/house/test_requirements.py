"""The locked requirement files say the same as pyproject.toml, with a hash for everything. No network is asked."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

LOCKS = {"pipeline": ("pipeline",), "dev": ("pipeline", "dev"), "superset": ("superset",)}
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)(?P<marker>[^\\]*)")


def pins(text: str) -> dict[str, set[Version]]:
    """Name ► versions; a universal lock may hold two versions of one package behind markers."""
    found: dict[str, set[Version]] = {}
    for line in text.splitlines():
        if match := PIN.match(line):
            found.setdefault(canonicalize_name(match["name"]), set()).add(Version(match["version"]))
    return found


def not_met(wanted: list[str], text: str) -> Iterator[str]:
    """Requirements of pyproject that the lock does not hold, or holds in a version that they exclude."""
    locked = pins(text)
    for line in wanted:
        requirement = Requirement(line)
        versions = locked.get(canonicalize_name(requirement.name), set())
        if not versions or not all(requirement.specifier.contains(version, prereleases=True) for version in versions):
            yield line


def without_hash(text: str) -> Iterator[str]:
    """Pinned lines that no --hash follows."""
    for block in re.split(r"\n(?=[A-Za-z0-9])", text):
        if PIN.match(block) and "--hash=sha256:" not in block:
            yield block.splitlines()[0]


@pytest.fixture(scope="module")
def groups(root: Path) -> dict[str, list[str]]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]


@pytest.mark.parametrize("lock", LOCKS)
def test_each_lock_meets_what_pyproject_asks_for(root: Path, groups: dict[str, list[str]], lock: str) -> None:
    text = (root / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    assert list(not_met([line for group in LOCKS[lock] for line in groups[group]], text)) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_each_locked_package_has_a_hash(root: Path, lock: str) -> None:
    text = (root / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    assert len(pins(text)) > 50
    assert list(without_hash(text)) == []


def test_what_the_tests_install_holds_everything_that_the_main_job_installs_in_the_same_versions(root: Path) -> None:
    """Only so can `make run` and `make test` share one environment without undoing each other."""
    pipeline, dev = (
        pins((root / "requirements" / f"{name}.txt").read_text(encoding="utf-8")) for name in ("pipeline", "dev")
    )
    assert {name: dev.get(name) for name in pipeline} == pipeline


def test_the_checks_on_requirements_have_been_seen_to_fail() -> None:
    assert list(not_met(["duckdb<2"], "duckdb==2.0.0 \\\n    --hash=sha256:aa")) == ["duckdb<2"]
    assert list(not_met(["duckdb<2"], "other==1.0")) == ["duckdb<2"]
    assert list(without_hash("a==1.0\nb==2.0 \\\n    --hash=sha256:aa")) == ["a==1.0"]
