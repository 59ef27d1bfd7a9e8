"""What becomes of a hand-in: accepted, with findings, held, rejected; and that no row is ever lost."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingestion.intake import waiting
from ingestion.intake.deciding import Opinion
from ingestion.intake.hand_in import ConservationError, Counts
from pipeline.intake_room import GateOne
from tests.intake.conftest import COMMUNITY, OTHER, STREET, Desk, code_of, enterprise, enterprises


def test_a_good_hand_in_goes_in_whole_with_its_decision(desk: Desk) -> None:
    """Facts and decision are appended together, and every row read is accounted for."""
    before = len(desk.events())
    done = desk.rows(enterprises(range(3)))
    assert (done.submission.state, done.submission.counts.new, done.submission.findings) == ("accepted", 3, ())
    assert desk.events()[before:] == [("enterprise_registered", "asserted")] * 3 + [("submission_accepted", "asserted")]
    counts = done.submission.counts
    assert counts.read == counts.new + counts.structural + counts.blank


def test_the_same_bytes_get_the_same_receipt_and_change_nothing(desk: Desk) -> None:
    path = desk.workbook(enterprises(range(3)))
    first = desk.hand_in(path)
    before = desk.events()
    again = desk.hand_in(path.rename(path.with_name("another name.xlsx")))
    assert again.already_known
    assert again.submission.receipt_no == first.submission.receipt_no
    assert desk.events() == before


def test_an_empty_workbook_is_a_nil_return(desk: Desk) -> None:
    done = desk.rows({})
    assert (done.submission.state, done.submission.counts.new) == ("accepted", 0)


def test_a_row_handed_in_again_is_known_and_a_changed_one_corrects(desk: Desk) -> None:
    desk.rows(enterprises(range(3)))
    done = desk.rows({"企业台账": [enterprise(0), enterprise(1, 企业名称="改名企业")]}, kind="补充")
    assert (done.submission.counts.known, done.submission.counts.corrected) == (1, 1)
    assert "改名企业" in "".join(desk.live("enterprise_registered")["data"])


@pytest.mark.parametrize(
    ("row", "code", "heading"),
    [
        (enterprise(9, 统一社会信用代码="91980300MA00000099"), "E-CODE-GB32100", "统一社会信用代码"),
        (enterprise(9, 统一社会信用代码=919803000000000001), "E-CODE-NUMBER", "统一社会信用代码"),
        (enterprise(9, 登记日期="2022.3.1"), "E-DATE-FORMAT", "登记日期"),
        (enterprise(9, 登记日期="2022-02-30"), "E-DATE-IMPOSSIBLE", "登记日期"),
        (enterprise(9, 登记日期=44621), "E-DATE-SERIAL", "登记日期"),
        (enterprise(9, 登记日期=date(2022, 4, 1)), "E-DATE-FUTURE", "登记日期"),
        (enterprise(9, 登记日期=date(1949, 1, 1)), "E-DATE-RANGE", "登记日期"),
        (enterprise(9, 登记日期=date(2022, 2, 1)), "E-DATE-BEFORE-PERIOD", ""),
        (enterprise(9, 企业名称=""), "E-REQUIRED", "企业名称"),
        (enterprise(9, 企业名称="长" * 101), "E-TEXT-LENGTH", "企业名称"),
        (enterprise(9, 职工人数="12人", 人数日期=date(2022, 3, 5)), "E-INT", "职工人数"),
        (enterprise(9, 职工人数=0, 人数日期=date(2022, 3, 5)), "E-RANGE", "职工人数"),
        (enterprise(9, 企业类型="不存在", 类型认定日期=date(2022, 3, 5)), "E-ENUM", "企业类型"),
        ({"统一社会信用代码": code_of(9)}, "E-ROW-NOTHING", ""),
        (enterprise(9, 工联会代码="440307999999", 加入工联会日期=date(2022, 3, 5)), "E-REF-UNKNOWN", "工联会代码"),
    ],
)
def test_a_row_that_breaks_its_contract_waits_and_the_others_go_in(
    desk: Desk, row: dict[str, object], code: str, heading: str
) -> None:
    """The finding names file, sheet, row, column and heading, in both languages."""
    done = desk.rows({"企业台账": [*(enterprise(n) for n in range(6)), row]})
    assert done.submission.state == "accepted_with_findings"
    assert (done.submission.counts.new, done.submission.counts.quarantined) == (6, 1)
    found = next(f for f in done.submission.findings if f.code == code)
    assert (found.sheet, found.row, found.heading) == ("企业台账", 10, heading)
    assert found.file.endswith(".xlsx")
    assert found.zh
    assert found.en
    assert bool(found.column) == bool(heading)


def test_a_short_code_stored_as_a_number_goes_in_and_the_sender_is_told(desk: Desk) -> None:
    """Twelve digits survive in Excel, leading zeros would not: a warning, not a wrong row (details 15)."""
    row = enterprise(9, 工联会代码=int(COMMUNITY), 加入工联会日期=date(2022, 3, 5))
    done = desk.rows({"企业台账": [*(enterprise(n) for n in range(6)), row]})
    assert (done.submission.state, done.submission.counts.new) == ("accepted", 7)
    told = [(f.code, f.severity, f.row, f.heading) for f in done.submission.findings]
    assert told == [("W-CODE-NUMBER", "warning", 10, "工联会代码")]


def test_an_amount_with_a_comma_and_a_boolean_word_are_told_apart(desk: Desk) -> None:
    desk.rows(enterprises(range(6)))
    case = {"案件编号": "LD-1", "统一社会信用代码": code_of(1), "涉及职工人数": 3, "立案日期": date(2022, 3, 6)}
    paid = {"案件编号": "LD-1", "争取金额（元）": "1,234.50", "到账日期": date(2022, 3, 9)}
    good = {"案件编号": "LD-1", "争取金额（元）": Decimal("1234.5"), "到账日期": date(2022, 3, 9)}
    done = desk.rows({"纠纷台账": [case, paid]}, kind="补充")
    assert [f.code for f in done.submission.findings] == ["E-DECIMAL"]
    done = desk.rows({"纠纷台账": [good]}, kind="补充")
    assert done.submission.counts.new == 1
    assert '"benefit_yuan":"1234.50"' in desk.live("economic_benefit_recovered")["data"][0]


def test_one_fact_stated_twice_differently_names_the_later_row(desk: Desk) -> None:
    rows = [enterprise(n) for n in range(5)]
    done = desk.rows({"企业台账": [*rows, enterprise(4, 企业名称="另一个名字")]})
    assert [(f.code, f.row) for f in done.submission.findings] == [("E-ROW-DUPLICATE", 9)]
    assert done.submission.counts.new == 5


def test_a_total_row_is_structure_and_gets_a_plain_answer(desk: Desk) -> None:
    done = desk.rows({"企业台账": [enterprise(1), {"统一社会信用代码": "合计", "职工人数": 5}]})
    assert (done.submission.state, done.submission.counts.new, done.submission.counts.quarantined) == ("accepted", 1, 0)
    assert [f.code for f in done.submission.findings] == ["W-TOTAL-ROW"]


def test_a_row_that_waits_for_a_reference_goes_in_when_it_arrives(desk: Desk) -> None:
    """Late arrival: the settlement comes before the case it belongs to (bad input 95)."""
    desk.rows(enterprises(range(2)))
    settled = {"案件编号": "LD-7", "处理结果": "调解成功", "结案日期": date(2022, 3, 20)}
    first = desk.rows({"纠纷台账": [settled]}, kind="补充")
    assert first.submission.counts.quarantined == 1
    assert waiting.retry(desk.intake) == []
    opened = {"案件编号": "LD-7", "统一社会信用代码": code_of(1), "涉及职工人数": 3, "立案日期": date(2022, 3, 6)}
    desk.rows({"纠纷台账": [opened]}, kind="补充")
    assert [s.receipt_no for s in waiting.retry(desk.intake)] == [first.submission.receipt_no]
    assert desk.live("dispute_settled")["subject"].to_list() == ["LD-7"]
    assert waiting.retry(desk.intake) == []
    again = desk.hand_in(Path(desk.folder / "2.xlsx"))
    assert (again.already_known, again.submission.state) == (True, "accepted")


def test_a_row_for_somebody_elses_unit_holds_the_whole_hand_in(desk: Desk) -> None:
    done = desk.rows({"企业台账": [*(enterprise(n) for n in range(9)), enterprise(99, unit=OTHER)]})
    assert (done.submission.state, done.submission.reason) == ("held", "E-SCOPE")
    assert desk.live("enterprise_registered").is_empty()
    assert done.submission.counts.held == 10


def test_an_enterprise_of_another_community_cannot_be_reported_or_taken_over(desk: Desk) -> None:
    """Scope goes by where the enterprise is registered, not by what the row claims."""
    desk.rows({"企业台账": [enterprise(1, unit=OTHER)]}, unit=OTHER)
    headcount = {"统一社会信用代码": code_of(1), "职工人数": 5, "人数日期": date(2022, 3, 9)}
    assert desk.rows({"企业台账": [headcount]}).submission.reason == "E-SCOPE"
    assert desk.rows({"企业台账": [enterprise(1)]}, kind="补充").submission.reason == "E-SCOPE"


def test_a_case_of_another_unit_cannot_be_settled(desk: Desk) -> None:
    desk.rows({"企业台账": [enterprise(1, unit=OTHER)]}, unit=OTHER)
    opened = {"案件编号": "LD-1", "统一社会信用代码": code_of(1), "涉及职工人数": 3, "立案日期": date(2022, 3, 6)}
    desk.rows({"纠纷台账": [opened]}, unit=OTHER, kind="补充")
    settled = {"案件编号": "LD-1", "处理结果": "调解成功", "结案日期": date(2022, 3, 20)}
    assert desk.rows({"纠纷台账": [settled]}).submission.reason == "E-SCOPE"


def test_a_street_may_speak_for_its_community(desk: Desk) -> None:
    desk.rows(enterprises(range(1)))
    opened = {"案件编号": "LD-2", "统一社会信用代码": code_of(0), "涉及职工人数": 3, "立案日期": date(2022, 3, 6)}
    assert desk.rows({"纠纷台账": [opened]}, unit=STREET).submission.state == "accepted"


@pytest.mark.parametrize(
    ("good", "bad", "state"), [(15, 5, "held"), (20, 5, "accepted_with_findings"), (0, 4, "accepted_with_findings")]
)
def test_over_a_fifth_and_at_least_five_bad_rows_hold(desk: Desk, good: int, bad: int, state: str) -> None:
    """Details 12: 5 of 20 is 25 %, 5 of 25 is 20 % and not over it, 4 of 4 are too few."""
    rows = [enterprise(n) for n in range(good)] + [enterprise(100 + n, 登记日期="2022.3.1") for n in range(bad)]
    done = desk.rows({"企业台账": rows})
    assert done.submission.state == state
    assert done.submission.counts.held == (good + bad if state == "held" else 0)


def test_a_held_hand_in_is_released_by_somebody_else_only(desk: Desk) -> None:
    rows = [enterprise(n) for n in range(15)] + [enterprise(100 + n, 登记日期="2022.3.1") for n in range(5)]
    done = desk.rows({"企业台账": rows})
    receipt = done.submission.receipt_no
    with pytest.raises(waiting.NotReleasableError):
        waiting.release(desk.intake, receipt, COMMUNITY)
    released = waiting.release(desk.intake, receipt, "street-officer", "已电话核实")
    assert (released.submission.state, released.submission.counts.new) == ("accepted_with_findings", 15)
    said = desk.live("submission_released")["data"][0]
    assert '"decided_by":"street-officer"' in said
    assert '"reason":"已电话核实"' in said
    with pytest.raises(waiting.NotReleasableError):
        waiting.release(desk.intake, receipt, "street-officer")


def test_gate_1_can_hold_a_batch_and_says_why(desk: Desk) -> None:
    desk.gate.append(Opinion(passed=False, zh="行数远超以往", en="far more rows than usual"))
    done = desk.rows(enterprises(range(2)))
    assert (done.submission.state, done.submission.reason) == ("held", "E-HOLD-GATE")
    assert "行数远超以往" in done.submission.findings[0].zh
    assert desk.live("enterprise_registered").is_empty()


def test_the_channel_names_the_sender_and_another_unit_in_meta_holds(desk: Desk) -> None:
    done = desk.hand_in(desk.workbook(enterprises(range(2))), unit=OTHER)
    assert (done.submission.state, done.submission.reason) == ("held", "E-UNIT-DIFFERS")


def test_rows_that_do_not_add_up_are_our_defect() -> None:
    with pytest.raises(ConservationError):
        Counts(read=3, new=2).conserved()


def test_a_nil_return_of_a_month_to_come_is_held(desk: Desk) -> None:
    """Nobody can say yet that nothing happened; accepted, it would count as handed in on time."""
    desk.intake.gate = GateOne(desk.intake.engine)
    done = desk.rows(period="2022-05").submission
    assert (done.state, done.reason) == ("held", "E-HOLD-GATE")
    assert desk.rows(period="2022-04").submission.state == "accepted"
