"""Machine-readable forms of the record: calendar files, open data, structured data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from cx_day.dates import Observance, Occurrence

HORIZON_YEARS = 15
"""How many years after the current one a feed, and a page's own clock, know in advance."""


def covered(observance: Observance, today: date) -> tuple[Occurrence, ...]:
    """Every occurrence that a feed made in the year of ``today`` holds, oldest first.

    The same for every day of a year, so that a feed changes only when its content does.
    """
    last = max(today.year, observance.rule.since) + HORIZON_YEARS
    return tuple(map(observance.occurrence, range(observance.rule.since, last + 1)))
