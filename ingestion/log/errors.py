"""What can go wrong with the log.

::

    LogError
    ├── BatchRefusedError              the batch is wrong; nothing of it was written
    │   ├── MalformedEventError        a field is missing, not of its form, or holds a control character
    │   ├── ConflictingFactsError      one fact is stated twice with different content, or stated and retracted
    │   └── DuplicateEventError        an event id is taken
    ├── WrongIsolationError            append was called in a transaction that is not READ COMMITTED
    ├── NotAllowedError                the role may not do that
    │   └── HistoryProtectedError      UPDATE, DELETE or TRUNCATE on the log
    ├── LogUnavailableError            no connection, or it was lost: append again, known facts stay known
    └── SegmentDamagedError            a sealed file is not what was sealed

Errors of PostgreSQL are told apart by the name of the constraint, never by the text of a message.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy as sa


class LogError(Exception):
    """Anything that the log refuses; ``constraint`` is the rule by its name in the database, where there is one."""

    def __init__(self, message: str, constraint: str | None = None) -> None:
        super().__init__(message)
        self.constraint = constraint


class BatchRefusedError(LogError):
    """The batch is wrong; nothing of it was written."""


class MalformedEventError(BatchRefusedError):
    """A field is missing, not of its form, or holds a control character."""


class ConflictingFactsError(BatchRefusedError):
    """One fact is stated twice with different content in one batch, or stated and retracted."""


class DuplicateEventError(BatchRefusedError):
    """An event id is taken."""


class WrongIsolationError(LogError):
    """Append was called in a transaction that is not READ COMMITTED."""


class NotAllowedError(LogError):
    """The role may not do that."""


class HistoryProtectedError(NotAllowedError):
    """Nobody edits history: UPDATE, DELETE and TRUNCATE are refused, even to the owner."""


class LogUnavailableError(LogError):
    """No connection, or it was lost. Whether the batch went in is unknown: append it again, known facts stay known."""


class SegmentDamagedError(LogError):
    """A sealed file is not what was sealed."""


BY_CONSTRAINT: dict[str, type[LogError]] = {
    "append_isolation": WrongIsolationError,
    "log_append_only": HistoryProtectedError,
    "events_id_key": DuplicateEventError,
    "events_supersedes_key": ConflictingFactsError,
    "latest_pkey": ConflictingFactsError,
}
"""Every other constraint of log.events is about the form of an event."""


def from_database(error: psycopg.Error) -> LogError:
    """The error of our tree for one of PostgreSQL's."""
    constraint, table = error.diag.constraint_name, error.diag.table_name
    message = error.diag.message_primary or str(error)
    if constraint in BY_CONSTRAINT:
        return BY_CONSTRAINT[constraint](message, constraint)
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return NotAllowedError(message)
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return LogUnavailableError(message)
    if isinstance(error, psycopg.DataError) or table in {"events", "staging"}:
        return MalformedEventError(message, constraint)
    return LogError(message, constraint)


@contextmanager
def translated() -> Iterator[None]:
    """Turn errors of PostgreSQL, raw or wrapped by SQLAlchemy, into ours."""
    try:
        yield
    except psycopg.Error as error:
        raise from_database(error) from error
    except sa.exc.DBAPIError as error:
        if isinstance(error.orig, psycopg.Error):
            raise from_database(error.orig) from error
        raise
