"""首次, 补充, 更正: a supplement never retracts; a replacement takes back what it no longer states, within limits."""

from datetime import date

import openpyxl

from ingestion.intake import waiting
from tests.intake.conftest import Desk, code_of, enterprise, enterprises


def test_a_replacement_retracts_missing_rows_and_supersedes(desk: Desk) -> None:
    first = desk.rows(enterprises(range(10)))
    done = desk.rows(enterprises(range(9)), kind="更正", replaces=first.submission.receipt_no)
    assert (done.submission.state, done.submission.counts.retracted, done.submission.counts.known) == ("accepted", 1, 9)
    assert desk.live("enterprise_registered")["subject"].to_list() == [code_of(n) for n in range(9)]
    assert desk.events()[-2:] == [("submission_accepted", "asserted"), ("submission_superseded", "asserted")]


def test_a_supplement_retracts_nothing(desk: Desk) -> None:
    desk.rows(enterprises(range(10)))
    desk.rows(enterprises(range(3)), kind="补充")
    assert desk.live("enterprise_registered").height == 10


def test_a_retracted_fact_handed_in_again_is_asserted(desk: Desk) -> None:
    first = desk.rows(enterprises(range(10)))
    desk.rows(enterprises(range(9)), kind="更正", replaces=first.submission.receipt_no)
    done = desk.rows(enterprises(range(9, 10)), kind="补充")
    assert done.submission.counts.new == 1
    assert desk.live("enterprise_registered").height == 10


def test_what_another_accepted_hand_in_states_too_is_not_retracted(desk: Desk) -> None:
    first = desk.rows(enterprises(range(10)))
    desk.rows(enterprises(range(9, 10)), kind="补充")
    done = desk.rows(enterprises(range(9)), kind="更正", replaces=first.submission.receipt_no)
    assert done.submission.counts.retracted == 0
    assert desk.live("enterprise_registered").height == 10


def test_keys_of_rows_now_in_quarantine_are_not_retracted(desk: Desk) -> None:
    first = desk.rows(enterprises(range(10)))
    rows = [enterprise(n) for n in range(9)] + [enterprise(9, 登记日期="2022.3.1")]
    done = desk.rows({"企业台账": rows}, kind="更正", replaces=first.submission.receipt_no)
    assert (done.submission.state, done.submission.counts.retracted) == ("accepted_with_findings", 0)
    assert desk.live("enterprise_registered").height == 10


def test_a_sheet_that_is_absent_says_nothing(desk: Desk) -> None:
    """Only sheets that both hand-ins have are compared."""
    cases = [
        {"案件编号": f"LD-{n}", "统一社会信用代码": code_of(n), "涉及职工人数": 3, "立案日期": date(2022, 3, 6)}
        for n in range(2)
    ]
    first = desk.rows(enterprises(range(10)) | {"纠纷台账": cases})
    path = desk.workbook(enterprises(range(10)), kind="更正", replaces=first.submission.receipt_no)
    book = openpyxl.load_workbook(path)
    del book["纠纷台账"]
    book.save(path)
    without = desk.hand_in(path)
    assert (without.submission.state, without.submission.counts.retracted) == ("accepted", 0)
    assert desk.live("dispute_opened").height == 2


def test_an_empty_sheet_takes_back_what_it_had(desk: Desk) -> None:
    opened = {"案件编号": "LD-1", "统一社会信用代码": code_of(1), "涉及职工人数": 3, "立案日期": date(2022, 3, 6)}
    first = desk.rows(enterprises(range(10)) | {"纠纷台账": [opened]})
    done = desk.rows(enterprises(range(10)), kind="更正", replaces=first.submission.receipt_no)
    assert (done.submission.state, done.submission.counts.retracted) == ("accepted", 1)
    assert desk.live("dispute_opened").is_empty()


def test_a_replacement_that_would_retract_over_a_fifth_is_held(desk: Desk) -> None:
    first = desk.rows(enterprises(range(10)))
    done = desk.rows(enterprises(range(7)), kind="更正", replaces=first.submission.receipt_no)
    assert (done.submission.state, done.submission.reason) == ("held", "E-HOLD-RETRACTIONS")
    assert desk.live("enterprise_registered").height == 10
    released = waiting.release(desk.intake, done.submission.receipt_no, "street-officer")
    assert (released.submission.state, released.submission.counts.retracted) == ("accepted", 3)


def test_a_replacement_must_name_an_accepted_receipt_of_its_sender(desk: Desk) -> None:
    done = desk.rows(enterprises(range(3)), kind="更正")
    assert (done.submission.state, done.submission.reason) == ("rejected", "E-REPLACES")
    done = desk.rows(enterprises(range(3)), kind="更正", replaces="202203-440307015001-00000000")
    assert (done.submission.state, done.submission.reason) == ("held", "E-REPLACES-UNKNOWN")


def test_a_withdrawn_hand_in_takes_its_facts_back(desk: Desk) -> None:
    first = desk.rows(enterprises(range(10)))
    desk.rows(enterprises(range(9, 10)), kind="补充")
    withdrawn = waiting.withdraw(desk.intake, first.submission.receipt_no, "440307015001")
    assert withdrawn.state == "withdrawn"
    assert desk.live("enterprise_registered")["subject"].to_list() == [code_of(9)]
