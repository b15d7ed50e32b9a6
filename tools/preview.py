"""A preview of a proposal for people who have nothing but a browser.

``python tools/preview.py site preview`` copies the built site so that it opens by a double click,
from a disk and without a server, and puts ``START.html`` beside it: what this is, and the pages
that the proposal changes, in every language. ``--summary ADDRESS`` prints the same list for
GitHub's summary of a run, where ``ADDRESS`` is that of the packed preview.
"""

from __future__ import annotations

import argparse
import html
import os
import posixpath
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from cx_day import locales
from cx_day.history import GitError, git
from cx_day.typography import typeset

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cx_day.locales import Locale

ROOT = Path(__file__).resolve().parent.parent
SITE = "site"
"""The folder of the site within the preview."""
EVERYWHERE = ("data/", "docs/", "hooks/", "overrides/", "mkdocs.yml")
"""What the site is built from; a change there that is no page's may concern every page."""
LEFT_OUT = ("404.html", "sitemap.xml*", "assets/search*")
"""What only a server can use. The page of the search stays; it says where everything is listed."""

# ---------------------------------------------------------------------------- what has changed


@dataclass(frozen=True)
class Change:
    """A page that is ``new``, ``changed`` or ``removed``; ``address`` is relative to the site."""

    kind: str
    path: str
    key: str
    address: str


_PAGE = re.compile(r"docs/([^/]+)/(.+)\.md")
_KINDS = {"A": "new", "D": "removed"}


def changed_files(root: Path, base: str) -> list[tuple[str, str]] | None:
    """Git's letter and the path of each file changed since ``base``; None if Git can't tell."""
    try:
        start = git(root, "merge-base", "--", base, "HEAD").strip()
        listed = git(root, "diff", "--name-status", "--no-renames", "-z", start, "HEAD", "--")
    except GitError:
        return None
    parts = listed.split("\0")
    return list(zip(parts[::2], parts[1::2], strict=False))


def _home(key: str, site: Path) -> str:
    """Where a language begins within the site: the first one has no folder of its own."""
    return f"{key}/" if (site / key).is_dir() else ""


def page_changes(files: Iterable[tuple[str, str]], site: Path) -> list[Change]:
    """The pages among the changed files."""
    found = []
    for letter, path in files:
        if match := _PAGE.fullmatch(path):
            key, name = match.groups()
            address = _home(key, site) + "".join(
                f"{part}/" for part in name.split("/") if part != "index"
            )
            found.append(Change(_KINDS.get(letter, "changed"), path, key, address))
    return found


# ---------------------------------------------------------------------------- from a disk

_TAG = re.compile(r"<[a-zA-Z](?:[^<>\"]|\"[^\"]*\")*>")
_ADDRESS = re.compile(r"(?<=\s)(href|src)=\"([^\"]*)\"")
_IDEAS = re.compile(r'(?<=id="cx-day-ideas">)[^<]*')
_IDEA_ADDRESS = re.compile(r'("url": )"([^"]*)"')
_MODULE = re.compile(r'<script type="module" src="([^"?]*)[^"]*"></script>')
_NOT_FROM_A_DISK = re.compile(
    # The security policy and the fonts loaded ahead know servers only. Without the button of the
    # search, what stands there for browsers without scripts takes its place.
    r'<meta http-equiv="Content-Security-Policy"[^>]*>|<link rel="preload"[^>]*>'
    r"|<button [^>]*data-search=.*?</button>|</?noscript>",
    re.DOTALL,
)


def for_a_disk(page: str, folder: str, site: Path) -> str:
    """A built page, which lies in ``folder`` of the site, for reading without a server.

    A browser shows the folder's files for a link to a folder, and refuses modules from a disk:
    so links name ``index.html``, and scripts stand within the page.
    """

    def local(address: str) -> str:
        path, mark, rest = re.fullmatch(r"([^?#]*)(.?)(.*)", address, re.DOTALL).groups()  # type: ignore[union-attr]
        if not path or path.startswith("/") or ":" in path:
            return address
        target = site / posixpath.normpath(posixpath.join(folder, unquote(path)))
        if target.is_dir():
            return f"{path.removesuffix('/')}/index.html{mark}{rest}"
        return path if mark == "?" else address

    def attribute(match: re.Match[str]) -> str:
        return f'{match[1]}="{html.escape(local(html.unescape(match[2])))}"'

    def script(match: re.Match[str]) -> str:
        path = site / posixpath.normpath(posixpath.join(folder, match[1]))
        if not path.is_file():
            return ""
        return f'<script type="module">{path.read_text(encoding="utf-8")}</script>'

    page = _NOT_FROM_A_DISK.sub("", page)
    page = _IDEAS.sub(
        lambda ideas: _IDEA_ADDRESS.sub(lambda m: f'{m[1]}"{local(m[2])}"', ideas.group()), page
    )
    page = _TAG.sub(lambda tag: _ADDRESS.sub(attribute, tag.group()), page)
    return _MODULE.sub(script, page)


def write(site: Path, target: Path, changes: List) -> None:
    """Write the preview of the built ``site`` to ``target``, in place of an older one."""
    shutil.rmtree(target, ignore_errors=True)
    copy = target / SITE
    shutil.copytree(site, copy)
    for left_out in (path for pattern in LEFT_OUT for path in copy.glob(pattern)):
        shutil.rmtree(left_out) if left_out.is_dir() else left_out.unlink()
    for path in copy.rglob("*.html"):
        folder = path.parent.relative_to(copy).as_posix()
        text = path.read_text(encoding="utf-8")
        path.write_text(for_a_disk(text, folder, copy), encoding="utf-8")
    (target / "START.html").write_text(changes.start_page(), encoding="utf-8")


# ---------------------------------------------------------------------------- the list

_START = """<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font: 1.05rem/1.7 system-ui, sans-serif }}
body {{ max-inline-size: 44rem; margin: auto; padding: 1rem }}
section + section {{ border-block-start: 1px solid; margin-block-start: 2rem }}
li {{ margin-block: .5rem; overflow-wrap: anywhere }}
code {{ unicode-bidi: isolate }}
</style>
{parts}
</html>
"""
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)


class List:
    """What a proposal changes, told in each language."""

    def __init__(self, site: Path, root: Path, base: str) -> None:
        """Compare with ``base``, a commit's name; ``site`` is the built site."""
        keys = sorted(path.stem for path in (root / "data" / "locales").glob("*.yml"))
        self.languages = locales.load(root, sorted(keys, key=lambda key: _home(key, site)))
        self._site = site
        home = _CANONICAL.search((site / "index.html").read_text(encoding="utf-8"))
        self._url = html.unescape(home[1]) if home else ""
        self._files = changed_files(root, base)
        self._changes = page_changes(self._files or [], site)

    def start_page(self) -> str:
        """``START.html``."""
        titles = (locale.strings["preview"]["title"] for locale in self.languages.values())
        parts = (
            self._section(locale, _guide(locale, SITE + "/" + _home(locale.key, self._site)), SITE)
            for locale in self.languages.values()
        )
        return _START.format(
            lang=next(iter(self.languages)),
            title=html.escape(" · ".join(titles)),
            parts="\n".join(parts),
        )

    def summary(self, download: str) -> str:
        """The list for GitHub, with the way to the preview, whose address is ``download``."""
        return "\n\n".join(
            self._section(locale, _way_there(locale, download), "")
            for locale in self.languages.values()
        )

    def _section(self, locale: Locale, guide: str, folder: str) -> str:
        """The part in one language; pages are linked if the site lies in ``folder``."""
        texts = locale.strings["preview"]
        parts = [f"<h2>{typeset(texts['title'], locale.direction)}</h2>", guide]
        for kind, heading in texts["kinds"].items():
            items = [
                self._item(change, locale, folder)
                for key in self.languages
                for change in self._changes
                if (change.kind, change.key) == (kind, key)
            ]
            if items:
                parts += [f"<h3>{heading}</h3>", _listed(items)]
        if self._files is None:
            parts.append(f"<p>{texts['unknown']}</p>")
        elif not self._changes:
            parts.append(f"<p>{texts['none']}</p>")
        pages = {change.path for change in self._changes}
        rest = [path for _, path in self._files or [] if path not in pages]
        if everywhere := [path for path in rest if path.startswith(EVERYWHERE)]:
            parts.append(f"<p>{texts['everywhere']}</p>")
            parts.append(
                _listed(f'<code dir="ltr">{html.escape(path)}</code>' for path in everywhere)
            )
        attributes = f'lang="{locale.tag}" dir="{locale.direction}"'
        tag = "section" if folder else "div"  # GitHub knows no sections
        return "\n".join([f"<{tag} {attributes}>", *parts, f"</{tag}>"])

    def _item(self, change: Change, locale: Locale, folder: str) -> str:
        language = self.languages[change.key]
        page = self._site / change.address / "index.html"
        title = f'<code dir="ltr">{html.escape(change.path)}</code>'
        if page.is_file() and (found := _TITLE.search(page.read_text(encoding="utf-8"))):
            attributes = f'lang="{language.tag}" dir="{language.direction}"'
            text = re.sub(r"<[^>]*>", "", found[1]).strip()
            title = f"<strong {attributes}>{text}</strong>"
            if folder:
                link = html.escape(f"{folder}/{change.address}index.html")
                title = f'<a href="{link}">{title}</a>'
        url = f'<code dir="ltr">{html.escape(urljoin(self._url, change.address))}</code>'
        address = locale.strings["preview"]["addresses"][change.kind].replace("{url}", url)
        return f'{title} (<span lang="{language.tag}">{language.name}</span>)<br>{address}'


def _listed(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _guide(locale: Locale, home: str) -> str:
    texts = locale.strings["preview"]
    link = f'<a href="{home}index.html">{texts["home"]}</a>'
    sentences = (texts[name] for name in ("what", "how", "limits"))
    paragraphs = (f"<p>{typeset(text, locale.direction)}</p>" for text in sentences)
    return "".join([*paragraphs, f"<p>{link}</p>"])


def _way_there(locale: Locale, download: str) -> str:
    texts = locale.strings["preview"]
    link = f'<a href="{html.escape(download)}">{texts["download"]}</a>'
    steps = (
        link.join(typeset(part, locale.direction) for part in step.split("{download}"))
        for step in texts["get"]
    )
    what = typeset(texts["what"], locale.direction)
    return f"<p>{what}</p><ol>" + "".join(f"<li>{step}</li>" for step in steps) + "</ol>"


def main() -> None:
    """Write the preview, or print the list."""
    parser = argparse.ArgumentParser(description="A preview that opens from a disk.")
    parser.add_argument("site", type=Path, help="the folder of the built site")
    output = parser.add_mutually_exclusive_group(required=True)
    output.add_argument("target", type=Path, nargs="?", help="the folder to write")
    output.add_argument("--summary", metavar="ADDRESS", help="print the list of changed pages")
    arguments = parser.parse_args()
    changes = List(arguments.site, ROOT, os.environ.get("CHECK_BASE") or "origin/main")
    if arguments.summary:
        print(changes.summary(arguments.summary))
    else:
        write(arguments.site, arguments.target, changes)


if __name__ == "__main__":
    main()
