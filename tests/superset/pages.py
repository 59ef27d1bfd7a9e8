"""What the browser tests do with a page of Superset: sign in, open a dashboard, wait until it is drawn, read it."""

import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "build" / "screenshots"
PATIENCE = 90.0


def sign_in(page: Page, superset: Any) -> None:
    """Sign in when the page has come to rest: an answer still under way would bring back the cookie from before."""
    name, password = superset.login
    page.goto(f"{superset.address}/login/", wait_until="networkidle")
    page.fill("input[name=username], input#username", name)
    page.fill("input[name=password], input#password", password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "login" not in address, timeout=60_000)


def is_here(address: str, site: str) -> bool:
    """Whether an address belongs to this site, or to no host at all."""
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


def chart(page: Page, name: str) -> Locator:
    """The chart whose title begins so."""
    return page.locator(".dashboard-component-chart-holder", has=page.locator(f"text=/^{name}/")).first


def column(table: Locator, number: int) -> list[str]:
    """The words of one column of a table, from the top."""
    cells = table.locator(f"tbody tr td:nth-child({number})")
    return [text.strip() for text in cells.all_inner_texts()]


def only(page: Page, table: Locator, number: int, word: str) -> None:
    """Wait until a column of a table holds this word alone: a click is answered by a query."""
    until = time.monotonic() + 30
    while set(column(table, number)) != {word} and time.monotonic() < until:
        time.sleep(0.3)
    wait_until_drawn(page)
    assert set(column(table, number)) == {word}
