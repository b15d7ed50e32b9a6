"""Where the links of the pages lead: to the file that is meant, in the page's own language.

Writers name files (``../dates.md#years``), never addresses: those can be checked, and they work
in the preview as on the published site, wherever it stands.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from cx_day.html_checks import scheme
from cx_day.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Mistake = tuple[str, dict[str, str]]


@dataclass
class Targets:
    """What links may lead to.

    ``site_url`` is the address of the site, ``urls`` the addresses relative to it of all pages
    and pictures, by file (relative to ``docs/``). ``placeholders`` are those of the other files
    that the site offers, by address. ``anchors`` are the ids of each page that is complete.
    What leads to a file that was ``left_out`` for a mistake of its own is not reported again.
    """

    site_url: str
    placeholders: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    urls: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, frozenset[str]] = field(default_factory=dict)

    def mistake(self, page: str, written: str) -> Mistake | None:
        """What is wrong with a link as it is written in ``page``: sentence and values."""
        plain = written.strip().replace("\\", "/")
        parts = _split(plain)
        inside = self._within_site(parts)
        if inside is None and (scheme(plain) or parts.netloc):
            return None  # to another site; ``html_checks`` knows the schemes
        path = unquote(parts.path)
        if _source(page, path) in self.left_out:
            return None
        target = self._target(page, path, inside)
        if target is None:
            return self._broken(page, path, written)
        if target in self.placeholders:
            return "link_form", {"found": written, "right": self.placeholders[target]}
        in_form = inside is None and "\\" not in written and _source(page, path) == target
        if in_form or not path or not _same_language(target, page):
            return self._mistake_in(target, page, unquote(parts.fragment), written)
        mark = f"#{parts.fragment}" if parts.fragment else ""
        return "link_form", {"found": written, "right": _relative(target, page) + mark}

    def url(self, page: str, written: str) -> str | None:
        """The address for a link that names a file, relative to the page; None for others."""
        path, mark, anchor = written.partition("#")
        target = _source(page, unquote(path))
        if not path or target not in self.urls:
            return None
        url = posixpath.relpath(self.urls[target] or ".", self.urls[page] or ".")
        return (f"{url}/" if target.endswith(".md") else url) + mark + anchor

    def _within_site(self, parts: SplitResult) -> str | None:
        """The address relative to the site, if it is given in full or from the root on."""
        site = urlsplit(self.site_url)
        if parts.scheme not in {"", "http", "https"} or not (
            parts.path.startswith("/") or parts.netloc
        ):
            return None
        if parts.netloc and (
            parts.netloc.lower() != site.netloc.lower()
            or not f"{parts.path}/".startswith(site.path)
        ):
            return None
        return unquote(parts.path).removeprefix(site.path.rstrip("/")).lstrip("/")

    def _target(self, page: str, path: str, inside: str | None) -> str | None:
        """The file that is meant: by its path, by a path like it, or by its address."""
        if inside is not None:
            return self._at_address(inside) or self._like(inside)
        if not path:
            return page
        return self._like(_source(page, path)) or self._at_address(
            posixpath.normpath(posixpath.join(self.urls[page], path))
        )

    def _like(self, path: str) -> str | None:
        """The file at a path, or the page that a folder or the name of an HTML file stands for."""
        name = _plain(path)
        known = (path, f"{name}.md", posixpath.join(name, "index.md"))
        return next((source for source in known if source in self.urls), None)

    def _at_address(self, address: str) -> str | None:
        """The file, or the placeholder's address, at an address relative to the site."""
        if address in self.placeholders:
            return address
        files = {_plain(url): name for name, url in self.urls.items()}
        return files.get(_plain(address))

    def _broken(self, page: str, path: str, written: str) -> Mistake:
        own = f"{page.partition('/')[0]}/"
        wanted, suffix = posixpath.splitext(path.rstrip("/"))
        suffix = suffix.replace(".html", "").lower() or ".md"
        known = {
            _relative(name, page): posixpath.basename(name)
            for name in self.urls
            if name.startswith(own) and name.endswith(suffix)
        }
        same = [
            shown for shown, name in known.items() if name == posixpath.basename(wanted) + suffix
        ]
        near = same[0] if len(same) == 1 else nearest(wanted + suffix, known)
        if near is None:
            return "link_broken", {"found": written}
        return "link_broken_near", {"found": written, "nearest": near}

    def _mistake_in(self, target: str, page: str, anchor: str, written: str) -> Mistake | None:
        """What is wrong with a link to the file ``target`` and its ``anchor``."""
        if not _same_language(target, page):
            return "link_other_language", {"found": written}
        if not anchor or target not in self.anchors or anchor in self.anchors[target]:
            return None
        values = {"found": written, "anchor": f"#{anchor}", "path": f"docs/{target}"}
        near = nearest(anchor, sorted(self.anchors[target]))
        if near is None:
            return "link_anchor", values
        return "link_anchor_near", values | {"nearest": f"#{near}"}

    def mistakes(self, page: str, links: Iterable[str]) -> Iterator[tuple[str, Mistake]]:
        """Each link of ``page`` at fault, with what is wrong with it."""
        for written in dict.fromkeys(links):
            empty = written.strip() in {"", "#"}
            mistake: Mistake | None = ("link_empty", {}) if empty else self.mistake(page, written)
            if mistake:
                yield written, mistake


def places(written: str) -> tuple[str, ...]:
    """Patterns for where a link may stand in a page's source; the first one found counts."""
    if written.strip() in {"", "#"}:
        return (r"\]\(\s*#?\s*\)|(?:href|src)=[\"']\s*#?\s*[\"']",)
    named = rf"(?-i:(?<![\w./-]){re.escape(written)}(?![\w./#?=%-]))"
    return rf"(?:\]\(|\]:|=)[\s<\"']*{named}", named


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:  # brackets in the name of a host
        return SplitResult("", "", address, "", "")


def _same_language(target: str, page: str) -> bool:
    return target.partition("/")[0] == page.partition("/")[0]


def _source(page: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path))


def _plain(path: str) -> str:
    """A path or an address without what may be left out at its end."""
    bare = posixpath.normpath(path).removesuffix(".html").removesuffix(".md")
    return re.sub(r"(?:^|/)index$", "", bare).removeprefix(".")


def _relative(target: str, page: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(page))
