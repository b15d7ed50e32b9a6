"""The preview: it follows every change, says what is wrong on the page, and never ends."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests.site.building import HOMES, LOCALES, ROOT, copy_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

PATIENCE = 60
"""Seconds for a build on a busy machine; nothing here is timed."""

each_locale = pytest.mark.parametrize("locale", HOMES)


@dataclass(frozen=True)
class Served:
    """A project that is being previewed."""

    root: Path
    address: str

    def get(self, page: str) -> str:
        try:
            answer = urlopen(self.address + page, timeout=PATIENCE)  # noqa: S310 - our own
        except HTTPError as error:
            answer = error  # not built yet
        with answer:
            html: str = answer.read().decode()
            return html

    def overlay(self, page: str) -> str:
        """What the page says is wrong."""
        found = re.search(r"<details open data-preview.*?</details>", self.get(page))
        return found.group() if found else ""

    def wait(self, happened: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < end
            time.sleep(0.1)


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = copy_project(tmp_path_factory.mktemp("preview") / "project")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, ROOT / "tools" / "serve.py", "--root", root, "--port", str(port)],
        cwd=root,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{ROOT / 'hooks'}{os.pathsep}{ROOT}",
            "SITE_URL": "https://cx-day.github.io/cx-day/",
        },
        stderr=subprocess.DEVNULL,
    )
    served = Served(root, f"http://127.0.0.1:{port}/cx-day/")

    def answers() -> bool:
        assert server.poll() is None
        try:
            return bool(served.get(""))
        except URLError:
            return False

    served.wait(answers)
    yield served
    assert server.poll() is None
    server.terminate()
    server.wait()


@pytest.fixture
def edited(preview: Served) -> Iterator[Callable[[str, str, str], None]]:
    """Replaces a text in a file of the project until the test is over."""
    originals: dict[Path, str] = {}

    def replace(name: str, old: str, new: str) -> None:
        path = preview.root / name
        text = originals.setdefault(path, path.read_text("utf-8"))
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    yield replace
    for path, text in originals.items():
        path.write_text(text, "utf-8")
    pages = [f"{home}dates/" for home in HOMES.values()]
    preview.wait(lambda: not any(map(preview.overlay, pages)))


@each_locale
def test_an_open_page_follows_and_says_what_is_wrong(
    preview: Served, browser: Browser, edited: Callable[[str, str, str], None], locale: str
) -> None:
    page = browser.new_page()
    page.goto(f"{preview.address}{HOMES[locale]}dates/")
    assert page.locator("[data-preview]").count() == 0
    edited(f"docs/{locale}/dates.md", "\n## ", "\n{{ cx_day.nxt }}\n\n## ")
    overlay = page.locator("[data-preview]")
    overlay.wait_for(timeout=PATIENCE * 1000)
    assert overlay.locator("summary").inner_text() == LOCALES[locale].strings["check"]["title"]
    assert f"docs/{locale}/dates.md:" in overlay.inner_text()
    assert "cx_day.next" in overlay.inner_text()
    assert preview.overlay(f"{HOMES[locale]}the-day/") == ""  # the mistake of another page
    page.close()


def test_a_new_title_reaches_the_other_pages(
    preview: Served, edited: Callable[[str, str, str], None]
) -> None:
    edited("docs/pl/dates.md", 'nav: "Daty"', 'nav: "Terminy"')
    preview.wait(lambda: "Terminy" in preview.get("the-day/"))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("docs/pl/dates.md", "---\n", "---\ntitle: CX Day: x\n"),
        ("data/cx-day.yml", "years:", "yeers:"),
        ("data/locales/ar.yml", 'check:\n  title: "', "check:\n  title: x: "),
        ("overrides/main.html", "{% block head", "{% if %}{% block head"),
        ("mkdocs.yml", "plugins:", "plugins: ["),
    ],
    ids=lambda value: str(value).partition("/")[2] or None,
)
def test_what_cannot_be_read_is_told_on_the_page_until_it_is_mended(
    preview: Served, edited: Callable[[str, str, str], None], name: str, old: str, new: str
) -> None:
    edited(name, old, new)
    preview.wait(lambda: name in preview.overlay("dates/"))


@each_locale
def test_a_mistake_in_data_is_told_in_the_language_of_the_page(
    preview: Served, edited: Callable[[str, str, str], None], locale: str
) -> None:
    edited("data/cx-day.yml", "date: 2014-10-07", "date: 2014-02-30")
    preview.wait(lambda: "2014-02-30" in preview.overlay(f"{HOMES[locale]}dates/"))
    sentence = LOCALES[locale].strings["problems"]["date_none"].format(found="2014-02-30")
    overlay = preview.overlay(f"{HOMES[locale]}dates/")
    assert sentence in overlay
    assert overlay.count("<li") == 1


def test_a_page_may_come_and_go(preview: Served, edited: Callable[[str, str, str], None]) -> None:
    page = preview.root / "docs" / "pl" / "new.md"
    page.write_text("Tekst bez początku.\n", "utf-8")
    preview.wait(lambda: "docs/pl/new.md:1" in preview.overlay("new/"))
    page.unlink()
    edited("docs/pl/dates.md", "\n## ", "\nDalej.\n\n## ")
    preview.wait(lambda: "Dalej." in preview.get("dates/"))
