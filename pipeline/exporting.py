"""The published marts as files: CSV with a byte order mark, so that Excel shows Chinese, and Parquet for analysts.

Text that a spreadsheet would take for a formula gets an apostrophe in the CSV; Parquet keeps the text as it is.
"""

from pathlib import Path

import polars as pl
import sqlalchemy as sa

from pipeline.database import Database

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")


def export_marts(database: Database, folder: Path) -> list[dict[str, object]]:
    """Write every published table in one REPEATABLE READ transaction; returns name, rows and file of each."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = database.engine("reader").execution_options(isolation_level="REPEATABLE READ")
    written: list[dict[str, object]] = []
    with engine.connect() as connection:
        for name in sa.inspect(connection).get_table_names(schema="published"):
            frame = pl.read_database(f'SELECT * FROM published."{name}"', connection, infer_schema_length=None)
            frame.write_parquet(folder / f"{name}.parquet")
            texts = [column for column, kind in frame.schema.items() if kind == pl.String]
            safe = frame.with_columns(_harmless(column) for column in texts)
            safe.write_csv(folder / f"{name}.csv", include_bom=True)
            written.append({"mart": name, "rows": frame.height, "csv": f"{name}.csv", "parquet": f"{name}.parquet"})
    return written


def _harmless(column: str) -> pl.Expr:
    text = pl.col(column)
    risky = pl.any_horizontal(text.str.starts_with(sign) for sign in FORMULA)
    return pl.when(risky).then(pl.concat_str([pl.lit("'"), text])).otherwise(text).alias(column)
