"""What the main job rests on: the fingerprint that tells whether anything is new, the state, the steps' records."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipeline import fingerprint
from pipeline.closing import closing_lines
from pipeline.database import Database
from pipeline.performing import READING, call, records
from pipeline.settings import Settings
from pipeline.state import State, read

EMPTY = State({}, 0, 0, "0" * 64, 0, 0, None, None, None, None)


def test_an_untouched_drop_folder_has_the_same_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "440307").mkdir()
    (tmp_path / "440307" / "a.xlsx").write_bytes(b"x")
    assert fingerprint.drop_listing(tmp_path) == fingerprint.drop_listing(tmp_path)


def _grow(path: Path) -> None:
    path.write_bytes(b"xy")


def _touch(path: Path) -> None:
    os.utime(path, ns=(1, 1))


def _rename(path: Path) -> None:
    path.rename(path.with_name("b.xlsx"))


def _remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("change", [_grow, _touch, _rename, _remove])
def test_every_change_in_the_drop_folder_is_new(tmp_path: Path, change: Callable[[Path], None]) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"x")
    before = fingerprint.drop_listing(tmp_path)
    change(tmp_path / "a.xlsx")
    assert fingerprint.drop_listing(tmp_path) != before


def test_a_changed_line_of_code_is_new_and_what_dbt_or_python_writes_beside_it_is_not(tmp_path: Path) -> None:
    (tmp_path / "dbt" / "models").mkdir(parents=True)
    (tmp_path / "dbt" / "models" / "a.sql").write_text("select 1", encoding="utf-8")
    before = fingerprint.code_version(tmp_path)
    (tmp_path / "dbt" / "target").mkdir()
    (tmp_path / "dbt" / "target" / "manifest.json").write_text("{}", encoding="utf-8")
    assert fingerprint.code_version(tmp_path) == before
    (tmp_path / "dbt" / "models" / "a.sql").write_text("select 2", encoding="utf-8")
    assert fingerprint.code_version(tmp_path) != before


def test_a_longer_log_and_another_publication_are_new(tmp_path: Path) -> None:
    first = fingerprint.take(tmp_path, EMPTY, tmp_path)
    longer = fingerprint.take(tmp_path, replace(EMPTY, position=1, head="1" * 64), tmp_path)
    other = fingerprint.take(tmp_path, replace(EMPTY, publication={"build_id": "b2"}), tmp_path)
    assert first["log"] != longer["log"]
    assert first["published"] != other["published"]


def test_an_empty_database_has_an_empty_state(fresh_database: Database) -> None:
    state = read(fresh_database)
    assert (state.position, state.submissions, state.published_build, state.why_not_published()) == (0, {}, "", "")


def test_status_says_why_the_newest_build_is_not_the_published_one(fresh_database: Database) -> None:
    """Built and not judged; withheld by the gate; passed and not published; published."""
    said = [_after(fresh_database, statement) for statement in STORY]
    assert "还没过第二道关" in said[0]
    assert "没过第二道关" in said[1]
    assert "children do not sum" in said[1]
    assert "尚未发布" in said[2]
    assert said[3] == ""


STORY = (
    "insert into ops.builds (build_id, status) values ('b1', 'built')",
    """insert into ops.verdicts values
    ('b1', 's', 'f', 20, 20, 19, 5, 'h', false, 'children do not sum', clock_timestamp())""",
    """insert into ops.verdicts values ('b1', 's', 'f', 20, 20, 20, 5, 'h', true, null, clock_timestamp())""",
    "insert into ops.publications values ('b1', clock_timestamp(), 'h', 0, 'x')",
)


def _after(database: Database, statement: str) -> str:
    with database.engine(None).begin() as connection:
        connection.execute(sa.text(statement))
    return read(database).why_not_published()


def test_a_step_that_only_reads_leaves_no_record_and_one_that_breaks_leaves_a_record_that_says_so(
    tmp_path: Path,
) -> None:
    settings = Settings(home=tmp_path)
    call("status", settings)
    assert "status" in READING
    assert records(tmp_path) == {}
    unreachable = Settings(home=tmp_path, database_url="postgresql://nobody@127.0.0.1:1/grassroots")
    with pytest.raises(sa.exc.OperationalError):
        call("publish", unreachable)
    record = records(tmp_path)["publish"]
    assert not record.ok
    assert record.message.startswith("OperationalError")


def test_the_closing_lines_of_an_empty_pipeline_say_nothing_is_published() -> None:
    text = "\n".join(closing_lines(EMPTY, {}, {}, 1.0))
    assert "无 nothing" in text
    assert "make serve" in text
