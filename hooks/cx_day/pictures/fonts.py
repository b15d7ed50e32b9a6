"""The site's own two web fonts, read for drawing.

``readex-pro-pl.woff2`` has the Latin letters, digits and punctuation, ``readex-pro-ar.woff2`` the
Arabic letters and marks. The shaper (HarfBuzz) and the reader of WOFF2 (fontTools) are imported
only when something is drawn: a build that finds every picture in its cache never needs them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

LATIN, ARABIC = "readex-pro-pl.woff2", "readex-pro-ar.woff2"

Command = tuple[str, tuple[float, ...]]
"""A step of an outline as SVG names it, such as ``("L", (x, y))``, in the font's units."""


class LetteringError(Exception):
    """A text that cannot be drawn as it has to be; the message says which and why."""


@dataclass(frozen=True)
class Glyph:
    """A shaped glyph: where it stands, and how far it moves the pen. In ems."""

    index: int
    x: float
    y: float
    advance: float


@dataclass
class Font:
    """One font file at any weight."""

    path: Path
    _shapers: dict[int, Any] = field(default_factory=dict)
    _outlines: dict[tuple[int, int], list[Command]] = field(default_factory=dict)

    @cached_property
    def _sfnt(self) -> bytes:
        try:
            from fontTools.ttLib import TTFont  # noqa: PLC0415 - see the module's docstring
        except ImportError as error:
            raise _missing(error) from None
        data = BytesIO()
        font = TTFont(self.path, recalcTimestamp=False)
        font.flavor = None
        font.save(data)
        return data.getvalue()

    @cached_property
    def _face(self) -> Any:  # noqa: ANN401 - HarfBuzz is not typed
        return _harfbuzz().Face(self._sfnt)

    @cached_property
    def characters(self) -> frozenset[str]:
        """The characters that the font can draw."""
        return frozenset(map(chr, self._face.unicodes))

    def _shaper(self, weight: int) -> Any:  # noqa: ANN401 - HarfBuzz is not typed
        if weight not in self._shapers:
            shaper = _harfbuzz().Font(self._face)
            shaper.set_variations({"wght": weight})
            self._shapers[weight] = shaper
        return self._shapers[weight]

    def shape(self, text: str, weight: int, *, rtl: bool) -> list[Glyph]:
        """The glyphs of a text of one direction, from left to right, joined and kerned."""
        harfbuzz = _harfbuzz()
        buffer = harfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if rtl else "ltr"
        if rtl:
            buffer.script = "Arab"
        harfbuzz.shape(self._shaper(weight), buffer)
        em = self._face.upem
        return [
            Glyph(info.codepoint, at.x_offset / em, at.y_offset / em, at.x_advance / em)
            for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]

    def outline(self, index: int, weight: int) -> list[Command]:
        """The outline of a glyph, with coordinates in ems."""
        key = (index, weight)
        if key not in self._outlines:
            commands: list[tuple[str, Any]] = []
            self._shaper(weight).draw_glyph_with_pen(index, _Pen(commands))
            em = self._face.upem
            self._outlines[key] = [
                (letter, tuple(number / em for point in points for number in point))
                for letter, points in commands
            ]
        return self._outlines[key]


class _Pen:
    """Notes an outline; HarfBuzz calls the methods by the names that fontTools gave them."""

    def __init__(self, commands: list[tuple[str, Any]]) -> None:
        self._commands = commands

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._commands.append(("M", (point,)))

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._commands.append(("L", (point,)))

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._commands.append(("Q", points))

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._commands.append(("C", points))

    def closePath(self) -> None:  # noqa: N802
        self._commands.append(("Z", ()))

    def endPath(self) -> None:  # noqa: N802
        """Do nothing: every outline of a letter is closed."""


def _harfbuzz() -> Any:  # noqa: ANN401 - it is not typed
    try:
        import uharfbuzz  # noqa: PLC0415 - see the module's docstring
    except ImportError as error:
        raise _missing(error) from None
    return uharfbuzz


def _missing(error: ImportError) -> LetteringError:
    return LetteringError(
        f"No text can be drawn in a picture, because the package “{error.name}” is missing; "
        "install what requirements.txt lists."
    )
