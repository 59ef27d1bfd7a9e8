"""Rules as findings: what is listed is built and explained, what breaks one reaches its owner, an exception ends."""

import csv
import re
from pathlib import Path

import pytest

from pipeline import public_holidays
from pipeline.dbt_project import PROJECT
from tests.models.conftest import Folded
from tests.models.synthetic_log import DISTRICT, LEAF, STREET, SyntheticLog

HANDBOOK = PROJECT.parent / "docs" / "handbook" / "rules.md"
MEMBER = "0c5b0f9e-7f7f-4a53-9d4e-3f6a5b1c2d3e"


def seed(name: str) -> list[dict[str, str]]:
    with (PROJECT / "seeds" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def differing(listed: list[str], models: Path, macro: str, page: str) -> list[str]:
    """Rules that one of the four places has and another has not: seed, folder of models, macro, page."""
    places = {
        "dbt/models/findings": {path.stem for path in models.glob("*.sql")},
        "dbt/macros/rules.sql": set(re.findall(r"'(\w+)'", macro.split("{% endmacro %}", maxsplit=1)[0])),
        "docs/handbook/rules.md": set(re.findall(r'<a id="(\w+)"></a>', page)),
    }
    found = [f"{place}: {rule} missing" for place, rules in places.items() for rule in sorted({*listed} - rules)]
    return found + [
        f"{place}: {rule} not in rules.csv" for place, rules in places.items() for rule in rules - {*listed}
    ]


def test_every_rule_has_a_model_and_a_remedy_in_the_handbook_and_the_other_way_round() -> None:
    listed = [row["rule_id"] for row in seed("rules.csv")]
    macro, page = (path.read_text("utf-8") for path in (PROJECT / "macros" / "rules.sql", HANDBOOK))
    assert len(listed) > 20
    assert differing(listed, PROJECT / "models" / "findings", macro, page) == []
    for row in seed("rules.csv"):
        assert all(row.values()), row["rule_id"]
        assert row["remedy_zh"] in page, row["rule_id"]


def test_a_rule_without_model_or_page_is_seen(tmp_path: Path) -> None:
    (tmp_path / "unlisted.sql").touch()
    assert differing(["new"], tmp_path, "['new'] {% endmacro %}", "") == [
        "dbt/models/findings: new missing",
        "docs/handbook/rules.md: new missing",
        "dbt/models/findings: unlisted not in rules.csv",
    ]


def test_no_english_sentence_of_a_rule_puts_a_plural_behind_a_count() -> None:
    """ "events 1 of 1", never "1 events": the count stands behind its word, so that it fits one and many."""
    verbs = {"has", "is", "runs", "was"}
    for path in sorted((PROJECT / "models" / "findings").glob("*.sql")):
        behind = re.findall(r"\|\|\s+[\w.]+\s+\|\| ' (\w+s)\b", path.read_text("utf-8"))
        assert [word for word in behind if word not in verbs] == [], path.name


def test_the_public_holidays_are_those_of_the_maintained_package() -> None:
    """Nobody types a calendar: the committed seed is what the package says."""
    assert (PROJECT / "seeds" / public_holidays.FILE).read_text("utf-8") == public_holidays.seed()
    assert {"2022-02-01", "2022-10-07", "2023-01-27"} <= {row["holiday_on"] for row in seed(public_holidays.FILE)}


def test_every_number_of_days_off_in_a_week_has_its_policy() -> None:
    assert [row["weekday_holidays"] for row in seed("weekly321_holiday_policy.csv")] == list("012345")
    for row in seed("weekly321_holiday_policy.csv"):
        assert (
            row["treatment"]
            == ("full", "reduced", "reduced", "exempt", "exempt", "exempt")[int(row["weekday_holidays"])]
        )


def breaking_log() -> SyntheticLog:
    """A park federation that does nothing in 2022, a payment of 400 yuan, a recuperation batch without a lesson, a
    second contract number for one activity; a waiver for the park in February, expired in the middle of the month."""
    log = SyntheticLog().district()
    log.unit(f"{LEAF}P1", "吉祥商贸园区工联会", "federation", LEAF, 90, reports=False)
    log.hand_in(STREET, "2022-02", "2022-03-02T00:00:00.000000Z")
    log.enterprise("E1", LEAF)
    log.state("injured_worker_visited", STREET, "2022-02", member_id=MEMBER, injured_on="2022-02-01", visit_no=1,
              visited_on="2022-02-03")  # fmt: skip
    log.state("consolation_paid", STREET, "2022-02", member_id=MEMBER, injured_on="2022-02-01", unit_code=LEAF,
              consolation_yuan="400.00", consoled_on="2022-02-04")  # fmt: skip
    log.state("recuperation_batch_held", STREET, "2022-02", batch_no="LX1", history_lessons=0, tech_exchanges=1,
              health_talks=1, batch_people=40, batch_on="2022-02-10")  # fmt: skip
    log.state("waiver_granted", DISTRICT, "2022-02", waiver_no="HM1", unit_code=f"{LEAF}P1", waived_kind="finding",
              waived_rule="weekly_321", waived_period="2022-02", approver="district-leader", waiver_reason="epidemic",
              expires_on="2022-02-20", waived_on="2022-02-28")  # fmt: skip
    return log


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Folded:
    warehouse = Folded(tmp_path_factory.mktemp("rules") / "warehouse.duckdb")
    warehouse.build(breaking_log().seal(warehouse.path.parent / "segments"), tests=True)
    return warehouse


def test_a_breach_reaches_the_unit_that_owns_it_with_what_is_wrong_and_what_to_do(built: Folded) -> None:
    """An injury belongs to the street, though it happened in a community; both things are said in both languages."""
    found = built.rows(
        """select rule_id, unit_code, period, severity, is_resolved from marts.fct_finding
        where rule_id is not null and rule_id <> 'weekly_321' order by rule_id"""
    )
    assert found == [
        ("consolation_not_500_yuan", STREET, "2022-02", "warning", False),
        ("enterprise_without_headcount", LEAF, "2022-02", "warning", False),
        ("recuperation_one_lesson_two_activities", STREET, "2022-02", "warning", False),
    ]
    remedies = {row["rule_id"]: row for row in seed("rules.csv")}
    for rule, zh, en in built.rows(
        "select rule_id, message_zh, message_en from marts.fct_finding where rule_id is not null"
    ):
        assert str(zh).endswith(f"。{remedies[str(rule)]['remedy_zh']}。")
        assert str(en).endswith(f"What to do: {remedies[str(rule)]['remedy_en']}.")
    assert built.rows("select message_zh from marts.fct_finding where rule_id like 'recuperation%'") == [
        ("一课两活动：疗休养批次LX1：党史课0次、技术交流1次、健康科普1次，应各不少于1次。补办缺少的一项，或更正次数。",)
    ]


def test_no_finding_of_a_rule_shows_a_person_or_what_one_got(built: Folded) -> None:
    """X1b: of a single case neither the pseudonym nor the amount nor the community leaves the warehouse."""
    shown = built.rows("select columns(* exclude build_id) from marts.fct_finding where rule_id is not null")
    assert not [row for row in shown if MEMBER in str(row)]
    cases = [str(row) for row in shown if "consolation_not_500_yuan" in row]
    assert len(cases) == 1
    assert "400" not in cases[0]
    assert LEAF not in cases[0]


def test_weeks_are_judged_whole_and_holiday_weeks_by_the_policy(built: Folded) -> None:
    """January and February 2022, nothing done: 3 January is a day off (reduced, still short); the week of 31 January is
    the Spring Festival and exempt; the week that ends in March is not over."""
    weeks = built.rows("select subject, min_visits from findings.weekly_321 order by subject")
    assert weeks == [(f"2022-W{week:02d}", 3) for week in (1, 2, 3, 4, 6, 7, 8)]


def test_the_target_tests_the_weeks_that_the_rule_judges(built: Folded) -> None:
    """Of the last four closed weeks that of the Spring Festival is exempt for the target as well: three are tested."""
    tested = built.rows("""select target_id, level, value, units_met, units_tested, state from marts.fct_target_progress
        where target_id like 't_weekly321_%' order by target_id""")
    assert tested == [
        (f"t_weekly321_{name}", level, 0, 0, 3, "behind")
        for name, level in (("articles", 2), ("days", 3), ("events", 1), ("visits", 3))
    ]


def test_a_waiver_excuses_its_days_and_no_longer(built: Folded) -> None:
    """It waives February and expires on the 20th: weeks 6 and 7 are excused, week 8 ends a week too late."""
    excused = built.rows(
        "select subject, is_resolved, excused_by from marts.fct_finding where rule_id = 'weekly_321' order by subject"
    )
    assert [(subject, resolved) for subject, resolved, _ in excused] == [
        (f"2022-W{week:02d}", week in {6, 7}) for week in (1, 2, 3, 4, 6, 7, 8)
    ]
    assert {by for _, resolved, by in excused if resolved} == {"district-leader（epidemic，至2022-02-20）"}
