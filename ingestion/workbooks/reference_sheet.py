"""The sheet 参考名单 of a template: the unit's enterprises and open cases, which its columns offer as drop-downs.

A code that is not in the list may still be typed: the list only spares typing, the contract decides at intake.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from ingestion.contracts.model import Contracts, Field, Register
from ingestion.workbooks.layout import KNOWN_SHEET

FIRST_LINE = 3
Known = Mapping[str, Sequence[tuple[str, str]]]


def reference_of(register: Register, column: Field) -> str | None:
    """The type that a column refers to in any contract of its sheet; units are not listed."""
    fields = [f for contract in register.contracts for f in contract.fields if f.heading == column.heading]
    named = [f.reference[0] for f in fields if f.reference]
    return named[0] if named else None


def referred_to(registers: Sequence[Register], known: Known) -> Known:
    """What these sheets can use of the known entries; the other workbook's cases are left out."""
    used = {reference_of(register, column) for register in registers for column in register.columns}
    return {name: pairs for name, pairs in known.items() if name in used}


def offered(known: Known, contracts: Contracts, kind: str | None) -> dict[str, Any] | None:
    """The drop-down over the listed values of that type; None when nothing is listed."""
    places = [name for name in known if known[name]]
    if kind is None or kind not in places:
        return None
    letter = xl_col_to_name(2 * places.index(kind))
    last = FIRST_LINE + len(known[kind]) - 1
    title = contracts.types[kind].title
    return {
        "validate": "list",
        "source": f"={KNOWN_SHEET}!${letter}${FIRST_LINE}:${letter}${last}",
        "error_type": "information",
        "error_title": "不在参考名单中",
        "error_message": f"不在参考名单（{title}）中；确认无误可继续。Not in the list; go on if it is right.",
        "ignore_blank": True,
    }


def write_known(book: Any, known: Known, contracts: Contracts) -> None:
    """Add the sheet: two columns a type, what is entered and what a clerk knows it by."""
    sheet = book.add_worksheet(KNOWN_SHEET)
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    sheet.write_string(0, 0, "本单位已登记的企业与未结事项，供填表时选用 / Known enterprises and open cases", bold)
    for place, (kind, pairs) in enumerate((name, pairs) for name, pairs in known.items() if pairs):
        contract = contracts.types[kind]
        sheet.set_column(2 * place, 2 * place + 1, 26, text)
        sheet.write_string(1, 2 * place, contract.field(contract.subject).heading, bold)
        sheet.write_string(1, 2 * place + 1, contract.title, bold)
        for line, (subject, label) in enumerate(pairs, start=FIRST_LINE - 1):
            sheet.write_string(line, 2 * place, subject, text)
            sheet.write_string(line, 2 * place + 1, label, text)
