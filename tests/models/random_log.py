# ruff: noqa: E501 -- a table of makers reads best with one a line
"""Random small logs for the laws of the models: every kind of fact, corrected, retracted, out of order."""

import random
from datetime import date, timedelta

from tests.models.synthetic_log import DISTRICT, LEAF, LEAF_2, OTHER_LEAF, OTHER_STREET, STREET, SyntheticLog

LEAVES = (LEAF, LEAF_2, OTHER_LEAF)
MONTHS = ("2022-01", "2022-02", "2022-03")
Statement = tuple[str, str, str, dict[str, object]]


def statements(rng: random.Random, number: int) -> list[Statement]:
    """(type, source, period, fields) of random facts about a handful of entities, so that they often collide."""
    return [rng.choice(MAKERS)(rng) for _ in range(number)]


def random_log(seed: int, number: int = 220) -> SyntheticLog:
    """A log with corrections (the same key stated again) and retractions, units registered somewhere near the start."""
    rng = random.Random(seed)
    log = SyntheticLog().district()
    for type_, source, period, fields in statements(rng, number):
        fact = log.state(type_, source, period, **fields)
        if rng.random() < 0.1:
            log.retract(fact, source, period)
    for unit in (DISTRICT, STREET, *LEAVES):
        log.hand_in(unit, "2022-01", "2022-02-03T15:59:59.000000Z")
    return log


def _day(rng: random.Random) -> date:
    return date(2021, 11, 1) + timedelta(days=rng.randrange(150))


def _enterprise(rng: random.Random) -> str:
    return f"E{rng.randrange(6)}"


def _fact(type_: str, day: str, **fields: object):
    """A maker of statements of one type; a callable field is drawn."""

    def make(rng: random.Random) -> Statement:
        drawn = {name: value(rng) if callable(value) else value for name, value in fields.items()}
        return type_, rng.choice(LEAVES), rng.choice(MONTHS), {**drawn, day: _day(rng)}

    return make


def _one_of(*values: object):
    return lambda rng: rng.choice(values)


MAKERS = (
    _fact("enterprise_registered", "registered_on", enterprise_code=_enterprise, enterprise_name="某", unit_code=_one_of(*LEAVES)),
    _fact("enterprise_registered", "registered_on", enterprise_code=_enterprise, enterprise_name="某", unit_code=_one_of(*LEAVES)),
    _fact("enterprise_headcount_reported", "headcount_on", enterprise_code=_enterprise, headcount=_one_of(24, 25, 99, 100)),
    _fact("enterprise_headcount_reported", "headcount_on", enterprise_code=_enterprise, headcount=_one_of(24, 25, 99, 100)),
    _fact("enterprise_type_assigned", "type_assigned_on", enterprise_code=_enterprise, type_code=_one_of("new_form", "internet")),
    _fact("enterprise_union_established", "union_established_on", enterprise_code=_enterprise, union_no=_one_of(None, "1")),
    _fact("enterprise_union_dissolved", "union_dissolved_on", enterprise_code=_enterprise, union_no=_one_of(None, "1")),
    _fact("enterprise_joined_federation", "joined_federation_on", enterprise_code=_enterprise, federation_code=_one_of(*LEAVES)),
    _fact("enterprise_left_federation", "left_federation_on", enterprise_code=_enterprise, federation_code=_one_of(*LEAVES)),
    _fact("enterprise_moved", "moved_on", enterprise_code=_enterprise, moved_to_unit_code=_one_of(*LEAVES)),
    _fact("enterprise_closed", "closed_on", enterprise_code=_one_of("E0", "E1")),
    _fact("consultation_mechanism_established", "mechanism_established_on", enterprise_code=_enterprise, tier=_one_of("enterprise", "park")),
    _fact("consultation_mechanism_lapsed", "mechanism_lapsed_on", enterprise_code=_enterprise, tier=_one_of("enterprise", "park")),
    _fact("member_enrolled", "enrolled_on", member_id=_one_of("M1", "M2", "M3"), unit_code=_one_of(*LEAVES), is_new_form=_one_of(True, False)),
    _fact("membership_ended", "membership_ended_on", member_id=_one_of("M1", "M2", "M3"), unit_code=_one_of(*LEAVES)),
    _fact("dispute_opened", "opened_on", case_no=_one_of("C1", "C2"), enterprise_code=_enterprise, workers_involved=_one_of(3, 30)),
    _fact("dispute_settled", "settled_on", case_no=_one_of("C1", "C2"), outcome="mediated"),
    _fact("economic_benefit_recovered", "recovered_on", case_no=_one_of("C1", "C2"), benefit_yuan=_one_of("10.25", "99.99")),
    _fact("complaint_received", "received_on", ticket_no=_one_of("T1", "T2"), channel="online", unit_code=_one_of(None, LEAF)),
    _fact("complaint_resolved", "resolved_on", ticket_no=_one_of("T1", "T2"), result="solved"),
    _fact("prelitigation_case_accepted", "accepted_on", mediation_no=_one_of("P1", "P2"), court="district_court", unit_code=_one_of(None, LEAF)),
    _fact("prelitigation_case_closed", "closed_case_on", mediation_no=_one_of("P1", "P2"), outcome="mediated", benefit_yuan=_one_of("5.00", "7.10")),
    _fact("collective_contract_signed", "signed_on", contract_no=_one_of("H1", "H2", "H3"), contract_kind="enterprise", enterprise_code=_one_of("E1", "E2", None), workers_covered=_one_of(10, 20), valid_to=_one_of("2022-02-15", "2030-12-31")),
    _fact("collective_contract_expired", "expired_on", contract_no=_one_of("H1", "H2", "H3")),
    _fact("service_activity_held", "held_on", activity_no=_one_of("A1", "A2"), series=_one_of("summer_cool", "online_care"), channel="online", unit_code=_one_of(None, OTHER_STREET)),
    _fact("activity_attendance_reported", "held_on", activity_no=_one_of("A1", "A2"), people=_one_of(None, 12), person_times=_one_of(15, 16)),
    _fact("injured_worker_visited", "visited_on", member_id=_one_of("M8", "M9"), injured_on="2021-10-30", visit_no=_one_of(1, 2, 3), unit_code=_one_of(None, LEAF)),
    _fact("consolation_paid", "consoled_on", member_id=_one_of("M8", "M9"), injured_on="2021-10-30", consolation_yuan="500.00"),
    _fact("injury_legal_consultation_given", "consulted_on", consultation_no=_one_of("Z1", "Z2"), topic="other"),
    _fact("service_site_opened", "site_opened_on", site_no=_one_of("S1", "S2"), site_name="站", site_type=_one_of("centre", "warm_bee")),
    _fact("service_site_closed", "site_closed_on", site_no=_one_of("S1", "S2")),
    _fact("training_project_delivered", "delivered_on", project_no=_one_of("J1", "J2"), theme="skill", unit_code=_one_of(None, LEAF)),
    _fact("training_attendance_reported", "delivered_on", project_no=_one_of("J1", "J2"), person_times=_one_of(5, 6)),
    _fact("org_unit_moved", "unit_moved_on", unit_code=LEAF_2, new_parent_code=_one_of(STREET, OTHER_STREET, LEAF), move_no=_one_of(None, 1, 2)),
    _fact("org_unit_merged", "unit_merged_on", unit_code=LEAF, merged_into_code=_one_of(LEAF_2, OTHER_LEAF)),
    _fact("outreach_step_done", "step_on", enterprise_code=_enterprise, step=_one_of("visited", "plan_agreed")),
    _fact("dispute_contact_coverage_assigned", "coverage_on", enterprise_code=_enterprise, staff_id=_one_of("F1", "F2")),
    _fact("staff_assigned", "assigned_on", staff_id=_one_of("F1", "F2"), role=_one_of("dispute_contact", "legal_counsel"), unit_code=_one_of(STREET, LEAF), enterprise_code=_one_of(None, "E1"), is_platform_user=_one_of(True, False)),
    _fact("staff_released", "released_on", staff_id=_one_of("F1", "F2"), role=_one_of("dispute_contact", "legal_counsel"), unit_code=_one_of(STREET, LEAF), enterprise_code=_one_of(None, "E1")),
    _fact("designation_made", "designated_on", designation_no=_one_of("N1", "N2"), designation_kind=_one_of("pilot", "cultivation_site"), enterprise_code=_one_of(None, "E1", "E2"), unit_code=_one_of(None, LEAF)),
    _fact("designation_ended", "designation_ended_on", designation_no=_one_of("N1", "N2")),
    _fact("mutual_aid_enrolled", "insured_from", policy_no=_one_of("B1", "B2", "B3"), member_id=_one_of("M1", "M2"), plan=_one_of("mutual_aid", "gifted_accident"), is_new_form=True, unit_code=_one_of(None, LEAF), insured_to=_one_of("2022-02-15", "2030-12-31")),
    _fact("mutual_aid_lapsed", "lapsed_on", policy_no=_one_of("B1", "B2", "B3")),
    _fact("dues_refund_approved", "refund_approved_on", enterprise_code=_enterprise, refund_period="2021", dues_paid_yuan=_one_of("90.00", "99.99")),
    _fact("dues_refunded", "refunded_on", enterprise_code=_enterprise, refund_period=_one_of("2021", "2020"), refunded_yuan="90.00"),
    _fact("audit_planned", "audit_planned_on", audit_no=_one_of("U1", "U2"), audit_kind=_one_of("key", "routine"), audited_unit_code=_one_of(LEAF, LEAF_2)),
    _fact("audit_finding_recorded", "finding_on", audit_no=_one_of("U1", "U2"), finding_no=_one_of(1, 2), severity=_one_of("minor", "serious"), finding_area="funds"),
    _fact("competition_held", "competition_on", competition_no=_one_of("K1", "K2"), competition_series=_one_of("city_tech_games", "other"), edition=_one_of(None, 11, 12)),
    _fact("skilled_workers_reported", "skilled_on", unit_code=_one_of(STREET, OTHER_STREET), skilled_workers=_one_of(100, 250)),
    _fact("pairing_agreed", "paired_on", pairing_no=_one_of("J1", "J2"), unit_code=_one_of(*LEAVES), partner_kind="outside"),
    _fact("training_menu_item_ordered", "ordered_on", order_no=_one_of("O1", "O2"), menu_item_no="1", unit_code=_one_of(None, STREET)),
    _fact("service_site_opened", "site_opened_on", site_no=_one_of("S1", "S3"), site_name="站", site_type="legal_station", unit_code=_one_of(STREET, OTHER_STREET)),
)  # fmt: skip
