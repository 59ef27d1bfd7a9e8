"""Pilot federations with their projects, the demonstration federation, and the dues refunded to small enterprises."""

from datetime import date, timedelta
from decimal import Decimal

from pipeline.sample.ledger import Ledger, Values
from pipeline.sample.scene import Scene
from pipeline.sample.senders import Senders

REFORM, RELIEF = "改革台账", "纾困台账"
PROJECTS = {"full": (2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 4), "small": (2, 3)}
REFUNDS = {"full": 32, "small": 3}
DIRECTIONS = ("politics", "mechanism", "project", "team")


def report_pilots(scene: Scene, ledger: Ledger) -> None:
    """Eleven pilots with two to four projects each, 32 in all, reported by the district; one demonstration."""
    chance = scene.chance("pilots")
    district = scene.district.code
    counts = PROJECTS["small" if scene.is_small else "full"]
    codes = chance.sample([code for code in scene.weights if code != scene.jixiang], len(counts))
    codes[0] = scene.jixiang_park
    kinds = [*((code, "pilot") for code in codes), (scene.jixiang_park, "demonstration")]
    for place, (code, kind) in enumerate(kinds, start=1):
        on = date(scene.year, 2, chance.randint(7, 28))
        values: Values = {"designation_kind": kind, "unit_code": code, "designated_on": on}
        ledger.state(district, REFORM, {"designation_no": f"SD-{district}-{scene.year}-{place:02d}"}, [(on, values)])
    for code, count in zip(codes, counts, strict=True):
        for number in range(1, count + 1):
            on = scene.day(chance, district, (3, 4, 5, 6, 7, 8))
            evaluated = on + timedelta(days=chance.randint(60, 150))
            started: Values = {"incubation_name": f"样例{code}第{number}号议事项目", "incubation_kind": "governance"}
            started |= {"direction": chance.choice(DIRECTIONS), "unit_code": code, "incubated_on": on}
            facts = [(on, started)]
            if chance.random() < 0.75:
                grade = chance.choice(("excellent", "good", "good", "qualified"))
                facts.append((evaluated, {"project_grade": grade, "evaluated_on": evaluated}))
            ledger.state(district, REFORM, {"incubation_no": f"PY-{code}-{number:02d}"}, facts)


def report_refunds(scene: Scene, ledger: Ledger, senders: Senders) -> None:
    """What a small enterprise paid comes back in full: exactly 100 %, so no breach is planted here."""
    chance = scene.chance("refunds")
    small = [e for e in senders.enterprises(scene.district, "union") if e.band == "small"]
    small = small or senders.enterprises(scene.district, "union")
    count = REFUNDS["small" if scene.is_small else "full"]
    for enterprise in chance.sample(small, min(count, len(small))):
        dues = Decimal(chance.randint(30_000, 900_000)).scaleb(-2)
        approved = scene.day(chance, scene.district.code, (3, 4, 5))
        refunded = approved + timedelta(days=chance.randint(7, 40))
        key: Values = {"enterprise_code": enterprise.code, "refund_period": str(scene.year - 1)}
        facts: list[tuple[date, Values]] = [
            (approved, {"dues_paid_yuan": dues, "refund_approved_on": approved}),
            (refunded, {"refunded_yuan": dues, "refunded_on": refunded}),
        ]
        ledger.state(scene.district.code, RELIEF, key, facts)
