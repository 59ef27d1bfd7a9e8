"""A template offers what the unit already has: its enterprises and open cases, from the log, as drop-downs."""

from datetime import UTC, datetime

import openpyxl
import pytest

from ingestion.contracts.loading import load
from ingestion.intake.hand_in import HandIn
from ingestion.registry.known import followers, read_known
from ingestion.registry.units import units_by_code
from ingestion.templates import write_template
from pipeline.intake_room import open_intake
from pipeline.sample import generate
from pipeline.settings import Settings
from pipeline.steps import template
from pipeline.steps.init import run as init
from pipeline.steps.intake import run as intake

COMMUNITY, STREET = "440307015001", "440307015"


def test_which_type_closes_which():
    """A case is closed by the type that follows it once: nobody lists these pairs, the contracts say them."""
    found = followers(load())
    assert found["dispute_opened"] == ["dispute_settled"]
    assert found["enterprise_registered"] == ["enterprise_closed"]
    assert "org_unit_registered" not in found


def test_a_template_offers_what_is_listed(tmp_path):
    """Columns that refer to a listed type get a drop-down that lets other codes pass with a note."""
    known = {"enterprise_registered": [("91980300MA00000016", "样例甲"), ("91980300MA0000002X", "样例乙")]}
    unit = units_by_code()[COMMUNITY]
    book = openpyxl.load_workbook(write_template(tmp_path, load(), unit, "2022-03", known))
    assert book["参考名单"]["A3"].value == "91980300MA00000016"
    assert book["参考名单"]["B4"].value == "样例乙"
    rules = [r for r in book["纠纷台账"].data_validations.dataValidation if "参考名单" in str(r.formula1)]
    assert [(r.formula1, r.errorStyle) for r in rules] == [("参考名单!$A$3:$A$4", "information")]


@pytest.mark.usefixtures("cluster")
def test_known_entries_come_from_the_log(tmp_path, fresh_database):
    """Enterprises that sit in the unit and are not closed, cases of its subtree that have no outcome yet."""
    settings = Settings(home=tmp_path, database_url=fresh_database.url)
    init(settings)
    generate(settings.drop, seed=1, scale="small")
    intake(settings)
    engine = fresh_database.engine("writer")
    known = read_known(engine, load(), [COMMUNITY])
    with fresh_database.engine("builder").connect() as connection:
        closed = connection.exec_driver_sql(
            "SELECT subject FROM log.latest_facts WHERE type = 'enterprise_closed' AND action <> 'retracted'"
        ).scalars()
        closed = set(closed)
    codes = {code for code, _ in known["enterprise_registered"]}
    assert len(codes) > 10
    assert not codes & closed
    done = template.run(settings, unit=STREET, period="2022-04", out=tmp_path / "out")
    assert done.rows[0]["offered"] > len(codes)
    with open_intake(settings, fresh_database) as desk:
        path = tmp_path / "out" / f"{STREET}-2022-04.xlsx"
        hand_in = HandIn(path, path.name, STREET, "cli", datetime(2022, 5, 2, tzinfo=UTC), None, None)
        taken = desk.take(hand_in).submission
    assert taken.state == "accepted", "a template handed in unchanged is a nil return"
