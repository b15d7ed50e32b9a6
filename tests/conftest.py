"""What the tests of the built site share: few builds, one server for each, one browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.site.browsing import Reader, serve
from tests.site.building import ADDRESSES, TODAY, BuiltPage, at_noon, build
from tools.browser import executable, launch_arguments


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[date], Path]:
    """The folder of the site as built on a day; each day is built once."""

    @cache
    def on(day: date) -> Path:
        folder = tmp_path_factory.mktemp("site")
        outcome = build(folder, SOURCE_DATE_EPOCH=at_noon(day))
        assert outcome.returncode == 0, outcome.stderr
        return folder

    return on


@pytest.fixture(scope="session")
def site(built: Callable[[date], Path]) -> Path:
    """The folder of the built site."""
    return built(TODAY)


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, BuiltPage]:
    """Every page of the built site by its address; not the one for missing addresses."""
    return {address: BuiltPage(address, site / address / "index.html") for address in ADDRESSES}


@pytest.fixture(scope="session")
def missing_page(site: Path) -> BuiltPage:
    """The page that GitHub Pages shows for a missing address."""
    return BuiltPage("404.html", site / "404.html")


@pytest.fixture(scope="session")
def served(built: Callable[[date], Path]) -> Iterator[Callable[[date], str]]:
    """The address of the site as built on a day."""
    with ExitStack() as servers:
        yield cache(lambda day: servers.enter_context(serve(built(day))))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=launch_arguments())
        yield chromium
        chromium.close()


@pytest.fixture
def reader(browser: Browser, served: Callable[[date], str]) -> Iterator[Reader]:
    """A browser to read with; fails the test if a page complained or asked another host."""
    visit = Reader(browser, served(TODAY))
    yield visit
    visit.close()
    assert visit.complaints == []
