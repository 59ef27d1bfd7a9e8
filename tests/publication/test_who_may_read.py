"""A reader reads ``published`` and nothing else; the gate only writes verdicts; nobody can do another's work."""

import pytest
import sqlalchemy as sa

from pipeline.database import Database
from pipeline.steps.publish import publish
from tests.publication.loaded import pass_gate

FORBIDDEN = {
    "reader": [
        "select 1 from candidate.fct_indicator_value",
        "select 1 from evidence.fct_measure_delta",
        "select 1 from log.events",
        "select 1 from log.latest",
        "select 1 from intake.submissions",
        "select 1 from ops.verdicts",
        "select 1 from vault.pseudonyms",
        "delete from published.fct_indicator_value",
        "insert into published.dim_period (period) values ('x')",
        "update published.dim_period set label_zh = 'x'",
        "truncate published.dim_period",
        "create table published.mine (a int)",
        "create temporary table mine (a int)",
    ],
    "gate": [
        "update candidate.dim_period set label_zh = 'x'",
        "select 1 from published.dim_period",
        "delete from ops.verdicts",
        "update ops.verdicts set passed = true",
        "insert into ops.publications values ('b', now(), 'c', 1, 'h')",
        "select 1 from log.events",
    ],
    "publisher": [
        "update candidate.dim_period set label_zh = 'x'",
        "update evidence.fct_measure_delta set delta = 0",
        "insert into ops.verdicts values ('b', 's', 'f', 1, 1, 1, 1, 'c', true, null)",
        "select 1 from log.events",
    ],
    "builder": [
        "select 1 from published.dim_period",
        "insert into ops.verdicts values ('b', 's', 'f', 1, 1, 1, 1, 'c', true, null)",
        "insert into ops.publications values ('b', now(), 'c', 1, 'h')",
    ],
}


def test_each_role_is_refused_what_is_not_its_work(candidate: Database):
    pass_gate(candidate)
    assert publish(candidate).ok
    for role, statement in ((role, statement) for role, listed in FORBIDDEN.items() for statement in listed):
        with candidate.engine(role).connect() as connection:
            with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
                connection.exec_driver_sql(statement)


def test_the_reader_reads_every_published_mart(candidate: Database):
    pass_gate(candidate)
    assert publish(candidate).ok
    with candidate.engine("reader").connect() as connection:
        tables = connection.scalars(sa.text("select tablename from pg_tables where schemaname = 'published'")).all()
        assert len(tables) == 11
        assert "fct_measure_delta" not in tables
        for table in tables:
            assert connection.scalar(sa.text(f"select count(*) from published.{table}"))


@pytest.mark.parametrize("role", ["reader", "gate"])
def test_a_role_cannot_become_another(candidate: Database, role: str):
    """RESET ROLE leads back to the same role; embedded, SET ROLE is guarded by the login only, as README says."""
    with candidate.engine(role).connect() as connection:
        connection.exec_driver_sql("reset role")
        assert connection.scalar(sa.text("select current_user")) == f"grassroots_{role}"
