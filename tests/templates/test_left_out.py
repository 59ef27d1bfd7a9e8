"""What is left out on purpose (X1-X10, docs/decisions/0017) is nowhere in the contracts: all are held to each rule."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingestion.contracts.loading import load
from ingestion.contracts.model import Code, Contract, Field

DECISION = Path("docs/decisions/0017-left-out-on-purpose.md")
PERSON = re.compile(
    r"姓名|身份证|电话|手机|住址|籍贯|民族|政治面貌|人脸|name_of|person_name|phone|mobile|id_number|address|religion"
)
OPINION = re.compile(
    r"观点|意见|言论|思想|舆情|心得|答卷|答题|意识形态|敌对|渗透|第二工会|政治判断|政治审查"
    r"|opinion|sentiment|ideolog|hostile|vetting|reflection|quiz|watch_?list"
)
SCORE = re.compile(r"评分|得分|分数|排名|积分|score|rank|rating")
PLACE = re.compile(r"经纬度|经度|纬度|定位|轨迹|行程|签到|打卡|gps|latitude|longitude|(?<!re)location|check_?in|track")
HEALTH = re.compile(r"体检结果|核酸|诊断|病历|密接|接触者|diagnosis|test_result|symptom|contact_trac")
NAMES_OF_THINGS = {"enterprise_name", "unit_name", "new_name", "site_name", "document_title", "incubation_name"}
"""Free text that stays: what an enterprise, a unit, a site, a document or a project is called. All of it S0."""


def fields() -> Iterator[tuple[Contract, Field]]:
    for contract in load().facts.values():
        for field in contract.fields:
            yield contract, field


def asked(field: Field) -> str:
    """What a clerk is asked for: name, heading and codes; a description may say what must *not* be filled in."""
    codes = (text for code in field.codes for text in (code.value, code.label))
    return " ".join((field.name, field.heading, *field.aliases, *codes)).lower()


def test_every_test_that_the_decision_names_is_here_and_every_exclusion_has_one() -> None:
    """The page promises a test for each of X1-X10; a promise that nothing keeps would be worse than none."""
    rows = [line.split("|") for line in DECISION.read_text("utf-8").splitlines() if line.startswith("| X")]
    assert [row[1].strip() for row in rows] == [
        "X1",
        "X1b",
        "X2",
        "X3",
        "X4",
        "X5",
        "X6",
        "X6b",
        "X7",
        "X8",
        "X9",
        "X10",
    ]
    for row in rows:
        named = re.findall(r"`(test_\w+)`", row[3])
        assert named, row[1]
        assert set(named) <= set(globals()), row[1]


def about_people(pattern: re.Pattern[str], pairs: Iterator[tuple[Contract, Field]]) -> list[str]:
    return [f"{contract.type}.{field.name}" for contract, field in pairs if pattern.search(asked(field))]


def is_open_text(field: Field) -> bool:
    """A text in which a sentence fits: no code list, no form, no reference, not a short number."""
    bound = field.max_length or 10_000
    return field.kind == "text" and not field.pattern and not field.rule and not field.reference and bound > 40


@pytest.mark.parametrize("pattern", [PERSON, OPINION, SCORE, PLACE, HEALTH], ids=lambda p: p.pattern[:8])
def test_no_contract_asks_for_it(pattern: re.Pattern[str]) -> None:
    """X1, X1b, X3, X4, X5, X6, X6b, X9, X10: no name, opinion, score of anybody, location or health datum."""
    assert about_people(pattern, fields()) == []


@pytest.mark.parametrize(
    ("pattern", "name"),
    [(PERSON, "phone"), (OPINION, "sentiment"), (SCORE, "score"), (PLACE, "gps"), (HEALTH, "test_result")],
)
def test_the_check_has_been_seen_to_fail(pattern: re.Pattern[str], name: str) -> None:
    contract, field = next(fields())
    assert about_people(pattern, iter([(contract, replace(field, name=name))])) == [f"{contract.type}.{name}"]


def test_no_free_text_but_the_names_of_things() -> None:
    """X2, X3, X6: nothing about people can be written down, because there is no column that takes a sentence."""
    open_texts = {f.name: f.classification for _, f in fields() if is_open_text(f)}
    assert set(open_texts) <= NAMES_OF_THINGS
    assert set(open_texts.values()) == {"S0"}


def test_every_text_about_people_has_a_length_or_a_form() -> None:
    """Of S2, S3 and S4 no text is without bound."""
    for contract, field in fields():
        if field.kind == "text" and field.classification in ("S2", "S3", "S4"):
            assert field.max_length or field.pattern, (contract.type, field.name)


def test_a_person_is_only_ever_a_number_that_is_exchanged() -> None:
    """X1b, X8: card and staff numbers are the only person fields; each has a form and is stored under a pseudonym."""
    found = {}
    for contract, field in fields():
        if field.person:
            found[field.name] = field.stored_as
            assert field.pattern == "[A-Z]{1,4}[0-9]{6,16}", contract.type
            assert field.classification in ("S2", "S3", "S4")
        elif field.name.endswith(("card_no", "staff_no")):
            raise AssertionError(f"{contract.type}.{field.name} is not exchanged")
    assert found == {"member_card_no": "member_id", "staff_no": "staff_id"}


def test_dispute_risks_are_a_closed_list_about_the_enterprise() -> None:
    """X1, X2: six hazards of an enterprise; no person, no reporter, no text, and its union sees it."""
    risk = load().facts["dispute_risk_reported"]
    assert [code.value for code in risk.field("risk_category").codes] == [
        "arrears", "closure", "relocation", "layoff", "injury", "insurance",
    ]  # fmt: skip
    assert not any(f.person for f in risk.fields)
    assert not any(is_open_text(f) for f in risk.fields)
    assert risk.field("is_shown_to_union").required


def test_nobody_s_activity_is_recorded() -> None:
    """X1b, X6: sessions, meetings, visits, requests and elections have no person field, so no history."""
    silent = (
        "service_activity_held", "activity_attendance_reported", "consultation_meeting_held", "station_visit_logged",
        "training_project_delivered", "training_attendance_reported", "member_request_raised", "complaint_received",
        "outreach_step_done", "dispute_risk_reported", "delegate_elected", "labour_honour_nominated",
        "labour_honour_awarded", "degree_programme_applied", "volunteer_participation_reported",
        "enrollment_ceremony_held",
    )  # fmt: skip
    facts = load().facts
    assert [name for name in silent if any(f.person for f in facts[name].fields)] == []


def test_a_complaint_is_one_that_its_author_lodged() -> None:
    """X3: the channels are ways of lodging it; watching what people post is none of them."""
    channels = {code.value for code in load().facts["complaint_received"].field("channel").codes}
    assert channels == {"hotline_12351", "online", "walk_in", "letter"}


def test_grades_are_given_to_projects_and_homes_only() -> None:
    """X4, X6b: what is graded is a project or a home, in words; no unit for its ideology, no person at all."""
    graded = {f"{c.type}.{f.name}" for c, f in fields() if "grade" in f.name}
    assert graded == {"project_evaluated.project_grade", "home_accepted.home_grade"}


def test_no_contract_lets_riders_report_on_residents() -> None:
    """X7: requests and risks concern the one who asks or an enterprise; none is about residents."""
    order = re.compile(r"居民|治安|巡查|线索|上报他人|resident|patrol|tip_off")
    assert about_people(order, fields()) == []


def test_a_hardship_file_needs_consent_and_lapses() -> None:
    """X8: consent is the only answer, the file names the day of its next review, its relapse flag asks for a person."""
    file = load().facts["hardship_registered"]
    assert file.field("consent").codes == (Code("given", "已书面同意", "given in writing"),)
    assert file.field("consent").required
    assert file.field("review_due_on").required
    review = load().facts["hardship_reviewed"].field("review_result")
    assert next(code.label for code in review.codes if code.value == "relapse_risk") == "返困风险待复核"
    assert {f.name for f in file.fields} == {
        "member_card_no", "hardship_cause", "consent", "unit_code", "review_due_on", "hardship_registered_on",
    }  # fmt: skip


def test_front_line_participation_is_a_head_count() -> None:
    """X10: who took part is a number by unit and group."""
    kinds = {f.name: f.kind for f in load().facts["volunteer_participation_reported"].fields}
    assert kinds == {
        "participation_no": "text", "participant_group": "enum", "participants": "int", "unit_code": "text",
        "participation_on": "date",
    }  # fmt: skip
