"""The preview of a proposal: opened from a disk, it is the site, and says what has changed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.site.building import HOMES, LOCALES, PUBLIC, ROOT, build, copy_project
from tools.preview import SITE, List, write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NEW = '---\ntitle: "Nowa & 1 < 2, {}"\ndescription: "{}"\n---\n\n## Część {{#part}}\n\nTekst.\n'


def _git(project: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=project, check=True, capture_output=True)


@pytest.fixture(scope="module")
def proposal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with its built site, in whose last commit pages are new, changed and gone."""
    project = copy_project(tmp_path_factory.mktemp("proposal") / "project")
    (project / "docs" / "pl" / "old.md").write_text("gone", encoding="utf-8")
    _git(project, "init", "--quiet", "--initial-branch=main")
    _git(project, "add", "--all")
    _git(project, "commit", "--quiet", "--message=before")
    (project / "docs" / "pl" / "old.md").unlink()
    settings = project / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("  - dates.md\n", "  - dates.md\n  - new.md\n"), "utf-8")
    for locale in HOMES:
        docs = project / "docs" / locale
        (docs / "new.md").write_text(NEW.format(locale, "Opis " * 12), encoding="utf-8")
        with (docs / "dates.md").open("a", encoding="utf-8") as page:
            page.write("\nCX\n")
    _git(project, "add", "--all")
    _git(project, "commit", "--quiet", "--message=after")
    outcome = build(project / "site", project)
    assert outcome.returncode == 0, outcome.stderr
    return project


@pytest.fixture(scope="module")
def preview(proposal: Path) -> Path:
    changes = List(proposal / "site", proposal, "HEAD~1")
    write(proposal / "site", proposal / "preview", changes)
    return proposal / "preview"


@pytest.fixture
def from_disk(browser: Browser, preview: Path) -> Iterator[Page]:
    """The preview as it opens by a double click; fails the test if a page complained."""
    context = browser.new_context(locale="pl", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    failures: list[tuple[str | None, str]] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: failures.append((request.failure, request.url)))
    page.goto((preview / "START.html").as_uri())
    yield page
    context.close()
    assert complaints == []
    # What the next click breaks off is no failure.
    assert [url for why, url in failures if why != "net::ERR_ABORTED"] == []


@pytest.mark.parametrize("locale", HOMES)
def test_the_start_page_lists_what_changed_in_all_languages(from_disk: Page, locale: str) -> None:
    kinds = LOCALES[locale].strings["preview"]["kinds"]
    section = from_disk.locator(f"section[lang={locale}]")
    assert section.get_attribute("dir") == LOCALES[locale].direction
    lists = section.locator("h3").all_inner_texts()
    assert lists == [kinds["new"], kinds["changed"], kinds["removed"]]
    linked = section.locator("ul a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    assert linked == [
        f"{SITE}/{home}{page}/index.html" for page in ("new", "dates") for home in HOMES.values()
    ]
    text = section.inner_text()
    assert f"{PUBLIC}ar/new/" in text
    assert f"{PUBLIC}old/" in text
    assert "Nowa & 1 < 2, ar" in text.replace("\N{NO-BREAK SPACE}", " ")
    everywhere = LOCALES[locale].strings["preview"]["everywhere"]
    assert section.locator("p", has_text=everywhere).count() == 1
    assert "mkdocs.yml" in text


@pytest.mark.parametrize("locale", HOMES)
def test_a_page_of_the_list_is_styled_and_leads_on(from_disk: Page, locale: str) -> None:
    address = f"{SITE}/{HOMES[locale]}dates/index.html"
    from_disk.locator(f"section[lang={locale}] a[href='{address}']").click()
    font = "document.fonts.ready.then(() => [...document.fonts].some(f => f.status == 'loaded'))"
    assert from_disk.evaluate(font)
    heading = from_disk.locator("h1")
    assert "Readex" in heading.evaluate("h1 => getComputedStyle(h1).fontFamily")
    other = next(key for key in HOMES if key != locale)
    from_disk.locator(".languages a").click()
    assert from_disk.locator("html").get_attribute("lang") == other
    from_disk.locator(".topnav a").nth(2).click()
    from_disk.locator(".brand").click()
    assert from_disk.url.endswith(f"{SITE}/{HOMES[other]}index.html")


def test_what_needs_a_server_gives_way_to_what_works_without(from_disk: Page) -> None:
    from_disk.goto(from_disk.url.replace("START.html", f"{SITE}/celebrate/index.html"))
    from_disk.locator("a.search").click()
    assert from_disk.url.endswith(f"{SITE}/contents/index.html")
    from_disk.keyboard.press("/")
    from_disk.go_back()
    from_disk.locator("[data-ideas] select").last.select_option(index=1)  # scripts do run
    assert from_disk.locator("[data-ideas] li[data-audience]:visible").count() < 14


def test_no_link_of_the_preview_leads_to_a_folder_or_to_nothing(preview: Path) -> None:
    broken = []
    for path in preview.rglob("*.html"):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
        links = [str(tag.get("href") or tag.get("src")) for tag in soup.select("[href], [src]")]
        for ideas in soup.select("#cx-day-ideas"):
            links += [idea["url"] for idea in json.loads(ideas.text)]
        broken += [
            f"{path}: {link.path}"
            for link in map(urlsplit, links)
            if not link.scheme and link.path and not (path.parent / link.path).is_file()
        ]
    assert broken == []


def test_the_summary_for_github_holds_the_same_list_and_the_way_to_it(proposal: Path) -> None:
    changes = List(proposal / "site", proposal, "HEAD~1")
    soup = BeautifulSoup(changes.summary("https://example.org/?a=1&b"), "lxml")
    for locale, part in zip(HOMES, soup.select("div"), strict=True):
        assert part["dir"] == LOCALES[locale].direction
        assert [link["href"] for link in part.select("a")] == ["https://example.org/?a=1&b"]
        for address in ("new/", "ar/new/", "dates/", "ar/dates/", "old/"):
            assert part.find("code", string=PUBLIC + address)


def test_without_a_history_the_start_page_says_so(site: Path) -> None:
    start = List(site, ROOT, "no-such-branch").start_page()
    for locale in LOCALES.values():
        assert locale.strings["preview"]["unknown"] in start
