"""One sheet against its contracts: headings, cells, rows, facts.

    Columns ► match headings ► parse cells ► which facts does a row state ► rules across cells ► facts + findings

A row with any error states nothing: it waits in quarantine, the others go in (house, section 6).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from ingestion.checking.cells import is_code, parse
from ingestion.checking.facts import NO_FACTS, Exchange, facts_of
from ingestion.checking.findings import Finding, Where, finding
from ingestion.contracts.model import Contract, Field
from ingestion.readers.table import ROW, Columns, heading_key

SECRET = ("S3", "S4")
"""Classes of the contracts (personal and sensitive) whose values are masked in every answer."""
NO_REFERENCES = pl.DataFrame(
    schema={
        ROW: pl.UInt32,
        "column": pl.String,
        "heading": pl.String,
        "type": pl.String,
        "value": pl.String,
        "is_secret": pl.Boolean,
    }
)
Stated = list[tuple[Contract, pl.DataFrame]]
TOTALS = ["合计", "总计", "小计", "合计：", "总计："]


@dataclass(frozen=True)
class Scope:
    """For whom and when a sheet speaks: file and sheet name, level of the sender, last day of the period."""

    file: str
    sheet: str
    level: str
    last_day: date
    exchange: Exchange


@dataclass
class CheckedSheet:
    """What became of a sheet: facts to state, what they refer to, findings, and the rows that stay behind.

    `references`: __row, column (letter), heading, type, value, is_secret of every reference a good row makes.
    `waiting`: facts that bad rows would state if their key can be read; a replacement must not take those back.
    """

    name: str
    facts: pl.DataFrame
    references: pl.DataFrame
    findings: list[Finding]
    data_rows: list[int]
    bad_rows: set[int]
    blank: int = 0
    totals: int = 0
    missing: list[str] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)


def check_sheet(columns: Columns, contracts: Sequence[Contract], scope: Scope) -> CheckedSheet:
    """Check the rows of one sheet against the contracts that it may state."""
    fields = _fields(contracts)
    names = _match(columns, fields)
    missing = [f.heading for f in fields if f.heading not in names and _is_required(f, contracts)]
    findings = [finding("E-COLUMN-MISSING", Where(scope.file, scope.sheet, None, "", h)) for h in missing]
    findings += [
        finding(
            "W-COLUMN-UNKNOWN", Where(scope.file, scope.sheet, None, columns.letters.get(n, ""), columns.headings[n])
        )
        for n in columns.names
        if n not in names.values() and not n.startswith("[")
    ]
    body, totals = _split_totals(columns, scope, findings)
    findings += [
        Finding(p.code, p.severity, scope.file, scope.sheet, p.row, "", "", "", p.message_zh, p.message_en)
        for p in columns.problems
    ]
    unread = columns.bad_rows
    checked = CheckedSheet(
        scope.sheet, pl.DataFrame(), pl.DataFrame(), findings, [*body[ROW].to_list(), *sorted(unread)], set(unread),
        columns.blank, totals, missing,
    )  # fmt: skip
    if missing or body.is_empty():
        return checked
    rows = _judge(body, fields, contracts, names, scope)
    checked.findings += _cell_findings(rows, fields, names, columns, scope)
    bad = rows.filter("__bad")
    checked.bad_rows |= set(bad[ROW].to_list())
    stated = _stated_rows(rows.filter(~pl.col("__bad")) if bad.height else rows, contracts)
    checked.facts = _facts(stated, names, scope)
    checked.references = _references(stated, names, columns)
    checked.waiting = set(_facts(_stated_rows(bad, contracts), names, scope)["fact_id"])
    return checked


def _fields(contracts: Sequence[Contract]) -> list[Field]:
    seen: dict[str, Field] = {}
    for contract in contracts:
        for column in contract.fields:
            seen.setdefault(column.heading, column)
    return list(seen.values())


def _match(columns: Columns, fields: list[Field]) -> dict[str, str]:
    """Heading of the contract ► column of the frame, by heading, alias or field name."""
    found: dict[str, str] = {}
    for column in fields:
        for spelling in (column.heading, *column.aliases, column.name):
            if (key := heading_key(spelling)) in columns.names:
                found[column.heading] = key
                break
    return found


def _is_required(column: Field, contracts: Sequence[Contract]) -> bool:
    return any(f.required for c in contracts for f in c.fields if f.heading == column.heading)


def _split_totals(columns: Columns, scope: Scope, findings: list[Finding]) -> tuple[pl.DataFrame, int]:
    """The rows without 合计 rows, which are structure: a clerk's total is never a fact."""
    if not columns.names or columns.frame.is_empty():
        return columns.frame, 0
    is_total = pl.any_horizontal(pl.col(n).str.strip_chars().is_in(TOTALS) for n in columns.names[:3])
    totals = columns.frame.filter(is_total)
    findings += [finding("W-TOTAL-ROW", Where(scope.file, scope.sheet, row)) for row in totals[ROW].to_list()]
    return columns.frame.filter(~is_total), totals.height


def _judge(
    body: pl.DataFrame, fields: list[Field], contracts: Sequence[Contract], names: dict[str, str], scope: Scope
) -> pl.DataFrame:
    """Every row with v:<heading> (typed value), e:<heading> (error code), s:<type> (states it), __nothing, __bad."""
    present = [f for f in fields if f.heading in names]
    cells = [(f.heading, *parse(f, names[f.heading])) for f in present]
    rows = body.with_columns(error.alias(f"e:{heading}") for heading, _, error in cells).with_columns(
        pl.when(pl.col(f"e:{heading}").is_null()).then(value).alias(f"v:{heading}") for heading, value, _ in cells
    )
    rows = rows.with_columns(_stated(contract, names).alias(f"s:{contract.type}") for contract in contracts)
    extra = {f.heading: list(_row_rules(f, contracts, names, scope)) for f in present}
    rows = rows.with_columns(
        pl.coalesce(
            pl.col(f"e:{heading}"), *(pl.when(broken).then(pl.lit(code)) for broken, code in rules)
        ).alias(f"e:{heading}")
        for heading, rules in extra.items()
        if rules
    )  # fmt: skip
    stated = [pl.col(f"s:{contract.type}") for contract in contracts]
    errors = [pl.col(f"e:{f.heading}").is_not_null() for f in present]
    return rows.with_columns(~pl.any_horizontal(stated).alias("__nothing")).with_columns(
        (pl.col("__nothing") | pl.any_horizontal(errors)).alias("__bad")
    )


def _stated(contract: Contract, names: dict[str, str]) -> pl.Expr:
    columns = [names[contract.field(n).heading] for n in contract.stated_by if contract.field(n).heading in names]
    if not columns:
        return pl.lit(False)
    return pl.any_horizontal((pl.col(c).str.strip_chars() != "") | (pl.col(f"__kind:{c}") == "e") for c in columns)


def _row_rules(
    column: Field, contracts: Sequence[Contract], names: dict[str, str], scope: Scope
) -> Iterator[tuple[pl.Expr, str]]:
    """Rules that need the rest of the row: required when stated, dates against period and fact, level of the sender."""
    text = pl.col(names[column.heading]).str.strip_chars()
    for contract in contracts:
        own = next((f for f in contract.fields if f.heading == column.heading), None)
        if own is None:
            continue
        stated = pl.col(f"s:{contract.type}")
        value = pl.col(f"v:{column.heading}")
        day = pl.col(f"v:{contract.field(contract.occurred_on).heading}")
        if own.required:
            yield stated & (text == ""), "E-REQUIRED"
        if own.name == contract.occurred_on:
            yield stated & (value > scope.last_day), "E-DATE-FUTURE"
            if scope.level not in contract.levels:
                yield stated, "E-LEVEL"
        elif own.time == "past":
            yield stated & (value > day), "E-DATE-ORDER"
        elif own.time == "future":
            yield stated & (value < day), "E-DATE-ORDER"


def _cell_findings(
    rows: pl.DataFrame, fields: list[Field], names: dict[str, str], columns: Columns, scope: Scope
) -> list[Finding]:
    present = [f for f in fields if f.heading in names]
    wrong = {f.heading: pl.col(f"e:{f.heading}").is_not_null() for f in present}
    # short enough to have kept its digits, but leading zeros would be gone
    number = {f.heading: pl.col(f"__kind:{names[f.heading]}") == "n" for f in present if is_code(f)}
    rows = rows.filter(pl.any_horizontal("__nothing", *wrong.values(), *number.values()))
    if rows.is_empty():  # most sheets are right, and then nothing needs to be asked column by column
        return []
    found = []
    for column in present:
        name = names[column.heading]
        cells = rows.select(ROW, f"e:{column.heading}", name).filter(wrong[column.heading])
        if column.heading in number:
            plain = rows.filter(number[column.heading] & ~wrong[column.heading])
            cells = cells.extend(plain.select(ROW, pl.lit("W-CODE-NUMBER").alias(f"e:{column.heading}"), name))
        for row, code, value in cells.iter_rows():
            where = Where(scope.file, scope.sheet, row, columns.letters.get(name, ""), column.heading)
            found.append(finding(code, where, value, secret=column.classification in SECRET))
    nothing = rows.filter("__nothing")[ROW].to_list()
    return found + [finding("E-ROW-NOTHING", Where(scope.file, scope.sheet, row)) for row in nothing]


def _stated_rows(rows: pl.DataFrame, contracts: Sequence[Contract]) -> Stated:
    """The contracts that some row states, each with those rows."""
    counts = rows.select(pl.col(f"s:{contract.type}").sum() for contract in contracts).row(0)
    return [
        (contract, rows if count == rows.height else rows.filter(f"s:{contract.type}"))
        for contract, count in zip(contracts, counts, strict=True)
        if count
    ]


def _facts(stated: Stated, names: dict[str, str], scope: Scope) -> pl.DataFrame:
    """The facts of all contracts that these rows state."""
    parts = [NO_FACTS]
    for contract, rows in stated:
        fields = {f.name: f"v:{f.heading}" for f in contract.fields if f.heading in names}
        parts.append(facts_of(rows, contract, fields, scope.exchange))
    return pl.concat(parts)


def _references(stated: Stated, names: dict[str, str], columns: Columns) -> pl.DataFrame:
    parts = [
        rows.select(
            pl.col(ROW),
            pl.lit(columns.letters.get(names[column.heading], "")).alias("column"),
            pl.lit(column.heading).alias("heading"),
            pl.lit(column.reference[0]).alias("type"),
            pl.col(f"v:{column.heading}").alias("value"),
            pl.lit(column.classification in SECRET).alias("is_secret"),
        )
        for contract, rows in stated
        for column in contract.fields
        if column.reference and column.heading in names
    ]
    return pl.concat([NO_REFERENCES, *parts]).drop_nulls("value").unique()
