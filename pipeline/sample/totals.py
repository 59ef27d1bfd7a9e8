"""What is said about the figures themselves: totals that streets state of their own, and a waiver of the district.

Both stand in 核对台账 of the special workbook. One total is wrong on purpose: a street counted its neighbour's events.
"""

from datetime import date, timedelta
from decimal import Decimal

from pipeline.sample.ledger import Ledger, Row, Values
from pipeline.sample.scene import Scene, month_end
from pipeline.sample.services import ACTIVITIES

TOTALS = "核对台账"
STATED_BY = 4


def report_totals(scene: Scene, ledger: Ledger) -> None:
    """Some streets say at the end how many events of a series they and their communities held; the first one errs."""
    for place, street in enumerate(scene.of_level("street")[:STATED_BY]):
        _state(ledger, scene, street.code, "summer_cool_events", _held(scene, ledger, street.code, "summer_cool"))
        if place == 0:
            wrong = _held(scene, ledger, street.code, "new_year_care") + 2
            _state(ledger, scene, street.code, "new_year_care_events", wrong)


def _held(scene: Scene, ledger: Ledger, street: str, series: str) -> int:
    """Events of the year held by the street or by a community that lay in it that day."""
    units = {unit.code: unit for unit in scene.units}
    count = 0
    for row in ledger.rows:
        day = row.values.get("held_on")
        if row.sheet == ACTIVITIES and row.values.get("series") == series and isinstance(day, date):
            below = units[row.unit].level == "federation" and scene.tree.street_of(units[row.unit], day) == street
            count += day >= scene.begin and (row.unit == street or below)
    return count


def _state(ledger: Ledger, scene: Scene, unit: str, measure: str, value: int) -> None:
    values: Values = {
        "unit_code": unit,
        "measure_id": measure,
        "total_period": str(scene.year),
        "stated_total": Decimal(value),
        "total_stated_on": scene.end,
    }
    ledger.rows.append(Row(unit, f"{scene.end:%Y-%m}", TOTALS, values))


def report_waiver(scene: Scene, ledger: Ledger) -> None:
    """One nil return that never comes is waived: by a role account, for a reason, until some day after it is due."""
    if scene.quotas.missing_hand_ins == 0:
        return
    spoken = {(row.unit, row.period) for row in ledger.rows}
    concerned = {unit.code for change in scene.tree.changes for unit in (change.unit, change.to)}
    quiet = [(unit, f"{scene.year}-{month:02d}") for unit, month in sorted(scene.quiet) if unit not in concerned]
    unit, period = scene.chance("waiver").choice([pair for pair in quiet if pair not in spoken])
    last = month_end(date.fromisoformat(f"{period}-01"))
    values: Values = {
        "waiver_no": f"HM-{scene.district.code}-{scene.year}-01",
        "unit_code": unit,
        "waived_kind": "hand_in",
        "waived_period": period,
        "approver": "district-leader",
        "waiver_reason": "epidemic",
        "expires_on": last + timedelta(days=31),
        "waived_on": last - timedelta(days=3),
    }
    ledger.rows.append(Row(scene.district.code, period, TOTALS, values))
