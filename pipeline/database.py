"""PostgreSQL for the pipeline: the embedded server or the one that ``GRASSROOTS_DATABASE_URL`` names, one code path.

A step asks for an engine by role and can then do what that role may do and nothing else. In embedded mode this guards
against mistakes, not against other users of the machine: the socket trusts everyone who can reach it.
"""

from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL, Engine, make_url

from ingestion.log import schema as log_schema
from pipeline import embedded, schema
from pipeline.settings import Settings

NAME = "grassroots"
ROLES = ("owner", "writer", "builder", "gate", "publisher", "reader")


@dataclass
class Database:
    """A server and our database on it.

    url  SQLAlchemy address of the database ``grassroots``, driver psycopg, no role set.
    """

    url: str
    _engines: dict[str | None, Engine] = field(default_factory=dict, repr=False)

    @classmethod
    def open(cls, settings: Settings) -> "Database":
        """Start or find the server and make the database when it is missing."""
        if settings.database_url:
            return cls(_text(make_url(settings.database_url).set(drivername="postgresql+psycopg")))
        return cls.embedded(settings.pg)

    @classmethod
    def embedded(cls, pgdata: Path) -> "Database":
        """The database ``grassroots`` of the embedded cluster in ``pgdata``."""
        folder = embedded.start(pgdata)
        database = cls(_text(URL.create("postgresql+psycopg", "postgres", query={"host": str(folder)}, database=NAME)))
        database.ensure(NAME)
        return database

    def engine(self, role: str | None = None) -> Engine:
        """Engine whose sessions act as ``grassroots_<role>`` (owner, writer, builder, gate, publisher or reader).

        Without a role: the login itself, which only migrations need. The same engine on every call.
        """
        if role not in self._engines:
            url = make_url(self.url).update_query_dict({"options": _session(role)})
            self._engines[role] = sa.create_engine(url)
        return self._engines[role]

    def ensure(self, name: str) -> None:
        """Make the database ``name`` on this server when it is missing."""
        home = make_url(self.url).set(database="postgres") if name == NAME else self.url
        engine = sa.create_engine(home, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            if not connection.scalar(sa.text("select 1 from pg_database where datname = :name"), {"name": name}):
                connection.execute(sa.text(f"create database \"{name}\" encoding 'UTF8' template template0"))

    def address(self, name: str, driver: str = "psycopg2") -> str:
        """SQLAlchemy address of another database here (``airflow``, ``superset``), made when it is missing."""
        self.ensure(name)
        return _text(make_url(self.url).set(database=name, drivername=f"postgresql+{driver}"))

    def reader_address(self, driver: str = "psycopg2") -> str:
        """SQLAlchemy address for whoever only reads ``published``: the role ``grassroots_reader``.

        Embedded: no password, the socket trusts. Elsewhere the login of the settings, whose sessions begin as that role
        and get back to it by RESET ROLE.
        """
        url = make_url(self.url).set(drivername=f"postgresql+{driver}")
        if url.query.get("host"):
            return _text(url.set(username="grassroots_reader", password=""))
        return _text(url.update_query_dict({"options": "-c role=grassroots_reader"}))

    def close(self) -> None:
        """Give back every connection; the server goes on."""
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()


def migrate(database: Database) -> None:
    """Bring both trees to their newest revision: first the log (log, intake, vault), then what stands on it."""
    with database.engine(None).begin() as connection:
        log_schema.migrate(connection)
    with database.engine(None).begin() as connection:
        schema.migrate(connection)


def is_migrated(settings: Settings) -> bool:
    """Whether the data folder was ever set up (``init`` or ``run``); starts no server in an empty one."""
    if settings.database_url is None and not (settings.pg / "PG_VERSION").exists():
        return False
    with Database.open(settings).engine(None).connect() as connection:
        return bool(connection.scalar(sa.text("select to_regclass('ops.deliveries') is not null")))


def stop(settings: Settings) -> bool:
    """End the embedded server; returns whether one ran."""
    return embedded.stop(settings.pg)


def _session(role: str | None) -> str:
    """Start-up options of a session: ISO dates, UTC, and the role, which RESET ROLE then cannot leave."""
    if role is not None and role not in ROLES:
        message = f"no such role: {role}"
        raise ValueError(message)
    options = "-c timezone=UTC -c datestyle=ISO"
    return options if role is None else f"{options} -c role=grassroots_{role}"


def _text(url: URL) -> str:
    """The address with its password in it."""
    return url.render_as_string(hide_password=False)
