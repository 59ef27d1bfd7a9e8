"""Rules that need the whole hand-in and what the log already knows: repeats, references, scope, periods, outcomes.

checked sheets ► rows repeated ► references known? ► in the sender's subtree? ► older than the period?
               ► what each fact becomes (asserted, corrected, known) ► where each row goes
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from ingestion.checking.facts import NO_FACTS
from ingestion.checking.findings import Finding, Where, finding
from ingestion.checking.sheet import NO_REFERENCES, CheckedSheet
from ingestion.intake.knowledge import Knowledge
from ingestion.log.identity import fact_ids
from ingestion.registry.tree import HANGS, change, closes_circle

REFERENCE = "E-REF-UNKNOWN"
CIRCLE = "E-UNIT-CIRCLE"
KEY = ["sheet", "__row"]
RowKey = tuple[str, int]


@dataclass
class Judged:
    """A hand-in after all rules: facts that may go in, rows that may not, and what holds the whole of it.

    `facts` has the columns of the checker plus sheet, outcome (asserted, corrected, known) and known_from (the hand-in
    that stated the last version). `bad` names for each quarantined row its codes, `waiting` the facts of those rows.
    `rows` is one row a data row of the file: sheet, __row, outcome (new, corrected, known, quarantined).
    """

    facts: pl.DataFrame
    bad: dict[RowKey, set[str]]
    findings: list[Finding]
    rows: pl.DataFrame
    out_of_scope: bool = False
    waiting: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Bounds:
    """For whom and when: sender, its subtree, file name, first day of the period, whether it is an opening ledger."""

    sender: str
    subtree: set[str]
    file: str
    first_day: date
    is_opening: bool


def judge(sheets: list[CheckedSheet], bounds: Bounds, knowledge: Knowledge) -> Judged:
    """Apply the rules in their order; a row that breaks one takes all its facts with it."""
    bad: dict[RowKey, set[str]] = defaultdict(set)
    findings = [f for sheet in sheets for f in sheet.findings]
    for f in findings:
        if f.severity == "error" and f.row is not None:
            bad[f.sheet, f.row].add(f.code)
    facts = all_facts(sheets)
    references = _all_references(sheets)
    known = knowledge.of(pl.concat([facts["fact_id"], references["fact_id"].unique()]))
    judged = Judged(facts, bad, findings, _data_rows(sheets))
    _repeated(judged, bounds)
    _scope(judged, bounds, knowledge, references, known)
    judged.facts = _outcomes(judged.facts, known)
    _older_than_period(judged, bounds)
    _circles(judged, bounds, knowledge)
    _unknown_references(judged, bounds, references, known)
    _set_aside(judged, {fact for s in sheets for fact in s.waiting})
    judged.rows = _row_outcomes(judged)
    return judged


def _data_rows(sheets: list[CheckedSheet]) -> pl.DataFrame:
    none = NO_FACTS.select(sheet=pl.lit("", dtype=pl.String), __row="__row")
    frames = (pl.DataFrame({"__row": s.data_rows}, schema={"__row": pl.UInt32}) for s in sheets)
    named = (frame.select(sheet=pl.lit(s.name), __row="__row") for s, frame in zip(sheets, frames, strict=True))
    return pl.concat([none, *named])


def all_facts(sheets: list[CheckedSheet]) -> pl.DataFrame:
    """What all sheets state, with the sheet: what may go in, before the rules that need the rest."""
    none = NO_FACTS.with_columns(sheet=pl.lit("", dtype=pl.String))
    return pl.concat([none, *(s.facts.with_columns(sheet=pl.lit(s.name)) for s in sheets if not s.facts.is_empty())])


def _all_references(sheets: list[CheckedSheet]) -> pl.DataFrame:
    """Every reference with the id of the fact it needs."""
    none = NO_REFERENCES.with_columns(sheet=pl.lit("", dtype=pl.String), fact_id=pl.lit("", dtype=pl.String))
    parts = [s.references.with_columns(sheet=pl.lit(s.name)) for s in sheets if not s.references.is_empty()]
    if not parts:
        return none
    references = pl.concat(parts)
    names = references.select("type", "value").unique()
    ids = pl.concat(
        group.with_columns(fact_ids(str(kind[0]), [group["value"]]).alias("fact_id"))
        for kind, group in names.group_by("type")
    )
    return references.join(ids, on=["type", "value"])


def _repeated(judged: Judged, bounds: Bounds) -> None:
    """One fact stated twice in a file: equal is harmless, different is an error of the later row."""
    again = judged.facts.filter(pl.col("fact_id").is_duplicated())
    if again.is_empty():
        judged.facts = _without(judged.facts, judged.bad)
        return
    again = again.with_columns(data_first=pl.col("data").first().over("fact_id"))
    for sheet, row in (
        again.filter(pl.col("data") != pl.col("data_first")).select("sheet", "__row").unique().iter_rows()
    ):
        _refuse(judged, (sheet, row), finding("E-ROW-DUPLICATE", Where(bounds.file, sheet, row)))
    judged.facts = _without(judged.facts, judged.bad).unique("fact_id", keep="first", maintain_order=True)


def _scope(judged: Judged, bounds: Bounds, knowledge: Knowledge, references: pl.DataFrame, known: pl.DataFrame) -> None:
    """A row speaks for the sender's subtree: by its place, by its enterprise, by the case that it goes on with.

    A unit that nobody knows is a reference to wait for, not a claim on somebody else's unit.
    """
    inside = list(bounds.subtree)
    outside = [code for code in knowledge.registry.units if code not in bounds.subtree]
    placed = judged.facts.filter(pl.col("place").is_in(outside))
    enterprises = judged.facts.join(knowledge.registry.enterprise_units(), on="enterprise_code")
    foreign = enterprises.filter(~pl.col("registered_unit").is_in(inside))
    is_case = ~pl.col("type").is_in(["org_unit_registered", "enterprise_registered"])
    others = references.filter(is_case).join(known, on="fact_id").filter(~pl.col("source").is_in(inside))
    rows = pl.concat([part.select("sheet", "__row") for part in (placed, foreign, others)]).unique()
    for sheet, row in rows.sort("sheet", "__row").iter_rows():
        judged.out_of_scope = True
        _refuse(judged, (sheet, row), finding("E-SCOPE", Where(bounds.file, sheet, row)))


def _outcomes(facts: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """What each fact becomes, by the same comparison that the log makes under its lock."""
    latest = known.select("fact_id", "action", "latest_content", "known_from")
    content = pl.concat_str(
        pl.col("type_version").cast(pl.String),
        "subject",
        pl.col("occurred_on").cast(pl.String),
        "data",
        separator="\x1f",
    )
    live = pl.col("action").is_not_null() & (pl.col("action") != "retracted")
    same = live & (content == pl.col("latest_content"))
    outcome = pl.when(same).then(pl.lit("known")).when(live).then(pl.lit("corrected")).otherwise(pl.lit("asserted"))
    return facts.join(latest, on="fact_id", how="left", maintain_order="left").with_columns(outcome.alias("outcome"))


def _older_than_period(judged: Judged, bounds: Bounds) -> None:
    """Only the opening ledger may state something new that lies before its period (details 14)."""
    if bounds.is_opening:
        return
    late = judged.facts.filter((pl.col("outcome") == "asserted") & (pl.col("occurred_on") < bounds.first_day))
    for sheet, row in late.select("sheet", "__row").unique().sort("sheet", "__row").iter_rows():
        _refuse(judged, (sheet, row), finding("E-DATE-BEFORE-PERIOD", Where(bounds.file, sheet, row)))


def _circles(judged: Judged, bounds: Bounds, knowledge: Knowledge) -> None:
    """No unit may hang below itself on any day: such a move, merger or split is refused.

    All changes of the file are tried together first, because two of one day may only be sound as a pair.
    """
    fresh = pl.col("type").is_in(list(HANGS)) & (pl.col("outcome") != "known")
    steps = _without(judged.facts, judged.bad).filter(fresh)
    if steps.is_empty():
        return
    known = knowledge.changes()
    fields = steps.select("fact_id", "type", "subject", "occurred_on", "data").iter_rows()
    rows = zip((change(*row) for row in fields), steps.select(*KEY).iter_rows(), strict=True)
    new = {step.fact_id: (step, key) for step, key in rows}
    if not closes_circle({**known, **{name: step for name, (step, _) in new.items()}}.values()):
        return
    for name, (step, (sheet, row)) in sorted(new.items(), key=lambda item: item[1]):
        if closes_circle({**known, name: step}.values()):
            _refuse(judged, (sheet, row), finding(CIRCLE, Where(bounds.file, sheet, row), step.parent, secret=False))
        else:
            known[name] = step


def _unknown_references(judged: Judged, bounds: Bounds, references: pl.DataFrame, known: pl.DataFrame) -> None:
    """Rows that refer to nothing known wait; a refused row may be what others refer to, so this repeats until calm."""
    live = known.filter(pl.col("action") != "retracted")
    open_ends = references.join(live, on="fact_id", how="anti")
    while not open_ends.is_empty():
        missing = open_ends.join(_without(judged.facts, judged.bad), on="fact_id", how="anti")
        fresh = [row for row in missing.sort("sheet", "__row").iter_rows(named=True) if _is_new(judged, row)]
        for row in fresh:
            where = Where(bounds.file, row["sheet"], row["__row"], row["column"], row["heading"])
            _refuse(judged, (row["sheet"], row["__row"]), finding(REFERENCE, where, row["value"], row["is_secret"]))
        if not fresh:
            return


def _is_new(judged: Judged, row: dict[str, object]) -> bool:
    return REFERENCE not in judged.bad.get((str(row["sheet"]), int(str(row["__row"]))), set())


def _refuse(judged: Judged, key: RowKey, because: Finding) -> None:
    judged.bad[key].add(because.code)
    judged.findings.append(because)


def _without(facts: pl.DataFrame, bad: dict[RowKey, set[str]]) -> pl.DataFrame:
    """Facts of rows that are not refused."""
    if not bad or facts.is_empty():
        return facts
    return facts.join(_keys(bad), on=KEY, how="anti", maintain_order="left")


def _keys(bad: dict[RowKey, set[str]]) -> pl.DataFrame:
    return pl.DataFrame(list(bad), schema={"sheet": pl.String, "__row": pl.UInt32}, orient="row")


def _set_aside(judged: Judged, unreadable: set[str]) -> None:
    """Take the facts of refused rows out and remember them, unless a good row states them too."""
    good = _without(judged.facts, judged.bad)
    refused = judged.facts.join(good, on=KEY, how="anti") if good.height < judged.facts.height else good.clear()
    waiting = pl.Series("fact_id", [*unreadable, *refused["fact_id"]], dtype=pl.String).to_frame()
    judged.waiting = set(waiting.join(good, on="fact_id", how="anti")["fact_id"])
    judged.facts = good


def _row_outcomes(judged: Judged) -> pl.DataFrame:
    """Where each data row goes: quarantined, else corrected, else new, else already known."""
    marks = [
        judged.facts.filter(pl.col("outcome") == outcome).select(*KEY, pl.lit(word).alias("outcome"))
        for outcome, word in (("corrected", "corrected"), ("asserted", "new"))
    ]
    marked = pl.concat([_keys(judged.bad).with_columns(outcome=pl.lit("quarantined")), *marks])
    first = marked.unique(KEY, keep="first", maintain_order=True)
    rows = judged.rows.join(first, on=KEY, how="left", maintain_order="left")
    return rows.with_columns(pl.col("outcome").fill_null("known"))
