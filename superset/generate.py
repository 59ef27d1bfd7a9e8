"""specification/*.yaml ► assets/**/*.yaml, the files that Superset imports. Run after every change:

    .venv/bin/python superset/generate.py           # write the assets
    .venv/bin/python superset/generate.py --check   # exit 1 when the committed assets are not what the specification says

The specification says once what forty asset files would repeat: columns with their meaning, indicators with their labels,
rows of charts. An asset's uuid is uuid5 of its path, so two checkouts mean the same object and no dedupe step is needed.
"""

import argparse
import csv
import sys
import uuid
from pathlib import Path
from typing import Any

import charts
import yaml

ROOT = Path(__file__).resolve().parent
SPECIFICATION, ASSETS = ROOT / "specification", ROOT / "assets"
TARGETS = ROOT.parent / "dbt" / "seeds" / "targets.csv"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "grassroots.invalid")
DATABASE = "databases/grassroots.yaml"
VERSION = "1.0.0"
HEIGHTS = {"headline": 16, "number": 16, "street_table": 62, "targets": 34, "rows": 56}
Document = dict[str, Any]


def uid(path: str) -> str:
    """The uuid of an asset: uuid5 of its path below assets/."""
    return str(uuid.uuid5(NAMESPACE, path))


def dataset_path(table: str) -> str:
    """Where the asset of a table lies."""
    return f"datasets/grassroots/{table}.yaml"


def dataset(table: str, spec: Document, columns: Document) -> Document:
    """A physical table: every column described in both languages, codes shown as words, named metrics."""
    described = {name: spec.get("override", {}).get(name, columns[name]) for name in spec["columns"]}
    return {
        "table_name": table, "main_dttm_col": spec.get("time"), "description": spec["title"], "schema": "published",
        "sql": None, "filter_select_enabled": True, "uuid": uid(dataset_path(table)), "version": VERSION,
        "database_uuid": uid(DATABASE), "normalize_columns": False, "is_managed_externally": True,
        "columns": [_column(name, *values) for name, values in described.items()]
        + [_label(name, codes, described[name]) for name, codes in spec.get("labels", {}).items()],
        "metrics": [
            {"metric_name": name, "verbose_name": zh, "expression": " ".join(sql.split()), "description": f"{zh} {en}",
             "d3format": form or None}
            for name, (zh, en, sql, form) in spec["metrics"].items()
        ],
    }  # fmt: skip


def _column(name: str, kind: str, zh: str, en: str, meaning_zh: str, meaning_en: str) -> Document:
    return {"column_name": name, "verbose_name": zh, "description": f"{meaning_zh} / {en}: {meaning_en}", "type": kind.upper(),
            "is_dttm": kind in {"date", "timestamptz"}, "is_active": True, "groupby": True, "filterable": True,
            "expression": None}  # fmt: skip


def _label(name: str, codes: dict[str, str], described: list[str]) -> Document:
    """A calculated column that shows codes as words; an unknown code shows itself."""
    cases = " ".join(f"WHEN '{code}' THEN '{word}'" for code, word in codes.items())
    return _column(f"{name}_label", "text", *described[1:]) | {"expression": f"CASE {name} {cases} ELSE {name} END"}


class Book:
    """Everything the specification says, and the chart builders that need it."""

    def __init__(self, targets: Path) -> None:
        """Read the specification and the printed target levels of the catalogue."""
        read = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in SPECIFICATION.glob("*.yaml")}
        self.columns, self.datasets = read["columns"], read["datasets"]
        self.indicators, self.dashboards = read["dashboards"]["indicators"], read["dashboards"]["dashboards"]
        with targets.open(encoding="utf-8", newline="") as lines:
            self.targets = {row.get("target_id") or row["id"]: row.get("level") or row["target_value"]
                            for row in csv.DictReader(lines)}  # fmt: skip

    def chart(self, spec: Document) -> tuple[str, str, charts.Chart]:
        """Name, table and form data of one chart."""
        return getattr(self, f"_{spec['kind']}")(spec)

    def _headline(self, spec: Document) -> tuple[str, str, charts.Chart]:
        one = self.indicators[spec["indicator"]]
        filters = [*charts.pins("district", charts.GRAIN_YEAR), charts.equals("indicator_id", spec["indicator"])]
        unit = f"{one['unit'].split()[0]} · {one['en']}" if "unit" in one else one["en"]
        return one["zh"], charts.VALUES, charts.number(charts.METRICS[one["show"]], charts.FORMATS[one["show"]], unit, filters)

    def _streets(self, spec: Document) -> tuple[str, str, charts.Chart]:
        ids = spec.get("indicators") or [spec["indicator"]]
        first = self.indicators[ids[0]]
        filters = [*charts.pins("street", charts.GRAIN_YEAR), charts.among("indicator_id", ids)]
        level = self._level(first) if len(ids) == 1 and first["show"] == "rate" else None
        chart = charts.bars("unit_name", self._measures(ids), "official_order", charts.FORMATS[first["show"]], filters,
                            level, "2023年目标 Target")  # fmt: skip
        return spec.get("name", f"各街道{first['zh']} {first['en']} by street"), charts.VALUES, chart

    def _trend(self, spec: Document) -> tuple[str, str, charts.Chart]:
        ids = spec["indicators"]
        filters = [*charts.pins(spec.get("level", "district"), charts.GRAIN_MONTH), charts.among("indicator_id", ids),
                   charts.any_time("first_on")]  # fmt: skip
        levels = [(f"目标 Target {self.indicators[i]['zh']}", self._level(self.indicators[i])) for i in ids]
        drawn = [(name, level) for name, level in levels if level is not None and spec.get("level") != "street"]
        chart = charts.lines(self._measures(ids), charts.FORMATS[self.indicators[ids[0]]["show"]], filters, drawn)
        return spec["name"], charts.VALUES, chart

    def _street_table(self, spec: Document) -> tuple[str, str, charts.Chart]:
        ids = spec["indicators"]
        forms = {self.indicators[i]["zh"]: charts.FORMATS[self.indicators[i]["show"]] for i in ids}
        filters = [*charts.pins("street", charts.GRAIN_YEAR), charts.among("indicator_id", ids)]
        return spec["name"], charts.VALUES, charts.summary("unit_name", self._measures(ids), forms, filters)

    def _targets(self, spec: Document) -> tuple[str, str, charts.Chart]:
        columns = ["name_zh", "value", "operator_label", "level", "level_unit_label", "baseline", "due_on", "as_of",
                   "state_label", "value_basis_label"]  # fmt: skip
        form = {name: {"d3NumberFormat": ",.2~f"} for name in ("value", "level", "baseline")}
        filters = [charts.among("indicator_id", spec["indicators"])]
        return spec["name"], "fct_target_progress", charts.rows(columns, "+target_id", form, filters)

    def _number(self, spec: Document) -> tuple[str, str, charts.Chart]:
        form = self.datasets[spec["dataset"]]["metrics"][spec["metric"]][3]
        zh, _, en = spec["name"].partition(" ")
        unit = f"{spec['unit'].split()[0]} · {en}"
        return zh, spec["dataset"], charts.number(spec["metric"], form, unit, self._conditions(spec))

    def _bars(self, spec: Document) -> tuple[str, str, charts.Chart]:
        form = self.datasets[spec["dataset"]]["metrics"][spec["metrics"][0]][3]
        chart = charts.bars(spec["by"], spec["metrics"], spec.get("order"), form, self._conditions(spec),
                            sideways=spec.get("sideways", False))  # fmt: skip
        return spec["name"], spec["dataset"], chart

    def _rows(self, spec: Document) -> tuple[str, str, charts.Chart]:
        form = {name: {"d3NumberFormat": ",.2~f"} for name in spec["columns"] if name in {"recomputed", "low", "high"}}
        return spec["name"], spec["dataset"], charts.rows(spec["columns"], spec["sort"], form, self._conditions(spec))

    def _conditions(self, spec: Document) -> list[dict[str, Any]]:
        return [charts.where(condition) for condition in spec.get("filters", [])]

    def _measures(self, ids: list[str]) -> list[dict[str, Any]]:
        return [charts.measure(i, self.indicators[i]["show"], self.indicators[i]["zh"]) for i in ids]

    def _level(self, indicator: Document) -> float | None:
        """Level to draw, in the scale of the axis: a rate is drawn as a fraction."""
        if "target" not in indicator:
            return None
        return float(self.targets[indicator["target"]]) / (100 if indicator["show"] == "rate" else 1)


def dashboard(key: str, spec: Document, book: Book) -> tuple[Document, dict[str, Document]]:
    """One dashboard and its charts by path."""
    from dashboard_layout import Layout

    layout, made = Layout(spec["title"], spec["note"]), {}
    for row in spec["rows"]:
        layout.row()
        for chart_spec in row:
            name, table, form = book.chart(chart_spec)
            stem = f"{len(made) + 1:02d}-{chart_spec['kind'].replace('_', '-')}"
            path = f"charts/{key}/{stem}.yaml"
            made[path] = {
                "slice_name": name, "viz_type": form["viz_type"], "params": form, "cache_timeout": None, "uuid": uid(path),
                "version": VERSION, "dataset_uuid": uid(dataset_path(table)), "is_managed_externally": True,
            }  # fmt: skip
            layout.chart(uid(path), name, chart_spec, HEIGHTS.get(chart_spec["kind"], 46))
    path = f"dashboards/{key}.yaml"
    return layout.document(path, spec, uid, dataset_path) | {"version": VERSION, "is_managed_externally": True}, made


def assets(targets: Path = TARGETS) -> dict[str, str]:
    """All asset files, path below assets/ ► text."""
    book = Book(targets)
    documents: dict[str, Document] = {
        "metadata.yaml": {"version": VERSION, "type": "assets", "timestamp": "2022-01-01T00:00:00+00:00"},
        DATABASE: {
            "database_name": "龙岗工会已发布数据 Published", "sqlalchemy_uri": "postgresql+psycopg2://grassroots_reader@/grassroots",
            "expose_in_sqllab": False, "allow_run_async": False, "allow_ctas": False, "allow_cvas": False, "allow_dml": False,
            "allow_csv_upload": False, "impersonate_user": False, "cache_timeout": None, "uuid": uid(DATABASE),
            "extra": {"metadata_params": {}, "engine_params": {}, "metadata_cache_timeout": {},
                      "schemas_allowed_for_file_upload": [], "allows_virtual_table_explore": False},
            "version": VERSION, "is_managed_externally": True,
        },
    }  # fmt: skip
    for table, spec in book.datasets.items():
        documents[dataset_path(table)] = dataset(table, spec, book.columns)
    for key, spec in book.dashboards.items():
        documents[f"dashboards/{key}.yaml"], made = dashboard(key, spec, book)
        documents |= made
    return {path: yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)
            for path, document in documents.items()}  # fmt: skip


def main() -> int:
    """Write the assets, or with --check say which are not up to date."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--targets", type=Path, default=TARGETS)
    arguments = parser.parse_args()
    wanted = assets(arguments.targets)
    present = {str(p.relative_to(ASSETS)): p.read_text(encoding="utf-8") for p in ASSETS.rglob("*.yaml")}
    stale = sorted(path for path in wanted.keys() | present.keys() if wanted.get(path) != present.get(path))
    if not arguments.check:
        for path in stale:
            target = ASSETS / path
            if path in wanted:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(wanted[path], encoding="utf-8")
            else:
                target.unlink()
    sys.stdout.write("".join(f"{path}\n" for path in stale))
    return 1 if arguments.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
