"""The quickest way through NDJSON: every line has the very form of the first, so one pattern reads them all.

    {"a":"x1","b":7}      "a" then "b", each a plain string, a whole number, true, false or null
    {"a":"x2","b":null}   the pattern matches whole lines only: what it matches is that object and no other

No escapes, no fractions, no nested values, no other order or spacing: then nothing is said, and the reader that knows
all of JSON takes the file. About half its time.
"""

import polars as pl

from ingestion.readers.table import KIND_PREFIX, KINDS

_PLAIN = r'(?:"([^"\\\x00-\x1f]*)"|(0|-?[1-9][0-9]{0,17}|true|false|null))'
"""A string as it is, or a bare word; whole numbers of at most 18 digits are written in one way only."""
_CODES = {letter: pl.lit(position, dtype=pl.UInt8) for position, letter in enumerate(KINDS)}


def alike(lines: bytes, names: list[str]) -> pl.DataFrame | None:
    """Text and kind (`__kind:<name>`, position in KINDS) of each field; None unless every line is of this one form.

    `lines` without the newline at their end, `names` the fields of the first line: ordinary names, each once.
    """
    try:
        written = lines.decode().split("\n")
    except UnicodeDecodeError:
        return None
    pattern = r"^\{" + ", ?".join(f'"{name}": ?{_PLAIN}' for name in names) + r"\}$"
    groups = pl.col("line").str.extract_groups(pattern).alias("groups")
    fields = [
        expression
        for n, name in enumerate(names)
        for expression in _said(name, pl.col(str(2 * n + 1)), pl.col(str(2 * n + 2)))
    ]
    frame = pl.DataFrame({"line": written}, schema={"line": pl.String})
    half = frame.height // 2 + 1  # one pattern is one core's work
    parts = pl.collect_all(
        [part.lazy().select(groups).unnest("groups").select(fields) for part in (frame[:half], frame[half:])]
    )
    read = pl.concat(parts)
    return None if any(read.select(pl.col(names).has_nulls()).row(0)) else read


def _said(name: str, text: pl.Expr, bare: pl.Expr) -> list[pl.Expr]:
    """Text (null where the line is of another form) and kind of a field."""
    kind = (
        pl.when(text == "").then(_CODES["."]).when(text.is_not_null()).then(_CODES["t"])
        .when(bare == "null").then(_CODES["."]).when(bare.is_in(["true", "false"])).then(_CODES["b"])
        .otherwise(_CODES["n"])
    )  # fmt: skip
    said = pl.coalesce(text, pl.when(bare == "null").then(pl.lit("")).otherwise(bare))
    return [said.alias(name), kind.alias(KIND_PREFIX + name)]
