"""Step `template`: the workbook a unit fills in for one period, with its unit, enterprises and open cases in it."""

import re
from pathlib import Path

from ingestion.contracts.loading import load
from ingestion.contracts.model import MONTHLY
from ingestion.registry.known import Known, read_known
from ingestion.registry.now import RegistryNow
from ingestion.registry.units import Unit, units_by_code
from ingestion.templates import write_template
from ingestion.workbooks.layout import TEMPLATES
from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps.result import Result, WrongCallError

PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def run(settings: Settings, *, unit: str, period: str, out: Path | None = None, workbook: str = MONTHLY) -> Result:
    """Write the monthly or the special workbook into `out` (default: `templates` in the data folder).

    Before `init` there is no log to look into: the workbook then only names its unit and period.
    """
    chosen = units_by_code().get(unit)
    if chosen is None:
        raise WrongCallError(f"没有代码为 {unit} 的报送单位。No reporting unit has the code {unit}.")
    if not PERIOD.fullmatch(period):
        raise WrongCallError(f"所属期应如 2022-03，而不是 {period}。A period looks like 2022-03.")
    if workbook not in TEMPLATES:
        raise WrongCallError(f"工作簿只有 {'、'.join(TEMPLATES)}，没有 {workbook}。There is no workbook {workbook}.")
    known, contracts = _known(settings, chosen), load(settings.contract_paths)
    path = write_template(out or settings.folder("templates"), contracts, chosen, period, known, workbook=workbook)
    offered = sum(len(pairs) for pairs in known.values())
    row: dict[str, object] = {
        "unit_code": chosen.code,
        "unit_name": chosen.name,
        "period": period,
        "offered": offered,
        "path": str(path),
    }
    message = f"已生成 {path}，可选企业和未结事项 {offered} 项。Template written, {offered} known entries offered."
    return Result(True, [row], {"template": str(path)}, message)


def _known(settings: Settings, unit: Unit) -> Known:
    if settings.database_url is None and not (settings.pg / "PG_VERSION").exists():
        return {}
    engine = Database.open(settings).engine("writer")
    registry = RegistryNow()
    registry.refresh(engine)
    return read_known(engine, load(settings.contract_paths), registry.subtree(unit.code))
