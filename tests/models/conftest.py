"""A warehouse of its own for a test: fold segments into marts with the real dbt project, and read them."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest

from pipeline.steps.build import fold
from tests.models.synthetic_log import SyntheticLog


@dataclass
class Folded:
    """A built warehouse; `rows` asks it."""

    path: Path
    segments: list[Path] = field(default_factory=list)

    def build(self, segments: list[Path], full_refresh: bool = False, tests: bool = False) -> None:
        """Fold these segments, all that there are so far."""
        self.segments = segments
        files = [(int(p.name[:12]), int(p.name[13:25]), p) for p in segments]
        fold(self.path, files, "test", full_refresh=full_refresh, tests=tests)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """The answer of one query."""
        with duckdb.connect(str(self.path), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def value(self, indicator: str, unit: str, period: str, reading: str = "as_was", column: str = "value") -> object:
        """One cell of the indicator mart."""
        found = self.rows(
            f"""select {column} from marts.fct_indicator_value where indicator_id = '{indicator}'
            and unit_code = '{unit}' and period = '{period}' and reading = '{reading}'"""
        )
        assert len(found) == 1, (indicator, unit, period, found)
        return found[0][0]


@pytest.fixture(scope="session")
def parsed_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One parse of the project for the session: the saved parse is copied beside each warehouse."""
    folder = tmp_path_factory.mktemp("parsed")
    warehouse = Folded(folder / "first.duckdb")
    warehouse.build(SyntheticLog().district().seal(folder / "segments"))
    return folder / "dbt" / "partial_parse.msgpack"


@pytest.fixture
def warehouse(tmp_path: Path, parsed_project: Path) -> Folded:
    """An empty warehouse."""
    return empty(tmp_path, parsed_project)


@pytest.fixture
def warehouses(tmp_path: Path, parsed_project: Path) -> Iterator[Callable[[str], Folded]]:
    """As many empty warehouses as a test needs, by name; gone with the test."""
    yield lambda name: empty(tmp_path / name, parsed_project)
    shutil.rmtree(tmp_path, ignore_errors=True)


def empty(folder: Path, parsed: Path) -> Folded:
    """A warehouse to be built in this folder, with the parse of the session beside it."""
    (folder / "dbt").mkdir(parents=True, exist_ok=True)
    shutil.copy(parsed, folder / "dbt" / parsed.name)
    return Folded(folder / "warehouse.duckdb")
