"""What the layout checks look at: every file of the repository that is, or would be, committed."""

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def files() -> Sequence[Path]:
    """Paths relative to the root: tracked, or new and not ignored. A bag that is empty would pass everything."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    found = [Path(name) for name in listing.split("\0") if name and (ROOT / name).is_file()]
    assert len(found) > 50
    return found


@pytest.fixture
def planted(tmp_path: Path) -> Callable[[str, str], tuple[Path, list[Path]]]:
    """Plant one file in an empty folder: (path, text) ► (root, files), to see a check fail."""

    def plant(path: str, text: str) -> tuple[Path, list[Path]]:
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return tmp_path, [Path(path)]

    return plant
