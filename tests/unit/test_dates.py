"""The dates, compared with python-dateutil's recurrence rules (RFC 5545) as the oracle."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import TU, YEARLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from cx_day.dates import MILESTONES, Observance, Occurrence, OutOfRangeError
from tests.unit.site_data import OBSERVANCE, days

FIRST_TUESDAYS = [
    moment.date()
    for moment in rrule(
        YEARLY,
        dtstart=datetime(2013, 1, 1),  # noqa: DTZ001 - rrule wants it naive
        until=datetime(9999, 12, 31),  # noqa: DTZ001
        bymonth=10,
        byweekday=TU(1),
    )
]
KEPT = sorted({*FIRST_TUESDAYS, date(2016, 10, 5)} - {date(2016, 10, 4)})
"""The oracle: every CX Day there is, the moved one of 2016 among them."""

FIRST, LAST = KEPT[0], KEPT[-1]
ANY_DAY = days(date(2013, 1, 1), LAST)
ONE_DAY = timedelta(days=1)

MILESTONE_DAYS = {
    "six_weeks_before": -42,
    "four_weeks_before": -28,
    "two_weeks_before": -14,
    "one_week_before": -7,
    "day_before": -1,
    "day_after": 1,
    "one_week_after": 7,
    "thirty_days_after": 30,
    "sixty_days_after": 60,
    "ninety_days_after": 90,
}
ON_MONDAYS = [name for name, offset in MILESTONE_DAYS.items() if offset < 0]


def upcoming(today: date) -> int:
    return bisect_left(KEPT, today)


def test_every_year_from_2013_to_9999_has_the_oracles_date() -> None:
    dates = [OBSERVANCE.occurrence(year).date for year in range(2013, 10_000)]

    assert dates == KEPT


def test_the_rule_alone_gives_first_tuesdays() -> None:
    by_rule = [OBSERVANCE.occurrence(year).rule_date for year in range(2013, 10_000)]

    assert by_rule == FIRST_TUESDAYS


def test_only_2016_was_moved() -> None:
    moved = [year for year in range(2013, 10_000) if OBSERVANCE.occurrence(year).moved]

    assert moved == [2016]


@given(ANY_DAY)
def test_next_is_the_first_day_that_is_not_past(today: date) -> None:
    assert OBSERVANCE.next(today).date == KEPT[upcoming(today)]


@given(days(FIRST + ONE_DAY, LAST))
def test_previous_is_the_last_day_that_is_past(today: date) -> None:
    assert OBSERVANCE.previous(today).date == KEPT[upcoming(today) - 1]


@given(ANY_DAY, st.integers(0, 20))
def test_upcoming_lists_the_next_days_in_order(today: date, count: int) -> None:
    listed = [occurrence.date for occurrence in OBSERVANCE.upcoming(today, count)]

    assert listed == KEPT[upcoming(today) :][:count]


@given(ANY_DAY)
def test_days_until_leads_to_the_next_day(today: date) -> None:
    assert today + timedelta(days=OBSERVANCE.days_until(today)) == KEPT[upcoming(today)]


@given(ANY_DAY)
def test_a_day_is_looked_back_upon_for_a_week(today: date) -> None:
    past_week = {today - timedelta(days=back) for back in range(1, 8)}
    after = "after" if past_week.intersection(KEPT) else "before"

    assert OBSERVANCE.phase(today) == ("on" if today in KEPT else after)


@pytest.mark.parametrize(
    ("offset", "phase"),
    [(-1, "before"), (0, "on"), (1, "after"), (7, "after"), (8, "before")],
)
@pytest.mark.parametrize("year", [2013, 2016, 2027])
def test_the_phase_changes_at_midnight(year: int, offset: int, phase: str) -> None:
    assert OBSERVANCE.phase(KEPT[year - 2013] + timedelta(days=offset)) == phase


@pytest.mark.parametrize("day", [FIRST, date(2016, 10, 5), date(2027, 10, 5), LAST])
def test_the_day_itself_counts_as_upcoming(day: date) -> None:
    assert OBSERVANCE.next(day).date == day
    assert OBSERVANCE.days_until(day) == 0
    assert OBSERVANCE.phase(day) == "on"


@pytest.mark.parametrize(
    ("today", "following", "last"),
    [
        (date(2016, 10, 4), date(2016, 10, 5), date(2015, 10, 6)),
        (date(2016, 10, 5), date(2016, 10, 5), date(2015, 10, 6)),
        (date(2016, 10, 6), date(2017, 10, 3), date(2016, 10, 5)),
    ],
)
def test_around_an_override_the_day_kept_counts(today: date, following: date, last: date) -> None:
    assert OBSERVANCE.next(today).date == following
    assert OBSERVANCE.previous(today).date == last


@given(st.integers(2014, 2100), st.integers(-10, 10), st.integers(-12, 12))
def test_an_override_of_any_year_is_honoured(year: int, shift: int, offset: int) -> None:
    by_rule = OBSERVANCE.rule.date_in(year)
    kept = by_rule + timedelta(days=shift)
    moved = Occurrence(year, kept, by_rule, "confirmed")
    observance = Observance(OBSERVANCE.rule, {year: moved})
    today = by_rule + timedelta(days=offset)

    assert moved in [observance.next(today), observance.previous(today)]
    assert (observance.next(today) == moved) == (today <= kept)


def test_before_the_first_year_the_first_day_is_next() -> None:
    assert OBSERVANCE.next(date(1999, 12, 31)).date == FIRST
    assert OBSERVANCE.phase(date(2013, 9, 30)) == "before"


@pytest.mark.parametrize("year", [1, 2010, 2012])
def test_a_year_before_the_first_is_an_error_that_says_why(year: int) -> None:
    with pytest.raises(OutOfRangeError, match=f"in {year}: .* first time in 2013"):
        OBSERVANCE.occurrence(year)


@pytest.mark.parametrize("today", [date(1999, 10, 5), date(2013, 1, 1), FIRST])
def test_there_is_no_previous_day_before_the_first(today: date) -> None:
    with pytest.raises(OutOfRangeError, match="first time in 2013"):
        OBSERVANCE.previous(today)


def test_the_calendar_ends_with_the_year_9999() -> None:
    with pytest.raises(OutOfRangeError, match="ends with 9999"):
        OBSERVANCE.next(LAST + ONE_DAY)


def test_the_milestones_are_the_ones_that_pages_may_name() -> None:
    assert set(MILESTONES) == {*MILESTONE_DAYS, *(f"{name}_monday" for name in ON_MONDAYS)}


@pytest.mark.parametrize(("name", "offset"), MILESTONE_DAYS.items())
@given(st.dates(date(2013, 1, 1), date(9999, 6, 1)))
def test_a_milestone_is_counted_from_the_day(name: str, offset: int, day: date) -> None:
    assert (MILESTONES[name].date_for(day) - day).days == offset


@pytest.mark.parametrize("name", ON_MONDAYS)
@given(st.dates(date(2013, 1, 1)))
def test_a_monday_milestone_opens_the_milestones_week(name: str, day: date) -> None:
    reached = MILESTONES[name].date_for(day)
    monday = MILESTONES[f"{name}_monday"].date_for(day)

    assert monday.isocalendar()[:2] == reached.isocalendar()[:2]
    assert monday.isoweekday() == 1


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("six_weeks_before", date(2027, 8, 24)),
        ("six_weeks_before_monday", date(2027, 8, 23)),
        ("day_before_monday", date(2027, 10, 4)),
        ("ninety_days_after", date(2028, 1, 3)),
    ],
)
def test_milestones_of_2027(name: str, day: date) -> None:
    assert MILESTONES[name].date_for(date(2027, 10, 5)) == day


def test_a_milestone_after_the_year_9999_is_an_error() -> None:
    with pytest.raises(OutOfRangeError, match="outside the years"):
        MILESTONES["ninety_days_after"].date_for(LAST)
