"""Many writers at once: positions without a gap, and a follower that reads by position misses nothing."""

import threading
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from ingestion.log.event import facts_frame
from ingestion.log.identity import new_id
from ingestion.log.port import Batch
from ingestion.log.postgres import PostgresEventLog

WRITERS, APPENDS, FACTS = 8, 12, 25


def test_eight_writers_leave_no_gap_and_a_follower_misses_nothing(fresh_database, make_fact):
    log = PostgresEventLog(fresh_database.engine("writer"), fresh_database.engine("builder"))
    seen, done = [], threading.Event()

    def write(writer):
        for number in range(APPENDS):
            keys = [f"{writer}-{number}-{n}" for n in range(FACTS)]
            shared = make_fact("shared", f"{writer}.{number:02}")
            log.append(Batch(facts_frame([*(make_fact(key, submission_id=new_id()) for key in keys), shared])))

    def follow():
        position = 0
        while True:
            finished = done.is_set()
            head = log.head().position
            events = log.read(position + 1, head).column("position").to_pylist()
            seen.extend(events)
            position = seen[-1] if seen else 0
            if finished and position == log.head().position:
                return

    follower = threading.Thread(target=follow)
    follower.start()
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    done.set()
    follower.join(60)

    total = WRITERS * APPENDS * (FACTS + 1)
    assert seen == list(range(1, total + 1))
    assert log.verify().ok
    events = pl.DataFrame(log.read(1, total).to_pylist())
    assert events["recorded_at"].is_sorted()
    shared = events.filter(pl.col("subject") == "shared")
    assert shared["supersedes"].to_list() == [None, *shared["position"].to_list()[:-1]]


def test_one_fact_stated_by_eight_at_once_is_asserted_once(fresh_database, make_fact):
    log = PostgresEventLog(fresh_database.engine("writer"), fresh_database.engine("builder"))
    with ThreadPoolExecutor(WRITERS) as pool:
        receipts = list(pool.map(lambda _: log.append(Batch(facts_frame([make_fact()]))), range(WRITERS)))
    assert sorted(receipt.outcomes[0] for receipt in receipts) == ["asserted"] + ["known"] * (WRITERS - 1)
    assert log.head().position == 1
