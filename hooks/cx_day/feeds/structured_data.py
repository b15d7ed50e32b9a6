"""JSON-LD (schema.org) for the pages that are about the day.

An observance has no place, so this is no event in the sense of search engines' event
listings, and no location is made up for it. It names several years, so that it stays
true when the site is not built again for a while.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from cx_day.dates import Observance, Occurrence
    from cx_day.wording import Wording

YEARS = 5


def structured_data(observance: Observance, wording: Wording, today: date, url: str) -> str:
    """JSON-LD text for the page at ``url``, safe to stand in a ``script`` element."""
    rule = observance.rule
    strings = wording.locale.strings["site"]
    data = {
        "@context": "https://schema.org",
        "@type": "EventSeries",
        "@id": f"{url}#cx-day",
        "name": strings["observance"],
        "alternateName": "CX Day",
        "description": strings["description"],
        "inLanguage": wording.locale.tag,
        "url": url,
        "startDate": observance.occurrence(rule.since).date.isoformat(),
        "subEvent": [
            _event(occurrence, wording) for occurrence in observance.upcoming(today, YEARS)
        ],
    }
    # "</script>" must not be able to end the element that this stands in.
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _event(occurrence: Occurrence, wording: Wording) -> dict[str, Any]:
    return {
        "@type": "Event",
        "name": f"CX Day {occurrence.year}",
        "description": wording.long(occurrence.date),
        "startDate": occurrence.date.isoformat(),
        "endDate": occurrence.date.isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
    }
