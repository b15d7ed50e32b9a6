"""JSON-LD (schema.org) for the pages that are about the day.

An observance has no place, so this is no event in the sense of search engines' event
listings, and no location is made up for it. It names several years, so that it stays
true when the site is not built again for a while.
"""

from __future__ import annotations

import json
import re
from html import unescape
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
    return _written(data)


_SECTION = re.compile(r"<section>\s*<h2[^>]*>(.*?)</h2>(.*?)</section>", re.DOTALL)
_PERMALINK = re.compile(r'<a [^>]*class="anchor".*?</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def questions_and_answers(html: str) -> str:
    """JSON-LD text (FAQPage) of a rendered page whose section titles are questions."""
    pairs = (
        (_text(_PERMALINK.sub("", match[1])), _text(match[2])) for match in _SECTION.finditer(html)
    )
    data = {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": question,
                "acceptedAnswer": {"@type": "Answer", "text": answer},
            }
            for question, answer in pairs
            if question.endswith(("?", "؟"))
        ],
    }
    return _written(data)


def _text(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split())


def _written(data: dict[str, Any]) -> str:
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
