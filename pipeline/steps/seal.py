"""Seal what the log has gained since the last seal as one immutable Parquet segment."""

from ingestion.log.segments import seal
from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps.result import Result


def run(settings: Settings) -> Result:
    """One row a new segment; none when there is nothing to seal."""
    database = Database.open(settings)
    sealed = seal(database.engine("builder"), settings.folder("lake", "segments"))
    rows: list[dict[str, object]] = [
        {"first": s.first_position, "last": s.last_position, "events": s.events, "sha256": s.sha256} for s in sealed
    ]
    events = sum(s.events for s in sealed)
    message = f"封存 {events} 个事件 · events sealed" if rows else "没有可封存的事件 · nothing to seal"
    return Result(ok=True, rows=rows, summary={"sealed": events}, message=message,
                  columns=("first", "last", "events", "sha256"))  # fmt: skip
