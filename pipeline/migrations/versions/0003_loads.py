"""What was loaded when, ``ops.loads``."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql" / "loads.sql"


def upgrade() -> None:
    """Create the table with its grants."""
    op.get_bind().exec_driver_sql(SQL.read_text(), execution_options={"no_parameters": True})


def downgrade() -> None:
    """There is no way back: the gate would no longer know what lies in candidate."""
    raise NotImplementedError
