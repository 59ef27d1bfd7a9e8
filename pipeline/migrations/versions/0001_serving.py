"""Schemas ops, candidate, published and evidence, with the tables of ops and the grants of the roles."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"
OBJECTS = ("builds", "verdicts", "publications", "editions", "grants")


def upgrade() -> None:
    """Create the objects, then the grants on them."""
    for name in OBJECTS:
        op.get_bind().exec_driver_sql((SQL / f"{name}.sql").read_text(), execution_options={"no_parameters": True})


def downgrade() -> None:
    """There is no way back: editions and verdicts must last."""
    raise NotImplementedError
