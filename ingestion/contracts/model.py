"""What a contract says, as values: fields, contracts (one event type each), registers (one sheet each).

Read from the ODCS files beside this module by `loading`; the templates, the checker, the staging models,
the data dictionary and the JSON Schemas are all derived from these values and never written twice.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal["text", "int", "decimal", "date", "enum", "bool"]
Time = Literal["present", "past", "future"]
MONTHLY, SPECIAL = "monthly", "special"
"""Our two workbooks: 月报, expected of every unit each month; 专项, handed in when there is something to say."""


@dataclass(frozen=True)
class Code:
    """One allowed value of a closed list: what is stored, and what a clerk picks."""

    value: str
    label: str
    label_en: str


@dataclass(frozen=True)
class Field:
    """One column of a contract.

    `time` of a date says where it may lie: `present` not after the period, `past` anywhere before its
    fact, `future` anywhere. `person` fields are exchanged before anything is stored, under the name `pseudonym` says.
    """

    name: str
    heading: str
    heading_en: str
    kind: Kind
    required: bool
    classification: str
    description: str
    aliases: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    rule: str | None = None
    reference: tuple[str, str] | None = None
    person: bool = False
    pseudonym: str = "member_id"
    time: Time = "present"
    example: str = ""

    @property
    def stored_as(self) -> str:
        """Name in the event's data: a card or staff number is never stored, its pseudonym is."""
        return self.pseudonym if self.person else self.name


@dataclass(frozen=True)
class Contract:
    """One event type: what a row must be to state this fact.

    `subject`, `occurred_on`, `place` and `natural_key` are field names; `stated_by` are the fields of which
    one must be filled for a row to state the fact at all.
    """

    type: str
    version: int
    domain: str
    title: str
    title_en: str
    description: str
    fields: tuple[Field, ...]
    natural_key: tuple[str, ...]
    subject: str
    occurred_on: str
    entity: str
    place: str | None = None
    stated_by: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    workflows: tuple[str, ...] = ()
    glossary_name: str = ""
    due_day: int = 3
    due_day_opening: int = 10

    def field(self, name: str) -> Field:
        """The field of that name; KeyError names the contract when there is none."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(f"{self.type} has no field {name}")

    @property
    def is_decision(self) -> bool:
        """True for what the system writes about a hand-in; no unit can state it."""
        return self.domain == "intake"


@dataclass(frozen=True)
class Register:
    """A sheet of one of our own workbooks (台账): one row an enterprise change, case, activity or site."""

    sheet: str
    name_en: str
    levels: tuple[str, ...]
    contracts: tuple[Contract, ...]
    workbook: str = MONTHLY

    @property
    def columns(self) -> tuple[Field, ...]:
        """Columns in order; equal headings of several contracts are one column, required if any requires it."""
        seen: dict[str, Field] = {}
        for contract in self.contracts:
            for column in contract.fields:
                seen.setdefault(column.heading, column)
        return tuple(seen.values())


@dataclass(frozen=True)
class Contracts:
    """All contracts and registers in force; `types` by event type, `registers` by sheet name."""

    types: dict[str, Contract]
    registers: dict[str, Register] = field(default_factory=dict)

    def registers_for(self, level: str, workbook: str = MONTHLY) -> list[Register]:
        """The sheets of that workbook which a unit of that level fills in, each with what that level may state."""
        return [
            replace(register, contracts=tuple(c for c in register.contracts if level in c.levels))
            for register in self.registers.values()
            if level in register.levels and register.workbook == workbook
        ]

    @property
    def special(self) -> list[str]:
        """Types that only the special workbook states: a hand-in of these alone is no monthly report."""
        of = {book: {c.type for r in self.registers.values() if r.workbook == book for c in r.contracts}
              for book in (MONTHLY, SPECIAL)}  # fmt: skip
        return [name for name in self.types if name in of[SPECIAL] - of[MONTHLY]]

    @property
    def facts(self) -> dict[str, Contract]:
        """The contracts a unit can state, without the system's own decisions."""
        return {name: contract for name, contract in self.types.items() if not contract.is_decision}
