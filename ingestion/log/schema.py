"""Runs the first Alembic tree: schemas log, intake and vault, with the roles that own, write and build."""

from pathlib import Path

from sqlalchemy import Connection

FOLDER = Path(__file__).parent / "migrations"


def migrate(connection: Connection, revision: str = "head") -> None:
    """Bring log, intake and vault to ``revision``; the caller commits."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER))
    command.upgrade(config, revision)
