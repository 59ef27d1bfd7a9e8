"""Check the dashboards offline, then bring them into Superset, and out of it what the repository no longer has."""

from collections.abc import Mapping
from pathlib import Path

from pipeline import dashboard_check, superset_service
from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps.result import Progress, Result, counted, silent

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "superset" / "assets"
DATABASE = "databases/grassroots.yaml"
PLACE = "postgresql+psycopg2://grassroots_reader@/grassroots"


def run(settings: Settings, progress: Progress = silent) -> Result:
    """One row an offline problem; with none the assets are imported.

    The summary counts ``dashboards`` and ``charts``; ``imported`` is 0 when exactly these files were already in.
    """
    contents = dashboard_check.read(ASSETS)
    found = dashboard_check.problems(contents, ROOT / "dbt")
    counts = {kind: sum(path.startswith(f"{kind}/") for path in contents) for kind in ("dashboards", "charts")}
    if found:
        rows: list[dict[str, object]] = [{"asset": path, "problem": sentence} for path, sentence in found]
        found_en = counted(len(rows), "mismatch", "mismatches")
        message = f"看板与数据表对不上 {len(rows)} 处，未导入 · {found_en}, nothing imported"
        return Result(ok=False, rows=rows, summary=dict(counts), message=message, columns=("asset", "problem"))
    database = Database.open(settings)
    progress("看板导入中 · importing the dashboards …")
    answer = superset_service.import_assets(settings, database, bundle(contents, database))
    message = (
        f"{counts['dashboards']} 张看板 {counts['charts']} 张图已导入 · dashboards and charts imported"
        if answer["imported"]
        else f"{counts['dashboards']} 张看板没有变化 · dashboards unchanged"
    )
    return Result(ok=True, summary={**counts, **answer}, message=message, columns=("asset", "problem"))


def bundle(contents: Mapping[str, str], database: Database) -> dict[str, str]:
    """The files as Superset is to read them: the address of the reader's login filled in.

    Raises ValueError when the committed file has no place for it.
    """
    if PLACE not in contents[DATABASE]:
        message = f"{DATABASE} does not hold {PLACE}"
        raise ValueError(message)
    return {**contents, DATABASE: contents[DATABASE].replace(PLACE, database.reader_address())}
