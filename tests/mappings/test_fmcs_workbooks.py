"""Real workbooks that nobody here wrote, through a mapping and a contract that were added only as data."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import orjson
import pytest
import sqlalchemy as sa

from ingestion.intake.deciding import Opinion
from ingestion.intake.hand_in import HandIn
from ingestion.intake.service import Answer, Intake
from pipeline.database import Database
from pipeline.intake_room import open_intake
from pipeline.settings import Settings

DATA = Path(__file__).parents[1] / "data"
BOOKS = {
    "January-2020-Work-Stoppages.xlsx": ("2020-01", {"ongoing": (7, 4841, 7), "ended": (1, 180, 1)}),
    "December-2020-Work-Stoppages.xlsx": ("2020-12", {"ongoing": (7, 1191, 7), "ended": (2, 367, 2)}),
    "Work-Stoppages-Ended-FY-2018-2019.xlsx": ("2019-09", {"ongoing": (9, 4639, 9), "ended": (193, 128399, 203)}),
}
TOTALS = """
SELECT count(DISTINCT data::json ->> 'case_no'), sum((data::json ->> 'bargaining_unit_size')::int), count(*)
FROM log.latest_facts WHERE type = 'work_stoppage_reported' AND period = :period
AND data::json ->> 'section' = :section"""


@pytest.fixture
def desk(fresh_database: Database, tmp_path: Path) -> Iterator[Intake]:
    settings = Settings(
        home=tmp_path,
        contract_paths=(DATA / "mappings" / "stoppages.contract.yaml",),
        mapping_paths=(DATA / "mappings" / "fmcs.yaml",),
        outside_units={"FMCS": "Federal Mediation and Conciliation Service"},
    )
    with open_intake(settings, fresh_database) as intake:
        intake.gate = lambda _submission, _judged: Opinion(passed=True)
        yield intake


def hand_in(intake: Intake, path: Path) -> Answer:
    return intake.take(HandIn(path, path.name, "FMCS", "cli", datetime.now(UTC)))


@pytest.mark.parametrize("name", BOOKS)
def test_the_log_reproduces_the_control_totals_that_the_sheet_prints(desk: Intake, name: str) -> None:
    """Distinct cases, sum of bargaining units and rows of both sections; 203 rows for 193 cases in one of them."""
    period, sections = BOOKS[name]
    done = hand_in(desk, DATA / "fmcs" / name)
    assert done.submission.state == "accepted", done.submission.findings
    for section, totals in sections.items():
        with desk.engine.connect() as connection:
            found = connection.execute(sa.text(TOTALS), {"period": period, "section": section}).one()
        assert tuple(found) == totals


def test_all_three_files_go_in_side_by_side(desk: Intake) -> None:
    """A case may stand in several files; each report keeps its own rows."""
    for name in BOOKS:
        assert hand_in(desk, DATA / "fmcs" / name).ok
    with desk.engine.connect() as connection:
        found = connection.execute(
            sa.text("SELECT count(*) FROM log.latest_facts WHERE type = 'work_stoppage_reported'")
        )
        assert found.scalar_one() == 8 + 9 + 212


def test_rows_that_differ_from_the_printed_total_hold_the_file(desk: Intake, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(DATA / "fmcs" / "January-2020-Work-Stoppages.xlsx")
    book.worksheets[0].delete_rows(7)
    book.save(tmp_path / "short.xlsx")
    done = hand_in(desk, tmp_path / "short.xlsx")
    assert (done.submission.state, done.submission.reason) == ("held", "E-CONTROL-TOTAL")


def test_a_column_that_the_mapping_does_not_name_is_refused(desk: Intake, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(DATA / "fmcs" / "January-2020-Work-Stoppages.xlsx")
    book.worksheets[0]["C4"] = "Local Number"
    book.save(tmp_path / "renamed.xlsx")
    done = hand_in(desk, tmp_path / "renamed.xlsx")
    assert (done.submission.state, done.submission.reason) == ("rejected", "E-MAPPING")


def test_employers_have_no_code_and_the_unit_rolls_up_nowhere(desk: Intake) -> None:
    assert desk.knowledge.registry.units["FMCS"].parent is None
    hand_in(desk, DATA / "fmcs" / "January-2020-Work-Stoppages.xlsx")
    with desk.engine.connect() as connection:
        data = connection.execute(
            sa.text("SELECT data FROM log.latest_facts WHERE subject = '201708590001'")
        ).scalar_one()
    assert orjson.loads(data)["bargaining_unit_size"] == 1800
