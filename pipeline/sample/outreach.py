"""三到位 at enterprises without a union: visited, policy explained, measures drawn up, in this order but for a few."""

from datetime import date
from random import Random

from pipeline.sample.breaches import planned
from pipeline.sample.ledger import Ledger, Values
from pipeline.sample.scene import Scene
from pipeline.sample.senders import Senders

VISITS = "走访诉求台账"
STEPS = ("visited", "policy_explained", "plan_agreed")


def report_outreach(scene: Scene, ledger: Ledger, senders: Senders) -> None:
    """Seven in ten visited, fewer with the next steps; some in the wrong order, some with the middle step left out."""
    chance = scene.chance("outreach")
    due = {rule: planned(rule, is_small=scene.is_small) for rule in ("outreach_out_of_order", "outreach_step_skipped")}
    for unit in scene.of_level("federation"):
        for enterprise in senders.enterprises(unit, "uncovered"):
            days = sorted({senders.day(chance, unit) for _ in STEPS})
            done = dict(zip(STEPS, days, strict=False))
            if len(done) == len(STEPS) and any(due.values()):
                done = _break(ledger, due, enterprise.code, days)
            else:
                done = _as_far_as_it_went(chance, done)
            for step, on in done.items():
                values: Values = {"step": step, "step_on": on}
                ledger.state(unit.code, VISITS, {"enterprise_code": enterprise.code}, [(on, values)])


def _as_far_as_it_went(chance: Random, done: dict[str, date]) -> dict[str, date]:
    kept: dict[str, date] = {}
    for step, on in done.items():
        if chance.random() > 0.75:
            break
        kept[step] = on
    return kept


def _break(ledger: Ledger, due: dict[str, int], subject: str, days: list[date]) -> dict[str, date]:
    """The planted breaches come first: each takes an enterprise with three different days."""
    rule = next(rule for rule, count in due.items() if count)
    due[rule] -= 1
    ledger.breach(rule, subject)
    if rule == "outreach_out_of_order":
        return dict(zip(("visited", "plan_agreed", "policy_explained"), days, strict=True))
    return {"visited": days[0], "plan_agreed": days[2]}
