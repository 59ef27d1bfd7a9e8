"""What the special workbooks tell: figures of 2022, every contract, rules broken in known numbers.

Figures are folded here by plain loops over facts, as in conftest, and held against the ranges of the seed.
"""

import csv
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from ingestion.contracts.loading import load
from pipeline.sample.breaches import BREACHES
from pipeline.sample.noise import hand_ins
from pipeline.sample.plan import make_plan
from pipeline.sample.quotas import FULL

SEED = Path(__file__).parents[1] / "data" / "seed" / "indicators.csv"
BEGIN, END = date(2022, 1, 1), date(2022, 12, 31)
TITLES = {
    "homes_national_model": ("national", "home"),
    "small_homes_national_model": ("national", "small_home"),
    "homes_provincial_model": ("provincial", "home"),
    "small_homes_provincial_model": ("provincial", "small_home"),
    "homes_municipal_advanced": ("municipal", "home"),
    "small_homes_municipal_advanced": ("municipal", "small_home"),
}
RECOGNITIONS = {
    "recog_mechanism_promoted_by_province": ("mechanism_promoted", range(2021, 2023)),
    "recog_longgang_experience_in_provincial_plan": ("written_into_plan", range(2021, 2023)),
    "recog_national_best_outdoor_station_2021": ("best_outdoor_station", range(2021, 2022)),
    "recog_provincial_demo_service_site_2021": ("demo_service_site", range(2021, 2022)),
}
DOCUMENTS = {
    "consultation_plan_issued": ("plan", "consultation"),
    "reform_scheme_issued": ("scheme", "federation_reform"),
    "cadre_action_plan_issued": ("action_plan", "cadre"),
}


class Year:
    """Facts by type, and those of them that happened in 2022."""

    def __init__(self, facts):
        self.types = defaultdict(list)
        for fact in facts.values():
            self.types[fact["type"]].append(fact)

    def of(self, kind, **wanted):
        return [fact for fact in self.types[kind] if all(fact.get(name) == value for name, value in wanted.items())]

    def during(self, kind, **wanted):
        day = load().types[kind].occurred_on
        return [fact for fact in self.of(kind, **wanted) if BEGIN <= fact[day] <= END]

    def staff(self, role):
        """Assignments in force at the end: person, role, unit, enterprise."""
        key = load().types["staff_assigned"].natural_key
        gone = {tuple(fact.get(name) for name in key) for fact in self.of("staff_released", role=role)}
        return {tuple(fact.get(name) for name in key) for fact in self.of("staff_assigned", role=role)} - gone


def figures(facts):
    """The figures of the report that special workbooks, documents and sessions tell, by their id."""
    year = Year(facts)
    out = {name: titles(year, *kind) for name, kind in TITLES.items()}
    for name, (kind, years) in RECOGNITIONS.items():
        out[name] = sum(f["recognised_on"].year in years for f in year.of("recognition_granted", recognition_kind=kind))
    for name, (kind, area) in DOCUMENTS.items():
        out[name] = len(year.during("document_issued", document_kind=kind, area=area))
    out["management_rules_named"] = len({f["area"] for f in year.during("document_issued", document_kind="rule")})
    workforce(year, out)
    teams(year, out)
    relief(year, out)
    out["legal_publicity_events"] = len(year.during("service_activity_held", series="legal_publicity"))
    out["legal_service_centre_established"] = len(year.during("service_site_opened", site_type="legal_centre"))
    daily = year.during("media_article_published", outlet="workers_daily")
    out["media_workers_daily_page"] = max(fact["page"] for fact in daily)
    outlets = ("banyuetan", "guangdong_union")
    out["reform_media_named"] = sum(
        bool(year.during("media_article_published", outlet=outlet, article_topic="reform")) for outlet in outlets
    )
    ended = {fact["designation_no"] for fact in year.types["designation_ended"]}
    named = [fact for fact in year.types["designation_made"] if fact["designation_no"] not in ended]
    out["consultation_cultivation_sites"] = sum(f["designation_kind"] == "cultivation_site" for f in named)
    pilots = [fact["unit_code"] for fact in named if fact["designation_kind"] == "pilot"]
    projects = Counter(f["unit_code"] for f in year.of("project_incubated", incubation_kind="governance"))
    out["pilot_federations"], out["pilot_projects_total"] = len(set(pilots)), projects.total()
    out["pilot_min_projects_each"] = min(projects[code] for code in pilots)
    out["small_three_tier_levels"] = len({f["tier"] for f in year.types["consultation_mechanism_established"]})
    return {name: Decimal(value) for name, value in out.items()}


def titles(year, level, kind):
    revoked = {fact["home_no"] for fact in year.of("title_revoked", title_level=level, title_kind=kind)}
    return len({fact["home_no"] for fact in year.of("title_granted", title_level=level, title_kind=kind)} - revoked)


def workforce(year, out):
    out["degree_dream_plan_applicants"] = sum(f["applicants"] for f in year.during("degree_programme_applied"))
    held = year.during("competition_held")
    series = Counter(fact["competition_series"] for fact in held)
    editions = {fact["competition_series"]: fact["edition"] for fact in held if "edition" in fact}
    out["competitions_named"] = sum(
        series[name] for name in ("city_tech_games", "district_skills", "union_cup_service")
    )
    out["city_tech_innovation_games_edition"] = editions["city_tech_games"]
    out["union_cup_service_innovation_edition"] = editions["union_cup_service"]
    out["consultation_competitions_held"] = series["consultation"]
    may_day = ("may_day_medal", "may_day_certificate", "worker_pioneer")
    out["may_day_honours_total"] = sum(f["honour_kind"] in may_day for f in year.during("labour_honour_awarded"))
    out["district_studio_acceptance_round"] = len(year.during("milestone_reached", milestone="studio_round"))
    out["studios_recommended_municipal_demo"] = len(year.during("studio_step_reached", studio_step="recommended"))


def teams(year, out):
    out["lawyer_team_size"] = len({person for person, *_ in year.staff("lawyer")})
    counsel = year.staff("legal_counsel")
    out["street_unions_with_counsel"] = len({unit for _, _, unit, enterprise in counsel if not enterprise})
    out["enterprise_unions_with_counsel"] = len({enterprise for *_, enterprise in counsel if enterprise})
    out["pioneer_team_size"] = len({person for person, *_ in year.staff("pioneer")})
    out["social_workers_engaged"] = len({person for person, *_ in year.staff("social_worker")})


def relief(year, out):
    out["epidemic_funds_raised_yuan"] = sum(fact["raised_yuan"] for fact in year.during("relief_fund_raised"))
    joined = year.during("volunteer_participation_reported")
    out["epidemic_frontline_participants"] = sum(fact["participants"] for fact in joined)
    refunded = {fact["enterprise_code"]: fact["refunded_yuan"] for fact in year.during("dues_refunded")}
    paid = {fact["enterprise_code"]: fact["dues_paid_yuan"] for fact in year.during("dues_refund_approved")}
    out["small_enterprises_dues_refunded"] = len(refunded)
    out["small_enterprise_dues_refund_share"] = 100 * sum(refunded.values()) / sum(paid.values())
    for name, kind in (("aid_vouchers_yuan", "aid"), ("worker_benefit_vouchers_yuan", "worker_benefit")):
        batches = year.during("voucher_batch_issued", voucher_kind=kind)
        out[name] = sum(fact["issued_yuan"] for fact in batches)


def outside(found):
    """Figures outside their accepted range."""
    with SEED.open(encoding="utf-8", newline="") as file:
        ranges = {row["id"]: (row["accept_low"], row["accept_high"]) for row in csv.DictReader(file)}
    return {
        name: (value, *ranges[name])
        for name, value in found.items()
        if value < Decimal(ranges[name][0]) or (ranges[name][1] and value > Decimal(ranges[name][1]))
    }


def test_the_figures_of_the_special_workbooks_lie_in_their_ranges(facts):
    """Counts are fixed, totals add up, money is exact to the yuan where the report prints it so."""
    found = figures(facts)
    assert len(found) == 42
    assert outside(found) == {}


def test_for_another_seed_too(plan_facts):
    """Only places, days and shares vary with the seed."""
    plan = make_plan(2022, 77_031)
    assert outside(figures(plan_facts(plan.rows))) == {}
    assert Counter(b.rule for b in plan.breaches) == {rule: full for rule, (full, _) in BREACHES.items()}


def test_a_figure_outside_its_range_is_named(facts):
    """The comparison can fail: one honour less, one lawyer who leaves."""
    less = dict(facts)
    del less[next(k for k, f in less.items() if f["type"] == "labour_honour_awarded" and f["honour_level"] == "national"
                  and f["awarded_on"] >= BEGIN)]  # fmt: skip
    released = {fact["staff_no"] for fact in Year(facts).of("staff_released", role="lawyer")}
    person = next(f for f in Year(facts).of("staff_assigned", role="lawyer") if f["staff_no"] not in released)
    less["leaves",] = {**person, "type": "staff_released", "released_on": END}
    assert set(outside(figures(less))) == {"may_day_honours_total", "lawyer_team_size"}


def test_every_contract_has_rows(facts):
    """A year uses each contract that a workbook can state, those of the tree and of level reconciliation too."""
    assert {key[0] for key in facts} == set(load().facts)


def test_a_federation_is_renamed_and_one_without_enterprises_is_closed(plan, facts):
    """Neither touches a figure: nothing but the 组织台账 of the district ever names the one that is closed."""
    renamed, closed = ([f for f in facts.values() if f["type"] == f"org_unit_{how}"] for how in ("renamed", "closed"))
    assert [(len(renamed), len(closed))] == [(1, 1)]
    assert renamed[0]["unit_code"] != plan.scene.jixiang_park
    naming = {row.sheet for row in plan.rows if closed[0]["unit_code"] in row.values.values()}
    assert naming == {"组织台账"}


def unions(facts):
    """Enterprise ► the day it got a union of its own and the one it lost it, if it did."""
    days = {
        f["enterprise_code"]: f["union_established_on"] for f in facts if f["type"] == "enterprise_union_established"
    }
    gone = {f["enterprise_code"]: f["union_dissolved_on"] for f in facts if f["type"] == "enterprise_union_dissolved"}
    return {code: (day, gone.get(code, date.max)) for code, day in days.items()}


@pytest.mark.parametrize("scale", ["full", "small"])
def test_a_risk_is_hidden_from_a_union_exactly_where_it_is_planned(plan_facts, scale):
    """The rule can only be broken where the enterprise has a union of its own on the day of the report."""
    for seed in range(1 if scale == "full" else 6):
        plan = make_plan(2022, seed, scale)
        facts = plan_facts(plan.rows).values()
        days = unions(facts)
        hidden = [f for f in facts if f["type"] == "dispute_risk_reported" and not f["is_shown_to_union"]]
        found = {
            f["risk_no"]
            for f in hidden
            if (day := days.get(f["enterprise_code"])) and day[0] <= f["risk_reported_on"] < day[1]
        }
        assert found == {b.subject for b in plan.breaches if b.rule == "risk_hidden_from_union"}


def test_nobody_hands_in_an_empty_special_workbook(plan):
    """Special workbooks are for those who have something to say; each file has its own name."""
    files = hand_ins(plan)
    special = [h for h in files if h.workbook == "special"]
    assert 300 <= len(special) <= 430
    assert all(h.sheets and all(h.sheets.values()) for h in special)
    assert all("专项" in h.name for h in special)
    assert len({(h.unit.code, h.name) for h in files}) == len(files)
    sheets = {r.sheet for r in load().registers.values() if r.workbook == "special"}
    assert {sheet for h in special for sheet in h.sheets} <= sheets
    assert not sheets & {sheet for h in files if h.workbook != "special" for sheet in h.sheets}


def weeks_of(plan, facts):
    """Monday ► visits, visiting days, placements, events of the federation with weekly logs."""
    park, weeks = plan.scene.jixiang_park, defaultdict(lambda: [0, set(), 0, 0])
    for fact in facts.values():
        if fact.get("unit_code") == park and fact["type"] in (
            "station_visit_logged", "media_article_published", "service_activity_held"
        ):  # fmt: skip
            on = fact[load().types[fact["type"]].occurred_on]
            week = weeks[on - timedelta(days=on.weekday())]
            if fact["type"] == "station_visit_logged":
                week[0] += 1
                week[1].add(on)
            week[2] += fact.get("placements", 0)
            week[3] += fact["type"] == "service_activity_held"
    return weeks


@pytest.mark.parametrize("scale", ["full", "small"])
def test_weeks_fall_short_exactly_where_it_is_planned(plan_facts, scale):
    """周321 by hand: 3 visits, 3 days, 2 articles, 1 event a week; none in the week of the Spring Festival."""
    plan = make_plan(2022, 1, scale)
    weeks = weeks_of(plan, plan_facts(plan.rows))
    short = set()
    monday = date(2022, 1, 3)
    while monday + timedelta(days=6) <= plan.scene.end:
        visits, days, articles, events = weeks.get(monday, (0, (), 0, 0))
        least = {"visits": visits >= 3, "days": len(days) >= 3, "articles": articles >= 2, "events": events >= 1}
        short |= {(f"weekly321_{name}", monday) for name, is_met in least.items() if not is_met}
        monday += timedelta(days=7)
    holiday = {(rule, day) for rule, day in short if day == date(2022, 1, 31)}
    planned = {(b.rule, date.fromisoformat(b.subject[-10:])) for b in plan.breaches if b.rule.startswith("weekly321")}
    assert len(holiday) == 4
    too_few = {("weekly321_days", day) for rule, day in planned if rule == "weekly321_visits"}
    assert short - holiday == planned | too_few


def test_outreach_is_out_of_order_exactly_where_it_is_planned(plan, facts):
    """三到位: a step without the one before it, or before it, only at the enterprises noted as breaches."""
    steps = defaultdict(dict)
    for fact in facts.values():
        if fact["type"] == "outreach_step_done":
            steps[fact["enterprise_code"]][fact["step"]] = fact["step_on"]
    order = ("visited", "policy_explained", "plan_agreed")
    wrong, skipped = set(), set()
    for code, done in steps.items():
        days = [done[step] for step in order if step in done]
        if days != sorted(days):
            wrong.add(code)
        if [step in done for step in order] != sorted((step in done for step in order), reverse=True):
            skipped.add(code)
    planned = defaultdict(set)
    for breach in plan.breaches:
        planned[breach.rule].add(breach.subject)
    assert (wrong, skipped) == (planned["outreach_out_of_order"], planned["outreach_step_skipped"])
    assert len(steps) > 800


def test_small_scale_breaks_the_same_rules():
    """Fast tests elsewhere can count on one breach of each rule."""
    for seed in range(10):
        found = Counter(b.rule for b in make_plan(2022, seed, "small").breaches)
        assert found == {rule: small for rule, (_, small) in BREACHES.items()}, seed


def test_an_injury_is_consoled_by_400_and_600_only_where_it_is_planned(plan, facts):
    """The two amounts that break the rule and cancel are the two breaches noted."""
    odd = {
        f"{fact['member_card_no']} {fact['injured_on']}"
        for fact in facts.values()
        if fact["type"] == "consolation_paid" and fact["consolation_yuan"] != 500 and fact["consoled_on"] >= BEGIN
    }
    assert odd == {b.subject for b in plan.breaches if b.rule == "consolation_not_500_yuan"}
    assert FULL.consoled == 640
