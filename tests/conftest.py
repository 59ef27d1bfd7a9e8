"""Fixtures for every room: a real PostgreSQL in a temporary folder, and a fresh migrated database for a test.

``database``        one cluster and one migrated database for the whole session: for tests that only read or that keep
                    to keys of their own
``fresh_database``  a new database on that cluster for one test, copied from a migrated template (about 50 ms)
"""

import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url
from xdist.scheduler import LoadScopeScheduling

from pipeline import embedded
from pipeline.database import Database, migrate

_NUMBERS = count(1)

_LONGEST_FIRST = ("end_to_end", "models", "superset", "dags")

# The same examples on every machine, so that a green run stays green; --hypothesis-profile=default looks for new ones.
hypothesis.settings.register_profile("fixed", derandomize=True)
hypothesis.settings.load_profile("fixed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest rooms first, so that the workers of `make test` end at about the same time."""
    rank = {room: number for number, room in enumerate(_LONGEST_FIRST)}
    items.sort(key=lambda item: rank.get(_room(item.nodeid), len(rank)))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """How `make test` hands tests to its workers."""
    return _RoomByRoom(config, log)


class _RoomByRoom(LoadScopeScheduling):
    """A room stays with one worker, because its tests share what is costly; those of the models only share a parse."""

    def _split_scope(self, nodeid: str) -> str:
        room = _room(nodeid)
        return nodeid.partition("::")[0] if room == "models" else room


def _room(nodeid: str) -> str:
    return nodeid.split("/")[1]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Database]:
    """A server of its own, gone with the session; durability is off because nothing in it must last."""
    folder = Path(tempfile.mkdtemp(prefix="gr-"))  # short: a socket path has 107 bytes at most
    folder.chmod(0o755)
    pgdata = folder / "pg"
    try:
        server = Database.embedded(pgdata)
        with _autocommit(server) as connection:
            connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        migrate(server)
        server.close()
        yield server
        server.close()
    finally:
        embedded.stop(pgdata)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def database(cluster: Database) -> Iterator[Database]:
    """One migrated database for the whole session."""
    copy = _copy(cluster)
    yield copy
    copy.close()


@pytest.fixture
def fresh_database(cluster: Database) -> Iterator[Database]:
    """A new, empty, migrated database for this test alone; dropped after it."""
    copy = _copy(cluster)
    yield copy
    copy.close()
    with _autocommit(cluster) as connection:
        connection.exec_driver_sql(f"DROP DATABASE {make_url(copy.url).database} WITH (FORCE)")


def _copy(cluster: Database) -> Database:
    """A copy of the migrated database. What is granted on a database itself is not copied, so it is said again."""
    name = f"copy_{next(_NUMBERS)}"
    with _autocommit(cluster) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE grassroots STRATEGY file_copy")
        connection.exec_driver_sql(f"REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC")
    return Database(make_url(cluster.url).set(database=name).render_as_string(hide_password=False))


def _autocommit(server: Database) -> sa.Connection:
    """A connection outside the template, for statements that stand outside a transaction."""
    url = make_url(server.url).set(database="postgres")
    return sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool).connect()
