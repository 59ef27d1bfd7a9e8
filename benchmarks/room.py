"""A data folder of its own: embedded PostgreSQL with its durable defaults, units and enterprises known."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import text

from ingestion.checking.gb32100 import check_digit
from ingestion.intake.hand_in import HandIn
from ingestion.intake.service import Answer, Intake
from ingestion.registry.units import units
from pipeline import database as postgres
from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps import init

DISTRICT = "440307"
RECEIVED = datetime(2022, 4, 2, 2, 0, tzinfo=UTC)
SOURCES = ("walk_in", "hotline", "department", "enterprise")


@dataclass(frozen=True)
class Room:
    """Settings and database of the bench, and a folder for its files."""

    settings: Settings
    database: Database
    files: Path

    def write(self, name: str, rows: list[dict[str, object]]) -> Path:
        """An ndjson file."""
        path = self.files / name
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
        return path

    def peer_address(self, name: str) -> str:
        """Address of another database on the same server, for a peer."""
        return self.database.address(name, "psycopg")


@contextmanager
def opened() -> Iterator[Room]:
    """A fresh home with the reporting units registered; gone afterwards. Raises if the server is not durable."""
    home = Path(tempfile.mkdtemp(prefix="gr-bench-"))  # short: a socket path has 107 bytes at most
    home.chmod(0o755)
    settings = Settings(home=home)
    try:
        init.run(settings)
        database = Database.open(settings)
        with database.engine(None).connect() as connection:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                assert connection.scalar(text(f"SHOW {name}")) == "on", f"{name} is off: that would be no bench"
        files = home / "files"
        files.mkdir()
        yield Room(settings, database, files)
        database.close()
    finally:
        postgres.stop(settings)
        shutil.rmtree(home, ignore_errors=True)


def register_enterprises(room: Room, intake: Intake, count: int) -> None:
    """Let the district hand in its enterprises, so that disputes have something to refer to."""
    leaves = [unit.code for unit in units() if unit.level == "federation"]
    rows: list[dict[str, object]] = [
        {
            "enterprise_code": code(n), "enterprise_name": f"样例企业{n}", "unit_code": leaves[n % len(leaves)],
            "registered_on": "2021-11-05",
        }
        for n in range(count)
    ]  # fmt: skip
    hand_in(intake, room.write("enterprises.ndjson", rows), "enterprise_registered", "2021-12")


def disputes(room: Room, count: int, run: int, enterprises: int) -> Path:
    """A file of disputes nobody has seen, each naming a registered enterprise: codes, a count, an enum, a date."""
    random = Random(run)
    codes = [code(n) for n in range(enterprises)]
    rows: list[dict[str, object]] = [
        {
            "case_no": f"LD-{DISTRICT}-2022-{run:03d}-{n:06d}", "enterprise_code": random.choice(codes),
            "workers_involved": random.randint(1, 200), "source_kind": random.choice(SOURCES),
            "opened_on": f"2022-03-{random.randint(1, 31):02d}",
        }
        for n in range(count)
    ]  # fmt: skip
    return room.write(f"disputes-{run}.ndjson", rows)


def hand_in(intake: Intake, path: Path, contract: str, period: str = "2022-03") -> Answer:
    """The real way in, as the district; every row must be new, or the bench would measure something else."""
    done = intake.take(HandIn(path, path.name, DISTRICT, "bench", RECEIVED, period, contract))
    assert done.submission.state == "accepted", (done.submission.state, done.submission.findings[:3])
    assert done.submission.counts.new == done.submission.counts.read, done.submission.counts
    return done


def code(number: int) -> str:
    """A valid GB 32100 code of a region that was never issued."""
    first = f"91980300MA{number:07d}"
    return first + check_digit(first)
