"""A small, plausible publication for the browser test: all streets and units, the twelve months of 2022.

Stands in for the tables that the pipeline publishes; the shape comes from superset/specification, so the dashboards and
this sample cannot disagree about a column. Used when no real publication is handed to the test.
"""

import csv
import datetime as dt
import random
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from tests.publication.candidate_year import targets

ROOT = Path(__file__).resolve().parents[2]
BUILD = "sample-2022"
Row = dict[str, Any]
# Yearly totals or final stocks of the district; a pair is (numerator, denominator) of a rate.
DISTRICT: dict[str, int | tuple[int, int]] = {
    "size100_union_rate": (979, 987),
    "size25_99_union_rate": (1851, 2101),
    "size_under25_federation_covered": 15430,
    "nef_enterprises_identified": 1740,
    "nef_enterprises_own_union": 141,
    "nef_enterprises_federation_covered": 1125,
    "nef_union_rate": (1266, 1740),
    "nef_members_developed": 28266,
    "disputes_jointly_mediated": 677,
    "dispute_economic_benefit_yuan": 21166700,
    "collective_disputes_handled": 4,
    "complaints_handled": 243,
    "prelitigation_cases_handled": 1076,
    "prelitigation_benefit_yuan": 10885000,
    "size100_unionised_with_mechanism": 850,
    "size100_mechanism_rate": (850, 979),
    "collective_contracts_signed": 860,
    "collective_contract_workers_covered": 238830,
    "new_year_care_events": 175,
    "summer_cool_events": 135,
    "summer_cool_beneficiaries": 34000,
    "online_care_events": 13,
    "online_care_person_times": 395000,
    "nef_special_service_events": 151,
    "nef_special_service_person_times": 9750,
    "injured_workers_visited": 955,
    "injured_workers_consoled": 640,
    "injury_consolation_yuan": 320000,
    "injury_legal_consultations": 667,
    "training_projects_delivered": 58,
    "training_person_times": 30000,
    "nef_service_centres": 2,
    "warm_bee_stations": 13,
    "love_corners": 51,
}
STOCKS = {
    "size_under25_federation_covered",
    "nef_enterprises_identified",
    "nef_enterprises_own_union",
    "nef_enterprises_federation_covered",
    "nef_members_developed",
    "size100_unionised_with_mechanism",
    "collective_contracts_signed",
    "collective_contract_workers_covered",
    "nef_service_centres",
    "warm_bee_stations",
    "love_corners",
}


PERSONAL = {"nef_members_developed", "injured_workers_visited", "injured_workers_consoled", "injury_consolation_yuan"}
STATES_WITH_LEVEL = ("behind", "met", "on_track", "met", "not_started", "met")
UNIT_TESTS = {"t_street_enrolment_ceremonies": "each_street", "t_size25_99_union_rate": "total"}  # tested by street
SITE_TEST = "t_love_corner_services"  # tested by site


def specification(name: str) -> Any:
    """One file of superset/specification."""
    return yaml.safe_load((ROOT / "superset" / "specification" / f"{name}.yaml").read_text(encoding="utf-8"))


def fill(engine: sa.Engine, divisions: Path) -> None:
    """Create the published tables and fill them, one build."""
    units = list(csv.DictReader(divisions.read_text(encoding="utf-8").splitlines()))
    streets = [row for row in units if row["level"] == "street"]
    values = _values(streets)
    content = {
        "fct_indicator_value": values,
        "fct_own_value": _own_values(values, units),
        "fct_target_progress": _targets(),
        "fct_target_unit": [*_unit_targets(streets), *_site_targets(units)],
        "fct_reconciliation": _reconciliation(),
        **_submissions(units),
        "fct_expectation": [],
        "dim_org_unit": [],
        "dim_indicator": [],
        "dim_period": [],
    }
    columns = specification("columns")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE SCHEMA IF NOT EXISTS published"))
        for table, spec in specification("datasets").items():
            kinds = {name: spec.get("override", {}).get(name, columns[name])[0] for name in spec["columns"]}
            listed = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
            connection.execute(sa.text(f"DROP TABLE IF EXISTS published.{table}"))
            connection.execute(sa.text(f"CREATE TABLE published.{table} ({listed})"))
            rows = [dict.fromkeys(kinds) | row | {"build_id": BUILD} for row in content[table]]
            if rows:
                names = ", ".join(f":{name}" for name in kinds)
                connection.execute(sa.text(f"INSERT INTO published.{table} VALUES ({names})"), rows)
        connection.execute(sa.text("GRANT USAGE ON SCHEMA published TO grassroots_reader"))
        connection.execute(sa.text("GRANT SELECT ON ALL TABLES IN SCHEMA published TO grassroots_reader"))


def _split(total: int, weights: list[float]) -> list[int]:
    """Whole parts that add up to the total, by largest remainder."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(value) for value in exact]
    for index in sorted(range(len(exact)), key=lambda i: parts[i] - exact[i])[: total - sum(parts)]:
        parts[index] += 1
    return parts


def _values(streets: list[Row]) -> list[Row]:
    """Each indicator for the district and its streets, by month and for the year."""
    chance = random.Random(2022)
    names = specification("dashboards")["indicators"]
    weights = [chance.uniform(0.4, 1.6) for _ in streets]
    rows: list[Row] = []
    for indicator, final in DISTRICT.items():
        show = names[indicator]
        whole = final if isinstance(final, tuple) else (final,)
        parts = [_split(number, weights) for number in reversed(whole)][::-1]
        if isinstance(final, tuple):  # a numerator never exceeds its denominator
            parts[0] = _split_within(final[0], parts[1], chance)
        per_street = list(zip(*parts, strict=True))
        unit = {"rate": "%", "ten_thousand_yuan": "元"}.get(show["show"]) or show["unit"].split()[0]
        words = {
            "indicator_id": indicator,
            "indicator_name_zh": show["zh"],
            "indicator_name_en": show["en"],
            "reading": "as_was",
            "unit_zh": unit,
            "decimals": 2,
            "domain": "sample",
            "is_suppressed": False,
            "target_status": "not_due",
            "completeness": Decimal("0.98"),
        }
        stock = indicator in STOCKS or isinstance(final, tuple)
        for order, street in enumerate(streets, start=1):
            place = {
                "unit_code": street["code"],
                "unit_name": street["name"],
                "unit_level": "street",
                "unit_order": order,
                "street_code": street["code"],
                "street_name": street["name"],
            }
            rows += [words | place | point for point in _points(per_street[order - 1], stock, order)]
    return rows + _district(rows)


def _own_values(values: list[Row], units: list[Row]) -> list[Row]:
    """Each street's year taken apart: its own desk and its communities, which add up to it."""
    chance = random.Random(11)
    rows: list[Row] = []
    for row in values:
        if row["unit_level"] != "street" or row["period"] != "2022" or row["indicator_id"] in PERSONAL:
            continue
        communities = [unit for unit in units if unit["parent_code"] == row["street_code"]]
        weights = [chance.uniform(0.4, 1.6) for _ in communities]
        if row.get("denominator"):
            rooms = _split(row["denominator"], weights)
            pairs = zip(_split_within(row["numerator"], rooms, chance), rooms, strict=True)
            shares = [{"numerator": 0, "denominator": 0}] + [{"numerator": n, "denominator": d} for n, d in pairs]
        else:
            shares = [{"value": part} for part in _split(row["value"], [0.5, *weights])]
        desk = row | {"federation_code": None, "federation_name": "街道本级", "street_order": row["unit_order"] * 1000}
        places = [{"unit_order": row["unit_order"] * 1000}] + [
            {
                "unit_code": unit["code"],
                "unit_name": unit["name"] + "工联会",
                "unit_order": row["unit_order"] * 1000 + 10 * order,
                "federation_code": unit["code"],
                "federation_name": unit["name"] + "工联会",
            }
            for order, unit in enumerate(communities, start=1)
        ]
        blank = {"value": None, "numerator": None, "denominator": None}
        rows += [desk | place | blank | share for place, share in zip(places, shares, strict=True)]
    return rows


def _split_within(total: int, rooms: list[int], chance: random.Random) -> list[int]:
    """Whole parts that add up to the total, none above its room; what is missing is spread unevenly."""
    missing = _split(sum(rooms) - total, [room * chance.uniform(0.3, 1.7) for room in rooms])
    return [room - min(room, gap) for room, gap in zip(rooms, missing, strict=True)]


def _points(final: tuple[int, ...], stock: bool, seed: int) -> list[Row]:
    """Twelve months and the year of one place: a flow is spread, a stock grows to its final value."""
    chance = random.Random(seed)
    if stock:
        months = [tuple(round(n * (0.86 + 0.14 * (m + 1) / 12)) for n in final) for m in range(12)]
        if len(final) == 2:
            months = [(round(final[0] * (0.93 + 0.07 * (m + 1) / 12)), final[1]) for m in range(12)]
    else:
        months = [(n,) for n in _split(final[0], [chance.uniform(0.5, 1.5) for _ in range(12)])]
    spread = [(f"2022-{m + 1:02d}", "month", dt.date(2022, m + 1, 1), months[m]) for m in range(12)]
    ends = [
        (f"2022-Q{q + 1}", "quarter", dt.date(2022, 3 * q + 1, 1), _quarter(months[3 * q : 3 * q + 3], stock))
        for q in range(4)
    ]
    before = (
        "2021",
        "year",
        dt.date(2021, 1, 1),
        months[0],
    )  # without it no test sees a year filter that filters nothing
    return [_point(*item) for item in [*spread, *ends, before, ("2022", "year", dt.date(2022, 1, 1), final)]]


def _quarter(months: list[tuple[int, ...]], stock: bool) -> tuple[int, ...]:
    return months[-1] if stock else (sum(number for (number,) in months),)


def _point(period: str, grain: str, first: dt.date, numbers: tuple[int, ...]) -> Row:
    if len(numbers) == 1:
        return {"period": period, "period_grain": grain, "first_on": first, "value": numbers[0]}
    top, bottom = numbers
    return {
        "period": period,
        "period_grain": grain,
        "first_on": first,
        "numerator": top,
        "denominator": bottom,
        "value": Decimal(top) * 100 / bottom if bottom else None,
    }


def _district(rows: list[Row]) -> list[Row]:
    """The district is the sum of its streets; a rate the sum over the sum."""
    totals: dict[tuple[str, str], Row] = {}
    for row in rows:
        key = (row["indicator_id"], row["period"])
        place = {
            "unit_code": "440307",
            "unit_name": "龙岗区",
            "unit_level": "district",
            "unit_order": 0,
            "street_code": None,
            "street_name": None,
        }
        if key not in totals:
            totals[key] = row | place
            continue
        for name in ("value", "numerator", "denominator"):
            if row.get(name) is not None:
                totals[key][name] += row[name]
    for row in totals.values():
        if row.get("denominator"):
            row["value"] = Decimal(row["numerator"]) * 100 / row["denominator"]
    return list(totals.values())


def _targets() -> list[Row]:
    """The whole plan; a level only where it is not our assumption, and every state there is."""
    return [
        row
        | ({"state": STATES_WITH_LEVEL[order % len(STATES_WITH_LEVEL)]} if row["level"] else {})
        | {
            "value": _total(row["indicator_id"]) if row["indicator_id"] in DISTRICT else 0,
            "baseline": _total(row["indicator_id"]) if row["indicator_id"] in DISTRICT else None,
            "due": dt.date.fromisoformat(row["due"]),
        }
        for order, row in enumerate(targets())
    ]


def _unit_targets(streets: list[Row]) -> list[Row]:
    """Ceremonies and a rate by street, done in every second street; of the others one has not begun."""
    plan = {row["target_id"]: row for row in targets()}
    return [
        plan[target]
        | {
            "test": test,
            "due": dt.date.fromisoformat(plan[target]["due"]),
            "value": order % 2 if test == "each_street" else 80 + order,
            "units_met": order % 2 if test == "each_street" else None,
            "units_tested": 1 if test == "each_street" else None,
            "state": "met" if order % 2 else "not_started" if order == 2 else "behind",
            "unit_code": street["code"],
            "unit_name": street["name"],
            "unit_level": "street",
            "street_code": street["code"],
            "street_name": street["name"],
            "unit_order": order,
        }
        for target, test in UNIT_TESTS.items()
        for order, street in enumerate(streets, start=1)
    ]


def _site_targets(units: list[Row]) -> list[Row]:
    """A site in every tenth community; every second one is a service short."""
    one = next(row for row in targets() if row["target_id"] == SITE_TEST)
    names = {unit["code"]: unit["name"] for unit in units}
    return [
        one
        | {
            "test": "each_site",
            "due": dt.date.fromisoformat(one["due"]),
            "value": 3 - order % 2,
            "units_met": 1 - order % 2,
            "units_tested": 1,
            "state": "behind" if order % 2 else "met",
            "unit_code": unit["code"],
            "unit_name": unit["name"] + "工联会",
            "unit_level": "federation",
            "street_code": unit["parent_code"],
            "street_name": names[unit["parent_code"]],
            "unit_order": order,
        }
        for order, unit in enumerate([unit for unit in units if unit["level"] == "community"][::10])
    ]


def _total(indicator: str) -> Decimal:
    final = DISTRICT[indicator]
    return Decimal(final[0]) * 100 / final[1] if isinstance(final, tuple) else Decimal(final)


def _reconciliation() -> list[Row]:
    names = specification("dashboards")["indicators"]
    return [
        {
            "indicator_id": key,
            "name_zh": names[key]["zh"],
            "name_en": names[key]["en"],
            "period": "2022",
            "published_text_zh": f"{_total(key):.2f}",
            "published": _total(key),
            "recomputed": _total(key),
            "low": _total(key),
            "high": _total(key),
            "is_high_exclusive": False,
            "verdict": "within",
        }
        for key in DISTRICT
    ]


def _submissions(units: list[Row]) -> dict[str, list[Row]]:
    """One workbook a unit and month; some late, some with findings, one held, one rejected, a few missing."""
    chance = random.Random(7)
    submissions: list[Row] = []
    findings: list[Row] = []
    street_of = {row["code"]: row["name"] for row in units if row["level"] == "street"}
    periods = ["2021-12", *(f"2022-{month:02d}" for month in range(1, 13))]
    for unit in units:
        level = {"community": "federation"}.get(unit["level"], unit["level"])
        street = unit["code"] if level == "street" else unit["parent_code"] if level == "federation" else None
        place = {
            "unit_code": unit["code"],
            "unit_name": unit["name"] + ("工联会" if level == "federation" else ""),
            "street_code": street,
            "street_name": street_of.get(street or ""),
        }
        for period in periods:
            draw = chance.random()
            submission = place | _submission(period, level, draw, chance)
            submissions.append(submission)
            if submission["state"] in {"accepted_with_findings", "held"}:
                findings += [_finding(submission, chance) for _ in range(chance.randint(1, 4))]
    return {"fct_submission": submissions, "fct_finding": findings}


def _submission(period: str, level: str, draw: float, chance: random.Random) -> Row:
    first = dt.date.fromisoformat(f"{period}-01")
    after = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    due = after.replace(day=10 if period == "2021-12" else 3)
    row = {"unit_level": level, "period": period, "first_on": first, "is_expected": True, "due_on": due}
    state = next(state for limit, state in STATES if draw < limit)
    if state == "missing":
        return row | {"is_received": False, "is_on_time": False, "state": state}
    late, taken = draw > 0.96, state.startswith("accepted")
    received = dt.datetime.combine(due, dt.time(1, 30)) + dt.timedelta(days=chance.randint(1, 5) if late else -1)
    read, bad = chance.randint(30, 120), 0 if state == "accepted" else chance.randint(1, 5)
    counts = dict.fromkeys(["corrected", "known", "quarantined", "held", "rejected", "blank"], 0) | {"structural": 3}
    counts |= {"read": read, "new": read - bad - 3 if taken else 0}
    counts |= {"quarantined": bad} if taken else {state: read - 3}
    return row | {
        **{f"rows_{name}": number for name, number in counts.items()},
        "submission_id": str(uuid.UUID(int=chance.getrandbits(128))),
        "receipt_no": f"LG{period.replace('-', '')}{chance.randint(1000, 9999)}",
        "received_at": received,
        "decided_at": received,
        "is_received": taken,
        "is_on_time": taken and not late,
        "state": state,
        "kind": "首次",
        "file_name": f"月报_{period}.xlsx",
        "errors": bad,
        "warnings": 0,
    }


STATES = [(0.004, "missing"), (0.006, "held"), (0.008, "rejected"), (0.08, "accepted_with_findings"), (2, "accepted")]
FINDINGS = [
    ("E-CODE-GB32100", "统一社会信用代码", "9144****7X", "统一社会信用代码的校验位不对，请对照营业执照重新填写。"),
    ("E-DATE-IMPOSSIBLE", "结案日期", "2022-02-30", "日期不存在，请填写真实日期，例如 2022-02-28。"),
    ("E-REQUIRED", "企业名称", "", "这一格必须填写，请补上。"),
    ("E-DECIMAL", "金额（元）", "三万", "金额请填数字，例如 30000.00。"),
    ("E-SCOPE", "所属单位", "440307***", "这一行不属于本单位，请改为本单位编码或交由所属单位填报。"),
]


def _finding(submission: Row, chance: random.Random) -> Row:
    code, heading, masked, message = chance.choices(FINDINGS, [5, 4, 3, 2, 1])[0]
    shared = (
        "submission_id",
        "receipt_no",
        "unit_code",
        "unit_name",
        "street_code",
        "street_name",
        "period",
        "file_name",
    )
    return {name: submission[name] for name in shared} | {
        "finding_id": str(uuid.UUID(int=chance.getrandbits(128))),
        "code": code,
        "severity": "error" if chance.random() < 0.7 else "warning",
        "sheet": "企业建会台账",
        "row_no": chance.randint(4, 90),
        "column_letter": chance.choice("CDEFG"),
        "heading": heading,
        "masked_value": masked,
        "message_zh": message,
        "message_en": code,
        "is_resolved": chance.random() < 0.6,
        "found_count": 1,
    }
