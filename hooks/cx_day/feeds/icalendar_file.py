"""The calendar file (iCalendar, RFC 5545) with one all-day event a year.

The ``icalendar`` package writes it (https://icalendar.readthedocs.io): it folds at 75
octets without parting a UTF-8 sequence, and ends lines with CRLF.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event, vDuration

from cx_day.feeds import covered

if TYPE_CHECKING:
    from cx_day.dates import Occurrence
    from cx_day.record import Record
    from cx_day.wording import Wording

UID_DOMAIN = "cx-day.github.io"
"""Part of every UID. It never changes, wherever the site is published: a new UID would
give every subscriber each day twice."""


def calendar_file(record: Record, wording: Wording, today: date, pages: dict[str, str]) -> bytes:
    """The calendar in one language, from the first year to some years after ``today``.

    ``pages`` holds the full addresses that it links to: ``dates``, ``celebrate``. Two calls in
    the same year with the same record give the same bytes.
    """
    strings = wording.locale.strings["calendar"]
    calendar = Calendar()
    calendar.add("prodid", f"-//CX Day//cx-day//{wording.locale.tag.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # No METHOD: it would make the file an invitation, which Outlook then asks to accept.
    calendar.add("name", strings["name"])
    calendar.add("x-wr-calname", strings["name"])
    calendar.add("refresh-interval", timedelta(weeks=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(timedelta(weeks=1)))
    calendar.add("url", pages["dates"])
    for occurrence in covered(record.observance, today):
        calendar.add_component(_event(occurrence, record.published, wording, pages))
    written: bytes = calendar.to_ical()
    return written


def _event(
    occurrence: Occurrence, published: date, wording: Wording, pages: dict[str, str]
) -> Event:
    strings = wording.locale.strings["calendar"]
    language = {"LANGUAGE": wording.locale.tag}
    description = strings["event_description"].format(url=pages["celebrate"])
    reason = occurrence.reasons.get(wording.locale.key)
    if occurrence.moved and reason:
        description = f"{strings['event_moved'].format(reason=reason)} {description}"
    # When the content last changed, not when this file was written: a new DTSTAMP on
    # every build would look like a change of every event.
    revised = _midnight(max([published, *occurrence.corrected]))
    event = Event()
    event.add("uid", f"cx-day-{occurrence.year}@{UID_DOMAIN}")
    event.add("dtstamp", revised)
    event.add("created", _midnight(published))
    event.add("last-modified", revised)
    event.add("sequence", len(occurrence.corrected))
    event.add("dtstart", occurrence.date)
    event.add("dtend", occurrence.date + timedelta(days=1))  # exclusive (RFC 5545, 3.6.1)
    event.add("summary", strings["event"], parameters=language)
    event.add("description", description, parameters=language)
    event.add("url", pages["dates"])
    event.add("class", "PUBLIC")
    event.add("transp", "TRANSPARENT")  # a day to celebrate, not a day that one is busy
    return event


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
