"""Fixtures: a database whose ``candidate`` holds a good build, loaded by the real step; a fresh copy for each test."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from expectations.suites.publication import SUITE
from pipeline.database import Database
from pipeline.marts import Mart, read
from pipeline.publication import content_hash
from pipeline.steps.load import load
from tests.publication.candidate_year import BUILD, HEAD, POSITION, warehouse

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def contracts() -> dict[str, Mart]:
    """Contracts of the marts."""
    return read()


@pytest.fixture(scope="session")
def year_file(tmp_path_factory: pytest.TempPathFactory, contracts: dict[str, Mart]) -> Path:
    """The warehouse of a good build."""
    return warehouse(tmp_path_factory.mktemp("warehouse") / "year.duckdb", contracts)


@pytest.fixture(scope="session")
def loaded(cluster: Database, year_file: Path, contracts: dict[str, Mart]) -> Database:
    """A database with a sealed log position, a finished build and its candidate. Not to be changed: copy it."""
    database = clone(cluster, "grassroots")
    note_sealed(database, POSITION)
    note_build(database, BUILD, POSITION)
    load(database, year_file, contracts)
    database.close()
    return database


@pytest.fixture
def candidate(cluster: Database, loaded: Database) -> Iterator[Database]:
    """A copy of ``loaded`` for this test alone."""
    copy = clone(cluster, str(make_url(loaded.url).database))
    yield copy
    copy.close()
    with _autocommit(cluster) as connection:
        connection.exec_driver_sql(f"DROP DATABASE {make_url(copy.url).database} WITH (FORCE)")


def clone(cluster: Database, template: str) -> Database:
    """A copy of a database on the tests' server."""
    name = f"year_{next(_NUMBERS)}"
    with _autocommit(cluster) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        connection.exec_driver_sql(f"REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC")  # not copied
    return Database(make_url(cluster.url).set(database=name).render_as_string(hide_password=False))


def note_build(database: Database, build_id: str, position: int, reason: str | None = None) -> None:
    """A finished build, as the build step notes it; with a reason it failed."""
    statement = """insert into ops.builds (build_id, started_at, finished_at, last_position, head, status, reason)
        values (:build, clock_timestamp(), clock_timestamp(), :position, :head, :status, :reason)"""
    status = "failed" if reason else "succeeded"
    values = {"build": build_id, "position": position, "head": HEAD, "status": status, "reason": reason}
    with database.engine("builder").begin() as connection:
        connection.execute(sa.text(statement), values)


def note_load(database: Database, build_id: str) -> None:
    """What lies in candidate is of this build, as the load step notes it."""
    with database.engine("builder").begin() as connection:
        connection.execute(sa.text("insert into ops.loads (build_id) values (:build)"), {"build": build_id})


def note_sealed(database: Database, position: int) -> None:
    """A sealed range of the log that ends at ``position``."""
    statement = """insert into log.segments (first_position, last_position, path, sha256, events)
        select coalesce(max(last_position), 0) + 1, :last, 'segment-' || :last, 'x',
               :last - coalesce(max(last_position), 0) from log.segments"""
    with database.engine("builder").begin() as connection:
        connection.execute(sa.text(statement.replace(":last", str(position))))


def change(database: Database, *statements: str) -> None:
    """Do something to candidate that no step would do, as its owner."""
    with database.engine(None).begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def _autocommit(server: Database) -> sa.Connection:
    url = make_url(server.url).set(database="postgres")
    return sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool).connect()


def pass_gate(database: Database) -> None:
    """A passed verdict on what lies in candidate, as the gate writes it, without the library's ten seconds."""
    with database.engine("gate").begin() as connection:
        values = {
            "build": connection.scalar(sa.text("select build_id from ops.builds order by started_at desc limit 1")),
            "hash": content_hash(connection, "candidate", "evidence"),
            "fingerprint": SUITE.fingerprint,
            "number": len(SUITE.checks),
        }
        statement = """insert into ops.verdicts (build_id, suite, fingerprint, expected_expectations, evaluated,
            successful, rows_checked, content_hash, passed) values (:build, 'publication', :fingerprint, :number,
            :number, :number, 1000, :hash, true)"""
        connection.execute(sa.text(statement), values)
