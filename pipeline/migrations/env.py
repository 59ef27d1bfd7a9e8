"""Alembic environment of ops, candidate, published and evidence: runs on the connection it is handed, as the owner."""

from pathlib import Path

from alembic import context

SQL = Path(__file__).parent / "sql"
AS_WRITTEN = {"no_parameters": True}  # a per cent sign in a script is a per cent sign


def run() -> None:
    """Make roles and schemas first: Alembic's own version table needs both."""
    connection = context.config.attributes["connection"]
    for name in ("roles", "schemas"):
        connection.exec_driver_sql((SQL / f"{name}.sql").read_text(), execution_options=AS_WRITTEN)
    connection.exec_driver_sql("SET LOCAL ROLE grassroots_owner")
    context.configure(connection=connection, version_table_schema="ops", transactional_ddl=True)
    context.run_migrations()
    connection.exec_driver_sql("RESET ROLE")


run()
