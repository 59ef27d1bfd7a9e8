"""Consultation mechanisms and collective contracts of enterprises, as they stand on the last day."""

from datetime import date, timedelta
from random import Random

from pipeline.sample.enterprises import Enterprise
from pipeline.sample.ledger import Ledger, Values
from pipeline.sample.scene import Scene, between, share

MECHANISMS, CONTRACTS = "协商机制台账", "集体合同台账"
FORMS = ("talk", "communication", "bargaining")
Fact = tuple[date, Values]


def report_mechanisms(scene: Scene, ledger: Ledger, enterprises: list[Enterprise]) -> None:
    """Mechanisms in large unionised enterprises, some with two tiers, some lapsed; others that do not count."""
    chance = scene.chance("mechanisms")
    quotas = scene.quotas
    own = [e for e in enterprises if e.cover == "own" and e.closed_on is None]
    large = [e for e in own if e.band == "large"]
    chance.shuffle(large)
    for place, enterprise in enumerate(large[: quotas.mechanisms]):
        established = _set_up(scene, chance, ledger, enterprise, "enterprise")
        if place % 14 == 0:
            _set_up(scene, chance, ledger, enterprise, "park")
        elif place % 85 == 1 and established < scene.begin:
            _set_up(scene, chance, ledger, enterprise, "community", lapses=True)
    spare = [e for e in large[quotas.mechanisms :] if e.union_on and e.union_on < scene.begin]
    for enterprise in spare[: quotas.mechanisms_lapsed]:
        _set_up(scene, chance, ledger, enterprise, "enterprise", lapses=True)
    mid = [e for e in own if e.band == "mid"]
    covered = [e for e in enterprises if e.cover == "federation" and e.band == "large" and e.closed_on is None]
    for enterprise in chance.sample(mid, min(quotas.mechanisms_mid, len(mid))) + covered[:2]:
        _set_up(scene, chance, ledger, enterprise, "enterprise")


def _set_up(
    scene: Scene, chance: Random, ledger: Ledger, enterprise: Enterprise, tier: str, *, lapses: bool = False
) -> date:
    start = enterprise.union_on or enterprise.joined_on or enterprise.registered_on
    before_year = start < scene.begin and (lapses or chance.random() < 0.7)
    if before_year:
        established = between(chance, max(start, date(scene.year - 5, 1, 1)), scene.begin - timedelta(days=1))
    else:
        established = scene.day(chance, enterprise.unit, after=start)
    key: Values = {"enterprise_code": enterprise.code, "tier": tier}
    facts: list[Fact] = [
        (established, {"form": chance.choice(FORMS), "mechanism_established_on": established}),
    ]
    if lapses:
        lapsed = scene.day(chance, enterprise.unit)
        facts.append((lapsed, {"mechanism_lapsed_on": lapsed}))
    ledger.state(enterprise.unit, MECHANISMS, key, facts)
    return established


def report_contracts(scene: Scene, ledger: Ledger, enterprises: list[Enterprise]) -> None:
    """Contracts in force at large enterprises with their exact cover; others expired, ended early, are regional."""
    chance = scene.chance("contracts")
    quotas = scene.quotas
    large = [e for e in enterprises if e.cover == "own" and e.band == "large" and e.closed_on is None]
    large.sort(key=lambda e: (not e.is_settled(scene.begin), e.code))
    settled = [e for e in large if e.is_settled(scene.begin)]
    chosen = chance.sample(settled, min(quotas.contract_enterprises, len(settled)))
    chosen += [e for e in large if not e.is_settled(scene.begin)][: quotas.contract_enterprises - len(chosen)]
    covered = share(chance, quotas.contract_workers, [e.headcount for e in chosen], least=40)
    writer = _Writer(scene, ledger, chance)
    for place, (enterprise, workers) in enumerate(zip(chosen, covered, strict=True)):
        renewed = place < quotas.contracts_expired * 2 // 3 and enterprise.is_settled(scene.begin)
        signed = writer.expire(enterprise, workers) + timedelta(days=1) if renewed else None
        writer.sign(enterprise, workers, signed, ends_on_last_day=place % 170 == 5)
        if place >= len(chosen) - quotas.contracts_second:
            writer.sign(enterprise, max(1, workers // 2))
        if place % 60 == 7:
            writer.end_early(enterprise, workers)
    others = [e for e in settled if e not in chosen][: quotas.contracts_expired // 3]
    for enterprise in others:
        writer.expire(enterprise, enterprise.headcount // 2)
    for unit in scene.of_level("street")[:6]:
        writer.regional(unit.code)


class _Writer:
    """Numbers contracts and reports them, by the community or, for an enterprise long known, by its street."""

    def __init__(self, scene: Scene, ledger: Ledger, chance: Random) -> None:
        self.scene, self.ledger, self.chance, self.count = scene, ledger, chance, 0

    def sign(
        self, enterprise: Enterprise, workers: int, signed: date | None = None, *, ends_on_last_day: bool = False
    ) -> None:
        """A contract that is in force on the last day of the year, be it its own last day."""
        scene, chance = self.scene, self.chance
        unit = self._unit(enterprise)
        start = enterprise.union_on or enterprise.registered_on
        if signed is None and start < scene.begin and chance.random() < 0.65:
            signed = between(chance, max(start, date(scene.year - 2, 2, 1)), scene.begin - timedelta(days=1))
        signed = signed or scene.day(chance, unit, after=start)
        valid_to = scene.end if ends_on_last_day else scene.end + timedelta(days=chance.randint(20, 900))
        self._report(unit, enterprise.code, "enterprise", workers, signed, valid_to)

    def expire(self, enterprise: Enterprise, workers: int) -> date:
        """A contract that runs out within the year; returns its last day, in a month when its unit may report."""
        scene, chance = self.scene, self.chance
        valid_to = min(scene.day(chance, enterprise.unit), scene.end - timedelta(days=32))
        valid_to = max(valid_to, scene.begin)
        while not scene.is_open(enterprise.unit, valid_to + timedelta(days=1)):
            valid_to += timedelta(days=27)
        known = max(enterprise.registered_on, date(scene.year - 3, 1, 1))
        signed = between(chance, known, scene.begin - timedelta(days=1))
        self._report(enterprise.unit, enterprise.code, "enterprise", max(1, workers), signed, valid_to)
        return valid_to

    def end_early(self, enterprise: Enterprise, workers: int) -> None:
        """A contract that would still run, ended in the year and covered by another one."""
        if not enterprise.is_settled(self.scene.begin):
            return
        signed = max(enterprise.registered_on, self.scene.begin - timedelta(days=self.chance.randint(40, 500)))
        ended = self.scene.day(self.chance, enterprise.unit)
        valid_to = self.scene.end + timedelta(days=200)
        ended = min(ended, self.scene.end - timedelta(days=1))
        self._report(enterprise.unit, enterprise.code, "enterprise", workers + 5, signed, valid_to, ended)

    def regional(self, street: str) -> None:
        """A regional contract is a subject of its own; those of the sample run out before the end of the year."""
        signed = self.scene.begin - timedelta(days=self.chance.randint(40, 500))
        valid_to = self.scene.end - timedelta(days=self.chance.randint(10, 80))
        self._report(street, None, "regional", self.chance.randint(300, 2_000), signed, valid_to)

    def _unit(self, enterprise: Enterprise) -> str:
        by_street = enterprise.is_settled(self.scene.begin) and self.chance.random() < 0.1
        by_street = by_street and self.scene.is_steady(enterprise.unit)
        return self.scene.street_of(enterprise.unit) if by_street else enterprise.unit

    def _report(
        self,
        unit: str,
        code: str | None,
        kind: str,
        workers: int,
        signed: date,
        valid_to: date,
        ended: date | None = None,
    ) -> None:
        self.count += 1
        key: Values = {"contract_no": f"HT-{unit}-{signed.year}-{self.count:04d}"}
        values: Values = {"contract_kind": kind, "workers_covered": workers, "valid_to": valid_to, "signed_on": signed}
        if code:
            values["enterprise_code"] = code
        facts: list[Fact] = [(signed, values)]
        if ended:
            facts.append((ended, {"expired_on": ended}))
        self.ledger.state(unit, CONTRACTS, key, facts)
