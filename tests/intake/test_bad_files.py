"""Files whose structure cannot be trusted: a plain answer, the bytes kept, and the next file processed."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ingestion.intake import waiting, work
from ingestion.intake.hand_in import HandIn
from ingestion.landing import land
from tests.intake.conftest import COMMUNITY, RECEIVED, Desk, enterprises


def not_a_workbook(path: Path) -> None:
    path.write_text("这不是工作簿", encoding="utf-8")


def corrupt_zip(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def huge_extent(path: Path) -> None:
    """Cells A1 and XFD1048576 only: 4.7 KB on which the reader's library aborts (stack.md)."""
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active["XFD1048576"] = 1
    book.save(path)


def no_meta(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    del book["_meta"]
    book.save(path)


def other_template(path: Path) -> None:
    _say(path, "template", "budget-2022")


def newer_version(path: Path) -> None:
    _say(path, "contract_version", "9.0.0")


def no_period(path: Path) -> None:
    _say(path, "period", "2022Q1")


def other_kind(path: Path) -> None:
    _say(path, "kind", "随便")


def missing_column(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["企业台账"]["A3"] = "什么代码"
    book.save(path)


def sheet_of_another_level(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book.create_sheet("投诉台账")
    book.save(path)


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/sharedStrings.xml", b"0" * 400_000_000)


def _say(path: Path, key: str, value: str) -> None:
    book = openpyxl.load_workbook(path)
    for row in book["_meta"].iter_rows():
        if row[0].value == key:
            row[1].value = value
    book.save(path)


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (not_a_workbook, "E-FILE-02"),
        (corrupt_zip, "E-FILE"),
        (empty, "E-FILE-01"),
        (huge_extent, "E-FILE"),
        (bomb, "E-FILE"),
        (no_meta, "E-TEMPLATE"),
        (other_template, "E-TEMPLATE"),
        (newer_version, "E-TEMPLATE-VERSION"),
        (no_period, "E-PERIOD"),
        (other_kind, "E-KIND"),
        (missing_column, "E-COLUMN-MISSING"),
        (sheet_of_another_level, "E-SHEET-LEVEL"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_rejected_and_the_next_one_goes_in(
    desk: Desk, damage: Callable[[Path], None], code: str
) -> None:
    path = desk.workbook(enterprises(range(3)))
    damage(path)
    done = desk.hand_in(path)
    submission = done.submission
    assert submission.state == "rejected"
    assert submission.reason.startswith(code)
    assert submission.findings[0].zh
    raw = desk.intake.raw / submission.sha256[:2] / submission.sha256
    assert raw.read_bytes() == path.read_bytes()
    assert desk.events()[-1] == ("submission_rejected", "asserted")
    assert desk.rows(enterprises(range(3))).submission.state == "accepted"


def test_an_unknown_unit_is_rejected(desk: Desk) -> None:
    done = desk.hand_in(desk.workbook(enterprises(range(1))), unit="999999")
    assert (done.submission.state, done.submission.reason) == ("rejected", "E-UNIT-UNKNOWN")


def test_rejected_bytes_are_checked_again(desk: Desk) -> None:
    """Only an accepted hand-in makes its bytes known (details 9)."""
    path = desk.workbook(enterprises(range(1)))
    first = desk.hand_in(path, unit="999999")
    again = desk.hand_in(path, unit="999999")
    assert not again.already_known
    assert again.submission.receipt_no == first.submission.receipt_no


def test_a_csv_in_utf8_or_gb18030_says_the_same(desk: Desk) -> None:
    """drop/<unit>/<period>/<contract>.csv; headings in the union's words or as field names."""
    lines = "会员证号,所属单位代码,是否新业态,入会日期\nLG0000000001,440307015001,是,2022-03-02\n"
    path = desk.folder / "member_enrolled.csv"
    path.write_bytes(lines.encode("gb18030"))
    first = desk.hand_in(path, period="2022-03", contract="member_enrolled")
    path.write_bytes(lines.encode())
    second = desk.hand_in(path, period="2022-03", contract="member_enrolled")
    assert (first.submission.counts.new, second.submission.counts.known) == (1, 1)


def test_a_csv_named_after_no_contract_is_rejected(desk: Desk) -> None:
    path = desk.folder / "whatever.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    done = desk.hand_in(path, period="2022-03", contract="whatever")
    assert (done.submission.state, done.submission.reason) == ("rejected", "E-CONTRACT-UNKNOWN")


def test_a_killed_run_is_finished_by_the_next_one(desk: Desk) -> None:
    """Landed and received, then killed: the row in state `received` is all that is needed to go on."""
    path = desk.workbook(enterprises(range(3)))
    hand_in = HandIn(path, path.name, COMMUNITY, "drop", RECEIVED)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    process, desk.intake.process = desk.intake.process, killed  # type: ignore[method-assign,assignment]
    with pytest.raises(KeyboardInterrupt):
        desk.intake.take(hand_in)
    desk.intake.process = process  # type: ignore[method-assign]
    path.unlink()
    with desk.intake.engine.connect() as connection:
        assert [s.state for s in work.unfinished(connection)] == ["received"]
    assert [a.submission.state for a in waiting.finish(desk.intake)] == ["accepted"]
    assert desk.live("enterprise_registered").height == 3


def test_raw_bytes_are_kept_before_anything_looks_at_them(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"anything")
    landed = land(path, desk.intake.raw)
    assert landed.path.stat().st_mode & 0o777 == 0o600
