"""A desk at which units hand in: real PostgreSQL, real workbooks, the 123 units registered, gate 1 injected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa

from ingestion.checking.gb32100 import check_digit
from ingestion.contracts.loading import load
from ingestion.intake.deciding import Opinion
from ingestion.intake.hand_in import HandIn
from ingestion.intake.service import Answer, Intake
from ingestion.registry.now import Unit as KnownUnit
from ingestion.registry.units import registered_rows, units_by_code
from ingestion.templates import write_workbook
from pipeline.database import Database
from pipeline.intake_room import open_intake
from pipeline.settings import Settings

COMMUNITY = "440307015001"
OTHER = "440307003002"
STREET = "440307015"
RECEIVED = datetime(2022, 4, 2, 2, 0, tzinfo=UTC)

Rows = Mapping[str, list[dict[str, object]]]


def code_of(number: int) -> str:
    """A valid GB 32100 code of a region that was never issued."""
    first = f"91980300MA{number:07d}"
    return first + check_digit(first)


def enterprise(number: int, unit: str = COMMUNITY, **more: object) -> dict[str, object]:
    """A row of 企业台账 that registers an enterprise in March 2022."""
    row: dict[str, object] = {
        "统一社会信用代码": code_of(number),
        "企业名称": f"样例企业{number}",
        "所在社区代码": unit,
        "登记日期": date(2022, 3, 5),
    }
    return row | more


def enterprises(numbers: range, **more: object) -> dict[str, list[dict[str, object]]]:
    """A workbook's rows: these enterprises, all alike."""
    return {"企业台账": [enterprise(number, **more) for number in numbers]}


@dataclass
class Desk:
    """Hand in workbooks and look at what became of them."""

    intake: Intake
    database: Database
    folder: Path
    gate: list[Opinion] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def workbook(self, rows: Rows | None = None, unit: str = COMMUNITY, period: str = "2022-03", kind: str = "首次",
                 replaces: str = "") -> Path:  # fmt: skip
        """Write a real workbook of that unit."""
        path = self.folder / f"{next(self.numbers)}.xlsx"
        contracts = self.intake.preparing.here.contracts
        write_workbook(path, contracts, units_by_code()[unit], period, kind, rows, replaces=replaces)
        return path

    def hand_in(
        self, path: Path, unit: str = COMMUNITY, period: str | None = None, contract: str | None = None
    ) -> Answer:
        """Hand a file in through that unit's channel."""
        return self.intake.take(HandIn(path, path.name, unit, "drop", RECEIVED, period, contract))

    def rows(self, rows: Rows | None = None, unit: str = COMMUNITY, **said: str) -> Answer:
        """Write and hand in at once."""
        return self.hand_in(self.workbook(rows, unit, **said), unit)

    def live(self, event_type: str) -> pl.DataFrame:
        """Live facts of a type: subject, data, source, period, sheet, row."""
        sql = (
            "SELECT subject, data, source, period FROM log.latest_facts"
            " WHERE type = :type AND action <> 'retracted' ORDER BY position"
        )
        with self.database.engine("writer").connect() as connection:
            found = connection.execute(sa.text(sql), {"type": event_type}).mappings().all()
        return pl.DataFrame([dict(row) for row in found], schema=["subject", "data", "source", "period"])

    def events(self) -> list[tuple[str, str]]:
        """(type, action) of every event, in order."""
        sql = "SELECT type, action FROM log.events ORDER BY position"
        with self.database.engine("builder").connect() as connection:
            return [(row[0], row[1]) for row in connection.execute(sa.text(sql))]


@pytest.fixture
def desk(fresh_database: Database, tmp_path: Path) -> Iterator[Desk]:
    """A desk with the 123 units registered; gate 1 passes unless a test says otherwise through `desk.gate`."""
    settings = Settings(home=tmp_path / "home")
    with open_intake(settings, fresh_database) as intake:
        made = Desk(intake, fresh_database, tmp_path / "files")
        made.folder.mkdir()
        intake.gate = lambda _submission, _judged: made.gate.pop(0) if made.gate else Opinion(passed=True)
        district = units_by_code()["440307"]
        intake.knowledge.registry.units["440307"] = KnownUnit("440307", district.name, "district", None, True, False)
        path = made.folder / "org_unit_registered.ndjson"
        import orjson

        path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in registered_rows()))
        done = made.hand_in(path, "440307", "2021-12", "org_unit_registered")
        assert done.submission.state == "accepted", done.submission.findings
        yield made


@pytest.fixture(scope="session")
def contracts() -> object:
    """The contracts in force."""
    return load()
