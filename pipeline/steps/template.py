"""Step `template`: the workbook a unit fills in for one period, with its unit and period already in it."""

import re
from pathlib import Path

from ingestion.contracts.loading import load
from ingestion.registry.units import units_by_code
from ingestion.templates import write_template
from pipeline.settings import Settings
from pipeline.steps.result import Result, WrongCallError

PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def run(settings: Settings, *, unit: str, period: str, out: Path | None = None) -> Result:
    """Write `<unit>-<period>.xlsx` into `out` (default: `templates` in the data folder)."""
    known = units_by_code().get(unit)
    if known is None:
        raise WrongCallError(f"没有代码为 {unit} 的报送单位。No reporting unit has the code {unit}.")
    if not PERIOD.fullmatch(period):
        raise WrongCallError(f"所属期应如 2022-03，而不是 {period}。A period looks like 2022-03.")
    path = write_template(out or settings.folder("templates"), load(settings.contract_paths), known, period)
    row: dict[str, object] = {"unit_code": known.code, "unit_name": known.name, "period": period, "path": str(path)}
    return Result(True, [row], {"template": str(path)}, f"已生成 {path}。Template written.")
