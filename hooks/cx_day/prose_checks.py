"""What a writer can't see or shouldn't write: hidden characters, look-alikes, words to avoid.

Every check yields ``(line, key, values)``: the sentence ``problems.key`` of ``data/locales/``
is said about that line. Code is never prose, and neither are addresses and placeholders.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cx_day.library import Term
    from cx_day.locales import Locale
    from cx_day.yaml_source import Key, YamlSource

    Mistake = tuple[int, str, dict[str, object]]

MARKS = re.compile("[\u064b-\u0652\u0670]")
"""The vowel signs of Arabic, which may stand in a word or not."""


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


# ---------------------------------------------------------------------------- prose

_GAP = "\ufffc"  # no letter and no space: words on either side of it are no neighbours
_FIELDS = re.compile(r"(?:title|description|lead|nav):")

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*?\n)?---[ \t]*(?=\n|\Z)", re.DOTALL)
_FENCED = re.compile(
    r"^(?P<indent>[> \t]*)(?:(?:[-*+]|\d+[.)])[ \t]+)?(?P<fence>`{3,}|~{3,})[^`\n]*\n"
    r"(?:.*\n)*?[> \t]*(?P=fence)[ \t]*$",
    re.MULTILINE,
)
_INLINE = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_ELEMENT = re.compile(r"<(?P<tag>code|pre|kbd|script|style)\b.*?</(?P=tag)>|<!--.*?-->", re.DOTALL)
_NOT_READ = re.compile(
    r"\{\{.*?\}\}|\{[:\s]*[#.][^}\n]*\}"  # placeholders, {#anchor}
    r"|(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?=[\s)])"  # [text](address
    r"|(?<=\])\[[^\]\n]*\]|^[ ]{0,3}\[[^\]\n]+\]:[ \t]*\S+"  # [text][name], [name]: address
    r"|<https?:[^>\s]*>|\bhttps?://[^\s)>\]»”\"]+|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|</?[a-zA-Z][^<>]*>|&#?\w+;",
    re.MULTILINE,
)
_LIST_LIKE = re.compile(r"[ ]{0,3}(?:[-*+]|\d+[.)]|:|!!!|\?\?\?\+?|\[\^[^\]]+\]:)[ \t]")


def _blank(pattern: re.Pattern[str], text: str, filler: str = _GAP) -> str:
    return pattern.sub(lambda match: re.sub(r"[^\n]", filler, match.group()), text)


def without_code(text: str) -> str:
    """A page's source with its code blanked out; every line keeps its number."""
    text = _indented_blanked(_blank(_FENCED, text))
    return _blank(_ELEMENT, _blank(_INLINE, text))


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
    head = _FRONT_MATTER.match(text)
    end = head.end() if head else 0
    return _fields(text[:end]) + _blank(_NOT_READ, without_code(text[end:]), " ")


def _fields(head: str) -> str:
    """The front matter's texts for readers; of the rest only the lines."""
    lines, read = [], False
    for line in head.split("\n"):
        if not line.startswith((" ", "\t")):
            read = _FIELDS.match(line) is not None
        lines.append(_blank(_NOT_READ, _FIELDS.sub("", line)) if read else "")
    return "\n".join(lines)


def texts(source: YamlSource, key: str) -> Iterator[tuple[int, str]]:
    """The texts in the language ``key`` in a data file, each with its line."""
    whole = source.path.endswith(f"locales/{key}.yml")
    for keys, text in _texts(source.data, ()):
        if (whole or key in keys) and "avoid" not in keys:
            yield source.line(keys), re.sub(r"\{\{?[^{}]*\}?\}|`[^`]*`", _GAP, text)


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

_QUOTED = re.compile(
    r"<cite\b(?:(?!\n[ \t]*\n).)*?</cite>|„(?:(?!\n[ \t]*\n)[^”])*”|«(?:(?!\n[ \t]*\n)[^»])*»",
    re.DOTALL,
)
_MARKUP = str.maketrans(dict.fromkeys("*_[]", " "))
_SPACE = r"(?:[^\S\n]+|[^\S\n]*\n[> \t]*)"


class Terminology:
    """The forms that the glossary advises against in one language.

    A form stands for itself, as whole words and in any case; ``*`` at the end of a word stands
    for any ending. What a language writes together with a word (``attached`` and ``article`` in
    its locale) may stand before the first one. What stands in quotation marks isn't flagged.
    """

    def __init__(self, terms: Iterable[Term], locale: Locale) -> None:
        """Compile the forms; of two that begin at the same place the longer one is found."""
        words = [term.words[locale.key] for term in terms if locale.key in term.words]
        forms = sorted(
            ((form, entry.term) for entry in words for form in entry.avoid),
            key=lambda pair: (-len(pair[0]), pair),
        )
        self._better = [term for _, term in forms]
        attached: str = locale.strings["attached"]
        article: str = locale.strings["article"]
        before = (rf"[{attached}]{{0,3}}" if attached else "") + f"(?:{article})?"
        alternatives = "|".join(f"({_form(form.removeprefix(article))})" for form, _ in forms)
        self._pattern = re.compile(
            rf"(?<![\w-]){before}(?:{alternatives or '(?!)'})(?!\w)", re.IGNORECASE
        )

    def mistakes(self, text: str) -> Iterator[Mistake]:
        """What to write otherwise in a text that ``prose`` or ``texts`` has cleared."""
        text = MARKS.sub("", text)
        for match in self._pattern.finditer(_blank(_QUOTED, text).translate(_MARKUP)):
            found = " ".join(match.group().split())
            better = self._better[(match.lastindex or 1) - 1]
            yield _line(text, match.start()), "term", {"found": found, "term": better}


def _form(written: str) -> str:
    words = MARKS.sub("", written).split()
    return _SPACE.join(re.escape(word).replace(r"\*", r"\w*") for word in words)


# ---------------------------------------------------------------------------- characters

_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
_FILLERS = "\u034f\u115f\u1160\u3164\uffa0"
"""Characters that count as letters or marks, and show nothing."""
_PLACE = "\N{WHITE SQUARE}"
_AROUND = 15

_WORD = re.compile(r"\w+")
_TATWEEL = "\N{ARABIC TATWEEL}"
_HIJRI = re.compile(rf"\d*ه{_TATWEEL}")
"""The sign of the Hijri era; the one word that is rightly written with a tatweel."""
_SHAPED = ("<isolated>", "<initial>", "<medial>", "<final>")
"""How Unicode decomposes the presentation forms of Arabic."""
_OTHER_SCRIPTS = {"CYRILLIC", "GREEK"}
_LOOK_ALIKES = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеоѕіјрсухԁһԛԝ" "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονιρ" "یېۍےکڪہھەۃ",
        "ABESIJKMHOPCTYXaeosijpcyxdhqw" "ABEZHIKMNOPTYXovip" "ييييككهههة",
        strict=True,
    )
)
"""Letters of Cyrillic, Greek, Persian and Urdu, and the Latin or Arabic ones they look like."""


def characters(text: str, alphabet: str) -> Iterator[Mistake]:
    """Invisible characters anywhere, and outside code the letters that look like others.

    ``alphabet`` holds the letters of the site's languages: none of them is taken for another.
    """
    yield from _hidden(text)
    cleared = without_code(text)
    for match in _WORD.finditer(cleared):
        word = match.group()
        wrong = None if word.isascii() else _wrong(word, alphabet)
        if wrong:
            key, character, right = wrong
            values = {"found": word, "code": _code(character), "right": right}
            yield _line(cleared, match.start()), key, values


def _hidden(text: str) -> Iterator[Mistake]:
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


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in _INVISIBLE or char in _FILLERS


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


def _code(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()
