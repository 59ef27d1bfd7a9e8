"""The special workbook goes the whole way: filled in, checked, accepted; its numbers of people are exchanged too."""

from datetime import date

import openpyxl

from ingestion.intake.hand_in import Submission
from ingestion.registry.units import units_by_code
from ingestion.templates import write_workbook
from tests.intake.conftest import COMMUNITY, STREET, Desk, code_of, enterprises

STAFF = "GH0000000001"


def special(desk: Desk, rows: dict[str, list[dict[str, object]]], unit: str) -> Submission:
    path = desk.folder / f"special-{next(desk.numbers)}.xlsx"
    write_workbook(
        path, desk.intake.preparing.here.contracts, units_by_code()[unit], "2022-03", rows=rows, workbook="special"
    )
    return desk.hand_in(path, unit).submission


def test_a_filled_special_workbook_is_accepted(desk: Desk) -> None:
    """Rows of several contracts in one sheet each state their own fact; a staff number becomes a pseudonym."""
    desk.rows(enterprises(range(1)))
    rows = {
        "走访诉求台账": [
            {"统一社会信用代码": code_of(0), "到位步骤": "visited", "到位日期": date(2022, 3, 8)},
            {"走访编号": "ZF-1", "走访类型": "station", "走访日期": date(2022, 3, 9)},
        ],
        "人员队伍台账": [
            {
                "工作人员编号": STAFF,
                "队伍类别": "dispute_contact",
                "所属单位代码": STREET,
                "选派日期": date(2022, 3, 1),
            },
            {"工作人员编号": STAFF, "统一社会信用代码": code_of(0), "纳入联系日期": date(2022, 3, 2)},
        ],
    }
    done = special(desk, rows, STREET)
    assert (done.state, done.counts.facts) == ("accepted", 4), done.findings
    assert desk.live("outreach_step_done").height == 1
    posted = desk.live("staff_assigned")["subject"][0]
    assert posted != STAFF
    assert f'"staff_id":"{posted}"' in desk.live("dispute_contact_coverage_assigned")["data"][0]


def test_a_sheet_of_the_monthly_workbook_has_no_place_in_the_special_one(desk: Desk) -> None:
    """Each workbook has its own sheets: one that was copied across is answered, not guessed."""
    path = desk.folder / "mixed.xlsx"
    write_workbook(
        path, desk.intake.preparing.here.contracts, units_by_code()[COMMUNITY], "2022-03", workbook="special"
    )
    book = openpyxl.load_workbook(path)
    book.create_sheet("企业台账")
    book.save(path)
    done = desk.hand_in(path).submission
    assert (done.state, done.findings[0].code) == ("rejected", "E-SHEET-LEVEL")


def test_a_waiver_without_an_approver_waits(desk: Desk) -> None:
    """Who approved an exception is part of it."""
    row = {
        "豁免编号": "HM-1", "所属单位代码": COMMUNITY, "豁免事项": "hand_in", "豁免所属期": "2022-02",
        "豁免原因": "epidemic", "豁免到期日": date(2022, 6, 30), "豁免日期": date(2022, 3, 5),
    }  # fmt: skip
    done = special(desk, {"核对台账": [row, row | {"豁免编号": "HM-2", "批准角色": "district-leader"}]}, "440307")
    assert [(f.code, f.row) for f in done.findings] == [("E-REQUIRED", 4)]
    assert desk.live("waiver_granted")["subject"].to_list() == ["HM-2"]
