"""Step `template`: the workbook a unit fills in for one period, with its unit, enterprises and open cases in it."""

import re
from pathlib import Path

import sqlalchemy as sa

from ingestion.contracts.loading import load
from ingestion.contracts.model import MONTHLY
from ingestion.registry.known import Known, read_known
from ingestion.registry.now import RegistryNow
from ingestion.registry.units import Unit, units_by_code
from ingestion.templates import write_template
from ingestion.workbooks.layout import TEMPLATES
from pipeline.database import Database, is_migrated
from pipeline.settings import Settings
from pipeline.steps.result import Result, WrongCallError, counted

PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def run(settings: Settings, *, unit: str, period: str, out: Path | None = None, workbook: str = MONTHLY) -> Result:
    """Write the monthly or the special workbook into `out` (default: `templates` in the data folder).

    A unit that came later, by a split, is known from the log. Before `init` there is no log to look into: the workbook
    then only names its unit and period.
    """
    engine = _engine(settings)
    registry = RegistryNow()
    if engine is not None:
        registry.refresh(engine)
    chosen = _unit(registry, unit)
    if chosen is None:
        raise WrongCallError(f"没有代码为 {unit} 的报送单位。No reporting unit has the code {unit}.")
    if not PERIOD.fullmatch(period):
        raise WrongCallError(f"所属期应如 2022-03，而不是 {period}。A period looks like 2022-03.")
    if workbook not in TEMPLATES:
        raise WrongCallError(f"工作簿只有 {'、'.join(TEMPLATES)}，没有 {workbook}。There is no workbook {workbook}.")
    contracts = load(settings.contract_paths)
    known: Known = {} if engine is None else read_known(engine, contracts, registry.subtree(chosen.code))
    path = write_template(out or settings.folder("templates"), contracts, chosen, period, known, workbook=workbook)
    offered = sum(len(pairs) for pairs in known.values())
    row: dict[str, object] = {
        "unit_code": chosen.code,
        "unit_name": chosen.name,
        "period": period,
        "offered": offered,
        "path": str(path),
    }
    entries = counted(offered, "known entry", "known entries")
    message = f"已生成 {path}，可选企业和未结事项 {offered} 项。Template written, {entries} offered."
    return Result(True, [row], {"template": str(path)}, message)


def _unit(registry: RegistryNow, code: str) -> Unit | None:
    """One of the units that report from the beginning, else one that the log registered later; never an outside one."""
    later = registry.units.get(code)
    if later is None or code in units_by_code() or later.level == "outside":
        return units_by_code().get(code)
    return Unit(code, later.name, later.level, later.parent or "", 0)


def _engine(settings: Settings) -> sa.Engine | None:
    return Database.open(settings).engine("writer") if is_migrated(settings) else None
