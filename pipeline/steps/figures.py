"""Figures: what is published about one unit and period, read as a reader in one REPEATABLE READ transaction."""

from difflib import get_close_matches

import sqlalchemy as sa
from sqlalchemy import Connection

from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps.result import Result, WrongCallError, counted

COLUMNS = ("indicator_id", "value", "numerator", "denominator", "previous", "target", "status", "value_basis")
READINGS = ("as_was", "today")
QUERY = """
    select v.indicator_id, v.value, v.numerator, v.denominator, v.previous_value as previous, v.target_level as target,
           case when v.is_suppressed then 'suppressed' else v.target_status end as status,
           v.target_basis as value_basis
    from published.fct_indicator_value as v join published.dim_indicator as i using (indicator_id)
    where v.unit_code = :unit and v.period = :period and v.reading = :reading
    order by i.display_order, v.indicator_id"""
UNITS = "select unit_code, unit_name from published.dim_org_unit order by official_order"
PERIODS = "select period from published.dim_period order by first_on, grain"


def run(settings: Settings, *, unit: str, period: str, reading: str = "as_was") -> Result:
    """Rows of COLUMNS in the order of the catalogue; raises WrongCallError for an unknown unit, period or reading."""
    return figures(Database.open(settings), unit, period, reading)


def figures(database: Database, unit: str, period: str, reading: str = "as_was") -> Result:
    """Read the figures; a ratio's value is in percent, a blanked cell has no value and the status ``suppressed``."""
    with database.engine("reader").connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        require_published(connection)
        names = {str(code): str(name) for code, name in connection.execute(sa.text(UNITS))}
        require(unit, list(names), "单位", "unit", names)
        require(period, [str(name) for name in connection.scalars(sa.text(PERIODS))], "期间", "period")
        require(reading, list(READINGS), "读法", "reading")
        asked = {"unit": unit, "period": period, "reading": reading}
        rows: list[dict[str, object]] = [dict(row) for row in connection.execute(sa.text(QUERY), asked).mappings()]
    message = f"{names[unit]} {period}：{len(rows)} 项指标 · {counted(len(rows), 'figure', 'figures')}"
    return Result(ok=bool(rows), rows=[_plain(row) for row in rows], message=message, columns=COLUMNS)


def require(value: str, known: list[str], zh: str, en: str, names: dict[str, str] | None = None) -> None:
    """Raise WrongCallError with the closest known value; a unit may also be meant by its name."""
    if value in known:
        return
    by_name = {name: code for code, name in (names or {}).items()}
    near = get_close_matches(value, [*known, *by_name], n=1, cutoff=0.3)
    closest = by_name.get(near[0], near[0]) if near else (known[-1] if known else "")
    called = (names or {}).get(closest, "")
    meant = f"{closest}（{called}）" if called else closest
    message = f"没有{zh} {value}，最接近的是 {meant} · unknown {en} {value}, closest is {closest}"
    raise WrongCallError(message)


def require_published(connection: Connection) -> None:
    """Raise WrongCallError when nothing was ever published."""
    if connection.scalar(sa.text("select to_regclass('published.fct_indicator_value')")) is None:
        message = "还没有发布任何数据，请先运行 grassroots run · nothing is published yet: run `grassroots run` first"
        raise WrongCallError(message)


def _plain(row: dict[str, object]) -> dict[str, object]:
    """Numbers without trailing zeros: 677, not 677.0000."""
    return {name: shortened(value) for name, value in row.items()}


def shortened(value: object) -> object:
    """A decimal without trailing zeros; anything else as it is."""
    from decimal import Decimal

    if not isinstance(value, Decimal):
        return value
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short
