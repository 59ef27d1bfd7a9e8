"""What stands where, from the database and the records of the steps; starts no server in an empty data folder."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pipeline.database import Database, is_migrated
from pipeline.performing import Record, records
from pipeline.settings import Settings
from pipeline.state import STATES, State, held, read, undelivered, withheld
from pipeline.steps.result import Result

NAMED = 20
"""At most so many undelivered mails one by one."""
Line = tuple[str, str, object]
EMPTY = "还没有数据：请先运行 grassroots run · nothing here yet: run `grassroots run` first"


def run(settings: Settings, *, why_held: bool = False) -> Result:
    """Rows topic, item, value; with `why_held` one row a held hand-in. Not ok when the newest build was withheld."""
    if not is_migrated(settings):
        return Result(ok=True, message=EMPTY, columns=("topic", "item", "value"))
    database = Database.open(settings)
    if why_held:
        columns = ("receipt_no", "sender", "period", "file_name", "reason", "received_at")
        return Result(ok=True, rows=held(database), columns=columns)
    state = read(database)
    kept = records(settings.home)
    rows: list[dict[str, object]] = [
        {"topic": topic, "item": item, "value": value}
        for topic, item, value in _lines(state, kept, list(_undelivered(database)), settings.home)
    ]
    why = state.why_not_published()
    summary: dict[str, object] = {"events": state.position, "head": state.head, "published": state.published_build}
    return Result(ok=not why, rows=rows, summary=summary, message=why)


def _lines(state: State, kept: dict[str, Record], not_out: list[Line], home: Path) -> Iterator[Line]:
    for name in STATES:
        if state.submissions.get(name):
            yield "submissions", name, state.submissions[name]
    yield "quarantine", "rows_waiting", state.waiting
    yield "log", "events", state.position
    yield "log", "head", state.head
    yield "log", "not_sealed", state.position - state.sealed
    if state.build:
        yield "build", "newest", state.build["build_id"]
        yield "build", "models", state.build["models"]
        yield "build", "position", state.build["last_position"]
    if state.verdict:
        yield "gate_2", "passed", state.verdict["passed"]
        yield "gate_2", "evaluated", f"{state.verdict['evaluated']}/{state.verdict['expected_expectations']}"
    yield "published", "build", state.published_build or "—"
    if state.publication:
        yield "published", "at", _instant(state.publication["published_at"])
        yield "published", "events_behind", state.position - int(state.publication["position"])
    yield "editions", "count", state.editions
    for name, mails in state.deliveries.items():
        yield "deliveries", name, mails
    yield from not_out
    for name, record in sorted(kept.items(), key=lambda item: item[1].finished_at):
        yield "step", name, f"{'true' if record.ok else 'false'} {record.seconds:.1f} s {record.message}"
    usage = shutil.disk_usage(home)
    yield "disk", "free_gb", round(usage.free / 1e9, 1)


def _undelivered(database: Database) -> Iterator[Line]:
    """Reports that are withheld, and mails that did not go out, with the reason."""
    for row in withheld(database):
        yield "withheld", f"{row['period']} {row['unit_code']}", row["reason"]
    waiting = undelivered(database)
    for mail in waiting[:NAMED]:
        why = f"{mail['state']}, {mail['attempts']} × · {mail['last_error'] or '还没寄过 · not tried yet'}"
        yield "undelivered", f"{mail['edition_id']} → {mail['recipient']}", why
    if len(waiting) > NAMED:
        yield "undelivered", "more", f"{len(waiting) - NAMED}: grassroots deliveries"


def _instant(value: datetime) -> str:
    return value.isoformat(timespec="seconds")
