"""The dates of an observance: a recurrence rule, sourced overrides, and what follows from them.

Pure functions of their arguments: nothing here reads a file or asks what day it is.
Every date is a calendar day (``datetime.date``) without a time zone, because CX Day is
a whole day wherever one is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import MAXYEAR, date, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Day = date
"""A calendar day; a name of its own, because an occurrence has a field called ``date``."""

Status = Literal["confirmed", "secondary", "single-source", "announced", "rule"]
"""How well a year's date is documented; ``rule`` means: computed, not yet announced."""

Phase = Literal["before", "on", "after"]
"""Where a day stands to the observance: ``after`` lasts ``DAYS_AFTER`` days."""

DAYS_AFTER = 7
"""For a week after the day a visitor is thanked; then the next one is in view again."""


class OutOfRangeError(ValueError):
    """A year, or a day, for which there is no occurrence; the message says why."""


@dataclass(frozen=True)
class Rule:
    """A yearly recurrence rule: the ``ordinal``-th ``weekday`` of ``month``.

    ``month`` is 1 to 12, ``weekday`` 0 (Monday) to 6 as in ``date.weekday()``,
    ``ordinal`` 1 to 4, ``since`` the year of the first occurrence.
    """

    month: int
    weekday: int
    ordinal: int
    since: int

    def date_in(self, year: int) -> date:
        """The day that the rule gives for ``year``; whether it was kept is another matter."""
        first = date(year, self.month, 1)
        offset = (self.weekday - first.weekday()) % 7
        return first + timedelta(days=offset, weeks=self.ordinal - 1)


@dataclass(frozen=True)
class Occurrence:
    """The observance in one year.

    ``rule_date`` is what the rule alone gives; it differs from ``date`` in a year with
    an override. ``reasons`` (by locale) says why; ``sources`` are ids of the data file.
    ``corrected`` lists the days on which this site corrected the date after publishing
    it, oldest first.
    """

    year: int
    date: Day
    rule_date: Day
    status: Status
    sources: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    corrected: tuple[Day, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether the day was kept on another date than the rule's."""
        return self.date != self.rule_date


@dataclass(frozen=True)
class Milestone:
    """A day counted from an occurrence: ``days`` before (negative) or after it.

    With ``monday`` it is the Monday of the week in which that day lies (ISO weeks).
    """

    days: int
    monday: bool = False

    def date_for(self, day: date) -> date:
        """The milestone's day for an occurrence on ``day``.

        Raises OutOfRangeError beyond the last day of the year 9999.
        """
        try:
            reached = day + timedelta(days=self.days)
        except OverflowError:
            msg = f"{self.days:+} days from {day} is outside the years 1 to {MAXYEAR}."
            raise OutOfRangeError(msg) from None
        return reached - timedelta(days=reached.weekday()) if self.monday else reached


_BEFORE = {
    "six_weeks_before": -42,
    "four_weeks_before": -28,
    "two_weeks_before": -14,
    "one_week_before": -7,
    "day_before": -1,
}
_AFTER = {
    "day_after": 1,
    "one_week_after": 7,
    "thirty_days_after": 30,
    "sixty_days_after": 60,
    "ninety_days_after": 90,
}
MILESTONES: Mapping[str, Milestone] = {
    name: Milestone(days) for name, days in (_BEFORE | _AFTER).items()
} | {f"{name}_monday": Milestone(days, monday=True) for name, days in _BEFORE.items()}
"""The milestones that pages may name, each with the days that it is counted from the day."""


@dataclass(frozen=True)
class Observance:
    """An observance with its rule and its documented occurrences (by year)."""

    rule: Rule
    documented: Mapping[int, Occurrence]

    def occurrence(self, year: int) -> Occurrence:
        """The observance in ``year``, as documented or else by the rule.

        Raises OutOfRangeError before the first year and after 9999.
        """
        if year < self.rule.since:
            msg = (
                f"There is no CX Day in {year}: "
                f"it was celebrated for the first time in {self.rule.since}."
            )
            raise OutOfRangeError(msg)
        if year > MAXYEAR:
            msg = f"There is no date for {year}: the calendar used here ends with {MAXYEAR}."
            raise OutOfRangeError(msg)
        if year in self.documented:
            return self.documented[year]
        by_rule = self.rule.date_in(year)
        return Occurrence(year, by_rule, by_rule, "rule")

    def next(self, today: date) -> Occurrence:
        """The upcoming occurrence; the day itself still counts as upcoming."""
        year = max(today.year, self.rule.since)
        occurrence = self.occurrence(year)
        return occurrence if occurrence.date >= today else self.occurrence(year + 1)

    def previous(self, today: date) -> Occurrence:
        """The occurrence before the upcoming one: the latest that lies before ``today``."""
        if today.year < self.rule.since:
            return self.occurrence(today.year)  # raises, and says why
        occurrence = self.occurrence(today.year)
        return occurrence if occurrence.date < today else self.occurrence(today.year - 1)

    def upcoming(self, today: date, count: int) -> tuple[Occurrence, ...]:
        """The next ``count`` occurrences; fewer where the calendar ends."""
        first = self.next(today).year
        return tuple(map(self.occurrence, range(first, min(first + count, MAXYEAR + 1))))

    def days_until(self, today: date) -> int:
        """Days from ``today`` to the upcoming occurrence: 0 on the day itself."""
        return (self.next(today).date - today).days

    def phase(self, today: date) -> Phase:
        """Whether ``today`` is the day, one of the days after it, or before the next one."""
        if self.next(today).date == today:
            return "on"
        try:
            since_previous = (today - self.previous(today).date).days
        except OutOfRangeError:
            return "before"
        return "after" if since_previous <= DAYS_AFTER else "before"
