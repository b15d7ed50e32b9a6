"""A line of text as runs in the order in which they are drawn, from left to right.

Enough of the Unicode bidirectional algorithm (UAX #9) for headlines: one level of embedding.
What reads from left to right within Arabic is what ``typography`` isolates in pages, and every
plain number besides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_day.typography import parts

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_RIGHT_TO_LEFT = re.compile(rf"[{_RTL}](?:[^A-Za-zÀ-ɏ]*[{_RTL}])?")


@dataclass(frozen=True)
class Run:
    """Characters that are shaped together, in the order in which they are read."""

    text: str
    rtl: bool


def visual_runs(line: str, direction: str) -> list[Run]:
    """The runs of ``line`` from left to right, in a text of this direction (``ltr``, ``rtl``)."""
    if direction == "rtl":
        return list(reversed(list(_within_rtl(line))))
    runs: list[Run] = []
    for text, matched in _split(line, _RIGHT_TO_LEFT):
        if matched:
            runs.extend(visual_runs(text, "rtl"))
        else:
            runs.append(Run(text, rtl=False))
    return runs


def _within_rtl(line: str) -> Iterator[Run]:
    for text, isolated in parts(line):
        if isolated:
            yield Run(text, rtl=False)
            continue
        for piece, is_number in _split(text, _NUMBER):
            yield Run(piece, rtl=not is_number)


def _split(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it matches the pattern."""
    end = 0
    for match in pattern.finditer(text):
        if match.start() > end:
            yield text[end : match.start()], False
        yield match.group(), True
        end = match.end()
    if end < len(text):
        yield text[end:], False
