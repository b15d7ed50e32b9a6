"""``cx-day.json``: the whole record with its wordings, for other people's programs."""

from __future__ import annotations

import json
from calendar import day_name, month_name
from typing import TYPE_CHECKING, Any

from cx_day.feeds import covered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cx_day.dates import Occurrence
    from cx_day.record import Record
    from cx_day.wording import Wording

SCHEMA_VERSION = 1
"""Goes up when a field changes its meaning or goes away; new fields may come at any time."""


def open_data(record: Record, wordings: Sequence[Wording], today: date) -> str:
    """The data as JSON text (UTF-8, two spaces, keys in reading order)."""
    rule = record.observance.rule
    data = {
        "schema_version": SCHEMA_VERSION,
        "revised": record.revised.isoformat(),
        "names": {w.locale.key: w.locale.strings["site"]["observance"] for w in wordings},
        "rule": {
            "month": month_name[rule.month],
            "weekday": day_name[rule.weekday],
            "ordinal": rule.ordinal,
            "since": rule.since,
        },
        "occurrences": [
            _occurrence(occurrence, wordings) for occurrence in covered(record.observance, today)
        ],
        "sources": [
            {
                "id": source.id,
                "publisher": source.publisher,
                "title": source.title,
                "author": source.author,
                "url": source.url,
                "published": source.published,
            }
            for source in record.sources.values()
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _occurrence(occurrence: Occurrence, wordings: Sequence[Wording]) -> dict[str, Any]:
    day = occurrence.date
    return {
        "year": occurrence.year,
        "date": day.isoformat(),
        "weekday": day_name[day.weekday()],
        "status": occurrence.status,
        "rule_date": occurrence.rule_date.isoformat(),
        "moved": occurrence.moved,
        "reason": dict(occurrence.reasons) if occurrence.moved else None,
        "sources": list(occurrence.sources),
        "wording": {
            w.locale.key: {"long": w.long(day), "on": w.on(day), "short": w.short(day)}
            for w in wordings
        },
    }
