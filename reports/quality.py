"""Tables about the data behind the figures: who reported, who was missing or late, findings, waivers."""

from typing import Any

from reports.tables import Cells, column, columns, table, toned
from reports.wording import Wording

Row = dict[str, Any]


def reporting(handins: Row, say: Wording) -> Row:
    """Reporting in one line: expected, received, on time, late, missing, held."""
    share = say.percent_of(str(handins["on_time"] / handins["expected"]) if handins["expected"] else None)
    names = ("expected", "received", "on_time", "on_time_share", "late", "missing", "held")
    cells: Cells = [share if name == "on_time_share" else f"{handins[name]:,}" for name in names]
    return table([column(say.column(name), right=True, grows=1) for name in names], [cells])


def units_named(rows: list[Row], say: Wording) -> Row:
    """Units by street with the periods that are missing or late, in running text, so that a year stays short."""
    streets: dict[str, list[str]] = {}
    for row in rows:
        periods = say.join([say.short_period(period) for period in row["periods"]])
        name = say.text("of_unit", name=say.place(row["unit_name"]), value=periods)
        streets.setdefault(say.place(row["street_name"] or row["unit_name"]), []).append(name)
    heads = columns(say, "street", "units_periods*", "units_count>")
    return table(heads, [[street, say.join(units), str(len(units))] for street, units in streets.items()])


def findings(rows: list[Row], say: Wording) -> Row:
    """Findings by kind with one example in the words that the clerk got."""
    names = ("severity", "example***", "headings*", "count>", "units_count>", "resolved>", "code")
    return table(columns(say, *names), [_finding(row, say) for row in rows])


def _finding(row: Row, say: Wording) -> Cells:
    return [
        say.word("severities", row["severity"]),
        example(row, say),
        say.join(row["headings"]),
        *(f"{row[name]:,}" for name in ("count", "units", "resolved")),
        toned(row["code"] if row["code"][1:2] == "-" else "", "plain"),  # a rule is named by its sentence
    ]


def example(row: Row, say: Wording) -> str:
    """The message of a finding in this language, else in Chinese."""
    return str((row["example"] if say.is_chinese else row.get("example_en") or row["example"]) or "")


def waivers(rows: list[Row], say: Wording) -> Row:
    """Who need not report or meet what, why, by which role, until when."""
    names = ("unit_name", "rule*", "period", "reason", "approver", "expires")
    return table(columns(say, *names), [_waiver(row, say) for row in rows])


def _waiver(row: Row, say: Wording) -> Cells:
    kind, rule = say.word("waived_kinds", row["kind"]), row["rule"].replace("_", " ")
    return [
        say.place(row["unit_name"]),
        say.text("of_unit", name=kind, value=rule) if rule else kind,
        say.period(row["period"]) if row["period"] else "",
        say.word("waiver_reasons", row["reason"]),
        say.word("approvers", row["approver"]),
        row["expires"] or "",
    ]
