"""The dashboards hold together without Superset: dashboard ► chart ► data set ► dbt mart ► column, all by file."""

import csv
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline import dashboard_check
from pipeline.steps import dashboards

ROOT = Path(__file__).resolve().parents[2]
ASSETS, DBT = ROOT / "superset" / "assets", ROOT / "dbt"
VALUES = "datasets/grassroots/fct_indicator_value.yaml"
HEADLINE = "charts/coverage/01-headline.yaml"
TREND = "charts/coverage/09-trend.yaml"
PARTS = "charts/drill/09-parts.yaml"
Contents = dict[str, str]


@pytest.fixture
def contents() -> Contents:
    """The committed asset files."""
    return dashboard_check.read(ASSETS)


def broken(contents: Contents, path: str, change: Callable[[dict[str, Any]], object]) -> list[str]:
    """The sentences of the check about one file after a change to it."""
    document = yaml.safe_load(contents[path])
    change(document)
    changed = {**contents, path: yaml.safe_dump(document, allow_unicode=True)}
    return [sentence for where, sentence in dashboard_check.problems(changed, DBT) if where == path]


def test_every_link_of_every_dashboard_holds(contents: Contents) -> None:
    """Ten dashboards, their charts, data sets, marts and columns: nothing points to nowhere, nothing is left over."""
    assert sum(path.startswith("dashboards/") for path in contents) == 10
    assert dashboard_check.problems(contents, DBT) == []


def test_the_committed_assets_are_what_the_specification_says() -> None:
    """Whoever changes the specification runs the generator; nobody edits an asset by hand."""
    program = [sys.executable, str(ROOT / "superset" / "generate.py"), "--check"]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_a_chart_that_forgets_a_level_grain_or_reading_is_found(contents: Contents) -> None:
    """The table holds the same event at several levels, grains and readings: an unpinned chart counts it many times."""
    for path, names in ((HEADLINE, dashboard_check.PINNED), (PARTS, ("reading", "period_grain"))):
        for name in names:
            said = broken(contents, path, lambda d, name=name: d["params"]["adhoc_filters"].remove(pin(d, name)))
            assert [sentence for sentence in said if f"does not pin {name}" in sentence], (path, name)


def pin(document: dict[str, Any], name: str) -> dict[str, Any]:
    return next(item for item in document["params"]["adhoc_filters"] if item.get("subject") == name)


@pytest.mark.parametrize(
    ("path", "change", "sentence"),
    [
        (HEADLINE, lambda d: d.update(uuid="00000000-0000-0000-0000-000000000000"), "uuid is not uuid5"),
        (HEADLINE, lambda d: d.update(dataset_uuid="00000000-0000-0000-0000-000000000000"), "data set does not exist"),
        (HEADLINE, lambda d: d["params"].update(metric="total_value"), "a ratio is a sum over a sum"),
        (HEADLINE, lambda d: d["params"].update(metric="no_such"), "names the metric no_such"),
        (HEADLINE, lambda d: pin(d, "indicator_id").update(comparator="no_such"), "the catalogue does not have"),
        (TREND, lambda d: d["params"].update(x_axis="no_such"), "names the column no_such"),
        (TREND, lambda d: d["params"]["metrics"][0].update(sqlExpression="SUM(no_such)"), "names the column no_such"),
        (VALUES, lambda d: d.update(sql="select 1"), "not a physical table"),
        (VALUES, lambda d: d.update(schema="candidate"), "not a physical table"),
        (VALUES, lambda d: d.update(table_name="fct_other"), "no dbt mart is called fct_other"),
        (VALUES, lambda d: d["columns"].pop(0), "is missing here"),
        (VALUES, lambda d: d["columns"][0].update(column_name="other"), "other is not in the mart"),
        (VALUES, lambda d: d["columns"][0].update(type="INTEGER"), "INTEGER here"),
        (VALUES, lambda d: d["columns"][0].update(description="只有中文"), "not described in both languages"),
        (VALUES, lambda d: d["metrics"][0].update(expression="AVG(value)"), "takes a mean"),
        (VALUES, lambda d: d["metrics"][0].update(expression="SUM(no_such)"), "names no_such"),
        ("dashboards/coverage.yaml", lambda d: d["position"]["CHART-1"]["meta"].update(uuid="x"), "does not exist"),
    ],
)
def test_each_rule_of_the_check_has_been_seen_to_fail(
    contents: Contents, path: str, change: Callable[[dict[str, Any]], object], sentence: str
) -> None:
    """A check that never failed proves nothing."""
    assert [said for said in broken(contents, path, change) if sentence in said]


def test_a_chart_on_no_dashboard_is_found(contents: Contents) -> None:
    """What no dashboard shows is left over."""
    document = yaml.safe_load(contents["dashboards/coverage.yaml"])
    del document["position"]["CHART-1"]
    changed = {**contents, "dashboards/coverage.yaml": yaml.safe_dump(document)}
    assert (HEADLINE, "stands on no dashboard") in dashboard_check.problems(changed, DBT)


def test_a_filter_on_a_missing_column_is_found(contents: Contents) -> None:
    """A filter that reads nothing would silently filter nothing."""

    def change(document: dict[str, Any]) -> None:
        document["metadata"]["native_filter_configuration"][0]["targets"][0]["column"]["name"] = "no_such"

    assert [said for said in broken(contents, "dashboards/coverage.yaml", change) if "no_such" in said]


def test_a_click_that_filters_nothing_is_found(contents: Contents) -> None:
    """A click on a street must reach charts that know their street; the figures of the district are left out."""

    def change(document: dict[str, Any]) -> None:
        document["metadata"]["chart_configuration"]["9"]["crossFilters"]["scope"]["excluded"] = []
        uuid = next(yaml.safe_load(t)["uuid"] for p, t in contents.items() if p.startswith("charts/targets/01"))
        document["position"]["CHART-1"]["meta"]["uuid"] = uuid

    said = broken(contents, "dashboards/drill.yaml", change)
    assert "a click on street_name filters 目标, which does not have it" in said


def test_the_drill_goes_down_and_never_up(contents: Contents) -> None:
    """A click on a street reaches federations and units, one on a federation its units; never what stands above."""
    drill = yaml.safe_load(contents["dashboards/drill.yaml"])
    nodes = [node for node in drill["position"].values() if isinstance(node, dict) and node["type"] == "CHART"]
    names = {node["meta"]["chartId"]: node["meta"]["sliceName"] for node in nodes}
    reached = {
        names[one["id"]][0]: {names[number][0] for number in names.keys() - {*one["crossFilters"]["scope"]["excluded"]}}
        for one in drill["metadata"]["chart_configuration"].values()
    }
    assert reached == {"①": {"②", "③"}, "②": {"③"}, "③": set()}


def test_every_chart_title_is_chinese_with_english_beside(contents: Contents) -> None:
    """Chinese first, English beside: in the title, or under the figure where the card is too narrow for both."""
    for path, text in contents.items():
        if path.startswith("charts/"):
            document = yaml.safe_load(text)
            words = f"{document['slice_name']} {document['params'].get('subtitle', '')}"
            assert any("一" <= letter <= "鿿" for letter in document["slice_name"]), path
            assert any(letter.isascii() and letter.isalpha() for letter in words), path


def test_every_code_of_the_checker_and_every_rule_is_shown_in_words() -> None:
    """A leader reads words, not codes: every finding code and every rule has its Chinese label in the specification."""
    datasets = yaml.safe_load((ROOT / "superset" / "specification" / "datasets.yaml").read_text(encoding="utf-8"))
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "ingestion").rglob("*.py")]
    codes = {code for text in sources for code in re.findall(r'"([EW]-[A-Z0-9-]+)"', text)}
    assert "E-REQUIRED" in codes
    with (DBT / "seeds" / "rules.csv").open(encoding="utf-8", newline="") as lines:
        codes |= {row["rule_id"] for row in csv.DictReader(lines)}
    assert codes - set(datasets["fct_finding"]["labels"]["code"]) == set()


def test_each_dashboard_shows_only_indicators_of_the_catalogue_under_their_own_kind() -> None:
    """A rate in the specification is a ratio in the catalogue, and nothing else is."""
    with (DBT / "seeds" / "indicators.csv").open(encoding="utf-8", newline="") as lines:
        folds = {row["indicator_id"]: row["fold"] for row in csv.DictReader(lines)}
    spec = yaml.safe_load((ROOT / "superset" / "specification" / "dashboards.yaml").read_text(encoding="utf-8"))
    for name, one in spec["indicators"].items():
        assert (one["show"] == "rate") == (folds[name] == "ratio"), name


def test_the_address_of_the_reader_is_filled_in_and_nobody_else_is_named(contents: Contents) -> None:
    """Superset reads the published tables as grassroots_reader, a role that can do nothing else."""

    class Reader:
        def reader_address(self) -> str:
            return "postgresql+psycopg2://grassroots_reader:@/grassroots?host=%2Fsomewhere"

    made = yaml.safe_load(dashboards.bundle(contents, Reader())[dashboards.DATABASE])  # type: ignore[arg-type]
    assert made["sqlalchemy_uri"].endswith("host=%2Fsomewhere")
    assert not made["expose_in_sqllab"]
    assert not made["allow_dml"]
