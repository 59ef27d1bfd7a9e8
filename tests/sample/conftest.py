"""The tests' own reading of a plan: rows become facts by the contracts alone, facts become figures by plain loops.

Nothing here is shared with the pipeline's models, so that a mistake in one shows against the other.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ingestion.contracts.loading import load
from pipeline.sample.plan import Plan, make_plan

Fact = dict[str, Any]
Facts = dict[tuple[str, ...], Fact]


def state(facts: Facts, sheet: str, values: Mapping[str, Any], source: str) -> list[tuple[str, ...]]:
    """Put what one row states into `facts` (type and natural key ► fields) and return the keys."""
    stated = []
    for contract in load().registers[sheet].contracts:
        if any(values.get(name) is not None for name in contract.stated_by):
            key = (contract.type, *(str(values.get(name) or "") for name in contract.natural_key))
            fields = {f.name: values[f.name] for f in contract.fields if values.get(f.name) is not None}
            missing = [f.name for f in contract.fields if f.required and f.name not in fields]
            assert not missing, f"{contract.type} lacks {missing} in {values}"
            facts[key] = {"type": contract.type, "source": source, **fields}
            stated.append(key)
    return stated


def facts_of_plan(rows: Iterable[Any]) -> Facts:
    """All facts that the true rows state; no two rows may say different things about one fact."""
    facts: Facts = {}
    for row in rows:
        new: Facts = {}
        for key in state(new, row.sheet, row.values, row.unit):
            assert facts.get(key, new[key]) == new[key], f"two versions of {key}"
        facts |= new
    return facts


def figures(facts: Facts, begin: date, end: date) -> dict[str, Decimal]:
    """The 34 published figures for the year from `begin` to `end`."""
    by_type: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.values():
        by_type[fact["type"]].append(fact)

    def in_year(kind: str, day: str) -> list[Fact]:
        return [fact for fact in by_type[kind] if begin <= fact[day] <= end]

    out: dict[str, Decimal] = {}
    _coverage(by_type, end, out)
    _agreements(by_type, end, out)
    settled = in_year("dispute_settled", "settled_on")
    workers = {fact["case_no"]: fact["workers_involved"] for fact in by_type["dispute_opened"]}
    out["disputes_jointly_mediated"] = Decimal(len(settled))
    out["collective_disputes_handled"] = Decimal(sum(workers[fact["case_no"]] >= 30 for fact in settled))
    paid = in_year("economic_benefit_recovered", "recovered_on")
    out["dispute_economic_benefit_yuan"] = Decimal(sum(fact["benefit_yuan"] for fact in paid))
    out["complaints_handled"] = Decimal(len(in_year("complaint_resolved", "resolved_on")))
    closed = in_year("prelitigation_case_closed", "closed_case_on")
    out["prelitigation_cases_handled"] = Decimal(len(closed))
    out["prelitigation_benefit_yuan"] = Decimal(sum(fact["benefit_yuan"] for fact in closed))
    _services(by_type, in_year, out)
    _sites(by_type, out)
    return out


def _services(
    by_type: Mapping[str, list[Fact]], in_year: Callable[[str, str], list[Fact]], out: dict[str, Decimal]
) -> None:
    heads = {fact["activity_no"]: fact for fact in by_type["activity_attendance_reported"]}
    for series, events, total, field in (
        ("new_year_care", "new_year_care_events", "", ""),
        ("summer_cool", "summer_cool_events", "summer_cool_beneficiaries", "people"),
        ("online_care", "online_care_events", "online_care_person_times", "person_times"),
        ("key_group_service", "nef_special_service_events", "nef_special_service_person_times", "person_times"),
    ):
        held = [fact for fact in in_year("service_activity_held", "held_on") if fact["series"] == series]
        out[events] = Decimal(len(held))
        if total:
            out[total] = Decimal(sum(heads[fact["activity_no"]].get(field, 0) for fact in held))
    visited = {(f["member_card_no"], f["injured_on"]) for f in in_year("injured_worker_visited", "visited_on")}
    consoled = in_year("consolation_paid", "consoled_on")
    assert {(f["member_card_no"], f["injured_on"]) for f in consoled} <= visited
    out["injured_workers_visited"] = Decimal(len(visited))
    out["injured_workers_consoled"] = Decimal(len(consoled))
    out["injury_consolation_yuan"] = Decimal(sum(fact["consolation_yuan"] for fact in consoled))
    out["injury_legal_consultations"] = Decimal(len(in_year("injury_legal_consultation_given", "consulted_on")))
    out["training_projects_delivered"] = Decimal(len(in_year("training_project_delivered", "delivered_on")))
    attended = in_year("training_attendance_reported", "delivered_on")
    out["training_person_times"] = Decimal(sum(fact["person_times"] for fact in attended))


def _sites(by_type: Mapping[str, list[Fact]], out: dict[str, Decimal]) -> None:
    gone = {fact["site_no"] for fact in by_type["service_site_closed"]}
    sites = [fact for fact in by_type["service_site_opened"] if fact["site_no"] not in gone]
    for kind, name in (
        ("centre", "nef_service_centres"),
        ("warm_bee", "warm_bee_stations"),
        ("love_corner", "love_corners"),
    ):
        out[name] = Decimal(sum(fact["site_type"] == kind for fact in sites))


def enterprise_states(by_type: Mapping[str, list[Fact]]) -> dict[str, tuple[str, str, bool]]:
    """Enterprise code ► (band, cover, new form) of those in force when everything has happened."""
    heads: dict[str, tuple[date, int]] = {}
    for fact in by_type["enterprise_headcount_reported"]:
        day = (fact["headcount_on"], fact["headcount"])
        heads[fact["enterprise_code"]] = max(heads.get(fact["enterprise_code"], day), day)
    unions = {f["enterprise_code"] for f in by_type["enterprise_union_established"]}
    unions -= {f["enterprise_code"] for f in by_type["enterprise_union_dissolved"]}
    covers = {(f["enterprise_code"], f["federation_code"]) for f in by_type["enterprise_joined_federation"]}
    covers -= {(f["enterprise_code"], f["federation_code"]) for f in by_type["enterprise_left_federation"]}
    covered = {code for code, _ in covers}
    new_form = {f["enterprise_code"] for f in by_type["enterprise_type_assigned"] if f["type_code"] == "new_form"}
    closed = {f["enterprise_code"] for f in by_type["enterprise_closed"]}
    states = {}
    for fact in by_type["enterprise_registered"]:
        code = fact["enterprise_code"]
        if code not in closed:
            count = heads[code][1] if code in heads else 0
            band = "unknown" if not count else "large" if count >= 100 else "mid" if count >= 25 else "small"
            cover = "own" if code in unions else "federation" if code in covered else "none"
            states[code] = (band, cover, code in new_form)
    return states


def _coverage(by_type: Mapping[str, list[Fact]], end: date, out: dict[str, Decimal]) -> None:
    states = enterprise_states(by_type)

    def count(band: str = "", cover: str = "", new_form: bool | None = None) -> Decimal:
        return Decimal(
            sum(
                (not band or b == band) and (not cover or c == cover) and (new_form is None or n == new_form)
                for b, c, n in states.values()
            )
        )

    out["size100_union_rate"] = 100 * count("large", "own") / count("large")
    out["size25_99_union_rate"] = 100 * count("mid", "own") / count("mid")
    out["size_under25_federation_covered"] = count("small", "federation")
    own, federation, every = count("", "own", True), count("", "federation", True), count("", "", True)
    out["nef_enterprises_identified"] = every
    out["nef_enterprises_own_union"] = own
    out["nef_enterprises_federation_covered"] = federation
    out["nef_union_rate"] = 100 * (own + federation) / every
    ended = {(f["member_card_no"], f["unit_code"]) for f in by_type["membership_ended"]}
    members = [f for f in by_type["member_enrolled"] if (f["member_card_no"], f["unit_code"]) not in ended]
    out["nef_members_developed"] = Decimal(sum(f["is_new_form"] for f in members))


def _agreements(by_type: Mapping[str, list[Fact]], end: date, out: dict[str, Decimal]) -> None:
    states = enterprise_states(by_type)
    large_own = {code for code, (band, cover, _) in states.items() if (band, cover) == ("large", "own")}
    lapsed = {(f["enterprise_code"], f["tier"]) for f in by_type["consultation_mechanism_lapsed"]}
    established = by_type["consultation_mechanism_established"]
    having = {f["enterprise_code"] for f in established if (f["enterprise_code"], f["tier"]) not in lapsed}
    out["size100_unionised_with_mechanism"] = Decimal(len(having & large_own))
    out["size100_mechanism_rate"] = Decimal(100 * len(having & large_own)) / len(large_own)
    expired = {f["contract_no"] for f in by_type["collective_contract_expired"]}
    signed = by_type["collective_contract_signed"]
    in_force = [f for f in signed if f["valid_to"] >= end and f["contract_no"] not in expired]
    covered: dict[str, int] = {}
    for fact in in_force:
        subject = fact.get("enterprise_code", fact["contract_no"])
        covered[subject] = max(covered.get(subject, 0), fact["workers_covered"])
    out["collective_contracts_signed"] = Decimal(len(in_force))
    out["collective_contract_workers_covered"] = Decimal(sum(covered.values()))


@pytest.fixture(scope="session")
def fold() -> Callable[[Facts, date, date], dict[str, Decimal]]:
    return figures


@pytest.fixture(scope="session")
def plan_facts() -> Callable[[Iterable[Any]], Facts]:
    return facts_of_plan


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The full year of seed 1, made once for all tests that only read it."""
    return make_plan(2022, 1)


@pytest.fixture(scope="session")
def facts(plan: Plan) -> Facts:
    return facts_of_plan(plan.rows)


@pytest.fixture(scope="session")
def state_row() -> Callable[[Facts, str, Mapping[str, Any], str], list[tuple[str, ...]]]:
    return state


@pytest.fixture(scope="session")
def states() -> Callable[[Facts], dict[str, tuple[str, str, bool]]]:
    def of(facts: Facts) -> dict[str, tuple[str, str, bool]]:
        by_type: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts.values():
            by_type[fact["type"]].append(fact)
        return enterprise_states(by_type)

    return of
