"""A first visit is light: few bytes, one thing before the first paint, nothing in vain."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.site.building import ADDRESSES, SOURCES, TODAY, locale_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Response

BUDGETS = {"pl": 40_000, "ar": 45_000}
"""Bytes of all that a page of text asks for, as GitHub Pages sends it, less the headers."""
BUDGETS_WITH_TOOL = {"pl": 80_000, "ar": 85_000}
"""The same for the page of posters, with its pictures and its tool."""
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
    """What the browser asked for when it opened a page with nothing in its cache."""

    site: str
    answers: dict[str, int]
    requests: list[str]
    used: list[str]
    families: list[str]
    blocking: list[str]

    def paths(self, urls: list[str]) -> list[str]:
        return [url.removeprefix(self.site).partition("?")[0] for url in urls]

    @property
    def fonts(self) -> list[str]:
        return [url for url in self.requests if url.endswith(".woff2")]


def weight(answer: Response) -> int:
    """The bytes of an answer on the wire: what is not packed already gets packed."""
    packed = answer.headers["content-type"] in {"font/woff2", "image/png", "image/webp"}
    body = answer.body()
    return len(body if packed else gzip.compress(body, 9, mtime=0))


@pytest.fixture(scope="module")
def visit(browser: Browser, served: Callable[[date], str]) -> Callable[[str], Visit]:
    """Opens a page for the first time, once for all tests."""

    @cache
    def first(address: str) -> Visit:
        site = served(TODAY)
        with browser.new_context(locale=locale_of(address)) as context:
            page = context.new_page()
            answers: dict[str, Response] = {}
            requests: list[str] = []
            page.on("request", lambda request: requests.append(request.url))
            page.on("response", lambda answer: answers.update({answer.url: answer}))
            page.goto(site + address, wait_until="networkidle")
            sizes = {url: weight(answer) for url, answer in answers.items()}
            return Visit(site, sizes, requests, **page.evaluate(LOOK))

    return first


each_page = pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address or "home")


def budget(address: str) -> int:
    tool = "\ntemplate: posters.html\n" in SOURCES[address].read_text(encoding="utf-8")
    return (BUDGETS_WITH_TOOL if tool else BUDGETS)[locale_of(address)]


@each_page
def test_a_page_is_within_its_budget(visit: Callable[[str], Visit], address: str) -> None:
    answers = visit(address).answers
    assert sum(answers.values()) <= budget(address), answers


@each_page
def test_only_the_style_sheet_holds_up_the_first_paint(
    visit: Callable[[str], Visit], address: str
) -> None:
    seen = visit(address)
    assert seen.paths(seen.blocking) == ["assets/site.css"]


@each_page
def test_nothing_is_asked_for_twice_or_in_vain(visit: Callable[[str], Visit], address: str) -> None:
    seen = visit(address)
    assert len(seen.requests) == len(set(seen.requests))
    assert set(seen.requests) - set(seen.fonts) <= set(seen.used)


@each_page
def test_a_page_gets_along_with_the_font_of_its_own_script(
    visit: Callable[[str], Visit], address: str
) -> None:
    seen, locale = visit(address), locale_of(address)
    assert seen.paths(seen.fonts) == [f"assets/fonts/readex-pro-{locale}.woff2"]
    assert FAMILIES[locale] in {family.strip('"') for family in seen.families}
