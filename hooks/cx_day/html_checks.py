"""What of HTML a writer may use: elements, attributes and schemes, compared with short lists.

The rendered page is looked at, not its source. So it makes no difference how something came
in: as raw HTML, by ``{ … }`` behind a paragraph, or as an entity within an address. Whatever
the lists do not name is reported, and so is a tag that browsers might read in another way.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Mistake = tuple[tuple[str, ...], str, dict[str, str]]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _words(
    "a abbr b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em"
    " figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small"
    " span strong sub summary sup table tbody td tfoot th thead time tr ul var"
)
_EVERYWHERE = _words("class dir id lang role title translate")
_OF = {
    "a": _words("href hreflang rel download"),
    "blockquote": _words("cite"),
    "col": _words("span"),
    "colgroup": _words("span"),
    "details": _words("open"),
    "div": _words("data-block tabindex"),  # for what the build itself puts there
    "img": _words("alt src srcset sizes width height loading decoding"),
    "li": _words("value"),
    "ol": _words("start type reversed"),
    "q": _words("cite"),
    "span": _words("data-cx-day"),
    "td": _words("align colspan rowspan headers"),
    "th": _words("align colspan rowspan headers scope abbr"),
    "time": _words("datetime data-cx-day"),
}
_ATTRIBUTES = {name: _EVERYWHERE | _OF.get(name, _EVERYWHERE) for name in ELEMENTS}
ADDRESSES = ("href", "src", "srcset", "poster", "cite")
"""The attributes that hold addresses; ``srcset`` several of them."""
SCHEMES = {"http", "https", "mailto", "tel"}

ATTRIBUTE = re.compile(
    r"""\s+(?P<name>[^\s"'<>/=]+)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'=<>`]+))?"""
)
TAG = re.compile(
    r"<(?:(?P<element>[a-zA-Z][^\s<>/\"'=]*)(?P<attributes>"
    f"(?:{re.sub('P<.*?>', ':', ATTRIBUTE.pattern)})*"
    r")\s*/?>|/(?P<end>[a-zA-Z][^\s<>/]*)\s*>"
    r"|!--(?!-?>)(?:(?!--!?>|<!--).)*-->|(?P<odd>[a-zA-Z/!?]))",
    re.DOTALL,
)
_CONTROLS = re.compile(r"[\x00-\x20\x7f-\xa0]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WITHOUT_END = _words("br hr img col p li dt dd tr td th thead tbody tfoot")
_HIDDEN_ROLES = {"none", "presentation"}


def tags(html: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Each tag of ``html``: element, attributes (unescaped), the tag as it is written.

    The element of an end tag begins with ``/``. What looks like a tag and isn't one in any plain
    way has none.
    """
    for match in TAG.finditer(html):
        element = match["element"]
        if element:
            attributes = {
                found["name"].lower(): unescape((found["value"] or "").strip("\"'"))
                for found in reversed(list(ATTRIBUTE.finditer(match["attributes"])))
            }  # of two with one name the first one counts
            yield element.lower(), attributes, match.group()
        elif match["end"]:
            yield f"/{match['end'].lower()}", {}, match.group()
        elif match["odd"]:
            yield "", {}, html[match.start() : match.start() + 30]


def addresses(attributes: Mapping[str, str]) -> Iterator[str]:
    """The addresses in the attributes of an element."""
    for name in ADDRESSES:
        if name == "srcset" and name in attributes:
            yield from (part.split()[0] for part in attributes[name].split(",") if part.strip())
        elif name in attributes:
            yield attributes[name]


def scheme(address: str) -> str:
    """The scheme of an address as browsers see it, in small letters: whatever hides it."""
    match = _SCHEME.match(_CONTROLS.sub("", address))
    return match[1].lower() if match else ""


def mistakes(html: str) -> Iterator[Mistake]:
    """What is wrong in a page's HTML: where, sentence, values.

    The place is said in patterns for the page's source, of which the first one found counts.
    """
    balance: Counter[str] = Counter()
    strange: set[str] = set()
    for element, attributes, written in tags(html):
        name = element.removeprefix("/")
        if not element:
            yield (re.escape(written[:10]),), "html_broken", {"found": written.split("\n")[0]}
        elif name not in ELEMENTS:
            if name in strange and name != element:
                continue  # an end tag says nothing new
            strange.add(name)
            yield (rf"<{element}(?![\w-])",), "html_element", {"found": f"<{element}>"}
        else:
            balance[name] += 1 if name == element else -1
            if attributes or element == "img":
                yield from _attribute_mistakes(element, attributes)
    for name, count in balance.items():
        if count and name not in _WITHOUT_END:
            yield (rf"</?{name}(?![\w-])",), "html_unclosed", {"found": f"<{name}>"}


def _attribute_mistakes(element: str, attributes: Mapping[str, str]) -> Iterator[Mistake]:
    for name in attributes.keys() - _ATTRIBUTES.get(element, set()):
        if not name.startswith("aria-"):
            values = {"found": name, "element": f"<{element}>"}
            word = rf"(?<![\w-]){re.escape(name)}(?![\w-])"
            yield (rf"{word}\s*=", word), "html_attribute", values
    for address in addresses(attributes):
        if scheme(address) and scheme(address) not in SCHEMES:
            values = {"found": address, "known": ", ".join(sorted(SCHEMES))}
            yield (re.escape(address),), "link_scheme", values
    if element == "img":
        yield from _picture_mistakes(attributes)


def _picture_mistakes(attributes: Mapping[str, str]) -> Iterator[Mistake]:
    source = attributes.get("src", "")
    decorative = attributes.get("aria-hidden") == "true" or (
        attributes.get("role") in _HIDDEN_ROLES and "alt" in attributes
    )
    if not decorative and not attributes.get("alt", "").strip():
        yield _places_without_text(source), "image_alt", {"found": source}
    for address in addresses(attributes):
        if scheme(address) in SCHEMES or address.startswith("//"):
            there = re.escape(address)
            places = (rf"!\[[^\]\n]*\]\(\s*<?{there}|<img\b[^<>]*{there}", there)
            yield places, "image_foreign", {"found": address}


_WITH_TEXT = r"[^<>]*\s(?:alt\s*=\s*[\"']?\s*[^\s\"'>]|role\s*=|aria-hidden\s*=)"


def _places_without_text(source: str) -> tuple[str, ...]:
    """Where a picture without a text may stand: the same picture has one on other lines."""
    name = rf"(?<![\w.-]){re.escape(source.rpartition('/')[2])}"
    return (
        rf"!\[\s*\]\([^()\n]*{name}|<img\b(?!{_WITH_TEXT})[^<>]*{name}",
        r"!\[\s*\]\[",  # by reference
        name if source else r"<img|!\[",
    )
