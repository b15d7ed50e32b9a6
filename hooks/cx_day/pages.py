"""A page's Markdown: its placeholders, headings and links, checked and rendered.

Every mistake is reported with the page's own line and in the page's own language; the
sentences stand in ``data/locales/``. The Markdown part is an extension of Python-Markdown
(https://python-markdown.github.io), so that code stays literal by construction: only what
Markdown itself takes for text is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from html import escape, unescape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER, AtomicString

from cx_day import html_checks
from cx_day.front_matter import BLOCK_NAMES, CANDIDATE, COMPLETE, EXAMPLE, complain_of_incomplete
from cx_day.html_checks import ADDRESSES, ATTRIBUTE, TAG
from cx_day.placeholders import PREFIX, PlaceholderError
from cx_day.slugs import slug
from cx_day.typography import typeset_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markdown import Markdown

    from cx_day.front_matter import PageSource
    from cx_day.placeholders import Value, Vocabulary

ANCHOR_EXAMPLE = "{#my-section}"

_HEADING = re.compile(r"^(?:[-*+] +)?(?P<marks>#{1,6})\s*(?P<text>.*?)\s*$")
_UNDERLINE = re.compile(r"(?:=+|-+) *")
_FENCE = re.compile(r"(?P<indent>[> ]*)(?P<fence>`{3,}|~{3,})")
_HEADING_ID = re.compile(r"\{[:\s]*#(?P<id>[^{}]+?)\s*\}$")
_PLAIN_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_OPEN, _CLOSE = "\ue0f1", "\ue0f2"
_TOKEN = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_OPEN_ATTRIBUTE = re.compile(r"\{[^{}\n]*=[ ]*[\"'][^\"'{}\n]*\Z")
_UNRESOLVED = re.compile(r"\]\[[^\[\]\n]*\]|\[\^[^\[\]\s]+\]")
_ESCAPED = re.compile("\x02(\\d+)\x03")
_STASHED = re.compile(HTML_PLACEHOLDER % "([0-9]+)")
_URL_SCHEME = f"{PREFIX.replace('_', '-')}:"


@dataclass(frozen=True)
class Surroundings:
    """What a page's Markdown has to know of the site around it.

    ``urls`` are the values of the address placeholders, and of ``glossary_url``, relative to
    the page. ``terms`` finds the glossary's terms, by id. ``url_of`` gives the address for a
    link that names a file, if there is such a file.
    """

    urls: Mapping[str, str] = field(default_factory=dict)
    url_of: Callable[[str], str | None] = field(default=lambda _: None)
    terms: Mapping[str, re.Pattern[str]] = field(default_factory=dict)


@dataclass
class PageExtension(Extension):
    """The Markdown extension; ``begin`` has to be called before each page."""

    source: PageSource | None = None
    vocabulary: Vocabulary | None = None
    first_line: int = 1
    site: Surroundings = field(default_factory=Surroundings)
    anchors: dict[str, int] = field(default_factory=dict)
    terms_used: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def begin(
        self, source: PageSource, vocabulary: Vocabulary, first_line: int, site: Surroundings
    ) -> None:
        """Take up a page whose Markdown begins in line ``first_line`` of its file."""
        self.source, self.vocabulary, self.first_line = source, vocabulary, first_line
        self.site = site
        self.anchors, self.terms_used, self.links = {}, [], []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the steps; each number is a place among the built-in ones."""
        if self.source is None or self.vocabulary is None:
            return
        page = _Page(self, self.source, self.vocabulary, md)
        pre, tree = md.preprocessors, md.treeprocessors
        pre.register(_Remember(page, md), "cx_day_remember", 29)  # after normalize_whitespace: 30
        pre.register(_Mark(page, md), "cx_day_mark", 24)  # after superfences: 25
        tree.register(_LiteralCode(page, md), "cx_day_literal_code", 35)  # before highlight: 30
        tree.register(_Blocks(page, md), "cx_day_blocks", 25)  # before inline: 20
        md.inlinePatterns.register(
            _Expand(_TOKEN.pattern, page, md),
            "cx_day_expand",
            85,  # after backtick: 190, link: 160 and html: 90, whose attributes are plain text
        )
        tree.register(_Attributes(page, md), "cx_day_attributes", 6)  # after abbr: 7
        tree.register(_Links(page, md), "cx_day_links", 5.5)  # before what we link ourselves
        tree.register(_Terms(page, md), "cx_day_terms", 4.5)  # after toc: 5
        tree.register(_Typography(page, md), "cx_day_typography", 4)
        tree.register(_Permalinks(page, md), "cx_day_permalinks", 3)
        tree.register(_WideTables(page, md), "cx_day_wide_tables", 2)
        tree.register(_Sections(md), "cx_day_sections", 1)
        tree.register(_Addresses(page, md), "cx_day_addresses", -10)  # after mkdocs' links: 0
        md.postprocessors.register(_RawHtml(page, md), "cx_day_raw_html", 31)  # before raw_html: 30
        md.postprocessors.register(_LeftOver(page, md), "cx_day_left_over", -10)
        md.postprocessors.register(_Allowed(page, md), "cx_day_allowed", -20)  # sees it all


@dataclass
class _Page:
    """What the steps share while one page is rendered."""

    extension: PageExtension
    source: PageSource
    vocabulary: Vocabulary
    md: Markdown
    original: list[str] = field(default_factory=list)
    tokens: list[tuple[int, str]] = field(default_factory=list)  # line, text as written

    def token(self, line: int, text: str) -> str:
        self.tokens.append((line, text))
        return f"{_OPEN}{len(self.tokens) - 1}{_CLOSE}"

    def literal(self, text: str) -> str:
        return _TOKEN.sub(lambda match: self.tokens[int(match[1])][1], text)

    def block(self, token: str) -> str | None:
        """The name of the block that a token stands for, if it is one."""
        complete = COMPLETE.fullmatch(self.tokens[int(token)][1])
        name = complete["name"].strip() if complete else ""
        return name if name in BLOCK_NAMES else None

    def value(self, token: str) -> Value | None:
        """The value of a token, or None after reporting why there is none."""
        line, written = self.tokens[int(token)]
        complete = COMPLETE.fullmatch(written)
        if complete is None:
            complain_of_incomplete(self.source, line, written)
            return None
        if self.block(token):
            self.source.complain(line, "block_inline", found=written)
            return None
        name = complete["name"].strip()
        try:
            return self.vocabulary.value(name)
        except PlaceholderError as error:
            self.source.complain_of_placeholder(line, error)
            return None

    def plain(self, text: str) -> str:
        def replaced(match: re.Match[str]) -> str:
            value = self.value(match[1])
            return value.text if value else self.literal(match.group())

        return _TOKEN.sub(replaced, text)


class _Remember(Preprocessor):
    """Keep the lines as written, to find line numbers again after fences are taken out."""

    def __init__(self, page: _Page, md: Markdown) -> None:
        super().__init__(md)
        self.page = page

    def run(self, lines: list[str]) -> list[str]:
        self.page.original = list(lines)
        return lines


class _Mark(Preprocessor):
    """Put a numbered token for each placeholder outside fenced code; check the headings."""

    def __init__(self, page: _Page, md: Markdown) -> None:
        super().__init__(md)
        self.page = page

    def run(self, lines: list[str]) -> list[str]:
        marked = []
        numbers = _line_numbers(self.page.original, lines)
        neighbours = zip(["", *lines], lines, [*lines[1:], ""], numbers, strict=False)
        above = 1  # the page's title
        for before, line, following, index in neighbours:
            number = index + self.page.extension.first_line
            level, text = _heading(before, line, following)
            if level:
                self._check_heading(level, text, number)
                if level > above + 1:
                    values = {"found": "#" * level, "right": "#" * (above + 1)}
                    self.page.source.complain(number, "heading_skipped", **values)
                above = level
            marked.append(CANDIDATE.sub(partial(self._token, number), line))
        return marked

    def _token(self, number: int, match: re.Match[str]) -> str:
        return self.page.token(number, match.group())

    def _check_heading(self, level: int, text: str, number: int) -> None:
        identifier = _HEADING_ID.search(text)
        if level == 1:
            self.page.source.complain(number, "heading_in_body")
        elif identifier is None:
            self.page.source.complain(number, "anchor_missing", example=ANCHOR_EXAMPLE)
        else:
            name = identifier["id"]
            if not _PLAIN_ID.fullmatch(name):
                name = slug(name)
                right = f"{{#{name}}}" if name else ANCHOR_EXAMPLE
                values = {"found": identifier.group(), "right": right}
                self.page.source.complain(number, "anchor_form", **values)
            if name:
                self.page.extension.anchors[name] = number


def _heading(before: str, line: str, following: str) -> tuple[int, str]:
    """The level of the heading that ``line`` is, and its text; level 0 if it is none."""
    heading = _HEADING.match(line)
    if heading:
        return len(heading["marks"]), heading["text"]
    if line.strip() and not before.strip() and _UNDERLINE.fullmatch(following):
        return (1 if following.startswith("=") else 2), line.strip()
    return 0, ""


def _line_numbers(original: Sequence[str], lines: Sequence[str]) -> list[int]:
    """For each of ``lines`` its index in ``original``, where a fence was several lines."""
    numbers = []
    at = 0
    for line in lines:
        numbers.append(at)
        at = at + 1 if line == original[at] else _after_fence(original, at)
    return numbers


def _after_fence(lines: Sequence[str], start: int) -> int:
    """The index after the fence that opens at ``start``."""
    opening = _FENCE.match(lines[start])
    if opening is None:
        return start + 1
    closing = re.compile(rf"[> ]{{0,{len(opening['indent'])}}}{opening['fence']} *")
    rest = range(start + 1, len(lines))
    return next((index for index in rest if closing.fullmatch(lines[index])), start) + 1


class _LiteralCode(Treeprocessor):
    """Give indented code blocks their placeholders back before they are highlighted."""

    def __init__(self, page: _Page, md: Markdown) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: Element) -> None:
        for pre in root.iter("pre"):
            _restore_code(pre, self.page)


def _restore_code(parent: Element, page: _Page) -> None:
    for code in parent.iter("code"):
        if code.text:
            code.text = AtomicString(page.literal(code.text))


class _Blocks(Treeprocessor):
    """Put a whole block in the place of each paragraph that is nothing but its placeholder."""

    def __init__(self, page: _Page, md: Markdown) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: Element) -> None:
        for paragraph in root.iter("p"):
            token = _TOKEN.fullmatch((paragraph.text or "").strip())
            name = token and self.page.block(token[1])
            if name:
                html = str(self.page.vocabulary.value(name))
                paragraph.text = self.page.md.htmlStash.store(html)


class _Expand(InlineProcessor):
    """Expand the tokens that Markdown takes for text (not those in code: backticks come first)."""

    def __init__(self, pattern: str, page: _Page, md: Markdown) -> None:
        super().__init__(pattern, md)
        self.page = page

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name
        self,
        m: re.Match[str],
        data: str,
    ) -> tuple[Element | str, int, int]:
        if _OPEN_ATTRIBUTE.search(data, 0, m.start()):
            line, found = self.page.tokens[int(m[1])]
            self.page.source.complain(line, "placeholder_in_attribute", found=found)
            return AtomicString(self.page.literal(m.group())), m.start(), m.end()
        value = self.page.value(m[1])
        if value is None:
            return AtomicString(self.page.literal(m.group())), m.start(), m.end()
        if value.tag is None:
            return AtomicString(value.text), m.start(), m.end()
        element = Element(value.tag, dict(value.attributes))
        element.text = AtomicString(value.text)
        return element, m.start(), m.end()


class _Attributes(Treeprocessor):
    """Placeholders in addresses, titles and alternative texts become plain text."""

    def __init__(self, page: _Page, md: Markdown) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: Element) -> None:
        _restore_code(root, self.page)
        for element in root.iter():
            for name, value in element.attrib.items():
                if _OPEN in value:
                    element.set(name, self.page.plain(value))


class _Links(Treeprocessor):
    """Note where the links lead, and report those that Markdown did not take for links."""

    def __init__(self, page: _Page, md: Markdown) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in ADDRESSES:
                if name in element.attrib:
                    value = _with_urls(self.page, name, element.attrib[name])
                    if name not in {"href", "src"}:  # MkDocs does these
                        element.set(name, value)
        for text in _texts_outside_code(root):
            for match in _UNRESOLVED.finditer(text):
                values = {"found": match.group().removeprefix("]")}
                place = re.escape(match.group())
                self.page.source.complain_where((place,), "link_unresolved", **values)


def _texts_outside_code(element: Element) -> Iterator[str]:
    if element.tag not in {"code", "pre"}:
        yield element.text or ""
        for child in element:
            yield from _texts_outside_code(child)
    yield element.tail or ""


def _with_urls(page: _Page, name: str, value: str) -> str:
    """The value of an attribute with addresses for the files it names, which are noted."""

    def url(written: str) -> str:
        written = unescape(_ESCAPED.sub(lambda match: chr(int(match[1])), written))
        if written.startswith(_URL_SCHEME):
            return _address_of(page, written)
        page.extension.links.append(written)
        return page.extension.site.url_of(written) or written

    if AMP_SUBSTITUTE in value:  # an e-mail address, which Markdown hides from collectors
        return value
    if name == "srcset":
        return re.sub(r"(?:^|(?<=,))\s*[^\s,]+", lambda match: url(match.group().strip()), value)
    return url(value)


def _address_of(page: _Page, target: str) -> str:
    name, mark, anchor = target.removeprefix(_URL_SCHEME).partition("#")
    url = page.extension.site.urls.get(name)
    return target if url is None else url + mark + anchor


class _Terms(Treeprocessor):
    """The first occurrence of each term of the glossary leads there (and shows its meaning)."""

    def __init__(self, page: _Page, md: Markdown) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: Element) -> None:
        for paragraph in root.iter():
            if paragraph.tag in {"p", "li"}:
                self._mark(paragraph)

    def _mark(self, element: Element) -> None:
        """Look through the element's own texts: not those of links, code or emphasis."""
        extension = self.page.extension
        for name, pattern in extension.site.terms.items():
            if name in extension.terms_used:
                continue
            for index, holder in enumerate([element, *element]):
                text = (holder.text if holder is element else holder.tail) or ""
                match = pattern.search(text)
                if match is None:
                    continue
                attributes = {"class": "term", "aria-describedby": f"term-{name}"}
                url = address("glossary_url") + f"#{name}"
                link = Element("a", attributes | {"href": url})
                link.text = match.group()
                link.tail = text[match.end() :]
                before = text[: match.start()]
                if holder is element:
                    element.text = before
                else:
                    holder.tail = before
                element.insert(index, link)
                extension.terms_used.append(name)
                break


class _Typography(Treeprocessor):
    """Typeset the texts for the page's language."""

    def __init__(self, page: _Page, md: Markdown) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: Element) -> None:
        typeset_tree(root, self.page.source.locale.direction)


class _Permalinks(Treeprocessor):
    """A link to itself behind each heading, named after it for those who hear the page."""

    def __init__(self, page: _Page, md: Markdown) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: Element) -> None:
        label = self.page.source.locale.strings["ui"]["anchor"]
        for heading in root.iter():
            identifier = heading.get("id")
            if heading.tag not in {"h2", "h3", "h4"} or identifier is None:
                continue
            text = _name(heading, self.page)
            attributes = {"class": "anchor", "href": f"#{identifier}"}
            link = SubElement(heading, "a", attributes | {"aria-label": f"{label}: {text}"})
            link.text = AtomicString("#")


def _name(heading: Element, page: _Page) -> str:
    """The text of a heading without the tags in it, which would end an attribute."""
    stash = page.md.htmlStash.rawHtmlBlocks

    def without_tag(match: re.Match[str]) -> str:
        return "" if str(stash[int(match[1])]).startswith("<") else match.group()

    return _STASHED.sub(without_tag, "".join(heading.itertext()))


class _WideTables(Treeprocessor):
    """Each table in a region of its own that scrolls on a small screen, by keyboard, too."""

    def __init__(self, page: _Page, md: Markdown) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: Element) -> None:
        label, number = "", 0
        parents = {child: parent for parent in root.iter() for child in parent}
        for element in list(root.iter()):
            if element.tag in {"h2", "h3"}:
                label, number = _name(element, self.page).removesuffix("#"), 0
            elif element.tag == "table":
                number += 1  # two regions must not go by one name
                parent = parents[element]
                region = {"class": "scroll", "role": "region", "tabindex": "0"}
                name = label if number == 1 else f"{label} ({number})"
                wrapper = Element("div", region | {"aria-label": name})
                wrapper.tail, element.tail = element.tail, None
                parent[list(parent).index(element)] = wrapper
                wrapper.append(element)


class _Sections(Treeprocessor):
    """Each heading of the second level with what belongs to it: one part for the layout."""

    def run(self, root: Element) -> None:
        section = None
        for element in list(root):
            if element.tag == "h2":
                section = SubElement(root, "section")
            if section is not None:
                root.remove(element)
                section.append(element)


class _Addresses(Treeprocessor):
    """Turn the address placeholders into addresses relative to the page."""

    def __init__(self, page: _Page, md: Markdown) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            target = link.get("href", "")
            if target.startswith(_URL_SCHEME):
                link.set("href", _address_of(self.page, target))


class _RawHtml(Postprocessor):
    """Expand the tokens in raw HTML to plain text, and link to files as Markdown does."""

    def __init__(self, page: _Page, md: Markdown) -> None:
        super().__init__(md)
        self.page = page
        self.done: set[int] = set()

    def run(self, text: str) -> str:
        stash = self.page.md.htmlStash.rawHtmlBlocks
        for index, block in enumerate(stash):
            if isinstance(block, str) and index not in self.done:
                self.done.add(index)  # the headings have been here before, for their ids
                plain = self.page.plain(block) if _OPEN in block else block
                if "<h1" in plain.lower():
                    self.page.source.complain_where(("<h1",), "heading_in_body")
                stash[index] = TAG.sub(self._linked, plain) if "=" in plain else plain
        return text

    def _linked(self, tag: re.Match[str]) -> str:
        def replaced(match: re.Match[str]) -> str:
            name, value = match["name"].lower(), match["value"]
            if name not in ADDRESSES:
                return match.group()
            url = _with_urls(self.page, name, value.strip("\"'"))
            return match.group().replace(value, f'"{escape(url)}"')

        return ATTRIBUTE.sub(replaced, tag.group()) if tag["element"] else tag.group()


class _LeftOver(Postprocessor):
    """A token that no step took is a placeholder that a reader would see: say so."""

    def __init__(self, page: _Page, md: Markdown) -> None:
        super().__init__(md)
        self.page = page

    def run(self, text: str) -> str:
        for match in _TOKEN.finditer(text):
            line, written = self.page.tokens[int(match[1])]
            self.page.source.complain(line, "malformed", found=written, example=EXAMPLE)
        return self.page.literal(text)


class _Allowed(Postprocessor):
    """Report what a page's HTML should not hold."""

    def __init__(self, page: _Page, md: Markdown) -> None:
        super().__init__(md)
        self.page = page

    def run(self, text: str) -> str:
        for places, key, values in html_checks.mistakes(text):
            self.page.source.complain_where(places, key, **values)
        return text


def address(name: str) -> str:
    """The stand-in for an address placeholder until it is known which page it stands on."""
    return f"{_URL_SCHEME}{name}"
