"""Runs the second Alembic tree: schemas ops, candidate, published and evidence, and who may build and read them."""

from pathlib import Path

from sqlalchemy import Connection

FOLDER = Path(__file__).parent / "migrations"


def migrate(connection: Connection, revision: str = "head") -> None:
    """Bring ops, candidate, published and evidence to ``revision``; the caller commits."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER))
    command.upgrade(config, revision)
