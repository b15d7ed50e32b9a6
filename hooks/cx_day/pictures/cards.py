"""Cards: the picture that is shown where a page's address is shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_day.typography import bind

if TYPE_CHECKING:
    from datetime import date

    from cx_day.pictures.studio import Studio
    from cx_day.wording import Wording

WIDTH, HEIGHT = 1200, 630
"""What the large networks ask for (https://ogp.me, https://developer.x.com)."""


@dataclass(frozen=True)
class Card:
    """A drawn card: the name of its file, and what it shows in words."""

    file: str
    png: bytes
    alt: str


@dataclass(frozen=True)
class Cards:
    """The cards of one language; ``day`` is the upcoming one, so they change once a year."""

    studio: Studio
    wording: Wording
    day: date

    def card(self, page: str, title: str, *, about_the_day: bool) -> Card:
        """The card of the page ``title``; one about the day itself names the date.

        ``page`` is the name that the page goes by in addresses. The pages of a language whose
        letters our fonts lack share one card, with the date in digits.
        """
        locale = self.wording.locale
        site, posters = locale.strings["site"], locale.strings["posters"]
        if not self.studio.can_draw(locale):
            words = {"title": "CX Day", "name": "#CXDay", "rule": "", "date": self.day.isoformat()}
            return self._drawn("cx-day", words, f"CX Day, {self.day.isoformat()}")
        words = {
            "title": bind(title),
            "name": "#CXDay" if site["name"] in title else bind(site["observance"]),
            "rule": bind(posters["rule"]),
            "date": bind(self.wording.long(self.day)) if about_the_day else "",
        }
        return self._drawn(page, words, posters["card_alt"].replace("{title}", title))

    def _drawn(self, name: str, words: dict[str, str], alt: str) -> Card:
        layout = self.studio.layout("card", {"direction": self.wording.locale.direction} | words)
        return Card(f"{name}.png", self.studio.png(layout, WIDTH), alt)
