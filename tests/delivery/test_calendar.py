"""The calendar of editions: monthly on the 5th, the quarter after its third month, the year after December."""

from datetime import UTC, date, datetime

import pytest

from pipeline import due


@pytest.mark.parametrize(
    ("on", "periods"),
    [
        (date(2022, 3, 5), ["2022-02"]),
        (date(2022, 4, 5), ["2022-03", "2022-Q1"]),
        (date(2022, 4, 30), ["2022-03", "2022-Q1"]),
        (date(2023, 1, 5), ["2022-12", "2022-Q4", "2022"]),
        (date(2023, 1, 4), ["2022-11"]),
        (date(2023, 3, 1), ["2023-01"]),
    ],
)
def test_on_the_fifth_the_periods_that_ended_with_the_month_before_fall_due(on: date, periods: list[str]) -> None:
    assert due.periods(on) == periods


@pytest.mark.parametrize(
    ("period", "kind", "on"),
    [
        ("2022-03", "monthly", date(2022, 4, 5)),
        ("2022-12", "monthly", date(2023, 1, 5)),
        ("2022-Q3", "quarterly", date(2022, 10, 5)),
        ("2022-Q4", "quarterly", date(2023, 1, 5)),
        ("2022", "yearly", date(2023, 1, 5)),
    ],
)
def test_each_period_has_its_kind_and_its_day_and_is_due_on_it(period: str, kind: str, on: date) -> None:
    assert (due.kind(period), due.due_on(period)) == (kind, on)
    assert period in due.periods(on)


NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("run_type", "logical_date", "expected"),
    [
        # 08:00 in Shanghai is midnight in UTC; an hour earlier UTC still has the day before.
        ("scheduled", datetime(2022, 4, 5, 0, tzinfo=UTC), "2022-04-05"),
        ("backfill", datetime(2022, 4, 4, 23, tzinfo=UTC), "2022-04-05"),
        ("scheduled", NOW, "2026-11-24"),
        ("manual", datetime(2022, 4, 5, 0, tzinfo=UTC), "2022-04-05"),
        ("manual", NOW, None),
        ("manual", None, None),
    ],
)
def test_a_run_stands_for_its_logical_date_and_one_by_hand_for_today_stands_for_what_is_due_now(
    run_type: str, logical_date: datetime | None, expected: str | None
) -> None:
    assert due.date_of(run_type, logical_date, NOW) == expected
