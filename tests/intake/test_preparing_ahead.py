"""Files prepared by the other process while the one before is judged: nothing but the time may differ."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from ingestion.intake.hand_in import HandIn
from ingestion.intake.service import Answer
from ingestion.landing import LandingError
from pipeline.preparing import Ahead
from tests.intake.conftest import COMMUNITY, RECEIVED, Desk, enterprises


@pytest.fixture
def ahead(desk: Desk) -> Ahead:
    """The desk's preparing, which begins ahead from the first file on."""
    made = desk.intake.preparing
    assert isinstance(made, Ahead)
    made.few = 0
    return made


def hand_in(path: Path) -> HandIn:
    return HandIn(path, path.name, COMMUNITY, "drop", RECEIVED)


def states(desk: Desk, paths: Sequence[Path]) -> list[str]:
    """What became of each file, in order: its state, known, or the code of what kept it out."""
    told = []
    for _, answer in desk.intake.take_all([hand_in(path) for path in paths]):
        if isinstance(answer, LandingError):
            told.append(answer.code)
        else:
            assert isinstance(answer, Answer)
            told.append("known" if answer.already_known else answer.submission.state)
    return told


def test_every_kind_of_file_ends_as_it_does_alone(desk: Desk, ahead: Ahead, tmp_path: Path) -> None:
    """Good, not a workbook, missing, a row to be quarantined, the first one again, good."""
    first = desk.workbook(enterprises(range(3)))
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"not a workbook")
    wrong = desk.workbook({**enterprises(range(5, 7)), "会员台账": [{"会员证号": "", "入会日期": "someday"}]})
    last = desk.workbook(enterprises(range(3, 5)))
    paths = [first, broken, tmp_path / "gone.xlsx", wrong, first, last]
    assert states(desk, paths) == ["accepted", "rejected", "E-LAND-02", "accepted_with_findings", "known", "accepted"]
    assert ahead._process is not None
    assert ahead._process.poll() is None
    assert desk.live("enterprise_registered").height == 7


def test_a_long_row_of_files_that_are_known_already_blocks_nobody(desk: Desk, ahead: Ahead) -> None:
    """Nobody asks for what was prepared for them: the answers must be taken out of the pipe all the same."""
    paths = [desk.workbook(enterprises(range(n * 300, n * 300 + 300))) for n in range(6)]
    assert states(desk, paths) == ["accepted"] * 6
    assert states(desk, paths * 5) == ["known"] * 30


def test_when_the_other_process_dies_the_files_are_prepared_here(desk: Desk, ahead: Ahead) -> None:
    paths = [desk.workbook(enterprises(range(n, n + 1))) for n in range(5)]
    taken = desk.intake.take_all([hand_in(path) for path in paths])
    told = [next(taken)]
    assert ahead._process is not None
    ahead._process.kill()
    told += taken
    assert [answer.submission.state for _, answer in told if isinstance(answer, Answer)] == ["accepted"] * 5
    assert ahead._process is None


def test_what_was_prepared_for_another_level_is_not_used(desk: Desk, ahead: Ahead) -> None:
    """A unit that changes its level between the two looks is checked as what it is in the file's turn."""
    path = desk.workbook(enterprises(range(2)))
    landed = desk.intake._begin(hand_in(path))
    assert not isinstance(landed, LandingError)
    ahead.ahead(landed.sha256, hand_in(path), "street")
    prepared = ahead.prepare(landed.sha256, hand_in(path), "federation")
    assert prepared.sheets[0].facts.height == 2


def test_the_other_process_ends_with_its_input(desk: Desk, ahead: Ahead) -> None:
    """So a killed intake leaves nothing behind."""
    assert states(desk, [desk.workbook(enterprises(range(2)))]) == ["accepted"]
    process = ahead._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=30) == 0
    ahead._process = None
