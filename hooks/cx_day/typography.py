"""Typography that no writer has to think of: it is set when a page is rendered.

Polish: no line ends with a one-letter word, and none parts a number from what it counts.
Arabic: Latin terms and numbers with signs are isolated (Unicode UAX #9), because otherwise
``0–10``, ``28%``, ``C++`` or ``#CXDay`` are drawn the wrong way round.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

_BOUND = re.compile(r"(?<=\d) (?=[^\W\d]|\d{3}\b)|(?<=\b[^\W\d]) (?=\w)")

_LETTER = "A-Za-zÀ-ɏ"
_WORD = rf"[#@]?[{_LETTER}](?:[{_LETTER}\d_.+#&/’'-]*[{_LETTER}\d+#])?"
_LATIN = rf"{_WORD}(?:[ \u00a0](?:{_WORD}|\d+(?:[.,]\d+)*(?![\d%]|[.,]\d)))*"
_NUMBER = (
    r"\+\d+(?:[ \u00a0-]\d+)+|\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)%?"  # +48 22 123 45 67, 10 000
    r"|[+−-]?\d+(?:[.,:/–-]\d+)+%?|[+−-]\d+%?|\d+%"
)
_STASHED = "\u0002[^\u0003]*\u0003"  # what Python-Markdown keeps aside until the end
_LEFT_TO_RIGHT = re.compile(rf"{_STASHED}|{_LATIN}|(?<![\d.,])(?:{_NUMBER})")

_LEFT_ALONE = {"code", "pre", "bdi", "time", "script", "style"}


def bind(text: str) -> str:
    """``text`` with no-break spaces where a break would part what belongs together."""
    return _BOUND.sub(NO_BREAK_SPACE, text)


def typeset(text: str, direction: str) -> str:
    """Plain text as HTML, typeset for a language of this direction (``ltr``, ``rtl``)."""
    if direction == "ltr":
        return escape(bind(text), quote=False)
    return "".join(
        f'<bdi dir="ltr">{escape(part, quote=False)}</bdi>'
        if isolated
        else escape(part, quote=False)
        for part, isolated in parts(bind(text))
    )


def parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it has to be isolated."""
    end = 0
    for match in _LEFT_TO_RIGHT.finditer(text):
        if match.start() > end:
            yield text[end : match.start()], False
        yield match.group(), not match.group().startswith("\u0002")
        end = match.end()
    if end < len(text):
        yield text[end:], False


def typeset_tree(element: Element, direction: str) -> None:
    """Typeset every text in an element tree in place; code stays as it is."""
    _bind_texts(element)
    if direction == "rtl":
        _isolate_texts(element)


def _bind_texts(root: Element) -> None:
    """Bind the texts as if they were one: in ``w <time>2027</time> roku``, too."""
    texts = list(_texts(root))
    bound = bind("".join(text for _, _, text in texts))  # not longer than before
    end = 0
    for element, place, text in texts:
        start, end = end, end + len(text)
        if place:
            setattr(element, place, AtomicString(bound[start:end]))


def _texts(element: Element, *, alone: bool = False) -> Iterator[tuple[Element, str, str]]:
    """Each text in a tree with its element and place; no place where it is to be left alone."""
    alone = alone or element.tag in _LEFT_ALONE
    if element.text:
        yield element, "" if alone else "text", element.text
    for child in element:
        yield from _texts(child, alone=alone)
        if child.tail:
            yield child, "" if alone else "tail", child.tail


def _isolate_texts(element: Element) -> None:
    """Lay a ``bdi`` around what has to be isolated in an element tree."""
    if element.tag in _LEFT_ALONE:
        return
    children = list(element)
    text = element.text or ""
    for child in children:
        _isolate_texts(child)
        element.remove(child)
    element.text = None
    _append_text(element, text)
    for child in children:
        tail, child.tail = child.tail or "", None
        element.append(child)
        _append_text(element, tail)


def _append_text(element: Element, text: str) -> None:
    for part, isolated in parts(text):
        if isolated:
            bdi = Element("bdi", {"dir": "ltr"})
            bdi.text = AtomicString(part)
            element.append(bdi)
        elif len(element):
            element[-1].tail = AtomicString((element[-1].tail or "") + part)
        else:
            element.text = AtomicString((element.text or "") + part)
