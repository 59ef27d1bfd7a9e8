"""The drop folder loses no file: what is taken out is what was landed."""

import os

from ingestion.intake.drop import pending, put_away, strays
from ingestion.landing import NotAPlainFileError
from pipeline.fingerprint import drop_listing
from pipeline.steps.intake import _row
from tests.intake.conftest import COMMUNITY, Desk, enterprises


def test_a_version_saved_meanwhile_under_the_same_name_stays_for_the_next_run(desk: Desk) -> None:
    """A clerk who saves again while the first version is being judged would otherwise lose the second one unread."""
    drop = desk.folder / "drop"
    path = drop / COMMUNITY / "三月.xlsx"
    path.parent.mkdir(parents=True)
    path.write_bytes(desk.workbook(enterprises(range(2))).read_bytes())
    (hand_in,) = pending(drop)
    answer = desk.intake.take(hand_in)
    newer = desk.workbook(enterprises(range(3))).read_bytes()
    path.write_bytes(newer)
    note = put_away(hand_in, answer.submission, "receipt", drop)
    assert note.exists()
    assert path.read_bytes() == newer
    (again,) = pending(drop)
    put_away(again, desk.intake.take(again).submission, "receipt", drop)
    assert pending(drop) == []
    assert desk.live("enterprise_registered").height == 3


def test_a_name_that_is_not_utf8_is_read_as_gb18030_and_stops_nobody(desk: Desk) -> None:
    """An archive packed on Windows leaves such names; no table takes their lone surrogates."""
    drop = desk.folder / "drop"
    (drop / COMMUNITY).mkdir(parents=True)
    name = os.fsdecode("三月台账.xlsx".encode("gb18030"))
    (drop / COMMUNITY / name).write_bytes(desk.workbook(enterprises(range(2))).read_bytes())
    (hand_in,) = pending(drop)
    submission = desk.intake.take(hand_in).submission
    assert (submission.state, submission.file_name) == ("accepted", "三月台账.xlsx")
    assert put_away(hand_in, submission, "receipt", drop).exists()
    assert pending(drop) == []
    assert drop_listing(drop)


def test_a_name_breaks_no_line_of_the_receipt(desk: Desk) -> None:
    """A newline in it could write a second answer into the receipt, an override turn it round."""
    path = desk.folder / "drop" / COMMUNITY / "a\n结果 accepted\u202e.xlsx"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    (hand_in,) = pending(desk.folder / "drop")
    assert hand_in.file_name == "a\\n结果 accepted\\u202e.xlsx"


def test_links_and_pipes_are_answered_and_a_file_in_no_units_folder_is_pointed_out(desk: Desk) -> None:
    """Skipped in silence, the clerk who laid a shortcut there would believe that she has reported."""
    drop = desk.folder / "drop"
    folder = drop / COMMUNITY
    folder.mkdir(parents=True)
    (folder / "link.xlsx").symlink_to("/etc/passwd")
    (folder / "folder").symlink_to("/etc", target_is_directory=True)
    (folder / "gone.xlsx").symlink_to("/nowhere")
    os.mkfifo(folder / "pipe.xlsx")
    (folder / "~$三月.xlsx").write_bytes(b"lock")
    (drop / "三月.xlsx").write_bytes(b"x")
    answers = [answer for _, answer in desk.intake.take_all(pending(drop))]
    assert len(answers) == 4
    assert all(isinstance(answer, NotAPlainFileError) for answer in answers)
    assert [path.name for path in strays(drop)] == ["三月.xlsx"]


def test_the_same_bytes_under_another_name_are_answered_under_that_name(desk: Desk) -> None:
    """The list of a run would otherwise lack a file and hold another one twice; the receipt stays the first one."""
    path = desk.workbook(enterprises(range(2)))
    first = desk.hand_in(path)
    row = _row(desk.hand_in(path), "again.xlsx")
    assert (row["receipt_no"], row["file"]) == (first.submission.receipt_no, "again.xlsx")
    assert row["state"] == "known"
