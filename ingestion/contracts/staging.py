"""Contracts ► the staging models of dbt, one an event type, with their yml, and the macro that lists the types.

Written, never edited by hand.

A staging model holds every version of its facts with typed columns, parsed once. The subject and the date of a fact
stand in the envelope already: the subject under the name its contract gives it, the date as ``occurred_on``; neither is
read from the JSON again.

    python -m ingestion.contracts.staging dbt
"""

import sys
import textwrap
from collections.abc import Iterable
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
LEVELS = ("district", "street", "federation")
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
    """Macros for lists that follow from the contracts: types of facts, of the special workbook, expected domains."""
    facts, special = _listed(contracts.facts), _listed(contracts.special)
    domains = ",\n".join(_domain_lines(row) for row in expected_domains(contracts))
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

{{# What the monthly workbook of a level speaks of: level, domain, days after the month until it is due (opening ledger:
   the second number), and the domain's types in that workbook. #}}
{{% macro expected_domains() %}}
    {{{{ return([
{domains}
    ]) }}}}
{{% endmacro %}}
"""


def expected_domains(contracts: Contracts) -> list[tuple[str, str, int, int, list[str]]]:
    """Level, domain, due day, due day of the opening ledger, and types: what is expected from a level each month."""
    found: dict[tuple[str, str], tuple[str, str, int, int, list[str]]] = {}
    for level in LEVELS:
        for register in contracts.registers_for(level):
            for c in register.contracts:
                row = found.setdefault((level, c.domain), (level, c.domain, c.due_day, c.due_day_opening, []))
                row[-1].append(c.type)
    return [found[key] for key in sorted(found)]


def write(folder: Path) -> list[Path]:
    """Write every model and yml and the macro into the dbt project ``folder``; models of contracts that are gone go."""
    contracts, staging = load(), folder / "models" / "staging"
    wanted = {
        staging / f"stg_{contract.type}.{suffix}": text
        for contract in contracts.types.values()
        for suffix, text in (("sql", model_sql(contract)), ("yml", model_yml(contract)))
    }
    wanted[folder / "macros" / "fact_types.sql"] = types_macro(contracts)
    for old in staging.glob("stg_*"):
        if old not in wanted and old.stem != "stg_superseded_positions":
            old.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return sorted(wanted)


def _domain_lines(row: tuple[str, str, int, int, list[str]]) -> str:
    """A domain as Jinja sees it: its numbers on one line, its types below."""
    level, domain, due, due_opening, types = row
    return f"        ['{level}', '{domain}', {due}, {due_opening}, [\n{_listed(types)}]]"


def _listed(names: Iterable[str]) -> str:
    """Quoted names, as many a line as fit into 120 characters."""
    return textwrap.fill(
        ", ".join(f"'{name}'" for name in names), 118, initial_indent=" " * 8, subsequent_indent=" " * 8
    )


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
