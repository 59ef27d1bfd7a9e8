"""Rules of gate 2 about figures that imply each other: the identities that hold whatever the year brings.

The list is data (expectations/identities.yaml). One that only the figures of 2022 keep is no rule here: another year
must not be withheld for it.
"""

from expectations.identities import ALWAYS, load
from expectations.vocabulary import never

VALUES = "candidate.fct_indicator_value"

IDENTITY_RULES = tuple(
    never(
        f"identity:{identity.name}",
        f"推导关系不成立：{identity.zh}",
        f"an identity does not hold: {identity.en}",
        identity.broken(VALUES, "unit_code", "period", "reading"),
        identity.among(VALUES),
    )
    for identity in load(ALWAYS)
)
