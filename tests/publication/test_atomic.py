"""Readers see a whole build or a whole other build, never a mixture, while about a hundred publications go on."""

import threading
import time
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from pipeline import publication
from pipeline.database import Database

PUBLICATIONS = 100
ROWS = 2000
TWO_STATEMENTS = (
    "select min(build_id), max(build_id), sum(n) from published.facts",
    "select min(build_id), max(build_id), sum(total) from published.totals",
)
ONE_STATEMENT = """
    select min(f.build_id), max(f.build_id), min(t.build_id), sum(f.n), min(t.total)
    from published.facts as f cross join published.totals as t"""


@dataclass
class Seen:
    """What a reader saw: reads, mixtures, errors, builds in order."""

    reads: int = 0
    mixed: list[object] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    builds: list[str] = field(default_factory=list)


@pytest.fixture
def two_marts(fresh_database: Database) -> Database:
    """A candidate of two marts with an invariant: the total is the sum of the facts; both carry the build."""
    with fresh_database.engine("builder").begin() as connection:
        connection.exec_driver_sql("create table candidate.facts (n int, build_id text)")
        connection.exec_driver_sql("create table candidate.totals (total bigint, build_id text)")
    return fresh_database


def build(database: Database, number: int) -> None:
    """Put another build into candidate."""
    with database.engine("builder").begin() as connection:
        connection.exec_driver_sql("truncate candidate.facts, candidate.totals")
        name = f"build-{number:04}"
        rows = f"select g * {number}, '{name}' from generate_series(1, {ROWS}) as g"
        connection.exec_driver_sql(f"insert into candidate.facts {rows}")
        connection.exec_driver_sql(f"insert into candidate.totals select sum(n), '{name}' from candidate.facts")


def show(database: Database) -> None:
    """Replace the content of published and commit."""
    with publication.alone(database.engine("publisher")) as connection:
        publication.replace(connection)
        connection.commit()


def read_until(database: Database, done: threading.Event, seen: Seen, in_one: bool) -> None:
    """Read again and again, in one statement or in two of one REPEATABLE READ transaction."""
    with database.engine("reader").connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        while not done.is_set():
            try:
                look(connection, seen, in_one)
                connection.rollback()
            except sa.exc.DBAPIError as error:
                seen.errors.append(str(error.orig))
                connection.rollback()


def look(connection: sa.Connection, seen: Seen, in_one: bool) -> None:
    """One look at both tables."""
    if in_one:
        low, high, of_totals, added_up, total = connection.execute(sa.text(ONE_STATEMENT)).one()
        answers = {low, high, of_totals}
    else:
        low, high, added_up = connection.execute(sa.text(TWO_STATEMENTS[0])).one()
        time.sleep(0.003)  # a publication may well happen here
        of_low, of_high, total = connection.execute(sa.text(TWO_STATEMENTS[1])).one()
        answers = {low, high, of_low, of_high}
    seen.reads += 1
    if len(answers) != 1 or added_up != total:
        seen.mixed.append((answers, added_up, total))
    seen.builds.append(max(answer or "" for answer in answers))


def test_readers_never_see_a_mixture_an_error_or_an_older_build_than_before(two_marts: Database):
    build(two_marts, 1)
    show(two_marts)
    done, seen = threading.Event(), [Seen(), Seen(), Seen()]
    readers = [
        threading.Thread(target=read_until, args=(two_marts, done, one, in_one))
        for one, in_one in zip(seen, (False, False, True), strict=True)
    ]
    for reader in readers:
        reader.start()
    for number in range(2, PUBLICATIONS + 2):
        build(two_marts, number)
        show(two_marts)
    done.set()
    for reader in readers:
        reader.join(30)
    assert [one.mixed for one in seen] == [[], [], []]
    assert [one.errors for one in seen] == [[], [], []]
    assert all(one.builds == sorted(one.builds) for one in seen), "a reader went back"
    assert min(one.reads for one in seen) > 20
    assert min(len(set(one.builds)) for one in seen) > 10, "the readers were awake while builds changed"


def test_this_test_would_notice_a_publication_in_two_steps(two_marts: Database):
    """The same readers do see a mixture when one table is replaced after the other."""
    build(two_marts, 1)
    show(two_marts)
    done, seen = threading.Event(), Seen()
    reader = threading.Thread(target=read_until, args=(two_marts, done, seen, True))
    reader.start()
    for number in range(2, 30):
        build(two_marts, number)
        for table in ("facts", "totals"):
            with two_marts.engine("publisher").begin() as connection:
                connection.exec_driver_sql(f"delete from published.{table}")
                connection.exec_driver_sql(f"insert into published.{table} select * from candidate.{table}")
            time.sleep(0.01)
    done.set()
    reader.join(30)
    assert seen.mixed


def test_a_reader_with_a_long_transaction_neither_blocks_a_publication_nor_sees_it(two_marts: Database):
    build(two_marts, 1)
    show(two_marts)
    with two_marts.engine("reader").connect().execution_options(isolation_level="REPEATABLE READ") as reader:
        assert reader.scalar(sa.text("select min(build_id) from published.totals")) == "build-0001"
        build(two_marts, 2)
        started = time.monotonic()
        show(two_marts)
        assert time.monotonic() - started < 5
        assert reader.scalar(sa.text("select min(build_id) from published.totals")) == "build-0001"
        reader.rollback()
        assert reader.scalar(sa.text("select min(build_id) from published.totals")) == "build-0002"


def die_while_publishing(database: Database) -> None:
    """Everything is copied, and the session is killed before it can commit."""
    with publication.alone(database.engine("publisher")) as connection:
        publication.replace(connection)
        pid = connection.scalar(sa.text("select pg_backend_pid()"))
        with database.engine(None).begin() as other:
            other.execute(sa.text("select pg_terminate_backend(:pid)"), {"pid": pid})
        time.sleep(0.2)
        connection.commit()


def test_a_publisher_that_dies_in_the_middle_leaves_the_old_build(two_marts: Database):
    build(two_marts, 1)
    show(two_marts)
    build(two_marts, 2)
    with pytest.raises(sa.exc.OperationalError):
        die_while_publishing(two_marts)
    with two_marts.engine("reader").connect() as connection:
        assert connection.scalar(sa.text("select max(build_id) from published.facts")) == "build-0001"
    show(two_marts)  # the lock went with its session
