"""The vocabulary of placeholders, and what the page's clock is told about it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from babel import Locale as CldrLocale
from hypothesis import given
from hypothesis import strategies as st

from cx_day.placeholders import BLOCKS, FORMS, TEXTS, PlaceholderError, Vocabulary
from cx_day.typography import bind
from cx_day.wording import COUNTS
from tests.unit.site_data import OBSERVANCE, WORDINGS, days

TODAY = date(2026, 11, 21)
CLOCK_DAYS = days(date(2014, 1, 1), date(2060, 12, 31))  # Hijri tables end a horizon later


def vocabulary(today: date = TODAY, key: str = "pl") -> Vocabulary:
    return Vocabulary(
        OBSERVANCE,
        WORDINGS[key],
        today,
        texts=dict.fromkeys(TEXTS, "address"),
        blocks=dict.fromkeys(BLOCKS, lambda: "<p>block</p>"),
    )


NAMES = list(vocabulary().names())
DATED = [name for name in NAMES if name.count(".") > 1 or name.split(".")[1] not in TEXTS + BLOCKS]


def mistake(name: str, today: date = TODAY) -> tuple[str, str | None]:
    with pytest.raises(PlaceholderError) as caught:
        vocabulary(today).value(name)
    return caught.value.mistake, caught.value.nearest


@pytest.mark.parametrize("key", WORDINGS)
def test_every_name_has_a_value(key: str) -> None:
    values = {name: str(vocabulary(key=key).value(name)) for name in NAMES}

    assert len(values) == len(NAMES) > 500
    assert all(values.values())


@pytest.mark.parametrize(
    ("name", "polish", "arabic"),
    [
        ("next", "wtorek, 5 października 2027", "الثلاثاء، 5 أكتوبر 2027"),
        ("next.on", "we wtorek, 5 października 2027", "يوم الثلاثاء 5 أكتوبر 2027"),
        ("previous.short", "6 października 2026", "6 أكتوبر 2026"),
        ("2016.on", "w środę, 5 października 2016", "يوم الأربعاء 5 أكتوبر 2016"),
        ("next.relative", "za 318 dni", "بعد 318 يومًا"),
        ("previous.days", "46 dni", "46 يومًا"),
        (
            "next.six_weeks_before_monday",
            "poniedziałek, 23 sierpnia 2027",
            "الاثنين، 23 أغسطس 2027",
        ),
        ("next.one_week_after.day", "12 października", "12 أكتوبر"),
        ("next.year", "2027", "2027"),
        ("next.iso", "2027-10-05", "2027-10-05"),
        ("2027.hijri", "5 dżumada I 1449 r. hidżry", "5 جمادى الأولى 1449 هـ"),
    ],
)
def test_values_seen_from_november_2026(name: str, polish: str, arabic: str) -> None:
    assert vocabulary(key="pl").value(f"cx_day.{name}").text == bind(polish)
    assert vocabulary(key="ar").value(f"cx_day.{name}").text == bind(arabic)


def test_without_a_form_a_date_is_long() -> None:
    assert vocabulary().value("cx_day.next").text == vocabulary().value("cx_day.next.long").text


def test_the_day_itself_is_next() -> None:
    assert vocabulary(date(2027, 10, 5)).value("cx_day.next.relative").text == "dziś"
    assert vocabulary(date(2027, 10, 5)).value("cx_day.previous.year").text == "2026"


@pytest.mark.parametrize(
    ("name", "html"),
    [
        (
            "next.short",
            '<time datetime="2027-10-05" data-cx-day="next.short">5\u00a0października 2027</time>',
        ),
        ("next.year", '<time datetime="2027" data-cx-day="next.year">2027</time>'),
        (
            "next.iso",
            '<time datetime="2027-10-05" dir="ltr" data-cx-day="next.iso">2027-10-05</time>',
        ),
        ("2016.day", '<time datetime="2016-10-05">5\u00a0października</time>'),
        ("next.days", '<span data-cx-day="next.days">318\u00a0dni</span>'),
        ("2027.relative", '<span data-cx-day="2027.relative">za 318\u00a0dni</span>'),
        ("ics_url", "address"),
        ("table", "<p>block</p>"),
    ],
)
def test_only_what_depends_on_the_day_is_marked_for_the_clock(name: str, html: str) -> None:
    assert str(vocabulary().value(f"cx_day.{name}")) == html


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("cx_day.nxt", "cx_day.next"),
        ("cx_day.previus.short", "cx_day.previous.short"),
        ("cx_day.next.hijry", "cx_day.next.hijri"),
        ("cx_day.2016.one", "cx_day.2016.on"),
        ("cx_day.next.six_week_before", "cx_day.next.six_weeks_before"),
        ("cx_day.next.day_befor.short", "cx_day.next.day_before.short"),
        ("cx_day.tabel", "cx_day.table"),
        ("cx_day.ics", "cx_day.ics_url"),
        ("cx_day.next.short.day", "cx_day.next.short"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_nearest(written: str, meant: str) -> None:
    assert mistake(written) == ("unknown", meant)


def test_a_name_like_none_is_answered_without_a_hint() -> None:
    assert mistake("cx_day.qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq") == ("unknown", None)


@pytest.mark.parametrize("name", ["", "next", "cxday.next", "site.title"])
def test_what_is_no_name_at_all_is_malformed(name: str) -> None:
    assert mistake(name)[0] == "malformed"


@pytest.mark.parametrize(
    "name", ["cx_day", "cx_day.", "cx_day.next.", "cx_day next", "cx_day.next-day"]
)
def test_a_name_that_begins_well_is_unknown(name: str) -> None:
    assert mistake(name)[0] == "unknown"


@pytest.mark.parametrize(
    "name", ["0000", "1999", "2012", "2012.on", "2012.hijri", "9999.ninety_days_after.hijri"]
)
def test_a_day_that_does_not_exist_is_out_of_range(name: str) -> None:
    assert mistake(f"cx_day.{name}") == ("out_of_range", None)


def test_there_is_no_previous_day_before_the_first() -> None:
    assert mistake("cx_day.previous", date(2013, 10, 1)) == ("out_of_range", None)


@pytest.mark.parametrize("name", ["2078.hijri", "2077.sixty_days_after.hijri", "9999.hijri"])
def test_a_hijri_date_beyond_the_tables_is_out_of_their_range(name: str) -> None:
    assert mistake(f"cx_day.{name}") == ("hijri_range", None)


# ------------------------------------------------------------------------- the clock


def clock(built: date, key: str, names: list[str]) -> dict[str, Any]:
    """What the page carries, as the script reads it: after JSON, and back."""
    made = vocabulary(built, key)
    for name in names:
        made.value(name)
    told: dict[str, Any] = json.loads(json.dumps(made.clock()))
    return told


def phrase(told: dict[str, Any], key: str, name: str, number: int) -> str:
    """The script's choice among the phrases for a number of days."""
    phrases = told["counts"][name]
    category = CldrLocale.parse(key).plural_form(abs(number))
    kind = "future" if number >= 0 else "past"
    text: str = phrases["exact"].get(str(number)) or phrases[kind][category]
    return text.replace("{n}", str(abs(number)))


def shown(told: dict[str, Any], key: str, name: str, now: date) -> str:
    """The text that the script shows on ``now`` for a moving name."""
    state = next(i for i, day in enumerate(told["days"]) if day >= now.isoformat()) - 1
    assert state >= 0
    entry = told["values"][name.removeprefix("cx_day.")]
    if "count" not in entry:
        text: str = entry["texts"][state]
        return text
    day = date.fromisoformat(entry["dates"][state])
    return phrase(told, key, entry["count"], (day - now).days)


@given(CLOCK_DAYS, st.integers(-3, 14 * 366), st.sampled_from(list(WORDINGS)), st.data())
def test_an_old_page_shows_what_a_page_built_on_that_day_says(
    built: date, later: int, key: str, data: st.DataObject
) -> None:
    now = max(built + timedelta(days=later), date(2014, 1, 1))
    names = data.draw(st.lists(st.sampled_from(DATED), min_size=20, max_size=20))
    told = clock(built, key, names)
    fresh = vocabulary(now, key)

    for name in names:
        expected = fresh.value(name)
        if "data-cx-day" in expected.attributes:
            assert shown(told, key, name, now) == expected.text
        else:
            assert vocabulary(built, key).value(name) == expected


@pytest.mark.parametrize("now", [date(2027, 10, 4), date(2027, 10, 5), date(2027, 10, 6)])
@pytest.mark.parametrize("key", WORDINGS)
def test_around_the_day_every_name_is_right_on_a_page_built_long_before(
    now: date, key: str
) -> None:
    told = clock(TODAY, key, DATED)
    fresh = vocabulary(now, key)
    texts = {name: fresh.value(name).text for name in DATED}

    assert {name: shown(told, key, name, now) for name in fresh.moving} == {
        name: texts[name] for name in fresh.moving
    }


@given(CLOCK_DAYS)
def test_the_clock_knows_the_next_fifteen_years(built: date) -> None:
    told = clock(built, "pl", ["cx_day.next"])
    years = [date.fromisoformat(day).year for day in told["days"]]
    following = OBSERVANCE.next(built).year

    assert years == list(range(max(following - 2, 2013), following + 16))
    assert told["after"] == 7


def test_the_clock_is_told_of_names_in_use_only() -> None:
    told = clock(TODAY, "pl", ["cx_day.next.on", "cx_day.2016", "cx_day.previous.days"])

    assert set(told["values"]) == {"next.on", "previous.days"}
    assert set(told["counts"]) == {"days"}


@pytest.mark.parametrize("key", WORDINGS)
@pytest.mark.parametrize("name", COUNTS)
def test_the_clocks_phrases_are_the_wording(key: str, name: str) -> None:
    told = clock(TODAY, key, [f"cx_day.next.{form}" for form in FORMS])
    numbers = range(-400, 401)

    assert [phrase(told, key, name, number) for number in numbers] == [
        bind(WORDINGS[key].count(name, number)) for number in numbers
    ]
