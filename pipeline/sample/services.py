"""Care activities, injury visits with their consolation money, legal consultations, training and service sites."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from pipeline.sample.codes import card_number
from pipeline.sample.ledger import Ledger, Values
from pipeline.sample.scene import Scene, between, share
from pipeline.sample.senders import Senders
from pipeline.sample.special import menu_item

ACTIVITIES, VISITS, CONSULTATIONS, TRAINING, SITES = "活动台账", "工伤探视台账", "工伤咨询台账", "培训台账", "阵地台账"
SEASONS = {"new_year_care": (1, 1, 1, 2), "summer_cool": (6, 7, 7, 8), "online_care": (1, 4, 5)}
CENTRE_STREETS = ("440307003", "440307015")
PUBLIC_PLACES = ("enterprise", "park", "community", "site")
ABOUT: dict[str, dict[str, tuple[str, ...]]] = {
    "key_group_service": {"audience": ("key_group", "new_form"), "service_type": ("mental_health", "consolation")},
    "nef_service": {
        "audience": ("new_form",),
        "service_type": ("health", "matchmaking", "mental_health", "consolation", "family"),
    },
    "health_check": {"audience": ("workers", "new_form"), "service_type": ("health",)},
    "care_service": {"audience": ("workers",), "service_type": ("mental_health", "epidemic", "club")},
    "legal_publicity": {"place_type": PUBLIC_PLACES},
    "safety_education": {"place_type": PUBLIC_PLACES},
    "high_risk_training": {"audience": ("high_risk",), "place_type": ("enterprise", "park")},
    "study_session": {"audience": ("staff",)},
    "lecture": {"place_type": (*PUBLIC_PLACES, "campus")},
}
"""Series ► what its sessions say of audience, kind of service and place."""
INJURY_CARDS = 5_000_000_000
Fact = tuple[date, Values]


def report_activities(scene: Scene, ledger: Ledger) -> None:
    """Each session belongs to one series; online ones are the district's alone, or they would be counted twice."""
    chance = scene.chance("activities")
    number = 0
    for series, count in scene.quotas.activities.items():
        units = [_host(scene, chance, series) for _ in range(count)]
        heads = _attendance(scene, chance, series, count)
        for unit, head in zip(units, heads, strict=True):
            number += 1
            on = scene.day(chance, unit, _months(chance, series))
            _report_activity(ledger, chance, unit, f"HD-{unit}-{scene.year}-{number:04d}", series, on, head)
    for _ in range(8):  # New Year care of the year before, told in the opening ledger: it must not count
        number += 1
        unit = _host(scene, chance, "other")
        on = between(chance, scene.begin - timedelta(days=20), scene.begin - timedelta(days=1))
        _report_activity(ledger, chance, unit, f"HD-{unit}-{on.year}-{number:04d}", "new_year_care", on, 80)


def _host(scene: Scene, chance: Random, series: str) -> str:
    if series == "online_care":
        return scene.district.code
    level = chance.choices(("district", "street", "federation"), (1, 5, 9))[0]
    if level == "federation":
        return scene.community(chance)
    return chance.choice(scene.of_level(level)).code


def _months(chance: Random, series: str) -> Sequence[int]:
    return (chance.choice(SEASONS[series]),) if series in SEASONS else range(1, 13)


def _attendance(scene: Scene, chance: Random, series: str, count: int) -> list[int]:
    """People of summer sessions and person-times of the others; totals exact where the report prints one."""
    quotas = scene.quotas
    totals = {
        "summer_cool": quotas.summer_people,
        "online_care": quotas.online_person_times,
        "key_group_service": quotas.key_group_person_times,
    }
    total = chance.randint(*totals[series]) if series in totals else 90 * count
    return share(chance, total, [chance.lognormvariate(0, 0.5) for _ in range(count)], least=10)


def _report_activity(ledger: Ledger, chance: Random, unit: str, number: str, series: str, on: date, head: int) -> None:
    online = series == "online_care"
    values: Values = {"series": series, "channel": "online" if online else "on_site", "held_on": on}
    values |= {name: chance.choice(codes) for name, codes in ABOUT.get(series, {}).items()}
    if series == "summer_cool":
        values["people"] = head
        if chance.random() < 0.5:
            values["person_times"] = head + chance.randint(0, head // 3)
    else:
        values["person_times"] = head
        if not online and chance.random() < 0.5:
            values["people"] = max(1, head - chance.randint(0, head // 4))
    ledger.state(unit, ACTIVITIES, {"activity_no": number}, [(on, values)])


def report_injuries(scene: Scene, ledger: Ledger) -> None:
    """Visits count once an injury and year. Money is 500 yuan each; one 400 and one 600 break the rule and cancel."""
    chance = scene.chance("injuries")
    quotas = scene.quotas
    units = [*(u.code for u in scene.of_level("street") for _ in range(4)), scene.district.code]
    numbers = chance.sample(range(1_000_000), quotas.injuries + quotas.injuries_before)
    cards = [card_number(INJURY_CARDS + number) for number in numbers]
    consoled = chance.sample(range(quotas.injuries), quotas.consoled)
    money = dict.fromkeys(consoled, Decimal(500))
    money[consoled[0]], money[consoled[1]] = Decimal(400), Decimal(600)
    twice = set(chance.sample(range(quotas.injuries_carried, quotas.injuries), quotas.second_visits))
    known: set[tuple[str, date]] = set()
    for place in range(len(cards)):
        unit = chance.choice(units)
        visits = _visits(scene, chance, unit, place, twice)
        injured = visits[0] - timedelta(days=chance.randint(1, 12))
        card = cards[place - (place % 120 == 60)]  # now and then the same person, another injury: both count
        if (card, injured) in known:  # one person and day is one injury, whoever visits
            injured -= timedelta(days=13)
        known.add((card, injured))
        if place in consoled[:2]:
            ledger.breach("consolation_not_500_yuan", f"{card} {injured}")
        paid = money.get(place)
        if place >= quotas.injuries and chance.random() < 0.6:
            paid = Decimal(500)
        in_year = next((day for day in visits if day >= scene.begin), visits[-1])
        latest = min(scene.end, in_year + timedelta(days=chance.choice((0, 0, 0, 4, 20))))
        consoled_on = (
            latest if scene.is_open(unit, latest) and (in_year < scene.begin) == (latest < scene.begin) else in_year
        )
        _report_injury(scene, ledger, chance, unit, card, injured, visits, (consoled_on, paid) if paid else None)


def _visits(scene: Scene, chance: Random, unit: str, place: int, twice: set[int]) -> list[date]:
    """Days of the visits to one injury: some began before the year, some ended before it."""
    quotas = scene.quotas
    before = between(chance, scene.begin - timedelta(days=28), scene.begin - timedelta(days=1))
    if place >= quotas.injuries:
        return [before]
    if place < quotas.injuries_carried:
        return [before, scene.day(chance, unit, (1,))]
    first = scene.day(chance, unit)
    again = first + timedelta(days=chance.randint(3, 40))
    return [first, again] if place in twice and again <= scene.end else [first]


def _report_injury(
    scene: Scene,
    ledger: Ledger,
    chance: Random,
    unit: str,
    card: str,
    injured: date,
    visits: list[date],
    consolation: tuple[date, Decimal] | None,
) -> None:
    level = next(u for u in scene.units if u.code == unit)
    days = [*visits, *([consolation[0]] if consolation else [])]
    where: Values = (
        {"unit_code": scene.community(chance, scene.communities_of(level, days))} if chance.random() < 0.75 else {}
    )
    key: Values = {"member_card_no": card, "injured_on": injured, **where}
    facts: list[Fact] = [(day, {"visit_no": number, "visited_on": day}) for number, day in enumerate(visits, start=1)]
    if consolation:
        facts.append((consolation[0], {"consolation_yuan": consolation[1], "consoled_on": consolation[0]}))
    ledger.state(unit, VISITS, key, facts)


def report_consultations(scene: Scene, ledger: Ledger) -> None:
    """Consultations count one by one; the person is not recorded."""
    chance = scene.chance("consultations")
    units = [*(u.code for u in scene.of_level("street") for _ in range(3)), scene.district.code]
    for place in range(scene.quotas.consultations + 16):
        unit = chance.choice(units)
        before = between(chance, scene.begin - timedelta(days=31), scene.begin - timedelta(days=1))
        on = scene.day(chance, unit) if place < scene.quotas.consultations else before
        topic = chance.choices(("recognition", "compensation", "insurance", "other"), (4, 3, 2, 1))[0]
        key: Values = {"consultation_no": f"ZX-{unit}-{on.year}-{place + 1:04d}"}
        ledger.state(unit, CONSULTATIONS, key, [(on, {"topic": topic, "consulted_on": on})])


def report_training(scene: Scene, ledger: Ledger, senders: Senders) -> None:
    """Training projects with their person-times; a few of the month before the year do not count.

    Most open with the first lesson and come from the menu; one in eight is made for one enterprise.
    """
    chance = scene.chance("training")
    quotas = scene.quotas
    heads = share(
        chance,
        chance.randint(*quotas.project_person_times),
        [chance.lognormvariate(0, 0.4) for _ in range(quotas.projects)],
    )
    for place in range(quotas.projects + 4):
        unit = _host(scene, chance, "training")
        before = between(chance, scene.begin - timedelta(days=31), scene.begin - timedelta(days=1))
        on = scene.day(chance, unit, range(3, 13)) if place < quotas.projects else before
        head = heads[place] if place < quotas.projects else 300
        theme = chance.choice(("skill", "safety", "law", "culture", "digital"))
        values: Values = {"theme": theme, "delivered_on": on, "person_times": head}
        values |= {"has_first_lesson": chance.random() < 0.85}
        if chance.random() < 0.7:
            values["menu_item_no"] = menu_item(scene, chance)
        if place % 8 == 7:
            values["custom_for_code"] = chance.choice(senders.enterprises(senders.named(unit), "large")).code
        ledger.state(unit, TRAINING, {"project_no": f"PX-{unit}-{on.year}-{place + 1:03d}"}, [(on, values)])


def report_sites(scene: Scene, ledger: Ledger) -> None:
    """Sites in use on the last day, and some that opened and closed; love stations are counted by no figure."""
    chance = scene.chance("sites")
    quotas = scene.quotas
    streets = {unit.code for unit in scene.of_level("street")}
    centres = [code for code in CENTRE_STREETS if code in streets][: quotas.centres]
    kinds = [("centre", code, False) for code in centres]
    for kind, count in (
        ("warm_bee", quotas.stations),
        ("love_corner", quotas.corners),
        ("love_station", quotas.corners // 3),
    ):
        kinds += [(kind, scene.community(chance), False) for _ in range(count)]
    kinds += [("legal_centre", scene.district.code, False)]
    kinds += [("legal_station", unit.code, False) for unit in scene.of_level("street")[: quotas.legal_stations]]
    kinds += [("legal_point", scene.community(chance), False) for _ in range(quotas.legal_points)]
    kinds += [("teaching_point", scene.community(chance), False) for _ in range(quotas.teaching_points)]
    for place in range(quotas.sites_closed):
        kinds.append((("warm_bee", "love_corner", "love_corner")[place % 3], scene.community(chance), True))
    for place, (kind, unit, closes) in enumerate(kinds, start=1):
        _report_site(scene, ledger, chance, place, kind, unit, closes)


NAMES = {
    "centre": "综合服务中心",
    "warm_bee": "暖蜂驿站",
    "love_corner": "劳动者爱心角",
    "love_station": "爱心驿站",
    "legal_centre": "职工法律服务中心",
    "legal_station": "工会法律服务站",
    "legal_point": "工会法律服务点",
    "teaching_point": "学历提升教学点",
}
OFFERS = ("offers_water", "offers_meals", "offers_rest", "offers_charging")
HOSTS = {
    "love_corner": ("merchant", "workers_home", "federation"),
    "teaching_point": ("school",),
    "legal_centre": ("union",),
}


def _report_site(scene: Scene, ledger: Ledger, chance: Random, place: int, kind: str, unit: str, closes: bool) -> None:
    founded = unit == CENTRE_STREETS[1] and kind == "centre"
    early = closes or founded or (kind != "legal_centre" and chance.random() < 0.45)
    opened = (
        between(chance, date(scene.year - 2, 6, 1), scene.begin - timedelta(days=1))
        if early
        else scene.day(chance, unit)
    )
    values: Values = {"site_name": f"样例{place:03d}号{NAMES[kind]}", "site_type": kind, "site_opened_on": opened}
    values["host_kind"] = chance.choice(HOSTS.get(kind, ("union", "federation", "park")))
    if kind in {"warm_bee", "love_corner", "love_station"}:
        values |= {offer: chance.random() < 0.85 for offer in OFFERS}
    facts: list[Fact] = [(opened, values)]
    accepted = opened + timedelta(days=chance.randint(10, 60))
    if kind in {"warm_bee", "love_corner"} and scene.is_open(unit, accepted):
        facts.append((accepted, {"site_accepted_on": accepted}))
    if closes:
        closed = min(max(scene.day(chance, unit), accepted), scene.end - timedelta(days=1))
        facts.append((closed, {"site_closed_on": closed}))
    ledger.state(unit, SITES, {"site_no": f"ZD-{unit}-{place:03d}"}, facts)
