"""Shape of the marts, read from their dbt contracts (``dbt/models/marts/*.yml``): names, types, descriptions.

A column is described once in a doc block (``{% docs name %}`` in a ``.md`` file of the dbt project); a contract's
``{{ doc('name') }}`` is replaced by that text, so that the comment in PostgreSQL says what the dictionary says.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[1] / "dbt" / "models" / "marts"
EVIDENCE = frozenset({"fct_measure_delta"})  # deltas below the finest published level: never for a reader (details 26)
DOC_BLOCK = re.compile(r"{%-?\s*docs\s+(\w+)\s*-?%}(.*?){%-?\s*enddocs\s*-?%}", re.DOTALL)
DOC_USE = re.compile(r"{{-?\s*doc\(\s*(?:['\"]\w+['\"]\s*,\s*)?['\"](\w+)['\"]\s*\)\s*-?}}")
TYPES = {
    "varchar": "text",
    "string": "text",
    "int": "integer",
    "double": "double precision",
    "bool": "boolean",
    "timestamp": "timestamptz",  # the warehouse keeps UTC
    "timestamp with time zone": "timestamptz",
    "decimal": "numeric",
    "uuid": "text",
    "blob": "bytea",
}


class MartContractError(Exception):
    """A mart's contract cannot be turned into a table: no columns, a column without a type."""


@dataclass(frozen=True)
class Column:
    """A column: its name, its PostgreSQL type, what it means."""

    name: str
    type: str
    comment: str = ""


@dataclass(frozen=True)
class Mart:
    """A mart: its schema in PostgreSQL (``candidate`` or ``evidence``), name, columns in order, what it is."""

    schema: str
    name: str
    columns: tuple[Column, ...]
    comment: str = ""

    @property
    def table(self) -> str:
        """Schema-qualified name."""
        return f"{self.schema}.{self.name}"


def read(folder: Path = FOLDER) -> dict[str, Mart]:
    """Every mart of the folder by name, sorted; raises MartContractError on a contract without types."""
    docs = dict(_doc_blocks(folder.parents[1]))
    found: dict[str, Mart] = {}
    for file in sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")]):
        for model in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("models", []):
            found[model["name"]] = _mart(model, docs)
    if not found:
        message = f"no mart contracts in {folder}"
        raise MartContractError(message)
    return dict(sorted(found.items()))


def postgres_type(data_type: str) -> str:
    """The PostgreSQL type for a type of the dbt contract: ``decimal(18,4)`` is ``numeric(18,4)``."""
    plain = " ".join(data_type.strip().lower().split())
    base, bracket, size = plain.partition("(")
    return TYPES.get(plain) or TYPES.get(base.strip(), base.strip()) + bracket + size.replace(" ", "")


def _mart(model: dict[str, Any], docs: dict[str, str]) -> Mart:
    name = model["name"]
    untyped = [column["name"] for column in model.get("columns", []) if not column.get("data_type")]
    if untyped or not model.get("columns"):
        message = f"{name}: columns without data_type: {', '.join(untyped) or 'all'}"
        raise MartContractError(message)
    columns = tuple(
        Column(column["name"], postgres_type(column["data_type"]), _text(column.get("description"), docs))
        for column in model["columns"]
    )
    schema = "evidence" if name in EVIDENCE else "candidate"
    return Mart(schema, name, columns, _text(model.get("description"), docs))


def _doc_blocks(project: Path) -> list[tuple[str, str]]:
    """Doc blocks below the dbt project's model folder."""
    texts = (file.read_text(encoding="utf-8") for file in sorted(project.rglob("*.md")))
    return [(name, " ".join(body.split())) for text in texts for name, body in DOC_BLOCK.findall(text)]


def _text(description: str | None, docs: dict[str, str]) -> str:
    """A description with its doc blocks filled in, on one line."""
    filled = DOC_USE.sub(lambda found: docs.get(found[1], ""), description or "")
    return " ".join(filled.split())
