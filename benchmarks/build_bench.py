"""How fast the models fold ten million events, against one hand-written query over the same Parquet (details 34).

    python -m benchmarks.build_bench [scale]

"Build" is dbt from sealed segments without tests, load and gate; "nothing to do" is the same with an empty range. Each
measurement runs in a process of its own, so that its memory is its own; the parse of the models is a saved one (the
cold start is printed beside it). Peak memory is the resident set of the build's
process; ru_maxrss would be that of the process that started it, which has just generated the log.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.generated_log import write, write_more
from benchmarks.row import peak_megabytes

HAND_QUERY = Path(__file__).with_name("hand_query.sql")
Row = dict[str, object]


def measure(scale: float = 1.0, runs: int = 5) -> list[Row]:
    """Rows name, measured, unit, peer, ratio, reach, met."""
    with tempfile.TemporaryDirectory(prefix="build-bench-") as name:
        folder = Path(name)
        segments = write(folder / "segments", scale)
        hand = median(_child("hand", folder)["seconds"] for _ in range(runs))
        cold = _child("build", folder)
        full = [_child("build", folder) for _ in range(runs)]
        empty = median(_child("more", folder)["seconds"] for _ in range(runs))
        added = []
        for _ in range(runs):
            segments.append(write_more(segments))
            added.append(_child("more", folder)["seconds"])
    more, build = median(added), median(run["seconds"] for run in full)
    memory = max(run["megabytes"] for run in full)
    size = f"{10 * scale:g} million events"
    return [
        _row(f"full build of all marts, {size}", build, "s", f"hand-written query {hand:.1f} s",
             build / hand, 5.0),
        _row(f"peak memory of that build, {size}", memory / 1024, "GiB", "limit", memory / 4096,
             1.0),
        _row("10,000 more events", more, "s", f"build with nothing to do {empty:.1f} s", more / empty, 1.5),
        _row("full build, first parse of the models included", cold["seconds"], "s", "", None, None),
    ]  # fmt: skip


def _row(name: str, measured: float, unit: str, peer: str, ratio: float | None, reach: float | None) -> Row:
    met = None if ratio is None or reach is None else ratio <= reach
    return {
        "name": name, "measured": round(measured, 2), "unit": unit, "peer": peer,
        "ratio": None if ratio is None else round(ratio, 2), "reach": None if reach is None else f"at most {reach}x",
        "met": met,
    }  # fmt: skip


def _child(what: str, folder: Path) -> dict[str, float]:
    """Run one measurement in a fresh process; seconds without the start of Python, megabytes at its peak."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.build_bench", what, str(folder)], capture_output=True, text=True, check=True
    )
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _measured(what: str, folder: Path) -> dict[str, float]:
    segments = sorted((folder / "segments").glob("*.parquet"))
    started = time.monotonic()
    if what == "hand":
        _ask_by_hand(segments)
    else:
        from pipeline.steps.build import fold

        files = [(int(path.name[:12]), int(path.name[13:25]), path) for path in segments]
        fold(folder / "warehouse" / "bench.duckdb", files, f"bench-{what}", full_refresh=what == "build", tests=False)
    return {
        "seconds": time.monotonic() - started,
        "megabytes": peak_megabytes(),
    }


def _ask_by_hand(segments: list[Path]) -> None:
    import duckdb

    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(
            HAND_QUERY.read_text("utf-8").replace("{segments}", str([str(p) for p in segments]))
        ).fetchall()


def main(arguments: list[str]) -> None:
    """The table, or with two arguments one measurement as JSON."""
    if len(arguments) == 2:
        (Path(arguments[1]) / "warehouse").mkdir(exist_ok=True)
        print(json.dumps(_measured(arguments[0], Path(arguments[1]))))
        return
    for row in measure(float(arguments[0]) if arguments else 1.0):
        print(row)


if __name__ == "__main__":
    main(sys.argv[1:])
