"""What intake may know of the log while it checks: the last version of a fact, and the registry as it stands now."""

from dataclasses import dataclass

import polars as pl
import sqlalchemy as sa

from ingestion.log.uuids import Uuids
from ingestion.registry.now import RegistryNow
from ingestion.registry.tree import Change, read_changes

_LATEST = """
SELECT l.fact_id::text, l.action, l.source, l.submission_id::text AS known_from,
    concat_ws(e'\\x1f', l.type_version::text, l.subject, l.occurred_on::text, l.data) AS latest_content
FROM unnest(%s) AS wanted (fact_id)
INNER JOIN log.latest_facts AS l ON l.fact_id = wanted.fact_id"""
_BY_INDEX = "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL jit = off"
"""Then the work grows with the hand-in, never with the log."""
SCHEMA: dict[str, pl.DataType] = {
    "fact_id": pl.String(),
    "action": pl.String(),
    "source": pl.String(),
    "known_from": pl.String(),
    "latest_content": pl.String(),
}


@dataclass
class Knowledge:
    """Reads with the role writer, whose only window on the log are the latest facts and the registry view."""

    engine: sa.Engine
    registry: RegistryNow

    def of(self, fact_ids: pl.Series) -> pl.DataFrame:
        """Last versions of those facts that exist: fact_id, action, source, known_from, latest_content."""
        if fact_ids.is_empty():
            return pl.DataFrame(schema=SCHEMA)
        wanted = fact_ids.unique().sort()  # in the order of the index: neighbours lie on the same page
        with self.engine.connect() as connection:
            connection.exec_driver_sql(_BY_INDEX)
            rows = connection.exec_driver_sql(_LATEST, (Uuids.of(wanted),)).all()
        columns = zip(*rows, strict=True) if rows else ((),) * len(SCHEMA)
        return pl.DataFrame(dict(zip(SCHEMA, columns, strict=True)), schema=SCHEMA)

    def changes(self) -> dict[str, Change]:
        """What the log says of the tree over time; a few hundred rows, read only for a hand-in that changes it."""
        return read_changes(self.engine)
