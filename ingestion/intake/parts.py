"""What a file turns out to be: for whom, for which period, how it is meant, and its parts ready to be checked.

Our own workbook says it in its `_meta` sheet; CSV and NDJSON say it by folder and name; a foreign layout is recognised
by a mapping. Anything else is refused: nothing is guessed (details 7, 8, 10).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingestion.checking.findings import Finding, Where, finding
from ingestion.contracts.model import Contract, Contracts
from ingestion.intake.hand_in import FIRST, REPLACEMENT, SUPPLEMENT, HandIn, month_of
from ingestion.mappings.mapping import Mapping
from ingestion.readers.table import Columns, ReadResult, Sheet, columns_of
from ingestion.workbooks.layout import ASIDE, TEMPLATES
from ingestion.workbooks.layout import META_SHEET as META

VERSIONS = ("1",)
HEADER_ROW = 3
WORKBOOKS = {template: workbook for workbook, template in TEMPLATES.items()}


class RefusedError(Exception):
    """The file's structure cannot be trusted: the whole file is rejected, with these findings."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__(findings)  # so that it can be handed from one process to another

    def __str__(self) -> str:
        return "; ".join(f"{f.code} {f.zh} {f.en}" for f in self.findings)


@dataclass(frozen=True)
class Part:
    """One sheet (or the one table of a text file): its rows as columns, and the contracts that it may state."""

    sheet: str
    columns: Columns
    contracts: Sequence[Contract]
    structural: int


@dataclass(frozen=True)
class Content:
    """A file as identified. `holds` are findings that let the whole hand-in wait (unit differs, control totals)."""

    period: str
    kind: str
    replaces: str | None
    parts: list[Part]
    notes: list[Finding] = field(default_factory=list)
    holds: list[Finding] = field(default_factory=list)

    @property
    def contracts(self) -> str:
        """Names of all contracts it speaks to, joined by spaces."""
        return " ".join(sorted({contract.type for part in self.parts for contract in part.contracts}))


def identify(
    result: ReadResult, hand_in: HandIn, level: str, contracts: Contracts, mappings: Sequence[Mapping]
) -> Content:
    """Say what the file is, or raise RefusedError."""
    notes = [
        Finding(p.code, p.severity, hand_in.file_name, p.sheet or "", p.row, "", "", "", p.message_zh, p.message_en)
        for p in result.notes
        if p.sheet != META  # its being hidden is our own template's doing
    ]
    if result.kind != "xlsx":
        return _table(result, hand_in, contracts, notes)
    meta = next((sheet for sheet in result.sheets if sheet.name == META), None)
    if meta is not None:
        return _workbook(result.sheets, _meta(meta), hand_in, level, contracts, notes)
    for mapping in mappings:
        if mapping.matches(result.sheets):
            return _foreign(result.sheets, mapping, hand_in, contracts, notes)
    raise RefusedError([finding("E-TEMPLATE", Where(hand_in.file_name))])


def _meta(sheet: Sheet) -> dict[str, str]:
    return {row.cells[0].strip(): row.cells[1].strip() for row in sheet.rows if len(row.cells) > 1 and row.cells[0]}


def _workbook(
    sheets: list[Sheet], meta: dict[str, str], hand_in: HandIn, level: str, contracts: Contracts, notes: list[Finding]
) -> Content:
    where = Where(hand_in.file_name, META)
    kind = meta.get("kind") or SUPPLEMENT
    refusals = [
        finding(code, where, value, secret=False)
        for broken, code, value in (
            (meta.get("template") not in WORKBOOKS, "E-TEMPLATE", meta.get("template", "")),
            (_major(meta) not in VERSIONS, "E-TEMPLATE-VERSION", meta.get("contract_version", "")),
            (not is_month(meta.get("period", "")), "E-PERIOD", meta.get("period", "")),
            (kind not in (FIRST, SUPPLEMENT, REPLACEMENT), "E-KIND", kind),
            (kind == REPLACEMENT and not meta.get("replaces"), "E-REPLACES", ""),
        )
        if broken
    ]
    if refusals:
        raise RefusedError(refusals)
    unit = meta.get("unit_code", "")
    holds = [finding("E-UNIT-DIFFERS", where, unit, secret=False)] if unit != hand_in.sender else []
    workbook = WORKBOOKS[meta["template"]]
    known = {register.sheet: register for register in contracts.registers_for(level, workbook)}
    parts = []
    for sheet in sheets:
        if sheet.name in ASIDE:
            continue
        if sheet.name in known:
            parts.append(_register_part(sheet, known[sheet.name].contracts, hand_in))
        elif sheet.name in contracts.registers:
            raise RefusedError([finding("E-SHEET-LEVEL", Where(hand_in.file_name, sheet.name))])
        else:
            notes = [*notes, finding("W-SHEET-UNKNOWN", Where(hand_in.file_name, sheet.name))]
    return Content(meta["period"], kind, meta.get("replaces") or None, parts, notes, holds)


def _register_part(sheet: Sheet, contracts: Sequence[Contract], hand_in: HandIn) -> Part:
    if len(sheet.rows) < HEADER_ROW:
        raise RefusedError([finding("E-COLUMN-MISSING", Where(hand_in.file_name, sheet.name))])
    return Part(sheet.name, columns_of(sheet, HEADER_ROW), contracts, structural=HEADER_ROW)


def _table(result: ReadResult, hand_in: HandIn, contracts: Contracts, notes: list[Finding]) -> Content:
    """A CSV or NDJSON file: drop/<unit>/<period>/<contract>.csv."""
    name = hand_in.contract or ""
    if name not in contracts.facts:
        raise RefusedError([finding("E-CONTRACT-UNKNOWN", Where(hand_in.file_name), name, secret=False)])
    if not is_month(hand_in.period or ""):
        raise RefusedError([finding("E-PERIOD", Where(hand_in.file_name), hand_in.period or "", secret=False)])
    if result.columns is not None:
        part = Part(name, result.columns, [contracts.types[name]], structural=0)
    elif result.sheets and result.sheets[0].rows:
        part = Part(name, columns_of(result.sheets[0], 1), [contracts.types[name]], structural=1)
    else:
        raise RefusedError([finding("E-COLUMN-MISSING", Where(hand_in.file_name, name))])
    return Content(str(hand_in.period), SUPPLEMENT, None, [part], notes)


def _foreign(
    sheets: list[Sheet], mapping: Mapping, hand_in: HandIn, contracts: Contracts, notes: list[Finding]
) -> Content:
    """A layout that is not ours: the mapping turns each of its sheets into rows of one contract."""
    contract = contracts.types[mapping.contract]
    parts, holds, period = [], [], ""
    for sheet in sheets:
        mapped = mapping.apply(sheet, contract)
        period = mapped.period
        parts.append(Part(sheet.name, mapped.columns, [contract], mapped.structural))
        holds += [
            finding(
                "E-CONTROL-TOTAL", Where(hand_in.file_name, sheet.name, c.row, "", c.heading), c.shown, secret=False
            )
            for c in mapped.controls
            if not c.holds
        ]
    return Content(period, SUPPLEMENT, None, parts, notes, holds)


def is_month(text: str) -> bool:
    """True for a month such as '2022-03'."""
    try:
        month_of(text)
    except ValueError:
        return False
    return len(text) == 7


def _major(meta: dict[str, str]) -> str:
    return meta.get("contract_version", "").split(".")[0]
