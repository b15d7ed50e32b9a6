"""The closed vocabulary of placeholders: what a writer may put between ``{{`` and ``}}``.

A name begins with ``cx_day.`` and goes on in one of two ways::

    cx_day.WHEN[.MILESTONE][.FORM]     cx_day.next, cx_day.2016.on,
                                       cx_day.next.six_weeks_before.short
    cx_day.BLOCK or cx_day.TEXT        cx_day.table, cx_day.ics_url

The same names serve body text, front matter and templates, in every language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import MAXYEAR
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from cx_day.dates import DAYS_AFTER, MILESTONES, OutOfRangeError
from cx_day.feeds import HORIZON_YEARS
from cx_day.problems import nearest
from cx_day.typography import bind
from cx_day.wording import COUNTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from cx_day.dates import Observance
    from cx_day.wording import Wording

PREFIX = "cx_day"
RELATIVE_WHEN = ("next", "previous")
DATE_FORMS = ("long", "on", "short", "day", "weekday", "year", "iso", "hijri")
FORMS = (*DATE_FORMS, *COUNTS)
TEXTS = ("ics_url", "json_url")
BLOCKS = (
    "calendar",
    "upcoming",
    "timeline",
    "table",
    "sources",
    "share",
    "ideas",
    "journey_example",
    "journey_template",
    "glossary",
    "vocabulary",
    "pages_state",
)

Mistake = Literal["unknown", "out_of_range", "hijri_range", "malformed"]
_YEAR = re.compile(r"\d{4}")
_NAME = re.compile(rf"{PREFIX}(\.\w+)+")


class PlaceholderError(ValueError):
    """A placeholder that has no value: ``mistake`` says why, ``nearest`` what was meant."""

    def __init__(self, mistake: Mistake, found: str, nearest_name: str | None = None) -> None:
        """Keep what a message needs."""
        super().__init__(f"{mistake}: {found}")
        self.mistake: Mistake = mistake
        self.found = found
        self.nearest = nearest_name


@dataclass(frozen=True)
class Value:
    """What a placeholder stands for.

    ``text`` is plain text. In a page it becomes the element ``tag`` with ``attributes``;
    without a tag it is text there too. A block has ``html`` instead, and no text.
    """

    text: str
    tag: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    html: str | None = None

    def __str__(self) -> str:
        """The value as HTML."""
        if self.html is not None:
            return self.html
        if self.tag is None:
            return escape(self.text)
        attributes = "".join(
            f' {name}="{escape(value)}"' for name, value in self.attributes.items()
        )
        return f"<{self.tag}{attributes}>{escape(self.text, quote=False)}</{self.tag}>"


@dataclass(frozen=True)
class Anchor:
    """The day that a placeholder is about; ``moves`` if it depends on what day it is."""

    day: date
    moves: bool


@dataclass
class Vocabulary:
    """The placeholders' values for one page: its language, and the day of the build.

    ``texts`` and ``blocks`` give the values of the names in ``TEXTS`` and ``BLOCKS``.
    ``moving`` gathers the names in use whose value changes with the calendar; ``clock``
    tells the script in the page how.
    """

    observance: Observance
    wording: Wording
    today: date
    texts: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, Callable[[], str]] = field(default_factory=dict)
    moving: dict[str, None] = field(default_factory=dict)

    def names(self) -> Iterator[str]:
        """Every known name, one year standing for all of them."""
        years = [str(self.observance.next(self.today).year)]
        for when in (*RELATIVE_WHEN, *years):
            for milestone in ("", *MILESTONES):
                for form in ("", *FORMS):
                    yield ".".join(filter(None, (PREFIX, when, milestone, form)))
        for name in (*TEXTS, *BLOCKS):
            yield f"{PREFIX}.{name}"

    def value(self, name: str) -> Value:
        """The value of a full name such as ``cx_day.next.on``.

        Raises PlaceholderError if there is none.
        """
        if not _NAME.fullmatch(name):
            raise PlaceholderError(
                "unknown" if name.startswith(PREFIX) else "malformed", name, self._nearest(name)
            )
        parts = name.split(".")[1:]
        if len(parts) == 1 and parts[0] in TEXTS:
            return Value(self.texts[parts[0]])
        if len(parts) == 1 and parts[0] in BLOCKS:
            return Value("", html=self.blocks[parts[0]]())
        try:
            anchor, form = self.parse(parts, name)
        except OutOfRangeError:
            raise PlaceholderError("out_of_range", name) from None
        try:
            return self._dated(name, anchor, form)
        except OutOfRangeError:
            raise PlaceholderError("hijri_range", name) from None

    def _nearest(self, name: str) -> str | None:
        known = list(self.names())
        year = _YEAR.search(name)
        if year is None:
            return nearest(name, known)
        # compare as if the year written were the sample year, then write it back
        sample = str(self.observance.next(self.today).year)
        found = nearest(name.replace(year.group(), sample, 1), known)
        return found.replace(sample, year.group(), 1) if found else None

    def parse(self, parts: list[str], name: str) -> tuple[Anchor, str]:
        """The day and the form that the parts of ``name`` after the prefix stand for."""
        when, *rest = parts
        if when == "next":
            anchor = Anchor(self.observance.next(self.today).date, moves=True)
        elif when == "previous":
            anchor = Anchor(self.observance.previous(self.today).date, moves=True)
        elif _YEAR.fullmatch(when):
            anchor = Anchor(self.observance.occurrence(int(when)).date, moves=False)
        else:
            raise PlaceholderError("unknown", name, self._nearest(name))
        if rest and rest[0] in MILESTONES:
            anchor = Anchor(MILESTONES[rest.pop(0)].date_for(anchor.day), anchor.moves)
        form = rest.pop(0) if rest else "long"
        if rest or form not in FORMS:
            raise PlaceholderError("unknown", name, self._nearest(name))
        return anchor, form

    def _dated(self, name: str, anchor: Anchor, form: str) -> Value:
        counted = form in COUNTS
        if counted:
            text = self.wording.count(form, (anchor.day - self.today).days)
        else:
            text = getattr(self.wording, form)(anchor.day)
        attributes: dict[str, str] = {}
        if not counted:
            attributes["datetime"] = (
                self.wording.year(anchor.day) if form == "year" else anchor.day.isoformat()
            )
        if form == "iso":
            attributes["dir"] = "ltr"  # or the hyphens turn the parts round in Arabic
        if anchor.moves or counted:
            self.moving[name] = None
            attributes["data-cx-day"] = name.removeprefix(f"{PREFIX}.")
        return Value(bind(text), "span" if counted else "time", attributes)

    def clock(self) -> dict[str, Any]:
        """What the page's script needs to bring every moving value up to date.

        ``days``: the occurrences from the one before the previous, for a visitor whose day
        lags behind the build's, to ``HORIZON_YEARS`` ahead (ISO dates). ``after``: for how
        many days the day is looked back upon.
        ``values``: for each moving name, by the position of the upcoming day among
        ``days`` less one, its dates and – unless ``count`` names a phrase – its texts.
        ``counts``: the phrases by CLDR plural category, with ``{n}`` for the number.
        """
        following = self.observance.next(self.today).year
        first = max(following - 2, self.observance.rule.since)
        last = min(following + HORIZON_YEARS, MAXYEAR)
        days = [self.observance.occurrence(year) for year in range(first, last + 1)]
        states = [
            Vocabulary(self.observance, self.wording, occurrence.date) for occurrence in days[1:]
        ]
        values: dict[str, Any] = {}
        for name in self.moving:
            parts = name.split(".")[1:]
            anchors, forms = zip(*(state.parse(parts, name) for state in states), strict=True)
            form = forms[0]
            entry: dict[str, Any] = {"dates": [anchor.day.isoformat() for anchor in anchors]}
            if form in COUNTS:
                entry["count"] = form
            else:
                entry["texts"] = [
                    bind(getattr(self.wording, form)(anchor.day)) for anchor in anchors
                ]
            values[".".join(parts)] = entry
        used = {entry["count"] for entry in values.values() if "count" in entry}
        return {
            "after": DAYS_AFTER,
            "days": [occurrence.date.isoformat() for occurrence in days],
            "values": values,
            "counts": {name: self._phrases(name) for name in COUNTS if name in used},
        }

    def _phrases(self, name: str) -> dict[str, dict[str, str]]:
        phrases = self.wording.locale.strings["counts"][name]
        # a digit in the number's place, because ``bind`` looks for one
        return {
            kind: {
                str(case): bind(text.replace("{n}", "0")).replace("0", "{n}")
                for case, text in phrases[kind].items()
            }
            for kind in ("exact", "future", "past")
        }
