"""Charts as SVG text: coverage by unit, cases by month, targets as bullets. Vectors only, Chinese font from the wheel.

Vega-Lite (altair) ► SVG by vl-convert, in process, no browser and no request. The same figures give the same bytes.
"""

import re
from decimal import Decimal
from typing import Any

from reports import fonts, tiles, wording
from reports.figures import SERIES
from reports.wording import Wording

Row = dict[str, Any]

INK, GREY, RED, BLUE, PALE = "#222222", "#8a8f98", "#b3261e", "#2f5d8a", "#d9e2ec"
WIDTH = 640
LABELS = 122
"""Where on the axis of percentages the figures stand, flush right."""
FEW = 15
"""Up to so many bullets stand wide apart; more stand closer, so that they share a page with what they are about."""
RATES = ("size100_union_rate", "size25_99_union_rate", "nef_union_rate")


def charts(figures: Row, definitions: dict[str, Row], language: str = "zh") -> list[Row]:
    """Charts that have data: key, title, svg."""
    say = Wording(language)
    made = (
        ("targets", bullets(figures, definitions, say)),
        ("tiles", _svg(grid) if (grid := tiles.grid(figures, definitions, say)) else ""),
        ("units", coverage(figures, definitions, say)),
        ("months", months(figures, definitions, say)),
    )
    return [{"key": key, "title": say.text(f"chart_{key}"), "svg": svg} for key, svg in made if svg]


def coverage(figures: Row, definitions: dict[str, Row], say: Wording) -> str:
    """Rates by unit: one panel a rate, units in official order, a line at the value of the whole."""
    import altair as alt

    totals = {row["indicator_id"]: row["value"] for row in figures["values"]}
    panels = []
    names = [
        say.place(child["unit_name"])
        for child in figures["children"]
        if any(_value(child, key) is not None for key in RATES)
    ]
    for number, key in enumerate(key for key in RATES if totals.get(key) is not None):
        rows = [_bar(child, key, say) for child in figures["children"] if _value(child, key) is not None]
        if not rows:
            continue
        scale = alt.Y("name:N", sort=names, title=None, scale=alt.Scale(domain=names))
        axis = alt.Axis(labels=number == 0, ticks=False, domain=False, labelLimit=140, labelPadding=6)
        bars = alt.Chart(_data(rows)).encode(y=scale.axis(axis))
        x = alt.X("value:Q", title=None, scale=alt.Scale(domain=[0, LABELS]), axis=None)
        rule = alt.Chart(_data([{"value": float(totals[key])}]))
        layer = (
            bars.mark_bar(color=BLUE, height={"band": 0.62}).encode(x=x)
            + bars.mark_text(align="right", fontSize=9, color=INK).encode(x=alt.X("edge:Q", axis=None), text="label:N")
            + rule.mark_rule(color=RED, strokeDash=[3, 2]).encode(x=x)
        )
        shown = wording.shown(totals[key], definitions[key])
        title = alt.Title(say.name(definitions[key]), subtitle=f"{say.place(figures['unit']['unit_name'])} {shown}%")
        panels.append(layer.properties(width=WIDTH // 3 - 35, height=max(60, 19 * len(names)), title=title))
    return _svg(alt.hconcat(*panels, spacing=14)) if panels else ""


def months(figures: Row, definitions: dict[str, Row], say: Wording) -> str:
    """Cases by month, a panel a kind; nothing when there is only one month to show."""
    import altair as alt

    if len(figures["months"]) < 2:
        return ""
    year = [say.short_period(f"2022-{month:02}") for month in range(1, 13)]
    names = [say.short_period(row["period"]) for row in figures["months"]]
    panels = []
    for key in SERIES:
        rows = [
            {"name": name, "value": float(month["values"][key]), "label": wording.grouped(month["values"][key])}
            for name, month in zip(names, figures["months"], strict=True)
            if month["values"].get(key) is not None
        ]
        if not rows or key not in definitions:
            continue
        definition = definitions[key]
        columns = alt.Chart(_data(rows)).encode(
            x=alt.X("name:N", sort=year, title=None, scale=alt.Scale(domain=year), axis=alt.Axis(labelAngle=0)),
            y=alt.Y("value:Q", title=None, axis=None),
        )
        layer = columns.mark_bar(color=BLUE, width={"band": 0.6}) + columns.mark_text(
            dy=-6, fontSize=9, color=INK
        ).encode(text="label:N")
        title = say.text("of_unit", name=say.name(definition), value=say.unit(definition))
        panels.append(layer.properties(width=WIDTH - 20, height=92, title=title))
    return _svg(alt.vconcat(*panels, spacing=12)) if panels else ""


def bullets(figures: Row, definitions: dict[str, Row], say: Wording) -> str:
    """Values against the level of their 2023 target, the level being the mark at 100; only where both are published."""
    import altair as alt

    rows = [
        _bullet(row, definitions[row["indicator_id"]], say)
        for row in figures["values"]
        if row["value"] is not None and row["target_level"] is not None and Decimal(row["target_level"]) > 0
    ]
    if not rows:
        return ""
    names = [row["name"] for row in rows]
    limit = 220 if say.is_chinese else 300
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y(
            "name:N", sort=names, title=None, axis=alt.Axis(ticks=False, domain=False, labelLimit=limit, labelPadding=6)
        )
    )
    x = alt.X("share:Q", title=None, scale=alt.Scale(domain=[0, 150], clamp=True), axis=None)
    layer = (
        base.mark_bar(color=PALE, height={"band": 0.7}).encode(x=alt.X("full:Q", axis=None))
        + base.mark_bar(color=BLUE, height={"band": 0.36}).encode(x=x)
        + base.mark_tick(color=RED, thickness=2.5, height=16).encode(x=alt.X("goal:Q", axis=None))
        + base.mark_text(align="left", dx=6, fontSize=9.5, color=INK).encode(x=alt.X("full:Q"), text="label:N")
    )
    return _svg(layer.properties(width=WIDTH + 20 - limit, height=(24 if len(rows) <= FEW else 18) * len(rows)))


def _data(rows: list[Row]) -> Any:
    import altair as alt

    return alt.Data(values=rows)  # type: ignore[no-untyped-call, unused-ignore]


def _bullet(row: Row, definition: Row, say: Wording) -> Row:
    unit = say.behind(definition, row["value"])
    value = wording.shown(row["value"], definition)
    share = min(Decimal(row["value"]) / Decimal(row["target_level"]) * 100, Decimal(120))
    goal = say.target(row["target_operator"], row["target_level"], say.behind(definition, row["target_level"]))
    return {
        "name": say.name(definition),
        "share": float(share),
        "goal": 100.0,
        "full": 120.0,
        "label": say.text("of_unit", name=f"{value}{unit}", value=say.text("goal", goal=goal)),
    }


def _bar(child: Row, key: str, say: Wording) -> Row:
    value = _value(child, key) or "0"
    return {
        "name": say.place(child["unit_name"]),
        "value": float(value),
        "label": say.in_table(value, False, 1),
        "edge": LABELS,
    }


def _value(child: Row, key: str) -> str | None:
    cell = child["values"].get(key)
    value: str | None = cell["value"] if cell and not cell["is_suppressed"] else None
    return value


def _svg(chart: Any) -> str:
    """SVG of a chart with our font; ids that the renderer counts up are made the same on every run."""
    import vl_convert

    fonts.register_for_charts()
    configured = (
        chart.configure(font=fonts.SANS, background="white", padding=4)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=10, labelColor=INK, grid=False)
        .configure_title(fontSize=11, fontWeight="normal", anchor="start", color=INK, subtitleColor=RED, offset=8)
    )
    svg: str = vl_convert.vegalite_to_svg(configured.to_dict(), vl_version="6.4")
    return _steady(svg)


def _steady(svg: str) -> str:
    """Clip paths are numbered through the life of the process: number them anew from one."""
    numbers: dict[str, str] = {}
    return re.sub(r"(clip|gradient_)(\d+)", lambda m: m[1] + numbers.setdefault(m[2], str(len(numbers) + 1)), svg)
