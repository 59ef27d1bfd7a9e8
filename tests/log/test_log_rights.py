"""Who may do what with the log: the writer appends and nothing else, and nobody edits history."""

import pytest
import sqlalchemy as sa

from ingestion.log.errors import HistoryProtectedError, NotAllowedError, WrongIsolationError, translated
from ingestion.log.event import facts_frame
from ingestion.log.port import Batch

RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


def held(database, role, schema="log"):
    """What a role may do with the relations of a schema: {(relation, right)}."""
    query = """SELECT c.relname, r.name FROM pg_class AS c CROSS JOIN unnest(CAST(:rights AS text[])) AS r (name)
        WHERE c.relnamespace = CAST(:schema AS regnamespace) AND c.relkind IN ('r', 'v', 'p', 'm', 'f')
        AND has_table_privilege(:role, c.oid, r.name)"""
    values = {"role": f"grassroots_{role}", "schema": schema, "rights": list(RIGHTS)}
    with database.engine().connect() as connection:
        return {tuple(row) for row in connection.execute(sa.text(query), values)}


def functions(database, role):
    """The functions of schema log that a role may execute."""
    query = """SELECT proname FROM pg_proc WHERE pronamespace = 'log'::regnamespace
        AND has_function_privilege(:role, oid, 'EXECUTE')"""
    with database.engine().connect() as connection:
        return set(connection.execute(sa.text(query), {"role": f"grassroots_{role}"}).scalars())


def test_the_writer_may_lock_stage_append_and_see_the_latest_facts_and_nothing_else(database):
    # registry_now is intake's view of the latest facts about units and enterprises
    readable = {("latest_facts", "SELECT"), ("registry_now", "SELECT")}
    assert held(database, "writer") == readable | {("staging", "INSERT")}
    assert functions(database, "writer") == {"take_lock", "append"}


def test_the_builder_reads_the_log_and_notes_segments(database):
    readable = {
        (name, "SELECT") for name in ("events", "batches", "segments", "latest", "latest_facts", "registry_now")
    }
    assert held(database, "builder") == readable | {("segments", "INSERT")}
    assert functions(database, "builder") == {"record", "leaf"}


@pytest.mark.parametrize("role", ["gate", "publisher", "reader"])
def test_the_other_roles_have_no_business_in_the_log_the_vault_or_intake(database, role):
    assert held(database, role) == set()
    assert functions(database, role) == set()
    query = "SELECT bool_or(has_schema_privilege(:role, s, 'USAGE')) FROM unnest(ARRAY['log', 'intake', 'vault']) AS s"
    with database.engine().connect() as connection:
        assert connection.execute(sa.text(query), {"role": f"grassroots_{role}"}).scalar() is False


@pytest.mark.parametrize("role", ["writer", "builder", "gate", "publisher", "reader"])
def test_no_role_makes_temporary_tables_or_objects_in_the_log(database, role):
    for statement in ("CREATE TEMPORARY TABLE staging (n integer)", "CREATE TABLE log.mine (n integer)"):
        with pytest.raises(NotAllowedError), translated(), database.engine(role).begin() as connection:
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize("table", ["events", "batches"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET recorded_at = now()", "DELETE FROM {}", "TRUNCATE {}"])
def test_history_is_not_edited_even_by_the_owner(filled_log, fresh_database, table, statement):
    before = filled_log.head()
    with pytest.raises(HistoryProtectedError), translated(), fresh_database.engine("owner").begin() as connection:
        connection.exec_driver_sql(statement.format(f"log.{table}"))
    assert filled_log.head() == before
    assert filled_log.verify().ok


def test_a_writer_who_tries_other_statements_is_refused(filled_log, fresh_database):
    statements = (
        "INSERT INTO log.events SELECT * FROM log.events",
        "SELECT * FROM log.staging",
        "DELETE FROM log.latest",
        "SELECT * FROM log.batches",
        "RESET ROLE; SELECT * FROM log.batches",
        "ALTER TABLE log.events DISABLE TRIGGER ALL",
        "DROP TABLE log.events",
    )
    for statement in statements:
        with pytest.raises(NotAllowedError), translated(), fresh_database.engine("writer").begin() as connection:
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize("level", ["SERIALIZABLE", "REPEATABLE READ"])
@pytest.mark.parametrize("function", ["take_lock", "append"])
def test_an_append_in_another_isolation_is_refused(fresh_database, level, function):
    engine = fresh_database.engine("writer").execution_options(isolation_level=level)
    with pytest.raises(WrongIsolationError), translated(), engine.begin() as connection:
        connection.exec_driver_sql(f"SELECT log.{function}()")


def test_what_another_session_leaves_in_the_staging_table_is_never_appended(postgres_log, fresh_database, make_fact):
    intruder = """INSERT INTO log.staging (n, is_retraction, id, type, fact_id) VALUES
        (0, false, gen_random_uuid(), 'x', gen_random_uuid())"""
    with fresh_database.engine("writer").begin() as connection:
        connection.exec_driver_sql(intruder)
    assert postgres_log.append(Batch(facts_frame([make_fact()]))).last_position == 1


def test_the_reader_of_published_sees_what_the_publisher_makes_there_and_nothing_of_candidate(fresh_database):
    with fresh_database.engine("publisher").begin() as connection:
        connection.exec_driver_sql("CREATE TABLE published.dim_x AS SELECT 1 AS n")
    with fresh_database.engine("builder").begin() as connection:
        connection.exec_driver_sql("CREATE TABLE candidate.dim_x AS SELECT 2 AS n")
        connection.exec_driver_sql("CREATE TABLE evidence.delta AS SELECT 3 AS n")
    with fresh_database.engine("reader").connect() as connection:
        assert connection.exec_driver_sql("SELECT n FROM published.dim_x").scalar() == 1
    for table in ("candidate.dim_x", "evidence.delta", "ops.builds"):
        with pytest.raises(NotAllowedError), translated(), fresh_database.engine("reader").connect() as connection:
            connection.exec_driver_sql(f"SELECT * FROM {table}")
    for role in ("gate", "publisher"):
        with fresh_database.engine(role).connect() as connection:
            assert connection.exec_driver_sql("SELECT n FROM candidate.dim_x").scalar() == 2


def test_only_the_gate_gives_verdicts_and_nobody_changes_one(database):
    allowed = {role: held(database, role, "ops") for role in ("writer", "builder", "gate", "publisher", "reader")}
    assert [role for role, rights in allowed.items() if ("verdicts", "INSERT") in rights] == ["gate"]
    assert [role for role, rights in allowed.items() if ("publications", "INSERT") in rights] == ["publisher"]
    for right in ("UPDATE", "DELETE", "TRUNCATE"):
        assert not any(("verdicts", right) in rights for rights in allowed.values())


def test_migrating_again_changes_nothing(fresh_database):
    from pipeline.database import migrate

    before = {role: held(fresh_database, role) for role in ("writer", "builder")}
    migrate(fresh_database)
    assert {role: held(fresh_database, role) for role in ("writer", "builder")} == before
