"""Fixtures of the report tests: a published year in PostgreSQL, editions written from it, builds and verdicts."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps import report
from reports.edition import Edition, load
from tests.reports.published_year import note_build, note_publication, note_verdict, publish_year

STREET = "440307015"


TEMPLATE = "reports_year"
_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def year_template(cluster: Database) -> str:
    """Name of a database whose schema ``published`` holds the year 2022; others are copied from it."""
    _create(cluster, TEMPLATE, "grassroots")
    database = _open(cluster, TEMPLATE)
    publish_year(database)
    database.close()
    return TEMPLATE


@pytest.fixture
def published(cluster: Database, year_template: str) -> Iterator[Database]:
    """A database of this test alone whose schema ``published`` holds the year 2022, published by one build."""
    name = f"reports_copy_{next(_NUMBERS)}"
    _create(cluster, name, year_template)
    database = _open(cluster, name)
    yield database
    database.close()
    with _server(cluster).connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def published_once(cluster: Database, year_template: str) -> Iterator[Database]:
    """The same for the whole session, for tests that only read it and add editions."""
    _create(cluster, "reports_once", year_template)
    database = _open(cluster, "reports_once")
    yield database
    database.close()


def _server(cluster: Database) -> sa.Engine:
    url = make_url(cluster.url).set(database="postgres")
    return sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)


def _create(cluster: Database, name: str, template: str) -> None:
    with _server(cluster).connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")


def _open(cluster: Database, name: str) -> Database:
    return Database(make_url(cluster.url).set(database=name).render_as_string(hide_password=False))


@pytest.fixture(scope="session")
def written(published_once: Database, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of four editions of that year: yearly, quarterly and monthly of the district, yearly of a street."""
    settings = Settings(home=tmp_path_factory.mktemp("reports"), database_url=published_once.url)
    calls = {
        "year": ("2022", None),
        "quarter": ("2022-Q1", None),
        "month": ("2022-03", None),
        "street": ("2022", STREET),
    }
    return {
        name: Path(str(report.run(settings, period=period, unit=unit).rows[0]["pdf"])).parent
        for name, (period, unit) in calls.items()
    }


@pytest.fixture(scope="session")
def in_english(published_once: Database, written: dict[str, Path]) -> Path:
    """Folder of the English print of the yearly edition, beside the Chinese one."""
    settings = Settings(home=written["year"].parents[1], database_url=published_once.url)
    return Path(str(report.run(settings, period="2022", language="en").rows[0]["pdf"])).parent


@pytest.fixture
def note_builds():
    """Notes a build: (database, build_id, status, reason)."""
    return note_build


@pytest.fixture
def note_refusal():
    """Notes a build with its refusal by gate 2: (database, build_id, reason)."""

    def note(database: Database, build_id: str, reason: str) -> None:
        note_build(database, build_id, "finished")
        note_verdict(database, build_id, False, reason)

    return note


@pytest.fixture
def note_publications():
    """Changes what is published and notes it as a new publication: (database, build_id, statement)."""

    def note(database: Database, build_id: str, statement: str) -> None:
        with database.engine("publisher").begin() as connection:
            connection.execute(sa.text(statement))
            connection.execute(
                sa.text("UPDATE published.fct_indicator_value SET build_id = :build"), {"build": build_id}
            )
        note_build(database, build_id, "finished")
        note_publication(database, build_id)

    return note


@pytest.fixture(scope="session")
def edition_of(published_once: Database) -> Callable[[Path], Edition]:
    """The stored edition of a folder."""

    def stored(folder: Path) -> Edition:
        with published_once.engine("publisher").connect() as connection:
            return load(connection, folder.name)

    return stored
