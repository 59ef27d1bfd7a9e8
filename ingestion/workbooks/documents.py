"""Contracts ► what is committed beside them: JSON Schemas (docs/schemas) and the data dictionary (docs/dictionary.md).

`python -m ingestion.workbooks docs` writes both anew; a test compares the committed files with what is derived here.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ingestion.contracts.model import Contract, Contracts, Field, Register
from ingestion.workbooks.guide import FORMATS, requirement

DRAFT = "https://json-schema.org/draft/2020-12/schema"
LEVELS = {"district": "区 district", "street": "街道 street", "federation": "工联会 federation"}


def documents(contracts: Contracts) -> dict[str, str]:
    """Every derived file: path below docs ► its text."""
    found = {f"schemas/{c.type}.json": _text(json_schema(c)) for c in contracts.facts.values()}
    return found | {"dictionary.md": dictionary(contracts)}


def write_documents(folder: Path, contracts: Contracts) -> list[Path]:
    """Write them below `folder`, drop schemas of types that are gone, return the paths."""
    derived = documents(contracts)
    for old in (folder / "schemas").glob("*.json"):
        if f"schemas/{old.name}" not in derived:
            old.unlink()
    for name, text in derived.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [folder / name for name in derived]


def json_schema(contract: Contract) -> dict[str, Any]:
    """JSON Schema 2020-12 of one row as it is handed in (ndjson: field names, codes of closed lists, ISO dates)."""
    return {
        "$schema": DRAFT,
        "title": contract.type,
        "description": f"{contract.title}：{contract.description}",
        "x-version": contract.version,
        "x-natural-key": list(contract.natural_key),
        "x-occurred-on": contract.occurred_on,
        "x-levels": list(contract.levels),
        "type": "object",
        "additionalProperties": False,
        "required": [column.name for column in contract.fields if column.required],
        "properties": {column.name: property_schema(column) for column in contract.fields},
    }


def property_schema(column: Field) -> dict[str, Any]:
    """Schema of one field; amounts may be numbers or text with at most two decimals."""
    schema: dict[str, Any] = {"title": column.heading, "description": column.description}
    if column.codes:
        schema |= {"type": "string", "enum": [code.value for code in column.codes]}
    elif column.kind == "decimal":
        schema |= {"type": ["number", "string"], "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,2})?$"}
    elif column.kind == "date":
        schema |= {"type": "string", "format": "date"}
    else:
        schema |= {"type": {"int": "integer", "bool": "boolean"}.get(column.kind, "string")}
    bounds = {
        "minimum": column.minimum,
        "maximum": column.maximum,
        "minLength": column.min_length,
        "maxLength": column.max_length,
        "pattern": f"^({column.pattern})$" if column.pattern else None,
        "x-rule": column.rule,
        "x-reference": ".".join(column.reference) if column.reference else None,
        "x-classification": column.classification,
        "x-stored-as": column.stored_as if column.person else None,
    }
    return schema | {name: value for name, value in bounds.items() if value is not None}


def dictionary(contracts: Contracts) -> str:
    """The data dictionary: sheets first (what a clerk sees), then event types (what the log holds)."""
    lines = [
        "# 数据字典 / Data dictionary",
        "",
        "由数据合同生成，请勿手改：`python -m ingestion.workbooks docs`。Derived; never edited by hand.",
        "",
        "## 工作表（台账） / Sheets",
        "",
    ]
    for register in contracts.registers.values():
        lines += _sheet(register)
    lines += ["## 事件类型 / Event types", ""]
    for contract in contracts.facts.values():
        lines += _type(contract)
    return "\n".join(lines).rstrip() + "\n"


def _sheet(register: Register) -> list[str]:
    rows = [
        (c.heading, c.heading_en, FORMATS[c.kind], requirement(register, c), _codes(c), c.description)
        for c in register.columns
    ]
    who = "、".join(LEVELS.get(level, level) for level in register.levels)
    title = f"### {register.sheet} / {register.name_en}"
    return [title, "", f"填报：{who}", "", *_table(("列名", "英文", "格式", "必填", "可选值", "说明"), rows), ""]


def _type(contract: Contract) -> list[str]:
    rows = [
        (f"`{c.stored_as}`", c.heading, c.kind, "是" if c.required else "", _codes(c, stored=True), c.classification)
        for c in contract.fields
    ]
    key = "、".join(f"`{name}`" for name in contract.natural_key)
    about = f"{contract.title}：{contract.description}。主键 {key}；发生日期 `{contract.occurred_on}`；"
    about += f"对象 {contract.entity}；流程 {'、'.join(contract.workflows)}；第 {contract.version} 版。"
    table = _table(("字段", "列名", "类型", "必填", "代码", "密级"), rows)
    return [f"### `{contract.type}`", "", about, "", *table, ""]


def _codes(column: Field, *, stored: bool = False) -> str:
    return "、".join(f"{code.value} {code.label}" if stored else code.label for code in column.codes)


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    return lines + ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
