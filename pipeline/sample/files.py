"""Hand-ins ► files in a drop folder, `<unit>/<period>-<kind>.xlsx`; their modification time is the hour of receipt."""

import hashlib
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from ingestion.contracts.loading import load
from ingestion.contracts.model import Contracts
from ingestion.workbooks.layout import headings_by_name
from ingestion.workbooks.writing import Cell, Cover, workbook_bytes
from pipeline.sample.handins import HandIn


@dataclass(frozen=True)
class Written:
    """What came to lie in the drop folder."""

    files: int = 0
    rows: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(self.files + other.files, self.rows + other.rows)


def receipt_no(period: str, sender: str, sha256: str) -> str:
    """Receipt number of a hand-in, the rule intake follows: period without hyphen, sender, eight digits of the hash."""
    return f"{period.replace('-', '')}-{sender}-{sha256[:8]}"


def write_all(folder: Path, hand_ins: Iterable[HandIn], processes: int, progress: Callable[[str], None]) -> Written:
    """Write every hand-in, a unit at a time, in `processes` processes; one progress line every ten units."""
    by_unit: dict[str, list[HandIn]] = {}
    for hand_in in hand_ins:
        by_unit.setdefault(hand_in.unit.code, []).append(hand_in)
    jobs = list(by_unit.values())
    total = Written()
    work = partial(write_unit, folder)
    if processes <= 1:
        results: Iterable[Written] = map(work, jobs)
        return sum(results, total)
    # spawned, not forked: the caller may run threads (Airflow, polars) that a fork would freeze
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for done, written in enumerate(pool.map(work, jobs, chunksize=2), start=1):
            total += written
            if done % 10 == 0 or done == len(jobs):
                progress(f"样本年：已写 {done}/{len(jobs)} 个单位，{total.files} 个文件 / units written")
    return total


def write_unit(folder: Path, hand_ins: list[HandIn]) -> Written:
    """Write the files of one unit in the order of receipt, so that a 更正 can name the receipt of what it replaces."""
    contracts = load()
    contents: dict[str, bytes] = {}
    for hand_in in hand_ins:
        content = hand_in.payload or contents.get(hand_in.copy_of) or _content(contracts, hand_in, contents)
        contents[hand_in.name] = content
        path = folder / hand_in.unit.code / hand_in.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        instant = hand_in.received_at.timestamp()
        os.utime(path, (instant, instant))
    return Written(len(hand_ins), sum(hand_in.row_count for hand_in in hand_ins))


def _content(contracts: Contracts, hand_in: HandIn, earlier: dict[str, bytes]) -> bytes:
    rows: dict[str, list[dict[str, Cell]]] = {}
    for sheet, lines in hand_in.sheets.items():
        heading = headings_by_name(contracts.registers[sheet])
        rows[sheet] = [{heading[name]: value for name, value in line.values.items()} for line in lines]
    replaces = ""
    if hand_in.replaces:
        sha256 = hashlib.sha256(earlier[hand_in.replaces]).hexdigest()
        replaces = receipt_no(hand_in.period, hand_in.unit.code, sha256)
    cover = Cover(hand_in.unit, hand_in.period, hand_in.kind, replaces, hand_in.workbook)
    return workbook_bytes(contracts, cover, rows, guide=hand_in.has_guide)
