"""What intake says when units move, merge and split: who may speak for whom afterwards, and what cannot be."""

from datetime import date
from pathlib import Path

import pytest

from ingestion.registry.tree import Change, closes_circle
from pipeline.settings import Settings
from pipeline.steps import template
from tests.intake.conftest import COMMUNITY, OTHER, STREET, Desk, code_of, enterprise

DISTRICT, OTHER_STREET, SISTER = "440307", "440307003", "440307015004"
MARCH = date(2022, 3, 1)


def moved(unit: str, parent: str, move_no: int | None = None) -> dict[str, object]:
    row: dict[str, object] = {"单位代码": unit, "划入上级代码": parent, "划转日期": MARCH}
    return row | ({"当日次序": move_no} if move_no else {})


def merged(unit: str, successor: str) -> dict[str, object]:
    return {"单位代码": unit, "并入单位代码": successor, "合并日期": MARCH}


def parent_of(desk: Desk, unit: str) -> str | None:
    registry = desk.intake.knowledge.registry
    registry.refresh(desk.database.engine("builder"))
    return registry.units[unit].parent


def test_a_moved_unit_speaks_for_itself_and_the_new_street_for_it(desk: Desk) -> None:
    """After a move its own workbook is accepted; the new street may name it, the old one no longer."""
    assert desk.rows({"企业台账": [enterprise(1)]}).submission.state == "accepted"
    assert desk.rows({"组织台账": [moved(COMMUNITY, OTHER_STREET)]}, DISTRICT).submission.state == "accepted"
    assert parent_of(desk, COMMUNITY) == OTHER_STREET
    assert desk.rows({"企业台账": [enterprise(2)]}, kind="补充").submission.state == "accepted"
    opened = {"统一社会信用代码": code_of(1), "涉及职工人数": 3, "立案日期": date(2022, 3, 6)}
    new = desk.rows({"纠纷台账": [opened | {"案件编号": "LD-1"}]}, OTHER_STREET)
    old = desk.rows({"纠纷台账": [opened | {"案件编号": "LD-2"}]}, STREET)
    assert (new.submission.state, old.submission.reason) == ("accepted", "E-SCOPE")


def test_a_successor_speaks_for_what_merged_or_split_into_it(desk: Desk, tmp_path: Path) -> None:
    """A merged unit's enterprises go on with its successor, a split one's with the principal successor."""
    desk.rows({"企业台账": [enterprise(1)]})
    desk.rows({"企业台账": [enterprise(2, unit=OTHER)]}, OTHER)
    first, second = f"{OTHER}F1", f"{OTHER}F2"
    new = {"层级": "工联会", "上级单位代码": OTHER_STREET, "是否报送": "是", "单位登记日期": MARCH}
    rows: list[dict[str, object]] = [
        merged(COMMUNITY, SISTER),
        new | {"单位代码": first, "单位名称": "样例第一工联会", "排序": 1},
        new | {"单位代码": second, "单位名称": "样例第二工联会", "排序": 2},
        {"单位代码": OTHER, "主要继承单位代码": first, "分设日期": MARCH},
    ]
    done = desk.rows({"组织台账": rows}, DISTRICT)
    assert done.submission.state == "accepted", done.submission.findings
    assert (parent_of(desk, COMMUNITY), parent_of(desk, OTHER)) == (SISTER, first)
    registry = desk.intake.knowledge.registry
    assert registry.units[COMMUNITY].is_closed
    assert registry.units[OTHER].is_closed
    assert registry.subtree(first) == {first, OTHER}
    settings = Settings(home=tmp_path, database_url=desk.database.url)
    written = template.run(settings, unit=first, period="2022-04", out=tmp_path)
    assert written.rows[0]["unit_name"] == "样例第一工联会"
    assert desk.hand_in(Path(str(written.rows[0]["path"])), first).submission.state == "accepted", "a nil return"
    count = {"职工人数": 5, "人数日期": date(2022, 3, 9)}
    assert desk.rows({"企业台账": [count | {"统一社会信用代码": code_of(1)}]}, SISTER).submission.state == "accepted"


@pytest.mark.parametrize(
    ("row", "parent"),
    [
        (merged(STREET, COMMUNITY), COMMUNITY),
        (merged(COMMUNITY, COMMUNITY), COMMUNITY),
        (moved(STREET, COMMUNITY), COMMUNITY),
        (moved(DISTRICT, COMMUNITY), COMMUNITY),
        ({"单位代码": STREET, "主要继承单位代码": COMMUNITY, "分设日期": MARCH}, COMMUNITY),
    ],
    ids=["merged into its child", "merged into itself", "moved below its child", "district below a community", "split"],
)
def test_a_unit_cannot_hang_below_itself(desk: Desk, row: dict[str, object], parent: str) -> None:
    """Refused with a sentence that names the code; the other rows go in and the tree stays a tree."""
    before = parent_of(desk, str(row["单位代码"]))
    done = desk.rows({"组织台账": [row, moved(OTHER, STREET)]}, DISTRICT)
    found = [f for f in done.submission.findings if f.code == "E-UNIT-CIRCLE"]
    assert done.submission.state == "accepted_with_findings"
    assert [(f.row, f.sheet) for f in found] == [(4, "组织台账")]
    assert parent in found[0].zh
    assert "下级" in found[0].zh
    assert "below itself" in found[0].en
    assert (parent_of(desk, str(row["单位代码"])), parent_of(desk, OTHER)) == (before, STREET)


def test_a_pair_of_changes_that_is_sound_together_goes_in(desk: Desk) -> None:
    """The community leaves its street and the street goes below it on one day: at the end of the day it is a tree."""
    rows = [moved(STREET, COMMUNITY), moved(COMMUNITY, DISTRICT)]
    assert desk.rows({"组织台账": rows}, DISTRICT).submission.state == "accepted"


def test_a_circle_of_the_past_is_refused_too(desk: Desk) -> None:
    """The community left its street on 1 March; a late report that the street went below it in February cannot be."""
    assert desk.rows({"组织台账": [moved(COMMUNITY, DISTRICT)]}, DISTRICT).submission.state == "accepted"
    late = moved(STREET, COMMUNITY) | {"划转日期": date(2022, 2, 1)}
    done = desk.rows({"组织台账": [late]}, DISTRICT, period="2022-02")
    assert [f.code for f in done.submission.findings] == ["E-UNIT-CIRCLE"]


def test_two_moves_of_one_day_bear_a_number_and_the_last_holds(desk: Desk) -> None:
    """With numbers both are facts and the higher one holds, in whatever order they come; without, a row too many."""
    rows = [moved(COMMUNITY, DISTRICT, 2), moved(COMMUNITY, OTHER_STREET, 1)]
    assert desk.rows({"组织台账": rows}, DISTRICT).submission.state == "accepted"
    assert parent_of(desk, COMMUNITY) == DISTRICT
    done = desk.rows({"组织台账": [moved(OTHER, DISTRICT), moved(OTHER, STREET)]}, DISTRICT, kind="补充")
    assert [f.code for f in done.submission.findings] == ["E-ROW-DUPLICATE"]


def test_a_long_ring_is_found_without_end() -> None:
    """A ring of a thousand units that the log might hold ends the walk, and is a circle."""
    ring = [Change(MARCH, 1, 1, str(n), str(n), str((n + 1) % 1000)) for n in range(1000)]
    assert closes_circle(ring)
    assert not closes_circle(ring[:-1])
