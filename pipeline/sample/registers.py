"""Planned enterprises, members and park federations ► rows of 组织台账, 企业台账, 会员台账 and 集中入会台账."""

from datetime import date, timedelta
from random import Random

from pipeline.sample.codes import card_number
from pipeline.sample.enterprises import Enterprise
from pipeline.sample.ledger import Ledger, Row, Values
from pipeline.sample.scene import Scene, between, month_end
from pipeline.sample.tree import AS_EXAMPLES

UNITS, ENTERPRISES, MEMBERS, CEREMONIES = "组织台账", "企业台账", "会员台账", "集中入会台账"
CLOSE_REASONS = ("deregistered", "deregistered", "left_district", "not_found")


def report_parks(scene: Scene, ledger: Ledger) -> dict[str, list[str]]:
    """Park federations, all known from the opening ledger of the district; returns their codes by community."""
    chance = scene.chance("parks")
    parks: dict[str, list[str]] = {}
    for place in range(scene.quotas.parks):
        community = scene.community(chance) if place else scene.jixiang
        own = parks.setdefault(community, [])
        own.append(f"{community}P{len(own) + 1}")
        values: Values = {
            "unit_code": own[-1],
            "unit_name": f"样例{place + 1:02d}号园区工联会" if place else "吉祥商贸园区工联会",
            "level": "federation",
            "parent_code": community,
            "official_order": 90_000 + place,
            "is_reporting": False,
            "unit_registered_on": date(scene.year - 1, 12, 1),
        }
        ledger.rows.append(Row(scene.district.code, ledger.opening, UNITS, values))
    return parks


def report_park_changes(scene: Scene, ledger: Ledger, parks: dict[str, list[str]]) -> None:
    """One park federation gets another name; one that never had an enterprise is closed before the year ends."""
    named = (park for own in parks.values() for park in own if park != scene.jixiang_park)
    renamed = min(named, key=lambda park: park[:9] in AS_EXAMPLES)
    community = scene.community(scene.chance("closed park"))
    closed: Values = {
        "unit_code": f"{community}P9",
        "unit_name": "样例99号园区工联会",
        "level": "federation",
        "parent_code": community,
        "official_order": 90_099,
        "is_reporting": False,
        "unit_registered_on": date(scene.year - 1, 12, 1),
    }
    renamed_on, closed_on = scene.months[1] + timedelta(days=14), month_end(scene.months[-2])
    facts: list[tuple[str, Values]] = [
        (ledger.opening, closed),
        (f"{renamed_on:%Y-%m}", {"unit_code": renamed, "new_name": "样例产业园工联会", "unit_renamed_on": renamed_on}),
        (f"{closed_on:%Y-%m}", {"unit_code": closed["unit_code"], "unit_closed_on": closed_on}),
    ]
    ledger.rows += [Row(scene.district.code, period, UNITS, values) for period, values in facts]


def report_enterprises(scene: Scene, ledger: Ledger, enterprises: list[Enterprise]) -> None:
    """Everything that happened to every enterprise, by the community where it sat then."""
    chance = scene.chance("enterprise rows")
    for enterprise in enterprises:
        key: Values = {"enterprise_code": enterprise.code}
        facts = _facts(chance, enterprise)
        here = [fact for fact in facts if enterprise.moved_on is None or fact[0] <= enterprise.moved_on]
        there = [fact for fact in facts if enterprise.moved_on is not None and fact[0] > enterprise.moved_on]
        ledger.state(enterprise.unit, ENTERPRISES, key, here)
        if there:
            ledger.state(enterprise.moved_to, ENTERPRISES, key, there)


def _facts(chance: Random, enterprise: Enterprise) -> list[tuple[date, Values]]:
    e = enterprise
    start: Values = {"enterprise_name": e.name, "unit_code": e.unit, "registered_on": e.registered_on}
    facts: list[tuple[date, Values]] = [(e.registered_on, start)]
    facts += [(day, {"headcount": count, "headcount_on": day}) for day, count in e.headcounts]
    facts += [(day, {"type_code": kind, "type_assigned_on": day}) for day, kind in e.types]
    if e.union_on:
        facts.append((e.union_on, {"union_established_on": e.union_on}))
    if e.dissolved_on:
        facts.append((e.dissolved_on, {"union_dissolved_on": e.dissolved_on}))
    if e.joined_on:
        facts.append((e.joined_on, {"federation_code": e.federation, "joined_federation_on": e.joined_on}))
    if e.left_on:
        facts.append((e.left_on, {"federation_code": e.federation, "left_federation_on": e.left_on}))
    if e.moved_on:
        facts.append((e.moved_on, {"moved_to_unit_code": e.moved_to, "moved_on": e.moved_on}))
    if e.rejoined_on:
        facts.append((e.rejoined_on, {"federation_code": e.moved_to, "joined_federation_on": e.rejoined_on}))
    if e.closed_on:
        facts.append((e.closed_on, {"close_reason": chance.choice(CLOSE_REASONS), "closed_on": e.closed_on}))
    return facts


def report_members(scene: Scene, ledger: Ledger) -> None:
    """Memberships: in force, ended in the year, ended before it, moved from one community to another."""
    chance = scene.chance("members")
    quotas = scene.quotas
    total = quotas.members + quotas.members_ended + quotas.members_other
    cards = [card_number(number) for number in chance.sample(range(4_000_000), total)]
    for place, card in enumerate(cards):
        unit = scene.community(chance)
        new_form = place < quotas.members + quotas.members_ended * 9 // 10
        ends = quotas.members <= place < quotas.members + quotas.members_ended
        enrolled = _enrolled(scene, chance, unit)
        if place < quotas.members_transferred:
            unit, enrolled = _transfer(scene, ledger, chance, card, unit)
        ended = _ended(scene, chance, unit, enrolled) if ends else None
        _report_membership(ledger, card, unit, enrolled, ended, new_form, chance.choice(("left", "left", "retired")))


def _enrolled(scene: Scene, chance: Random, unit: str) -> date:
    if chance.random() < 0.62:
        return between(chance, date(2018, 1, 1), date(scene.year - 1, 12, 31))
    return scene.day(chance, unit)


def _ended(scene: Scene, chance: Random, unit: str, enrolled: date) -> date | None:
    """A day in the year after the enrolment and before its last day, rarely before the year."""
    if enrolled < scene.begin - timedelta(days=30) and chance.random() < 0.08:
        return between(chance, scene.begin - timedelta(days=29), scene.begin - timedelta(days=1))
    day = scene.day(chance, unit, after=enrolled)
    return min(day, scene.end - timedelta(days=1)) if day < scene.end else enrolled


def _transfer(scene: Scene, ledger: Ledger, chance: Random, card: str, origin: str) -> tuple[str, date]:
    """The same card was a member elsewhere until it moved: one membership ends there, one begins here."""
    target = chance.choice([code for code in scene.weights if code != origin])
    ended = min(scene.day(chance, origin), scene.end - timedelta(days=5))
    first = between(chance, date(2019, 1, 1), date(scene.year - 1, 11, 30))
    _report_membership(ledger, card, origin, first, ended, True, "transferred")
    return target, scene.day(chance, target, after=ended)


def _report_membership(
    ledger: Ledger, card: str, unit: str, enrolled: date, ended: date | None, new_form: bool, reason: str
) -> None:
    key: Values = {"member_card_no": card, "unit_code": unit}
    facts: list[tuple[date, Values]] = [(enrolled, {"is_new_form": new_form, "enrolled_on": enrolled})]
    if ended:
        facts.append((ended, {"end_reason": reason, "membership_ended_on": ended}))
    ledger.state(unit, MEMBERS, key, facts)


def report_ceremonies(scene: Scene, ledger: Ledger) -> None:
    """Mass joining ceremonies of the streets; who joined there is in the members' register, never here."""
    chance = scene.chance("ceremonies")
    streets = scene.of_level("street")
    for place in range(scene.quotas.ceremonies):
        unit = streets[place % len(streets)].code
        on = scene.day(chance, unit, (3, 5, 6, 9, 10, 11))
        key: Values = {"ceremony_no": f"RH-{unit}-{scene.year}-{place + 1:02d}"}
        people = chance.randint(60, 320)
        ledger.state(unit, CEREMONIES, key, [(on, {"enrolled_people": people, "ceremony_on": on})])
