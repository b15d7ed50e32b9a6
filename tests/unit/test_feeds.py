"""The feeds, read back by other people's parsers, and held to the letter of their formats."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from cx_day.feeds.icalendar_file import calendar_file
from cx_day.feeds.open_data import open_data
from cx_day.feeds.structured_data import structured_data
from tests.unit.site_data import LOCALES, OBSERVANCE, ROOT, WORDINGS
from tests.unit.site_data import RECORD as AS_IT_IS

if TYPE_CHECKING:
    from cx_day.record import Record

TODAY = date(2026, 11, 21)
PAGES = {"dates": "https://example.org/dates/", "celebrate": "https://example.org/celebrate/"}
DOCUMENTED = range(2013, 2028)
RECORD = replace(
    AS_IT_IS,
    published=TODAY,
    observance=replace(
        OBSERVANCE,
        documented={
            year: replace(entry, corrected=()) for year, entry in OBSERVANCE.documented.items()
        },
    ),
)
"""The record as if it had just been published, without corrections yet."""
KEYS = pytest.mark.parametrize("key", WORDINGS)


def feed(key: str, today: date = TODAY, record: Record = RECORD) -> bytes:
    return calendar_file(record, WORDINGS[key], today, PAGES)


def corrected(year: int, *days: date) -> Record:
    """The record after corrections of a year's date, the last of them on the last of ``days``."""
    entry = replace(RECORD.observance.documented[year], corrected=days)
    documented = {**RECORD.observance.documented, year: entry}
    return replace(RECORD, observance=replace(RECORD.observance, documented=documented))


def events(feed: bytes) -> dict[int, dict[str, str]]:
    """Each event's content lines by year: name with parameters, and value, as written."""
    text = re.sub(r"\r\n[ \t]", "", feed.decode())
    found = {}
    for body in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT\r\n", text, re.DOTALL):
        lines = dict(line.split(":", 1) for line in body.splitlines())
        found[int(lines["UID"][len("cx-day-") :][:4])] = lines
    return found


# -------------------------------------------------------------------------- iCalendar


@KEYS
def test_lines_end_with_crlf_and_have_75_octets_at_most(key: str) -> None:
    *lines, end = feed(key).split(b"\r\n")

    assert end == b""
    assert all(line and not re.search(rb"[\r\n]", line) for line in lines)
    assert max(map(len, lines)) <= 75


@KEYS
def test_folding_parts_no_utf_8_sequence(key: str) -> None:
    lines = feed(key).split(b"\r\n")

    assert any(line.startswith(b" ") for line in lines)
    assert b"\r\n".join(line.decode().encode() for line in lines) == feed(key)


@KEYS
def test_every_line_is_a_content_line_of_rfc_5545(key: str) -> None:
    text = re.sub(r"\r\n[ \t]", "", feed(key).decode())
    parameter = r';[A-Z-]+=(?:[^\x00-\x1f";:,]*|"[^"\x00-\x1f]*")'

    for line in text.splitlines():
        assert re.fullmatch(rf"[A-Z-]+(?:{parameter})*:[^\x00-\x1f]*", line)
    opened = re.findall(r"^(BEGIN|END):(\w+)\r$", text, re.MULTILINE)
    event = [("BEGIN", "VEVENT"), ("END", "VEVENT")]
    years = len(events(feed(key)))
    assert opened == [("BEGIN", "VCALENDAR"), *(event * years), ("END", "VCALENDAR")]


@KEYS
def test_the_calendar_introduces_itself_and_invites_nobody(key: str) -> None:
    head = re.sub(r"\r\n[ \t]", "", feed(key).decode()).partition("BEGIN:VEVENT")[0]
    lines = dict(line.split(":", 1) for line in head.splitlines()[1:])
    name = LOCALES[key].strings["calendar"]["name"]

    assert lines == {
        "VERSION": "2.0",
        "PRODID": f"-//CX Day//cx-day//{key.upper()}",
        "CALSCALE": "GREGORIAN",
        "NAME": name,
        "X-WR-CALNAME": name,
        "REFRESH-INTERVAL;VALUE=DURATION": "P7D",
        "X-PUBLISHED-TTL": "P7D",
        "URL": PAGES["dates"],
    }
    assert b"METHOD" not in feed(key)
    assert b"ATTENDEE" not in feed(key)


@KEYS
def test_events_are_whole_days_that_keep_nobody_busy(key: str) -> None:
    for year, event in events(feed(key)).items():
        day = OBSERVANCE.occurrence(year).date
        assert event["DTSTART;VALUE=DATE"] == f"{day:%Y%m%d}"
        assert event["DTEND;VALUE=DATE"] == f"{day + timedelta(days=1):%Y%m%d}"
        assert event["TRANSP"] == "TRANSPARENT"


@KEYS
def test_uids_come_from_the_year_alone_and_never_change(key: str) -> None:
    written = re.findall(rb"UID:(.*)\r\n", feed(key))

    assert written == [b"cx-day-%d@cx-day.github.io" % year for year in range(2013, 2042)]
    moved = events(feed(key, record=corrected(2027, date(2027, 1, 2))))[2027]
    assert moved["UID"] == "cx-day-2027@cx-day.github.io"


@KEYS
@settings(max_examples=20)
@given(st.dates(date(2013, 1, 1), date(2060, 12, 31)))
def test_every_documented_year_and_ten_years_ahead_are_there(key: str, today: date) -> None:
    years = set(events(feed(key, today)))

    assert years >= {*DOCUMENTED, *range(today.year, today.year + 11)}
    assert years == set(range(2013, max(years) + 1))


@KEYS
@settings(max_examples=20)
@given(st.integers(2013, 2060), st.integers(1, 365))
def test_two_builds_in_one_year_write_the_same_bytes(key: str, year: int, later: int) -> None:
    first = date(year, 1, 1)

    assert feed(key, first) == feed(key, first + timedelta(days=later - 1))


@KEYS
def test_the_stamp_is_the_datas_and_not_the_builds(key: str) -> None:
    stamps = [
        {event["DTSTAMP"] for event in events(feed(key, today)).values()}
        for today in (TODAY, date(2035, 5, 5))
    ]

    assert stamps == [{"20261121T000000Z"}] * 2


@KEYS
def test_each_correction_raises_an_events_revision_and_no_others(key: str) -> None:
    days = (date(2026, 12, 1), date(2027, 1, 2))
    before = events(feed(key))
    once = events(feed(key, record=corrected(2027, days[0])))
    twice = events(feed(key, record=corrected(2027, *days)))

    revisions = [(it[2027]["SEQUENCE"], it[2027]["LAST-MODIFIED"]) for it in (before, once, twice)]
    assert revisions == [
        ("0", "20261121T000000Z"),
        ("1", "20261201T000000Z"),
        ("2", "20270102T000000Z"),
    ]
    assert twice[2027]["DTSTAMP"] == "20270102T000000Z"
    assert {**twice, 2027: None} == {**before, 2027: None}


@KEYS
def test_icalendar_reads_the_feed(key: str) -> None:
    calendar = icalendar.Calendar.from_ical(feed(key))
    strings = LOCALES[key].strings["calendar"]

    assert not calendar.errors
    for event in calendar.walk("VEVENT"):
        day = event.decoded("dtstart")
        assert not event.errors
        assert OBSERVANCE.occurrence(day.year).date == day
        assert event.decoded("dtend") - day == timedelta(days=1)
        assert event["summary"] == strings["event"]
        assert event["summary"].params["LANGUAGE"] == key
        assert str(event["description"]).endswith(
            strings["event_description"].format(url=PAGES["celebrate"])
        )
        assert event.decoded("dtstamp") == datetime(2026, 11, 21, tzinfo=UTC)


@KEYS
def test_vobject_reads_the_feed(key: str) -> None:
    calendar: Any = vobject.readOne(feed(key).decode())
    days = [event.dtstart.value for event in calendar.vevent_list]

    assert calendar.validate(raiseException=True)
    assert days == [OBSERVANCE.occurrence(year).date for year in range(2013, 2042)]
    assert {event.summary.value for event in calendar.vevent_list} == {
        LOCALES[key].strings["calendar"]["event"]
    }


@KEYS
def test_only_the_moved_day_says_why(key: str) -> None:
    calendar = icalendar.Calendar.from_ical(feed(key))
    reason = OBSERVANCE.documented[2016].reasons[key]
    explained = [
        event.decoded("dtstart").year
        for event in calendar.walk("VEVENT")
        if reason in str(event["description"])
    ]

    assert explained == [2016]


# ------------------------------------------------------------------------------- JSON


def data(today: date = TODAY, record: Record = RECORD) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(open_data(record, list(WORDINGS.values()), today))
    return read


def test_the_data_has_the_documented_years_and_ten_ahead() -> None:
    years = [entry["year"] for entry in data()["occurrences"]]

    assert years == list(range(2013, years[-1] + 1))
    assert years[-1] >= TODAY.year + 10


def test_each_entry_says_what_the_record_says() -> None:
    for entry in data()["occurrences"]:
        occurrence = OBSERVANCE.occurrence(entry["year"])
        day = date.fromisoformat(entry["date"])
        assert day == occurrence.date
        assert entry["weekday"] == ("Wednesday" if entry["year"] == 2016 else "Tuesday")
        assert entry["rule_date"] == occurrence.rule_date.isoformat()
        assert entry["moved"] == (entry["year"] == 2016)
        assert entry["status"] == occurrence.status
        assert entry["sources"] == list(occurrence.sources)
        assert set(entry["reason"] or {}) == ({"pl", "ar", "en"} if entry["moved"] else set())


@KEYS
def test_each_entry_reads_in_both_languages(key: str) -> None:
    wording = WORDINGS[key]
    for entry in data()["occurrences"]:
        day = date.fromisoformat(entry["date"])
        assert entry["wording"][key] == {
            "long": wording.long(day),
            "on": wording.on(day),
            "short": wording.short(day),
        }
    assert data()["names"][key] == LOCALES[key].strings["site"]["observance"]


def test_every_source_that_is_named_is_listed() -> None:
    listed = {source["id"] for source in data()["sources"]}

    assert {name for entry in data()["occurrences"] for name in entry["sources"]} <= listed
    assert listed == set(RECORD.sources)


def test_the_rule_and_the_version_are_stated() -> None:
    rule = {"month": "October", "weekday": "Tuesday", "ordinal": 1, "since": 2013}

    assert data()["rule"] == rule
    assert data()["schema_version"] == 1


def test_a_correction_is_a_revision_of_the_data() -> None:
    assert data()["revised"] == "2026-11-21"
    assert data(record=corrected(2027, date(2027, 1, 2)))["revised"] == "2027-01-02"


def test_the_data_stays_readable_and_the_same_all_year() -> None:
    written = open_data(RECORD, list(WORDINGS.values()), date(2026, 1, 1))

    assert "października" in written
    assert "أكتوبر" in written
    assert written == open_data(RECORD, list(WORDINGS.values()), date(2026, 12, 31))


@KEYS
def test_the_page_about_the_data_names_the_fields_that_exist(key: str) -> None:
    page = (ROOT / "docs" / key / "about" / "data.md").read_text(encoding="utf-8")
    section = re.split(r"^## ", page.partition("{#fields}")[2], flags=re.MULTILINE)[0]
    tables = [
        dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", table, re.MULTILINE))
        for table in re.findall(r"(?:^\|.*\|\n)+", section, re.MULTILINE)
    ]

    top, occurrence, source = tables[0], tables[1], tables[-1]
    assert list(top) == list(data())
    assert list(occurrence) == list(data()["occurrences"][0])
    assert list(source) == list(data()["sources"][0])
    assert set(re.findall(r"`(\w+)`", top["rule"])) == set(data()["rule"])
    assert set(re.findall(r"`(\w+)`", occurrence["wording"])) == {"long", "on", "short"}
    statuses = {entry["status"] for entry in data()["occurrences"]}
    assert statuses <= set(re.findall(r"`([\w-]+)`", section))


# ---------------------------------------------------------------------------- JSON-LD


def keys_of(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(keys_of, value.values()))
    return set().union(*map(keys_of, value)) if isinstance(value, list) else set()


@KEYS
def test_structured_data_names_the_coming_years_and_no_place(key: str) -> None:
    url = "https://example.org/dates/"
    written = json.loads(structured_data(OBSERVANCE, WORDINGS[key], TODAY, url))

    assert written["@context"] == "https://schema.org"
    assert written["startDate"] == "2013-10-01"
    assert written["inLanguage"] == key
    assert [event["startDate"] for event in written["subEvent"]] == [
        OBSERVANCE.occurrence(year).date.isoformat() for year in range(2027, 2032)
    ]
    assert not keys_of(written) & {"location", "offers", "organizer"}


def test_structured_data_still_names_the_day_on_the_day() -> None:
    today = date(2027, 10, 5)
    written = json.loads(structured_data(OBSERVANCE, WORDINGS["pl"], today, "https://example.org/"))

    assert written["subEvent"][0]["startDate"] == "2027-10-05"


def test_structured_data_cannot_end_the_script_that_it_stands_in() -> None:
    url = "https://example.org/</script><script>alert(1)</script>"
    written = structured_data(OBSERVANCE, WORDINGS["pl"], TODAY, url)

    assert "<" not in written
    assert json.loads(written)["url"] == url
