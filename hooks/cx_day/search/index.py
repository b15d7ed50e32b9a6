"""The index of one language as files, of which a browser loads only what a search needs.

``start.json``: the rules, the words of the interface, every page's title and address; also
every term, in order. ``terms-N.json``: where a run of terms occurs. ``page-N.json``: a page's
sections, to show the hit in its text.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cx_day.search.sections import Section, plain, sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cx_day.search.words import Rules

TITLE, NAV, HEADING, LEAD = 12, 8, 5, 3
"""How much a word counts that stands there; in the text, 1."""
MOST = 20
"""What a word's places in one section count at most."""
RUN_BYTES = 24_000
"""How large one run of terms is, unpacked."""


@dataclass(frozen=True)
class SearchPage:
    """A page to be found; ``part`` is the part of the site that it belongs to, "" for none.

    The texts are HTML.
    """

    url: str
    title: str
    part: str
    nav: str = ""
    lead: str = ""
    html: str = ""


@dataclass
class _Term:
    """Where a term occurs (section to weight), and how it is mostly written."""

    weights: Counter[int] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)

    def row(self) -> list[str | int]:
        """How it is written; then the sections, each as distance to the one before, and weights."""
        row: list[str | int] = [max(sorted(self.written), key=lambda word: self.written[word])]
        before = 0
        for section, weight in sorted(self.weights.items()):
            row += [section - before, min(weight, MOST)]
            before = section
        return row


def index_files(
    pages: Iterable[SearchPage], rules: Rules, strings: Mapping[str, Any]
) -> dict[str, bytes]:
    """The files of a language's index by name."""
    pages = list(pages)
    texts = [_texts(page) for page in pages]
    terms = _terms(pages, texts, rules)
    files = {
        f"page-{number}.json": _json([[one.anchor, one.heading, one.text] for one in found])
        for number, found in enumerate(texts)
    }
    runs = list(_runs(terms))
    for number, run in enumerate(runs):
        files[f"terms-{number}.json"] = _json([terms[term].row() for term in run])
    parts = list(dict.fromkeys(page.part for page in pages if page.part))
    part = {name: number for number, name in enumerate(parts)}
    digest = hashlib.sha256(b"".join(files.values())).hexdigest()
    files["start.json"] = _json(
        {
            "version": digest[:8],
            "strings": strings,
            "rules": rules.data,
            "parts": parts,
            "pages": [
                [page.url, plain(page.title), part.get(page.part, -1), len(text)]
                for page, text in zip(pages, texts, strict=True)
            ],
            "runs": [len(run) for run in runs],
            "terms": " ".join(term for run in runs for term in run),
        }
    )
    return files


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _texts(page: SearchPage) -> list[Section]:
    """The page's sections, with the lead at the beginning of the first."""
    first, *rest = sections(page.html)
    return [Section("", "", f"{plain(page.lead)} {first.text}".strip()), *rest]


def _terms(pages: list[SearchPage], texts: list[list[Section]], rules: Rules) -> dict[str, _Term]:
    terms: dict[str, _Term] = defaultdict(_Term)

    def add(text: str, section: int, weight: int) -> None:
        for written, folded in rules.words(text):
            for rank, stem in enumerate(rules.stems(folded)):
                terms[stem].weights[section] += weight if rank == 0 else max(1, weight // 2)
                terms[stem].written[written.lower()] += 1

    section = 0
    for page, parts in zip(pages, texts, strict=True):
        add(plain(page.title), section, TITLE)
        add(plain(page.nav), section, NAV)
        add(plain(page.lead), section, LEAD - 1)
        for part in parts:
            add(part.heading, section, HEADING)
            add(part.text, section, 1)
            section += 1
    return terms


def _runs(terms: Mapping[str, _Term]) -> Iterator[list[str]]:
    """The terms in order, in runs of about the same size."""
    run: list[str] = []
    size = 0
    for term in sorted(terms):
        run.append(term)
        size += len(_json(terms[term].row()))
        if size > RUN_BYTES:
            yield run
            run, size = [], 0
    if run:
        yield run
