"""The command `template` writes one workbook for a unit and period, and refuses what cannot be meant."""

import openpyxl
import pytest

from pipeline.settings import Settings
from pipeline.steps import template
from pipeline.steps.result import WrongCallError


def test_template_for_a_unit_and_period(tmp_path):
    """The workbook lies where the answer says, pre-filled with unit and period."""
    done = template.run(Settings(home=tmp_path), unit="440307003", period="2022-03", out=tmp_path / "out")
    assert done.ok
    book = openpyxl.load_workbook(done.rows[0]["path"])
    assert book["_meta"]["B3"].value == "440307003"
    assert "平湖街道总工会" in book.worksheets[0]["A2"].value


def test_the_special_workbook_is_another_file(tmp_path):
    """`--workbook special` writes the second workbook beside the monthly one; a third does not exist."""
    settings = Settings(home=tmp_path)
    done = template.run(settings, unit="440307003", period="2022-03", out=tmp_path, workbook="special")
    assert done.rows[0]["path"].endswith("440307003-2022-03-special.xlsx")
    assert "改革台账" in openpyxl.load_workbook(done.rows[0]["path"]).sheetnames
    with pytest.raises(WrongCallError):
        template.run(settings, unit="440307003", period="2022-03", workbook="weekly")


@pytest.mark.parametrize(("unit", "period"), [("440399", "2022-03"), ("440307", "2022-13"), ("440307", "202203")])
def test_a_wrong_call_is_named(tmp_path, unit, period):
    """An unknown unit or an impossible period is a wrong call (exit code 2)."""
    with pytest.raises(WrongCallError):
        template.run(Settings(home=tmp_path), unit=unit, period=period)
