"""Segments: contiguous, immutable, equal to the log; sealing again does nothing."""

import hashlib

import duckdb
import pytest
import sqlalchemy as sa

from ingestion.log import segments
from ingestion.log.errors import SegmentDamagedError
from ingestion.log.event import facts_frame
from ingestion.log.port import Batch
from pipeline.database import migrate

COLUMNS = {
    "position": "BIGINT",
    "id": "UUID",
    "type": "VARCHAR",
    "type_version": "INTEGER",
    "action": "VARCHAR",
    "fact_id": "UUID",
    "supersedes": "BIGINT",
    "subject": "VARCHAR",
    "source": "VARCHAR",
    "occurred_on": "DATE",
    "recorded_at": "TIMESTAMP",
    "period": "VARCHAR",
    "submission_id": "UUID",
    "sheet": "VARCHAR",
    "row": "INTEGER",
    "data": "VARCHAR",
    "hash": "BLOB",
}


@pytest.fixture
def builder(fresh_database):
    return fresh_database.engine("builder")


def rows(paths):
    """Rows of Parquet files in order of position, as text."""
    names = ", ".join(f'"{name}"::VARCHAR' for name in COLUMNS if name not in {"hash", "recorded_at"})
    files = [str(path) for path in paths]
    return duckdb.execute(
        f"SELECT {names}, hash, recorded_at FROM read_parquet(?) ORDER BY position", [files]
    ).fetchall()


def logged(log):
    """The same from the log."""
    events = log.read(1, log.head().position).to_pylist()
    names = [name for name in COLUMNS if name not in {"hash", "recorded_at"}]
    text = [tuple(None if e[n] is None else str(e[n]) for n in names) for e in events]
    return [(*t, e["hash"], e["recorded_at"].replace(tzinfo=None)) for t, e in zip(text, events, strict=True)]


def test_a_segment_holds_exactly_the_events_of_the_log(filled_log, builder, tmp_path):
    (segment,) = segments.seal(builder, tmp_path)
    assert (segment.first_position, segment.last_position, segment.events) == (1, 10, 10)
    assert segment.path.name == "000000000001-000000000010.parquet"
    assert rows([segment.path]) == logged(filled_log)


def test_columns_and_their_types_are_the_agreed_ones_and_rows_lie_by_type_and_position(
    postgres_log, builder, tmp_path, make_fact
):
    facts = [make_fact(str(n), type="b_happened" if n % 3 else "a_happened") for n in range(9)]
    postgres_log.append(Batch(facts_frame(facts)))
    (segment,) = segments.seal(builder, tmp_path)
    found = duckdb.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(segment.path)]).fetchall()
    assert {row[0]: row[1] for row in found} == COLUMNS
    order = duckdb.execute("SELECT type, position FROM read_parquet(?)", [str(segment.path)]).fetchall()
    assert order == sorted(order)


def test_sealing_again_does_nothing_and_later_events_become_the_next_range(filled_log, builder, tmp_path, make_fact):
    (first,) = segments.seal(builder, tmp_path)
    before = first.path.read_bytes(), first.path.stat().st_mtime_ns
    assert segments.seal(builder, tmp_path) == []
    filled_log.append(Batch(facts_frame([make_fact("new")])))
    (second,) = segments.seal(builder, tmp_path)
    assert (second.first_position, second.last_position) == (11, 11)
    assert segments.segments(builder, tmp_path) == [first, second]
    assert (first.path.read_bytes(), first.path.stat().st_mtime_ns) == before
    assert rows([first.path, second.path]) == logged(filled_log)


def test_an_empty_log_has_nothing_to_seal(builder, tmp_path):
    assert segments.seal(builder, tmp_path) == []
    assert segments.segments(builder, tmp_path) == []


def test_the_hash_of_the_file_is_recorded_and_a_changed_file_is_found(filled_log, builder, tmp_path):
    (segment,) = segments.seal(builder, tmp_path)
    assert segment.sha256 == hashlib.sha256(segment.path.read_bytes()).hexdigest()
    assert segments.check(builder, tmp_path) == [segment]
    data = bytearray(segment.path.read_bytes())
    data[len(data) // 2] ^= 1
    segment.path.write_bytes(data)
    with pytest.raises(SegmentDamagedError, match="is not the file that was sealed"):
        segments.check(builder, tmp_path)
    segment.path.unlink()
    with pytest.raises(SegmentDamagedError, match="is missing in"):
        segments.check(builder, tmp_path)


def test_a_data_folder_may_be_moved(filled_log, builder, tmp_path):
    """The log knows the names of the files, not where they lie."""
    (segment,) = segments.seal(builder, tmp_path / "here")
    (tmp_path / "here").rename(tmp_path / "there")
    (found,) = segments.check(builder, tmp_path / "there")
    assert found.path == tmp_path / "there" / segment.path.name


def test_a_data_folder_of_an_older_version_may_be_moved_too(filled_log, builder, fresh_database, tmp_path):
    """It noted the whole path; the migration keeps the name."""
    (segment,) = segments.seal(builder, tmp_path / "here")
    with fresh_database.engine("owner").begin() as connection:
        connection.execute(sa.text("UPDATE log.segments SET path = :path"), {"path": str(segment.path)})
        connection.execute(sa.text("UPDATE log.alembic_version SET version_num = '0004'"))
    migrate(fresh_database)
    (tmp_path / "here").rename(tmp_path / "there")
    (found,) = segments.check(builder, tmp_path / "there")
    assert found.sha256 == segment.sha256


def test_what_a_crashed_seal_left_behind_is_not_taken_for_a_segment(filled_log, builder, tmp_path):
    (tmp_path / "000000000001-000000000007.parquet").write_bytes(b"half")
    (tmp_path / "000000000001-000000000010.part").write_bytes(b"half")
    (tmp_path / "notes.txt").write_text("kept")
    (segment,) = segments.seal(builder, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {segment.path.name, "notes.txt"}


def test_a_range_cannot_be_noted_twice(filled_log, builder, tmp_path, fresh_database):
    segments.seal(builder, tmp_path)
    import sqlalchemy as sa

    note = "INSERT INTO log.segments (first_position, last_position, path, sha256, events) VALUES (5, 10, 'x', '', 6)"
    with pytest.raises(sa.exc.IntegrityError, match="segments_last_key"), builder.begin() as connection:
        connection.exec_driver_sql(note)
