"""Who is missing in a report: the expected hand-in of a month decides, nothing else that came from the unit."""

from reports.handins import handins

UNIT = {"unit_code": "440307015001", "unit_name": "样例社区工联会", "street_name": "样例街道", "period": "2022-03"}
OWED = UNIT | {"is_expected": True, "is_received": False, "is_on_time": False, "state": "missing"}
SPECIAL = UNIT | {"is_expected": False, "is_received": True, "is_on_time": True, "state": "accepted"}


def test_a_special_workbook_does_not_stand_for_the_month():
    assert (handins([OWED, SPECIAL])["missing"], handins([SPECIAL, OWED])["missing"]) == (1, 1)


def test_a_waived_month_is_neither_expected_nor_missing():
    told = handins([OWED | {"is_expected": False, "state": "waived"}])
    assert (told["expected"], told["missing"], told["received"]) == (0, 0, 0)
