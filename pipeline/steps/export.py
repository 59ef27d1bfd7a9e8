"""Write the log as one text file that anyone can verify, or the published marts as CSV (for Excel) and Parquet."""

from pathlib import Path

from ingestion.log.export import export
from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps.result import Result, WrongCallError


def run(settings: Settings, *, out: Path, what: str = "log") -> Result:
    """`what` is log (one file) or marts (a folder with a CSV, UTF-8 with BOM, and a Parquet file for each mart)."""
    database = Database.open(settings)
    if what == "log":
        export(database.engine("builder"), out)
        size = out.stat().st_size
        return Result(ok=True, summary={"file": str(out), "bytes": size}, message=f"{out} ({size:,} bytes)")
    if what != "marts":
        raise WrongCallError(f"what 只能是 log 或 marts · must be log or marts, not {what}")
    from pipeline.exporting import export_marts

    rows = export_marts(database, out)
    return Result(ok=True, rows=rows, summary={"folder": str(out), "marts": len(rows)}, message=str(out))
