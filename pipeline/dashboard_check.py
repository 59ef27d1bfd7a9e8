"""Check the dashboard assets offline: dashboard ► chart ► data set ► dbt model ► column, without a database.

What is asked (details 27 and section 9 of the architecture):
every uuid is uuid5 of the file's path · every reference leads somewhere, and no file is left over · data sets are
physical tables of ``published`` and know exactly the columns of their mart, each described · every column that a chart,
metric, calculated column or filter names exists · a chart of a table that holds several levels, grains and readings
pins each of them · a ratio is a sum over a sum, never a sum or mean of ratios · every indicator is in the catalogue.
"""

import csv
import re
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "grassroots.invalid")
PINNED = ("reading", "unit_level", "period_grain")
KINDS = {"varchar": "text", "decimal": "numeric", "timestamptz": "timestamp"}
SQL_WORDS = {
    *(
        "and",
        "as",
        "asc",
        "between",
        "by",
        "case",
        "distinct",
        "else",
        "end",
        "false",
        "filter",
        "in",
        "interval",
        "is",
    ),
    *("like", "not", "null", "or", "then", "true", "when", "where", "bigint", "date", "numeric", "text"),
    *(
        "avg",
        "coalesce",
        "count",
        "max",
        "min",
        "nullif",
        "regexp_replace",
        "round",
        "substr",
        "sum",
        "to_char",
        "trim_scale",
    ),
}
Document = dict[str, Any]
Documents = dict[str, Document]
Problem = tuple[str, str]


def read(folder: Path) -> dict[str, str]:
    """All asset files: path below the folder ► text."""
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml"))}


def problems(contents: Mapping[str, str], dbt: Path) -> list[Problem]:
    """Everything that is wrong, as (asset path, sentence); empty when the chain holds."""
    documents = {path: _parse(text) for path, text in contents.items() if path != "metadata.yaml"}
    return sorted({*_identities(documents), *_DatasetCheck(documents, dbt).all(), *_ChartCheck(documents, dbt).all()})


def columns_in(expression: str) -> set[str]:
    """Names in a piece of SQL that are neither literals, keywords nor functions that we use."""
    bare = re.sub(r"'[^']*'|\"", "", expression)
    return {word for word in re.findall(r"[a-z_][a-z0-9_]*", bare.lower()) if word not in SQL_WORDS}


def _parse(text: str) -> Document:
    """YAML by the compiled loader: eighty files in a fifth of a second instead of two."""
    return dict(yaml.load(text, Loader=yaml.CSafeLoader))


def _kind(documents: Documents, name: str) -> Documents:
    return {path: document for path, document in documents.items() if path.startswith(f"{name}/")}


def _identities(documents: Documents) -> Iterator[Problem]:
    """uuid5 of the path; charts and dashboards point to files that exist; no chart without a dashboard."""
    for path, document in documents.items():
        if document["uuid"] != str(uuid.uuid5(NAMESPACE, path)):
            yield path, "uuid is not uuid5 of the path"
    known = {kind: {d["uuid"] for d in _kind(documents, kind).values()} for kind in ("charts", "datasets", "databases")}
    shown: set[str] = set()
    for path, document in _kind(documents, "dashboards").items():
        for node in document["position"].values():
            if isinstance(node, dict) and node["type"] == "CHART":
                shown.add(node["meta"]["uuid"])
                if node["meta"]["uuid"] not in known["charts"]:
                    yield path, f"shows a chart that does not exist: {node['meta']['sliceName']}"
    for path, document in _kind(documents, "charts").items():
        if document["uuid"] not in shown:
            yield path, "stands on no dashboard"
        if document["dataset_uuid"] not in known["datasets"]:
            yield path, "its data set does not exist"
    for path, document in _kind(documents, "datasets").items():
        if document["database_uuid"] not in known["databases"]:
            yield path, "its database does not exist"


class _DatasetCheck:
    """Data sets against the contracts of the dbt marts."""

    def __init__(self, documents: Documents, dbt: Path) -> None:
        self.datasets = _kind(documents, "datasets")
        self.marts = {
            model["name"]: {column["name"]: str(column["data_type"]) for column in model["columns"]}
            for path in sorted((dbt / "models" / "marts").glob("*.yml"))
            for model in _parse(path.read_text(encoding="utf-8"))["models"]
        }

    def all(self) -> Iterator[Problem]:
        for path, document in self.datasets.items():
            if document["sql"] or document["schema"] != "published":
                yield path, "not a physical table of schema published"
            mart = self.marts.get(document["table_name"])
            if mart is None:
                yield path, f"no dbt mart is called {document['table_name']}"
                continue
            yield from self._columns(path, document, mart)
            yield from self._expressions(path, document, mart)

    def _columns(self, path: str, document: Document, mart: Mapping[str, str]) -> Iterator[Problem]:
        stored = {c["column_name"]: c for c in document["columns"] if not c["expression"]}
        for name in sorted(mart.keys() ^ stored.keys()):
            yield path, f"column {name} is {'missing here' if name in mart else 'not in the mart'}"
        for name in sorted(mart.keys() & stored.keys()):
            if _family(mart[name]) != _family(stored[name]["type"]):
                yield path, f"column {name} is {mart[name]} in the mart, {stored[name]['type']} here"
        for column in document["columns"]:
            zh, _, en = (column["description"] or "").partition(" / ")
            if not (column["verbose_name"] and zh and en):
                yield path, f"column {column['column_name']} is not described in both languages"

    def _expressions(self, path: str, document: Document, mart: Mapping[str, str]) -> Iterator[Problem]:
        pieces = [c["expression"] for c in document["columns"] if c["expression"]]
        for expression in [*pieces, *(metric["expression"] for metric in document["metrics"])]:
            for name in sorted(columns_in(expression) - mart.keys()):
                yield path, f"`{expression}` names {name}, which the mart does not have"
            if re.search(r"\bavg\s*\(", expression, re.IGNORECASE):
                yield path, f"`{expression}` takes a mean: a ratio is a sum over a sum"


def _family(kind: str) -> str:
    bare = kind.lower().split("(")[0].strip()
    return KINDS.get(bare, bare)


class _ChartCheck:
    """Charts and filters against their data sets and the catalogue of indicators."""

    def __init__(self, documents: Documents, dbt: Path) -> None:
        self.charts, self.dashboards = _kind(documents, "charts"), _kind(documents, "dashboards")
        self.by_uuid = {document["uuid"]: document for document in self.charts.values()}
        self.datasets = {document["uuid"]: document for document in _kind(documents, "datasets").values()}
        with (dbt / "seeds" / "indicators.csv").open(encoding="utf-8", newline="") as lines:
            self.folds = {row["indicator_id"]: row["fold"] for row in csv.DictReader(lines)}

    def all(self) -> Iterator[Problem]:
        for path, document in self.charts.items():
            dataset = self.datasets.get(document["dataset_uuid"])
            if dataset is not None:
                yield from self._names(path, document["params"], dataset)
                yield from self._pins(path, document["params"], dataset)
                yield from self._indicators(path, document["params"])
        for path, document in self.dashboards.items():
            for one in document["metadata"]["native_filter_configuration"]:
                for target in one["targets"]:
                    yield from self._filter(path, one, target)
            yield from self._cross_filters(path, document)

    def _names(self, path: str, params: Document, dataset: Document) -> Iterator[Problem]:
        columns = {column["column_name"] for column in dataset["columns"]}
        metrics = {metric["metric_name"] for metric in dataset["metrics"]}
        for name in sorted(_columns_of(params) - columns):
            yield path, f"names the column {name}, which {dataset['table_name']} does not have"
        for name in sorted(_metrics_of(params) - metrics):
            yield path, f"names the metric {name}, which {dataset['table_name']} does not have"

    def _pins(self, path: str, params: Document, dataset: Document) -> Iterator[Problem]:
        columns = {column["column_name"] for column in dataset["columns"]}
        if "reading" not in columns:
            return
        pinned = {
            f.get("subject") for f in params["adhoc_filters"] if f.get("operator") == "==" and f.get("comparator")
        }
        for name in PINNED:
            if name in columns and name not in pinned:
                yield path, f"does not pin {name}: it would count the same event at several levels, grains or readings"

    def _indicators(self, path: str, params: Document) -> Iterator[Problem]:
        for name in sorted(_indicators_of(params) - self.folds.keys()):
            yield path, f"shows the indicator {name}, which the catalogue does not have"
        for metric in _all_metrics(params):
            named = _literals(metric) if isinstance(metric, dict) else _indicators_of(params)
            text = metric["sqlExpression"] if isinstance(metric, dict) else str(metric)
            for name in sorted(named):
                if self.folds.get(name) == "ratio" and ("SUM(value)" in text or text.startswith("total")):
                    yield path, f"adds up values of {name}: a ratio is a sum over a sum"

    def _cross_filters(self, path: str, document: Document) -> Iterator[Problem]:
        """A chart that a click elsewhere filters must know the column that was clicked, or the click does nothing."""
        placed = {
            node["meta"]["chartId"]: self.by_uuid[node["meta"]["uuid"]]
            for node in document["position"].values()
            if isinstance(node, dict) and node["type"] == "CHART" and node["meta"]["uuid"] in self.by_uuid
        }
        for one in document["metadata"].get("chart_configuration", {}).values():
            clicked = _groups_of(placed[one["id"]]["params"])
            for number in placed.keys() - {one["id"], *one["crossFilters"]["scope"]["excluded"]}:
                dataset = self.datasets.get(placed[number]["dataset_uuid"], {"columns": []})
                for name in sorted(clicked - {column["column_name"] for column in dataset["columns"]}):
                    yield path, f"a click on {name} filters {placed[number]['slice_name']}, which does not have it"

    def _filter(self, path: str, one: Document, target: Document) -> Iterator[Problem]:
        if not target:
            return
        dataset = self.datasets.get(target["datasetUuid"])
        if dataset is None or target["column"]["name"] not in {c["column_name"] for c in dataset["columns"]}:
            yield path, f"filter {one['name']} reads a column that does not exist: {target['column']['name']}"


def _columns_of(params: Document) -> set[str]:
    """Columns that a chart names: axis, groups, raw columns, filters, own metrics, order."""
    listed = [*params.get("groupby", []), *params.get("all_columns", []), *filter(None, [params.get("x_axis")])]
    ordered = [re.sub(r'^\["(\w+)".*', r"\1", item) for item in params.get("order_by_cols", [])]
    filters = [f["subject"] for f in params["adhoc_filters"] if f["expressionType"] == "SIMPLE"]
    pieces = [f["sqlExpression"] for f in params["adhoc_filters"] if f["expressionType"] == "SQL"]
    pieces += [metric["sqlExpression"] for metric in _all_metrics(params) if isinstance(metric, dict)]
    return {*listed, *ordered, *filters}.union(*(columns_in(piece) for piece in pieces))


def _groups_of(params: Document) -> set[str]:
    """Columns of a chart that a reader can click on."""
    return {*params.get("groupby", []), *filter(None, [params.get("x_axis")])}


def _all_metrics(params: Document) -> list[Any]:
    return [*params.get("metrics", []), *filter(None, [params.get("metric"), params.get("timeseries_limit_metric")])]


def _metrics_of(params: Document) -> set[str]:
    return {metric for metric in _all_metrics(params) if isinstance(metric, str)}


def _literals(metric: Document) -> set[str]:
    return set(re.findall(r"indicator_id = '(\w+)'", metric["sqlExpression"]))


def _indicators_of(params: Document) -> set[str]:
    """Indicators that a chart selects by filter or by its own metrics."""
    found: set[str] = set()
    for one in params["adhoc_filters"]:
        if one.get("subject") == "indicator_id":
            found |= {one["comparator"]} if isinstance(one["comparator"], str) else set(one["comparator"])
    return found.union(*(_literals(metric) for metric in _all_metrics(params) if isinstance(metric, dict)))
