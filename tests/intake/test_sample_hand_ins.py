"""Intake takes what the sample year hands in: of special workbooks only rows broken on purpose wait."""

from datetime import UTC, datetime
from pathlib import Path

from ingestion.intake.hand_in import HandIn
from pipeline.sample import generate
from pipeline.sample.handins import HandIn as Planned
from pipeline.sample.noise import hand_ins
from pipeline.sample.plan import make_plan
from tests.intake.conftest import Desk


def _broken_rows(planned: Planned) -> int:
    return sum(not line.is_sound for lines in planned.sheets.values() for line in lines)


def test_every_special_workbook_of_the_sample_is_accepted(desk: Desk, tmp_path: Path) -> None:
    """No true row is refused, waits for a reference or speaks for somebody else; all three levels hand one in."""
    drop = tmp_path / "drop"
    generate(drop, seed=5, scale="small")
    files = [path for path in drop.rglob("*.xlsx") if "专项" in path.name or path.name == "2021-12-首次.xlsx"]
    broken = {(h.unit.code, h.name): _broken_rows(h) for h in hand_ins(make_plan(2022, 5, "small"))}
    special, waiting = [], 0
    for path in sorted(files, key=lambda path: path.stat().st_mtime):
        at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        done = desk.intake.take(HandIn(path, path.name, path.parent.name, "drop", at, None, None)).submission
        rows = broken[path.parent.name, path.name]
        assert done.state == ("accepted_with_findings" if rows else "accepted"), path
        assert (done.counts.quarantined, bool(done.findings)) == (rows, rows > 0), path
        special += [done.sender] if "专项" in path.name else []
        waiting += rows
    assert len(special) >= 8
    assert waiting
    assert {len(sender) for sender in special} == {6, 9, 12}
    assert not desk.live("outreach_step_done").is_empty()
