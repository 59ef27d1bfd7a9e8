"""The drop folder loses no file: what is taken out is what was landed."""

from ingestion.intake.drop import pending, put_away
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
