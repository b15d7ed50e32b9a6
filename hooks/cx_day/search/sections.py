"""A page's HTML as sections of plain text, each with the anchor that leads to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_HEADINGS = {"h2", "h3", "h4"}
_SKIPPED = {"script", "style", "template", "svg", "form", "button"}
_VOID = {"br", "hr", "img", "input", "wbr", "source", "col"}
_INLINE = {"a", "abbr", "b", "bdi", "cite", "code", "dfn", "em", "i", "small", "span", "strong"}
_INLINE |= {"sub", "sup", "time", "mark"}
_ISOLATES = {"bdi", "code", "time"}
_LEFT_TO_RIGHT, _FIRST_STRONG, _END = "\u2066", "\u2068", "\u2069"


@dataclass
class Section:
    """What stands below a heading: its anchor ("" for the beginning of the page) and texts."""

    anchor: str
    heading: str = ""
    text: str = ""


@dataclass
class _Reader(HTMLParser):
    """Collects the sections. A part with an id of its own among the headings is one, too."""

    sections: list[Section] = field(default_factory=lambda: [Section("")])

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []
        self._skipped_from = 0  # how many were open when a part began that is not for readers
        self._heading = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._write(" ")
            return
        self._open.append(tag)
        if self._skipped_from:
            return
        given = dict(attrs)
        hidden = "hidden" in given or tag in _SKIPPED or given.get("class") == "anchor"
        hidden = hidden or "data-not-searched" in given  # the titles of other pages
        if hidden or "data-cx-day" in given:  # what the page's clock moves is not the same tomorrow
            self._write("" if hidden else "…")
            self._skipped_from = len(self._open)
            return
        anchor = given.get("id")
        if anchor and (tag in _HEADINGS or self._open[-2:] == ["dl", "div"]):
            self.sections.append(Section(anchor))
        if tag in _HEADINGS or tag == "dt":
            self._heading = tag
        elif tag in _ISOLATES:
            ltr = tag == "code" or given.get("dir") == "ltr"
            self._write(_LEFT_TO_RIGHT if ltr else _FIRST_STRONG)
        elif tag not in _INLINE:
            self._write(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        while self._open.pop() != tag:
            pass
        if self._skipped_from > len(self._open):
            self._skipped_from = 0
        elif tag in _ISOLATES and not self._skipped_from:
            self._write(_END)
        if tag == self._heading:
            self._heading = ""
        if tag not in _INLINE:
            self._write(" ")

    def handle_data(self, data: str) -> None:
        if not self._skipped_from:
            self._write(data)

    def _write(self, text: str) -> None:
        section = self.sections[-1]
        if self._heading and (self._heading != "dt" or not section.text.strip()):
            section.heading += text
        else:
            section.text += text


def sections(html: str) -> list[Section]:
    """The sections of a page's HTML; the first holds what stands before any heading."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for section in reader.sections:
        section.heading, section.text = _clean(section.heading), _clean(section.text)
    return reader.sections


def plain(html: str) -> str:
    """A line of HTML as plain text; isolates become the characters that Unicode has for them."""
    return sections(html)[0].text


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace(" .", ".").strip()
