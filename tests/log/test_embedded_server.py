"""The embedded PostgreSQL starts wherever the clone lies, whatever happened before, and only once."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from ingestion.log.errors import NotAllowedError, translated
from ingestion.log.event import facts_frame
from ingestion.log.port import Batch
from ingestion.log.postgres import PostgresEventLog
from pipeline import embedded
from pipeline.database import Database, migrate, stop
from pipeline.settings import Settings


@pytest.fixture
def folder():
    """A folder below the temporary one; whatever server runs in it is stopped."""
    path = Path(tempfile.mkdtemp(prefix="gr-"))
    path.chmod(0o755)
    yield path
    for pid in path.rglob("postmaster.pid"):
        embedded.stop(pid.parent)
    shutil.rmtree(path, ignore_errors=True)


def one(pgdata: Path) -> object:
    """What a real query answers."""
    database = Database.embedded(pgdata)
    with database.engine().connect() as connection:
        value = connection.scalar(sa.text("SELECT 1"))
    database.close()
    return value


@pytest.mark.parametrize("name", ["d" * 60 + "/" + "e" * 60 + "/home", "with blank/龙岗/home"], ids=["deep", "odd"])
def test_a_deep_or_odd_path_is_no_obstacle(folder, name):
    assert one(folder / name / "pg") == 1


def test_durability_stays_on_and_checksums_too(folder):
    with Database.embedded(folder / "pg").engine().connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
            assert connection.scalar(sa.text(f"SHOW {setting}")) == "on"


def test_a_killed_server_comes_back_with_what_was_committed(folder):
    database = Database.embedded(folder / "pg")
    with database.engine().begin() as connection:
        connection.exec_driver_sql("CREATE TABLE kept AS SELECT 7 AS n")
    os.kill(int((folder / "pg/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    while embedded.socket_folder(folder / "pg") is not None:  # until the kernel has taken it away
        time.sleep(0.05)
    with Database.embedded(folder / "pg").engine().connect() as connection:
        assert connection.scalar(sa.text("SELECT n FROM kept")) == 7


def test_a_number_that_now_belongs_to_another_program_is_not_taken_for_the_server(folder):
    assert one(folder / "pg") == 1
    pid_file = folder / "pg/postmaster.pid"
    lines = pid_file.read_text().splitlines()
    assert embedded.stop(folder / "pg")
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert embedded.socket_folder(folder / "pg") is None
    assert one(folder / "pg") == 1


def test_two_commands_that_start_at_once_share_one_server(folder):
    code = f"from pipeline import embedded; from pathlib import Path; embedded.start(Path({str(folder / 'pg')!r}))"
    both = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    assert one(folder / "pg") == 1


def test_it_outlives_the_command_that_started_it_and_stop_ends_it(folder):
    settings = Settings(home=folder)
    code = f"from pipeline import embedded; from pathlib import Path; embedded.start(Path({str(settings.pg)!r}))"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert embedded.socket_folder(settings.pg) is not None
    assert stop(settings)
    assert embedded.socket_folder(settings.pg) is None
    assert not stop(settings)


def test_other_databases_are_made_on_demand_and_addressed_with_the_driver_asked_for(folder):
    database = Database.embedded(folder / "pg")
    for _ in range(2):
        engine = sa.create_engine(database.address("airflow", "psycopg"))
        with engine.connect() as connection:
            assert connection.scalar(sa.text("SELECT current_database()")) == "airflow"


def test_a_role_that_does_not_exist_is_refused_by_name(folder):
    with pytest.raises(ValueError, match="emperor"):
        Database("postgresql+psycopg://x/y").engine("emperor")


def test_settings_come_from_the_environment_and_from_nothing_else(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRASSROOTS_HOME", "data")
    monkeypatch.setenv("GRASSROOTS_CONTRACT_PATHS", "a.yaml:b.yaml")
    monkeypatch.setenv("GRASSROOTS_OUTSIDE_UNITS", '{"US": "United States"}')
    monkeypatch.setenv("GRASSROOTS_DATABASE_URL", "")
    settings = Settings()
    assert settings.home == tmp_path / "data"
    assert settings.contract_paths == (Path("a.yaml"), Path("b.yaml"))
    assert settings.outside_units == {"US": "United States"}
    assert settings.database_url is None


def test_a_server_of_somebody_else_needs_a_login_that_may_create_roles_and_no_superuser(folder, make_fact):
    with sa.create_engine(Database.embedded(folder / "pg").url, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("CREATE ROLE operator LOGIN CREATEROLE CREATEDB")
        connection.exec_driver_sql("CREATE DATABASE theirs OWNER operator")
    url = f"postgresql://operator@/theirs?host={folder / 'pg'}"
    database = Database.open(Settings(home=folder, database_url=url))
    for _ in range(2):
        migrate(database)
    log = PostgresEventLog(database.engine("writer"), database.engine("builder"))
    assert log.append(Batch(facts_frame([make_fact()]))).last_position == 1
    assert log.verify().ok
    with pytest.raises(NotAllowedError), translated(), database.engine("writer").connect() as connection:
        connection.exec_driver_sql("SELECT * FROM log.events")
