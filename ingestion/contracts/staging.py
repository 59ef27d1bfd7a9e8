"""Contracts ► the staging models of dbt, one an event type, with their yml, and macros that say what a type is about.

Written, never edited by hand.

A staging model holds every version of its facts with typed columns, parsed once. The subject and the date of a fact
stand in the envelope already: the subject under the name its contract gives it, the date as ``occurred_on``; neither is
read from the JSON again.

    python -m ingestion.contracts.staging dbt
"""

import sys
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path

from ingestion.contracts.loading import load
from ingestion.contracts.model import Contract, Contracts, Field

TYPES = {
    "text": "varchar",
    "enum": "varchar",
    "int": "bigint",
    "decimal": "decimal(18, 2)",
    "date": "date",
    "bool": "boolean",
}
ENVELOPE = {
    "position": "bigint",
    "action": "varchar",
    "fact_id": "uuid",
    "supersedes": "bigint",
    "source": "varchar",
    "occurred_on": "date",
    "recorded_at": "timestamp",
    "period": "varchar",
    "submission_id": "uuid",
}


def columns(contract: Contract) -> dict[str, str]:
    """Name ► SQL type of every column of the staging model, in order."""
    own = {f.stored_as: TYPES[f.kind] for f in parsed(contract)}
    return {contract.field(contract.subject).stored_as: "varchar", **ENVELOPE, **own}


def parsed(contract: Contract) -> list[Field]:
    """Fields that are read from the JSON: all but the subject and the date, which the envelope holds."""
    return [f for f in contract.fields if f.name not in (contract.subject, contract.occurred_on)]


def model_sql(contract: Contract) -> str:
    """The model: events of the type in the range of the build, typed."""
    subject = contract.field(contract.subject).stored_as
    envelope = [f"subject as {subject}", *ENVELOPE]
    own = [_parse(f) for f in parsed(contract)]
    listed = ",\n        ".join([*envelope, *own])
    return f"""-- Written by ingestion.contracts.staging from contract {contract.type}; change that, not this.
with events as (
    {{{{ log_events('{contract.type}') }}}}
),

typed as (
    select
        {listed}
    from events
)

select * from typed
"""


def model_yml(contract: Contract) -> str:
    """The yml beside it: descriptions from the contract; its required fields and closed lists as one data test."""
    kept = [f for f in contract.fields if f.name != contract.occurred_on]
    required = ", ".join(f.stored_as for f in kept if f.required)
    codes = ", ".join(f"{f.stored_as}: [{', '.join(code.value for code in f.codes)}]" for f in kept if f.codes)
    lines = [
        "version: 2",
        "models:",
        f"  - name: stg_{contract.type}",
        f"    description: {_quoted(f'{contract.title} / {contract.title_en}')}",
        "    data_tests:",
        f"      - holds_contract: {{arguments: {{required: [{required}], codes: {{{codes}}}}}}}",
        "    columns:",
        "      - name: position",
        "        description: \"{{ doc('position') }}\"",
        "        data_tests: [unique]",
    ]
    for f in kept:
        lines += [f"      - name: {f.stored_as}", f"        description: {_quoted(f'{f.heading}：{f.description}')}"]
    return "\n".join(lines) + "\n"


def types_macro(contracts: Contracts) -> str:
    """Macros `fact_types` (what units state) and `special_types` (what only the special workbook states)."""
    facts, special = _listed(contracts.facts), _listed(contracts.special)
    return f"""{{# Written by ingestion.contracts.staging from the contracts and registers; change those, not this. #}}

{{# Types of facts that units state: what the data range is read from. #}}
{{% macro fact_types() %}}
    {{{{ return([
{facts}
    ]) }}}}
{{% endmacro %}}

{{# Types that only the special workbook states: a hand-in of these alone is no monthly report. #}}
{{% macro special_types() %}}
    {{{{ return([
{special}
    ]) }}}}
{{% endmacro %}}
"""


def subjects_macro(contracts: Contracts) -> str:
    """Macros by which the delta models know a type: the kind of its entity, its subject, where it says it counts."""
    facts = contracts.facts.values()
    kinds: dict[str, list[str]] = {}
    for contract in facts:
        kinds.setdefault(contract.entity, []).append(contract.type)
    subject_columns = {c.type: c.field(c.subject).stored_as for c in facts}
    places = {c.type: c.place for c in facts if c.place}
    named = [c.type for c in facts if any(f.name == "enterprise_code" for f in c.fields) and c.entity != "enterprise"]
    return f"""{{# Written by ingestion.contracts.staging from the contracts; change those, not this. #}}

{{# Kind of entity ► the types of facts that speak about it. #}}
{{% macro types_by_kind() %}}
    {{{{ return({{
{_paired(kinds)}
    }}) }}}}
{{% endmacro %}}

{{# Type ► the column of its staging model that holds the subject. #}}
{{% macro subject_of(type) %}}
    {{{{ return({{
{_paired(subject_columns)}
    }}[type]) }}}}
{{% endmacro %}}

{{# Type ► the column that names the unit it counts for; '' where it names none. #}}
{{% macro place_of(type) %}}
    {{{{ return({{
{_paired(places)}
    }}.get(type, '')) }}}}
{{% endmacro %}}

{{# Types that name an enterprise without being about it: they count where it sits, so they move when it does. #}}
{{% macro types_at_an_enterprise() %}}
    {{{{ return([
{_listed(named)}
    ]) }}}}
{{% endmacro %}}
"""


def write(folder: Path) -> list[Path]:
    """Write every model and yml and the macro into the dbt project ``folder``; models of contracts that are gone go."""
    contracts, staging = load(), folder / "models" / "staging"
    wanted = {
        staging / f"stg_{contract.type}.{suffix}": text
        for contract in contracts.types.values()
        for suffix, text in (("sql", model_sql(contract)), ("yml", model_yml(contract)))
    }
    wanted[folder / "macros" / "fact_types.sql"] = types_macro(contracts)
    wanted[folder / "macros" / "fact_subjects.sql"] = subjects_macro(contracts)
    for old in staging.glob("stg_*"):
        if old not in wanted and old.stem != "stg_superseded_positions":
            old.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return sorted(wanted)


def _listed(names: Iterable[str]) -> str:
    """Quoted names, as many a line as fit into 120 characters."""
    return _wrapped(f"'{name}'" for name in names)


def _paired(pairs: Mapping[str, str | list[str]]) -> str:
    """Entries of a dictionary as Jinja reads them, as many a line as fit."""
    return _wrapped(f"{name!r}: {value!r}" for name, value in pairs.items())


def _wrapped(parts: Iterable[str]) -> str:
    return textwrap.fill(", ".join(parts), 118, initial_indent=" " * 8, subsequent_indent=" " * 8)


def _parse(f: Field) -> str:
    text = f"{{{{ json_text('data', '{f.stored_as}') }}}}"
    return (
        f"{text} as {f.stored_as}"
        if TYPES[f.kind] == "varchar"
        else f"cast({text} as {TYPES[f.kind]}) as {f.stored_as}"
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


if __name__ == "__main__":
    write(Path(sys.argv[1]))
