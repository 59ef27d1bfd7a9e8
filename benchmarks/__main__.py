"""Measure everything, print a table, write build/bench.json. `python -m benchmarks [PART…]` measures only some parts.

A part that cannot be measured is named with its reason; the others are measured all the same, and the exit code is 1.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import build_bench, bulk_intake, whole_year, workbook_intake
from benchmarks.row import Row, machine, table

PARTS: dict[str, Callable[[], list[Row]]] = {
    "workbook": workbook_intake.measure,
    "intake": bulk_intake.measure,
    "build": build_bench.measure,
    "year": whole_year.measure,
}
OUT = Path("build/bench.json")


def main(names: list[str]) -> int:
    """0 when every part was measured and every reach is met."""
    print(machine(), flush=True)
    rows: list[Row] = []
    broken = 0
    for name in names or list(PARTS):
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            rows += PARTS[name]()
        except (AssertionError, OSError, subprocess.CalledProcessError) as error:
            broken += 1
            why = error.stderr if isinstance(error, subprocess.CalledProcessError) else None
            print(f"{name} was not measured: {error}\n{why or ''}", file=sys.stderr)
    write(rows, OUT)
    print(table(rows))
    return 1 if broken or any(row["met"] is False for row in rows) else 0


def write(rows: list[Row], path: Path) -> None:
    """The rows as JSON, one list."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
