"""ODCS files ► Contracts. The files follow Open Data Contract Standard v3.2 and are read by its own package.

Standard words carry what they can (businessName, enum, relationships, quality, primaryKey, synonyms);
customProperties carry the rest: entity, subject, occurredOn, place, statedBy, levels, workflows, glossaryName
on a schema object; person, storedAs, past, future on a property.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from open_data_contract_standard.model import OpenDataContractStandard, SchemaObject, SchemaProperty

from ingestion.contracts.model import Code, Contract, Contracts, Field, Kind, Register, Time

HERE = Path(__file__).parent
KINDS: dict[str, Kind] = {"string": "text", "integer": "int", "number": "decimal", "date": "date", "boolean": "bool"}


class ContractError(Exception):
    """A contract file says something that cannot be meant; the message names file, contract and field."""


def load(extra: Iterable[Path] = ()) -> Contracts:
    """All contracts of this folder and of `extra` files or folders, with the registers of our own workbook."""
    return _load(tuple(Path(path) for path in extra))


@cache
def _load(extra: tuple[Path, ...]) -> Contracts:
    types: dict[str, Contract] = {}
    for path in [*sorted(HERE.glob("*.yaml")), *_files(extra)]:
        if path.name == "registers.yaml":
            continue
        for contract in read_file(path):
            if contract.type in types:
                raise ContractError(f"{path.name}: {contract.type} is declared twice")
            types[contract.type] = contract
    _check_references(types)
    return Contracts(types, _registers(types))


def read_file(path: Path) -> list[Contract]:
    """The contracts of one ODCS file; ContractError or pydantic's ValidationError where it breaks the standard."""
    standard = OpenDataContractStandard.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    due = {p.property: int(p.value) for p in standard.slaProperties or [] if isinstance(p.value, int | float | str)}
    major = int((standard.version or "1.0.0").split(".")[0])
    return [_contract(schema, standard.domain or "", major, due, path) for schema in standard.schema_ or []]


def _files(extra: tuple[Path, ...]) -> list[Path]:
    return [file for path in extra for file in (sorted(path.glob("*.contract.yaml")) if path.is_dir() else [path])]


def _custom(element: SchemaObject | SchemaProperty) -> dict[str, Any]:
    return {str(p.property): p.value for p in element.customProperties or []}


def _contract(schema: SchemaObject, domain: str, major: int, due: dict[str | None, int], path: Path) -> Contract:
    custom = _custom(schema)
    properties = schema.properties or []
    keyed = sorted((p for p in properties if p.primaryKey), key=lambda p: p.primaryKeyPosition or 0)
    fields = tuple(_field(p) for p in properties)
    names = {f.name for f in fields}
    try:
        contract = Contract(
            type=str(schema.name),
            version=major,
            domain=domain,
            title=schema.businessName or "",
            title_en=_english(schema.description),
            description=schema.description or "",
            fields=fields,
            natural_key=tuple(str(p.name) for p in keyed),
            subject=custom["subject"],
            occurred_on=custom["occurredOn"],
            entity=custom["entity"],
            place=custom.get("place"),
            stated_by=tuple(custom.get("statedBy", [custom["occurredOn"]])),
            levels=tuple(custom["levels"]),
            workflows=tuple(custom["workflows"]),
            glossary_name=custom.get("glossaryName", ""),
            due_day=due.get("dueDay", 3),
            due_day_opening=due.get("dueDayOpening", 10),
        )
    except KeyError as missing:
        raise ContractError(f"{path.name}: {schema.name} lacks the customProperty {missing}") from missing
    used = {contract.subject, contract.occurred_on, *contract.stated_by, *contract.natural_key}
    if contract.place:
        used.add(contract.place)
    if not used <= names or not contract.natural_key:
        raise ContractError(f"{path.name}: {schema.name} names unknown fields {sorted(used - names)} or has no key")
    return contract


def _field(prop: SchemaProperty) -> Field:
    custom = _custom(prop)
    options = prop.logicalTypeOptions or {}
    synonyms = prop.synonyms or []
    english = next((s.synonym for s in synonyms if s.locale == "en"), None) or str(prop.name)
    codes = tuple(Code(str(e.value), e.label or str(e.value), e.description or "") for e in prop.enum or [])
    time: Time = "future" if custom.get("future") else "past" if custom.get("past") else "present"
    reference = next((str(r.to).split(".") for r in prop.relationships or [] if r.to), None)
    return Field(
        name=str(prop.name),
        heading=prop.businessName or str(prop.name),
        heading_en=english,
        kind="enum" if codes else KINDS[str(prop.logicalType)],
        required=bool(prop.required),
        classification=prop.classification or "S0",
        description=prop.description or "",
        aliases=tuple(str(s.synonym) for s in synonyms),
        codes=codes,
        minimum=options.get("minimum"),
        maximum=options.get("maximum"),
        min_length=options.get("minLength"),
        max_length=options.get("maxLength"),
        pattern=options.get("pattern"),
        rule=next((q.rule for q in prop.quality or [] if q.rule), None),
        reference=(reference[0], reference[1]) if reference else None,
        person=bool(custom.get("person")),
        pseudonym=str(custom.get("storedAs", "member_id")),
        time=time,
        example=str((prop.examples or [""])[0]),
    )


def _english(description: str | None) -> str:
    return (description or "").split(" / ")[-1]


def _check_references(types: dict[str, Contract]) -> None:
    for contract in types.values():
        for column in contract.fields:
            if column.reference and column.reference[0] not in types:
                raise ContractError(f"{contract.type}.{column.name} refers to unknown type {column.reference[0]}")


def _registers(types: dict[str, Contract]) -> dict[str, Register]:
    rows = yaml.safe_load((HERE / "registers.yaml").read_text(encoding="utf-8"))
    return {
        row["sheet"]: Register(
            row["sheet"],
            row["name_en"],
            tuple(row["levels"]),
            tuple(types[name] for name in row["contracts"]),
            row["workbook"],
        )
        for row in rows
    }
