"""How a date, or a number of days, reads in a language.

Calendar names, patterns and plural categories come from CLDR through Babel
(https://babel.pocoo.org); what CLDR does not know – Polish prepositions before a weekday,
"the day after tomorrow", our own sentences – stands in the locale's file. Dates are
Gregorian with Latin digits in every language; the Umm al-Qura date (hijridate) is only
ever given on request.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from hijridate import Gregorian

from cx_day.dates import OutOfRangeError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cx_day.locales import Locale

COUNTS = ("relative", "days", "days_left")
"""The phrases that contain a number of days; each has its section in the locale files."""


@dataclass(frozen=True)
class Wording:
    """Dates and numbers of days in the words of one locale. Plain text, plain spaces."""

    locale: Locale

    @property
    def _dates(self) -> Mapping[str, Any]:
        patterns: Mapping[str, Any] = self.locale.strings["dates"]
        return patterns

    def _formatted(self, day: date, pattern: str) -> str:
        return format_date(day, pattern, locale=self.locale.cldr)

    def long(self, day: date) -> str:
        """With weekday and year, standing alone: "wtorek, 5 października 2027"."""
        return self._formatted(day, self._dates["long"])

    def on(self, day: date) -> str:
        """When something happens: "we wtorek, 5 października 2027"."""
        return self._formatted(day, self._dates["on"]).replace(
            "{on_weekday}", self._dates["on_weekday"][day.weekday()]
        )

    def short(self, day: date) -> str:
        """Day, month and year: "5 października 2027"."""
        return self._formatted(day, self._dates["short"])

    def day(self, day: date) -> str:
        """Day and month: "5 października"."""
        return self._formatted(day, self._dates["day"])

    def weekday(self, day: date) -> str:
        """The name of the weekday: "wtorek"."""
        return self._formatted(day, "EEEE")

    def year(self, day: date) -> str:
        """The year in four digits."""
        return f"{day.year:04}"

    def iso(self, day: date) -> str:
        """ISO 8601, for machines: "2027-10-05"."""
        return day.isoformat()

    def hijri(self, day: date) -> str:
        """The Umm al-Qura date: "5 جمادى الأولى 1449 هـ".

        Raises OutOfRangeError where the calendar's tables end (from 1924 to 2077).
        """
        try:
            hijri = Gregorian(day.year, day.month, day.day).to_hijri()
        except OverflowError:
            msg = f"The Umm al-Qura calendar has no date for {day}: its tables end in 2077."
            raise OutOfRangeError(msg) from None
        month = self._dates["hijri_months"][hijri.month - 1]
        pattern: str = self._dates["hijri"]
        return pattern.format(day=hijri.day, month=month, year=hijri.year)

    def partial(self, iso: str) -> str:
        """A year, a month or a day in ISO 8601, as exact as it is given: "wrzesień 2014"."""
        patterns = {4: "y", 7: self._dates["month"], 10: self._dates["short"]}
        first_day = date.fromisoformat(f"{iso}-01-01"[:10])
        return self._formatted(first_day, patterns[len(iso)])

    def count(self, name: str, days: int) -> str:
        """The phrase ``name`` (one of ``COUNTS``) for ``days`` from today; negative: ago."""
        phrases = self.locale.strings["counts"][name]
        exact: str | None = phrases["exact"].get(days)
        if exact is not None:
            return exact
        plurals = phrases["future" if days >= 0 else "past"]
        pattern: str = plurals[self.locale.cldr.plural_form(abs(days))]
        return pattern.format(n=abs(days))

    def relative(self, days: int) -> str:
        """When, seen from today: "za 318 dni", "jutro", "3 dni temu"."""
        return self.count("relative", days)

    def days(self, days: int) -> str:
        """The bare number of days: "318 dni"."""
        return self.count("days", days)

    def days_left(self, days: int) -> str:
        """A clause about the days that are left: "zostały 2 dni"."""
        return self.count("days_left", days)
