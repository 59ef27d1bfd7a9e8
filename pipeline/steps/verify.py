"""Re-derive every leaf, digest and head: in place with the sealed files, or from an export alone."""

import subprocess
import sys
from pathlib import Path

from ingestion.log import segments, verifier
from ingestion.log.errors import SegmentDamagedError
from ingestion.log.postgres import PostgresEventLog
from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps.result import Progress, Result, WrongCallError, silent


def run(settings: Settings, *, export: Path | None = None, progress: Progress = silent) -> Result:
    """Ok only when the log and its sealed files, or the export, are byte for byte what was appended."""
    if export is not None:
        return _export(export)
    database = Database.open(settings)
    progress("校验日志 · verifying the log …")
    log = PostgresEventLog(database.engine("writer"), database.engine("builder"))
    found = log.verify()
    head = log.head()
    damaged = _damaged(database, settings)
    row: dict[str, object] = {
        "ok": found.ok and damaged is None, "events": found.events, "head": head.head, "first_bad": found.first_bad,
        "reason": found.reason or damaged,
    }  # fmt: skip
    if not found.ok:
        message = f"第 {found.first_bad} 号事件起不符 · differs from position {found.first_bad}: {found.reason}"
    elif damaged:
        message = f"日志完好，封存文件有变，请从备份恢复该文件 · the log is intact, restore this sealed file: {damaged}"
    else:
        message = f"{found.events} 个事件完好 · events intact, head {head.head}"
    return Result(ok=found.ok and damaged is None, rows=[row], summary=row, message=message)


def _damaged(database: Database, settings: Settings) -> str | None:
    """Which sealed file is not what was sealed, or None."""
    try:
        segments.check(database.engine("builder"), settings.segments)
    except SegmentDamagedError as error:
        return str(error)
    return None


def _export(path: Path) -> Result:
    """Run the one-file verifier as anybody would: its own process, isolated, no packages."""
    if not path.is_file():
        raise WrongCallError(f"没有文件 {path} · no such file")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(verifier.__file__), str(path)], capture_output=True, text=True, check=False
    )
    row: dict[str, object] = {"ok": done.returncode == 0, "export": str(path), "says": done.stdout.strip()}
    return Result(ok=done.returncode == 0, rows=[row], summary=row, message=(done.stdout or done.stderr).strip())
