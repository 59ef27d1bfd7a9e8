"""A map-like grid: a tile a street, roughly where the street lies, coloured by a rate. No boundaries are drawn."""

from decimal import Decimal
from typing import Any

from reports import wording
from reports.wording import Wording

Row = dict[str, Any]

RATES = ("size25_99_union_rate", "nef_union_rate")
SIDE = 50
NAME = {"zh": 11, "en": 8.5}
"""Size of a street's name: the longest, Longcheng, fits its tile."""
LIGHT, DARK = "#dce7f1", "#1f4e79"


def grid(figures: Row, definitions: dict[str, Row], say: Wording) -> Any:
    """Chart of the streets for each rate that is published for most of them; None where no unit below has a tile."""
    import altair as alt

    panels = []
    for key in RATES:
        rows = [tile for child in figures["children"] if (tile := _tile(child, key, definitions.get(key), say))]
        if len(rows) > 2:
            panels.append(_panel(rows, definitions[key], say))
    return alt.hconcat(*panels, spacing=24).resolve_scale(color="independent") if panels else None


def _tile(child: Row, key: str, definition: Row | None, say: Wording) -> Row | None:
    """One street's tile; None when the unit has no place in the grid or no published value."""
    place, cell = wording.place_of(child["unit_name"]), child["values"].get(key)
    if place is None or "column" not in place or definition is None:
        return None
    if cell is None or cell["value"] is None or cell["is_suppressed"]:
        return None
    return {
        "name": say.place(child["unit_name"]).removesuffix("总工会").removesuffix("街道").removesuffix(" Street"),
        "column": place["column"],
        "row": place["row"],
        "value": float(cell["value"]),
        "label": f"{say.in_table(cell['value'], False, 1)}%",
    }


def _panel(rows: list[Row], definition: Row, say: Wording) -> Any:
    import altair as alt

    values = [Decimal(str(row["value"])) for row in rows]
    low, high = float(min(values)), float(max(values))
    middle = (low + high) / 2
    base = alt.Chart(alt.Data(values=rows)).encode(  # type: ignore[no-untyped-call, unused-ignore]
        x=alt.X("column:O", axis=None, scale=alt.Scale(domain=list(range(6)), padding=0.06)),
        y=alt.Y("row:O", axis=None, scale=alt.Scale(domain=list(range(4)), padding=0.06)),
    )
    scale = alt.Scale(domain=[low, high] if low < high else [low - 1, high], range=[LIGHT, DARK])
    ink = alt.condition(f"datum.value > {middle}", alt.value("white"), alt.value("#222222"))
    layer = (
        base.mark_rect(cornerRadius=3).encode(color=alt.Color("value:Q", scale=scale, legend=None))
        + base.mark_text(dy=-7, fontSize=NAME[say.language]).encode(text="name:N", color=ink)
        + base.mark_text(dy=9, fontSize=10).encode(text="label:N", color=ink)
    )
    return layer.properties(width=SIDE * 6, height=SIDE * 4, title=say.name(definition))
