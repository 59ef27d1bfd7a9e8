"""The drill and the alert rows, in a real browser over a real Superset; the sample has targets in every state."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page

from tests.superset.pages import chart, column, errors, only, show, wait_until_drawn

pytestmark = pytest.mark.timeout(1200)
RED, AMBER = "rgb(248, 208, 204)", "rgb(253, 240, 213)"


def fills(table: Locator) -> list[tuple[str, str]]:
    """State and fill of the first and last cell of each row."""
    found: list[tuple[str, str]] = table.evaluate(
        """(holder) => [...holder.querySelectorAll('tbody tr')].map(row => {
            const cells = [...row.querySelectorAll('td')], last = cells[cells.length - 1];
            return [last.innerText.trim(), getComputedStyle(cells[0]).backgroundColor,
                    getComputedStyle(last).backgroundColor].join('|'); })"""
    )
    return [tuple(one.split("|")) for one in found]  # type: ignore[misc]


def published(superset: Any, query: str) -> list[Any]:
    with superset.publication.database.engine("reader").connect() as connection:
        return list(connection.execute(sa.text(query)))


def test_a_click_on_a_street_opens_its_federations_and_a_click_on_one_its_units(page: Page, superset: Any) -> None:
    """① leads to ②, ② to ③; the figures of a street are the sum of what opens below it; the district's stay."""
    words = show(page, superset.address, "drill", picture=True)
    assert errors(page) == []
    streets, federations, units = (chart(page, sign) for sign in ("① 全区", "② 街道", "③ 工联会"))
    street = column(streets, 1)[0]
    assert len(set(column(federations, 1))) == 11
    streets.get_by_text(street, exact=True).first.click()
    only(page, federations, 1, street)
    opened = published(
        superset,
        f"""SELECT federation_name, sum(value) AS value FROM published.fct_own_value WHERE street_name = '{street}'
        AND reading = 'as_was' AND period = '2022' AND indicator_id = 'complaints_handled' GROUP BY 1""",
    )
    named = dict(zip(column(federations, 2), column(federations, 10), strict=True))
    assert {name: named[name] for name, _ in opened} == {name: f"{value:,.0f}" for name, value in opened}
    total = dict(zip(column(streets, 1), column(streets, 9), strict=True))[street]
    assert total == f"{sum(value for _, value in opened):,.0f}"
    federation = column(federations, 2)[1]
    federations.get_by_text(federation, exact=True).first.click()
    only(page, units, 2, federation)
    assert len(column(streets, 1)) == 11, "the streets stay"
    assert errors(page) == []
    assert re.search(r"宗 · Disputes mediated", words)


def test_drill_by_opens_one_street_by_federation(page: Page, superset: Any) -> None:
    """Right click on a street, 钻取, 工联会: the federations of that street alone, with its figures as their total."""
    show(page, superset.address, "drill")
    streets = chart(page, "① 全区")
    street = column(streets, 1)[2]
    line = streets.locator("tbody tr").nth(2).locator("td").all_inner_texts()
    streets.get_by_text(street, exact=True).first.click(button="right")
    wait_until_drawn(page)  # the menu asks for the columns first and opens no submenu before it has them
    page.get_by_text("钻取：", exact=True).hover()
    page.locator("[role=menuitem]", has_text=re.compile("^工联会$")).last.click()
    box = page.locator(".ant-modal", has_text="钻取：")
    box.locator("tbody tr").first.wait_for()
    named = published(
        superset, f"SELECT DISTINCT federation_name FROM published.fct_own_value WHERE street_name = '{street}'"
    )
    assert set(column(box, 1)) == {name for (name,) in named}
    total = [text.strip() for text in box.locator("tfoot td").all_inner_texts()]
    assert total == [text.strip() for text in line[1:]]
    page.keyboard.press("Escape")


def test_the_street_filter_acts_on_the_drill(page: Page, superset: Any) -> None:
    """Whoever uses the filter above the page instead of a click sees the same street everywhere below it."""
    show(page, superset.address, "drill")
    page.locator(".filter-item-wrapper .ant-select, [data-test='form-item-value'] .ant-select").nth(1).click()
    chosen = column(chart(page, "① 全区"), 1)[1]
    page.locator(".ant-select-item-option", has_text=re.compile(f"^{chosen}$")).first.click()
    page.keyboard.press("Escape")
    page.locator("[data-test='filter-bar__apply-button']").click()
    wait_until_drawn(page)
    for sign in ("① 全区", "② 街道"):
        only(page, chart(page, sign), 1, chosen)
    assert errors(page) == []


@pytest.mark.parametrize(
    ("slug", "title"),
    [
        ("leadership", "落后和未启动"),
        ("leadership", "全部目标"),
        ("targets", "全部目标"),
        ("targets", "逐街道检验（"),
    ],
)
def test_targets_that_fall_behind_come_first_and_are_filled(page: Page, superset: Any, slug: str, title: str) -> None:
    """Behind: the whole row, on top. Not started: its state. All else: nothing."""
    show(page, superset.address, slug, picture=True)
    assert errors(page) == []
    rows = fills(chart(page, title))
    states = [state for state, *_ in rows]
    behind = states.count("落后")
    assert behind > 0
    assert set(states[:behind]) == {"落后"}
    for state, first, last in rows:
        assert (first == RED, last == RED, last == AMBER) == (state == "落后", state == "落后", state == "未启动"), (
            state
        )


def test_each_street_says_whether_it_has_done_it(page: Page, superset: Any) -> None:
    """A street a line, a target a column: the word and the fill of the published state."""
    show(page, superset.address, "targets")
    table = chart(page, "各街道做没做到")
    shown = dict(zip(column(table, 1), column(table, 2), strict=True))
    words = {"met": "已达标", "behind": "落后", "not_started": "未启动"}
    rows = published(
        superset,
        """SELECT street_name, state FROM published.fct_target_unit
        WHERE target_id = 't_street_enrolment_ceremonies' AND unit_level = 'street'""",
    )
    assert shown == {row.street_name: words[row.state] for row in rows}
    late = next(row.street_name for row in rows if row.state == "behind")
    cell = table.locator("tbody tr", has_text=late).locator("td").nth(1)
    assert cell.evaluate("cell => getComputedStyle(cell).backgroundColor") == RED
