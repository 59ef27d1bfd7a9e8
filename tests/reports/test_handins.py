"""Who is missing in a report: the expected hand-in of a month decides, nothing else that came from the unit."""

from reports.handins import findings, handins

UNIT = {"unit_code": "440307015001", "unit_name": "样例社区工联会", "street_name": "样例街道", "period": "2022-03"}
OWED = UNIT | {"is_expected": True, "is_received": False, "is_on_time": False, "state": "missing"}
SPECIAL = UNIT | {"is_expected": False, "is_received": True, "is_on_time": True, "state": "accepted"}


def test_a_special_workbook_does_not_stand_for_the_month():
    assert (handins([OWED, SPECIAL])["missing"], handins([SPECIAL, OWED])["missing"]) == (1, 1)


def test_a_waived_month_is_neither_expected_nor_missing():
    told = handins([OWED | {"is_expected": False, "state": "waived"}])
    assert (told["expected"], told["missing"], told["received"]) == (0, 0, 0)


def test_an_example_of_a_finding_tells_of_its_kind_and_never_of_a_row():
    """Neither the value of a cell nor the enterprise or case that a rule speaks of stands in a report."""
    base = {"severity": "warning", "unit_code": "440307013002", "heading": "", "is_resolved": False, "found_count": 1}
    rows = [
        base
        | {
            "code": "E-ENUM",
            "message_zh": "“甲类”不在下拉列表",
            "message_en": "'甲类' is not listed",
            "masked_value": "甲类",
        },
        base
        | {
            "code": "enterprise_under_two_covers",
            "message_zh": "企业91980300MA0000001X有两种覆盖",
            "message_en": "enterprise 91980300MA0000001X has both",
            "subject": "91980300MA0000001X",
        },
        base
        | {
            "code": "three_in_place_in_order",
            "message_zh": "企业91980300MA0000001X：建会措施制定到位",
            "message_en": "enterprise 91980300MA0000001X: plan_agreed",
            "subject": "91980300MA0000001X plan_agreed",
        },
    ]
    told = {row["code"]: (row["example"], row["example_en"]) for row in findings(rows)}
    assert told["E-ENUM"] == ("“…”不在下拉列表", "'…' is not listed")
    assert told["three_in_place_in_order"] == ("企业…：建会措施制定到位", "enterprise …: plan_agreed")
    assert told["enterprise_under_two_covers"] == ("企业…有两种覆盖", "enterprise … has both")


def test_findings_are_counted_as_many_as_they_are_not_as_many_as_are_listed():
    """A hand-in lists the first 50 of a kind and one row that counts the rest."""
    base = {
        "code": "E-INT",
        "severity": "error",
        "heading": "人数",
        "message_zh": "应为整数",
        "message_en": "not whole",
    }
    first = [base | {"unit_code": "A", "is_resolved": True, "found_count": 1} for _ in range(50)]
    rest = base | {"unit_code": "A", "is_resolved": True, "found_count": 150}
    other = base | {"unit_code": "B", "is_resolved": False, "found_count": 1}
    (kind,) = findings([*first, rest, other])
    assert (kind["count"], kind["resolved"], kind["units"]) == (201, 200, 2)
