"""Form data of Superset's charts: what its front end reads from a saved chart.

A chart of indicator values always carries the filters reading, unit_level and period_grain: the table holds the same
event at every level and grain, so a chart that forgets one would count it several times.
"""

from typing import Any

Chart = dict[str, Any]
GRAIN_YEAR, GRAIN_MONTH = "year", "month"
VALUES = "fct_indicator_value"
OWN_VALUES = "fct_own_value"
TARGET_COLOUR = "#D4881C"
# The order of superset_config.EXTRA_CATEGORICAL_COLOR_SCHEMES: colours that differ in lightness, not only in hue.
PALETTE = ["#B3261E", "#E0A030", "#2F6B8F", "#5B8C5A", "#7A5C99", "#C9744A", "#4FA3A5", "#8A8A8A"]


def pins(level: str, grain: str) -> list[dict[str, Any]]:
    """The three filters that every chart of indicator values carries."""
    return [equals("reading", "as_was"), equals("unit_level", level), equals("period_grain", grain)]


def own_pins() -> list[dict[str, Any]]:
    """The filters of every chart of own values: these hold one row a unit, so there is no level to choose."""
    return [equals("reading", "as_was"), equals("period_grain", GRAIN_YEAR)]


def equals(column: str, value: str) -> dict[str, Any]:
    """Filter `column = value`."""
    return {
        "expressionType": "SIMPLE",
        "clause": "WHERE",
        "subject": column,
        "operator": "==",
        "operatorId": "EQUALS",
        "comparator": value,
    }


def among(column: str, values: list[str]) -> dict[str, Any]:
    """Filter `column IN (values)`."""
    return {
        "expressionType": "SIMPLE",
        "clause": "WHERE",
        "subject": column,
        "operator": "IN",
        "operatorId": "IN",
        "comparator": values,
    }


def where(condition: str) -> dict[str, Any]:
    """Filter by a condition in SQL; its columns are checked like all others."""
    return {"expressionType": "SQL", "clause": "WHERE", "sqlExpression": condition}


def any_time(column: str) -> dict[str, Any]:
    """Place where the dashboard's time filter takes hold."""
    return {
        "expressionType": "SIMPLE",
        "clause": "WHERE",
        "subject": column,
        "operator": "TEMPORAL_RANGE",
        "operatorId": "TEMPORAL_RANGE",
        "comparator": "No filter",
    }


FORMATS = {"rate": ".2%", "count": ",d", "ten_thousand_yuan": ",.2f"}
METRICS = {"rate": "rate", "count": "total_value", "ten_thousand_yuan": "total_ten_thousand_yuan"}


def measure(indicator_id: str, show: str, label: str) -> dict[str, Any]:
    """Metric of one indicator inside a chart that shows several; a rate is a sum over a sum."""
    only = f"FILTER (WHERE indicator_id = '{indicator_id}')"
    expression = {
        "rate": f"SUM(numerator) {only} / NULLIF(SUM(denominator) {only}, 0)",
        "count": f"SUM(value) {only}",
        "ten_thousand_yuan": f"SUM(value) {only} / 10000",
    }[show]
    return {
        "expressionType": "SQL",
        "sqlExpression": expression,
        "label": label,
        "hasCustomLabel": True,
        "optionName": f"metric_{indicator_id}",
    }


def number(metric: str, form: str, unit: str, filters: list[dict[str, Any]]) -> Chart:
    """One big figure with its unit below."""
    return {
        "viz_type": "big_number_total",
        "metric": metric,
        "adhoc_filters": filters,
        "y_axis_format": form,
        "header_font_size": 0.5,
        "subtitle": unit,
        "subtitle_font_size": 0.2,
        "time_format": "%Y-%m-%d",
    }


def bars(
    x: str,
    metrics: list[Any],
    order: str | None,
    form: str,
    filters: list[dict[str, Any]],
    target: float | None = None,
    target_name: str = "",
    sideways: bool = False,
    stack: bool = False,
) -> Chart:
    """Bars over a category: streets in official order, months in time order, codes by frequency."""
    chart: Chart = {
        "viz_type": "echarts_timeseries_bar",
        "x_axis": x,
        "x_axis_force_categorical": True,
        "metrics": metrics,
        "groupby": [],
        "adhoc_filters": filters,
        "x_axis_sort": order or x,
        "x_axis_sort_asc": True,
        "row_limit": 200,
        "color_scheme": "grassroots",
        "show_legend": len(metrics) > 1,
        "legendType": "scroll",
        "legendOrientation": "bottom" if len(metrics) > 1 else "top",
        "show_value": True,
        "only_total": False,
        "y_axis_format": form,
        "rich_tooltip": True,
        "showTooltipTotal": False,
        "truncateYAxis": form.endswith("%"),
        "y_axis_bounds": [0, 1] if form.endswith("%") else [None, None],
        "orientation": "horizontal" if sideways else "vertical",
        "truncateXAxis": False,
        "zoomable": False,
        "x_axis_title_margin": 15,
        "y_axis_title_margin": 30,
        "xAxisLabelRotation": 0,
        "xAxisLabelInterval": "0",
    }
    if stack:
        chart["stack"] = "Stack"
    if order:
        chart["timeseries_limit_metric"] = order
    if target is not None:
        chart["annotation_layers"] = [_line(target_name, target)]
    return chart


def ring(group: str, metric: dict[str, Any], form: str, filters: list[dict[str, Any]]) -> Chart:
    """Shares of one count; unlike bars over an axis its parts can be clicked and, by right click, drilled by."""
    return {
        "viz_type": "pie",
        "groupby": [group],
        "metric": metric,
        "adhoc_filters": filters,
        "row_limit": 200,
        "sort_by_metric": True,
        "color_scheme": "grassroots",
        "show_legend": False,
        "show_labels": True,
        "show_labels_threshold": 0.5,
        "labels_outside": True,
        "label_line": True,
        "label_type": "key_value_percent",
        "number_format": form,
        "donut": True,
        "innerRadius": 38,
        "outerRadius": 68,
    }


def months(
    metrics: list[Any], form: str, filters: list[dict[str, Any]], targets: list[tuple[str, float]], draw: str = "line"
) -> Chart:
    """Values by month: stocks and rates as lines, flows as bars from zero."""
    return {
        "viz_type": f"echarts_timeseries_{draw}",
        "x_axis": "month_short",  # text: Superset labels a time axis unevenly and leaves out its ends
        "x_axis_force_categorical": True,
        "x_axis_sort": "month_short",
        "x_axis_sort_asc": True,
        "metrics": metrics,
        "groupby": [],
        "adhoc_filters": filters,
        "row_limit": 1000,
        "color_scheme": "grassroots",
        "show_legend": True,
        "legendType": "scroll",
        "legendOrientation": "top",
        "y_axis_format": form,
        "markerEnabled": True,
        "markerSize": 6,
        "rich_tooltip": True,
        "truncateYAxis": form.endswith("%"),
        "y_axis_bounds": [None, 1] if form.endswith("%") else [None, None],
        "zoomable": False,
        "x_axis_title_margin": 15,
        "y_axis_title_margin": 30,
        "annotation_layers": [_line(name, level) for name, level in targets],
    }


def _line(name: str, level: float) -> dict[str, Any]:
    """A dashed horizontal line at the target."""
    return {
        "annotationType": "FORMULA",
        "sourceType": "",
        "name": name,
        "value": str(level),
        "show": True,
        "showLabel": True,
        "showMarkers": False,
        "hideLine": False,
        "style": "dashed",
        "width": 2,
        "opacity": "",
        "color": TARGET_COLOUR,
        "overrides": {"time_range": None},
    }


# Fills of whole rows: a target that falls behind is seen before it is read; one not begun is marked, not shouted.
FILLS = {"behind": "#F8D0CC", "not_started": "#FDF0D5"}


def alert(column: str, word: str, fill: str, whole_row: bool = True) -> dict[str, Any]:
    """Conditional formatting: where the column holds the word, the row (or only that cell) is filled."""
    return {
        "column": column,
        "operator": "=",
        "targetValue": word,
        "colorScheme": fill,
        "useGradient": False,
        "columnFormatting": "ENTIRE_ROW" if whole_row else column,
        "objectFormatting": "BACKGROUND_COLOR",
    }


def summary(
    groups: list[str], order: str, metrics: list[Any], forms: dict[str, str], filters: list[dict[str, Any]]
) -> Chart:
    """A table with one line a street (or another group), in official order, and the line of all."""
    return {
        "viz_type": "table",
        "query_mode": "aggregate",
        "groupby": groups,
        "metrics": metrics,
        "all_columns": [],
        "percent_metrics": [],
        "adhoc_filters": filters,
        "timeseries_limit_metric": order,
        "show_totals": True,
        "order_desc": False,
        "row_limit": 200,
        "server_page_length": 20,
        "show_cell_bars": True,
        "color_pn": False,
        "align_pn": False,
        "table_timestamp_format": "%Y-%m-%d",
        "allow_rearrange_columns": False,
        "include_search": False,
        "column_config": {
            label: {"d3NumberFormat": form, "horizontalAlign": "right", "showCellBars": not form.endswith("%")}
            for label, form in forms.items()
        },
    }


def rows(columns: list[str], sort: str, form: dict[str, Any], filters: list[dict[str, Any]], page: int = 10) -> Chart:
    """A table of single rows by the columns of `sort`, each from high to low unless it starts with '+'."""
    return {
        "viz_type": "table",
        "query_mode": "raw",
        "all_columns": columns,
        "groupby": [],
        "metrics": [],
        "percent_metrics": [],
        "adhoc_filters": filters,
        "order_by_cols": [
            f'["{key.lstrip("+")}", {"true" if key.startswith("+") else "false"}]' for key in sort.split()
        ],
        "row_limit": 1000,
        "page_length": page,
        "server_pagination": False,
        "show_cell_bars": False,
        "table_timestamp_format": "%Y-%m-%d",
        "include_search": False,
        "column_config": form,
    }
