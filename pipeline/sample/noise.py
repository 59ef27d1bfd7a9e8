"""What real units do, laid over the true rows so that the final facts stay the same.

Late hand-ins; first versions with wrong values or a forgotten row, put right by a 补充; a wrong first version replaced
by a 更正; rows that must be quarantined (they carry no truth); one workbook that must be held and is handed in again;
one file that is no workbook; one file handed in twice; a few nil returns that never came. Counts are fixed by the
quotas, the seed only varies the places. This is the noise of the monthly workbooks; `special_noise` has the other.
"""

from copy import deepcopy
from datetime import date
from random import Random

from pipeline.sample.codes import card_number, enterprise_code
from pipeline.sample.handins import (
    FIRST,
    REPLACEMENT,
    SUPPLEMENT,
    HandIn,
    Line,
    plain_hand_ins,
    special_hand_ins,
)
from pipeline.sample.ledger import Values
from pipeline.sample.plan import Plan
from pipeline.sample.registers import ENTERPRISES, MEMBERS
from pipeline.sample.services import CONSULTATIONS
from pipeline.sample.slips import Choice, dotted, exaggerate, later
from pipeline.sample.special_noise import with_slips

AMOUNTS = ("headcount", "benefit_yuan", "person_times")
MISTAKEN_CARDS = 6_000_000_000
UNKNOWN_NUMBERS = 999_000
NOT_A_WORKBOOK = "本月报表见附件，请查收。\r\nThis is a text, not a workbook.\r\n".encode()


def hand_ins(plan: Plan) -> list[HandIn]:
    """All files of the year, in the order in which they were received."""
    plain = plain_hand_ins(plan)
    moved = {row.values["enterprise_code"] for row in plan.rows if "moved_to_unit_code" in row.values}
    moving = {(row.unit, row.period) for row in plan.rows if row.values.get("enterprise_code") in moved}
    moving |= set(plan.scene.tree.news())
    waived = {
        (str(r.values["unit_code"]), str(r.values["waived_period"])) for r in plan.rows if "waiver_no" in r.values
    }
    excused = [plain[pair] for pair in sorted(waived)]
    moving |= waived
    monthly = [h for (_, period), h in plain.items() if period != plan.periods[0]]
    choice = Choice(plan.scene.chance("noise"), [h for h in monthly if (h.unit.code, h.period) not in moving])
    quotas, small = plan.scene.quotas, plan.scene.quotas.late_hand_ins < 10
    extra: list[HandIn] = []
    extra += [hold(choice.chance, h) for h in choice.take(1, "federation", least_rows=10 if small else 40)]
    for hand_in in choice.take(quotas.replaced_hand_ins, least_rows=10 if small else 40):
        extra.append(replace(choice.chance, hand_in))
    for place, hand_in in enumerate(choice.take(5 if small else 20, "federation", least_rows=5 if small else 30)):
        damage(choice.chance, hand_in, place)
    for hand_in in choice.take(quotas.corrected_hand_ins, least_rows=4):
        extra += correct(choice.chance, hand_in)
    for hand_in in choice.take(1):
        extra.append(other_file(choice.chance, hand_in, "说明", payload=NOT_A_WORKBOOK))
    for hand_in in choice.take(1, least_rows=3):
        extra.append(other_file(choice.chance, hand_in, f"{FIRST}(1)", copy_of=hand_in.name))
    for hand_in in choice.take(quotas.late_hand_ins):
        hand_in.received_at = later(choice.chance, hand_in, 4, 20)
    silent = _silent(choice, quotas.missing_hand_ins, excused)
    special = with_slips(special_hand_ins(plan, plain), moving, plan.scene)
    every = [*special, *(h for h in (*plain.values(), *extra) if h not in silent)]
    return sorted(every, key=lambda h: (h.received_at, h.period, h.unit.official_order, h.name))


def _silent(choice: Choice, count: int, excused: list[HandIn]) -> list[HandIn]:
    """Hand-ins that never come: nil returns, those among them that the district waives."""
    others = [hand_in for hand_in in choice.free if hand_in.row_count == 0]
    return [*excused, *choice.chance.sample(others, count - len(excused))]


def other_file(chance: Random, hand_in: HandIn, name: str, payload: bytes = b"", copy_of: str = "") -> HandIn:
    """A further file of the same unit and period that brings nothing new."""
    at = later(chance, hand_in, 4, 8)
    return HandIn(
        hand_in.unit, hand_in.period, FIRST, f"{hand_in.period}-{name}.xlsx", at, payload=payload, copy_of=copy_of
    )


def hold(chance: Random, hand_in: HandIn) -> HandIn:
    """Write two fifths of the rows with dates as text: over 20 % fail. Returns the sound one, handed in again."""
    again = deepcopy(hand_in)
    again.name, again.received_at = f"{hand_in.period}-{FIRST}-重报.xlsx", later(chance, hand_in, 5, 9)
    lines = [line for lines in hand_in.sheets.values() for line in lines]
    for line in chance.sample(lines, max(5, len(lines) * 2 // 5)):
        line.values = {name: dotted(value) if isinstance(value, date) else value for name, value in line.values.items()}
        line.is_sound = False
    hand_in.is_held = True
    return again


def correct(chance: Random, hand_in: HandIn) -> list[HandIn]:
    """Make some amounts wrong and forget one member in the first version; the 补充 says what is right."""
    right = deepcopy(hand_in)
    wrong: dict[str, list[Line]] = {}
    candidates = [
        (sheet, place)
        for sheet, lines in hand_in.sheets.items()
        for place, line in enumerate(lines)
        if any(line.values.get(name) for name in AMOUNTS)
    ]
    for sheet, place in chance.sample(candidates, min(len(candidates), chance.randint(1, 3))):
        exaggerate(hand_in.sheets[sheet][place].values, AMOUNTS)
        wrong.setdefault(sheet, []).append(right.sheets[sheet][place])
    members = hand_in.sheets.get(MEMBERS, [])
    if members:
        wrong.setdefault(MEMBERS, []).append(members.pop(chance.randrange(len(members))))
    if not wrong:
        return []
    right.kind, right.name, right.sheets = SUPPLEMENT, f"{hand_in.period}-{SUPPLEMENT}.xlsx", wrong
    right.received_at = later(chance, hand_in, 6, 22)
    return [right]


def replace(chance: Random, hand_in: HandIn) -> HandIn:
    """Spoil the first version by changed, missing and invented rows; the 更正 repeats everything as it is true."""
    right = deepcopy(hand_in)
    right.kind, right.name, right.replaces = REPLACEMENT, f"{hand_in.period}-{REPLACEMENT}.xlsx", hand_in.name
    right.received_at = later(chance, hand_in, 8, 24)
    lines = [line for lines in hand_in.sheets.values() for line in lines if any(line.values.get(n) for n in AMOUNTS)]
    for line in chance.sample(lines, min(3, len(lines))):
        exaggerate(line.values, AMOUNTS)
    members = hand_in.sheets.get(MEMBERS, [])
    for _ in range(min(2, len(members) - 1)):
        members.pop(chance.randrange(len(members)))
    invent(chance, hand_in)
    return right


def invent(chance: Random, hand_in: HandIn) -> None:
    """Two rows that were reported by mistake."""
    year, month = (int(part) for part in hand_in.period.split("-"))
    for place in range(2):
        day = date(year, month, chance.randint(1, 28))
        if hand_in.unit.level == "federation":
            card = card_number(MISTAKEN_CARDS + chance.randrange(1_000_000))
            values: Values = {
                "member_card_no": card,
                "unit_code": hand_in.unit.code,
                "is_new_form": True,
                "enrolled_on": day,
            }
            hand_in.sheets.setdefault(MEMBERS, []).append(Line(values))
        else:
            number = f"ZX-{hand_in.unit.code}-{year}-9{month:02d}{place}"
            values = {"consultation_no": number, "topic": "other", "consulted_on": day}
            hand_in.sheets.setdefault(CONSULTATIONS, []).append(Line(values))


def damage(chance: Random, hand_in: HandIn, place: int) -> None:
    """Add one to three rows that break the contract; each kind comes up in turn, none of them carries truth."""
    lines = hand_in.sheets.setdefault(ENTERPRISES, [])
    for step in range(1 + place % 3):
        values = BROKEN[(place + step) % len(BROKEN)](chance, hand_in)
        at_end = "enterprise_code" in values and values["enterprise_code"] == "合计"
        lines.insert(len(lines) if at_end else chance.randrange(len(lines) + 1), Line(values, is_sound=False))


def _day(chance: Random, hand_in: HandIn) -> date:
    year, month = (int(part) for part in hand_in.period.split("-"))
    return date(year, month, chance.randint(1, 28))


def _unknown(chance: Random) -> str:
    return enterprise_code(UNKNOWN_NUMBERS + chance.randrange(1000))


def _registration(hand_in: HandIn, code: str | int, day: date | str) -> Values:
    name = "样例待核企业（龙岗）有限公司"
    return {"enterprise_code": code, "enterprise_name": name, "unit_code": hand_in.unit.code, "registered_on": day}


def _bad_check_digit(chance: Random, hand_in: HandIn) -> Values:
    code = _unknown(chance)
    return _registration(hand_in, code[:-1] + ("A" if code[-1] != "A" else "B"), _day(chance, hand_in))


def _dotted_date(chance: Random, hand_in: HandIn) -> Values:
    return _registration(hand_in, _unknown(chance), dotted(_day(chance, hand_in)))


def _total(chance: Random, hand_in: HandIn) -> Values:
    del chance
    heads = [line.values.get("headcount") for line in hand_in.sheets[ENTERPRISES]]
    return {"enterprise_code": "合计", "headcount": sum(head for head in heads if isinstance(head, int))}


def _code_as_number(chance: Random, hand_in: HandIn) -> Values:
    return _registration(hand_in, 919_803_001_000_000_000 + chance.randrange(10**9), _day(chance, hand_in))


def _unknown_reference(chance: Random, hand_in: HandIn) -> Values:
    day = _day(chance, hand_in)
    return {"enterprise_code": _unknown(chance), "headcount": 30, "headcount_on": day}


BROKEN = (_bad_check_digit, _dotted_date, _total, _code_as_number, _unknown_reference)
