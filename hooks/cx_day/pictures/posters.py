"""Posters: two designs in three formats, with the date of the upcoming day.

The ready-made files are for everyone; the page's own script fills the same layouts with a
company's name and message.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cx_day.typography import bind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from cx_day.pictures.studio import Studio
    from cx_day.wording import Wording

DESIGNS = ("night", "paper")

THUMBNAIL = 208
"""The width of the small pictures: sharp on the dense screen of a telephone."""


@dataclass(frozen=True)
class Format:
    """A size of paper or screen: the layout it uses, its size, and the PNG that is ready-made."""

    shape: str
    width: str
    height: str
    png_width: int | None = None
    dpi: int = 72


FORMATS: Mapping[str, Format] = {
    "a4": Format("portrait", "210mm", "297mm", 1240, 150),
    "a3": Format("portrait", "297mm", "420mm"),
    "square": Format("square", "1080", "1080", 1080),
}


@dataclass(frozen=True)
class PosterFile:
    """A ready-made poster; ``kind`` is ``svg`` or ``png``."""

    design: str
    form: str
    kind: str
    content: bytes

    @property
    def name(self) -> str:
        """The file's name, the same every year, so that links to it last."""
        return f"{self.design}-{self.form}.{self.kind}"


_FONTS = {
    "ltr": "Readex Pro, Readex Pro Arabic, sans-serif",
    "rtl": "Readex Pro Arabic, Readex Pro, sans-serif",
}
"""Where the text is living, in the order of the page's own style sheet."""


@dataclass(frozen=True)
class Posters:
    """The posters of one language for the occurrence on ``day``; ``address`` is the site's."""

    studio: Studio
    wording: Wording
    day: date
    address: str

    def layout(self, design: str, form: str) -> str:
        """A poster as SVG with living text."""
        size = FORMATS[form]
        return self.studio.layout(
            f"{design}-{size.shape}", self._words() | {"width": size.width, "height": size.height}
        )

    def _words(self) -> dict[str, Any]:
        locale = self.wording.locale
        strings = locale.strings["posters"]
        return {
            "direction": locale.direction,
            "fonts": _FONTS[locale.direction],
            "title": f"{locale.strings['site']['name']}: {self.wording.long(self.day)}",
            "name": locale.strings["site"]["name"],
            "weekday": self.wording.weekday(self.day),
            "day": bind(self.wording.day(self.day)),
            "year": self.wording.year(self.day),
            "message": bind(strings["line"]),
            "company": "",
            "hashtag": "#CXDay",
            "address": self.address.partition("://")[2].rstrip("/"),
        }

    def layouts(self) -> Iterator[tuple[str, str]]:
        """Each design in each shape, by name such as ``night-square``, for the page's form."""
        for design in DESIGNS:
            for shape, form in {FORMATS[form].shape: form for form in FORMATS}.items():
                yield f"{design}-{shape}", self.layout(design, form)

    def files(self) -> list[PosterFile]:
        """Every ready-made file; none for a language whose letters our fonts lack.

        Raises LetteringError for a text that cannot be drawn.
        """
        if not self.studio.can_draw(self.wording.locale):
            return []
        files = []
        for design in DESIGNS:
            for form, size in FORMATS.items():
                layout = self.layout(design, form)
                svg = self.studio.svg(layout)
                files.append(PosterFile(design, form, "svg", svg.encode()))
                if size.png_width:
                    png = self.studio.png(layout, size.png_width, size.dpi)
                    files.append(PosterFile(design, form, "png", png))
        return files

    def thumbnails(self) -> Iterator[PosterFile]:
        """A small picture of each design, for the list of the files."""
        if not self.studio.can_draw(self.wording.locale):
            return
        for design in DESIGNS:
            png = self.studio.png(self.layout(design, "a4"), THUMBNAIL, colours=32)
            yield PosterFile(design, "small", "png", png)


def ready_made(files: list[PosterFile], folder: str) -> dict[str, list[dict[str, str]]]:
    """The files as links of a page, by design; ``folder`` leads to them from there."""
    if not files:
        return {}
    return {
        design: [
            {
                "form": file.form,
                "kind": file.kind,
                "url": f"{folder.rstrip('/')}/{file.name}",
                "size": f"{max(1, round(len(file.content) / 1000))} kB",
            }
            for file in files
            if file.design == design
        ]
        for design in DESIGNS
    }
