"""The bench tells the truth in the agreed form. No figure is asserted here: a busy machine is no defect."""

import json
from pathlib import Path

import pytest

from benchmarks import __main__ as bench
from benchmarks import bulk_intake, whole_year
from benchmarks.row import KEYS, Row, at_least, at_most, figure, table, times


def test_every_side_stores_every_row():
    """500 rows through intake, dlt and eventsourcing into one PostgreSQL; measure() counts, and raises on a lack."""
    rows = bulk_intake.measure(rows=500, runs=1, enterprises=50)
    names = " ".join(str(row["name"]) for row in rows)
    assert "dlt" in names
    assert "eventsourcing" in names
    assert "verify" in names
    assert all(tuple(row) == KEYS for row in rows)
    assert all(isinstance(row["measured"], float) and row["measured"] > 0 for row in rows)


@pytest.mark.parametrize("side", ["dlt", "eventsourcing"])
def test_a_peer_that_loses_a_row_is_noticed(monkeypatch: pytest.MonkeyPatch, side: str):
    """Nobody is fast by losing rows."""
    peer = {"dlt": bulk_intake.DltPeer, "eventsourcing": bulk_intake.EventsourcingPeer}[side]
    count = peer.count
    monkeypatch.setattr(peer, "count", lambda self: count(self) - 1)
    with pytest.raises(AssertionError, match=f"{side} stored 119 of 120"):
        bulk_intake.measure(rows=20, runs=1, enterprises=10)


def test_a_reach_is_judged_from_its_own_side():
    """A rate must not be lower than its reach, a time not higher, a ratio is to the peer of the same run."""
    assert at_least("rate", 10.0, "events/s", 10)["met"] is True
    assert at_least("rate", 9.9, "events/s", 10)["met"] is False
    assert at_most("time", 1.5, "s", 1.5)["met"] is True
    assert at_most("time", 1.6, "s", 1.5)["met"] is False
    against = times("rate", 30.0, "events/s", ("peer", 10.0), 3)
    assert (against["ratio"], against["met"], against["peer"]) == (3.0, True, "peer 10 events/s")
    assert times("rate", 29.0, "events/s", ("peer", 10.0), 3)["met"] is False
    assert figure("beside", 1.0, "s")["met"] is None


def test_the_file_is_a_list_of_rows_and_a_part_that_breaks_is_not_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """build/bench.json holds what was measured; a part that could not be is named and makes the exit code 1."""

    def broken() -> list[Row]:
        raise OSError("no disk")

    monkeypatch.setattr(bench, "OUT", tmp_path / "build" / "bench.json")
    monkeypatch.setattr(bench, "PARTS", {"good": lambda: [at_most("time", 1.0, "s", 2)], "bad": broken})
    assert bench.main(["good"]) == 0
    assert bench.main([]) == 1
    written = json.loads((tmp_path / "build" / "bench.json").read_text("utf-8"))
    assert [tuple(row) for row in written] == [KEYS]
    said = capsys.readouterr()
    assert "bad was not measured: no disk" in said.err
    assert table(written) in said.out
    assert "cores" in said.out


def test_a_missed_reach_makes_the_exit_code_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Exit code 0 only if the thing is true."""
    monkeypatch.setattr(bench, "OUT", tmp_path / "bench.json")
    monkeypatch.setattr(bench, "PARTS", {"slow": lambda: [at_most("time", 3.0, "s", 2)]})
    assert bench.main([]) == 1


def test_the_seconds_of_a_step_are_those_that_the_job_said():
    """From its closing line; a step that it does not name is an error, not a zero."""
    said = "已发布 published\n各步用时 seconds   init 8.0 · build 37.6 · report 10.7\n共用时 altogether  491.3 s"
    assert whole_year.seconds_of(said, "build") == 37.6
    with pytest.raises(AssertionError, match="how long gate took"):
        whole_year.seconds_of(said, "gate")
