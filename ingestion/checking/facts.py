"""Parsed columns and a contract ► facts: natural key, subject, day and the canonical JSON of the event's data."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from ingestion.contracts.model import Contract, Field
from ingestion.log.identity import fact_ids

Exchange = Callable[[str, pl.Series], pl.Series]
"""(domain, card numbers) ► pseudonyms, one for each card and domain (details 28)."""

NO_FACTS = pl.DataFrame(
    schema={
        "__row": pl.UInt32,
        "type": pl.String,
        "type_version": pl.Int32,
        "fact_id": pl.String,
        "subject": pl.String,
        "occurred_on": pl.Date,
        "data": pl.String,
        "enterprise_code": pl.String,
        "place": pl.String,
    }
)


def facts_of(rows: pl.DataFrame, contract: Contract, columns: Mapping[str, str], exchange: Exchange) -> pl.DataFrame:
    """The facts that these rows state, all of one contract; every row is known to be right.

    `columns` maps field names to the columns of typed values in `rows`. Returns __row, type, type_version, fact_id,
    subject, occurred_on, data, and for the scope check enterprise_code and place (null where the contract has none).
    """
    values = _values(rows, contract, columns, exchange)
    keys = values.select(_as_text(contract.field(name)) for name in contract.natural_key).get_columns()
    with ThreadPoolExecutor(1) as beside:  # hashing keeps Python busy, the rest does not need it: two cores
        ids = beside.submit(fact_ids, contract.type, keys)
        facts = _without_ids(values, contract)
        return facts.insert_column(NO_FACTS.get_column_index("fact_id"), ids.result())


def _without_ids(values: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    return values.select(
        pl.col("__row"),
        pl.lit(contract.type).alias("type"),
        pl.lit(contract.version, dtype=pl.Int32).alias("type_version"),
        _as_text(contract.field(contract.subject)).alias("subject"),
        pl.col(contract.occurred_on).alias("occurred_on"),
        json_object(contract.fields).alias("data"),
        _optional(contract, "enterprise_code").alias("enterprise_code"),
        _optional(contract, contract.place).alias("place"),
    )


def json_object(fields: tuple[Field, ...]) -> pl.Expr:
    """Canonical JSON of the non-null fields: sorted keys, UTF-8, decimals and dates as strings, written once.

    An absent optional field leaves no trace, so a contract can gain fields without changing what old rows state.
    """
    parts = [_member(field) for field in sorted(fields, key=lambda f: f.stored_as)]
    return pl.concat_str([pl.lit("{"), pl.concat_str(parts, separator=",", ignore_nulls=True), pl.lit("}")])


def _values(rows: pl.DataFrame, contract: Contract, columns: Mapping[str, str], exchange: Exchange) -> pl.DataFrame:
    """Typed values under their field names, card numbers already exchanged."""
    present = [pl.col(columns[f.name]).alias(f.name) for f in contract.fields if f.name in columns]
    absent = [pl.lit(None, dtype=pl.String).alias(f.name) for f in contract.fields if f.name not in columns]
    values = rows.select(pl.col("__row"), *present, *absent)
    persons = [exchange(contract.domain, values[f.name]).alias(f.name) for f in contract.fields if f.person]
    return values.with_columns(persons)


def _optional(contract: Contract, name: str | None) -> pl.Expr:
    known = name is not None and any(f.name == name for f in contract.fields)
    return pl.col(str(name)) if known else pl.lit(None, dtype=pl.String)


def _as_text(field: Field) -> pl.Expr:
    return pl.col(field.name).cast(pl.String)


def _member(field: Field) -> pl.Expr:
    """`"name":value` of one field, null where the value is null."""
    name = pl.lit(f'"{field.stored_as}":')
    text = _as_text(field)
    if field.kind in ("int", "bool"):
        return pl.concat_str([name, text])
    if field.kind == "text":
        # control characters never get here (E-TEXT-CONTROL), so these two are all that JSON escapes
        text = text.str.replace_all("\\", "\\\\", literal=True).str.replace_all('"', '\\"', literal=True)
    return pl.concat_str([name, pl.lit('"'), text, pl.lit('"')])
