"""Publishing: content is replaced, the tables themselves stay; only a changed contract changes a table."""

import dataclasses
from pathlib import Path

import sqlalchemy as sa

from pipeline import publication
from pipeline.database import Database
from pipeline.marts import Column, Mart
from pipeline.steps.load import load
from pipeline.steps.publish import publish
from tests.publication.candidate_year import BUILD, HEAD, POSITION, warehouse
from tests.publication.loaded import note_build, note_sealed, pass_gate

IDENTITY = """select c.relname, c.oid::text, coalesce(c.relacl::text, '') from pg_class as c
    join pg_namespace as n on n.oid = c.relnamespace where n.nspname = 'published' and c.relkind = 'r' order by 1"""


def identities(database: Database) -> list[tuple[str, ...]]:
    """Tables of published with their identity and grants."""
    with database.engine("publisher").connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(IDENTITY))]


def next_build(database: Database, folder: Path, contracts: dict[str, Mart], name: str, position: int) -> None:
    """Another build with other figures, loaded and judged."""
    file = warehouse(folder / f"{name}.duckdb", contracts, name, seed=position)
    note_sealed(database, position)
    note_build(database, name, position)
    load(database, file, contracts)
    pass_gate(database)


def test_the_next_build_replaces_content_and_keeps_tables_grants_and_identity(
    candidate: Database, contracts: dict[str, Mart], tmp_path: Path
):
    pass_gate(candidate)
    assert publish(candidate).ok
    before = identities(candidate)
    assert len(before) == 11
    next_build(candidate, tmp_path, contracts, "second", POSITION + 10)
    published = publish(candidate)
    assert published.ok, published.message
    assert identities(candidate) == before
    with candidate.engine("reader").connect() as connection:
        for table, *_ in before:
            builds = connection.scalars(sa.text(f"select distinct build_id from published.{table}")).all()
            assert builds == ["second"], table


def test_a_publication_is_noted_with_its_hash_position_and_head(candidate: Database):
    pass_gate(candidate)
    assert publish(candidate).ok
    with candidate.engine("publisher").connect() as connection:
        noted = connection.execute(sa.text("select build_id, content_hash, position, head from ops.publications")).one()
        judged = publication.content_hash(connection, "candidate", "evidence")
    assert tuple(noted) == (BUILD, judged, POSITION, HEAD)


def test_publishing_what_readers_see_already_does_nothing(candidate: Database):
    pass_gate(candidate)
    assert publish(candidate).summary["rows"]
    again = publish(candidate)
    assert again.ok
    assert again.summary["rows"] == 0
    with candidate.engine("publisher").connect() as connection:
        assert connection.scalar(sa.text("select count(*) from ops.publications")) == 1


def test_publishing_again_repairs_what_somebody_changed_in_published(candidate: Database):
    pass_gate(candidate)
    assert publish(candidate).ok
    with candidate.engine("publisher").begin() as connection:
        connection.exec_driver_sql("delete from published.fct_finding")
    assert publish(candidate).summary["rows"]
    with candidate.engine("reader").connect() as connection:
        assert connection.scalar(sa.text("select count(*) from published.fct_finding")) == 40


def test_a_changed_contract_changes_the_table_in_the_same_transaction_and_keeps_it(
    candidate: Database, contracts: dict[str, Mart], tmp_path: Path
):
    pass_gate(candidate)
    assert publish(candidate).ok
    before = identities(candidate)
    period = contracts["dim_period"]
    kept = tuple(column for column in period.columns if column.name != "label_en")
    changed = dataclasses.replace(period, columns=(*kept, Column("days", "integer", "天数 / days")), comment="期间")
    fewer = {name: mart for name, mart in contracts.items() if name != "fct_finding"} | {"dim_period": changed}
    next_build(candidate, tmp_path, fewer, "second", POSITION + 10)
    published = publish(candidate)
    assert published.ok, published.message
    assert identities(candidate) == [row for row in before if row[0] != "fct_finding"]
    with candidate.engine("publisher").connect() as connection:
        assert set(publication.shapes(connection, "published")["dim_period"]) == {c.name for c in changed.columns}
        assert publication.comments(connection, "published")["dim_period", "days"] == "天数 / days"
        assert publication.comments(connection, "published")["dim_period", ""] == "期间"


def test_descriptions_reach_the_readers(candidate: Database):
    pass_gate(candidate)
    assert publish(candidate).ok
    with candidate.engine("publisher").connect() as connection:
        assert publication.comments(connection, "published") == publication.comments(connection, "candidate")


def test_a_description_may_hold_any_character(candidate: Database):
    said = "it's 100% “好” :name %(x)s \\ $1"
    with candidate.engine("builder").begin() as connection:
        connection.exec_driver_sql(f"comment on table candidate.dim_period is {publication.literal(said)}")
    pass_gate(candidate)
    assert publish(candidate).ok
    with candidate.engine("publisher").connect() as connection:
        assert publication.comments(connection, "candidate")["dim_period", ""] == said
        assert publication.comments(connection, "published")["dim_period", ""] == said


def test_a_reader_who_holds_a_table_whose_shape_changes_makes_publishing_give_up_and_not_hang(
    candidate: Database, contracts: dict[str, Mart], tmp_path: Path, monkeypatch
):
    monkeypatch.setattr(publication, "LOCK_TIMEOUT", "200ms")
    pass_gate(candidate)
    assert publish(candidate).ok
    columns = contracts["dim_period"].columns[:-2] + contracts["dim_period"].columns[-1:]
    changed = contracts | {"dim_period": dataclasses.replace(contracts["dim_period"], columns=columns)}
    next_build(candidate, tmp_path, changed, "second", POSITION + 10)
    with candidate.engine("reader").connect() as reader:
        assert reader.scalar(sa.text("select count(*) from published.dim_period"))
        withheld = publish(candidate)
        assert not withheld.ok
        assert "读者" in withheld.message
    assert publish(candidate).ok


def test_the_hash_sees_one_changed_cell_and_not_the_order_of_rows(candidate: Database):
    with candidate.engine("builder").begin() as connection:
        before = publication.content_hash(connection, "candidate", "evidence")
        connection.exec_driver_sql(
            "create table evidence.again as select * from candidate.dim_period order by period desc"
        )
        connection.exec_driver_sql("truncate candidate.dim_period")
        connection.exec_driver_sql("insert into candidate.dim_period select * from evidence.again")
        connection.exec_driver_sql("drop table evidence.again")
        assert publication.content_hash(connection, "candidate", "evidence") == before
        connection.exec_driver_sql("update candidate.dim_period set label_en = null where period = '2022-01'")
        blank = publication.content_hash(connection, "candidate", "evidence")
        connection.exec_driver_sql("update candidate.dim_period set label_en = '' where period = '2022-01'")
        assert len({before, blank, publication.content_hash(connection, "candidate", "evidence")}) == 3
