"""Disputes, complaints and pre-litigation cases, over both ends of the year; outcomes and money are exact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from ingestion.registry.units import Unit
from pipeline.sample.enterprises import Enterprise
from pipeline.sample.ledger import Ledger, Values
from pipeline.sample.quotas import Cases
from pipeline.sample.scene import Scene, between, share

DISPUTES, COMPLAINTS, PRELITIGATION = "纠纷台账", "投诉台账", "诉前调解台账"
PARTNERS = ("inspection", "inspection", "arbitration", "justice", "court")
Fact = tuple[date, Values]


@dataclass
class Case:
    """One case: where it is handled, when it began and, unless it is still open, when it had an outcome."""

    unit: str
    opened_on: date
    closed_on: date | None
    number: str


def plan_cases(scene: Scene, chance: Random, cases: Cases, units: Sequence[str], mark: str) -> list[Case]:
    """Cases of one kind in the given units; `mark` begins their numbers."""
    new_year = scene.begin
    found: list[tuple[str, date, date | None]] = []
    for place in range(cases.closed):
        unit = chance.choice(units)
        if place < cases.carried:
            opened = between(chance, new_year - timedelta(days=50), new_year - timedelta(days=1))
            found.append((unit, opened, scene.day(chance, unit, (1, 2, 3))))
        else:
            closed = scene.day(chance, unit, after=new_year + timedelta(days=6))
            found.append((unit, max(new_year, closed - timedelta(days=chance.randint(3, 55))), closed))
    for _ in range(cases.open):
        found.append((unit := chance.choice(units), scene.day(chance, unit, (10, 11, 12)), None))
    for _ in range(cases.before):
        closed = between(chance, new_year - timedelta(days=31), new_year - timedelta(days=1))
        found.append((chance.choice(units), closed - timedelta(days=chance.randint(3, 20)), closed))
    made = []
    for place, (unit, opened, ended) in enumerate(found, start=1):
        shown = opened if scene.is_open(unit, opened) else ended or opened
        made.append(Case(unit, shown, ended, f"{mark}-{unit}-{shown.year}-{place:04d}"))
    return made


def report_disputes(scene: Scene, ledger: Ledger, enterprises: list[Enterprise]) -> None:
    """Disputes with their partners, outcomes and the money won, which counts on its own day."""
    chance = scene.chance("disputes")
    quotas = scene.quotas
    places = _dispute_units(scene, chance, enterprises)
    cases = plan_cases(scene, chance, quotas.disputes, list(places), "LD")
    settled = quotas.disputes.closed
    collective = set(chance.sample(range(quotas.disputes.carried, settled), quotas.collective))
    collective |= {
        settled,
        settled + quotas.disputes.open,
    }  # one still open, one settled before the year: neither counts
    payments: list[tuple[int, date]] = []
    for place, case in enumerate(cases):
        payments += [(place, day) for day in _payment_days(scene, chance, case)]
    counted = [payment for payment in payments if scene.begin <= payment[1] <= scene.end]
    amounts = iter(_amounts(chance, chance.randint(*quotas.dispute_fen), len(counted)))
    paid: dict[int, list[tuple[date, Decimal]]] = {}
    for place, day in payments:
        amount = next(amounts) if scene.begin <= day <= scene.end else Decimal(chance.randint(2_000, 60_000))
        paid.setdefault(place, []).append((day, amount))
    for place, case in enumerate(cases):
        enterprise = chance.choice(places[case.unit])
        workers = chance.randint(30, 60) if place in collective else min(29, 1 + int(chance.expovariate(1 / 3)))
        if place in collective:
            enterprise = chance.choice([e for e in places[case.unit] if e.headcount >= 60] or places[case.unit])
        _report_dispute(ledger, chance, case, enterprise, min(workers, enterprise.headcount), paid.get(place, []))


def _dispute_units(scene: Scene, chance: Random, enterprises: list[Enterprise]) -> dict[str, list[Enterprise]]:
    """Streets, and communities with big enough enterprises, with the enterprises each may name."""
    known = [e for e in enterprises if e.is_settled(scene.begin) and e.headcount >= 100 and e.start_band == "large"]
    places: dict[str, list[Enterprise]] = {}
    for enterprise in known:
        if scene.is_steady(enterprise.unit):
            places.setdefault(scene.street_of(enterprise.unit), []).append(enterprise)
        if chance.random() < 0.05:
            places.setdefault(enterprise.unit, []).append(enterprise)
    return places


def _payment_days(scene: Scene, chance: Random, case: Case) -> list[date]:
    """No payment, one, or two instalments; days after the year are not reported in it."""
    if case.closed_on is None or chance.random() < 0.12:
        return []
    count = 2 if chance.random() < 0.1 else 1
    days = [case.closed_on + timedelta(days=chance.randint(0, 25) + 30 * part) for part in range(count)]
    return [day for day in days if scene.is_open(case.unit, day)]


def _amounts(chance: Random, total_fen: int, count: int) -> list[Decimal]:
    """Amounts in yuan, mostly whole, that add up to `total_fen` exactly."""
    yuan, rest = divmod(total_fen, 100)
    parts = share(chance, yuan, [chance.lognormvariate(0, 0.9) for _ in range(count)], least=100)
    fen = [part * 100 for part in parts]
    fen[chance.randrange(count)] += rest
    return [Decimal(amount).scaleb(-2) for amount in fen]


def _report_dispute(
    ledger: Ledger, chance: Random, case: Case, enterprise: Enterprise, workers: int, paid: list[tuple[date, Decimal]]
) -> None:
    source = chance.choice(("walk_in", "hotline", "department", "enterprise"))
    opened: Values = {
        "enterprise_code": enterprise.code,
        "workers_involved": workers,
        "source_kind": source,
        "opened_on": case.opened_on,
    }
    facts: list[Fact] = [(case.opened_on, opened)]
    partners = set(chance.sample(PARTNERS, 2 if chance.random() < 0.15 else 1))
    facts += [(case.opened_on, {"partner": partner, "referred_on": case.opened_on}) for partner in sorted(partners)]
    if case.closed_on:
        outcome = "paid" if paid else "mediated"
        facts.append((case.closed_on, {"outcome": outcome, "settled_on": case.closed_on}))
    for number, (day, amount) in enumerate(paid, start=1):
        values: Values = {"benefit_yuan": amount, "recovered_on": day}
        if len(paid) > 1:
            values["instalment_no"] = str(number)
        facts.append((day, values))
    ledger.state(case.unit, DISPUTES, {"case_no": case.number}, facts)


def report_complaints(scene: Scene, ledger: Ledger) -> None:
    """Tickets that workers lodged themselves; they count on the day they are answered."""
    chance = scene.chance("complaints")
    units = [*(u.code for u in scene.of_level("street") for _ in range(3)), scene.district.code]
    by_code = {unit.code: unit for unit in scene.units}
    for case in plan_cases(scene, chance, scene.quotas.complaints, units, "TS"):
        channel = chance.choices(("hotline_12351", "online", "walk_in", "letter"), (6, 2, 3, 1))[0]
        received: Values = {"channel": channel, "received_on": case.opened_on}
        received |= _place(scene, chance, by_code[case.unit], case.opened_on)
        facts: list[Fact] = [(case.opened_on, received)]
        if case.closed_on:
            result = chance.choices(("solved", "explained", "referred", "unfounded"), (6, 3, 1, 1))[0]
            facts.append((case.closed_on, {"result": result, "resolved_on": case.closed_on}))
        ledger.state(case.unit, COMPLAINTS, {"ticket_no": case.number}, facts)


def report_prelitigation(scene: Scene, ledger: Ledger) -> None:
    """Cases before litigation; every closed one counts, only mediated ones bring money."""
    chance = scene.chance("prelitigation")
    quotas = scene.quotas
    units = [*(u.code for u in scene.of_level("street")), scene.district.code]
    by_code = {unit.code: unit for unit in scene.units}
    cases = plan_cases(scene, chance, quotas.prelitigation, units, "SQ")
    outcomes = [chance.choices(("mediated", "failed", "withdrawn"), (72, 20, 8))[0] for _ in cases]
    outcomes[0] = "mediated"
    winning = [place for place in range(quotas.prelitigation.closed) if outcomes[place] == "mediated"]
    amounts = dict(zip(winning, _amounts(chance, chance.randint(*quotas.prelitigation_fen), len(winning)), strict=True))
    for place, case in enumerate(cases):
        court = chance.choice(("district_court", "branch_tribunal", "arbitration"))
        accepted: Values = {"court": court, "accepted_on": case.opened_on}
        accepted |= _place(scene, chance, by_code[case.unit], case.opened_on)
        facts: list[Fact] = [(case.opened_on, accepted)]
        if case.closed_on:
            won = Decimal(chance.randint(2_000, 20_000)) if outcomes[place] == "mediated" else Decimal(0)
            amount = amounts.get(place, won)
            closed: Values = {"outcome": outcomes[place], "benefit_yuan": amount, "closed_case_on": case.closed_on}
            facts.append((case.closed_on, closed))
        ledger.state(case.unit, PRELITIGATION, {"mediation_no": case.number}, facts)


def _place(scene: Scene, chance: Random, unit: Unit, on: date) -> Values:
    """Mostly a community of the unit; left empty it counts for the unit itself."""
    return {"unit_code": scene.community(chance, scene.communities_of(unit, (on,)))} if chance.random() < 0.8 else {}
