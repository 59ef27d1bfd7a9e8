"""The parent's side of reading workbooks: a warm child process with limits, replaced when it dies.

    with WorkbookReader() as reader:
        sheets, notes = reader.read(path)

Starting the child costs about 50 ms, a read of 1,000 rows some 20 ms. A crash, a timeout or a memory limit becomes
UnreadableFile E-FILE-12 for that file; the next file gets a fresh child. Not for use from two threads at once.
"""

import importlib.util
import json
import os
import select
import struct
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson

from ingestion.readers import archive
from ingestion.readers.table import Problem, Row, Sheet, problem, refuse

WALL_SECONDS = 60.0  # the largest sheet takes 6 s alone on a core; other work may share it
MAX_FRAME_BYTES = 128 * 1024 * 1024
REPLACE_ABOVE_KB = 200 * 1024  # a child that has grown starts the next file in a fresh address space


class ChildGoneError(Exception):
    """The child died, fell silent past its time, or wrote nonsense."""

    def __init__(self, detail: str, is_timeout: bool = False) -> None:
        self.is_timeout = is_timeout
        super().__init__(detail)


class WorkbookReader:
    """A reusable reader of .xlsx workbooks; the child starts with the first read or on entering the context."""

    def __init__(self, wall_seconds: float = WALL_SECONDS) -> None:
        self.wall_seconds = wall_seconds
        self.peak_kb = 0
        self._child: subprocess.Popen[bytes] | None = None
        self._served = 0

    def __enter__(self) -> Self:
        self._started()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def child_pid(self) -> int | None:
        """Process id of the living child, for measuring it."""
        return self._child.pid if self._child is not None and self._child.poll() is None else None

    def read(self, path: Path, extension: str = ".xlsx") -> tuple[list[Sheet], list[Problem]]:
        """All worksheets of the workbook with notes for the receipt. Raises UnreadableFile.

        The zip directory is judged first, here; only then does the child open the file.
        """
        notes = archive.inspect(path, extension).notes
        try:
            sheets, more = self._ask_again_if_warm(path)
        except ChildGoneError as gone:
            self.close()
            raise refuse("E-FILE-12", detail=str(gone)) from gone
        if self.peak_kb > REPLACE_ABOVE_KB:
            self.close()
        return sheets, notes + more

    def close(self) -> None:
        """End the child; a later read starts another."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._served = 0
            program = Path(__file__).with_name("workbook_child.py")
            # -I -S: no user paths, no site packages, no .pth files: fast to start and nothing else to import.
            command = [sys.executable, "-I", "-S", "-X", "utf8", str(program), _calamine_folder()]
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={},
                start_new_session=True,
                bufsize=0,
            )
        return self._child

    def _ask_again_if_warm(self, path: Path) -> tuple[list[Sheet], list[Problem]]:
        """What a warm child died of may lie in earlier files or outside; only a fresh child convicts this file."""
        is_fresh = self._child is None or self._served == 0
        try:
            return self._ask(path)
        except ChildGoneError as gone:
            if is_fresh or gone.is_timeout:
                raise
            self.close()
            return self._ask(path)

    def _ask(self, path: Path) -> tuple[list[Sheet], list[Problem]]:
        child = self._started()
        deadline = time.monotonic() + self.wall_seconds
        request = json.dumps({"path": str(path.resolve())}) + "\n"
        assert child.stdin is not None  # noqa: S101 - opened by us as a pipe
        try:
            child.stdin.write(request.encode("ascii"))
        except OSError as error:
            raise ChildGoneError("子进程已退出 child process gone") from error
        sheets: list[Sheet] = []
        notes: list[Problem] = []
        while True:
            message = self._frame(child, deadline)
            if "rows" in message:
                _add_rows(sheets[-1], message["rows"])
            elif "sheet" in message:
                sheets.append(_sheet(message["sheet"], notes))
            elif "refuse" in message:
                code, facts = message["refuse"]
                if code == "E-FILE-12":
                    self.close()  # it met its memory limit: the next file gets a fresh address space
                raise refuse(code, **facts)
            else:
                self.peak_kb = message["end"]["peak_kb"]
                self._served += 1
                return sheets, notes

    def _frame(self, child: subprocess.Popen[bytes], deadline: float) -> dict[str, Any]:
        (length,) = struct.unpack(">I", self._bytes(child, 4, deadline))
        if length > MAX_FRAME_BYTES:
            raise ChildGoneError("应答过长 answer too long")
        try:
            message: dict[str, Any] = orjson.loads(self._bytes(child, length, deadline))
        except orjson.JSONDecodeError as error:
            raise ChildGoneError("应答无法识别 answer not understood") from error
        return message

    def _bytes(self, child: subprocess.Popen[bytes], count: int, deadline: float) -> bytes:
        assert child.stdout is not None  # noqa: S101 - opened by us as a pipe
        descriptor = child.stdout.fileno()
        poller = select.poll()  # not select(): Airflow may hold more than 1,024 files open
        poller.register(descriptor, select.POLLIN)
        received = bytearray()
        while len(received) < count:
            left = deadline - time.monotonic()
            if left <= 0 or not poller.poll(left * 1000):
                raise ChildGoneError(f"超过 {self.wall_seconds:g} 秒 over {self.wall_seconds:g} s", is_timeout=True)
            if not (piece := os.read(descriptor, min(count - len(received), 1 << 20))):
                child.wait()
                raise ChildGoneError(f"子进程退出 child exit {child.returncode}")
            received += piece
        return bytes(received)


def _sheet(facts: dict[str, Any], notes: list[Problem]) -> Sheet:
    name = facts["name"]
    if facts["hidden"]:
        notes.append(problem("N-FILE-05", "info", sheet=name))
    if facts["formulas"]:
        notes.append(problem("N-FILE-03", "info", sheet=name, count=facts["formulas"]))
    if facts["hidden_rows"]:
        notes.append(problem("N-FILE-04", "info", sheet=name, count=facts["hidden_rows"]))
    return Sheet(name, facts["hidden"], [])


def _add_rows(sheet: Sheet, rows: list[list[Any]]) -> None:
    first = len(sheet.rows) + 1
    sheet.rows += [Row(number, cells, kinds) for number, (kinds, cells) in enumerate(rows, first)]


def _calamine_folder() -> str:
    """The folder that holds python_calamine, found without importing it here."""
    found = importlib.util.find_spec("python_calamine")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("python_calamine is not installed")
    return str(Path(found.origin).parent.parent)
