"""200,000 ndjson rows through intake, and the same files through the peers: median of five, fresh rows each time.

Contract dispute_opened: a case number, an enterprise code with check digit that must be registered, a head count, an
enum and a day; 20,000 enterprises are known before. Afterwards the log that was written is verified, in place and by
the verifier that stands alone.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.peers import DltPeer, EventsourcingPeer
from benchmarks.room import Room, disputes, hand_in, opened, register_enterprises
from benchmarks.row import Row, at_least, figure, times
from ingestion.log import verifier
from ingestion.log.export import export
from ingestion.log.postgres import PostgresEventLog
from pipeline.intake_room import open_intake

RUNS = 5
ENTERPRISES = 20_000
CONTRACT = "dispute_opened"


def measure(rows: int = 200_000, runs: int = RUNS, enterprises: int = ENTERPRISES) -> list[Row]:
    """Rates of intake, its peers and both verifiers. Raises when a side has not stored every row."""
    with opened() as room:
        found = _intake(room, rows, runs, enterprises)
        return found + _verify(room, runs)


def _intake(room: Room, rows: int, runs: int, enterprises: int) -> list[Row]:
    dlt = DltPeer(room.peer_address("peer_dlt"), room.files / "dlt")
    paged = DltPeer(room.peer_address("peer_dlt_pages"), room.files / "dlt-pages", "pages")
    tuned = DltPeer(room.peer_address("peer_dlt_csv"), room.files / "dlt-csv", "pages", "csv")
    recorder = EventsourcingPeer(room.peer_address("peer_eventsourcing"))
    seconds: dict[str, list[float]] = {"intake": [], "dlt": [], "dlt pages": [], "dlt csv": [], "eventsourcing": []}
    with open_intake(room.settings, room.database) as intake:
        register_enterprises(room, intake, enterprises)
        first = _seconds(partial(hand_in, intake, disputes(room, 100, 0, enterprises), CONTRACT))
        for peer in (dlt, paged, tuned, recorder):
            peer.load(disputes(room, 100, 900, enterprises))  # the peers are warm too
        for run in range(1, runs + 1):
            path = disputes(room, rows, run, enterprises)
            seconds["intake"].append(_seconds(partial(hand_in, intake, path, CONTRACT)))
            seconds["dlt"].append(_seconds(partial(dlt.load, path)))
            seconds["dlt pages"].append(_seconds(partial(paged.load, path)))
            seconds["dlt csv"].append(_seconds(partial(tuned.load, path)))
            seconds["eventsourcing"].append(_seconds(partial(recorder.load, path)))
            path.unlink()
    peers = {"dlt": dlt, "dlt pages": paged, "dlt csv": tuned, "eventsourcing": recorder}
    _complete(room, {name: peer.count() for name, peer in peers.items()}, rows * runs + 100)
    recorder.close()
    rates = {name: rows / median(taken) for name, taken in seconds.items()}
    name = f"bulk intake of {rows:,} ndjson rows ({CONTRACT})"
    return [
        at_least(name, rates["intake"], "events/s", 50_000),
        times(f"{name} against dlt", rates["intake"], "events/s", ("dlt, columns=Model", rates["dlt"]), 5),
        figure("beside it: dlt fed with pages of 2,000 rows checked before", rates["dlt pages"], "events/s"),
        figure("beside it: the same pages, dlt told to load csv by COPY", rates["dlt csv"], "events/s"),
        times(
            f"{name} against eventsourcing", rates["intake"], "events/s",
            ("eventsourcing + pydantic", rates["eventsourcing"]), 3,
        ),
        figure("an ndjson of 100 rows, gate 1 warm", first, "s"),
    ]  # fmt: skip


def _complete(room: Room, peers: dict[str, int], expected: int) -> None:
    """Nobody is fast by losing rows."""
    with room.database.engine("builder").connect() as connection:
        asked = connection.exec_driver_sql(f"SELECT count(*) FROM log.events WHERE type = '{CONTRACT}'")
        stored: int = asked.scalar_one()
    for name, count in {"intake": stored, **peers}.items():
        assert count == expected, f"{name} stored {count} of {expected} rows"


def _verify(room: Room, runs: int) -> list[Row]:
    log = PostgresEventLog(room.database.engine("writer"), room.database.engine("builder"))
    events = log.head().position
    taken = []
    for _ in range(runs):
        taken.append(_seconds(lambda: _true(log.verify().ok)))
    path = room.files / "export.txt"
    export(room.database.engine("builder"), path)
    alone = _seconds(lambda: _alone(path))
    name = f"verify in place, {events:,} events"
    return [
        at_least(name, events / median(taken), "events/s", 400_000),
        figure("the verifier that stands alone, start of Python included", events / alone, "events/s"),
    ]


def _alone(path: Path) -> None:
    subprocess.run([sys.executable, str(verifier.__file__), str(path)], check=True, capture_output=True)


def _true(value: bool) -> None:
    assert value, "the log does not verify"


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
