"""Segments that an older version noted with their folder are known by file name: a data folder can be moved."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Only the names stay; where the files lie is the caller's to say."""
    op.execute("UPDATE log.segments SET path = regexp_replace(path, '^.*/', '')")


def downgrade() -> None:
    """There is no way back: the folder that was cut off is not kept."""
    raise NotImplementedError
