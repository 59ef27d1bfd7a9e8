"""Workbooks of our own layout: a blank one to fill in, or one with rows, written to a file.

contracts ► sheets of the unit's level ► .xlsx. The layout is said once in `ingestion.workbooks.layout`.
"""

import hashlib
from pathlib import Path

from ingestion.contracts.model import MONTHLY, Contracts
from ingestion.registry.units import Unit
from ingestion.workbooks.layout import KINDS
from ingestion.workbooks.reference_sheet import Known
from ingestion.workbooks.writing import Cover, Rows, workbook_bytes


def write_workbook(
    path: Path,
    contracts: Contracts,
    unit: Unit,
    period: str,
    kind: str = KINDS[0],
    rows: Rows | None = None,
    *,
    replaces: str = "",
    guide: bool = True,
    workbook: str = MONTHLY,
) -> str:
    """Write one workbook and return the sha256 of its bytes; equal input gives equal bytes.

    `rows` is sheet ► rows of heading ► value (dates as `date`, amounts as `Decimal`, enums as code or label).
    `kind` outside 首次, 补充, 更正 is a ValueError; so is a sheet that this unit's level does not fill in.
    """
    if kind not in KINDS:
        raise ValueError(f"kind of hand-in must be one of {KINDS}, not {kind!r}")
    strange = set(rows or {}) - {register.sheet for register in contracts.registers_for(unit.level, workbook)}
    if strange:
        raise ValueError(f"a {unit.level} has no sheet {sorted(strange)}")
    content = workbook_bytes(contracts, Cover(unit, period, kind, replaces, workbook), rows, guide=guide)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def write_template(
    folder: Path,
    contracts: Contracts,
    unit: Unit,
    period: str,
    known: Known | None = None,
    *,
    workbook: str = MONTHLY,
) -> Path:
    """A blank workbook of that unit and period (`2022-03`, or `2021-12` for the opening ledger); returns its path.

    `known` are the unit's enterprises and open cases, type ► (value, label); they are offered as drop-downs.
    `workbook` is `monthly` or `special`; a special one is called `<unit>-<period>-special.xlsx`.
    """
    path = folder / f"{unit.code}-{period}{'' if workbook == MONTHLY else f'-{workbook}'}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(workbook_bytes(contracts, Cover(unit, period, workbook=workbook), known=known))
    return path
