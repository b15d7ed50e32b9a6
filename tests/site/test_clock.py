"""A page that was built long ago reads as if it had been built today, wherever its reader is.

What the script writes is compared, letter for letter, with what Python writes for that day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from cx_day.feeds import HORIZON_YEARS
from cx_day.typography import bind
from cx_day.views import TABLE_YEARS
from tests.site.browsing import Reader, local_noon
from tests.site.building import ADDRESSES, HOMES, RECORD, TODAY, vocabulary

if TYPE_CHECKING:
    from playwright.sync_api import Page

OBSERVANCE = RECORD.observance
ZONES = ["Pacific/Kiritimati", "Europe/Warsaw", "America/Los_Angeles", "Asia/Riyadh"]
LAST_YEAR = OBSERVANCE.next(TODAY).year + HORIZON_YEARS

MOMENTS = [
    TODAY - timedelta(days=1),  # west of the build, or with a clock that is slow
    TODAY,
    *(date(2027, 10, day) for day in (4, 5, 6, 12, 13)),
    date(2027, 12, 31),
    date(2028, 1, 1),
    date(2028, 2, 29),
    date(LAST_YEAR - 3, 1, 1),
    OBSERVANCE.occurrence(LAST_YEAR).date,  # the last day that the page knows
]

each_language = pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)


def shown(page: Page, moment: datetime | None = None) -> dict[str, Any]:
    """The moving parts of a page, as if it were looked at again after a while."""
    if moment is not None:
        page.clock.set_fixed_time(moment)
    state: dict[str, Any] = page.evaluate(
        """(again) => {
          if (again) document.dispatchEvent(new Event("visibilitychange"));
          const all = (selector) => [...document.querySelectorAll(selector)];
          return {
            values: all("[data-cx-day]").map((e) => [e.dataset.cxDay, e.textContent,
                                                     e.getAttribute("datetime")]),
            phase: all("[data-phase]").map((e) => e.dataset.phase),
            upcoming: all("[data-upcoming]").map((list) =>
              [...list.children].filter((e) => !e.hidden).map((e) => e.innerText)),
            marked: all(".is-next").map((e) => e.dataset.day),
            badges: all("[data-next]:not([hidden])").map((e) => e.closest("tr").dataset.day),
            years: all("tr[data-day]").map((e) => e.dataset.day),
          };
        }""",
        moment is not None,
    )
    return state


def assert_right(page: Page, locale: str, day: date, moment: datetime | None = None) -> None:
    """The page says what Python says on that day."""
    known = vocabulary(locale, day)
    state = shown(page, moment)
    assert state["values"]
    for name, text, machine in state["values"]:
        value = known.value(f"cx_day.{name}")
        assert (name, text, machine) == (name, value.text, value.attributes.get("datetime"))
    assert set(state["phase"]) <= {OBSERVANCE.phase(day)}
    for listed in state["upcoming"]:
        assert listed == [
            f"{occurrence.year} {bind(known.wording.long(occurrence.date))}"
            for occurrence in OBSERVANCE.upcoming(day, 5)
        ]
    following = {OBSERVANCE.next(day).date.isoformat()} & set(state["years"])
    assert set(state["marked"]) == set(state["badges"]) == following


@pytest.mark.parametrize("zone", ZONES)
@each_language
def test_every_moving_date_is_right_at_every_moment(reader: Reader, home: str, zone: str) -> None:
    for address in ("", "dates/", "about/placeholders/"):
        page = reader.open(home + address, timezone_id=zone)
        for day in MOMENTS:
            for clock in (time(0, 0, 1), time(23, 59, 59)):
                moment = datetime.combine(day, clock, ZoneInfo(zone))
                assert_right(page, "ar" if home else "pl", day, moment)


@each_language
def test_the_moving_parts_are_all_there(reader: Reader, home: str) -> None:
    state = shown(reader.open(home))
    assert len(state["phase"]) == len(state["upcoming"]) == 1
    assert len(state["upcoming"][0]) == 5
    years = shown(reader.open(f"{home}dates/"))["years"]
    following = OBSERVANCE.next(TODAY)
    assert years[0] == OBSERVANCE.occurrence(2013).date.isoformat()
    assert years[-TABLE_YEARS] == following.date.isoformat()


@pytest.mark.parametrize("phase", ["before", "on", "after"])
@each_language
def test_the_hero_speaks_of_its_phase_only(reader: Reader, home: str, phase: str) -> None:
    day = {"before": date(2027, 10, 4), "on": date(2027, 10, 5), "after": date(2027, 10, 6)}
    page = reader.open(home, moment=local_noon(day[phase]))
    parts = page.locator(".hero [data-show]")
    assert parts.count() >= 5
    for part in parts.all():
        assert part.is_visible() == (phase in str(part.get_attribute("data-show")).split())


@each_language
def test_every_number_of_days_is_worded_as_python_words_it(reader: Reader, home: str) -> None:
    page = reader.open(f"{home}about/placeholders/")
    wording = vocabulary("ar" if home else "pl", TODAY).wording
    day = OBSERVANCE.occurrence(2027).date + timedelta(days=1)
    following = OBSERVANCE.occurrence(2028).date
    counts = ("relative", "days", "days_left")
    while day <= following:
        texts = {name: text for name, text, _ in shown(page, local_noon(day))["values"]}
        for count in counts:
            assert texts[f"next.{count}"] == bind(wording.count(count, (following - day).days))
        day += timedelta(days=1)


@each_language
def test_a_clock_beyond_all_that_is_known_leaves_the_page_alone(reader: Reader, home: str) -> None:
    day_after = OBSERVANCE.occurrence(LAST_YEAR).date + timedelta(days=1)
    page = reader.open(home, moment=local_noon(day_after))
    assert_right(page, "ar" if home else "pl", TODAY)


@each_language
def test_a_reader_whose_day_lags_behind_the_build_sees_her_own_day(
    reader: Reader, served: Callable[[date], str], home: str
) -> None:
    built = date(2027, 10, 6)
    page = reader.page(site=served(built), timezone_id="America/Los_Angeles")
    page.clock.set_fixed_time(datetime.combine(built, time(1), UTC))
    page.goto(home)
    assert_right(page, "ar" if home else "pl", date(2027, 10, 5))


@pytest.mark.parametrize("zone", ZONES)
def test_an_open_page_turns_at_the_readers_midnight(reader: Reader, zone: str) -> None:
    eve = date(2027, 10, 4)
    page = reader.page(timezone_id=zone)
    page.clock.install(time=datetime.combine(eve, time(23, 59, 30), ZoneInfo(zone)))
    page.goto("")
    assert_right(page, "pl", eve)
    page.clock.run_for(29_000)
    assert_right(page, "pl", eve)
    page.clock.run_for(2_000)
    assert_right(page, "pl", eve + timedelta(days=1))
    page.clock.run_for(24 * 3600 * 1000)
    assert_right(page, "pl", eve + timedelta(days=2))


def test_a_day_of_25_hours_turns_at_its_own_midnight(reader: Reader) -> None:
    day = date(2027, 10, 31)
    page = reader.page(timezone_id="Europe/Warsaw")
    page.clock.install(time=datetime.combine(day, time(0, 30), ZoneInfo("Europe/Warsaw")))
    page.goto("dates/")
    page.clock.run_for(24 * 3600 * 1000)
    assert_right(page, "pl", day)
    page.clock.run_for(3600 * 1000)
    assert_right(page, "pl", day + timedelta(days=1))


PAGE_TEXT = """() => {
  // A later build lists one more year, and explains itself by another one.
  // Ready-made posters bear the date of their build, and say so.
  const dated = ".timeline, .poster, .ready, #ready-made + p";
  for (const element of document.querySelectorAll(dated)) element.remove();
  for (const row of document.querySelectorAll("tr[data-day]")) {
    if (row.dataset.day > "2036") row.remove();
  }
  for (const row of document.querySelectorAll(".vocabulary tr")) {
    if (/cx_day\\.\\d{4}/.test(row.textContent)) row.remove();
  }
  return document.querySelector("main").innerText;
}"""


def main_parts(site: Path) -> dict[str, str]:
    """The HTML of the main part of each page."""
    return {
        address: (site / address / "index.html")
        .read_text("utf-8")
        .partition("<main")[2]
        .partition("</main")[0]
        for address in ADDRESSES
    }


@pytest.mark.parametrize("day", [date(2027, 10, 5), date(2027, 10, 6), date(2028, 1, 1)], ids=str)
def test_an_old_build_reads_like_one_of_today(
    reader: Reader, built: Callable[[date], Path], served: Callable[[date], str], day: date
) -> None:
    before, after = main_parts(built(TODAY)), main_parts(built(day))
    changed = [address for address in ADDRESSES if before[address] != after[address]]
    assert len(changed) >= 4
    old = reader.page(moment=local_noon(day))
    new = reader.page(site=served(day), moment=local_noon(day))
    for address in changed:
        old.goto(address)
        new.goto(address)
        assert old.evaluate(PAGE_TEXT) == new.evaluate(PAGE_TEXT), address
