"""Work tables of intake, pseudonyms of the vault, and the registry as the log knows it now."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"
OBJECTS = ("submissions", "quarantine", "statements", "pseudonyms", "registry_now")


def upgrade() -> None:
    """Create the objects in the order in which they need each other."""
    for name in OBJECTS:
        op.get_bind().exec_driver_sql((SQL / f"{name}.sql").read_text(), execution_options={"no_parameters": True})


def downgrade() -> None:
    """There is no way back: quarantine and pseudonyms cannot be made again."""
    raise NotImplementedError
