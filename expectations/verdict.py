"""What a gate decides, and why it never says yes by mistake.

Great Expectations reports success for an empty suite, an empty table and an all-null column. A verdict passes only when
suite and fingerprint are the pinned ones, exactly the demanded checks were evaluated (as many as pinned), every
required table was seen to hold rows, no check ended in an exception, and every check succeeded. Else: withheld.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from expectations.pins import Pin
from expectations.vocabulary import Suite


class GateError(Exception):
    """The gate itself did not work: killed, hung, not installed, no answer. Means: not passed."""


@dataclass(frozen=True)
class Outcome:
    """Result of one check: did it hold, and the exception's message if it raised."""

    check: str
    success: bool
    error: str | None = None


@dataclass(frozen=True)
class Judgement:
    """What the library answered about ``subject`` (a build or a hand-in), before anyone decides.

    rows  rows seen in each table, counted by us and not by the library.
    """

    suite: str
    fingerprint: str
    subject: str
    outcomes: tuple[Outcome, ...]
    rows: Mapping[str, int]

    def to_json(self) -> str:
        """One line for the parent process."""
        outcomes = [[outcome.check, outcome.success, outcome.error] for outcome in self.outcomes]
        plain = [self.suite, self.fingerprint, self.subject, outcomes, dict(self.rows)]
        return json.dumps(plain, ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str) -> "Judgement":
        """Read it back strictly; anything unexpected raises GateError."""
        try:
            suite, fingerprint, subject, outcomes, rows = json.loads(line)
            read = tuple(Outcome(str(check), success is True, error) for check, success, error in outcomes)
            return cls(str(suite), str(fingerprint), str(subject), read, {k: int(v) for k, v in rows.items()})
        except (ValueError, TypeError, AttributeError) as error:
            message = f"the gate's answer cannot be read: {error}"
            raise GateError(message) from error


@dataclass(frozen=True)
class Verdict:
    """The decision of a gate; ``failures`` names the rules that did not hold, the reasons are sentences for people."""

    passed: bool
    suite: str
    fingerprint: str
    expected: int
    evaluated: int
    successful: int
    rows_checked: int
    content_hash: str = ""
    failures: list[str] = field(default_factory=list)
    reason_zh: str = ""
    reason_en: str = ""

    @property
    def reason(self) -> str:
        """Both sentences, Chinese first; empty when it passed."""
        return f"{self.reason_zh} {self.reason_en}".strip()


def decide(suite: Suite, pin: Pin, subject: str, judgement: Judgement, content_hash: str = "") -> Verdict:
    """Turn what the library answered into a verdict; the only place that can say *passed*."""
    broken = _broken(suite, pin, subject, judgement)
    failed = [outcome for outcome in judgement.outcomes if not outcome.success or outcome.error]
    failures = list(dict.fromkeys(outcome.check.partition("#")[0] for outcome in failed))
    zh, en = broken or _sentences(suite, failed)
    return Verdict(
        passed=broken is None and not failed,
        suite=judgement.suite,
        fingerprint=judgement.fingerprint,
        expected=pin.expectations,
        evaluated=len(judgement.outcomes),
        successful=sum(outcome.success and outcome.error is None for outcome in judgement.outcomes),
        rows_checked=sum(judgement.rows.values()),
        content_hash=content_hash,
        failures=failures,
        reason_zh=zh,
        reason_en=en,
    )


def refused(suite: Suite, pin: Pin, error: Exception, content_hash: str = "") -> Verdict:
    """The verdict when the gate itself did not work."""
    what = f"{type(error).__name__}: {error}"
    return Verdict(
        passed=False,
        suite=suite.name,
        fingerprint=suite.fingerprint,
        expected=pin.expectations,
        evaluated=0,
        successful=0,
        rows_checked=0,
        content_hash=content_hash,
        failures=["gate"],
        reason_zh=f"关卡未能运行，按未通过处理（{what}）",
        reason_en=f"the gate did not run, so nothing passes ({what})",
    )


def _broken(suite: Suite, pin: Pin, subject: str, judgement: Judgement) -> tuple[str, str] | None:
    """Why the answer cannot count at all, whatever it says; None when it can."""
    checks = [outcome.check for outcome in judgement.outcomes]
    if (judgement.suite, suite.name) != (pin.suite, pin.suite):
        return f"不是指定的规则集（{judgement.suite}）", f"not the pinned suite ({judgement.suite})"
    if (judgement.fingerprint, suite.fingerprint) != (pin.fingerprint, pin.fingerprint):
        return "规则集与登记的指纹不符", "the suite is not the pinned one (fingerprint differs)"
    if judgement.subject != subject:
        return f"结论针对的是 {judgement.subject}", f"the answer is about {judgement.subject}"
    if len(checks) != pin.expectations or sorted(checks) != sorted(suite.checks):
        counts = f"{len(checks)}/{pin.expectations}"
        return f"检查项数不符（{counts}）", f"not exactly the demanded checks were evaluated ({counts})"
    empty = [table for table in suite.required if judgement.rows.get(table, 0) < 1]
    if empty:
        return f"应有数据的表没有行：{'、'.join(empty)}", f"required tables without rows: {', '.join(empty)}"
    return None


def _sentences(suite: Suite, failed: list[Outcome]) -> tuple[str, str]:
    """What is wrong, rule by rule, the first five in full."""
    said = list(dict.fromkeys(suite.sentence(outcome.check) for outcome in failed))
    more = len(said) - 5
    zh = "；".join(sentence for sentence, _ in said[:5]) + (f"；另有 {more} 项" if more > 0 else "")
    en = "; ".join(sentence for _, sentence in said[:5]) + (f"; and {more} more" if more > 0 else "")
    return zh, en
