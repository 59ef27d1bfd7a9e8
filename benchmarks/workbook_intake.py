"""A workbook of 1,000 rows from bytes to receipt, gate 1 included: warm, and as a command of its own from nothing."""

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from statistics import quantiles

from benchmarks.room import RECEIVED, Room, code, opened
from benchmarks.row import Row, at_most, figure, peak_megabytes
from ingestion.contracts.loading import load
from ingestion.intake.hand_in import HandIn
from ingestion.intake.service import Intake
from ingestion.registry.units import units_by_code
from ingestion.templates import write_workbook
from pipeline.intake_room import open_intake

UNIT = "440307015001"
HAND_INS = 40


def measure(rows: int = 1_000, hand_ins: int = HAND_INS) -> list[Row]:
    """95th percentile of a warm hand-in, memory of the child that reads it, and the cold start."""
    with opened() as room:
        paths = [_workbook(room, rows, number) for number in range(hand_ins + 2)]
        cold = _command(room, paths.pop())
        with open_intake(room.settings, room.database) as intake:
            _take(intake, paths.pop())
            taken = [_take(intake, path) for path in paths]
            memory = peak_megabytes(intake.preparing.here.reader.child_pid)
    slow = quantiles(taken, n=20)[-1]
    name = f"workbook of {rows:,} rows, bytes to receipt"
    return [
        at_most(f"{name}, warm, 95th percentile of {hand_ins}", slow, "s", 1.5),
        at_most("peak memory of the reader's child", memory, "MB", 300),
        figure(f"{name}, cold: `grassroots intake FILE` from nothing", cold, "s"),
    ]


def _workbook(room: Room, rows: int, number: int) -> Path:
    """Enterprises with head count and type: a row of it states three facts."""
    path = room.files / f"{number}.xlsx"
    cells: list[dict[str, str | int | date]] = [
        {
            "统一社会信用代码": code(number * rows + n), "企业名称": f"样例企业{n}", "所在社区代码": UNIT,
            "登记日期": date(2022, 3, 5), "职工人数": n % 300 + 1, "统计日期": date(2022, 3, 31),
        }
        for n in range(rows)
    ]  # fmt: skip
    write_workbook(path, load(), units_by_code()[UNIT], "2022-03", "首次", {"企业台账": cells})
    return path


def _take(intake: Intake, path: Path) -> float:
    started = time.perf_counter()
    done = intake.take(HandIn(path, path.name, UNIT, "bench", RECEIVED)).submission
    seconds = time.perf_counter() - started
    assert done.state == "accepted", (done.state, done.reason, done.findings[:3])
    return seconds


def _command(room: Room, path: Path) -> float:
    """The same hand-in as a clerk's command: Python, libraries and gate are loaded, the server runs."""
    environment = os.environ | {"GRASSROOTS_HOME": str(room.settings.home)}
    started = time.perf_counter()
    command = [sys.executable, "-m", "pipeline.cli", "intake", "--as", UNIT, str(path)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started
