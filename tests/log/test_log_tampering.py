"""Whoever gets behind the triggers is found: verify names the first bad position, in place and in an export."""

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingestion.log import verifier as verifier_module
from ingestion.log.chain import Head
from ingestion.log.export import export

VERIFIER = Path(verifier_module.__file__)
CHANGES = {
    "id": "id = overlay(id::text placing right((ascii(right(id::text, 1)) + 1)::text, 1) from 36)::uuid",
    "type": "type = type || 'x'",
    "type_version": "type_version = type_version + 1",
    "action": "action = CASE action WHEN 'asserted' THEN 'corrected' ELSE 'asserted' END",
    "fact_id": "fact_id = overlay(fact_id::text placing right((ascii(fact_id::text) + 1)::text, 1) from 1)::uuid",
    "supersedes": "supersedes = coalesce(supersedes, 2) + 3",
    "subject": "subject = overlay(subject placing 'Z' from 1)",
    "source": "source = overlay(source placing '9' from 1)",
    "occurred_on": "occurred_on = occurred_on + 1",
    "recorded_at": "recorded_at = recorded_at + interval '1 microsecond'",
    "period": "period = '2022-04'",
    "submission_id": "submission_id = overlay(submission_id::text placing '8' from 36)::uuid",
    "sheet": "sheet = coalesce(sheet, '') || '.'",
    "row": '"row" = coalesce("row", 0) + 1',
    "data": "data = overlay(data placing 'B' from 2)",
    "hash": "hash = set_byte(hash, 31, (get_byte(hash, 31) + 1) % 256)",
    "position": "position = position + 100",
}


@contextmanager
def behind_the_triggers(database):
    """A connection of the table owner with the triggers off."""
    with database.engine("owner").begin() as connection:
        for table in ("events", "batches"):
            connection.exec_driver_sql(f"ALTER TABLE log.{table} DISABLE TRIGGER ALL")
        yield lambda sql: connection.exec_driver_sql(sql, execution_options={"no_parameters": True})


@pytest.mark.parametrize("column", CHANGES)
def test_one_changed_column_of_any_event_is_found_and_named(filled_log, fresh_database, column):
    with behind_the_triggers(fresh_database) as execute:
        for constraint in ("events_supersedes_earlier", "events_replaces_something"):
            execute(f"ALTER TABLE log.events DROP CONSTRAINT {constraint}")
        execute("CREATE TABLE log.saved AS SELECT * FROM log.events")
    for position in (1, 6, 7, 10):
        with behind_the_triggers(fresh_database) as execute:
            execute("DELETE FROM log.events")
            execute("INSERT INTO log.events SELECT * FROM log.saved")
            execute(f"UPDATE log.events SET {CHANGES[column]} WHERE position = {position}")
        found = filled_log.verify()
        assert (found.ok, found.first_bad) == (False, position)


def test_every_column_of_an_event_is_tried(database):
    query = "SELECT column_name FROM information_schema.columns WHERE table_schema = 'log' AND table_name = 'events'"
    with database.engine().connect() as connection:
        assert set(connection.exec_driver_sql(query).scalars()) == set(CHANGES)


def test_a_rewritten_event_with_a_fresh_leaf_breaks_the_digest_of_its_batch(filled_log, fresh_database):
    leaf = """log.leaf(log.record(id, type, type_version, action, fact_id, supersedes, subject, source, occurred_on,
        period, submission_id, sheet, "row", data))"""
    with behind_the_triggers(fresh_database) as execute:
        execute("UPDATE log.events SET source = '440307999' WHERE position = 8")
        execute(f"UPDATE log.events SET hash = {leaf} WHERE position = 8")
    found = filled_log.verify()
    assert (found.ok, found.first_bad) == (False, 7)


def test_two_swapped_events_are_found_by_their_batch(filled_log, fresh_database):
    with behind_the_triggers(fresh_database) as execute:
        for old, new in ((4, 99), (5, 4), (99, 5)):
            execute(f"UPDATE log.events SET position = {new} WHERE position = {old}")
    found = filled_log.verify()
    assert (found.ok, found.first_bad) == (False, 1)


@pytest.mark.parametrize("position", [1, 4, 10])
def test_a_deleted_event_is_found_and_named(filled_log, fresh_database, position):
    with behind_the_triggers(fresh_database) as execute:
        execute(f"DELETE FROM log.events WHERE position = {position}")
    found = filled_log.verify()
    assert (found.ok, found.first_bad) == (False, position)


def test_an_added_event_is_found_and_named(filled_log, fresh_database):
    with behind_the_triggers(fresh_database) as execute:
        execute("CREATE TABLE log.extra AS SELECT * FROM log.events WHERE position = 6")
        execute("UPDATE log.extra SET position = 11, id = gen_random_uuid()")
        execute("INSERT INTO log.events SELECT * FROM log.extra")
    assert (filled_log.verify().ok, filled_log.verify().first_bad) == (False, 11)


@pytest.mark.parametrize("column", ["recorded_at", "digest", "head", "last_position"])
def test_a_changed_batch_is_found(filled_log, fresh_database, column):
    change = {
        "recorded_at": "recorded_at = recorded_at + interval '1 microsecond'",
        "digest": "digest = set_byte(digest, 0, 255 - get_byte(digest, 0))",
        "head": "head = set_byte(head, 0, 255 - get_byte(head, 0))",
        "last_position": "last_position = last_position - 1",
    }[column]
    with behind_the_triggers(fresh_database) as execute:
        execute(f"UPDATE log.batches SET {change} WHERE first_position = 7")
    assert not filled_log.verify().ok


def test_the_instant_of_a_batch_is_covered_even_when_its_events_are_changed_alike(filled_log, fresh_database):
    with behind_the_triggers(fresh_database) as execute:
        for table in ("events", "batches"):
            where = "position BETWEEN 7 AND 9" if table == "events" else "first_position = 7"
            execute(f"UPDATE log.{table} SET recorded_at = recorded_at - interval '1 day' WHERE {where}")
    found = filled_log.verify()
    assert (found.ok, found.first_bad) == (False, 7)


def test_a_log_cut_at_a_batch_is_found_by_the_head_that_was_printed(filled_log, fresh_database):
    printed = filled_log.head()
    with behind_the_triggers(fresh_database) as execute:
        execute("DELETE FROM log.events WHERE position = 10")
        execute("DELETE FROM log.batches WHERE first_position = 10")
        execute("UPDATE log.latest SET position = 7 WHERE position = 10")
    assert filled_log.verify().ok
    assert filled_log.verify(printed).first_bad == 10


def test_latest_facts_that_differ_from_the_events_are_found(filled_log, fresh_database):
    with fresh_database.engine("owner").begin() as connection:
        connection.exec_driver_sql("UPDATE log.latest SET position = 1 WHERE position = 10")
    assert not filled_log.verify().ok


def run_verifier(*arguments):
    """The verifier as an auditor starts it: isolated, without site packages."""
    command = [sys.executable, "-I", "-S", str(VERIFIER), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def exported(filled_log, fresh_database, tmp_path):
    """An export of ten events, and its head."""
    path = tmp_path / "log.txt"
    head = export(fresh_database.engine("builder"), path)
    assert head == filled_log.head()
    return path


def test_an_export_is_verified_by_the_standard_library_alone(filled_log, exported):
    done = run_verifier(exported, filled_log.head().head)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"10 events, head {filled_log.head().head}" in done.stdout


def test_an_empty_log_can_be_exported_and_verified(postgres_log, fresh_database, tmp_path):
    assert export(fresh_database.engine("builder"), tmp_path / "log.txt") == Head(0, "0" * 64)
    assert run_verifier(tmp_path / "log.txt").returncode == 0


def test_every_changed_byte_of_an_export_is_found(exported):
    original = exported.read_bytes()
    for place in range(len(original)):
        damaged = bytearray(original)
        damaged[place] ^= 1
        exported.write_bytes(damaged)
        with pytest.raises(verifier_module.DamagedError):
            verifier_module.verify(exported)


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.9, 0.999])
def test_a_cut_export_is_found(exported, kept):
    exported.write_bytes(exported.read_bytes()[: int(exported.stat().st_size * kept)])
    done = run_verifier(exported)
    assert done.returncode == 1
    assert "damaged: position" in done.stdout


def test_missing_doubled_swapped_and_appended_lines_are_found(exported):
    lines = exported.read_bytes().splitlines(keepends=True)
    variants = [
        lines[:3] + lines[4:],
        lines[:3] + lines[3:4] + lines[3:],
        [*lines[:3], lines[4], lines[3], *lines[5:]],
        [*lines, lines[1]],
        lines[1:],
    ]
    for variant in variants:
        exported.write_bytes(b"".join(variant))
        assert run_verifier(exported).returncode == 1


def test_a_head_that_was_never_printed_is_refused_and_a_wrong_call_says_how(exported):
    assert run_verifier(exported, "0" * 64).returncode == 1
    assert run_verifier().returncode == 2


def test_the_verifier_imports_nothing_but_the_standard_library():
    imports = [
        line.split()[1].split(".")[0]
        for line in VERIFIER.read_text().splitlines()
        if line.startswith(("import ", "from "))
    ]
    assert set(imports) <= sys.stdlib_module_names
