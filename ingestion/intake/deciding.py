"""The decision on a hand-in: which state, why, and which facts of an earlier one a replacement takes back."""

from dataclasses import dataclass, field

from ingestion.checking.findings import Finding, Where, finding, listed
from ingestion.intake.hand_in import Counts
from ingestion.intake.judging import Judged
from ingestion.intake.parts import Content

HOLD_SHARE = 0.20
HOLD_ROWS = 5


@dataclass(frozen=True)
class Opinion:
    """What gate 1 says of a batch: may it be appended, and if not, why (Chinese, English)."""

    passed: bool
    zh: str = ""
    en: str = ""


@dataclass(frozen=True)
class Decision:
    """State, the code of its reason, the counts of rows, the findings to show, the facts to take back."""

    state: str
    reason: str
    counts: Counts
    findings: list[Finding]
    retractions: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Replacing:
    """What a 更正 would take back: facts to retract, how many facts it replaces, and whether its receipt is known."""

    retractions: list[str] = field(default_factory=list)
    replaced_facts: int = 0
    is_known: bool = True


def holds(content: Content, judged: Judged, replacing: Replacing, file: str) -> list[Finding]:
    """Why the whole hand-in must wait, if at all (house, section 6; details 8, 12)."""
    found = list(content.holds)
    wrong, total = len(judged.bad), judged.rows.height
    if judged.out_of_scope:
        found.append(finding("E-SCOPE", Where(file)))
    if wrong >= HOLD_ROWS and wrong > HOLD_SHARE * total:
        found.append(finding("E-HOLD-SHARE", Where(file), f"{wrong}/{total}", secret=False))
    if not replacing.is_known:
        found.append(finding("E-REPLACES-UNKNOWN", Where(file), content.replaces or "", secret=False))
    gone, all_facts = len(replacing.retractions), replacing.replaced_facts
    if gone > HOLD_SHARE * max(all_facts, 1):
        found.append(finding("E-HOLD-RETRACTIONS", Where(file), f"{gone}/{all_facts}", secret=False))
    return found


def counted(content: Content, judged: Judged, held: bool, retracted: int) -> Counts:
    """Where each row of the file went; held keeps every data row back."""
    blank = sum(part.columns.blank for part in content.parts)
    structural = sum(part.structural for part in content.parts) + totals(judged)
    outcomes = judged.rows["outcome"]
    rows = judged.rows.height
    if held:
        return Counts(read=rows + blank + structural, held=rows, blank=blank, structural=structural)
    by = {name: int((outcomes == name).sum()) for name in ("new", "corrected", "known", "quarantined")}
    changed = int((judged.facts["outcome"] != "known").sum()) if not judged.facts.is_empty() else 0
    return Counts(
        read=rows + blank + structural, blank=blank, structural=structural, retracted=retracted, facts=changed, **by
    )


def totals(judged: Judged) -> int:
    """合计 rows: structure, each told to the sender."""
    return sum(1 for f in judged.findings if f.code == "W-TOTAL-ROW")


def decide(content: Content, judged: Judged, reasons: list[Finding], retractions: list[str]) -> Decision:
    """Accept, accept with findings, or hold."""
    findings = listed([*reasons, *content.notes, *judged.findings])
    if reasons:
        return Decision("held", reasons[0].code, counted(content, judged, held=True, retracted=0), findings)
    counts = counted(content, judged, held=False, retracted=len(retractions))
    state = "accepted_with_findings" if judged.bad else "accepted"
    return Decision(state, "", counts, findings, retractions)


def rejected(findings: list[Finding], rows: int = 0) -> Decision:
    """The file's structure cannot be trusted: no fact of it."""
    return Decision("rejected", findings[0].code, Counts(read=rows, rejected=rows), listed(findings))
