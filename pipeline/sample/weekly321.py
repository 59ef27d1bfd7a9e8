"""周321 of the one federation that the report names: three visits on three days, two articles, one event a week.

The community hands in for its park. The week of the Spring Festival is empty; a few weeks fall short on purpose, each
in one respect only. Weeks run from Monday to Sunday; the days before the first Monday belong to the year before.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from pipeline.sample.breaches import planned
from pipeline.sample.ledger import Ledger, Values
from pipeline.sample.scene import Scene

VISITS, HONOURS, ACTIVITIES = "走访诉求台账", "宣传荣誉台账", "活动台账"
RULES = ("weekly321_visits", "weekly321_days", "weekly321_articles", "weekly321_events")
HOLIDAY_WEEKS = {date(2022, 1, 31)}
EVENTS = ("care_service", "culture_sport", "festival", "other")


def report_weekly_logs(scene: Scene, ledger: Ledger) -> None:
    """Every whole week of the months reported; what falls short is noted with the Monday of its week."""
    chance = scene.chance("weekly321")
    mondays = [monday for monday in _mondays(scene) if monday not in HOLIDAY_WEEKS]
    wanted = [rule for rule in RULES for _ in range(planned(rule, is_small=scene.is_small))]
    whole = [monday for monday in mondays if monday + timedelta(days=6) <= scene.end]
    broken = dict(zip(chance.sample(whole, len(wanted)), wanted, strict=True))
    numbers = iter(range(1, 10_000))
    for monday in mondays:
        rule = broken.get(monday, "")
        if rule:
            ledger.breach(rule, f"{scene.jixiang_park} {monday}")
        _week(scene, ledger, chance, monday, rule, numbers)


def _mondays(scene: Scene) -> Iterator[date]:
    monday = scene.begin + timedelta(days=-scene.begin.weekday() % 7)
    while monday <= scene.end:
        yield monday
        monday += timedelta(days=7)


def _week(scene: Scene, ledger: Ledger, chance: Random, monday: date, rule: str, numbers: Iterator[int]) -> None:
    """Days are from Monday on, so that a week at the end of the months reported can still be whole."""
    last = min(5, (scene.end - monday).days)
    days = [monday + timedelta(days=day) for day in range(last + 1)]
    visits = sorted(chance.sample(days, min(3, len(days))))
    if rule == "weekly321_visits":
        visits = visits[:2]
    elif rule == "weekly321_days":
        visits = [visits[0], visits[0], visits[1]]
    elif chance.random() < 0.3:
        visits.append(visits[-1])
    for on in visits:
        values: Values = {"visit_kind": "station", "visit_hours": chance.randint(1, 4), "site_visited_on": on}
        _state(scene, ledger, VISITS, "visit_no", f"ZF-{scene.jixiang_park}-{next(numbers):04d}", on, values)
    for on in chance.choices(days, k=1 if rule == "weekly321_articles" else 2):
        values = {"outlet": chance.choice(("own", "own", "district", "municipal")), "article_topic": "service"}
        values |= {"placements": 1, "published_on": on}
        _state(scene, ledger, HONOURS, "article_no", f"BD-{scene.jixiang_park}-{next(numbers):04d}", on, values)
    if rule != "weekly321_events":
        on = chance.choice(days)
        values = {"series": chance.choice(EVENTS), "channel": "on_site", "audience": "workers"}
        values |= {"held_on": on, "person_times": chance.randint(20, 90)}
        _state(scene, ledger, ACTIVITIES, "activity_no", f"HD-{scene.jixiang_park}-{next(numbers):04d}", on, values)


def _state(scene: Scene, ledger: Ledger, sheet: str, key: str, number: str, on: date, values: Values) -> None:
    ledger.state(scene.jixiang, sheet, {key: number, "unit_code": scene.jixiang_park}, [(on, values)])
