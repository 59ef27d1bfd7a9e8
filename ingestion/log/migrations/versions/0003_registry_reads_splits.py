"""The registry as intake reads it follows splits too, and puts several moves of one day in their order."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

VIEW = Path(__file__).parents[1] / "sql" / "registry_now.sql"


def upgrade() -> None:
    """Replace the view; its columns stay as they are."""
    op.get_bind().exec_driver_sql(VIEW.read_text(), execution_options={"no_parameters": True})


def downgrade() -> None:
    """There is no way back: the older view hangs split units in the wrong place."""
    raise NotImplementedError
