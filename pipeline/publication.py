"""Replaces the content of ``published`` by that of ``candidate`` in one transaction, and hashes content so that what is
published is what was judged.

DELETE and INSERT, no DDL unless the shape of a mart changed: grants, row policies and table identity stay, no reader is
blocked, and a reader in REPEATABLE READ sees one whole build (details 25; renaming schemas tore reads or deadlocked).
Because every row carries ``build_id``, every row differs from build to build: there is nothing to gain from copying
only the rows that differ, and a vacuum after the commit gives the old rows' space back.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

LOCK = 0x67726173_73706C  # one loader or publisher at a time
LOCK_TIMEOUT = "5s"  # a changed shape waits this long for readers, then gives up; new readers would queue behind it
COLUMNS = """
    select c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
           col_description(c.oid, a.attnum), obj_description(c.oid, 'pg_class')
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname = :schema and c.relkind = 'r' order by c.relname collate "C", a.attnum"""
Shape = dict[str, str]


def shapes(connection: Connection, schema: str) -> dict[str, Shape]:
    """Tables of a schema with the type of each column, both in a fixed order."""
    found: dict[str, Shape] = {}
    for table, column, kind, _, _ in connection.execute(sa.text(COLUMNS), {"schema": schema}):
        found.setdefault(str(table), {})[str(column)] = str(kind)
    return found


def comments(connection: Connection, schema: str) -> dict[tuple[str, str], str]:
    """Descriptions of tables (column '') and columns."""
    found: dict[tuple[str, str], str] = {}
    for table, column, _, of_column, of_table in connection.execute(sa.text(COLUMNS), {"schema": schema}):
        found[str(table), str(column)] = str(of_column or "")
        found[str(table), ""] = str(of_table or "")
    return found


def content_hash(connection: Connection, *schemas: str) -> str:
    """sha256 over every table of the schemas: columns with types, number of rows, each row's sha256 in order.

    Computed in the server; does not depend on the order of rows or columns on disk. The schema's name is left out, so
    that ``published`` has the hash of the ``candidate`` it was made from.
    """
    return combined(*(digests(connection, schema) for schema in schemas))


def digests(connection: Connection, schema: str) -> list[str]:
    """One line a table of the schema: what the content hash is taken over."""
    return [_table_line(connection, schema, table, shape) for table, shape in shapes(connection, schema).items()]


def combined(*lines: list[str]) -> str:
    """The content hash of the tables whose digests these are."""
    return hashlib.sha256("\n".join(sorted(line for each in lines for line in each)).encode()).hexdigest()


def replace(connection: Connection) -> int:
    """Make ``published`` hold what ``candidate`` holds, in the caller's transaction (role publisher); returns rows."""
    connection.execute(sa.text(f"set local lock_timeout = '{LOCK_TIMEOUT}'"))
    fresh, shown = shapes(connection, "candidate"), shapes(connection, "published")
    rows = 0
    for table in sorted(set(shown) - set(fresh)):
        connection.execute(sa.text(f"drop table published.{_name(table)}"))
    for table, shape in fresh.items():
        if table in shown:
            connection.execute(sa.text(f"delete from published.{_name(table)}"))
        _reshape(connection, table, shape, shown.get(table))
        names = ", ".join(_name(column) for column in shape)
        insert = f"insert into published.{_name(table)} ({names}) select {names} from candidate.{_name(table)}"
        rows += connection.execute(sa.text(insert)).rowcount
    _describe(connection)
    return rows


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """A connection that holds the lock of loading and publishing and begins in REPEATABLE READ afterwards."""
    with engine.connect() as connection:
        connection.execute(sa.text("select pg_advisory_lock(:key)"), {"key": LOCK})
        connection.commit()
        connection.execution_options(isolation_level="REPEATABLE READ")
        try:
            yield connection
        finally:
            connection.rollback()
            connection.execute(sa.text("select pg_advisory_unlock(:key)"), {"key": LOCK})
            connection.commit()
            connection.execution_options(isolation_level="READ COMMITTED")


def vacuum(engine: Engine) -> None:
    """Give back the space of the rows that were replaced, and renew statistics; blocks no reader."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in shapes(connection, "published"):
            connection.execute(sa.text(f"vacuum (analyze) published.{_name(table)}"))


def _reshape(connection: Connection, table: str, shape: Shape, shown: Shape | None) -> None:
    """Create a table that is new; add, drop and retype columns of one whose contract changed. Usually does nothing."""
    if shown is None:
        columns = ", ".join(f"{_name(column)} {kind}" for column, kind in shape.items())
        connection.execute(sa.text(f"create table published.{_name(table)} ({columns})"))
        return
    gone = [column for column, kind in shown.items() if shape.get(column) != kind]
    new = [column for column, kind in shape.items() if shown.get(column) != kind]
    changes = [f"drop column {_name(column)}" for column in gone]
    changes += [f"add column {_name(column)} {shape[column]}" for column in new]
    if changes:
        connection.execute(sa.text(f"alter table published.{_name(table)} {', '.join(changes)}"))


def _describe(connection: Connection) -> None:
    """Carry descriptions over where they differ."""
    shown = comments(connection, "published")
    for (table, column), comment in comments(connection, "candidate").items():
        if shown.get((table, column)) != comment:
            what = f"column published.{_name(table)}.{_name(column)}" if column else f"table published.{_name(table)}"
            connection.exec_driver_sql(f"comment on {what} is {literal(comment)}")


def _table_line(connection: Connection, schema: str, table: str, shape: Shape) -> str:
    """One table's part of the hash. Rows are hashed first and ordered by their hash, in 256 parts of bounded size."""
    columns = sorted(shape)
    record = ", ".join(_name(column) for column in columns)
    query = f"""
        select coalesce(encode(sha256(string_agg(digest, ''::bytea order by part)), 'hex'), ''), coalesce(sum(n), 0)
        from (select substr(leaf, 1, 1) as part, sha256(string_agg(leaf, ''::bytea order by leaf)) as digest,
                     count(*) as n
              from (select sha256(convert_to(row({record})::text, 'UTF8')) as leaf
                    from {_name(schema)}.{_name(table)}) as leaves
              group by 1) as parts"""
    digest, number = connection.execute(sa.text(query)).one()
    kinds = ",".join(f"{column} {shape[column]}" for column in columns)
    return f"{table}|{kinds}|{number}|{digest}"


def _name(identifier: str) -> str:
    """A quoted identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A quoted text for statements that take no parameters."""
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"
