"""Copies of the log without some facts: for each published figure, enough of what it counts to leave its range."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

UNION = "enterprise_union_established"
LAST_DAY = "DATE '2022-12-31'"
AT_YEAR_END = f"valid_from <= {LAST_DAY} and (valid_to is null or valid_to > {LAST_DAY}) and not is_closed"


@dataclass(frozen=True)
class Figure:
    """How to make a figure fall: drop events of `type` whose subject is among those that `counted` selects."""

    type: str
    counted: str


def _enterprises(type_: str, where: str) -> Figure:
    return Figure(type_, f"select enterprise_code from states.enterprise_history where {AT_YEAR_END} and {where}")


def _of_measure(type_: str, measure: str) -> Figure:
    day = f"occurred_on between DATE '2022-01-01' and {LAST_DAY}"
    return Figure(type_, f"select entity_id from marts.fct_measure_delta where measure_id like '{measure}' and {day}")


def _sites(kind: str) -> Figure:
    # a site that closed is no longer counted: dropping it would change nothing
    return _standing("service_site_opened", f"sites_{kind}")


def _standing(type_: str, measure: str) -> Figure:
    deltas = f"select entity_id from marts.fct_measure_delta where measure_id = '{measure}'"
    return Figure(type_, f"{deltas} group by 1 having sum(delta) > 0")


def _counsel(enterprise: str) -> Figure:
    # the street and the enterprise are what is counted, the counsel is the subject
    return Figure(
        "staff_assigned",
        f"select staff_id from staging.stg_staff_assigned where role = 'legal_counsel' and enterprise_code {enterprise}"
        " and staff_id not in (select staff_id from staging.stg_staff_released)",
    )


CONTRACTS = Figure(
    "collective_contract_signed",
    "select contract_no from staging.stg_collective_contract_signed"
    f" where occurred_on <= {LAST_DAY} and valid_to >= {LAST_DAY}"
    " and contract_no not in (select contract_no from staging.stg_collective_contract_expired)",
)
# A refund whose dues nobody stated: the share leaves 100. Not the first one: its refund is withheld for another figure.
APPROVED = Figure(
    "dues_refund_approved",
    "select enterprise_code from staging.stg_dues_refund_approved"
    " where enterprise_code > (select min(entity_id) from marts.fct_measure_delta"
    " where measure_id = 'dues_refunded_enterprises')",
)
FIGURES: dict[str, Figure] = {
    "size100_union_rate": _enterprises(
        "enterprise_union_established", "size_band = 'large' and coverage = 'own_union'"
    ),
    "size25_99_union_rate": _enterprises(
        "enterprise_union_established", "size_band = 'mid' and coverage = 'own_union'"
    ),
    "size_under25_federation_covered": _enterprises(
        "enterprise_joined_federation", "size_band = 'small' and coverage = 'federation' and not is_new_form"
    ),
    "nef_enterprises_identified": _enterprises("enterprise_type_assigned", "is_new_form and coverage = 'none'"),
    "nef_enterprises_own_union": _enterprises(UNION, "is_new_form and coverage = 'own_union'"),
    "nef_enterprises_federation_covered": _enterprises(
        "enterprise_joined_federation", "is_new_form and coverage = 'federation'"
    ),
    "nef_union_rate": _enterprises("enterprise_joined_federation", "is_new_form and coverage = 'federation'"),
    "nef_members_developed": _standing("member_enrolled", "new_form_members"),
    "disputes_jointly_mediated": _of_measure("dispute_settled", "disputes_settled"),
    "dispute_economic_benefit_yuan": _of_measure("economic_benefit_recovered", "dispute_benefit_yuan"),
    "collective_disputes_handled": _of_measure("dispute_settled", "collective_disputes_settled"),
    "complaints_handled": _of_measure("complaint_resolved", "complaints_resolved"),
    "prelitigation_cases_handled": _of_measure("prelitigation_case_closed", "prelitigation_cases_closed"),
    "prelitigation_benefit_yuan": _of_measure("prelitigation_case_closed", "prelitigation_benefit_yuan"),
    "size100_unionised_with_mechanism": _enterprises(
        "consultation_mechanism_established", "size_band = 'large' and coverage = 'own_union' and has_mechanism"
    ),
    "size100_mechanism_rate": _enterprises(
        "consultation_mechanism_established", "size_band = 'large' and coverage = 'own_union' and has_mechanism"
    ),
    "collective_contracts_signed": CONTRACTS,
    "collective_contract_workers_covered": CONTRACTS,
    "new_year_care_events": _of_measure("service_activity_held", "activities_new_year_care"),
    "summer_cool_events": _of_measure("service_activity_held", "activities_summer_cool"),
    "summer_cool_beneficiaries": _of_measure("activity_attendance_reported", "people_summer_cool"),
    "online_care_events": _of_measure("service_activity_held", "activities_online_care"),
    "online_care_person_times": _of_measure("activity_attendance_reported", "person_times_online_care"),
    "nef_special_service_events": _of_measure("service_activity_held", "activities_key_group_service"),
    "nef_special_service_person_times": _of_measure("activity_attendance_reported", "person_times_key_group_service"),
    "injured_workers_visited": _of_measure("injured_worker_visited", "injured_visited"),
    "injured_workers_consoled": _of_measure("consolation_paid", "injured_consoled"),
    "injury_consolation_yuan": _of_measure("consolation_paid", "consolation_yuan"),
    "injury_legal_consultations": _of_measure("injury_legal_consultation_given", "injury_consultations"),
    "training_projects_delivered": _of_measure("training_project_delivered", "training_projects"),
    "training_person_times": _of_measure("training_attendance_reported", "training_person_times"),
    "nef_service_centres": _sites("centre"),
    "warm_bee_stations": _sites("warm_bee"),
    "love_corners": _sites("love_corner"),
    "degree_dream_plan_applicants": _of_measure("degree_programme_applied", "degree_applicants"),
    "competitions_named": _of_measure("competition_held", "competitions_district_skills"),
    "city_tech_innovation_games_edition": _of_measure("competition_held", "edition_city_tech_games"),
    "union_cup_service_innovation_edition": _of_measure("competition_held", "edition_union_cup_service"),
    "may_day_honours_total": _of_measure("labour_honour_awarded", "honours_worker_pioneer_municipal"),
    "district_studio_acceptance_round": _of_measure("milestone_reached", "milestones_studio_round"),
    "studios_recommended_municipal_demo": _of_measure("studio_step_reached", "studios_recommended"),
    "consultation_plan_issued": _of_measure("document_issued", "documents_plan_consultation"),
    "consultation_competitions_held": _of_measure("competition_held", "competitions_consultation"),
    "consultation_cultivation_sites": _standing("designation_made", "designations_cultivation_site"),
    "media_workers_daily_page": _of_measure("media_article_published", "consultation_page_workers_daily"),
    "legal_service_centre_established": _sites("legal_centre"),
    "lawyer_team_size": _standing("staff_assigned", "staff_lawyer"),
    "street_unions_with_counsel": _counsel("is null"),
    "enterprise_unions_with_counsel": _counsel("is not null"),
    "legal_publicity_events": _of_measure("service_activity_held", "activities_legal_publicity"),
    "homes_national_model": _standing("title_granted", "titles_home_national"),
    "small_homes_national_model": _standing("title_granted", "titles_small_home_national"),
    "homes_provincial_model": _standing("title_granted", "titles_home_provincial"),
    "small_homes_provincial_model": _standing("title_granted", "titles_small_home_provincial"),
    "homes_municipal_advanced": _standing("title_granted", "titles_home_municipal"),
    "small_homes_municipal_advanced": _standing("title_granted", "titles_small_home_municipal"),
    "reform_scheme_issued": _of_measure("document_issued", "documents_scheme_federation_reform"),
    "reform_media_named": _of_measure("media_article_published", "articles_reform_banyuetan"),
    "pilot_federations": _standing("designation_made", "designations_pilot"),
    "pilot_projects_total": _standing("project_incubated", "incubations_governance"),
    "pioneer_team_size": _standing("staff_assigned", "staff_pioneer"),
    "social_workers_engaged": _standing("staff_assigned", "staff_social_worker"),
    "epidemic_funds_raised_yuan": _of_measure("relief_fund_raised", "relief_raised_%"),
    "epidemic_frontline_participants": _of_measure("volunteer_participation_reported", "volunteers_%"),
    "small_enterprises_dues_refunded": _of_measure("dues_refunded", "dues_refunded_enterprises"),
    "small_enterprise_dues_refund_share": APPROVED,
    "aid_vouchers_yuan": _of_measure("voucher_batch_issued", "vouchers_issued_aid_yuan"),
    "worker_benefit_vouchers_yuan": _of_measure("voucher_batch_issued", "vouchers_issued_worker_benefit_yuan"),
    "cadre_action_plan_issued": _of_measure("document_issued", "documents_action_plan_cadre"),
    "management_rules_named": _of_measure("document_issued", "documents_rule_procurement"),
    "recog_mechanism_promoted_by_province": _standing(
        "recognition_granted", "recognitions_mechanism_promoted_provincial"
    ),
    "recog_longgang_experience_in_provincial_plan": _standing(
        "recognition_granted", "recognitions_written_into_plan_provincial"
    ),
    "recog_national_best_outdoor_station_2021": _standing(
        "recognition_granted", "recognitions_best_outdoor_station_national"
    ),
    "recog_provincial_demo_service_site_2021": _standing(
        "recognition_granted", "recognitions_demo_service_site_provincial"
    ),
}


@dataclass(frozen=True)
class Range:
    """Accepted range of a figure and its present value; equality figures have low = high, some have no high end."""

    recomputed: Decimal
    low: Decimal
    high: Decimal | None

    @property
    def is_equality(self) -> bool:
        return self.low == self.high

    @property
    def share(self) -> float:
        """Share of the counted subjects to drop so that the figure passes its low end with room to spare."""
        return min(1.0, float((self.recomputed - self.low) / self.recomputed) * 1.6 + 0.01)


def copy_without(warehouse: Path, segments: list[Path], figures: dict[str, Range], target: Path) -> Path:
    """One segment with all events but those that the figures count: one subject each, or the share of a range."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        dropped: list[str] = []
        for name, found in figures.items():
            figure = FIGURES[name]
            subjects = [
                row[0]
                for row in connection.execute(
                    f"select distinct s from ({figure.counted}) as t (s) order by 1"
                ).fetchall()
            ]
            assert subjects, name
            many = 1 if found.is_equality else max(1, round(len(subjects) * found.share))
            step = max(1, len(subjects) // many)
            chosen = subjects[::step][: many + 1] if not found.is_equality else subjects[:1]
            listed = ", ".join(f"'{subject}'" for subject in chosen)
            dropped.append(f"(type = '{figure.type}' and subject in ({listed}))")
        files = ", ".join(f"'{path}'" for path in segments)
        connection.execute(
            f"copy (select * from read_parquet([{files}]) where not ({' or '.join(dropped)}) order by type, position)"
            f" to '{target}' (format parquet)"
        )
    return target
