"""Make everything that must exist before the first hand-in: database, keys, folders, and the 123 reporting units.

The units are the district's first hand-in and go the same way as every other: landed, checked, appended (details 13).
"""

from datetime import UTC, datetime

import orjson

from ingestion.intake.hand_in import HandIn
from ingestion.intake.vault import read_key
from ingestion.registry.now import Unit
from ingestion.registry.units import registered_rows, units
from pipeline.database import Database, migrate
from pipeline.intake_room import open_intake
from pipeline.settings import Settings
from pipeline.steps.result import Result

PERIOD = "2021-12"
CONTRACT = "org_unit_registered"


def run(settings: Settings) -> Result:
    """Idempotent: a second call finds the units known and changes nothing."""
    database = Database.open(settings)
    migrate(database)
    read_key(settings.vault_key)
    for folder in ("drop", "raw", "lake/segments", "warehouse", "editions", "logs", "run"):
        settings.folder(folder)
    district = units()[0]
    outside = [
        {
            "unit_code": code, "unit_name": name, "level": "outside", "official_order": 90000 + place,
            "is_reporting": False, "unit_registered_on": "2021-12-01",
        }
        for place, (code, name) in enumerate(sorted(settings.outside_units.items()))
    ]  # fmt: skip
    path = settings.folder("run") / f"{CONTRACT}.ndjson"
    path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in [*registered_rows(), *outside]))
    received = datetime(2021, 12, 1, 1, 0, tzinfo=UTC)
    hand_in = HandIn(path, path.name, district.code, "init", received, PERIOD, CONTRACT)
    with open_intake(settings, database) as intake:
        # The register begins with the one unit that may fill it: nobody could hand in the first row otherwise.
        known = intake.knowledge.registry.units
        known.setdefault(
            district.code, Unit(district.code, district.name, district.level, None, is_reporting=True, is_closed=False)
        )
        done = intake.take(hand_in)
    submission = done.submission
    counts = submission.counts
    for unit in units():
        settings.folder("drop", unit.code)
    message = f"{len(units())} 个报送单位 · reporting units，{submission.state}"
    return Result(ok=done.ok, summary={"units": len(units()), "new": counts.new}, message=message)
