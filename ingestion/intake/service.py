"""Intake: one hand-in after another, from bytes to a receipt.

    land ► read ► identify ► check ► judge ► gate 1 ► append facts and decision in one transaction

Everything before that transaction can be done again, everything after it can be derived again. A run that was killed
leaves hand-ins in state `received`; the next run finishes them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import sqlalchemy as sa

from ingestion.checking.findings import Finding, Where, finding
from ingestion.checking.sheet import CheckedSheet
from ingestion.intake import work
from ingestion.intake.deciding import Decision, Opinion, Replacing, decide, holds, rejected
from ingestion.intake.decision_event import decision_event
from ingestion.intake.hand_in import (
    ACCEPTED,
    NO_PERIOD,
    REPLACEMENT,
    SETTLED,
    HandIn,
    Submission,
    month_of,
    receipt_number,
    submission_id,
)
from ingestion.intake.judging import Bounds, Judged, all_facts, judge
from ingestion.intake.knowledge import Knowledge
from ingestion.intake.parts import Content, RefusedError
from ingestion.intake.preparing import Preparing
from ingestion.landing import Landed, LandingError, land
from ingestion.log.event import FACT_COLUMNS, KNOWN, Fact
from ingestion.log.port import Batch, EventLog, Receipt
from ingestion.registry.now import Unit

Gate = Callable[[Submission, Judged], Opinion]


class ChangedMeanwhileError(Exception):
    """Somebody appended versions of the same facts between our look and our append; the hand-in is judged again."""


@dataclass(frozen=True)
class Release:
    """Who lets a held hand-in in (a role account, never the sender), and why."""

    by: str
    reason: str = ""


@dataclass(frozen=True)
class Answer:
    """What a sender gets: the hand-in with its decision, and whether these very bytes had been settled before."""

    submission: Submission
    already_known: bool = False

    @property
    def ok(self) -> bool:
        """True when accepted (also with findings) or already known."""
        return self.already_known or self.submission.state in ACCEPTED


@dataclass
class Intake:
    """Everything a hand-in needs on its way. `gate` is gate 1, injected: intake knows no Great Expectations."""

    log: EventLog
    engine: sa.Engine
    raw: Path
    preparing: Preparing
    knowledge: Knowledge
    gate: Gate
    opening_period: str = "2021-12"

    def take(self, hand_in: HandIn) -> Answer:
        """Land and process one file. LandingError where the bytes could not be kept; nothing else is raised for it."""
        return self._take(hand_in, land(hand_in.path, self.raw))

    def take_all(self, hand_ins: Iterable[HandIn]) -> Iterator[tuple[HandIn, Answer | LandingError]]:
        """Take files one after another, in their order; the next one is landed and begun with meanwhile.

        A file that could not be kept answers with its error and stops nobody.
        """
        before: tuple[HandIn, Landed | LandingError] | None = None
        for hand_in in hand_ins:
            landed = self._begin(hand_in)
            if before:
                yield before[0], self._in_turn(*before)
            before = hand_in, landed
        if before:
            yield before[0], self._in_turn(*before)

    def _begin(self, hand_in: HandIn) -> Landed | LandingError:
        try:
            landed = land(hand_in.path, self.raw)
        except LandingError as error:
            return error
        self.knowledge.registry.refresh(self.engine)
        if unit := self.knowledge.registry.units.get(hand_in.sender):
            self.preparing.ahead(landed.sha256, hand_in, unit.level)
        return landed

    def _in_turn(self, hand_in: HandIn, landed: Landed | LandingError) -> Answer | LandingError:
        return landed if isinstance(landed, LandingError) else self._take(hand_in, landed)

    def _take(self, hand_in: HandIn, landed: Landed) -> Answer:
        known_as = submission_id(hand_in.sender, landed.sha256, hand_in.period, hand_in.contract)
        with self.engine.begin() as connection:
            existing: Submission | None = work.find(connection, submission_id=known_as)
            if existing and existing.state in SETTLED:
                return Answer(existing, already_known=True)
            period = hand_in.period or NO_PERIOD
            submission = Submission(
                known_as, receipt_number(period, hand_in.sender, landed.sha256), hand_in.sender, period,
                hand_in.channel, hand_in.file_name, landed.sha256, landed.size, hand_in.received_at,
            )  # fmt: skip
            if existing is None:
                work.save(connection, submission)
        return self.process(existing or submission, hand_in)

    def process(self, submission: Submission, hand_in: HandIn, release: Release | None = None) -> Answer:
        """Read, check, judge and decide a landed hand-in; also the way back in for released and unfinished ones."""
        for _ in range(3):
            try:
                return Answer(self._processed(submission, hand_in, release))
            except ChangedMeanwhileError:
                continue
        return Answer(self._processed(submission, hand_in, release))

    def _processed(self, submission: Submission, hand_in: HandIn, release: Release | None) -> Submission:
        self.knowledge.registry.refresh(self.engine)
        try:
            content, sheets = self.prepared(submission, hand_in)
        except RefusedError as refused:
            return self._settle(submission, rejected(refused.findings))
        submission = self._named(submission, content)
        missing = [f for s in sheets for f in s.findings if f.code == "E-COLUMN-MISSING"]
        if missing:
            rows = sum(len(p.columns.frame) + p.columns.blank + p.structural for p in content.parts)
            return self._settle(submission, rejected(missing, rows))
        # nearly always all that is stated goes in, so the log begins with it while it is judged
        with self.log.expecting(to_append(all_facts(sheets), submission)):
            judged = judge(sheets, self.bounds(hand_in, content), self.knowledge)
            replacing = self._retractions(submission, content, judged)
            reasons = [] if release else holds(content, judged, replacing, hand_in.file_name)
            if not reasons and not release and not (opinion := self.gate(submission, judged)).passed:
                reasons = [self._gate_finding(opinion, hand_in)]
            decision = decide(content, judged, reasons, replacing.retractions)
            by = release.by if release else None
            return self._settle(replace(submission, decided_by=by), decision, judged, release)

    def prepared(self, submission: Submission, hand_in: HandIn) -> tuple[Content, list[CheckedSheet]]:
        """The landed bytes read and checked; RefusedError where their structure cannot be trusted."""
        prepared = self.preparing.prepare(submission.sha256, hand_in, self._unit(hand_in).level)
        return prepared.content, prepared.sheets

    def _unit(self, hand_in: HandIn) -> Unit:
        unit = self.knowledge.registry.units.get(hand_in.sender)
        if unit is None:
            raise RefusedError([finding("E-UNIT-UNKNOWN", Where(hand_in.file_name), hand_in.sender, secret=False)])
        return unit

    def _named(self, submission: Submission, content: Content) -> Submission:
        """The hand-in with what its content says of itself; its receipt number carries the period."""
        return replace(
            submission,
            period=content.period,
            receipt_no=receipt_number(content.period, submission.sender, submission.sha256),
            kind=content.kind,
            contracts=content.contracts,
            replaces=content.replaces,
        )

    def bounds(self, hand_in: HandIn, content: Content) -> Bounds:
        """For whom and when the hand-in may speak."""
        first_day = month_of(content.period)[0]
        subtree = self.knowledge.registry.subtree(hand_in.sender)
        # an outside unit reports what lies behind it in full each time, so nothing of it can come too late
        outside = self._unit(hand_in).level == "outside"
        is_opening = content.period == self.opening_period or outside
        return Bounds(hand_in.sender, subtree, hand_in.file_name, first_day, is_opening)

    def _retractions(self, submission: Submission, content: Content, judged: Judged) -> Replacing:
        """Facts of the replaced hand-in that this one no longer states, in the sheets that both have (details 8)."""
        if content.kind != REPLACEMENT:
            return Replacing()
        with self.engine.connect() as connection:
            replaced = next(iter(self._replaced(connection, replace(submission, state=ACCEPTED[0]))), None)
            if replaced is None:
                return Replacing(is_known=False)
            before = self.log.facts_of(replaced.submission_id)
            types = {contract.type for part in content.parts for contract in part.contracts}
            mine = before.filter(pl.col("type").is_in(list(types)))
            gone = set(mine["fact_id"]) - set(judged.facts["fact_id"]) - judged.waiting
            gone -= work.stated_elsewhere(connection, sorted(gone), replaced.submission_id)
            return Replacing(sorted(gone), mine.height)

    def _gate_finding(self, opinion: Opinion, hand_in: HandIn) -> Finding:
        plain = finding("E-HOLD-GATE", Where(hand_in.file_name))
        return replace(plain, zh=f"{plain.zh}{opinion.zh}", en=f"{plain.en} {opinion.en}")

    def _settle(
        self, submission: Submission, decision: Decision, judged: Judged | None = None, release: Release | None = None
    ) -> Submission:
        """Append what the decision lets in, together with the decision itself and the work tables."""
        decided = submission.decided(decision.state, decision.reason, decision.counts, decision.findings)
        goes_in = judged is not None and decision.state in ACCEPTED
        facts = (
            to_append(judged.facts, decided) if judged is not None and goes_in else pl.DataFrame(schema=FACT_COLUMNS)
        )
        decisions = [decision_event(decided), *self._superseded(decided)]
        if release:
            decisions.insert(0, decision_event(replace(decided, state="released", reason=release.reason)))

        def record(connection: sa.Connection, receipt: Receipt) -> None:
            if judged is not None and goes_in and not receipt.outcomes.equals(judged.facts["outcome"]):
                raise ChangedMeanwhileError
            work.save(connection, decided)
            work.discard_waiting(connection, decided.submission_id)
            if judged is not None and goes_in:
                work.quarantine(connection, decided.submission_id, judged.bad)
                work.add_statements(connection, other_statements(judged.facts, decided.submission_id))
            for earlier in self._replaced(connection, decided):
                work.save(connection, replace(earlier, state="superseded"))
                work.drop_statements(connection, earlier.submission_id)
                work.discard_waiting(connection, earlier.submission_id)

        self.log.append(Batch(facts, retraction_frame(decision.retractions, decided), decisions), record)
        if judged is not None and goes_in:
            self.knowledge.registry.note(judged.facts)
        if decision.retractions:
            self.knowledge.registry.is_stale = True
        return decided

    def _replaced(self, connection: sa.Connection, decided: Submission) -> Iterable[Submission]:
        """The hand-in that an accepted replacement names, if it is the sender's own."""
        if not decided.replaces or decided.state not in ACCEPTED:
            return []
        earlier: Submission | None = work.find(connection, receipt_no=decided.replaces)
        return [earlier] if earlier and earlier.sender == decided.sender and earlier.state in ACCEPTED else []

    def _superseded(self, decided: Submission) -> list[Fact]:
        with self.engine.connect() as connection:
            return [decision_event(replace(e, state="superseded")) for e in self._replaced(connection, decided)]


def to_append(facts: pl.DataFrame, submission: Submission) -> pl.DataFrame:
    """Judged facts as the log takes them."""
    return facts.select(
        "type",
        "type_version",
        "fact_id",
        "subject",
        pl.lit(submission.sender).alias("source"),
        "occurred_on",
        pl.lit(submission.period).alias("period"),
        pl.lit(submission.submission_id).alias("submission_id"),
        "sheet",
        pl.col("__row").cast(pl.Int32).alias("row"),
        "data",
    )


def retraction_frame(fact_ids: list[str], submission: Submission) -> pl.DataFrame:
    """Facts to take back, as the log takes them."""
    schema = {n: FACT_COLUMNS[n] for n in ("fact_id", "source", "period", "submission_id", "sheet", "row")}
    rows = [(f, submission.sender, submission.period, submission.submission_id, None, None) for f in fact_ids]
    return pl.DataFrame(rows, schema=schema, orient="row")


def other_statements(facts: pl.DataFrame, own_id: str) -> list[tuple[str, str, str]]:
    """Statements the log does not hold: ours of what was known, and the corrected one's that it replaced."""
    known = facts.filter((pl.col("outcome") == KNOWN) & (pl.col("known_from") != own_id))
    corrected = facts.filter((pl.col("outcome") == "corrected") & (pl.col("known_from") != own_id))
    mine = [(own_id, fact, sheet) for fact, sheet in known.select("fact_id", "sheet").iter_rows()]
    theirs = corrected.select("known_from", "fact_id", "sheet").iter_rows()
    return [*mine, *((str(a), str(b), str(c)) for a, b, c in theirs)]
