"""What intake may know of the log while it checks: the last version of a fact, and the registry as it stands now."""

from dataclasses import dataclass

import polars as pl
import sqlalchemy as sa

from ingestion.registry.now import RegistryNow

_LATEST = """
SELECT fact_id::text, action, source, submission_id::text AS known_from,
    concat_ws(e'\\x1f', type_version::text, subject, occurred_on::text, data) AS latest_content
FROM log.latest_facts WHERE fact_id = ANY(CAST(CAST(%s AS text) AS uuid[]))"""
"""The ids as one text such as {…,…}: the server reads an array of 200,000 ten times faster than the driver writes one."""
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
        listed = f"{{{fact_ids.str.join(',').item()}}}"
        with self.engine.connect() as connection:
            # nested loops: the work grows with the hand-in, never with the log
            connection.exec_driver_sql("SET LOCAL enable_hashjoin = off")
            connection.exec_driver_sql("SET LOCAL enable_mergejoin = off")
            rows = connection.exec_driver_sql(_LATEST, (listed,)).all()
        return pl.DataFrame([tuple(row) for row in rows], schema=SCHEMA, orient="row")
