"""What a writer can't see or shouldn't write: hidden characters, look-alikes, words to avoid.

Every check yields ``(line, key, values)``: the sentence ``problems.key`` of ``data/locales/``
is said about that line. What is in code, in addresses or in placeholders is no prose.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, partial
from typing import TYPE_CHECKING

from cx_day.problems import Problem
from cx_day.yaml_source import read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from cx_day.library import Term
    from cx_day.locales import Locale
    from cx_day.yaml_source import Key

    Mistake = tuple[int, str, dict[str, str]]

MARKS = re.compile("[\u064b-\u0652\u0670]")
"""The vowel signs of Arabic, which may stand in a word or not."""


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


# ---------------------------------------------------------------------------- prose

_AROUND = 15
"""How many characters of a place are shown on either side of what is wrong there."""
_GAP = "\ufffc"  # no letter and no space: words on either side of it are no neighbours
_MARKUP_GAP = "\ufffd"  # where something stands that readers don't see: a space to most checks
_FIELDS = re.compile(r"(?:title|description|lead|nav|[ \t]+reason):")
_OTHER_FIELDS = re.compile(r"\S|[ \t]+status:")

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*?\n)?---[ \t]*(?=\n|\Z)", re.DOTALL)
_FENCED = re.compile(
    r"^[> \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)?(?P<fence>`{3,}|~{3,})[^`\n]*\n"
    r"(?:.*\n)*?[> \t]*(?P=fence)[ \t]*$",
    re.MULTILINE,
)
_INLINE = re.compile(
    r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)", re.DOTALL
)
_ELEMENT = re.compile(r"<(?P<tag>code|pre|kbd|script|style)\b.*?</(?P=tag)>|<!--.*?-->", re.DOTALL)
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
_NOT_READ = re.compile(
    r"\{[:\s]*(?:[#.]|[\w-]+=)[^{}\n]*\}|^[ ]*(?:!!!|\?\?\?\+?) ?\w+"  # {#anchor}, !!! note
    r"|(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?=[\s)])"  # [text](address
    r"|(?<=\])\[[^\]\n]*\]|^[ ]{0,3}\[[^\]\n]+\]:[ \t]*\S+"  # [text][name], [name]: address
    r"|<https?:[^>\s]*>|\bhttps?://[^\s)>\]»”\"]+|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|<cite\b(?:[^\n]|\n(?![ \t]*\n))*?</cite>|</?[a-zA-Z][^<>]*>|&#?\w+;",
    re.MULTILINE,
)
_READ = ("cx-day.yml", "glossary.yml", "library.yml", "locales/*.yml")
_SETTINGS = {
    *("alphabet", "article", "complete", "dates", "direction", "fonts", "licence_deed"),
    *("locale_for_social", "tag", "terms"),
}
"""What programs read of a locale file: no texts."""
_CODE_IN_DATA = re.compile(r"\{\{?[^{}]*\}?\}|`[^`]*`")
_LIST_LIKE = re.compile(r"[ ]{0,3}(?:[-*+]|\d+[.)]|:|!!!|\?\?\?\+?|\[\^[^\]]+\]:)[ \t]")


def _blank(pattern: re.Pattern[str], text: str, filler: str = _GAP) -> str:
    return pattern.sub(lambda match: re.sub(r"[^\n]", filler, match.group()), text)


def without_code(text: str) -> str:
    """A page's source with its code blanked out; every line keeps its number."""
    return _blank(_ELEMENT, without_markdown_code(text))


def without_markdown_code(text: str) -> str:
    """A page's source without what Markdown takes for code; HTML elements stay."""
    return _blank(_INLINE, _indented_blanked(_blank(_FENCED, text)))


def _indented_blanked(text: str) -> str:
    """Blank the indented code; what is indented below a list or a note is text, though."""
    lines = text.split("\n")
    before, below_list, code = "", False, False
    for index, line in enumerate(lines):
        indented = line.startswith(("    ", "\t"))
        if line.strip():
            if not indented:
                below_list = _LIST_LIKE.match(line) is not None or (
                    below_list and line.startswith(" ")
                )
            code = indented and not below_list and (code or not before.strip())
            if code:
                lines[index] = _GAP * len(line)
        before = line
    return "\n".join(lines)


def prose(text: str) -> str:
    """What is read of a page's source, everything else blanked; every line keeps its number."""
    return _with_gaps(text).replace(_MARKUP_GAP, " ")


def _with_gaps(text: str) -> str:
    head = _FRONT_MATTER.match(text)
    end = head.end() if head else 0
    return _fields(text[:end]) + _cleared(without_code(text[end:]))


def _cleared(text: str) -> str:
    return _blank(_NOT_READ, _blank(_PLACEHOLDER, text), _MARKUP_GAP)


def _fields(head: str) -> str:
    """The front matter's texts for readers; of the rest only the lines."""
    lines, read = [], False
    for line in head.split("\n"):
        if _FIELDS.match(line) or _OTHER_FIELDS.match(line):
            read = _FIELDS.match(line) is not None
        lines.append(_cleared(_FIELDS.sub(_MARKUP_GAP, line)) if read else "")
    return "\n".join(lines)


def data_texts(root: Path, keys: Collection[str]) -> Iterator[tuple[str, str, int, str]]:
    """The texts in the data files that visitors read: language, file, line and text."""
    for path in sorted(file for pattern in _READ for file in (root / "data").glob(pattern)):
        source = read(path, root)
        is_locale = path.parent.name == "locales"
        for places, text in _texts(source.data, ()):
            names = {path.stem} if is_locale else set(map(str, places))
            if {"avoid", "typography"}.intersection(places) or (
                is_locale and places[0] in _SETTINGS
            ):
                continue
            for key in names.intersection(keys):
                yield key, source.path, source.line(places), _CODE_IN_DATA.sub(_GAP, text)


def _texts(value: object, keys: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], str]]:
    if isinstance(value, str):
        yield keys, value
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _texts(child, (*keys, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _texts(child, (*keys, index))


# ---------------------------------------------------------------------------- words to avoid

_QUOTED = re.compile(r"„(?:[^”\n]|\n(?![ \t]*\n))*”|«(?:[^»\n]|\n(?![ \t]*\n))*»")
_MARKUP = str.maketrans(dict.fromkeys("*_[]", " "))
_SPACE = r"(?:[^\S\n]+|[^\S\n]*\n[> \t]*)"


class Terminology:
    """The forms that the glossary advises against in one language.

    A form stands for itself, as whole words and in any case; ``*`` at the end of a word stands
    for any ending. What a language writes together with a word (``terms.attached`` and ``article``
    of its locale) may stand before the first one. What stands in quotation marks isn't flagged.
    """

    def __init__(self, terms: Iterable[Term], locale: Locale) -> None:
        """Compile the forms, the longest first: it says most about what was meant."""
        attached: str = locale.strings["terms"]["attached"]
        article: str = locale.strings["article"]
        before = (rf"[{attached}]{{0,3}}" if attached else "") + f"(?:{article})?"
        words = [term.words[locale.key] for term in terms if locale.key in term.words]
        forms = [
            (MARKS.sub("", form).removeprefix(article), entry.term)
            for entry in words
            for form in entry.avoid
        ]
        self._forms = [
            (_stem(form), _compiled(form, before), term)
            for form, term in sorted(forms, key=lambda pair: (-len(pair[0]), pair))
        ]

    def mistakes(self, text: str) -> Iterator[Mistake]:
        """What to write otherwise in a text that ``prose`` or ``data_texts`` has cleared."""
        text = _blank(_QUOTED, MARKS.sub("", text)).translate(_MARKUP)
        lowered = text.lower()
        for stem, form, term in self._forms:
            if stem not in lowered:
                continue  # most forms are nowhere: to look for a plain string is far quicker
            for match in form.finditer(text):
                found = re.sub(_SPACE, " ", match.group())
                yield _line(text, match.start()), "term", {"found": found, "term": term}
            text = _blank(form, text)


def _stem(form: str) -> str:
    """The longest piece of a form that is in every text in which the form is."""
    return max(form.lower().replace("*", "").split(), key=len)


def _compiled(form: str, before: str) -> re.Pattern[str]:
    words = _SPACE.join(re.escape(word).replace(r"\*", r"\w*") for word in form.split())
    return re.compile(rf"(?<![\w-]){before}{words}(?!\w)", re.IGNORECASE)


# ---------------------------------------------------------------------------- typography

_TITLE = re.compile(
    rf"(?<={_MARKUP_GAP})(?P<before>[ ]+)\"(?P<text>[^\n]*?)\"(?=[ ]*(?:\)|$))", re.MULTILINE
)
"""The quotation marks that Markdown and YAML want: ``!!! note "…"``, ``(a.md "…")``."""


_LAST_WORD = re.compile(r"\S*\Z")
_WORD_BEFORE_MARK = re.compile(r"(?:\S+ ?)?\Z")
_FIRST_WORD = re.compile(r"\S*")


class Typography:
    """What the keyboard offers and print writes otherwise: the list ``typography`` of a locale."""

    def __init__(self, locale: Locale) -> None:
        """Compile the patterns of the language."""
        self._rules = [
            (re.compile(rule["pattern"], re.MULTILINE), rule["instead"], rule["why"])
            for rule in locale.strings["typography"]
        ]

    def mistakes(self, text: str) -> Iterator[Mistake]:
        """What to write otherwise in a text in which markup has left its gaps."""
        text = _TITLE.sub(rf"\g<before>{_GAP}\g<text>{_GAP}", text).replace(r"\"", '"')
        found = [
            (*match.span(), why)
            for pattern, _, why in self._rules
            for match in pattern.finditer(text)
        ]
        for start, end, why in found:
            last_word = _WORD_BEFORE_MARK if text[start] in ",;?" else _LAST_WORD
            before = last_word.search(text, start - _AROUND, start)
            after = _FIRST_WORD.match(text, end, end + _AROUND)
            first, last = before.start() if before else start, after.end() if after else end
            touching = [span for span in found if span[0] < last and span[1] > first]
            first = min(first, *(span[0] for span in touching))
            last = max(last, *(span[1] for span in touching))
            written = text[first:last]
            values = {"found": _shown(written), "right": _shown(self._corrected(written))}
            yield _line(text, start), "typography", values | {"why": why}

    def _corrected(self, text: str) -> str:
        """A piece of a text with all that is wrong there put right."""
        for pattern, instead, _ in self._rules:
            text = pattern.sub(partial(_replacement, instead), text)
        return text


def _replacement(instead: str, match: re.Match[str]) -> str:
    """What is written instead, with our digits."""
    return "".join(str(unicodedata.decimal(char, char)) for char in match.expand(instead))


def _shown(text: str) -> str:
    """A piece of a text without its gaps."""
    return re.sub(f"[{_GAP}{_MARKUP_GAP}]+", "…", text)


# ---------------------------------------------------------------------------- characters

_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
_FILLERS = "\u034f\u115f\u1160\u3164\uffa0"
"""Characters that count as letters or marks, and show nothing."""
_PLACE = "\N{WHITE SQUARE}"

_WORD = re.compile(r"\w+")
_TATWEEL = "\N{ARABIC TATWEEL}"
_HIJRI = re.compile(rf"\d*ه{_TATWEEL}")
"""The sign of the Hijri era; the one word that is rightly written with a tatweel."""
_SHAPED = ("<isolated>", "<initial>", "<medial>", "<final>")
"""How Unicode decomposes the presentation forms of Arabic."""
_OTHER_SCRIPTS = {"CYRILLIC", "GREEK"}
_LOOK_ALIKES = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеоѕіјрсухԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονιρیېۍےکڪہھەۃ",
        "ABESIJKMHOPCTYXaeosijpcyxdhqwABEZHIKMNOPTYXovipييييككهههة",
        strict=True,
    )
)
"""Letters of Cyrillic, Greek, Persian and Urdu, and the Latin or Arabic ones they look like."""


def letters(text: str, alphabet: str) -> Iterator[Mistake]:
    """Letters that look like others, and stretched or ready-joined Arabic ones.

    ``alphabet`` holds the letters of the text's language, and of those in other scripts, whose
    words it may quote: none of them is taken for another.
    """
    for match in _WORD.finditer(text):
        word = match.group()
        wrong = None if word.isascii() else _wrong(word, alphabet)
        if wrong:
            key, character, right = wrong
            values = {"found": word, "code": _code(character), "right": right}
            yield _line(text, match.start()), key, values


def hidden(text: str) -> Iterator[Mistake]:
    """Characters that nobody sees, each with the place where it is."""
    found = {char for char in set(text) - set("\t\n") if _is_hidden(char)}
    if not found:
        return
    any_of_them = re.compile(f"[{re.escape(''.join(sorted(found)))}]")
    for number, line in enumerate(text.split("\n"), start=1):
        for match in any_of_them.finditer(line):
            before = any_of_them.sub("", line[: match.start()])[-_AROUND:]
            after = any_of_them.sub("", line[match.end() :])[:_AROUND]
            place = f"{before}{_PLACE}{after}".strip()
            yield number, "hidden", {"code": _code(match.group()), "place": place}


def without_misprints(text: str, alphabet: str) -> str:
    """``text`` with the words blanked of which ``letters`` or ``hidden`` complain."""
    unseen = "".join(char for char in set(text) - set("\t\n") if _is_hidden(char))
    whole = re.compile(rf"\w+(?:[’'{re.escape(unseen)}-]+\w+)*")

    def blanked(match: re.Match[str]) -> str:
        word = match.group()
        odd = any(map(_is_hidden, word)) or any(
            _wrong(part, alphabet) for part in _WORD.findall(word)
        )
        return " " * len(word) if odd else word

    return whole.sub(blanked, text)


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in _INVISIBLE or char in _FILLERS


@cache
def _wrong(word: str, alphabet: str) -> tuple[str, str, str] | None:
    """What is wrong with the letters of a word: the sentence, the letter, the word put right."""
    if _TATWEEL in word and not _HIJRI.fullmatch(word):
        return "tatweel", _TATWEEL, word.replace(_TATWEEL, "")
    shaped = [char for char in word if unicodedata.decomposition(char).startswith(_SHAPED)]
    if shaped:
        return "look_alike", shaped[0], unicodedata.normalize("NFKC", word)
    scripts = {char: _script(char) for char in word if char.isalpha()}
    alike = [char for char in scripts if char in _LOOK_ALIKES and char.lower() not in alphabet]
    right = "".join(_LOOK_ALIKES[char] if char in alike else char for char in word)
    others = [char for char, script in scripts.items() if script in _OTHER_SCRIPTS]
    if "LATIN" in scripts.values() and set(others) - set(alike):
        return "mixed", others[0], right
    replaced = "LATIN" in scripts.values() or len(alike) == len(scripts)
    if alike and (replaced or scripts[alike[0]] == "ARABIC"):
        return "look_alike", alike[0], right
    return None


def _script(char: str) -> str:
    """The script of a letter, as the first word of its name says."""
    return unicodedata.name(char, "").partition(" ")[0]


def _alike(one: str, other: str) -> bool:
    """Whether two alphabets are of one script; digits may stand first."""
    return _script(one[-1]) == _script(other[-1])


def _code(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()


# ---------------------------------------------------------------------------- all of them


class ProseChecks:
    """All checks, for the pages and for the data files."""

    def __init__(self, terms: Iterable[Term], locales: Mapping[str, Locale]) -> None:
        """Prepare the words to avoid and the letters of each language."""
        self._locales = locales
        alphabets = {key: str(locale.strings["alphabet"]) for key, locale in locales.items()}
        self._alphabets = {
            key: own + "".join(other for other in alphabets.values() if not _alike(own, other))
            for key, own in alphabets.items()
        }
        known = list(terms)
        self._terminology = {key: Terminology(known, locale) for key, locale in locales.items()}
        self._typography = {key: Typography(locale) for key, locale in locales.items()}

    def of_page(self, text: str, key: str) -> Iterator[Mistake]:
        """What is wrong in the source of a page in the language ``key``."""
        yield from hidden(text)
        yield from letters(without_code(text), self._alphabets[key])
        read = _with_gaps(text)
        yield from self._terminology[key].mistakes(read.replace(_MARKUP_GAP, " "))
        yield from self._typography[key].mistakes(read)

    def of_data(self, root: Path) -> Iterator[Problem]:
        """What is wrong in the project's data files, said in their language or the first one."""
        for path in sorted((root / "data").rglob("*.yml")):
            text = path.read_text(encoding="utf-8").removeprefix("\ufeff")
            key = path.stem if path.stem in self._locales else next(iter(self._locales))
            shown = path.relative_to(root).as_posix()
            for mistake in hidden(text):
                yield self._problem(shown, key, mistake)
        for key, shown, line, text in data_texts(root, self._locales):
            mistakes = [
                *letters(text, self._alphabets[key]),
                *self._terminology[key].mistakes(text),
            ]
            if "/locales/" not in shown:  # its sentences for writers show YAML and HTML
                mistakes += self._typography[key].mistakes(text)
            for _, name, values in mistakes:
                yield self._problem(shown, key, (line, name, values))

    def _problem(self, path: str, key: str, mistake: Mistake) -> Problem:
        line, name, values = mistake
        sentence: str = self._locales[key].strings["problems"][name]
        return Problem(path, line, sentence.format(**values), name, key)
