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
class Cards:
    """The cards of one language; ``day`` is the upcoming one, so they change once a year."""

    studio: Studio
    wording: Wording
    day: date

    def png(self, title: str, *, about_the_day: bool) -> bytes:
        """The card of the page ``title``; one about the day itself names the date."""
        locale = self.wording.locale
        site = locale.strings["site"]
        layout = self.studio.layout(
            "card",
            {
                "direction": locale.direction,
                "title": bind(title),
                "name": "#CXDay" if site["name"] in title else bind(site["observance"]),
                "rule": bind(locale.strings["posters"]["rule"]),
                "date": bind(self.wording.long(self.day)) if about_the_day else "",
            },
        )
        return self.studio.png(layout, WIDTH)
