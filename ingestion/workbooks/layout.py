"""Layout of our own workbook, for whoever writes one and whoever reads one.

Each sheet is a register: row 1 title, row 2 unit and period, row 3 headings, data from row 4. Hidden sheet `_meta`
holds two columns, key and value. Sheets 填写说明 and 参考名单 are for people; readers leave them aside.
"""

from ingestion.contracts.model import MONTHLY, SPECIAL, Contracts, Register

TEMPLATES = {MONTHLY: "grassroots-monthly", SPECIAL: "grassroots-special"}
"""Workbook ► what its `_meta` calls it."""
TITLES = {MONTHLY: ("月报", "monthly workbook"), SPECIAL: ("专项", "special workbook")}
META_SHEET = "_meta"
GUIDE_SHEET = "填写说明"
KNOWN_SHEET = "参考名单"
ASIDE = (META_SHEET, GUIDE_SHEET, KNOWN_SHEET)
META_KEYS = ("template", "contract_version", "unit_code", "period", "kind", "replaces")
KINDS = ("首次", "补充", "更正")
TITLE_ROW, UNIT_ROW, HEADING_ROW, FIRST_DATA_ROW = 1, 2, 3, 4
YES, NO = "是", "否"


def contract_version(contracts: Contracts) -> str:
    """Version that `_meta` carries: the highest major version among the contracts a unit can state."""
    return str(max(contract.version for contract in contracts.facts.values()))


def headings_by_name(register: Register) -> dict[str, str]:
    """Field name ► heading of one register; a name with two headings would make a column ambiguous (ValueError)."""
    found: dict[str, str] = {}
    for column in register.columns:
        if column.name in found:
            raise ValueError(f"{register.sheet}: {column.name} has two headings")
        found[column.name] = column.heading
    return found
