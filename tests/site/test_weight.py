"""A first visit is light: few bytes, one thing before the first paint, nothing in vain."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.site.building import ADDRESSES, SOURCES, TODAY, locale_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BUDGETS = {"pl": 40_000, "ar": 45_000}
"""Bytes of all that a page of text asks for, as GitHub Pages sends it, less the headers."""
BUDGETS_WITH_TOOL = {"pl": 100_000, "ar": 105_000}
"""The same for the page of posters, with its pictures and its tool."""
PACKED = {".woff2", ".png", ".webp", ".jpg"}
FONTS = {
    "pl": {"assets/fonts/readex-pro-pl.woff2"},
    "ar": {"assets/fonts/readex-pro-ar.woff2", "assets/fonts/readex-pro-ar-latin.woff2"},
}
ONE_WINDOW = 14_300
"""What arrives without waiting for an answer: ten packets (RFC 6928), less the headers."""
FAMILIES = {"pl": "Readex Pro", "ar": "Readex Pro Arabic"}

LOOK = """async () => {
  await document.fonts.ready;
  const named = (list, name) => [...list].map((entry) => entry[name]).filter(Boolean);
  const entries = performance.getEntriesByType("resource");
  return {
    used: [location.href, ...named(document.styleSheets, "href"), ...named(document.scripts, "src"),
           ...named(document.images, "currentSrc")],
    families: named([...document.fonts].filter(({ status }) => status === "loaded"), "family"),
    blocking: named(entries.filter((e) => e.renderBlockingStatus === "blocking"), "name"),
  };
}"""


@dataclass(frozen=True)
class Visit:
    """What the browser asked for when it opened a page for the first time."""

    requests: list[str]
    used: list[str]
    families: list[str]
    blocking: list[str]

    @property
    def fonts(self) -> list[str]:
        return [path for path in self.requests if path.endswith(".woff2")]


@pytest.fixture(scope="module")
def visit(browser: Browser, served: Callable[[date], str]) -> Iterator[Callable[[str], Visit]]:
    """Opens a page, once for all tests, and takes nothing from a cache."""
    site = served(TODAY)
    requests: list[str] = []
    tabs: dict[str, Page] = {}  # one for each language: a tab may remember a font
    for locale in BUDGETS:
        tab = browser.new_context(locale=locale).new_page()
        tab.context.new_cdp_session(tab).send("Network.setCacheDisabled", {"cacheDisabled": True})
        tab.on("request", lambda request: requests.append(request.url))
        tabs[locale] = tab

    def paths(urls: list[str]) -> list[str]:
        return [url.removeprefix(site).partition("?")[0] for url in urls if url.startswith(site)]

    @cache
    def first(address: str) -> Visit:
        requests.clear()
        tab = tabs[locale_of(address)]
        tab.goto(site + address)
        if tab.locator("img").count():  # they may come late
            tab.wait_for_load_state("networkidle")
        seen = tab.evaluate(LOOK)
        blocking, used = (paths(seen[name]) for name in ("blocking", "used"))
        return Visit(paths(requests), used, seen["families"], blocking)

    yield first
    for tab in tabs.values():
        tab.context.close()


@cache
def weight(path: Path) -> int:
    """The bytes of a file on the wire: what is not packed already gets packed."""
    data = path.read_bytes()
    return len(data if path.suffix in PACKED else gzip.compress(data, 9, mtime=0))


def has_tool(address: str) -> bool:
    return "posters.html" in SOURCES[address].read_text(encoding="utf-8").split("---")[1]


each_page = pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address or "home")


@each_page
def test_a_page_is_within_its_budget(
    site: Path, visit: Callable[[str], Visit], address: str
) -> None:
    files = (site / path for path in visit(address).requests)
    weights = [weight(file / "index.html" if file.is_dir() else file) for file in files]
    budgets = BUDGETS_WITH_TOOL if has_tool(address) else BUDGETS
    assert sum(weights) <= budgets[locale_of(address)], visit(address).requests


@each_page
def test_only_the_style_sheet_holds_up_the_first_paint(
    visit: Callable[[str], Visit], address: str
) -> None:
    assert visit(address).blocking == ["assets/site.css"]


@each_page
def test_nothing_is_asked_for_twice_or_in_vain(visit: Callable[[str], Visit], address: str) -> None:
    seen = visit(address)
    assert max(Counter(seen.requests).values()) == 1
    assert set(seen.requests) - set(seen.fonts) <= set(seen.used)


@each_page
def test_a_page_gets_along_with_the_fonts_of_its_own_script(
    site: Path, visit: Callable[[str], Visit], address: str
) -> None:
    seen, locale = visit(address), locale_of(address)
    assert seen.fonts[0] == f"assets/fonts/readex-pro-{locale}.woff2"  # it is asked for first
    assert set(seen.fonts) <= FONTS[locale]
    assert max(weight(site / font) for font in seen.fonts) <= ONE_WINDOW
    assert FAMILIES[locale] in {family.strip('"') for family in seen.families}
