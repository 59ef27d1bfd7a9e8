"""Intake takes what the sample year hands in: special workbooks come through whole, none of their rows waits."""

from datetime import UTC, datetime
from pathlib import Path

from ingestion.intake.hand_in import HandIn
from pipeline.sample import generate
from tests.intake.conftest import Desk


def test_every_special_workbook_of_the_sample_is_accepted(desk: Desk, tmp_path: Path) -> None:
    """No row is refused, none waits for a reference, none speaks for somebody else; all three levels hand one in."""
    drop = tmp_path / "drop"
    generate(drop, seed=5, scale="small")
    files = [path for path in drop.rglob("*.xlsx") if "专项" in path.name or path.name == "2021-12-首次.xlsx"]
    special = []
    for path in sorted(files, key=lambda path: path.stat().st_mtime):
        at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        done = desk.intake.take(HandIn(path, path.name, path.parent.name, "drop", at, None, None)).submission
        assert (done.state, done.findings) == ("accepted", ()), path
        special += [done.sender] if "专项" in path.name else []
    assert len(special) >= 8
    assert {len(sender) for sender in special} == {6, 9, 12}
    assert not desk.live("outreach_step_done").is_empty()
