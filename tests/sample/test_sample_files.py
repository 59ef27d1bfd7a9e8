"""The files of a sample year: byte-equal for a seed, dated as they were handed in, readable, free of real codes."""

import hashlib
from datetime import datetime, timedelta, timezone

import openpyxl
import pytest
from stdnum.cn import uscc

from pipeline.sample import generate
from pipeline.sample.codes import enterprise_code
from pipeline.sample.noise import hand_ins
from pipeline.sample.plan import make_plan
from pipeline.settings import Settings
from pipeline.steps import sample
from pipeline.steps.result import WrongCallError

SHANGHAI = timezone(timedelta(hours=8))


def prints(folder):
    """Path ► hash and modification time of every file."""
    return {
        str(path.relative_to(folder)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    generate(folder, seed=7, scale="small")
    return folder


def test_equal_seeds_give_equal_files_and_times(small, tmp_path):
    """A sample year is a function of year, seed and scale (details 37); another seed gives another one."""
    generate(tmp_path / "again", seed=7, scale="small")
    generate(tmp_path / "other", seed=8, scale="small")
    assert prints(small) == prints(tmp_path / "again")
    assert prints(small) != prints(tmp_path / "other")


def test_files_carry_the_hour_they_were_handed_in(small):
    """Modification times are receipts: office hours in Shanghai, after the month they speak of (details 14)."""
    for path in small.rglob("*.xlsx"):
        at = datetime.fromtimestamp(path.stat().st_mtime, SHANGHAI)
        assert 9 <= at.hour <= 17
        assert f"{at:%Y-%m}" > path.name[:7]


def test_a_replacement_names_the_receipt_of_the_file_it_replaces(small):
    """`replaces` is the receipt number that intake gives to the bytes of the first version."""
    path = next(small.rglob("*-更正.xlsx"))
    first = path.with_name(path.name.replace("更正", "首次"))
    sheet = openpyxl.load_workbook(path)["_meta"]
    digest = hashlib.sha256(first.read_bytes()).hexdigest()[:8]
    assert sheet["B6"].value == f"{path.name[:7].replace('-', '')}-{path.parent.name}-{digest}"


def test_one_file_is_no_workbook_and_one_lies_there_twice(small):
    """A text renamed .xlsx, and the bytes of one file under two names."""
    files = list(small.rglob("*.xlsx"))
    assert [f.name for f in files if not f.read_bytes().startswith(b"PK")]
    digests = [hashlib.sha256(f.read_bytes()).hexdigest() for f in files]
    assert len(digests) - len(set(digests)) == 1


def test_codes_are_valid_and_of_a_region_never_issued():
    """Check digits are right by an independent implementation; the region 980300 exists nowhere."""
    for number in (0, 1, 54_321, 999_999):
        code = enterprise_code(number)
        assert uscc.is_valid(code)
        assert code[2:8] == "980300"


def test_small_scale_has_every_kind_of_noise():
    """Fast tests elsewhere rely on it: held, 更正, 补充, quarantined rows, a file that is no workbook, one twice."""
    for seed in range(20):
        files = hand_ins(make_plan(2022, seed, "small"))
        assert {h.kind for h in files} == {"首次", "补充", "更正"}, seed
        assert sum(h.is_held for h in files) == 1
        assert sum(bool(h.payload) for h in files) == 1
        assert sum(bool(h.copy_of) for h in files) == 1
        assert any(not line.is_sound for h in files if not h.is_held for ls in h.sheets.values() for line in ls)


def test_the_step_writes_once_and_refuses_another_year(tmp_path):
    """A second call finds the year written; another seed in the same data folder is a wrong call."""
    settings = Settings(home=tmp_path)
    first = sample.run(settings, seed=3, scale="small")
    again = sample.run(settings, seed=3, scale="small")
    assert first.summary["written"] == first.summary["files"] > 15
    assert again.summary["written"] == 0
    with pytest.raises(WrongCallError):
        sample.run(settings, seed=4, scale="small")
