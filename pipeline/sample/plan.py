"""The plan of a sample year: every row that is true. Hand-ins and their mistakes are derived from it.

Things are planned by the communities of the opening ledger; what happens to the tree in the year (`tree`) is laid over
them: the district's figures read no map, so they stay the same.
"""

from dataclasses import dataclass

from pipeline.sample.agreements import report_contracts, report_mechanisms
from pipeline.sample.breaches import Breach
from pipeline.sample.enterprises import plan_enterprises
from pipeline.sample.ledger import Ledger, Row
from pipeline.sample.outreach import report_outreach
from pipeline.sample.pilots import report_pilots, report_refunds
from pipeline.sample.registers import (
    report_ceremonies,
    report_enterprises,
    report_members,
    report_park_changes,
    report_parks,
)
from pipeline.sample.rights import report_complaints, report_disputes, report_prelitigation
from pipeline.sample.scene import Scene, make_scene
from pipeline.sample.senders import Senders
from pipeline.sample.services import (
    report_activities,
    report_consultations,
    report_injuries,
    report_sites,
    report_training,
)
from pipeline.sample.special import report_things
from pipeline.sample.teams import report_contacts, report_enterprise_counsel
from pipeline.sample.totals import report_totals, report_waiver
from pipeline.sample.tree import inherit, report_changes
from pipeline.sample.weekly321 import report_weekly_logs


@dataclass(frozen=True)
class Plan:
    """A scene, its true rows in the order in which they were planned, and the rules they break on purpose."""

    scene: Scene
    rows: tuple[Row, ...]
    breaches: tuple[Breach, ...] = ()

    @property
    def periods(self) -> tuple[str, ...]:
        """The opening period and the months of the year."""
        return (f"{self.scene.year - 1}-12", *(f"{month:%Y-%m}" for month in self.scene.months))


def make_plan(year: int = 2022, seed: int = 1, scale: str = "full") -> Plan:
    """The plan of one year; equal arguments make an equal plan."""
    scene = make_scene(year, seed, scale)
    ledger = Ledger(scene.begin, scene.end)
    parks = report_parks(scene, ledger)
    report_park_changes(scene, ledger, parks)
    enterprises = plan_enterprises(scene, parks)
    report_enterprises(scene, ledger, enterprises)
    report_members(scene, ledger)
    report_ceremonies(scene, ledger)
    report_disputes(scene, ledger, enterprises)
    report_complaints(scene, ledger)
    report_prelitigation(scene, ledger)
    report_mechanisms(scene, ledger, enterprises)
    report_contracts(scene, ledger, enterprises)
    report_activities(scene, ledger)
    report_injuries(scene, ledger)
    report_consultations(scene, ledger)
    senders = Senders(scene, enterprises)
    report_training(scene, ledger, senders)
    report_sites(scene, ledger)
    _report_special(scene, ledger, senders)
    report_totals(scene, ledger)
    report_waiver(scene, ledger)
    report_changes(scene.tree, ledger, scene.district.code)
    return Plan(scene, tuple(inherit(scene.tree, ledger.rows)), tuple(ledger.breaches))


def _report_special(scene: Scene, ledger: Ledger, senders: Senders) -> None:
    """What goes into the special workbook: the simple things are data, these are those that hang together."""
    report_things(scene, ledger, senders)
    report_contacts(scene, ledger, senders)
    report_enterprise_counsel(scene, ledger, senders)
    report_outreach(scene, ledger, senders)
    report_weekly_logs(scene, ledger)
    report_pilots(scene, ledger)
    report_refunds(scene, ledger, senders)
