"""Load: the marts of the warehouse (DuckDB, schema ``marts``) ► PostgreSQL, schemas ``candidate`` and ``evidence``.

All or nothing, in one transaction of role builder: binary COPY from Arrow into tables whose shape and comments come
from the marts' contracts. Loading the same build again gives the same content. The same transaction notes in
``ops.loads`` which build it was, so that gate 2 knows without looking at the marts.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from pipeline import marts, publication
from pipeline.database import Database
from pipeline.marts import Mart
from pipeline.settings import Settings
from pipeline.steps.build import locked, watermark
from pipeline.steps.result import Progress, Result, silent

BATCH_ROWS = 100_000


class LoadError(Exception):
    """The warehouse does not hold what the contracts promise; nothing was loaded."""


def run(settings: Settings, *, progress: Progress = silent) -> Result:
    """Rows mart, rows, seconds. Raises LoadError; then ``candidate`` is as it was. Waits for a running build."""
    database = Database.open(settings)
    with locked(database):
        return load(database, settings.warehouse, marts.read(), progress)


def load(database: Database, warehouse: Path, contracts: dict[str, Mart], progress: Progress = silent) -> Result:
    """Load every mart of ``contracts`` from the DuckDB file."""
    import duckdb
    from adbc_driver_postgresql import dbapi

    if not warehouse.exists():
        message = f"没有数据仓库，请先运行 grassroots build · no warehouse at {warehouse.name}: run `grassroots build`"
        raise LoadError(message)
    build_id = watermark(warehouse).build_id
    if not build_id:
        message = "第一次构建没有完成，请先运行 grassroots build · the first build is not finished: `grassroots build`"
        raise LoadError(message)
    rows: list[dict[str, object]] = []
    with duckdb.connect(str(warehouse), read_only=True) as source, dbapi.connect(_address(database)) as target:
        source.execute("set timezone = 'UTC'")
        with target.cursor() as cursor:
            cursor.execute(f"select pg_advisory_xact_lock({publication.LOCK})")
            known = _known(database)
            _drop_unknown(cursor, contracts, known)
            for mart in contracts.values():
                started = time.monotonic()
                _make(cursor, mart, known[mart.schema].get(mart.name))
                number = _copy(source, cursor, mart)
                cursor.execute(f"analyze {mart.table}")  # without statistics the gate's joins take minutes
                progress(f"{mart.table} {number}")
                rows.append({"mart": mart.table, "rows": number, "seconds": round(time.monotonic() - started, 3)})
            cursor.execute(f"insert into ops.loads (build_id) values ({_quoted(build_id)})")
        target.commit()
    total = sum(int(str(row["rows"])) for row in rows)
    zh, en = f"{len(rows)} 张表、{total} 行已载入候选区", f"{len(rows)} marts, {total} rows in candidate"
    return Result(ok=True, rows=rows, summary={"marts": len(rows), "rows": total}, message=f"{zh} · {en}")


def _known(database: Database) -> dict[str, dict[str, publication.Shape]]:
    """What lies in candidate and evidence now."""
    with database.engine("builder").connect() as connection:
        return {schema: publication.shapes(connection, schema) for schema in ("candidate", "evidence")}


def _drop_unknown(cursor: Any, contracts: dict[str, Mart], known: dict[str, dict[str, publication.Shape]]) -> None:
    """A mart that no contract describes any more must not stay to be published."""
    wanted = {mart.table for mart in contracts.values()}
    for table in sorted(f"{schema}.{name}" for schema, names in known.items() for name in names):
        if table not in wanted:
            cursor.execute(f"drop table {table}")


def _make(cursor: Any, mart: Mart, known: publication.Shape | None) -> None:
    """An empty table of the right shape, with its comments."""
    if known == {column.name: column.type for column in mart.columns}:
        cursor.execute(f"truncate {mart.table}")
    else:
        cursor.execute(f"drop table if exists {mart.table}")
        cursor.execute(f"create table {mart.table} ({', '.join(f'{c.name} {c.type}' for c in mart.columns)})")
    cursor.execute(f"comment on table {mart.table} is {_quoted(mart.comment)}")
    for column in mart.columns:
        cursor.execute(f"comment on column {mart.table}.{column.name} is {_quoted(column.comment)}")


def _copy(source: Any, cursor: Any, mart: Mart) -> int:
    """COPY one mart; returns its rows."""
    counted = 0

    def batches() -> Iterator[Any]:
        nonlocal counted
        for batch in reader:
            counted += batch.num_rows
            yield batch

    import duckdb
    import pyarrow

    columns = ", ".join(f'cast("{c.name}" as {_warehouse_type(c.type)}) as "{c.name}"' for c in mart.columns)
    try:
        query = source.execute(f"select {columns} from marts.{mart.name}")
        reader = query.to_arrow_reader(BATCH_ROWS)
    except duckdb.Error as error:
        message = f"{mart.name}: {error}"
        raise LoadError(message) from error
    stream = pyarrow.RecordBatchReader.from_batches(reader.schema, batches())
    cursor.adbc_ingest(mart.name, stream, mode="append", db_schema_name=mart.schema)
    return counted


def _warehouse_type(kind: str) -> str:
    """DuckDB's name of the contract's type, so that what is copied has exactly the type of the table."""
    return {"text": "varchar", "timestamptz": "timestamptz", "bytea": "blob", "double precision": "double"}.get(
        kind, kind.replace("numeric", "decimal")
    )


def _address(database: Database) -> str:
    """Address, for libpq, of the database as role builder, times in UTC."""
    options = "-c role=grassroots_builder -c timezone=UTC -c datestyle=ISO"
    url = make_url(database.url).set(drivername="postgresql").update_query_dict({"options": options})
    return url.render_as_string(hide_password=False).replace("+", "%20")


def _quoted(text: str) -> str:
    return sa.literal(text).compile(compile_kwargs={"literal_binds": True}).string
