"""One column of text ► typed values and an error code for each cell, as polars expressions.

The text columns come from the readers (`Columns.frame`: text and kind of each cell); the rule comes from the field.
Nothing is guessed: what a field does not allow gets a code and the row waits.
"""

import polars as pl

from ingestion.checking import gb32100
from ingestion.contracts.model import Field

FIRST_DAY = pl.date(1950, 1, 1)
TRUE = ("是", "true", "1", "Y", "y", "√")
FALSE = ("否", "false", "0", "N", "n", "×")
DATE_FORM = r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}$"
CONTROL = r"[\x00-\x1f\x7f]"

Parsed = tuple[pl.Expr, pl.Expr]
"""The typed value (null where empty) and the error code (null where right). A wrong cell's value means nothing."""


def parse(field: Field, column: str) -> Parsed:
    """Expressions for one column: its typed value and its error code.

    Whoever uses the value takes it only where the code is null: worked out here, every rule would run twice.
    """
    text = pl.col(column).str.strip_chars()
    kind = pl.col(f"__kind:{column}").cast(pl.String)
    value, error = _PARSERS[field.kind](field, text, kind)
    empty = (text == "") & (kind != "e")
    code = pl.when(empty).then(None).when(kind == "e").then(pl.lit("E-CELL-ERROR")).otherwise(error)
    return pl.when(empty).then(None).otherwise(value), code


def is_code(field: Field) -> bool:
    """True for a code or number that names something: it is text, whatever digits it is made of (details 15)."""
    return field.kind == "text" and bool(field.rule or field.pattern or field.reference)


def _text(field: Field, text: pl.Expr, kind: pl.Expr) -> Parsed:
    rules: list[tuple[pl.Expr, str]] = [(text.str.contains(CONTROL), "E-TEXT-CONTROL")]
    if is_code(field):
        rules.append(((kind == "n") & (text.str.len_chars() >= 16), "E-CODE-NUMBER"))
    if field.rule == "gb32100":
        rules.append((~text.map_batches(gb32100.is_valid, return_dtype=pl.Boolean), "E-CODE-GB32100"))
    if field.max_length is not None:
        rules.append((text.str.len_chars() > field.max_length, "E-TEXT-LENGTH"))
    if field.min_length is not None:
        rules.append((text.str.len_chars() < field.min_length, "E-TEXT-LENGTH"))
    if field.pattern:
        rules.append((~text.str.contains(f"^(?:{field.pattern})$"), "E-TEXT-PATTERN"))
    return text, _first(rules)


def _int(field: Field, text: pl.Expr, _kind: pl.Expr) -> Parsed:
    value = text.cast(pl.Int64, strict=False)
    rules = [(~text.str.contains(r"^-?\d{1,15}$"), "E-INT"), *_bounds(field, value)]
    return value, _first(rules)


def _decimal(field: Field, text: pl.Expr, _kind: pl.Expr) -> Parsed:
    value = text.cast(pl.Decimal(18, 2), strict=False)
    rules = [(~text.str.contains(r"^-?\d{1,15}(\.\d{1,2})?$"), "E-DECIMAL"), *_bounds(field, value)]
    return value, _first(rules)


def _date(_field: Field, text: pl.Expr, kind: pl.Expr) -> Parsed:
    value = text.str.replace_all("/", "-").str.to_date("%Y-%m-%d", strict=False)
    rules = [
        (kind == "n", "E-DATE-SERIAL"),
        (~text.str.contains(DATE_FORM), "E-DATE-FORMAT"),
        (value.is_null(), "E-DATE-IMPOSSIBLE"),
        (value < FIRST_DAY, "E-DATE-RANGE"),
    ]
    return value, _first(rules)


def _enum(field: Field, text: pl.Expr, _kind: pl.Expr) -> Parsed:
    stored = {code.label: code.value for code in field.codes} | {code.value: code.value for code in field.codes}
    value = text.replace_strict(stored, default=None, return_dtype=pl.String)
    return value, _first([(value.is_null(), "E-ENUM")])


def _bool(_field: Field, text: pl.Expr, _kind: pl.Expr) -> Parsed:
    words = dict.fromkeys(TRUE, True) | dict.fromkeys(FALSE, False)
    value = text.replace_strict(words, default=None, return_dtype=pl.Boolean)
    return value, _first([(value.is_null(), "E-BOOL")])


def _bounds(field: Field, value: pl.Expr) -> list[tuple[pl.Expr, str]]:
    bounds: list[tuple[pl.Expr, str]] = []
    if field.minimum is not None:
        bounds.append((value < field.minimum, "E-RANGE"))
    if field.maximum is not None:
        bounds.append((value > field.maximum, "E-RANGE"))
    return bounds


def _first(rules: list[tuple[pl.Expr, str]]) -> pl.Expr:
    """The code of the first rule that a cell breaks; null when it breaks none."""
    return pl.coalesce(*(pl.when(broken).then(pl.lit(code)) for broken, code in rules))


_PARSERS = {"text": _text, "int": _int, "decimal": _decimal, "date": _date, "enum": _enum, "bool": _bool}
