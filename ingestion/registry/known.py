"""What a unit may go on with: its enterprises and its open cases, as the log knows them now, for its templates.

Which types those are follows from the contracts: every type that another one refers to. A case is closed when all types
that follow it once (their natural key is the reference alone, like a settlement) have been stated.
"""

from collections.abc import Collection

import orjson
import sqlalchemy as sa

from ingestion.contracts.model import Contract, Contracts

LISTED = 5000
UNITS = "org_unit_registered"
LABELS = ("enterprise_name", "site_name", "opened_on", "received_on", "accepted_on", "held_on", "signed_on")
_FACTS = """
SELECT type, subject, data FROM log.latest_facts
WHERE action <> 'retracted' AND type = ANY(:types) AND source = ANY(:units) ORDER BY subject"""
_HERE = "SELECT code FROM log.registry_now WHERE kind = 'enterprise' AND unit_code = ANY(:units)"

Known = dict[str, list[tuple[str, str]]]
"""Type that is referred to ► (its subject, what a clerk knows it by), in the order of the subjects."""


def read_known(engine: sa.Engine, contracts: Contracts, units: Collection[str]) -> Known:
    """The enterprises that sit in these units and the open cases that these units reported; at most 5,000 a type."""
    followed = followers(contracts)
    types = [*followed, *(follower for each in followed.values() for follower in each)]
    with engine.connect() as connection:
        bound = {"types": types, "units": list(units)}
        facts = [tuple(map(str, row)) for row in connection.execute(sa.text(_FACTS), bound)]
        here: set[str] = set(connection.execute(sa.text(_HERE), {"units": list(units)}).scalars())
    stated: dict[str, dict[str, str]] = {name: {} for name in types}
    for kind, subject, data in facts:
        stated[kind][subject] = _label(orjson.loads(data))
    known: Known = {}
    for name, after in followed.items():
        closed = set.intersection(*(set(stated[follower]) for follower in after)) if after else set()
        open_ones = [(subject, label) for subject, label in stated[name].items() if subject not in closed]
        if name == "enterprise_registered":
            open_ones = [pair for pair in open_ones if pair[0] in here]
        known[name] = open_ones[:LISTED]
    return known


def followers(contracts: Contracts) -> dict[str, list[str]]:
    """Type that others refer to ► the types that follow it at most once; units themselves are left out."""
    facts = contracts.facts.values()
    targets = {f.reference[0] for contract in facts for f in contract.fields if f.reference} - {UNITS}
    return {name: [c.type for c in facts if _follows_once(c, name)] for name in sorted(targets)}


def _follows_once(contract: Contract, name: str) -> bool:
    if len(contract.natural_key) != 1:
        return False
    reference = contract.field(contract.natural_key[0]).reference
    return reference is not None and reference[0] == name


def _label(data: dict[str, object]) -> str:
    return next((str(data[name]) for name in LABELS if name in data), "")
