"""The ledger of mails, ``ops.deliveries``."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql" / "deliveries.sql"


def upgrade() -> None:
    """Create the table with its grants."""
    op.get_bind().exec_driver_sql(SQL.read_text(), execution_options={"no_parameters": True})


def downgrade() -> None:
    """There is no way back: what was sent to whom must last."""
    raise NotImplementedError
