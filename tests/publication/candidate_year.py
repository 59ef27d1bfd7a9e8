"""A small consistent year as the warehouse would hold it: real units, real indicator ids, made-up figures.

Flows are drawn for each community and month and added up; stocks grow; ratios carry numerator and denominator; figures
about persons stop at street and quarter, and two streets are blanked in the first quarter. Same seed, same rows.
"""

import csv
import datetime as dt
import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.marts import Mart
from pipeline.steps.build import Watermark, move_watermark

Row = dict[str, Any]
Months = dict[str, list[tuple[int, int]]]

ROOT = Path(__file__).parents[2]
DIVISIONS = ROOT / "ingestion" / "registry" / "divisions.csv"
TARGETS = ROOT / "dbt" / "seeds" / "targets.csv"
PUBLISHED = ROOT / "dbt" / "seeds" / "published_figures.csv"
BUILD = "20230105-000001"
POSITION = 4321
HEAD = "5f" * 32

FLOWS = (
    "disputes_jointly_mediated",
    "complaints_handled",
    "dispute_economic_benefit_yuan",
    "collective_disputes_handled",
    "prelitigation_cases_handled",
    "prelitigation_benefit_yuan",
    "new_year_care_events",
    "summer_cool_events",
    "summer_cool_beneficiaries",
    "online_care_events",
    "online_care_person_times",
    "nef_special_service_events",
    "nef_special_service_person_times",
    "injury_legal_consultations",
    "training_projects_delivered",
    "training_person_times",
)
STOCKS = (
    "size_under25_federation_covered",
    "nef_enterprises_identified",
    "nef_enterprises_own_union",
    "nef_enterprises_federation_covered",
    "size100_unionised_with_mechanism",
    "collective_contracts_signed",
    "collective_contract_workers_covered",
    "nef_service_centres",
    "warm_bee_stations",
    "love_corners",
)
RATIOS = ("size100_union_rate", "size25_99_union_rate", "nef_union_rate", "size100_mechanism_rate")
PERSONS = ("injured_workers_visited", "injured_workers_consoled", "injury_consolation_yuan", "nef_members_developed")
SHARES = ("legal_aid_zero_threshold_rate",)  # of persons
ABOVE_100 = "size25_99_union_rate"  # which of them the catalogue would let exceed 100 percent here
# What hangs together does so here too (expectations/identities.yaml): month ► (figure, or numerator and denominator).
TOGETHER: dict[str, Callable[[int], tuple[int, int]]] = {
    "nef_enterprises_identified": lambda month: (50 + 2 * month, 0),
    "nef_union_rate": lambda month: (40 + 2 * month, 50 + 2 * month),
    "size100_union_rate": lambda month: (25 + month, 26 + month),
    "size100_mechanism_rate": lambda month: (20 + month, 25 + month),
    "collective_disputes_handled": lambda month: (month % 2, 0),
}
DEEP = {FLOWS[0], FLOWS[1], STOCKS[0], RATIOS[0]}  # told down to the community; the others for district and streets


def warehouse(path: Path, marts: dict[str, Mart], build_id: str = BUILD, seed: int = 1) -> Path:
    """A finished build: a DuckDB file with schema ``marts`` whose tables have exactly the columns of the contracts."""
    rows = year(build_id, seed)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema if not exists marts")
        for mart in marts.values():
            kinds = {
                c.name: c.type.replace("numeric", "decimal").replace("timestamptz", "timestamp") for c in mart.columns
            }
            columns = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())
            connection.execute(f"create or replace table marts.{mart.name} ({columns})")
            text = pa.table({n: pa.array([_text(row.get(n)) for row in rows[mart.name]], pa.string()) for n in kinds})
            connection.register("given", text)
            casts = ", ".join(f'cast("{name}" as {kind})' for name, kind in kinds.items())
            connection.execute(f"insert into marts.{mart.name} select {casts} from given")
            connection.unregister("given")
    move_watermark(path, Watermark(POSITION, "", build_id))
    return path


def year(build_id: str = BUILD, seed: int = 1) -> dict[str, list[Row]]:
    """Rows of every mart."""
    units, periods, indicators = _units(), _periods(), _indicators()
    deltas: list[Row] = []
    apart: list[Row] = []
    values = list(_values(units, periods, indicators, random.Random(seed), deltas, apart))
    found = {
        "dim_org_unit": units,
        "dim_indicator": indicators,
        "dim_period": periods,
        "fct_indicator_value": values,
        "fct_own_value": apart,
        "fct_target_progress": targets(),
        "fct_target_unit": _unit_targets(units),
        "fct_submission": _submissions(units),
        "fct_expectation": _expectations(units),
        "fct_finding": _findings(units),
        "fct_reconciliation": _reconciled(values, indicators),
        "fct_measure_delta": deltas,
    }
    return {mart: [row | {"build_id": build_id} for row in listed] for mart, listed in found.items()}


def _units() -> list[Row]:
    with DIVISIONS.open(encoding="utf-8", newline="") as lines:
        listed = list(csv.DictReader(lines))
    names = {row["code"]: row["name"] for row in listed}
    return [
        {
            "unit_code": row["code"],
            "unit_name": row["name"],
            "parent_code": row["parent_code"] or None,
            "level": {"community": "federation"}.get(row["level"], row["level"]),
            "official_order": order,
            "street_code": row["code"][:9] if len(row["code"]) > 6 else None,
            "street_name": names.get(row["code"][:9]),
            "reports": True,
            "valid_from": "2021-12-01",
        }
        for order, row in enumerate(listed)
    ]


def _periods() -> list[Row]:
    spans = [(f"2022-{m:02}", "month", m, m) for m in range(1, 13)]
    spans += [(f"2022-Q{q}", "quarter", 3 * q - 2, 3 * q) for q in range(1, 5)] + [("2022", "year", 1, 12)]
    return [
        {
            "period": name,
            "grain": grain,
            "first_on": dt.date(2022, first, 1),
            "label_zh": name,
            "label_en": name,
            "last_on": dt.date(2022 + last // 12, last % 12 + 1, 1) - dt.timedelta(days=1),
            "months": (first, last),
        }
        for name, grain, first, last in spans
    ]


def _indicators() -> list[Row]:
    folds = [(FLOWS, "flow"), (STOCKS, "stock"), (RATIOS, "ratio"), (PERSONS[:3], "flow"), (PERSONS[3:], "stock")]
    folds += [(SHARES, "ratio"), (_the_rest(), "constant")]
    return [
        {
            "indicator_id": name,
            "domain": "rights",
            "name_zh": f"指标 {name}",
            "name_en": name,
            "fold": fold,
            "unit": "percent" if fold == "ratio" else "cases",
            "unit_zh": "%" if fold == "ratio" else "件",
            "decimals": 2 if fold == "ratio" else 0,
            "direction": "up",
            "definition_zh": "口径",
            "definition_en": "definition",
            "numerator": f"measure_{name}",
            "denominator": f"{name}_all" if fold == "ratio" else None,
            "finest_level": "district" if fold == "constant" else "federation" if name in DEEP else "street",
            "workflow": "W09",
            "section": "一（二）一是",
            "is_headline": name in {FLOWS[0], RATIOS[0]},
            "above_100_zh": "两个登记册" if name == ABOVE_100 else None,
        }
        for names, fold in folds
        for name in names
    ]


def _the_rest() -> tuple[str, ...]:
    """The other figures of the report: here they stand for the district only, as constants do."""
    with PUBLISHED.open(encoding="utf-8", newline="") as lines:
        named = [row["indicator_id"] for row in csv.DictReader(lines)]
    return tuple(name for name in named if name not in {*FLOWS, *STOCKS, *RATIOS, *PERSONS})


def _values(
    units: list[Row],
    periods: list[Row],
    indicators: list[Row],
    chance: random.Random,
    deltas: list[Row],
    apart: list[Row],
) -> Iterator[Row]:
    for order, indicator in enumerate(indicators):
        indicator["display_order"] = order
        if indicator["fold"] == "constant":
            for period in periods:
                yield from _readings(indicator, units[0], period, [(7, 0)] * 12)
            continue
        own = _drawn(units, indicator, chance)
        if indicator["fold"] != "ratio":
            deltas += _deltas(indicator, own, len(deltas))
        months = _summed(units, own)
        if indicator["indicator_id"] in DEEP:
            for unit in units:
                apart += _own(indicator, unit, periods[-1], own[unit["unit_code"]])
        personal = indicator["indicator_id"] in PERSONS + SHARES
        for period in periods:
            if personal and period["grain"] == "month":
                continue
            for unit in units:
                if unit["level"] == "federation" and indicator["indicator_id"] not in DEEP:
                    continue
                yield from _readings(indicator, unit, period, months[unit["unit_code"]])


def _drawn(units: list[Row], indicator: Row, chance: random.Random) -> Months:
    """(numerator, denominator) that each unit states itself, month by month; the district states nothing."""
    found: Months = {}
    streets = [unit["unit_code"] for unit in units if unit["level"] == "street"]
    for unit in units:
        draws = [(chance.randint(6, 9), 9) for _ in range(12)]
        if indicator["fold"] == "stock":
            draws = [(20 + month, 40) for month in range(12)]
        if indicator["indicator_id"] in TOGETHER:
            draws = [TOGETHER[indicator["indicator_id"]](month) for month in range(12)]
        found[unit["unit_code"]] = draws if unit["level"] != "district" else [(0, 0)] * 12
    if indicator["indicator_id"] in PERSONS and indicator["fold"] == "flow":
        for street in streets[:2]:  # one a month: three in the first quarter, so both streets are blanked there
            for code in [u["unit_code"] for u in units if u["street_code"] == street]:
                for month in (0, 1, 2, 3, 4, 5):  # the second quarter too: a single blank would follow from the year
                    found[code][month] = (0, 9)
            found[street][:6] = [(1, 9)] * 6
    return found


def _summed(units: list[Row], drawn: Months) -> Months:
    """The same with everything below added."""
    found = dict(drawn)
    for level in ("federation", "street"):
        for unit in (unit for unit in units if unit["level"] == level):
            above, own = found[unit["parent_code"]], found[unit["unit_code"]]
            found[unit["parent_code"]] = [(a + c, b + d) for (a, b), (c, d) in zip(above, own, strict=True)]
    return found


def _readings(indicator: Row, unit: Row, period: Row, months: list[tuple[int, int]]) -> Iterator[Row]:
    first, last = period["months"]
    span = months[first - 1 : last]
    top, bottom = span[-1] if indicator["fold"] != "flow" else (sum(n for n, _ in span), 0)
    name = indicator["indicator_id"]
    blank = name in PERSONS and 0 < top < 5
    scale = 500 if name == "injury_consolation_yuan" else 1
    ratio = indicator["fold"] == "ratio"
    value = (Decimal(100 * top) / bottom).quantize(Decimal("0.0001")) if ratio and bottom else Decimal(top * scale)
    row = {
        "indicator_id": name,
        "unit_code": unit["unit_code"],
        "period": period["period"],
        "period_grain": period["grain"],
        "first_on": period["first_on"],
        "unit_level": unit["level"],
        "unit_name": unit["unit_name"],
        "street_code": unit["street_code"],
        "street_name": unit["street_name"],
        "unit_order": unit["official_order"],
        "indicator_name_zh": indicator["name_zh"],
        "indicator_name_en": name,
        "domain": indicator["domain"],
        "unit_zh": indicator["unit_zh"],
        "decimals": indicator["decimals"],
        "completeness": 1,
        "is_suppressed": blank,
        "value": None if blank else value,
        "numerator": top if ratio else None,
        "denominator": bottom if ratio else None,
        "bound_low": None if blank else value,
        "bound_high": None if blank else value,
    }
    for reading in ("as_was", "today"):
        yield row | {"reading": reading}


def _own(indicator: Row, unit: Row, year: Row, months: list[tuple[int, int]]) -> Iterator[Row]:
    """What a unit states itself in the year, in both readings."""
    federation = unit["unit_code"] if unit["level"] == "federation" else None
    desk = "街道本级" if unit["street_code"] else "区本级"
    top, bottom = months[-1] if indicator["fold"] != "flow" else (sum(n for n, _ in months), 0)
    ratio = indicator["fold"] == "ratio"
    row = {
        "indicator_id": indicator["indicator_id"],
        "unit_code": unit["unit_code"],
        "unit_name": unit["unit_name"],
        "period": year["period"],
        "period_grain": year["grain"],
        "first_on": year["first_on"],
        "street_code": unit["street_code"],
        "street_name": unit["street_name"] or "区本级",
        "federation_code": federation,
        "federation_name": unit["unit_name"] if federation else desk,
        "unit_order": unit["official_order"],
        "indicator_name_zh": indicator["name_zh"],
        "indicator_name_en": indicator["name_en"],
        "domain": indicator["domain"],
        "unit_zh": indicator["unit_zh"],
        "decimals": indicator["decimals"],
        "value": None if ratio else top,
        "numerator": top if ratio else None,
        "denominator": bottom if ratio else None,
    }
    for reading in ("as_was", "today"):
        yield row | {"reading": reading}


def targets() -> list[Row]:
    """All targets of the plan, with a level only where its basis gives one."""
    with TARGETS.open(encoding="utf-8", newline="") as lines:
        return [_target(row) for row in csv.DictReader(lines)]


def _target(row: Row) -> Row:
    has_level = row["value_basis"] in {"printed", "counted", "full_coverage_wording"}
    states = {"assumed": "no_level_set", "baseline_direction": "no_baseline", "milestone": "not_started"}
    same = ("name_zh", "name_en", "operator", "unit", "due", "due_basis", "value_basis", "section", "quote_zh", "note")
    return {name: row[name] for name in same} | {
        "target_id": row["id"],
        "indicator_id": row["indicator_id"].removeprefix("new:"),
        "level": row["target_value"] if has_level else None,
        "value": 0,
        "state": states.get(row["value_basis"], "behind"),
        "as_of": "2022-12",
        "plan_year": "2023",
    }


def _unit_targets(units: list[Row]) -> list[Row]:
    """The ceremonies, of which each street is asked for one."""
    one = next(row for row in targets() if row["target_id"] == "t_street_enrolment_ceremonies")
    return [
        one
        | {"units_met": 0, "units_tested": 1, "unit_level": "street", "unit_order": unit["official_order"]}
        | {name: unit[name] for name in ("unit_code", "unit_name", "street_code", "street_name")}
        for unit in units
        if unit["level"] == "street"
    ]


def _submissions(units: list[Row]) -> list[Row]:
    return [
        {
            "unit_code": unit["unit_code"],
            "unit_name": unit["unit_name"],
            "unit_level": unit["level"],
            "street_code": unit["street_code"],
            "street_name": unit["street_name"],
            "period": f"2022-{month:02}",
            "is_expected": True,
            "submission_id": None if (n, month) == (7, 5) else f"{unit['unit_code']}-{month}",
            "state": "missing" if (n, month) == (7, 5) else "accepted",
            "received_at": f"2022-{month:02}-28 01:02:03",
            "rows_read": 50,
            "rows_new": 50,
        }
        for n, unit in enumerate(units)
        for month in range(1, 13)
    ]


def _expectations(units: list[Row]) -> list[Row]:
    """Everybody owes one domain a month; one is missing it, one is waived."""
    states = {(7, 5): "missing", (8, 5): "waived"}
    waiver = {"waiver_no": "W1", "approver": "district-leader", "waiver_reason": "epidemic", "expires_on": "2022-12-31"}
    return [
        {
            **{name: unit[name] for name in ("unit_code", "unit_name", "street_code", "street_name")},
            "unit_level": unit["level"],
            "period": f"2022-{month:02}",
            "first_on": f"2022-{month:02}-01",
            "domain": "coverage",
            "due_on": f"2022-{month:02}-28",
            "state": states.get((n, month), "on_time"),
            **(waiver if states.get((n, month)) == "waived" else {}),
        }
        for n, unit in enumerate(units)
        for month in range(1, 13)
    ]


def _findings(units: list[Row]) -> list[Row]:
    return [
        {
            "finding_id": f"f{n}",
            "submission_id": f"{unit['unit_code']}-1",
            "unit_code": unit["unit_code"],
            "period": "2022-01",
            "code": "date_impossible",
            "severity": ("error", "warning")[n % 2],
            "sheet": "活动台账",
            "row_no": n + 4,
            "column_letter": "C",
            "masked_value": "2022-02-3*",
            "message_zh": "日期不存在 50%",
            "is_resolved": False,
            "found_count": 1,
        }
        for n, unit in enumerate(units[:39])
    ] + [
        {
            "finding_id": "contracts_beyond_two 440307003001 E1",
            "unit_code": "440307003001",
            "period": "2022-12",
            "found_count": 1,
            "code": "contracts_beyond_two",
            "severity": "warning",
            "message_zh": "企业E1同时有3份在效集体合同。补报终止。",
            "is_resolved": False,
            "rule_id": "contracts_beyond_two",
            "subject": "E1",
        }
    ]


def _reconciled(values: list[Row], indicators: list[Row]) -> list[Row]:
    district = {
        v["indicator_id"]: v["value"]
        for v in values
        if (v["unit_level"], v["period"], v["reading"]) == ("district", "2022", "as_was")
    }
    return [
        {
            "indicator_id": i["indicator_id"],
            "name_zh": i["name_zh"],
            "name_en": i["name_en"],
            "period": "2022",
            "published_text_zh": "原文",
            "published": district[i["indicator_id"]],
            "recomputed": district[i["indicator_id"]],
            "low": district[i["indicator_id"]],
            "high": district[i["indicator_id"]] + Decimal("0.01"),
            "is_high_exclusive": i["fold"] == "ratio",
            "verdict": "within",
            "kind": i["fold"],
        }
        for i in indicators
        if i["indicator_id"] not in SHARES
    ]


def _deltas(indicator: Row, own: Months, before: int) -> Iterator[Row]:
    """What each unit states by itself as signed changes; a stock changes by the difference of two months."""
    scale = 500 if indicator["indicator_id"] == "injury_consolation_yuan" else 1
    for n, (unit, months) in enumerate(own.items()):
        tops = [top for top, _ in months]
        if indicator["fold"] == "stock":
            tops = [top - earlier for top, earlier in zip(tops, [0, *tops], strict=False)]
        for month, top in enumerate(tops, start=1):
            yield {
                "measure_id": indicator["numerator"],
                "entity_kind": "case",
                "entity_id": f"e{n}-{month}",
                "unit_code": unit,
                "occurred_on": dt.date(2022, month, 15),
                "recorded_at": "2022-12-31 00:00:00",
                "delta": top * scale,
                "fact_id": f"fact{before + n}-{month}",
                "position": 1,
            }


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
