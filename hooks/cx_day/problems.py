"""What is wrong with a source file, said so that its writer can mend it."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: the file (relative to the project), the line (from 1), a sentence.

    ``rule`` is the key of the sentence below ``problems`` in ``data/locales/``, ``values`` what is
    filled in there, ``locale`` the language in which it is said. A mistake in a data file is said
    in English (and has no locale) until ``locales.told`` says it in the languages of the site; one
    without a rule, in a file of the maintainers, stays so.
    """

    path: str
    line: int
    message: str
    rule: str = ""
    locale: str = ""
    values: Mapping[str, object] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        """``docs/pl/dates.md:12: sentence`` – the form that editors turn into a link."""
        return f"{self.path}:{self.line}: {self.message}"


class SourceError(Exception):
    """The problems found in one or more files; none of them is dropped for another."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep every problem, in the order of files and lines."""
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def nearest(found: str, known: Iterable[str]) -> str | None:
    """The known name that ``found`` was most likely meant to be, if any is close."""
    matches = get_close_matches(found, list(known), n=1, cutoff=0.5)
    return matches[0] if matches else None
