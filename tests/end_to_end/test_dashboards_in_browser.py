"""Each dashboard opens in a real browser over a real Superset and shows the published figures of the sample year."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from playwright.sync_api import Page

from tests.superset.pages import ROOT, chart, column, errors, only, show, wait_until_drawn

SPECIFICATION = yaml.safe_load(
    (ROOT / "superset" / "specification" / "dashboards.yaml").read_text(encoding="utf-8"),
)
DASHBOARDS = {key: spec["slug"] for key, spec in SPECIFICATION["dashboards"].items()}
pytestmark = pytest.mark.timeout(3600)  # alone, the first of these tests pays for the whole year


def headlines(key: str) -> list[str]:
    """Indicators in the headline rows of a dashboard."""
    rows = SPECIFICATION["dashboards"][key]["rows"]
    return [chart["indicator"] for row in rows for chart in row if chart["kind"] == "headline"]


def written(show_as: str, row: Any) -> str:
    """A figure of the published table as the page must write it."""
    if show_as == "rate":
        return f"{100 * row.numerator / row.denominator:,.2f}%"
    return f"{row.value / 10000:,.2f}" if show_as == "ten_thousand_yuan" else f"{row.value:,.0f}"


def wanted(superset: Any, key: str) -> set[str]:
    """The figures of the published tables that a dashboard must show, as it must write them."""
    figures = (
        "SELECT indicator_id, value, numerator, denominator FROM published.fct_indicator_value WHERE reading = 'as_was'"
        " AND unit_level = 'district' AND period_grain = 'year' AND period ="
        " (SELECT max(period) FROM published.fct_indicator_value WHERE period_grain = 'year')"
    )
    quality = (
        "SELECT count(*) FILTER (WHERE is_expected AND is_on_time) * 100.0"
        " / count(*) FILTER (WHERE is_expected) AS rate,"
        " count(*) FILTER (WHERE state = 'held') AS held FROM published.fct_submission"
    )
    with superset.publication.database.engine("reader").connect() as connection:
        published = {row.indicator_id: row for row in connection.execute(sa.text(figures))}
        handed_in = connection.execute(sa.text(quality)).one()
        targets = connection.execute(
            sa.text("SELECT state, count(*) FROM published.fct_target_progress GROUP BY 1")
        ).all()
    if key == "targets":
        return {str(count) for state, count in targets} | {str(sum(count for _, count in targets))}
    if not headlines(key):
        return {f"{handed_in.rate:.1f}%", str(handed_in.held)}
    return {written(SPECIFICATION["indicators"][name]["show"], published[name]) for name in headlines(key)}


@pytest.mark.parametrize("key", DASHBOARDS)
def test_a_dashboard_shows_all_its_charts_and_the_published_figures(page: Page, superset: Any, key: str) -> None:
    """Every chart of the specification is drawn, with data and no error box; what a leader reads is what was published.

    The headline figures are those of the district, latest year, as_was, rounded once; nothing came from another host.
    """
    spec = SPECIFICATION["dashboards"][key]
    words = show(page, superset.address, DASHBOARDS[key], picture=True)
    assert errors(page) == []
    shown = {line.strip() for line in words.splitlines()}
    assert wanted(superset, key) - shown == set()
    assert spec["title"] in words
    drawn = page.locator(".dashboard-component-chart-holder .slice_container").count()
    assert drawn == sum(len(row) for row in spec["rows"])
    for sign in ("无数据", "没有数据", "No data", "No results", "NaN", "undefined"):
        assert sign not in words, sign
    assert page.outside == []  # type: ignore[attr-defined]


def test_choosing_a_street_leaves_the_other_streets_out(page: Page, superset: Any) -> None:
    """The street filter reaches the street table; the headline figures stay those of the district."""
    show(page, superset.address, DASHBOARDS["coverage"])
    before = set(street_lines(page))
    chosen = sorted(before)[0]
    page.locator("[data-test='form-item-value'] .ant-select, .filter-item-wrapper .ant-select").nth(1).click()
    page.locator(".ant-select-item-option", has_text=re.compile(f"^{chosen}$")).first.click()
    page.keyboard.press("Escape")
    page.locator("[data-test='filter-bar__apply-button']").click()
    wait_until_drawn(page)
    assert len(before) > 1
    assert set(street_lines(page)) == {chosen}


def test_a_click_on_a_street_opens_its_federations_and_they_add_up_to_it(page: Page, superset: Any) -> None:
    """From the district's figure to a street, from there to its own desk and its federations: the sum is the same."""
    show(page, superset.address, DASHBOARDS["drill"])
    streets, federations = chart(page, "① 全区"), chart(page, "② 街道")
    complaints = dict(zip(column(streets, 1), column(streets, 9), strict=True))
    street = next(name for name in complaints if "街道" in name)
    streets.get_by_text(street, exact=True).first.click()
    only(page, federations, 1, street)
    opened = dict(zip(column(federations, 2), column(federations, 10), strict=True))
    assert "街道本级" in opened
    assert sum(map(int, opened.values())) == int(complaints[street])
    whole = "SELECT value FROM published.fct_indicator_value WHERE indicator_id = 'complaints_handled'"
    whole += " AND unit_level = 'district' AND period = '2022' AND reading = 'as_was'"
    with superset.publication.database.engine("reader").connect() as connection:
        assert sum(map(int, complaints.values())) == connection.scalar(sa.text(whole))
    assert errors(page) == []


def street_lines(page: Page) -> list[str]:
    """Streets in the first column of the street table."""
    cells = page.locator("table tbody tr td:first-child")
    return [text for text in (cells.nth(n).inner_text().strip() for n in range(cells.count())) if "街道" in text]


def test_a_missing_table_is_seen_as_an_error_box(page: Page, superset: Any) -> None:
    """The check for error boxes has been seen to fail: without its table the chart shows one."""
    engine = superset.publication.database.engine(None)
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE published.fct_finding RENAME TO fct_finding_away"))
    try:
        show(page, superset.address, DASHBOARDS["quality"])
        found = errors(page)
    finally:
        with engine.begin() as connection:
            connection.execute(sa.text("ALTER TABLE published.fct_finding_away RENAME TO fct_finding"))
    assert any("fct_finding" in text for text in found)
