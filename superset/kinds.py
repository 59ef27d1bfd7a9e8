"""The kinds of specification/dashboards.yaml (headline, streets, trend …) ► name, table and form data of a chart."""

import csv
from pathlib import Path
from typing import Any

import charts
import yaml

ROOT = Path(__file__).resolve().parent
SPECIFICATION = ROOT / "specification"
TARGETS = ROOT.parent / "dbt" / "seeds" / "targets.csv"
PRINTED = {"printed", "counted", "full_coverage_wording"}  # other levels are our assumption and are not drawn
HEIGHTS = {"headline": 19, "number": 19, "street_table": 58, "summary": 58, "rows": 61, "parts": 60, "matrix": 54}
TARGET_TABLES = {"fct_target_progress", "fct_target_unit"}
NUMBERS = {"recomputed", "low", "high", "value", "pace_expected", "baseline"}
Document = dict[str, Any]


class Book:
    """Everything the specification says, and the chart builders that need it."""

    def __init__(self) -> None:
        """Read the specification and the target levels that the plan prints, counts or calls full coverage."""
        read = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in SPECIFICATION.glob("*.yaml")}
        self.columns, self.datasets = read["columns"], read["datasets"]
        self.indicators, self.dashboards = read["dashboards"]["indicators"], read["dashboards"]["dashboards"]
        with TARGETS.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        self.targets = {row["id"]: row for row in rows if row["value_basis"] in PRINTED}

    def height(self, spec: Document) -> int:
        """Height of a chart on the grid, in units of 8 pixels."""
        usual = 16 + 4 * len(spec["indicators"]) if spec["kind"] == "targets" else HEIGHTS.get(spec["kind"], 46)
        return int(spec.get("height", usual))

    def colours(self, rows: list[list[Document]], said: dict[str, str]) -> dict[str, str]:
        """Colour of each label of a dashboard: the lines of one chart differ, the same figure keeps its colour.

        `said` are colours that a dashboard gives to metrics itself, where a colour has a meaning.
        """
        metrics = {name: spec[0] for table in self.datasets.values() for name, spec in table["metrics"].items()}
        colours: dict[str, str] = {metrics[name]: colour for name, colour in said.items()}
        for spec in sorted((spec for row in rows for spec in row), key=lambda spec: -len(self._labels(spec))):
            for label in self._labels(spec):
                if label not in colours:
                    free = [
                        colour
                        for colour in charts.PALETTE
                        if colour not in {colours.get(other) for other in self._labels(spec)}
                    ]
                    colours[label] = free[0]
        # Superset looks a saved metric up by its name, a metric of the chart by its label.
        return colours | {name: colours[label] for name, label in metrics.items() if label in colours}

    def _labels(self, spec: Document) -> list[str]:
        if spec["kind"] in {"streets", "trend"}:
            return [self.indicators[i]["zh"] for i in spec.get("indicators") or [spec["indicator"]]]
        if spec["kind"] in {"bars", "months"}:
            return [self.datasets[spec["dataset"]]["metrics"][name][0] for name in spec["metrics"]]
        return []

    def chart(self, spec: Document) -> tuple[str, str, charts.Chart]:
        """Name, table and form data of one chart."""
        return getattr(self, f"_{spec['kind']}")(spec)

    def _headline(self, spec: Document) -> tuple[str, str, charts.Chart]:
        one = self.indicators[spec["indicator"]]
        filters = [*charts.pins("district", charts.GRAIN_YEAR), charts.equals("indicator_id", spec["indicator"])]
        unit = f"{one['unit'].split()[0]} · {one['en']}" if "unit" in one else one["en"]
        return (
            one["zh"],
            charts.VALUES,
            charts.number(charts.METRICS[one["show"]], charts.FORMATS[one["show"]], unit, filters),
        )

    def _streets(self, spec: Document) -> tuple[str, str, charts.Chart]:
        ids = spec.get("indicators") or [spec["indicator"]]
        first = self.indicators[ids[0]]
        filters = [*charts.pins("street", charts.GRAIN_YEAR), charts.among("indicator_id", ids)]
        level = self._level(first) if len(ids) == 1 and first["show"] == "rate" else None
        form = charts.FORMATS[first["show"]].replace(".2%", ".1%")
        chart = charts.bars(
            "street_short",
            self._measures(ids),
            "official_order",
            form,
            filters,
            level,
            f"2023年目标 {level:.0%}（{self._basis(first)}）" if level else "",
        )
        return spec.get("name", f"各街道{first['zh']} {first['en']} by street"), charts.VALUES, chart

    def _trend(self, spec: Document) -> tuple[str, str, charts.Chart]:
        ids = spec["indicators"]
        filters = [
            *charts.pins(spec.get("level", "district"), spec.get("grain", charts.GRAIN_MONTH)),
            charts.among("indicator_id", ids),
            charts.any_time("first_on"),
        ]
        form = charts.FORMATS[self.indicators[ids[0]]["show"]]
        levels = [(i, self._level(self.indicators[i])) for i in ids if spec.get("level") != "street"]
        drawn = [
            (f"目标 {self._shown(level, form)}（{self._basis(self.indicators[i])}）", level)
            for i, level in levels
            if level is not None
        ]
        chart = charts.months(self._measures(ids), form, filters, drawn, spec.get("draw", "line").removesuffix("s"))
        return spec["name"], charts.VALUES, chart

    def _street_table(self, spec: Document) -> tuple[str, str, charts.Chart]:
        ids = spec["indicators"]
        measures, forms = self._columns_of(ids)
        filters = [*charts.pins("street", charts.GRAIN_YEAR), charts.among("indicator_id", ids)]
        return (
            spec["name"],
            charts.VALUES,
            charts.summary(["street_name"], "official_order", measures, forms, filters),
        )

    def _parts(self, spec: Document) -> tuple[str, str, charts.Chart]:
        """A table of own values added up by the groups of `by`: a click on a name filters what stands below."""
        measures, forms = self._columns_of(spec["indicators"])
        filters = [*charts.own_pins(), charts.among("indicator_id", spec["indicators"])]
        chart = charts.summary(spec["by"], "official_order", measures, forms, filters)
        return spec["name"], charts.OWN_VALUES, chart | {"page_length": 0}

    def _part_ring(self, spec: Document) -> tuple[str, str, charts.Chart]:
        """One count by street, from own values: a street can be clicked, and drilled by federation."""
        filters = [*charts.own_pins(), charts.equals("indicator_id", spec["indicator"])]
        (measure,) = self._measures([spec["indicator"]])
        form = charts.FORMATS[self.indicators[spec["indicator"]]["show"]]
        return spec["name"], charts.OWN_VALUES, charts.ring("street_name", measure, form, filters)

    def _matrix(self, spec: Document) -> tuple[str, str, charts.Chart]:
        """Targets side by side, one line a street: the word of the state in each cell, behind filled."""
        words = self.datasets["fct_target_unit"]["labels"]["state"]
        cases = " ".join(f"WHEN '{code}' THEN '{word}'" for code, word in words.items())
        cells = [
            {
                "expressionType": "SQL",
                "sqlExpression": f"MAX(CASE state {cases} END) FILTER (WHERE target_id = '{target}')",
                "label": name,
                "hasCustomLabel": True,
                "optionName": f"metric_{target}",
            }
            for target, name in spec["targets"].items()
        ]
        filters = [charts.equals("unit_level", "street"), charts.among("target_id", list(spec["targets"]))]
        chart = charts.summary(["street_name"], "official_order", cells, {}, filters)
        shown = {name: {"horizontalAlign": "center"} for name in spec["targets"].values()}
        fills = [
            charts.alert(name, words[state], fill, whole_row=False)
            for name in spec["targets"].values()
            for state, fill in charts.FILLS.items()
        ]
        plain = {"show_totals": False, "column_config": shown, "conditional_formatting": fills}
        return spec["name"], "fct_target_unit", chart | plain

    def _targets(self, spec: Document) -> tuple[str, str, charts.Chart]:
        columns = [
            "name_zh",
            "target_label",
            "value_basis_label",
            "value",
            "pace_expected",
            "each_label",
            "baseline",
            "due",
            "as_of",
            "state_label",
        ]
        form = {name: {"d3NumberFormat": ",.2~f"} for name in ("value", "pace_expected", "baseline")}
        filters = [charts.among("indicator_id", spec["indicators"])]
        chart = charts.rows(columns, "+state_order +due +target_id", form, filters, page=0)
        return spec["name"], "fct_target_progress", chart | self._alerts("fct_target_progress")

    def _number(self, spec: Document) -> tuple[str, str, charts.Chart]:
        form = self.datasets[spec["dataset"]]["metrics"][spec["metric"]][3]
        zh, _, en = spec["name"].partition(" ")
        unit = f"{spec['unit'].split()[0]} · {en}"
        return zh, spec["dataset"], charts.number(spec["metric"], form, unit, self._conditions(spec))

    def _bars(self, spec: Document) -> tuple[str, str, charts.Chart]:
        form = self.datasets[spec["dataset"]]["metrics"][spec["metrics"][0]][3]
        chart = charts.bars(
            spec["by"],
            spec["metrics"],
            spec.get("order"),
            form,
            self._conditions(spec),
            sideways=spec.get("sideways", False),
            stack=spec.get("stack", False),
        )
        return spec["name"], spec["dataset"], chart

    def _months(self, spec: Document) -> tuple[str, str, charts.Chart]:
        form = self.datasets[spec["dataset"]]["metrics"][spec["metrics"][0]][3]
        filters = [*self._conditions(spec), charts.any_time("first_on")]
        return spec["name"], spec["dataset"], charts.months(spec["metrics"], form, filters, [])

    def _summary(self, spec: Document) -> tuple[str, str, charts.Chart]:
        forms = {name: self.datasets[spec["dataset"]]["metrics"][name][3] for name in spec["metrics"]}
        chart = charts.summary([spec["by"]], spec["order"], spec["metrics"], forms, self._conditions(spec))
        return spec["name"], spec["dataset"], chart

    def _rows(self, spec: Document) -> tuple[str, str, charts.Chart]:
        form = {name: {"d3NumberFormat": ",.2~f"} for name in spec["columns"] if name in NUMBERS}
        chart = charts.rows(spec["columns"], spec["sort"], form, self._conditions(spec))
        return spec["name"], spec["dataset"], chart | self._alerts(spec["dataset"])

    def _alerts(self, dataset: str) -> dict[str, Any]:
        """Fills of the rows of a table of targets by their state; other tables have none."""
        if dataset not in TARGET_TABLES:
            return {}
        words = self.datasets[dataset]["labels"]["state"]
        return {
            "conditional_formatting": [
                charts.alert("state_label", words[state], fill, whole_row=state == "behind")
                for state, fill in charts.FILLS.items()
            ]
        }

    def _columns_of(self, ids: list[str]) -> tuple[list[dict[str, Any]], dict[str, str]]:
        """Columns of a table of indicators, money in 10 000 yuan, and their number formats."""
        measures = self._measures(ids)
        for one, i in zip(measures, ids, strict=True):
            one["label"] += "（万元）" if self.indicators[i]["show"] == "ten_thousand_yuan" else ""
        return measures, {
            one["label"]: charts.FORMATS[self.indicators[i]["show"]] for one, i in zip(measures, ids, strict=True)
        }

    def _conditions(self, spec: Document) -> list[dict[str, Any]]:
        return [charts.where(condition) for condition in spec.get("filters", [])]

    def _measures(self, ids: list[str]) -> list[dict[str, Any]]:
        return [charts.measure(i, self.indicators[i]["show"], self.indicators[i]["zh"]) for i in ids]

    def _basis(self, indicator: Document) -> str:
        """What the level of the target of an indicator rests on, in the words of the labels of the data sets."""
        words = self.datasets["fct_target_progress"]["labels"]["value_basis"]
        return str(words[self.targets[indicator["target"]]["value_basis"]])

    @staticmethod
    def _shown(level: float, form: str) -> str:
        return f"{level:.0%}" if form.endswith("%") else f"{level:,.0f}"

    def _level(self, indicator: Document) -> float | None:
        """Level to draw, in the scale of the axis: a rate is drawn as a fraction."""
        if "target" not in indicator:
            return None
        return float(self.targets[indicator["target"]]["target_value"]) / (100 if indicator["show"] == "rate" else 1)
