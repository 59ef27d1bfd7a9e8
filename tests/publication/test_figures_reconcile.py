"""What the command line says about published figures, read as a reader."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from expectations.suites.publication import FIGURES
from pipeline.database import Database
from pipeline.steps import figures as figures_step
from pipeline.steps import reconcile as reconcile_step
from pipeline.steps.figures import figures
from pipeline.steps.publish import publish
from pipeline.steps.reconcile import reconcile
from pipeline.steps.result import WrongCallError
from pipeline.tables import render
from tests.publication.candidate_year import FLOWS, PERSONS, RATIOS, SHARES, STOCKS
from tests.publication.loaded import pass_gate


@pytest.fixture
def shown(candidate: Database) -> Iterator[Database]:
    """The good year, published."""
    pass_gate(candidate)
    assert publish(candidate).ok
    return candidate


@pytest.mark.parametrize(("unit", "period"), [("440307", "2022"), ("440307003", "2022"), ("440307003", "2022-03")])
def test_figures_of_district_street_and_month_come_in_the_order_of_the_catalogue(
    shown: Database, unit: str, period: str
):
    found = figures(shown, unit, period)
    assert found.ok
    assert list(found.rows[0]) == list(figures_step.COLUMNS)
    assert found.rows[0]["indicator_id"] == "disputes_jointly_mediated"
    told = {"440307": FIGURES + len(SHARES), "440307003": len({*FLOWS, *STOCKS, *RATIOS, *PERSONS, *SHARES})}[unit]
    assert len(found.rows) == told - (0 if period == "2022" else len(PERSONS + SHARES))  # persons stop at the quarter
    rate = next(row for row in found.rows if row["indicator_id"] == "nef_union_rate")
    assert float(str(rate["value"])) == pytest.approx(
        100 * int(str(rate["numerator"])) / int(str(rate["denominator"])), abs=1e-4
    )
    header = render(found.rows, "csv", found.columns).splitlines()[0]
    assert header == "indicator_id,value,numerator,denominator,previous,target,status,value_basis"


def test_whole_numbers_have_no_decimals_and_blanked_cells_say_so(shown: Database):
    by_id = {row["indicator_id"]: row for row in figures(shown, "440307003", "2022-Q1").rows}
    assert "." not in str(by_id["disputes_jointly_mediated"]["value"])
    assert by_id["injured_workers_visited"]["value"] is None
    assert by_id["injured_workers_visited"]["status"] == "suppressed"


@pytest.mark.parametrize(
    ("unit", "period", "reading", "closest"),
    [
        ("4403070033", "2022", "as_was", "440307003（平湖街道）"),
        ("平湖", "2022", "as_was", "440307003（平湖街道）"),
        ("440307", "2022-003", "as_was", "2022-03"),
        ("440307", "2022-13", "as_was", "2022-1"),
        ("440307", "2022", "as is", "as_was"),
        ("440307; drop table x", "2022", "as_was", "440307"),
    ],
)
def test_an_unknown_unit_period_or_reading_is_a_wrong_call_that_names_the_closest(
    shown: Database, unit: str, period: str, reading: str, closest: str
):
    with pytest.raises(WrongCallError) as raised:
        figures(shown, unit, period, reading)
    assert closest in str(raised.value)


def test_reconcile_lists_every_figure_and_is_true_only_when_all_are_within(shown: Database):
    good = reconcile(shown, "2022")
    assert good.ok
    assert len(good.rows) == FIGURES
    assert list(good.rows[0]) == list(reconcile_step.COLUMNS)
    assert list(good.rows[0])[:6] == ["indicator_id", "published", "recomputed", "low", "high", "verdict"]
    assert {(row["kind"], row["wording"]) for row in good.rows} >= {("flow", "原文"), ("constant", "原文")}
    with shown.engine("publisher").begin() as connection:
        connection.execute(
            sa.text("""update published.fct_reconciliation set recomputed = low - 1, verdict = 'outside'
                where indicator_id = 'complaints_handled'""")
        )
    bad = reconcile(shown, "2022")
    assert not bad.ok
    assert "complaints_handled" in bad.message
    assert {name: bad.summary[name] for name in ("figures", "within")} == {"figures": FIGURES, "within": FIGURES - 1}


def test_reconcile_names_what_the_printed_figures_imply_and_is_not_so_but_stays_true(shown: Database):
    """An identity of the published year is told beside the figures; a figure that is not there is not judged."""
    said = "慰问人数不多于探视人数 (not more people were consoled than visited)"
    told = []
    for consoled in ("640", "956", "null"):
        with shown.engine("publisher").begin() as connection:
            connection.execute(
                sa.text(f"""update published.fct_reconciliation set recomputed = case indicator_id
                    when 'injured_workers_consoled' then {consoled} else 955 end
                    where indicator_id in ('injured_workers_consoled', 'injured_workers_visited')""")
            )
        found = reconcile(shown, "2022")
        assert found.ok
        told.append(said in found.message)
    assert told == [False, True, False]


def test_reconcile_without_a_single_figure_is_not_true(shown: Database):
    with shown.engine("publisher").begin() as connection:
        connection.exec_driver_sql("delete from published.fct_reconciliation")
    with pytest.raises(WrongCallError):
        reconcile(shown, "2022")


def test_another_year_is_a_wrong_call_that_names_the_published_one(shown: Database):
    with pytest.raises(WrongCallError, match="2022"):
        reconcile(shown, "2021")


def test_before_the_first_publication_both_say_what_to_do(fresh_database: Database):
    for ask in (lambda: figures(fresh_database, "440307", "2022"), lambda: reconcile(fresh_database, "2022")):
        with pytest.raises(WrongCallError, match="grassroots run"):
            ask()
