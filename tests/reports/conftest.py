"""Fixtures of the report tests: a published year in PostgreSQL, editions written from it, builds and verdicts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps import report
from tests.reports.published_year import note_build, note_publication, note_verdict, publish_year

STREET = "440307015"


@pytest.fixture
def published(fresh_database: Database) -> Database:
    """A database of this test alone whose schema ``published`` holds the year 2022, published by one build."""
    return publish_year(fresh_database)


@pytest.fixture(scope="session")
def published_once(cluster: Database) -> Iterator[Database]:
    """The same for the whole session, for tests that only read it and add editions."""
    url = make_url(cluster.url)
    server = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with server.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE reports_year TEMPLATE grassroots STRATEGY file_copy")
    database = publish_year(Database(url.set(database="reports_year").render_as_string(hide_password=False)))
    yield database
    database.close()


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
