"""How the versions of a page in the site's languages stand to each other; no language leads.

A page is named by its language and by its path within the language's folder, which is the same
in all of them. The history comes from ``history``; here is only what follows from it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from cx_day.locales import Locale

Page = tuple[str, str]
"""A page's language and its name: ``("pl", "about/index.md")``."""

State = Literal[
    "wanted", "lagging", "leading", "unwritten", "alone", "elsewhere", "unknown", "same"
]
STATES: tuple[State, ...] = get_args(State)
"""In the order in which they are told: what there is to do in this language comes first."""
TO_DO: set[State] = {"wanted", "lagging"}


@dataclass(frozen=True)
class Edit:
    """What a commit did to one page: how many lines, and what was said of it.

    ``compared`` if the commit also says on which day the page was compared with its counterpart.
    """

    lines: int
    messages: tuple[str, ...]
    compared: bool = False

    def is_editorial(self, markers: Iterable[str]) -> bool:
        """Whether somebody said that the other languages have nothing to follow here."""
        said = " ".join(self.messages).casefold()
        return any(marker.casefold() in said for marker in markers)


@dataclass(frozen=True)
class Commit:
    """One step of the history: a commit, or a proposal that was merged. Days are in UTC."""

    id: str
    day: date
    subject: str
    edits: Mapping[Page, Edit]


@dataclass(frozen=True)
class Change:
    """A change of one version of a page that another version has not followed yet."""

    commit: str
    day: date
    subject: str
    lines: int


def markers(languages: Iterable[Locale]) -> set[str]:
    """What in a commit's message says that the other languages have nothing to follow."""
    return {"[editorial]", *(it.strings["counterparts"]["editorial"] for it in languages)}


Pending = dict[Page, dict[str, list[Change]]]
"""For each page with a history: what it has not followed yet, by the language that leads."""


def pending(
    commits: Iterable[Commit],
    languages: Sequence[str],
    markers: Collection[str],
    compared: Mapping[Page, date],
) -> Pending:
    """Walk the commits, oldest first, and note who has not followed whom.

    ``compared`` says for a page on which day somebody found that it says the same as the other
    versions: nothing up to that day counts, nor does what the commit itself says so of.
    """
    found: Pending = {}
    behind: _Behind = defaultdict(list)
    for commit in commits:
        for page in commit.edits:
            found.setdefault(page, {})
        for name in {name for _, name in commit.edits}:
            for pair in combinations(languages, 2):
                if commit.day > max(compared.get((key, name), date.min) for key in pair):
                    _meet(behind, name, pair, commit, markers)
    for (name, follower, leader), changes in behind.items():
        if changes and (follower, name) in found:
            found[follower, name][leader] = changes
    return found


_Behind = defaultdict[tuple[str, str, str], list[Change]]
"""By name, following and leading language."""


def _meet(
    behind: _Behind, name: str, pair: tuple[str, str], commit: Commit, markers: Collection[str]
) -> None:
    """Take what a commit did to one page in two languages."""
    edits = {key: commit.edits[key, name] for key in pair if (key, name) in commit.edits}
    leaders = [key for key in edits if not edits[key].is_editorial(markers)]
    for leader in leaders[:1]:
        (other,) = set(pair) - {leader}
        if other in leaders or behind[name, leader, other]:  # it has followed
            behind[name, leader, other] = []
            behind[name, other, leader] = []
        elif not edits[leader].compared:
            change = Change(commit.id, commit.day, commit.subject, edits[leader].lines)
            behind[name, other, leader].append(change)


@dataclass(frozen=True)
class Standing:
    """How a page stands in one language; ``other`` is the language that this is about."""

    name: str
    state: State
    other: str = ""
    changes: Sequence[Change] = ()


@dataclass(frozen=True)
class Counterparts:
    """The pages of all languages: their front matter, and what each has not followed yet."""

    languages: Sequence[str]
    pages: Mapping[Page, Mapping[str, Any]]
    pending: Pending | None
    """None if the history is not known."""

    def lacking(self, name: str) -> list[str]:
        """The languages that do not have the page."""
        return [key for key in self.languages if (key, name) not in self.pages]

    def having(self, name: str) -> list[str]:
        """The languages that have the page."""
        return [key for key in self.languages if (key, name) in self.pages]

    def excuse(self, name: str) -> Mapping[str, str] | None:
        """What the front matter of a page says of its missing counterparts, if anything."""
        said = (self.pages[key, name].get("counterpart") for key in self.having(name))
        return next((excuse for excuse in said if excuse), None)

    def behind(self, key: str, name: str) -> dict[str, list[Change]]:
        """What a page has not followed, by the language that leads; the newest leader first."""
        leaders = (self.pending or {}).get((key, name), {})
        existing = {other: leaders[other] for other in self.having(name) if other in leaders}
        return dict(sorted(existing.items(), key=lambda item: item[1][-1].day, reverse=True))

    def standings(self, key: str) -> Iterator[Standing]:
        """How every page of the site stands, seen from one language."""
        for name in dict.fromkeys(name for _, name in self.pages):
            yield self._standing(key, name)

    def _standing(self, key: str, name: str) -> Standing:
        others = [other for other in self.having(name) if other != key]
        excuse = self.excuse(name)
        wanted = excuse is not None and excuse["status"] == "wanted"
        if (key, name) not in self.pages:
            return Standing(name, "wanted" if wanted else "elsewhere", others[0])
        if not others:
            return Standing(name, "unwritten" if wanted else "alone")
        for leader, changes in self.behind(key, name).items():
            return Standing(name, "lagging", leader, changes)
        for other in others:
            changes = self.behind(other, name).get(key, [])
            if changes:
                return Standing(name, "leading", other, changes)
        known = self.pending is not None and (key, name) in self.pending
        return Standing(name, "same" if known else "unknown")
