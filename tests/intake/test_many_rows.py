"""Hand-ins of many rows: the log begins with them while they are judged, and takes what the judgement leaves."""

import orjson
import pytest

from ingestion.log import postgres
from ingestion.log.expected import Expected
from tests.intake.conftest import Desk, code_of, enterprises


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Even few rows are worth it; whether what was expected is what went in, for each append that expected some."""
    monkeypatch.setattr(postgres, "WORTH_IT", 2)
    told: list[bool] = []
    take = Expected.take

    def noted(self, staged):  # type: ignore[no-untyped-def]
        begun = take(self, staged)
        told.append(begun is not None)
        return begun

    monkeypatch.setattr(Expected, "take", noted)
    return told


def disputes(desk: Desk, numbers: range, **wrong: object) -> str:
    """Disputes of enterprise 0, the last one with something wrong: the state and the counts that are not zero."""
    rows = [
        {"case_no": f"LD-{n}", "enterprise_code": code_of(0), "workers_involved": 3, "opened_on": "2022-03-09"}
        for n in numbers
    ]
    rows[-1] |= wrong
    path = desk.folder / f"{numbers}-{wrong}.ndjson"
    path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    done = desk.hand_in(path, period="2022-03", contract="dispute_opened").submission
    counts = {name: count for name, count in done.counts.as_dict().items() if count}
    return f"{done.state} {counts}"


def test_what_is_judged_sound_was_already_on_its_way(desk: Desk, used: list[bool]) -> None:
    desk.rows(enterprises(range(3)))
    assert disputes(desk, range(30)) == "accepted {'read': 30, 'new': 30, 'facts': 30}"
    assert used == [True, True]
    assert disputes(desk, range(20, 40)) == "accepted {'read': 20, 'new': 10, 'known': 10, 'facts': 10}"
    assert desk.live("dispute_opened").height == 40
    assert desk.intake.log.verify().ok


def test_a_row_that_the_judgement_refuses_does_not_go_in_with_the_others(desk: Desk, used: list[bool]) -> None:
    desk.rows(enterprises(range(3)))
    told = disputes(desk, range(30), enterprise_code=code_of(77))
    assert told == "accepted_with_findings {'read': 30, 'new': 29, 'quarantined': 1, 'facts': 29}"
    assert used == [True, False]
    assert "LD-29" not in desk.live("dispute_opened")["subject"].to_list()
    assert desk.intake.log.verify().ok


def test_a_held_hand_in_leaves_only_its_decision(desk: Desk, used: list[bool]) -> None:
    """Too many rows name an enterprise that nobody knows; the next hand-in finds the lock free."""
    before = len(desk.events())
    assert disputes(desk, range(5)).startswith("held")
    assert [kind for kind, _ in desk.events()[before:]] == ["submission_held"]
    desk.rows(enterprises(range(3)))
    assert used == [False, True]
