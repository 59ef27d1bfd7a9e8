"""Place charts on a dashboard's grid (12 columns; heights in units of 8 pixels) and write its filters."""

from collections.abc import Callable
from typing import Any

Node = dict[str, Any]
GRID = ["ROOT_ID", "GRID_ID"]
# The badge that counts filters takes a third of a narrow card's title; the filters stand above the page anyway.
STYLE = ".header-controls .filter-counts { display: none; }"
DISTRICT_KINDS = {"headline", "targets"}


class Layout:
    """Grows row by row; `document` gives the finished dashboard."""

    def __init__(self, title: str, note: str, note_height: int = 6) -> None:
        """Start a page: its title, then the note that says how to read it."""
        self._charts: list[tuple[int, Node]] = []
        self._row = ""
        self._nodes: dict[str, Node] = {
            "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
            "GRID_ID": {"type": "GRID", "id": "GRID_ID", "children": [], "parents": ["ROOT_ID"]},
            "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": title}},
        }
        self.row()
        self._add("MARKDOWN-note", "MARKDOWN", {"code": note, "width": 12, "height": note_height})

    def row(self) -> None:
        """Begin a new row."""
        self._row = f"ROW-{len(self._nodes['GRID_ID']['children']) + 1}"
        self._nodes[self._row] = {
            "type": "ROW",
            "id": self._row,
            "children": [],
            "parents": GRID,
            "meta": {"background": "BACKGROUND_TRANSPARENT"},
        }
        self._nodes["GRID_ID"]["children"].append(self._row)

    def chart(self, uuid: str, name: str, spec: Node, height: int) -> None:
        """Add a chart to the row; without a width it is one of six."""
        number = len(self._charts) + 1
        self._charts.append((number, spec))
        meta = {"chartId": number, "uuid": uuid, "sliceName": name, "width": spec.get("width", 2), "height": height}
        self._add(f"CHART-{number}", "CHART", meta)

    def _add(self, key: str, kind: str, meta: Node) -> None:
        self._nodes[key] = {"type": kind, "id": key, "children": [], "parents": [*GRID, self._row], "meta": meta}
        self._nodes[self._row]["children"].append(key)

    def document(
        self,
        path: str,
        spec: Node,
        colours: dict[str, str],
        uid: Callable[[str], str],
        dataset_path: Callable[[str], str],
    ) -> Node:
        """The dashboard with its native filters."""
        filters = getattr(self, f"_{spec.get('filters', 'indicator')}_filters")()
        for item in filters:
            for target in item["targets"]:
                if "table" in target:
                    target["datasetUuid"] = uid(dataset_path(target.pop("table")))
        return {
            "dashboard_title": spec["title"],
            "description": None,
            "css": STYLE,
            "slug": spec["slug"],
            "uuid": uid(path),
            "published": True,
            "position": {"DASHBOARD_VERSION_KEY": "v2", **self._nodes},
            "metadata": {
                "color_scheme": "grassroots",
                "label_colors": colours,
                **self._cross_filters(),
                "refresh_frequency": 0,
                "expanded_slices": {},
                "timed_refresh_immune_slices": [],
                "filter_bar_orientation": "HORIZONTAL",
                "native_filter_configuration": filters,
            },
        }

    def _cross_filters(self) -> Node:
        """A click filters what stands at a deeper level of the drill, never the figures above it nor its own level."""
        levels = {number: spec["level"] for number, spec in self._charts if isinstance(spec.get("level"), int)}
        if not levels:
            return {"cross_filters_enabled": False}
        return {
            "cross_filters_enabled": True,
            "global_chart_configuration": {
                "scope": _scope(self._where(lambda c: "level" not in c)),
                "chartsInScope": [],
            },
            "chart_configuration": {
                str(number): {
                    "id": number,
                    "crossFilters": {
                        "scope": _scope([other for other, _ in self._charts if levels.get(other, -1) <= level]),
                        "chartsInScope": [],
                    },
                }
                for number, level in levels.items()
            },
        }

    def _drill_filters(self) -> list[Node]:
        """Year, street and federation; the federations offered are those of the chosen streets."""
        table, whole = "fct_own_value", self._where(lambda c: "level" not in c)
        federation = _select(
            "federation",
            "工联会 Federation",
            table,
            "federation_name",
            order="official_order",
            excluded=whole + self._where(lambda c: c.get("level") == 0),
        )
        return [
            _select("year", "年度 Year", table, "period", single=True, ascending=False, excluded=[]),
            _select("street", "街道 Street", table, "street_name", order="official_order", excluded=whole),
            federation | {"cascadeParentIds": ["NATIVE_FILTER-street"]},
        ]

    def _target_filters(self) -> list[Node]:
        """State of a target, and street where it is tested street by street."""
        return [
            _select(
                "state",
                "状态 State",
                "fct_target_progress",
                "state_label",
                order="order_of_state",
                excluded=self._where(lambda c: c["kind"] != "rows"),
            ),
            _select(
                "street",
                "街道 Street",
                "fct_target_unit",
                "street_name",
                order="official_order",
                excluded=self._where(lambda c: c["dataset"] != "fct_target_unit"),
            ),
        ]

    def _indicator_filters(self) -> list[Node]:
        """Year for the figures, months for the trends, street for what is shown by street."""
        table = "fct_indicator_value"
        return [
            _select(
                "year",
                "年度 Year",
                table,
                "period",
                single=True,
                ascending=False,
                excluded=self._where(lambda c: c["kind"] in {"trend", "targets"}),
                only={"subject": "period_grain", "comparator": "year"},
            ),
            _select(
                "street",
                "街道 Street",
                table,
                "street_name",
                order="official_order",
                only={"subject": "unit_level", "comparator": "street"},
                excluded=self._where(
                    lambda c: c["kind"] in DISTRICT_KINDS or (c["kind"] == "trend" and c.get("level") != "street")
                ),
            ),
            _months(excluded=self._where(lambda c: c["kind"] != "trend")),
        ]

    def _quality_filters(self) -> list[Node]:
        """Months and streets for everything but the recomputed figures of the yearly report."""
        whole = self._where(lambda c: c.get("whole", False))
        return [
            _select("period", "月份 Period", "fct_submission", "period", excluded=whole),
            _select(
                "street",
                "街道 Street",
                "fct_submission",
                "street_name",
                order="street_order",
                excluded=whole,
                only={"subject": "street_name", "operator": "IS NOT NULL", "operatorId": "IS_NOT_NULL"},
            ),
        ]

    def _where(self, wanted: Callable[[Node], bool]) -> list[int]:
        return [number for number, spec in self._charts if wanted(spec)]


def _scope(excluded: list[int]) -> Node:
    return {"rootPath": ["ROOT_ID"], "excluded": excluded}


def _filter(key: str, name: str, kind: str, targets: list[Node], excluded: list[int], control: Node) -> Node:
    return {
        "id": f"NATIVE_FILTER-{key}",
        "name": name,
        "type": "NATIVE_FILTER",
        "filterType": kind,
        "targets": targets,
        "controlValues": control,
        "cascadeParentIds": [],
        "scope": _scope(excluded),
        "defaultDataMask": {"extraFormData": {}, "filterState": {}, "ownState": {}},
        "description": "",
    }


def _select(
    key: str,
    name: str,
    table: str,
    column: str,
    *,
    excluded: list[int],
    single: bool = False,
    ascending: bool = True,
    order: str | None = None,
    only: Node | None = None,
) -> Node:
    """Choice of values of a column; `single` starts with the first one and never is empty."""
    control = {
        "enableEmptyFilter": single,
        "defaultToFirstItem": single,
        "multiSelect": not single,
        "searchAllOptions": False,
        "inverseSelection": False,
        "sortAscending": ascending,
    }
    made_first = {"requiredFirst": True} if single else {}  # apply the first value at once, without a click on Apply
    if order:
        control["sortMetric"] = order
    made = _filter(key, name, "filter_select", [{"table": table, "column": {"name": column}}], excluded, control)
    made |= made_first
    if only:
        made["adhoc_filters"] = [
            {"expressionType": "SIMPLE", "clause": "WHERE", "operator": "==", "operatorId": "EQUALS", **only}
        ]
    return made


def _months(excluded: list[int]) -> Node:
    return _filter("months", "月份范围 Months", "filter_time", [{}], excluded, {"enableEmptyFilter": False})
