"""Fixtures of the delivery tests: a published year, a list of recipients, and a real SMTP server on localhost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps import report
from tests.delivery.mailbox import Mailbox, running
from tests.reports.published_year import publish_year

DISTRICT, STREET, OTHER_STREET = "440307", "440307015", "440307013"
LEADER, CLERK, STREET_OFFICE, OTHER_OFFICE = (
    "leader@union.example", "clerk@union.example", "office@street.example", "other@street.example",
)  # fmt: skip
LIST = f"""
recipients:
  - address: {LEADER}
    name: 区总工会办公室
    unit: "{DISTRICT}"
    kinds: [yearly]
  - address: {CLERK}
    unit: "{DISTRICT}"
    kinds: [monthly, yearly]
  - address: {STREET_OFFICE}
    name: 街道总工会
    unit: {STREET}
    kinds: [yearly]
  - address: {OTHER_OFFICE}
    unit: "{OTHER_STREET}"
    kinds: [yearly]
"""
MAILS = {
    (LEADER, "2022", DISTRICT), (CLERK, "2022", DISTRICT), (CLERK, "2022-12", DISTRICT),
    (STREET_OFFICE, "2022", STREET), (OTHER_OFFICE, "2022", OTHER_STREET),
}  # fmt: skip
"""Who gets which period of which unit, of what is due in a published year."""


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A server that takes everything until it is told otherwise."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def year(cluster: Database) -> Database:
    """A database whose schema ``published`` holds the year 2022; tests get copies of it."""
    url = make_url(cluster.url)
    with _server(cluster).connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE delivery_year TEMPLATE grassroots STRATEGY file_copy")
    database = publish_year(Database(url.set(database="delivery_year").render_as_string(hide_password=False)))
    database.close()
    return database


@pytest.fixture(scope="session")
def printed(year: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Editions that are due, frozen once and printed once: the copies of the database know them."""
    settings = Settings(home=tmp_path_factory.mktemp("printed"), database_url=year.url)
    for period, unit in {(period, unit) for _, period, unit in MAILS}:
        assert report.run(settings, period=period, unit=unit).ok
    for engine in list(year._engines.values()):
        engine.dispose()
    sa.create_engine(year.url).dispose()
    _end_sessions(year)
    return settings.editions


@pytest.fixture
def published(year: Database, printed: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A copy of the published year for one test."""
    url = make_url(year.url)
    name = f"delivery_{abs(hash(request.node.nodeid)) % 10**12}"
    with _server(year).connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE delivery_year STRATEGY file_copy")
    database = Database(url.set(database=name).render_as_string(hide_password=False))
    yield database
    database.close()
    with _server(year).connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def settings(published: Database, printed: Path, mailbox: Mailbox, tmp_path: Path) -> Settings:
    """Settings with the server, the list and the editions that are printed already."""
    (tmp_path / "editions").symlink_to(printed, target_is_directory=True)
    (tmp_path / "recipients.yaml").write_text(LIST, encoding="utf-8")
    return Settings(
        home=tmp_path,
        database_url=published.url,
        smtp_host="127.0.0.1",
        smtp_port=mailbox.port,
        smtp_security="none",
        mail_sender="reports@union.example",
        mail_domains="union.example, street.example",
    )


def _server(database: Database) -> sa.Engine:
    url = make_url(database.url).set(database="postgres")
    return sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)


def _end_sessions(database: Database) -> None:
    """A template must not be in use while it is copied; the step's own engines keep idle sessions."""
    statement = "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'delivery_year'"
    with _server(database).connect() as connection:
        connection.exec_driver_sql(statement)
