"""Rules that the sample year breaks on purpose: few, known, and only where no published figure is touched.

A planner that plants one says so to its ledger; the plan keeps them, so that whoever checks a rule can count them.
"""

from dataclasses import dataclass

BREACHES: dict[str, tuple[int, int]] = {
    "weekly321_visits": (2, 1),
    "weekly321_days": (1, 1),
    "weekly321_articles": (2, 1),
    "weekly321_events": (1, 1),
    "outreach_out_of_order": (5, 1),
    "outreach_step_skipped": (4, 1),
    "consolation_not_500_yuan": (2, 2),
    "recuperation_one_lesson_two_activities": (2, 1),
    "legal_aid_threshold_applied": (3, 1),
    "risk_hidden_from_union": (2, 1),
    "studio_step_skipped": (1, 1),
}
"""Rule ► how often it is broken in the full and in the small sample."""


@dataclass(frozen=True)
class Breach:
    """One planted breach: the rule and what breaks it (a number, a week of a federation, an enterprise)."""

    rule: str
    subject: str


def planned(rule: str, *, is_small: bool) -> int:
    """How many breaches of this rule the scale contains."""
    return BREACHES[rule][is_small]
