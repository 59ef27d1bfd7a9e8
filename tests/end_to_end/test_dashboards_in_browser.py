"""Each dashboard opens in a real browser over a real Superset and shows the published figures of the sample year."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "build" / "screenshots"
SPECIFICATION = yaml.safe_load(
    (ROOT / "superset" / "specification" / "dashboards.yaml").read_text(encoding="utf-8"),
)
DASHBOARDS = {key: spec["slug"] for key, spec in SPECIFICATION["dashboards"].items()}
PATIENCE = 90.0
pytestmark = pytest.mark.timeout(3600)  # alone, the first of these tests pays for the whole year


@pytest.fixture(scope="session")
def page(superset: Any, browser: Browser) -> Iterator[Page]:
    """A page in Chinese, signed in; every answer from another host is noted in `page.outside`."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    page = context.new_page()
    outside: list[str] = []
    page.on("response", lambda answer: None if _is_here(answer.url, superset.address) else outside.append(answer.url))
    page.outside = outside  # type: ignore[attr-defined]
    sign_in(page, superset)
    yield page
    context.close()


def sign_in(page: Page, superset: Any) -> None:
    """Sign in when the page has come to rest: an answer still under way would bring back the cookie from before."""
    name, password = superset.login
    page.goto(f"{superset.address}/login/", wait_until="networkidle")
    page.fill("input[name=username], input#username", name)
    page.fill("input[name=password], input#password", password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "login" not in address, timeout=60_000)


def _is_here(address: str, site: str) -> bool:
    return address.startswith((site, "data:", "blob:", "about:"))


def show(page: Page, site: str, slug: str, picture: bool = False) -> str:
    """Open a dashboard, wait until every chart is drawn, take a picture if asked; the visible words of the page."""
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.goto(f"{site}/superset/dashboard/{slug}/")
    page.wait_for_selector(".dashboard-component-chart-holder", timeout=60_000)
    wait_until_drawn(page)
    height = page.evaluate("Math.max(...[...document.querySelectorAll('.grid-container')].map(e => e.scrollHeight))")
    page.set_viewport_size({"width": 1440, "height": int(height) + 190})
    if picture:
        time.sleep(2)  # charts draw again for the new size, with a short animation
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(SCREENSHOTS / f"{slug}.png"))
    return str(page.inner_text("body"))


def wait_until_drawn(page: Page) -> None:
    """Return when every chart of the page is drawn or shows an error, and none is loading, three times in a row."""
    until, calm = time.monotonic() + PATIENCE, 0
    while time.monotonic() < until and calm < 3:
        time.sleep(0.5)
        loading = page.locator(".loading, [data-test='loading-indicator']").count()
        drawn = page.locator(".dashboard-component-chart-holder .slice_container").count()
        holders = page.locator(".dashboard-chart").count()
        calm = calm + 1 if loading == 0 and drawn + len(errors(page)) >= holders > 0 else 0
    assert calm >= 3, f"not drawn within {PATIENCE:.0f} s"


def errors(page: Page) -> list[str]:
    """Texts of error boxes."""
    boxes = page.locator(".ant-alert-error, .error-body, [data-test='error-message']")
    return [boxes.nth(number).inner_text() for number in range(boxes.count())]


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
