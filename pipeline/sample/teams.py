"""Teams whose members are bound to enterprises: dispute contacts with the enterprises they look after, and counsel."""

from datetime import date, timedelta
from random import Random

from pipeline.sample.ledger import Ledger, Values
from pipeline.sample.scene import Scene, between
from pipeline.sample.senders import LAST_STEADY_MONTH, Senders

TEAMS = "人员队伍台账"
COUNSEL_FROM, CONTACTS_FROM = 8_000_000, 9_000_000


def report_contacts(scene: Scene, ledger: Ledger, senders: Senders) -> None:
    """Some four contacts a community, and three enterprises in five under one of them; a few contacts leave in June."""
    chance = scene.chance("contacts")
    number = CONTACTS_FROM
    for code in scene.weights:
        street, staff = scene.street_of(code), []
        for place in range(chance.choice((3, 4, 4, 4))):
            number += chance.randint(1, 9)
            staff.append(_contact(scene, ledger, chance, street, code, f"XX{number:010d}", leaves=place == 3))
        for enterprise in senders.enterprises(next(u for u in scene.units if u.code == code), "any"):
            if chance.random() < 0.6:
                contact, assigned = chance.choice(staff[:3])
                on = _early(scene, chance, assigned)
                key: Values = {"enterprise_code": enterprise.code, "staff_no": contact}
                ledger.state(street, TEAMS, key, [(on, {"coverage_on": on})])


def _contact(
    scene: Scene, ledger: Ledger, chance: Random, street: str, community: str, number: str, *, leaves: bool
) -> tuple[str, date]:
    on = _early(scene, chance, scene.begin - timedelta(days=300))
    key: Values = {"staff_no": number, "role": "dispute_contact", "unit_code": community}
    facts: list[tuple[date, Values]] = [(on, {"is_platform_user": chance.random() < 0.7, "assigned_on": on})]
    if leaves and chance.random() < 0.2:
        released = date(scene.year, LAST_STEADY_MONTH, chance.randint(1, 30))
        facts.append((max(released, on), {"released_on": max(released, on)}))
    ledger.state(street, TEAMS, key, facts)
    return number, on


def _early(scene: Scene, chance: Random, after: date) -> date:
    """Before the year, or in its first months: later on a street speaks for itself alone."""
    if after < scene.begin and chance.random() < 0.75:
        return between(chance, after, scene.begin - timedelta(days=1))
    return between(chance, max(after, scene.begin), max(after, min(scene.end, date(scene.year, 5, 31))))


def report_enterprise_counsel(scene: Scene, ledger: Ledger, senders: Senders) -> None:
    """Eleven enterprise unions have counsel at the end: one of them its second, and a twelfth has none any more."""
    chance = scene.chance("enterprise counsel")
    count = 2 if scene.is_small else 11
    unions = [e for e in senders.enterprises(scene.district, "union") if e.band == "large"]
    for place, enterprise in enumerate(chance.sample(unions, min(len(unions), count + 1))):
        key: Values = {"role": "legal_counsel", "unit_code": enterprise.unit, "enterprise_code": enterprise.code}
        first = scene.day(chance, scene.district.code, (2, 3))
        released = first + timedelta(days=chance.randint(20, 120))
        staff = [f"GW{COUNSEL_FROM + 2 * place + number:010d}" for number in range(2)]
        facts: list[tuple[date, Values]] = [(first, {"assigned_on": first})]
        if place in (0, count):
            facts.append((released, {"released_on": released}))
        ledger.state(scene.district.code, TEAMS, {"staff_no": staff[0], **key}, facts)
        if place == 0:
            after = released + timedelta(days=1)
            ledger.state(scene.district.code, TEAMS, {"staff_no": staff[1], **key}, [(after, {"assigned_on": after})])
