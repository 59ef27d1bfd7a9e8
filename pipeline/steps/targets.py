"""Targets: every commitment of the plan of a year, with its basis, its level where the source gives one, and its state.

Read from ``published`` as a reader. The district is asked about all of them; a street or a federation about the rates
and about what is tested in each one (a ceremony a street, two projects a pilot). A level that the source does not
print, count or call full coverage is empty: such a target is neither met nor missed.
"""

import sqlalchemy as sa
from sqlalchemy import Connection

from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps.figures import UNITS, require, require_published, shortened
from pipeline.steps.result import Result

COLUMNS = (
    "target_id", "value_basis", "level", "due", "value", "state", "name_zh", "name_en", "state_zh", "as_of",
    "indicator_id", "operator", "unit", "baseline", "pace_expected", "units_met", "units_tested", "due_basis",
    "section",
)  # fmt: skip
STATES = {
    "met": ("met", "已达标"),
    "on_track": ("on track", "按进度"),
    "behind": ("behind", "落后"),
    "not_started": ("not started", "未启动"),
    "no_level_set": ("no level set", "未设目标值"),
    "no_baseline": ("no baseline", "无基期"),
}
"""Words of a state as people see them, English and Chinese."""

TARGETS = 100  # commitments of the plan; a publication that holds fewer has lost one
YEARS = "select distinct plan_year from published.fct_target_progress order by 1"
WHOLE = "select count(distinct target_id) from published.fct_target_progress where plan_year = :year"
LISTED = """target_id, value_basis, level, due, value, state, name_zh, name_en, as_of, indicator_id, operator, unit,
    baseline, pace_expected, units_met, units_tested, due_basis, section"""
OF_THE_DISTRICT = f"""
    select {LISTED} from published.fct_target_progress where plan_year = :year order by target_id"""
OF_A_UNIT = f"""
    select {LISTED} from published.fct_target_unit where plan_year = :year and unit_code = :unit order by target_id"""


def run(settings: Settings, *, year: str, unit: str | None = None) -> Result:
    """Rows of COLUMNS; raises WrongCallError for a year without a plan or an unknown unit."""
    return targets(Database.open(settings), year, unit)


def targets(database: Database, year: str, unit: str | None = None) -> Result:
    """Read the targets of the district (all 100), or of one unit; ok when the publication holds the whole plan."""
    with database.engine("reader").connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        require_published(connection)
        require(year, [str(known) for known in connection.scalars(sa.text(YEARS))], "计划年度", "plan year")
        held = connection.scalar(sa.text(WHOLE), {"year": year})
        found = _rows(connection, year, unit)
    lost = f"；发布的只有 {held} 项，应有 {TARGETS} 项 · only {held} of {TARGETS} published"
    message = f"{year}年目标：{len(found)} 项（{_counted(found)}） · {len(found)} targets of {year}"
    message += "" if held == TARGETS else lost
    return Result(ok=held == TARGETS, rows=[_shown(row) for row in found], message=message, columns=COLUMNS)


def _rows(connection: Connection, year: str, unit: str | None) -> list[dict[str, object]]:
    names = {str(code): str(name) for code, name in connection.execute(sa.text(UNITS))}
    if unit is not None:
        require(unit, list(names), "单位", "unit", names)
    level = connection.scalar(
        sa.text("select level from published.dim_org_unit where unit_code = :unit"), {"unit": unit or ""}
    )
    query = OF_THE_DISTRICT if level in (None, "district") else OF_A_UNIT
    asked: dict[str, object] = {"year": year} if query == OF_THE_DISTRICT else {"year": year, "unit": unit}
    return [dict(row) for row in connection.execute(sa.text(query), asked).mappings()]


def _shown(row: dict[str, object]) -> dict[str, object]:
    """The row in the order of COLUMNS, its state in words, its numbers without trailing zeros."""
    english, chinese = STATES.get(str(row["state"]), (str(row["state"]), str(row["state"])))
    said = {**row, "state": english, "state_zh": chinese}
    return {name: shortened(said[name]) for name in COLUMNS}


def _counted(rows: list[dict[str, object]]) -> str:
    """How many stand where, in Chinese: 已达标 12，按进度 20."""
    states = [str(row["state"]) for row in rows]
    return "，".join(f"{zh} {states.count(code)}" for code, (_, zh) in STATES.items() if code in states)
