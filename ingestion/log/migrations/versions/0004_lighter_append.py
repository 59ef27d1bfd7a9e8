"""Append sorts less: rows of which nothing is known keep their places, and nothing is updated where nothing changed."""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FUNCTION = Path(__file__).parents[1] / "sql" / "append.sql"


def upgrade() -> None:
    """Replace the function; what it takes and answers stays as it is."""
    op.get_bind().exec_driver_sql(FUNCTION.read_text(), execution_options={"no_parameters": True})


def downgrade() -> None:
    """There is no way back: the log grows by one function only."""
    raise NotImplementedError
