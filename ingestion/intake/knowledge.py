"""What intake may know of the log while it checks: the last version of a fact, and the registry as it stands now."""

from dataclasses import dataclass

import polars as pl
import sqlalchemy as sa

from ingestion.registry.now import RegistryNow

_LATEST = """
SELECT fact_id::text, action, source, submission_id::text AS known_from,
    concat_ws(e'\\x1f', type_version::text, subject, occurred_on::text, data) AS latest_content
FROM log.latest_facts WHERE fact_id = ANY(CAST(:ids AS uuid[]))"""
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
        with self.engine.connect() as connection:
            rows = connection.execute(sa.text(_LATEST), {"ids": fact_ids.to_list()}).mappings().all()
        return pl.DataFrame([dict(row) for row in rows], schema=SCHEMA)
