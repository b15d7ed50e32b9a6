"""From a text to the stems by which its words are found; ``data/search.yml`` holds the rules.

``overrides/assets/search-engine.js`` does the same, rule by rule, with what a visitor types.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cx_day.yaml_source import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from cx_day.locales import Locale

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_UNSEEN = "\u00ad\u0640\u200c\u200d"
WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}{_UNSEEN}])+")
"""A word as written, its vowel signs included."""


@dataclass(frozen=True)
class Step:
    """One cut: the longest of ``affixes`` gives way to its value, if ``least`` letters remain."""

    at_end: bool
    least: int
    may: bool
    affixes: Mapping[str, str]

    def cut(self, word: str) -> Iterator[str]:
        """The word after the cut; before it the uncut one, where the cut may be wrong."""
        for length in range(len(word), 0, -1):
            affix = word[-length:] if self.at_end else word[:length]
            if affix not in self.affixes:
                continue
            text = self.affixes[affix]
            cut = word[:-length] + text if self.at_end else text + word[length:]
            if len(cut) >= self.least:
                if self.may:
                    yield word
                yield cut
                return
        yield word


@dataclass(frozen=True)
class Rules:
    """How one language's words are taken; ``data`` is what the browser gets of it."""

    data: Mapping[str, Any]

    @cached_property
    def _fold(self) -> list[tuple[re.Pattern[str], str]]:
        return [(re.compile(pattern), text) for pattern, text in self.data["fold"]]

    @cached_property
    def _steps(self) -> list[Step]:
        return [Step(**step) for step in self.data["steps"]]

    def fold(self, text: str) -> str:
        """``text`` without what one may leave out when typing: case, accents, vowel signs."""
        text = unicodedata.normalize("NFKC", text).lower()
        for pattern, replacement in self._fold:
            text = pattern.sub(replacement, text)
        letters = unicodedata.normalize("NFD", text)
        return "".join(letter for letter in letters if unicodedata.category(letter)[0] != "M")

    def words(self, text: str) -> Iterator[tuple[str, str]]:
        """Each word as written and folded."""
        for match in WORD.finditer(text):
            folded = self.fold(match.group())
            if folded:
                yield match.group(), folded

    def stems(self, folded: str) -> list[str]:
        """The stems of a folded word: one, or more where a letter may be a preposition or not."""
        same: Mapping[str, str] = self.data["same"]
        if folded in same:
            return [same[folded]]
        stems = [folded]
        for step in self._steps:
            stems = [cut for stem in stems for cut in step.cut(stem)]
        return list(dict.fromkeys(same.get(stem, stem) for stem in stems))


def rules(root: Path, locale: Locale) -> Rules:
    """The rules of ``data/search.yml`` for a language; without any of its own words are folded.

    Raises SourceError.
    """
    data = read(root / "data" / "search.yml", root).data
    own = data["languages"].get(locale.key, {})
    return Rules(
        {
            "fold": data["fold"],
            "keyboards": data["keyboards"],
            "steps": [_step(**step) for step in own.get("steps", [])],
            "same": own.get("same", {}),
            "skeleton": own.get("skeleton", []),
        }
    )


def _step(at: str, least: int, strip: str, *, may: bool = False) -> dict[str, Any]:
    affixes = (affix.partition(">") for affix in strip.split())
    pairs = {affix: replacement for affix, _, replacement in affixes}
    return {"at_end": at == "end", "least": least, "may": may, "affixes": pairs}
