"""Facts that go into the staging table while intake still judges them, in a transaction that already holds the lock.

take lock ► COPY                        the server's core, and a thread that feeds it
look-ups ► references ► gate 1          the caller's core, meanwhile
append: are these the rows? ► go on behind them, or start afresh
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import polars as pl
from sqlalchemy.engine import Connection, Engine

from ingestion.log.errors import LogError, translated
from ingestion.log.port import Batch
from ingestion.log.staging import Staged, copy, locked, stage

WORTH_IT = 20_000
"""Rows. Fewer are copied in less time than handing them over and comparing them takes."""


class Expected:
    """One expectation. Whoever makes it must ``take`` or ``drop`` it: until then the lock of the log is held."""

    def __init__(self, writer: Engine, facts: pl.DataFrame) -> None:
        thread = ThreadPoolExecutor(1)
        self._begun = thread.submit(_begin, writer, facts)
        thread.shutdown(wait=False)

    def take(self, staged: Staged) -> tuple[Connection, int] | None:
        """The open transaction and how many of the batch's rows it holds already; None when it holds other rows.

        What kept it from beginning is no error yet: it stops the append that follows too, if it concerns it.
        """
        try:
            connection, frame = self._begun.result()
        except LogError:
            return None
        first = staged.frame.head(frame.height)
        if staged.gives_ids and frame.drop("id").equals(first.drop("id")):
            return connection, frame.height
        connection.close()
        return None

    def drop(self) -> None:
        """Undo what was begun and give the lock back."""
        try:
            self._begun.result()[0].close()
        except LogError:
            return


def _begin(writer: Engine, facts: pl.DataFrame) -> tuple[Connection, pl.DataFrame]:
    frame = stage(Batch(facts)).frame
    with translated(), ExitStack() as undoing:
        connection = undoing.enter_context(locked(writer))
        copy(connection, frame)
        undoing.pop_all()
    return connection, frame
