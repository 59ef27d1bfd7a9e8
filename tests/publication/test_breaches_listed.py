"""`grassroots findings --rule`: the published breaches of a rule, or of all, as a reader sees them."""

import pytest

from pipeline.database import Database
from pipeline.steps.findings import ALL, BREACH_COLUMNS, breaches
from pipeline.steps.publish import publish
from pipeline.steps.result import WrongCallError
from tests.publication.loaded import pass_gate


def test_breaches_come_by_rule_unit_and_period_and_never_findings_of_hand_ins(candidate: Database):
    pass_gate(candidate)
    assert publish(candidate).ok
    for rule in ("contracts_beyond_two", ALL):
        found = breaches(candidate, rule)
        assert [(row["rule_id"], row["subject"]) for row in found.rows] == [("contracts_beyond_two", "E1")]
        assert list(found.rows[0]) == list(BREACH_COLUMNS)
    assert breaches(candidate, ALL, "440307003001", "2022-12", "warning").rows
    assert breaches(candidate, ALL, "440307003002").rows == []
    assert breaches(candidate, ALL, period="2022-11").rows == []
    assert breaches(candidate, ALL, severity="info").rows == []
    assert breaches(candidate, "weekly_321").rows == []


def test_an_unknown_rule_is_answered_with_the_nearest(candidate: Database):
    with pytest.raises(WrongCallError, match="weekly_321"):
        breaches(candidate, "weekly321")
