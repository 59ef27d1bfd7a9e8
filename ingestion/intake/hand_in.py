"""The words of intake: a hand-in, its answer, and the conservation law over its rows.

    rows read = new + corrected + already known + quarantined + held + rejected + blank + structural

Retractions are counted apart: they are facts of an earlier hand-in, not rows of this one (details 11).
"""

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid5
from zoneinfo import ZoneInfo

from ingestion.checking.findings import Finding
from ingestion.log.identity import NAMESPACE_GRASSROOTS

SHANGHAI = ZoneInfo("Asia/Shanghai")
NO_PERIOD = "0000-00"
FIRST, SUPPLEMENT, REPLACEMENT = "首次", "补充", "更正"
ACCEPTED = ("accepted", "accepted_with_findings")
SETTLED = (*ACCEPTED, "superseded", "withdrawn")


class ConservationError(Exception):
    """Rows were lost or counted twice. Nothing of the hand-in is kept; this is a defect of ours, never of a clerk."""


@dataclass(frozen=True)
class HandIn:
    """What arrives: a file, the unit that its channel names, and when it came (never later than now).

    `period` and `contract` come from the folder and name of a CSV or NDJSON file; a workbook says both itself.
    """

    path: Path
    file_name: str
    sender: str
    channel: str
    received_at: datetime
    period: str | None = None
    contract: str | None = None


@dataclass(frozen=True)
class Counts:
    """Where every row of the file went; `retracted` and `facts` are facts, not rows."""

    read: int = 0
    new: int = 0
    corrected: int = 0
    known: int = 0
    quarantined: int = 0
    held: int = 0
    rejected: int = 0
    blank: int = 0
    structural: int = 0
    retracted: int = 0
    facts: int = 0

    def conserved(self) -> "Counts":
        """These counts, or ConservationError when the rows do not add up."""
        places = self.new + self.corrected + self.known + self.quarantined + self.held + self.rejected
        if self.read != places + self.blank + self.structural:
            raise ConservationError(f"{self.read} rows read, {places + self.blank + self.structural} accounted for")
        return self

    def as_dict(self) -> dict[str, int]:
        """Name ► number, for the decision event and the work table."""
        return asdict(self)


@dataclass(frozen=True)
class Submission:
    """A hand-in as the work table knows it; the receipt is a pure function of it."""

    submission_id: str
    receipt_no: str
    sender: str
    period: str
    channel: str
    file_name: str
    sha256: str
    size: int
    received_at: datetime
    state: str = "received"
    kind: str = ""
    contracts: str = ""
    replaces: str | None = None
    reason: str = ""
    counts: Counts = field(default_factory=Counts)
    findings: tuple[Finding, ...] = ()
    decided_by: str | None = None

    def decided(self, state: str, reason: str, counts: Counts, findings: list[Finding]) -> "Submission":
        """The same hand-in with its decision."""
        return replace(self, state=state, reason=reason, counts=counts.conserved(), findings=tuple(findings))


def receipt_number(period: str, sender: str, digest: str) -> str:
    """Receipt of a hand-in: period, sender and the first eight digits of its SHA-256. Equal bytes, equal receipt."""
    return f"{period.replace('-', '')}-{sender}-{digest[:8]}"


def submission_id(sender: str, digest: str, period: str | None, contract: str | None) -> str:
    """Identity of a hand-in: who handed in which bytes, and for CSV and NDJSON for what (details 9)."""
    return str(uuid5(NAMESPACE_GRASSROOTS, "\x1f".join(("submission", sender, digest, period or "", contract or ""))))


def month_of(period: str) -> tuple[date, date]:
    """First and last day of a month such as '2022-03'; ValueError for anything else."""
    first = date.fromisoformat(f"{period}-01")
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, date.fromordinal(following.toordinal() - 1)


def shanghai_day(instant: datetime) -> date:
    """The union's day of an instant."""
    return instant.astimezone(SHANGHAI).date()


def now() -> datetime:
    """The real clock, in UTC."""
    return datetime.now(UTC)
