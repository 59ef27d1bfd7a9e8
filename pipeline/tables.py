"""Rows ► text for the command line: csv, json or a table. The only renderer.

csv is plain UTF-8 with commas, one header line and no byte-order mark, so that other programs can read it; the table is
for eyes and pads Chinese characters to the two columns that a terminal gives them.
"""

import csv
import datetime
import io
import json
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

FORMATS = ("table", "csv", "json")
Row = dict[str, object]


def render(rows: Sequence[Row], form: str, columns: Sequence[str] = ()) -> str:
    """Text of the rows in one of FORMATS; `columns` gives the header when there may be no row."""
    header = list(columns) or (list(rows[0]) if rows else [])
    if form == "json":
        return json.dumps(
            [{name: _plain(row.get(name)) for name in header} for row in rows], ensure_ascii=False, indent=1
        )
    if form == "csv":
        return _csv(rows, header)
    return _table(rows, header)


def _csv(rows: Sequence[Row], header: list[str]) -> str:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    if header:
        writer.writerow(header)
    writer.writerows([_text(row.get(name)) for name in header] for row in rows)
    return target.getvalue().removesuffix("\n")


def _table(rows: Sequence[Row], header: list[str]) -> str:
    if not header:
        return ""
    cells = [[_text(row.get(name)).replace("\n", " ") for name in header] for row in rows]
    widths = [max([_width(header[i]), *(_width(line[i]) for line in cells)]) for i in range(len(header))]
    lines = [header, ["─" * width for width in widths], *cells]
    return "\n".join(
        "  ".join(_pad(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _pad(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return str(value)


def _plain(value: object) -> object:
    """A JSON value; decimals become numbers, because a reader of JSON counts with them."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return _text(value)
