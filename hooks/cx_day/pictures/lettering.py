"""Text as outlines: shaped, in the right order, broken into balanced lines that fit.

A picture with a box in place of a letter, or with Arabic letters that are not joined, is worse
than none: whatever cannot be drawn properly is an error that names the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from math import inf
from typing import TYPE_CHECKING

from cx_day.pictures.fonts import ARABIC, LATIN, Font, Glyph, LetteringError
from cx_day.pictures.runs import visual_runs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cx_day.pictures.runs import Run

SHRINK = 0.96
"""A text that is too long is tried again at this part of its size …"""
SMALLEST = 0.4
"""… but not below this part of what the layout wanted."""

_BALANCE_STEPS = 8


@dataclass(frozen=True)
class Style:
    """How a text is set; ``direction`` is the paragraph's, ``ltr`` or ``rtl``."""

    weight: int = 400
    direction: str = "ltr"


@dataclass(frozen=True)
class Room:
    """Where a text has to fit: ``height`` is that of all lines together, without leading."""

    width: float
    lines: int = 1
    height: float = inf


@dataclass(frozen=True)
class Setting:
    """A text that fits: the size it got, and its lines."""

    size: float
    lines: list[str]


@dataclass(frozen=True)
class Lettering:
    """Sets texts in the fonts of the folder ``fonts``."""

    fonts: Path

    @cached_property
    def _latin(self) -> Font:
        return Font(self.fonts / LATIN)

    @cached_property
    def _arabic(self) -> Font:
        return Font(self.fonts / ARABIC)

    def has(self, characters: str) -> bool:
        """Whether the fonts have every one of these characters."""
        return set(characters) <= self._latin.characters | self._arabic.characters

    def fit(self, text: str, style: Style, size: float, room: Room) -> Setting:
        """``text`` in lines that fit into the room, smaller where it must be.

        Raises LetteringError where it would have to be smaller than ``SMALLEST`` allows.
        """
        current = size
        while current >= size * SMALLEST:
            width = room.width / current
            lines = self._broken(text, style, width)
            high_enough = len(lines) <= room.lines and len(lines) * current <= room.height
            if high_enough and all(self.width(line, style) <= width for line in lines):
                return Setting(current, self._balanced(text, style, width, len(lines)))
            current *= SHRINK
        raise LetteringError(
            f"The picture's text “{text}” is too long for {room.lines} line(s): shorten it."
        )

    def _broken(self, text: str, style: Style, width: float) -> list[str]:
        """Lines that are filled one after the other; ``width`` is in ems."""
        lines: list[str] = []
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, style) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _balanced(self, text: str, style: Style, width: float, count: int) -> list[str]:
        """The same number of lines, the longest of them as short as can be."""
        best = self._broken(text, style, width)
        low, high = width / 2, width
        for _ in range(_BALANCE_STEPS if count > 1 else 0):
            middle = (low + high) / 2
            lines = self._broken(text, style, middle)
            if len(lines) == count and all(self.width(line, style) <= middle for line in lines):
                best, high = lines, middle
            else:
                low = middle
        return best

    def width(self, line: str, style: Style) -> float:
        """The width of a line in ems."""
        return sum(glyph.advance for _, glyph in self._glyphs(line, style))

    def path(self, line: str, style: Style, size: float, at: tuple[float, float]) -> str:
        """The line's outlines as the data of an SVG path; ``at`` is the baseline's left end."""
        x, y = at
        steps: list[str] = []
        for font, glyph in self._glyphs(line, style):
            for letter, numbers in font.outline(glyph.index, style.weight):
                steps.append(letter)
                pairs = zip(numbers[::2], numbers[1::2], strict=True)
                steps.append(
                    " ".join(
                        f"{_number(x + (glyph.x + right) * size)} "
                        f"{_number(y - (glyph.y + up) * size)}"
                        for right, up in pairs
                    )
                )
            x += glyph.advance * size
        return "".join(steps)

    def _glyphs(self, line: str, style: Style) -> Iterator[tuple[Font, Glyph]]:
        """The glyphs of a line from left to right, each with its font."""
        for run in visual_runs(line, style.direction):
            pieces = list(self._pieces(run, line))
            for font, text in reversed(pieces) if run.rtl else pieces:
                for glyph in font.shape(text, style.weight, rtl=run.rtl):
                    if glyph.index == 0:
                        raise _undrawable(text, line)
                    yield font, glyph

    def _pieces(self, run: Run, line: str) -> Iterator[tuple[Font, str]]:
        """A run in pieces that one font can draw; its own script's font comes first."""
        fonts = (self._arabic, self._latin) if run.rtl else (self._latin, self._arabic)

        def choice(character: str) -> int:
            for index, font in enumerate(fonts):
                if character in font.characters:
                    return index
            raise _undrawable(character, line)

        for index, characters in groupby(run.text, choice):
            yield fonts[index], "".join(characters)


def _number(value: float) -> str:
    """A coordinate with one decimal at most; adding zero makes -0.0 of rounding a plain zero."""
    return f"{round(value, 1) + 0:.1f}".removesuffix(".0")


def _undrawable(characters: str, line: str) -> LetteringError:
    codes = ", ".join(f"U+{ord(character):04X}" for character in characters)
    return LetteringError(
        f"The picture's text “{line}” cannot be drawn: neither of the site's fonts has "
        f"“{characters}” ({codes}). Write it without, or cut the fonts anew (tools/fonts.py)."
    )
