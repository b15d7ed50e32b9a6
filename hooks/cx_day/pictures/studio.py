"""Where pictures are made: layouts filled, outlined, drawn, and kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cx_day.pictures.cache import Cache
from cx_day.pictures.lettering import Lettering
from cx_day.pictures.outlines import outlined
from cx_day.pictures.raster import COLOURS, png

if TYPE_CHECKING:
    from pathlib import Path

    from cx_day.locales import Locale


@dataclass(frozen=True)
class Studio:
    """Draws the layouts of ``templates`` (the folder of ``pictures/``) with the site's fonts.

    A ``draft`` finds out whether a text fits and can be drawn, and draws no pixels.
    """

    templates: Path
    cache_folder: Path
    draft: bool = False

    @cached_property
    def _environment(self) -> Environment:
        return Environment(
            loader=FileSystemLoader(self.templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    @cached_property
    def _fonts(self) -> Path:
        return self.templates / "assets" / "fonts"

    @cached_property
    def _lettering(self) -> Lettering:
        return Lettering(self._fonts)

    @cached_property
    def _cache(self) -> Cache:
        return Cache(self.cache_folder, self._fonts)

    def can_draw(self, locale: Locale) -> bool:
        """Whether the fonts have the letters of a language; otherwise it gets no texts drawn."""
        alphabet: str = locale.strings["alphabet"]
        letters = alphabet + alphabet.upper()
        answer = self._cache.get(
            f"has {letters}", lambda: b"yes" if self._lettering.has(letters) else b"no"
        )
        return answer == b"yes"

    def layout(self, name: str, words: dict[str, Any]) -> str:
        """The layout ``pictures/NAME.svg`` filled with words, its texts still texts."""
        return self._environment.get_template(f"pictures/{name}.svg").render(words)

    def svg(self, layout: str) -> str:
        """The filled layout with outlines in place of its texts."""
        data = self._cache.get(layout, lambda: outlined(layout, self._lettering).encode())
        return data.decode()

    def png(self, layout: str, width: int, dpi: int = 72, colours: int = COLOURS) -> bytes:
        """The filled layout as a PNG; empty in a draft."""
        if self.draft:
            self.svg(layout)
            return b""
        key = f"{width} {dpi} {colours} {layout}"
        return self._cache.get(key, lambda: png(self.svg(layout), width, dpi, colours))
