"""A small published year: real tables with the agreed columns, made-up figures, the same rows on every run.

Every street's share comes from its place in the official order; parts add up to the whole where the figure is a sum.
"""

import csv
import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from pipeline.database import Database

Row = dict[str, Any]

HERE = Path(__file__).parent
HOW = HERE.parents[1] / "dbt" / "seeds" / "targets_how.csv"
DIVISIONS = HERE.parents[1] / "ingestion" / "registry" / "divisions.csv"
BUILD = "20221231-0001"
HEAD = "5f" * 32
POSITION = 104_233

TABLES = {
    "dim_org_unit": "unit_code text, unit_name text, level text, parent_code text, street_code text, street_name text, "
    "official_order int, reports bool, valid_from date, valid_to date",
    "dim_indicator": "indicator_id text, domain text, name_zh text, name_en text, fold text, unit text, unit_zh text, "
    "decimals int, direction text, definition_zh text, definition_en text, numerator text, denominator text, "
    "workflow text, section text, display_order int, is_headline bool",
    "dim_period": "period text, grain text, first_on date, last_on date, label_zh text, label_en text, "
    "previous_period text, year_ago_period text",
    "fct_indicator_value": "indicator_id text, unit_code text, period text, reading text, period_grain text, "
    "first_on date, unit_level text, unit_name text, street_code text, street_name text, unit_order int, "
    "indicator_name_zh text, indicator_name_en text, domain text, unit_zh text, decimals int, value decimal(18,4), "
    "numerator decimal(18,4), denominator decimal(18,4), previous_value decimal(18,4), year_ago_value decimal(18,4), "
    "target_level decimal(18,4), target_operator text, target_basis text, target_status text, "
    "completeness decimal(18,4), bound_low decimal(18,4), bound_high decimal(18,4), is_suppressed bool",
    "fct_target_progress": "target_id text, indicator_id text, name_zh text, name_en text, section text, "
    "operator text, level decimal(18,4), unit text, due date, value_basis text, as_of text, "
    "value decimal(18,4), baseline decimal(18,4), test text, state text",
    "fct_target_unit": "target_id text, indicator_id text, name_zh text, name_en text, section text, operator text, "
    "level decimal(18,4), unit text, due date, value_basis text, as_of text, value decimal(18,4), state text, "
    "test text, units_met int, units_tested int, unit_code text, unit_name text, unit_level text, street_code text, "
    "unit_order int",
    "fct_submission": "unit_code text, unit_name text, unit_level text, street_code text, street_name text, "
    "period text, first_on date, is_expected bool, due_on date, submission_id text, receipt_no text, "
    "received_at timestamptz, decided_at timestamptz, is_received bool, is_on_time bool, state text, kind text, "
    "file_name text, rows_read int, rows_new int, rows_corrected int, rows_known int, rows_quarantined int, "
    "rows_held int, rows_rejected int, rows_blank int, rows_structural int, errors int, warnings int",
    "fct_finding": "finding_id text, submission_id text, receipt_no text, unit_code text, unit_name text, "
    "street_code text, street_name text, period text, code text, severity text, file_name text, sheet text, "
    "row_no int, column_letter text, heading text, masked_value text, message_zh text, message_en text, "
    "is_resolved bool, rule_id text, subject text, excused_by text, found_count int",
    "fct_reconciliation": "indicator_id text, name_zh text, name_en text, period text, published_text_zh text, "
    "published decimal(18,4), recomputed decimal(18,4), low decimal(18,4), high decimal(18,4), "
    "is_high_exclusive bool, verdict text",
    "fct_expectation": "unit_code text, unit_name text, street_code text, period text, first_on date, domain text, "
    "state text, waiver_no text, approver text, waiver_reason text, expires_on date",
}  # fmt: skip


def publish_year(database: Database) -> Database:
    """Make and fill the published tables, and note the build and its publication."""
    units, indicators, periods = _units(), [*_read("indicators.csv"), *_planned()], _periods()
    values = [v for p in periods for u in units if _is_shown(u, p) for v in _values(u, p, units, indicators)]
    rows = {
        "dim_org_unit": units,
        "dim_indicator": [_indicator(row, n) for n, row in enumerate(indicators)],
        "dim_period": periods,
        "fct_indicator_value": values,
        "fct_target_progress": _targets(indicators),
        "fct_target_unit": _tested(_targets(indicators), units),
        "fct_submission": _submissions(units, periods),
        "fct_finding": _findings(units),
        "fct_reconciliation": [_reconciled(row) for row in indicators if row["published"]],
        "fct_expectation": _waivers(units),
    }
    with database.engine("publisher").begin() as connection:
        for table, columns in TABLES.items():
            connection.execute(sa.text(f"CREATE TABLE published.{table} ({columns}, build_id text)"))
            fill(connection, table, rows[table])
    note_build(database, BUILD, "finished")
    note_publication(database, BUILD)
    return database


def _is_shown(unit: Row, period: Row) -> bool:
    """Federations only for one month and the year: enough for every table, and quick."""
    return unit["level"] != "federation" or period["period"] in {"2022", "2022-03"}


def fill(connection: sa.Connection, table: str, rows: list[Row]) -> None:
    """Insert rows; columns that a row does not name stay empty."""
    full = [{**row, "build_id": BUILD} for row in rows]
    names = list(full[0])
    values = ", ".join(f":{name}" for name in names)
    connection.execute(sa.text(f"INSERT INTO published.{table} ({', '.join(names)}) VALUES ({values})"), full)


def note_build(database: Database, build_id: str, status: str, reason: str | None = None) -> None:
    """A finished build in ``ops.builds``."""
    statement = """INSERT INTO ops.builds (build_id, started_at, finished_at, last_position, head, code_version,
        status, reason)
        VALUES (:build, clock_timestamp(), clock_timestamp(), :position, :head, '0.1.0', :status, :why)"""
    values = {"build": build_id, "position": POSITION, "head": HEAD, "status": status, "why": reason}
    with database.engine("builder").begin() as connection:
        connection.execute(sa.text(statement), values)


def note_verdict(database: Database, build_id: str, passed: bool, reason: str | None) -> None:
    """What gate 2 said about a build."""
    statement = """INSERT INTO ops.verdicts (build_id, suite, fingerprint, expected_expectations, evaluated, successful,
        rows_checked, content_hash, passed, reason)
        VALUES (:build, 'publication', 'f', 3, 3, 2, 10, 'c', :passed, :why)"""
    with database.engine("gate").begin() as connection:
        connection.execute(sa.text(statement), {"build": build_id, "passed": passed, "why": reason})


def note_publication(database: Database, build_id: str) -> None:
    """A publication in ``ops.publications``."""
    statement = (
        "INSERT INTO ops.publications (build_id, content_hash, position, head) VALUES (:build, 'c', :pos, :head)"
    )
    with database.engine("publisher").begin() as connection:
        connection.execute(sa.text(statement), {"build": build_id, "pos": POSITION, "head": HEAD})


def _read(name: str) -> list[Row]:
    with (HERE / "data" / name).open(encoding="utf-8", newline="") as lines:
        return [{key: value or None for key, value in row.items()} for row in csv.DictReader(lines)]


def _planned() -> list[Row]:
    """Indicators that only the plan names: most without a figure yet, every third with one."""
    same = ("indicator_id", "name_zh", "name_en", "section")
    rows = [row for row in _read("targets.csv") if row["indicator_id"].startswith("new:")]
    return [
        {
            **{name: row[name] for name in same}, "domain": "plan", "unit": "items", "unit_zh": "项", "decimals": "0",
            "fold": "flow", "is_headline": "False", "value": "3" if number % 3 == 0 else None, "numerator": None,
            "denominator": None, "published": None, "definition_zh": f"{row['name_zh']}的件数",
            "definition_en": f"{row['name_en']}, counted",
        }
        for number, row in enumerate(rows)
    ]  # fmt: skip


def _units() -> list[Row]:
    with DIVISIONS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = {row["code"]: row["name"] for row in rows}
    levels, ends = {"community": "federation"}, {"community": "工联会"}
    units = []
    for order, row in enumerate(rows):
        street = row["code"][:9] if row["level"] != "district" else None
        units.append(
            {
                "unit_code": row["code"],
                "unit_name": row["name"] + ends.get(row["level"], "总工会"),
                "level": levels.get(row["level"], row["level"]),
                "parent_code": row["parent_code"] or None,
                "street_code": street,
                "street_name": f"{names[street]}总工会" if street else None,
                "official_order": order,
                "reports": True,
                "valid_from": "2021-12-01",
            }
        )
    return units


def _periods() -> list[Row]:
    months = [
        _period(
            f"2022-{m:02}", "month", datetime.date(2022, m, 1), 1, f"2021-{12:02}" if m == 1 else f"2022-{m - 1:02}"
        )
        for m in range(1, 13)
    ]
    quarters = [
        _period(f"2022-Q{q}", "quarter", datetime.date(2022, 3 * q - 2, 1), 3, f"2022-Q{q - 1}" if q > 1 else "2021-Q4")
        for q in range(1, 5)
    ]
    return [*months, *quarters, _period("2022", "year", datetime.date(2022, 1, 1), 12, "2021")]


def _period(name: str, grain: str, first: datetime.date, months: int, previous: str) -> Row:
    end = first.month + months
    last = datetime.date(first.year + (end > 12), (end - 1) % 12 + 1, 1) - datetime.timedelta(days=1)
    return {
        "period": name, "grain": grain, "first_on": first, "last_on": last, "label_zh": name, "label_en": name,
        "previous_period": previous, "year_ago_period": "2021" + name[4:],
    }  # fmt: skip


def _indicator(row: Row, number: int) -> Row:
    same = ("indicator_id", "domain", "name_zh", "name_en", "fold", "unit", "unit_zh", "section")
    return {
        **{name: row[name] for name in same},
        "decimals": int(row["decimals"]),
        "definition_zh": row["definition_zh"],
        "definition_en": row["definition_en"],
        "display_order": number,
        "is_headline": row["is_headline"] == "True",
    }


def _values(unit: Row, period: Row, units: list[Row], indicators: list[Row]) -> Iterator[Row]:
    share = _share(unit, units)
    part = 1 if period["grain"] == "year" else Decimal(1) / (12 if period["grain"] == "month" else 4)
    for row in indicators:
        if row["fold"] in {"named_items", "latest_value"} and (unit["level"], period["grain"]) != ("district", "year"):
            continue
        if row["value"] is None and (unit["level"], period["grain"]) != ("district", "year"):
            continue
        value = Decimal(row["value"]) if row["value"] else None
        numerator, denominator = row["numerator"], row["denominator"]
        if row["fold"] == "ratio":
            numerator, denominator = int(Decimal(numerator) * share), int(Decimal(denominator) * share)
            value = Decimal(numerator) / denominator * 100 if denominator else None
        elif value is not None and row["fold"] in {"flow", "stock"}:
            places = Decimal("0.01") if row["unit"] == "yuan" else Decimal(1)
            value = (value * share * (part if row["fold"] == "flow" else 1)).quantize(places)
        is_first = period["previous_period"].startswith("2021")
        is_suppressed = unit["level"] == "federation" and row["indicator_id"] == "injured_workers_visited"
        target = row["indicator_id"] in {"size100_union_rate", "size25_99_union_rate"}
        yield {
            "indicator_id": row["indicator_id"], "unit_code": unit["unit_code"], "period": period["period"],
            "reading": "as_was", "period_grain": period["grain"], "first_on": period["first_on"],
            "unit_level": unit["level"], "unit_name": unit["unit_name"], "street_code": unit["street_code"],
            "street_name": unit["street_name"], "unit_order": unit["official_order"],
            "indicator_name_zh": row["name_zh"], "unit_zh": row["unit_zh"], "decimals": int(row["decimals"]),
            "value": None if is_suppressed else value, "numerator": numerator, "denominator": denominator,
            "previous_value": None if is_first or is_suppressed else value,
            "target_level": {"size100_union_rate": 100, "size25_99_union_rate": 95}.get(row["indicator_id"]),
            "target_operator": {"size100_union_rate": "approx", "size25_99_union_rate": ">="}.get(row["indicator_id"]),
            "target_status": "not due" if target else None, "completeness": Decimal("0.9951"),
            "is_suppressed": is_suppressed,
        }  # fmt: skip


def _share(unit: Row, units: list[Row]) -> Decimal:
    """District 1; a street by its place; a federation an equal part of its street. Parts add up to the whole."""
    if unit["level"] == "district":
        return Decimal(1)
    streets = [u["unit_code"] for u in units if u["level"] == "street"]
    weight = Decimal(streets.index(unit["street_code"]) + 6) / sum(range(6, 6 + len(streets)))
    if unit["level"] == "street":
        return weight
    return weight / sum(u["parent_code"] == unit["parent_code"] for u in units)


ASSUMED = Decimal(7777)
"""Level that this publication, wrongly, gives to targets without one: no report may show it."""


def _targets(indicators: list[Row]) -> list[Row]:
    """All targets in many states; ``assumed`` ones carry a level that the source does not print."""
    values = {row["indicator_id"]: Decimal(row["value"]) for row in indicators if row["value"]}
    return [_target(row, number, values.get(row["indicator_id"])) for number, row in enumerate(_read("targets.csv"))]


def _target(row: Row, number: int, value: Decimal | None) -> Row:
    basis, level = row["value_basis"], Decimal(row["level"]) if row["level"] else None
    states = ("met", "on_track", "behind", "not_started") if basis != "milestone" else ("met", "not_started")
    state = "no_baseline" if basis == "baseline_direction" and value is None else states[number % len(states)]
    return {
        **{name: text for name, text in row.items() if name not in {"due_on", "level_unit"}},
        "unit": row["level_unit"],
        "test": _tests()[row["target_id"]],
        "due": row["due_on"],
        "level": ASSUMED if basis == "assumed" else level,
        "as_of": "2022-12",
        "value": value,
        "state": state,
    }


def _tested(targets: list[Row], units: list[Row]) -> list[Row]:
    """Rates and ceremonies at every street; corners and pilots one by one at a federation of each street."""
    rates = {"t_size100_union_rate", "t_size25_99_union_rate", "t_street_enrolment_ceremonies"}
    below = {"t_love_corner_services", "t_pilot_min_projects"}
    first = [
        next(u for u in units if u["parent_code"] == street["unit_code"]) for street in units if _is_street(street)
    ]
    return [
        {
            **{name: value for name, value in target.items() if name != "baseline"},
            "value": Decimal(number + 1), "state": "behind" if number % 2 else "met",
            "units_met": 1 - number % 2, "units_tested": 1, "unit_code": unit["unit_code"],
            "unit_name": unit["unit_name"], "unit_level": unit["level"], "street_code": unit["street_code"],
            "unit_order": unit["official_order"],
        }
        for target in targets
        if target["target_id"] in rates | below
        for number, unit in enumerate(first if target["target_id"] in below else filter(_is_street, units))
    ]  # fmt: skip


def _is_street(unit: Row) -> bool:
    return bool(unit["level"] == "street")


def _tests() -> dict[str, str]:
    """How each target of the plan is tested, from the seed of the models."""
    with HOW.open(encoding="utf-8", newline="") as lines:
        return {row["target_id"]: row["test"] for row in csv.DictReader(lines)}


def _waivers(units: list[Row]) -> list[Row]:
    """One waiver in each of two streets, one of them over before the year, for a unit of each."""
    kinds = [("440307015", "2022-12-31"), ("440307003", "2022-09-30"), ("440307016", "2021-12-31")]
    first = {street: next(u for u in units if u["parent_code"] == street) for street, _ in kinds}
    return [
        {
            "unit_code": first[street]["unit_code"], "unit_name": first[street]["unit_name"], "street_code": street,
            "period": expires[:7], "first_on": f"{expires[:7]}-01", "domain": domain, "state": "waived",
            "waiver_no": f"HM-{street}", "approver": "district-leader", "waiver_reason": "epidemic",
            "expires_on": expires,
        }
        for street, expires in kinds
        for domain in ("coverage", "rights")
    ]  # fmt: skip


def _submissions(units: list[Row], periods: list[Row]) -> list[Row]:
    rows = []
    for number, unit in enumerate(units):
        for month, period in enumerate(p for p in periods if p["grain"] == "month"):
            missing, late = (number, month) in {(20, 3), (20, 4), (77, 8)}, (number * 7 + month) % 61 == 0
            rows.append(
                {
                    "unit_code": unit["unit_code"], "unit_name": unit["unit_name"], "unit_level": unit["level"],
                    "street_code": unit["street_code"], "street_name": unit["street_name"],
                    "period": period["period"], "first_on": period["first_on"], "is_expected": True,
                    "submission_id": None if missing else f"s{number}-{month}", "is_received": not missing,
                    "received_at": None if missing else datetime.datetime(2022, 1, 5, tzinfo=datetime.UTC),
                    "is_on_time": not (missing or late), "state": "missing" if missing else "accepted",
                }
            )  # fmt: skip
    return [
        *rows,
        {
            **rows[200],
            "submission_id": "held",
            "is_received": False,
            "is_expected": False,
            "is_on_time": False,
            "state": "held",
        },
    ]


def _findings(units: list[Row]) -> list[Row]:
    kinds = [
        (
            "E-CODE-01",
            "error",
            "统一社会信用代码",
            "统一社会信用代码校验位不符，请核对营业执照后重新填写该行。",
            "The check digit of the credit code is wrong; compare it with the licence and fill in the row again.",
        ),
        (
            "E-DATE-01",
            "error",
            "受理日期",
            "日期不存在（如 2 月 30 日），请改正后重新提交。",
            "There is no such day; correct it and hand in again.",
        ),
        (
            "W-HEAD-01",
            "warning",
            "职工人数",
            "职工人数为空，该企业不计入任何规模段。",
            "The head count is empty; the enterprise counts in no size band.",
        ),
    ]
    return [
        {
            "finding_id": f"f{number}", "unit_code": unit["unit_code"], "unit_name": unit["unit_name"],
            "street_code": unit["street_code"], "street_name": unit["street_name"], "period": "2022-03",
            "code": kind[0], "severity": kind[1], "heading": kind[2], "row_no": number,
            "message_zh": kind[3], "message_en": kind[4], "is_resolved": number % 3 == 0, "found_count": 1,
        }
        for number, unit in enumerate(units)
        for kind in [kinds[number % 3]]
    ]  # fmt: skip


def _reconciled(row: Row) -> Row:
    return {
        "indicator_id": row["indicator_id"], "name_zh": row["name_zh"], "name_en": row["name_en"], "period": "2022",
        "published_text_zh": row["published_text_zh"], "published": Decimal(row["published"]),
        "recomputed": Decimal(row["value"]), "low": Decimal(row["low"]),
        "high": Decimal(row["high"]) if row["high"] else None,
        "is_high_exclusive": False, "verdict": "within",
    }  # fmt: skip
