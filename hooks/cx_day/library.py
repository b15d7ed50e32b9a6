"""``data/library.yml``, what the pages draw on, and ``data/glossary.yml``, the field's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from cx_day.problems import Problem, SourceError
from cx_day.yaml_source import read, read_schema, shape_problems, unsaid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from cx_day.locales import Locale
    from cx_day.yaml_source import YamlSource


@dataclass(frozen=True)
class Document:
    """A text or study that pages name as their source; ``names`` by locale.

    The first of the names is the one in the document's own language, where it is one of ours.
    """

    id: str
    names: Mapping[str, str]
    year: int | None
    url: str | None

    def named_in(self, key: str) -> str:
        """The locale of the name that readers of ``key`` are shown: theirs, or the first one."""
        return key if key in self.names else next(iter(self.names))


@dataclass(frozen=True)
class Wordage:
    """A term in one language: how it is written, what it means, what not to write instead."""

    term: str
    definition: str
    avoid: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """A term of the field, in English and (``words``) in the languages that have words for it."""

    id: str
    english: str
    words: Mapping[str, Wordage]


def documents(root: Path, languages: Collection[str] = ()) -> dict[str, Document]:
    """The documents of ``data/library.yml`` by id.

    Raises SourceError; also where one of ``languages`` has no name for a document.
    """
    source = _read(root, "library")
    _require(
        unsaid(source, ["documents", index, "names"], languages)
        for index in range(len(source.data["documents"]))
    )
    return {
        entry["id"]: Document(entry["id"], entry["names"], entry.get("year"), entry.get("url"))
        for entry in source.data["documents"]
    }


def glossary(root: Path, languages: Collection[str] = ()) -> list[Term]:
    """The terms of ``data/glossary.yml`` in the order of the file.

    Raises SourceError; also where one of ``languages`` has no words for a term.
    """
    source = _read(root, "glossary")
    _require(
        unsaid(source, ["terms", index], languages) for index in range(len(source.data["terms"]))
    )
    return [
        Term(
            entry["id"],
            entry["en"]["term"] if isinstance(entry["en"], dict) else entry["en"],
            {
                key: Wordage(words["term"], words["definition"], tuple(words.get("avoid", ())))
                for key, words in entry.items()
                if isinstance(words, dict)
            },
        )
        for entry in source.data["terms"]
    ]


def _require(problems: Iterable[Iterable[Problem]]) -> None:
    found = list(chain.from_iterable(problems))
    if found:
        raise SourceError(found)


def _read(root: Path, name: str) -> YamlSource:
    source = read(root / "data" / f"{name}.yml", root)
    problems = shape_problems(source, read_schema(root / "data" / f"{name}.schema.json"))
    if not problems:
        problems = _repeated_ids(source)
    if problems:
        raise SourceError(problems)
    return source


def _repeated_ids(source: YamlSource) -> list[Problem]:
    ((group, entries),) = source.data.items()
    ids = [entry["id"] for entry in entries]
    return [
        source.problem(
            [group, index, "id"],
            f"“{name}” is listed twice; keep one of them.",
            "id_twice",
            found=name,
        )
        for index, name in enumerate(ids)
        if name in ids[:index]
    ]


def alphabetical(terms: list[Term], locale: Locale) -> list[Term]:
    """The language's terms in the order of its own alphabet; an article does not count."""
    alphabet: str = locale.strings["alphabet"]
    article: str = locale.strings["article"]

    def key(term: Term) -> list[int]:
        text = term.words[locale.key].term.casefold()
        if article:
            text = text.removeprefix(article)
        return [alphabet.find(letter) for letter in text]

    return sorted((term for term in terms if locale.key in term.words), key=key)


_BRACKETED = re.compile(r"\s*\(([^)]*)\)")
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z]?[A-Z]{1,2}")


def occurrences(term: Term, locale: Locale) -> re.Pattern[str] | None:
    """What a term looks like in running text, or None if it is too common a word to point out.

    None, too, if the language has no word for it.

    Terms of several words and abbreviations are found. ``terms.inflected`` of the locale says
    whether word endings change (Polish), ``terms.attached`` which letters may be written
    together with a word before it (Arabic).
    """
    if locale.key not in term.words:
        return None
    rules = locale.strings["terms"]
    written = term.words[locale.key].term
    names = [name.strip() for name in _BRACKETED.sub("", written).split(",")]
    abbreviations = [*names, *_BRACKETED.findall(written)]
    forms = [
        r"\s".join(_inflected(word) if rules["inflected"] == "yes" else word for word in words)
        for words in (re.escape(name).split(r"\ ") for name in names)
        if len(words) > 1
    ]
    forms += [name for name in abbreviations if _ABBREVIATION.fullmatch(name)]
    if not forms:
        return None
    attached = f"[{rules['attached']}]?" if rules["attached"] else ""
    return re.compile(rf"(?<!\w){attached}(?:{'|'.join(forms)})(?!\w)")


def _inflected(word: str) -> str:
    """A word with any ending: "pętla" finds "pętli", "pętlę"; words of up to three letters stay."""
    shortest = 3
    if len(word) <= shortest:
        return word
    kept = word[:-2] if len(word) > 2 * shortest - 1 else word[:-1]
    return rf"{kept}\w{{0,4}}"
