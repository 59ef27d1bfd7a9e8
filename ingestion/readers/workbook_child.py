"""The limited child process that reads workbooks: standard library and python_calamine only, started by workbook.py.

    request  (stdin, one JSON line)     {"path": "..."}
    answer   (stdout, frames)           4-byte big-endian length + JSON
        {"sheet": {...}}, {"rows": [[kinds, [cell, ...]], ...]} ..., {"end": {...}}   or   {"refuse": [code, {facts}]}

calamine aborts its whole process on 4.7 KB with cells A1 and XFD1048576, so sheets are first inflated in bounded steps
and scanned for the cells they really hold (workbook_scan.py); the limits below stop what the scan does not foresee.
Run as a program; nothing of the project is imported except workbook_scan, by path.
"""

import json
import resource
import struct
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

ADDRESS_SPACE_BYTES = 448 * 1024 * 1024  # a sheet at the area cap needs about 380 MB of address space, 290 MB resident
CPU_SECONDS_A_FILE = 20
ROWS_A_FRAME = 2_000


def set_limits() -> None:
    """No files can be written, no core dumped, few opened, and memory is bounded by the kernel."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE_BYTES, ADDRESS_SPACE_BYTES))


def allow_cpu(seconds: int) -> None:
    """A fresh CPU allowance for one file: the kernel counts over the life of the process, which stays warm."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, resource.RLIM_INFINITY))


def peak_kb() -> int:
    """Highest resident memory so far. Not ru_maxrss: that one is inherited from the parent at the fork."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


def text_and_kind(value: Any) -> tuple[str, str]:
    """A calamine value as exact text and its kind letter.

    3.0 is "3", 2116.67 its shortest form; 16 digits and more stay digits, so that the checker can refuse them.
    """
    if isinstance(value, str):
        return value, "t" if value else "."
    if isinstance(value, bool):
        return ("true" if value else "false"), "b"
    if isinstance(value, float):
        is_whole = value.is_integer() and abs(value) < 1e21
        return (str(int(value)) if is_whole else repr(value)), "n"
    if isinstance(value, int):
        return str(value), "n"
    if isinstance(value, datetime):
        is_midnight = not (value.hour or value.minute or value.second or value.microsecond)
        return (value.date().isoformat() if is_midnight else value.isoformat()), "d"
    return (value.isoformat() if isinstance(value, date) else str(value)), "d"


def row_of(values: list[Any], left: int, width: int, marks: dict[int, str]) -> tuple[str, list[str]]:
    """One row, `width` cells wide; `left` columns before calamine's range are empty; `marks` are its error cells."""
    cells = [""] * left
    kinds = ["."] * left
    for value in values:
        text, kind = text_and_kind(value)
        cells.append(text)
        kinds.append(kind)
    missing = width - len(cells)
    cells += [""] * missing
    kinds += ["."] * missing
    for column, text in marks.items():
        cells[column], kinds[column] = text, "e"
    return "".join(kinds), cells


def rows_of(sheet: Any, marks: dict[int, dict[int, str]]) -> Iterator[tuple[str, list[str]]]:
    """All rows from row 1 to the last one with content. iter_rows starts at row 1 but at calamine's first column."""
    end = sheet.end or (-1, -1)
    left = sheet.start[1] if sheet.start else 0
    width = max([end[1] + 1] + [column + 1 for row in marks.values() for column in row])
    last = max([end[0], *marks])
    number = -1
    for number, values in enumerate(sheet.iter_rows()):
        yield row_of(values, left, width, marks.get(number, {}))
    for behind in range(number + 1, last + 1):
        yield row_of([], 0, width, marks.get(behind, {}))


def answer(out: BinaryIO, message: dict[str, Any]) -> None:
    """Write one frame."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    out.write(struct.pack(">I", len(body)) + body)


def read(path: str, out: BinaryIO, calamine: Any, scan: Any) -> None:
    """Scan, then read one workbook and write its frames; raises what the scan or calamine raises."""
    scans = scan.scan(path)
    with calamine.CalamineWorkbook.from_path(path) as workbook:
        for meta in workbook.sheets_metadata:
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            found = scans.get(meta.name) or scan.SheetScan()
            hidden = meta.visible != calamine.SheetVisibleEnum.Visible
            facts = {"name": meta.name, "hidden": hidden, "formulas": found.formulas, "hidden_rows": found.hidden_rows}
            answer(out, {"sheet": facts})
            rows = []
            for row in rows_of(workbook.get_sheet_by_name(meta.name), found.marks):
                rows.append(row)
                if len(rows) == ROWS_A_FRAME:
                    answer(out, {"rows": rows})
                    rows = []
            answer(out, {"rows": rows})
    answer(out, {"end": {"peak_kb": peak_kb()}})


def serve(calamine: Any, scan: Any) -> None:
    """Read requests until the parent closes the pipe (also when the parent is killed)."""
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        allow_cpu(CPU_SECONDS_A_FILE)
        try:
            read(json.loads(line)["path"], out, calamine, scan)
        except scan.RefusedError as refused:
            answer(out, {"refuse": [refused.code, refused.facts]})
        except calamine.PasswordError:
            answer(out, {"refuse": ["E-FILE-04", {}]})
        except MemoryError:
            answer(out, {"refuse": ["E-FILE-12", {"detail": "内存上限 memory limit"}]})
        except BaseException as error:  # noqa: BLE001 - a Rust panic is no Exception; any of them means: damaged
            answer(out, {"refuse": ["E-FILE-05", {"detail": type(error).__name__}]})
        out.flush()


def main(site_packages: str) -> None:
    """Entry point: argv[1] is the folder that holds python_calamine; `-I -S` has left it out."""
    sys.path += [site_packages, str(Path(__file__).parent)]
    import python_calamine
    import workbook_scan  # type: ignore[import-not-found]

    set_limits()
    serve(python_calamine, workbook_scan)


if __name__ == "__main__":
    main(sys.argv[1])
