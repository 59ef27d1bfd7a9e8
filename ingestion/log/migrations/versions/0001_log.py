"""The event log: events, batches, segments, latest facts, staging, append; grants of the schemas intake and vault."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"
OBJECTS = (
    "events",
    "batches",
    "segments",
    "latest",
    "latest_facts",
    "staging",
    "record",
    "leaf",
    "next_head",
    "decided",
    "take_lock",
    "append",
    "immutable",
    "grants",
)


def upgrade() -> None:
    """Create the objects in the order in which they need each other."""
    for name in OBJECTS:
        op.get_bind().exec_driver_sql((SQL / f"{name}.sql").read_text(), execution_options={"no_parameters": True})


def downgrade() -> None:
    """There is no way back: a log that can be dropped by a command is not a log."""
    raise NotImplementedError
