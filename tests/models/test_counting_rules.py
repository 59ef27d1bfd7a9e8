"""What the declarative delta models count, on one small log with figures computed by hand."""

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from ingestion.contracts.loading import load
from tests.models.conftest import Folded
from tests.models.synthetic_log import DISTRICT, LEAF, LEAF_2, OTHER_LEAF, OTHER_STREET, STREET, SyntheticLog

DELTAS = Path("dbt/models/deltas")


def contests(log: SyntheticLog) -> None:
    """Two series held and a third named by mistake, editions, a document taken back."""
    held: dict[str, Any] = {"competitors": 20, "unit_code": STREET, "competition_on": "2022-01-10"}
    log.state("competition_held", DISTRICT, competition_no="K1", competition_series="other", **held)
    log.state(
        "competition_held", DISTRICT, competition_no="K1", competition_series="city_tech_games", edition=12, **held
    )
    log.state("competition_held", DISTRICT, competition_no="K2", competition_series="city_tech_games", edition=12,
              competition_on="2022-01-20")  # fmt: skip
    log.state("competition_held", DISTRICT, competition_no="K0", competition_series="city_tech_games", edition=11,
              competition_on="2022-01-05")  # fmt: skip
    log.state("competition_held", DISTRICT, "2022-02", competition_no="K3", competition_series="district_skills",
              competition_on="2022-02-10")  # fmt: skip
    for number, area in (("W1", "procurement"), ("W2", "procurement"), ("W3", "finance"), ("W4", "site_rules")):
        fact = log.state("document_issued", DISTRICT, document_no=number, document_title="办法", document_kind="rule",
                         area=area, issued_on="2022-01-15")  # fmt: skip
    log.retract(fact, DISTRICT)


def standing(log: SyntheticLog) -> None:
    """Pilots that end and one whose end lies before its beginning, counsel of one street, cover of one person."""
    for number, ends in (("P1", None), ("P2", "2022-02-10"), ("P3", "2022-01-01")):
        log.state("designation_made", DISTRICT, designation_no=number, designation_kind="pilot", unit_code=LEAF,
                  designated_on="2022-01-05")  # fmt: skip
        if ends:
            log.state("designation_ended", DISTRICT, designation_no=number, designation_ended_on=ends)
    for person, released in (("S1", "2022-02-10"), ("S2", "2022-03-10")):
        counsel = {"staff_id": person, "role": "legal_counsel", "unit_code": STREET}
        log.state("staff_assigned", DISTRICT, assigned_on="2022-01-05", **counsel)
        log.state("staff_released", DISTRICT, "2022-02", released_on=released, **counsel)
    for policy, member, begins, ends in (
        ("B1", "M1", "2022-01-01", "2022-01-31"),
        ("B2", "M1", "2022-01-15", "2022-02-20"),
        ("B3", "M2", "2022-01-15", "2023-01-14"),
    ):
        log.state("mutual_aid_enrolled", STREET, policy_no=policy, member_id=member, plan="mutual_aid",
                  is_new_form=False, insured_from=begins, insured_to=ends)  # fmt: skip
    log.state("mutual_aid_lapsed", STREET, "2022-02", policy_no="B1", lapsed_on="2022-02-15")
    log.state("mutual_aid_lapsed", STREET, "2022-03", policy_no="B3", lapsed_on="2022-03-01")


def money(log: SyntheticLog) -> None:
    """An enterprise of LEAF that moves, refunded twice in a year and once without an approval; vouchers."""
    log.enterprise("E1", LEAF, headcount=10)
    log.state("enterprise_moved", enterprise_code="E1", moved_to_unit_code=OTHER_LEAF, moved_on="2022-02-01")
    for period, on in (("2020", "2022-01-10"), ("2021", "2022-02-10")):
        log.state("dues_refund_approved", DISTRICT, enterprise_code="E1", refund_period=period, dues_paid_yuan="200.00",
                  refund_approved_on="2022-01-05")  # fmt: skip
        log.state("dues_refunded", DISTRICT, enterprise_code="E1", refund_period=period, refunded_yuan="150.00",
                  refunded_on=on)  # fmt: skip
    for number, yuan in (("Q1", "300000.00"), ("Q2", "200000.00")):
        log.state("voucher_batch_issued", DISTRICT, voucher_no=number, voucher_kind="aid", issued_yuan=yuan,
                  vouchers_issued_on="2022-01-20")  # fmt: skip


def reached(log: SyntheticLog) -> None:
    """Two enterprises without cover, one visited and then organised; a contact who leaves; a federation that closes."""
    for code in ("E2", "E3"):
        log.enterprise(code, LEAF_2, headcount=30)
        log.state("dispute_contact_coverage_assigned", STREET, enterprise_code=code, staff_id="S3" + code[1],
                  coverage_on="2022-01-10")  # fmt: skip
    log.state("outreach_step_done", LEAF_2, enterprise_code="E2", step="visited", step_on="2022-01-10")
    log.state("enterprise_union_established", LEAF_2, enterprise_code="E2", union_established_on="2022-02-10")
    log.state("staff_released", STREET, staff_id="S33", role="dispute_contact", unit_code=LEAF_2,
              released_on="2022-02-10")  # fmt: skip
    log.enterprise("E4", LEAF_2, headcount=30)
    log.state("enterprise_union_established", LEAF_2, enterprise_code="E4", union_established_on="2022-01-02")
    log.state("dispute_contact_coverage_assigned", STREET, enterprise_code="E4", staff_id="S34",
              coverage_on="2022-01-10")  # fmt: skip
    for unit, since, until in ((LEAF, "2022-01-05", "2022-01-20"), (LEAF_2, "2022-01-05", "2022-02-20"),
                               (OTHER_LEAF, "2022-03-01", "2022-03-20")):  # fmt: skip
        for kind, on, day in (("assigned", "assigned_on", since), ("released", "released_on", until)):
            log.state(f"staff_{kind}", STREET, staff_id="S34", role="dispute_contact", unit_code=unit, **{on: day})
    log.state("pairing_agreed", DISTRICT, pairing_no="J1", unit_code=LEAF_2, partner_kind="outside",
              paired_on="2022-01-10")  # fmt: skip
    log.state("pairing_agreed", DISTRICT, pairing_no="J2", unit_code=LEAF_2, partner_kind="social",
              paired_on="2022-01-20")  # fmt: skip
    log.state("org_unit_closed", DISTRICT, "2022-03", unit_code=OTHER_LEAF, unit_closed_on="2022-03-05")
    for number, on, result in (("R1", "2022-01-10", "solved"), ("R2", "2022-01-11", "referred"), ("R3", "", "")):
        log.state("member_request_raised", LEAF, request_no=number, request_topic="pay", is_new_form=True,
                  request_raised_on="2022-01-05")  # fmt: skip
        if on:
            log.state("member_request_resolved", LEAF, request_no=number, request_result=result, request_resolved_on=on)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, parsed_project: Path) -> Folded:
    log = SyntheticLog().district()
    for tell in (contests, standing, money, reached):
        tell(log)
    for month in ("2022-01", "2022-02", "2022-03"):
        log.hand_in(DISTRICT, month, f"{month}-28T00:00:00.000000Z")
    warehouse = Folded(tmp_path_factory.mktemp("counting") / "warehouse.duckdb")
    warehouse.build(log.seal(warehouse.path.parent / "segments"))
    return warehouse


def changes(built: Folded, measure: str) -> list[tuple[object, ...]]:
    """Day, unit and signed change of one measure."""
    return built.rows(
        f"""select strftime(occurred_on, '%m-%d'), unit_code, delta::int from marts.fct_measure_delta
        where measure_id = '{measure}' order by all"""
    )


def test_a_corrected_code_moves_the_count_and_what_is_taken_back_counts_no_more(built: Folded) -> None:
    assert changes(built, "competitions_other") == []
    assert changes(built, "competitions_city_tech_games") == [
        ("01-05", DISTRICT, 1), ("01-10", STREET, 1), ("01-20", DISTRICT, 1)
    ]  # fmt: skip
    assert changes(built, "documents_rule_site_rules") == []


def test_named_things_count_once_however_often_they_happen(built: Folded) -> None:
    """Three sessions of one series and one of another are two series; two procurement rules are one named rule."""
    assert built.value("competitions_named", DISTRICT, "2022-01") == 1
    assert built.value("competitions_named", DISTRICT, "2022") == 2
    assert built.value("management_rules_named", DISTRICT, "2022") == 2


def test_an_edition_is_read_from_the_latest_session_and_never_added_up(built: Folded) -> None:
    """K0 arrived last but was held first; nothing was held of the other series, so there is no edition."""
    assert built.value("city_tech_innovation_games_edition", DISTRICT, "2022") == 12
    assert built.value("union_cup_service_innovation_edition", DISTRICT, "2022") is None


def test_an_end_ends_from_its_day_and_one_before_the_beginning_ends_nothing(built: Folded) -> None:
    assert [built.value("pilot_federations", LEAF, f"2022-{month}") for month in ("01", "02")] == [3, 2]


def test_a_street_has_counsel_until_its_last_counsel_leaves(built: Folded) -> None:
    assert changes(built, "streets_with_counsel") == [("01-05", STREET, 1), ("03-10", STREET, -1)]
    assert len(changes(built, "staff_legal_counsel")) == 4, "but two people came and left"


def test_cover_ends_the_day_after_its_last_or_when_it_lapses_and_people_are_not_policies(built: Folded) -> None:
    """B1 had ended before it lapsed; M1 is insured without a gap by two policies; B3 is cut short on 1 March."""
    assert changes(built, "policies_mutual_aid") == [
        ("01-01", STREET, 1), ("01-15", STREET, 1), ("01-15", STREET, 1), ("02-01", STREET, -1),
        ("02-21", STREET, -1), ("03-01", STREET, -1),
    ]  # fmt: skip
    assert changes(built, "insured_mutual_aid") == [
        ("01-01", STREET, 1), ("01-15", STREET, 1), ("02-21", STREET, -1), ("03-01", STREET, -1)
    ]  # fmt: skip


def test_amounts_add_up_where_the_enterprise_sits_that_day(built: Folded) -> None:
    """150 of 200 twice; the first refund before the move, the second after it."""
    assert built.value("aid_vouchers_yuan", DISTRICT, "2022") == 500000
    assert changes(built, "dues_refunded_yuan") == [("01-10", LEAF, 150), ("02-10", OTHER_LEAF, 150)]
    assert built.value("small_enterprise_dues_refund_share", DISTRICT, "2022") == Decimal("75.0000")


def test_an_enterprise_refunded_twice_in_a_year_is_one_enterprise(built: Folded) -> None:
    """It moved between its two refunds: it counts where the first one of the year found it."""
    assert changes(built, "dues_refunded_enterprises") == [("01-10", LEAF, 1)]


def test_steps_of_founding_count_only_while_there_is_no_cover(built: Folded) -> None:
    """E2 and E3 have no cover in January, E2 was visited: half. Organised, E2 leaves both numbers."""
    assert built.value("three_in_place_visit_rate", STREET, "2022-01") == Decimal("33.3333"), "E1 is there too"
    assert built.value("three_in_place_visit_rate", STREET, "2022-02") == 0


def test_a_contact_who_leaves_takes_his_enterprises_with_him(built: Folded) -> None:
    """Who gives up one of two posts has not left; who is given another later has left all the same."""
    assert built.value("dispute_contact_enterprise_coverage", STREET, "2022-02", column="numerator") == 1
    assert built.value("dispute_contact_enterprise_coverage", STREET, "2022-01", column="numerator") == 3
    assert changes(built, "enterprises_in_contact") == [
        ("01-10", LEAF_2, 1), ("01-10", LEAF_2, 1), ("01-10", LEAF_2, 1), ("02-10", LEAF_2, -1), ("02-20", LEAF_2, -1)
    ]  # fmt: skip


def test_a_body_counts_once_and_until_it_closes(built: Folded) -> None:
    """LEAF_2 is paired twice: one of three federations, from March one of two."""
    assert built.value("federation_pairing_rate", DISTRICT, "2022-02") == Decimal("33.3333")
    assert built.value("federation_pairing_rate", DISTRICT, "2022-03") == Decimal("50.0000")
    assert built.value("federation_pairing_rate", OTHER_STREET, "2022-03") is None


def test_answers_count_on_the_day_of_the_question(built: Folded) -> None:
    """Three raised, two answered, one of them solved."""
    assert built.value("nef_requests_resolved_rate", DISTRICT, "2022-01") == Decimal("33.3333")


def test_an_indicator_has_no_cells_below_its_finest_level(built: Folded) -> None:
    found = built.rows("""select distinct unit_level from marts.fct_indicator_value
        where indicator_id = 'lawyer_team_size'""")
    assert found == [("district",)]


def test_every_delta_model_is_in_the_drill_down(built: Folded) -> None:
    """No model of deltas is forgotten by all_deltas."""
    view = str(built.rows("select sql from duckdb_views() where view_name = 'all_deltas'")[0][0])
    assert set(re.findall(r"\bdelta_\w+", view)) == {path.stem for path in DELTAS.glob("delta_*.sql")}


def nameable() -> Iterator[str]:
    """Every measure name that a model of deltas can give: patterns with each code of the contracts in them."""
    types = load().types
    codes = {f.name: [c.value for c in f.codes] for t in types.values() for f in t.fields if f.codes}
    codes |= {"milestone": [c.value for c in types["milestone_reached"].field("milestone").codes]}
    for path in DELTAS.glob("delta_*.sql"):
        text = path.read_text(encoding="utf-8")
        patterns = re.findall(r"'measure': '([^']+)'", text)
        patterns += [f"{start}{{{column}}}" for start, column in re.findall(r"'(\w+_)' \|\| (?:\w+\.)?(\w+)", text)]
        yield from re.findall(r"'(\w+)'", text)
        for pattern in patterns:
            fields = [name.rpartition(".")[2] for name in re.findall(r"{([\w.]+)}", pattern)]
            for values in product(*(codes.get(name, []) for name in fields)):
                yield re.sub(r"{[\w.]+}", "%s", pattern) % values


def test_every_measure_of_the_catalogue_is_one_that_a_model_counts() -> None:
    """A misspelt code in measures.csv would be a figure that is zero for ever."""
    names = set(nameable())
    with Path("dbt/seeds/measures.csv").open(encoding="utf-8", newline="") as lines:
        # Those of enterprises are named in a model of their own, enterprise_measures.
        measures = {row["delta_id"] for row in csv.DictReader(lines) if row["entity_kind"] != "enterprise"}
    assert measures - names == set()
