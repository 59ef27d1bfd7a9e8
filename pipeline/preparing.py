"""Read and check the next hand-in in a process of its own while the present one is judged: two cores, one order.

    Ahead.ahead(next) ─► request ─► python -m pipeline.preparing ─► Preparer.prepare ─► answer ─► Ahead.prepare(next)

What is prepared is only looked at in the file's turn, and only when sender's level and bytes are still the same; else,
or when the process is gone, the file is prepared here. So nothing but time depends on that process. It ends when its
standard input does, also when this process is killed.
"""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from ingestion.contracts.loading import load
from ingestion.intake.hand_in import HandIn
from ingestion.intake.parts import RefusedError
from ingestion.intake.preparing import Prepared, Preparer
from ingestion.intake.vault import Vault
from ingestion.mappings.mapping import read
from ingestion.readers.workbook import WorkbookReader
from pipeline.database import Database
from pipeline.settings import Settings

Request = tuple[str, HandIn, str]
"""sha256 of the landed bytes, the hand-in, its sender's level."""

FEW = 10
"""So many files of a run are prepared here first: the other process takes a second or two to start."""
WAITING = 2
"""Requests under way at most: the file in its turn and the next. More could fill both pipes and block both sides."""


@contextmanager
def open_preparer(settings: Settings, database: Database) -> Iterator[Preparer]:
    """A Preparer with its reader's child, for the length of a run."""
    with WorkbookReader() as reader:
        yield Preparer(
            raw=settings.folder("raw"),
            contracts=load(settings.contract_paths),
            mappings=[read(path) for path in settings.mapping_paths],
            vault=Vault(database.engine("writer"), settings.vault_key),
            reader=reader,
        )


@dataclass
class Ahead:
    """A Preparer that begins with the next hand-in before it is asked for it."""

    here: Preparer
    settings: Settings
    database: Database
    few: int = FEW
    _asked: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _under_way: deque[Request] = field(default_factory=deque)

    def ahead(self, sha256: str, hand_in: HandIn, level: str) -> None:
        """Begin with a hand-in whose bytes are landed."""
        self._asked += 1
        if self._asked <= self.few:
            return
        if self._asked == self.few + 1:
            self._start()
        while len(self._under_way) >= WAITING:
            self._answer()  # of a file that was settled already, so nobody asked for it
        self._send((sha256, hand_in, level))

    def prepare(self, sha256: str, hand_in: HandIn, level: str) -> Prepared:
        """What was prepared ahead, else prepared here; RefusedError where the structure cannot be trusted."""
        while (sha256, hand_in, level) in self._under_way:
            request, answer = self._under_way[0], self._answer()
            if request == (sha256, hand_in, level) and answer is not None:
                if isinstance(answer, RefusedError):
                    raise answer
                return answer
        return self.here.prepare(sha256, hand_in, level)

    def close(self) -> None:
        """End the other process."""
        self._under_way.clear()
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> None:
        command = [sys.executable, "-m", "pipeline.preparing"]
        # Ctrl-C is for this process; the other one ends with it.
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        self._put((self.settings, self.database.url))

    def _send(self, request: Request) -> None:
        if self._put(request):
            self._under_way.append(request)

    def _put(self, message: object) -> bool:
        if self._process is None or self._process.stdin is None:
            return False
        try:
            pickle.dump(message, self._process.stdin)
            self._process.stdin.flush()
        except OSError:
            self.close()
            return False
        return True

    def _answer(self) -> Prepared | RefusedError | None:
        """The oldest answer; None when the other process is gone, and then it stays gone for this run."""
        self._under_way.popleft()
        if self._process is None or self._process.stdout is None:
            return None
        try:
            answer: Prepared | RefusedError = pickle.load(self._process.stdout)  # noqa: S301 -- our own process
        except (EOFError, OSError, pickle.UnpicklingError):
            self.close()
            return None
        return answer


def main() -> int:
    """The other process: settings first, then one answer for each request, until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    settings, url = pickle.load(sys.stdin.buffer)  # noqa: S301 -- our own process
    with open_preparer(settings, Database(url)) as preparer:
        for sha256, hand_in, level in _requests(sys.stdin.buffer):
            try:
                answer: Prepared | RefusedError = preparer.prepare(sha256, hand_in, level)
            except RefusedError as refused:
                answer = refused
            pickle.dump(answer, answers)
            answers.flush()
    return 0


def _requests(stream: BinaryIO) -> Iterator[Request]:
    while True:
        try:
            request: Request = pickle.load(stream)  # noqa: S301 -- our own process
        except EOFError:
            return
        yield request


if __name__ == "__main__":
    sys.exit(main())
