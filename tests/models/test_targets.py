"""Targets the whole way, with facts in the year of the plan: segments ► marts, every data test of the project held."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.models.conftest import Folded, empty
from tests.models.synthetic_log import DISTRICT, LEAF, LEAF_2, OTHER_STREET, STREET, SyntheticLog

HALF = "2023-06"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, parsed_project: Path) -> Folded:
    """Half of 2023: one street of two has its ceremony, one batch lacks its talk, one pilot of two has its projects."""
    log = SyntheticLog().district()
    log.enterprise("BIG", LEAF, headcount=100)
    log.state("enterprise_union_established", enterprise_code="BIG", union_established_on="2022-01-10")
    log.state("enrollment_ceremony_held", STREET, HALF, ceremony_no="C1", unit_code=STREET, enrolled_people=30,
              ceremony_on="2023-03-01")  # fmt: skip
    log.state("recuperation_batch_held", DISTRICT, HALF, batch_no="B1", unit_code=DISTRICT, history_lessons=1,
              tech_exchanges=1, health_talks=0, batch_people=20, batch_on="2023-04-10")  # fmt: skip
    log.state("designation_made", DISTRICT, HALF, designation_no="D1", designation_kind="exemplar_industry",
              unit_code=DISTRICT, designated_on="2023-05-01")  # fmt: skip
    for leaf, projects in ((LEAF, 2), (LEAF_2, 1)):
        log.state("designation_made", DISTRICT, "2022-03", designation_no=f"P{leaf}", designation_kind="pilot",
                  unit_code=leaf, designated_on="2022-03-01")  # fmt: skip
        for number in range(projects):
            log.state("project_incubated", leaf, "2022-06", incubation_no=f"X{leaf}{number}", incubation_name="项目",
                      incubation_kind="governance", unit_code=leaf, incubated_on="2022-06-01")  # fmt: skip
    folder = tmp_path_factory.mktemp("targets")
    warehouse = empty(folder, parsed_project)
    warehouse.build(log.seal(folder / "segments"), tests=True)
    return warehouse


def test_each_target_stands_where_its_facts_put_it(built: Folded) -> None:
    """Values, how many of each one, pace and state at the end of June 2023."""
    found = {
        row[0]: row[1:]
        for row in built.rows("""select target_id, as_of, level, value, units_met, units_tested, state
        from marts.fct_target_progress where plan_year = '2023'""")
    }
    assert len(found) == 100
    assert found["t_street_enrolment_ceremonies"] == (HALF, 1, 0, 1, 2, "on_track")
    assert found["t_recuperation_history_lesson"] == (HALF, 1, 1, 1, 1, "met")
    assert found["t_recuperation_health_talk"] == (HALF, 1, 0, 0, 1, "behind")
    assert found["t_pilot_min_projects"] == (HALF, 2, 1, 1, 2, "behind")
    assert found["t_exemplar_industries"] == (HALF, 1, 1, None, None, "met")
    assert found["t_exemplar_enterprises"] == (HALF, 3, 0, None, None, "not_started")
    assert found["t_size100_union_rate"] == (HALF, 100, 100, None, None, "met")
    assert found["t_training_menu_items"] == (HALF, 100, 0, None, None, "behind")
    assert found["t_size25_99_union_rate"] == (HALF, 95, None, None, None, "not_started"), "a rate of nothing"
    assert found["t_high_skilled_growth"][-1] == "no_baseline"
    assert found["t_injury_visits_continue"][-1] == "no_level_set"


def test_units_are_asked_one_by_one(built: Folded) -> None:
    """Both streets, both pilots; the batch is the district's own."""
    rows = built.rows("""select target_id, unit_code, value, state from marts.fct_target_unit
        where test like 'each%' order by all""")
    assert rows == [
        ("t_pilot_min_projects", LEAF, 2, "met"),
        ("t_pilot_min_projects", LEAF_2, 1, "behind"),
        ("t_street_enrolment_ceremonies", STREET, 1, "met"),
        ("t_street_enrolment_ceremonies", OTHER_STREET, 0, "not_started"),
    ]


def test_figures_say_the_same_word_and_name_the_basis(built: Folded) -> None:
    """In the year of the plan the state of the target; before it, not due; beside the level, what it rests on."""
    for year, status in (("2022", "not_due"), ("2023", "met")):
        assert built.value("size100_union_rate", DISTRICT, year, column="target_status") == status
    assert built.value("size100_union_rate", LEAF, "2023", column="target_level") == Decimal(100)
    assert built.value("size100_union_rate", LEAF, "2023", column="target_basis") == "full_coverage_wording"
    assert built.value("street_enrolment_ceremonies", DISTRICT, "2023", column="target_status") is None
    assert built.value("street_enrolment_ceremonies", STREET, "2023", column="target_status") == "met"
