"""Two equal languages: pages that one of them has alone, or that changed in one of them only."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

from cx_day.wording import Wording
from tests.repository import Repository
from tests.site.browsing import PHONE, ZOOMED, Reader, serve
from tests.site.building import HOMES, LOCALES, PUBLIC, BuiltPage, build, copy_project
from tests.site.test_accessibility import violations
from tools import vnu

if TYPE_CHECKING:
    from bs4 import Tag
    from playwright.sync_api import Browser

OTHER = {"pl": "ar", "ar": "pl"}
each_language = pytest.mark.parametrize("key", OTHER)

PAGE = """---
title: "{title}"
description: "{title}. {description}"
nav: "{title}"
{field}---

## {title} {{#{anchor}}}

{description}
"""
TITLES = {
    "pl": {"none": "Urlop na żądanie", "wanted": "Kolejka w urzędzie"},
    "ar": {"none": "مجالس رمضان", "wanted": "سوق الجمعة"},
}
REASONS = {"pl": "Dotyczy tylko polskiego prawa pracy.", "ar": "تخص عادات البلدان العربية."}
DESCRIPTIONS = {
    "pl": "Zdanie, które jest dość długie, żeby mogło stać w wynikach wyszukiwania.",
    "ar": "جملة طويلة بما يكفي لتظهر في نتائج البحث، وفيها ما ينفع القراء العرب كلهم.",
}
SUBJECT = "Nowa rada <b>i</b> خطوة"
CHANGED = date(2026, 11, 3)
STAMP = re.compile(r"^in_step:.*\n", re.MULTILINE)
LAGGING = {"ar": "begin/nps/", "pl": "begin/csat/"}
"""A page in each language that has not followed the other one."""


@dataclass(frozen=True)
class Told:
    """A site built from a repository in which the languages have not always gone together."""

    folder: Path
    commits: dict[str, str]  # by the language that has not followed

    def page(self, address: str) -> BuiltPage:
        return BuiltPage(address, self.folder / address / "index.html")


def alone(key: str, status: str) -> str:
    return f"begin/{status}-{key}"


def stamp(text: str, line: str) -> str:
    return text.replace("---\n", f"---\n{line}\n", 1)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("languages")
    copy_project(folder / "project")
    repository = Repository.make(folder / "project")
    repository.write(".gitignore", ".cache\n")
    for page in (repository.root / "docs").rglob("*.md"):  # this history has days of its own
        page.write_text(STAMP.sub("", page.read_text(encoding="utf-8")), encoding="utf-8")
    names = []
    for key in OTHER:
        for status, title in TITLES[key].items():
            field = f'counterpart: {{ status: {status}, reason: "{REASONS[key]}" }}\n'
            text = PAGE.format(
                title=title, description=DESCRIPTIONS[key], field=field, anchor=f"a-{key}-{status}"
            )
            names.append(alone(key, status))
            repository.write(f"docs/{key}/{names[-1]}.md", text)
    listed = "".join(f"      - {name}.md\n" for name in names)
    first = "      - begin/value.md\n"
    settings = repository.read("mkdocs.yml")
    assert first in settings
    repository.write("mkdocs.yml", settings.replace(first, listed + first))
    repository.commit("Wszystko")

    commits = {}
    for follower, address in LAGGING.items():
        repository.append(f"docs/{OTHER[follower]}/{address[:-1]}.md", "\nCX Day.\n")
        commits[follower] = repository.commit(SUBJECT, day=CHANGED.isoformat())

    repository.append("docs/pl/begin/ces.md", "\nCX Day.\n")
    repository.commit("Literówka\n\n[Redakcyjne]", day="2026-11-04")
    repository.append("docs/pl/begin/voice.md", "\nCX Day.\n")
    repository.commit("Więcej o głosie", day="2026-11-05")
    voice = stamp(repository.read("docs/ar/begin/voice.md"), "in_step: 2026-11-05")
    repository.write("docs/ar/begin/voice.md", voice)
    repository.append("docs/ar/index.md", "\nCX Day.\n")
    repository.commit("المقارنة", day="2026-11-06")
    repository.append("docs/pl/begin/trends.md", "\nNiezapisane w historii.\n")

    outcome = build(folder / "site", folder / "project", GIT_DIR=str(repository.root / ".git"))
    assert outcome.returncode == 0, outcome.stderr
    return Told(folder / "site", commits)


@pytest.fixture
def visitor(browser: Browser, told: Told) -> Iterator[Reader]:
    """A reader of this site; fails the test if a page complained."""
    with serve(told.folder) as site:
        visit = Reader(browser, site)
        yield visit
        visit.close()
    assert visit.complaints == []


# -------------------------------------------------------------- changed on one side


@each_language
def test_exactly_the_pages_that_lag_say_so_in_their_own_language(told: Told, key: str) -> None:
    home = HOMES[key]
    strings = LOCALES[key].strings["counterparts"]
    lagging = {home + LAGGING[key], *([home] if key == "pl" else [])}
    for path in (told.folder / home).rglob("index.html"):
        address = path.parent.relative_to(told.folder).as_posix().removeprefix(".")
        page = BuiltPage(f"{address}/".lstrip("/"), path)
        if page.locale != key:
            continue
        lines = page.select(".lagging")
        assert bool(lines) == (page.address in lagging), page.address
        for line in lines:
            link = line.select("a")[0]
            there = page.address.removeprefix(home)
            assert urljoin(page.url, str(link["href"])) == PUBLIC + HOMES[OTHER[key]] + there
    (line,) = told.page(home + LAGGING[key]).select(".lagging")
    text = strings["lagging"].format(
        version=strings["versions"][OTHER[key]], date=Wording(LOCALES[key]).short(CHANGED)
    )
    assert line.get_text().replace("\xa0", " ").startswith(text)


def test_what_a_page_says_of_itself_is_not_to_be_found(told: Told) -> None:
    for key, locale in LOCALES.items():
        beginning = locale.strings["counterparts"]["lagging"].partition("{date}")[2]
        for path in (told.folder / "assets" / "search" / key).iterdir():
            assert beginning not in path.read_text(encoding="utf-8")


def test_the_table_of_all_pages_is_not_to_be_found_by_the_titles_of_others(told: Told) -> None:
    for key in LOCALES:
        address = f"{HOMES[key]}about/state/"
        for path in (told.folder / "assets" / "search" / key).glob("page-*.json"):
            text = path.read_text(encoding="utf-8")
            assert SUBJECT not in text, address
            assert TITLES[OTHER[key]]["wanted"] not in text, address


def rows(page: BuiltPage, selector: str) -> dict[str, Tag]:
    """The rows of the table of all pages, by the address that they lead to."""
    return {
        urljoin(page.url, str(row.select("th a")[0]["href"])).removeprefix(PUBLIC): row
        for row in page.select(f"{selector} .states tbody tr")
    }


@each_language
def test_the_table_of_all_pages_names_what_there_is_to_do_first(told: Told, key: str) -> None:
    home, other = HOMES[key], OTHER[key]
    page = told.page(f"{home}about/state/")
    to_do, rest = rows(page, ".prose section > .scroll"), rows(page, "details")
    wanted = f"{HOMES[other]}{alone(other, 'wanted')}/"

    assert next(iter(to_do)) == wanted
    assert set(to_do) == {wanted, home + LAGGING[key], *([home] if key == "pl" else [])}
    how_to = to_do[wanted].select("td:last-child a")[0]["href"]
    assert urljoin(page.url, str(how_to)) == f"{PUBLIC}{home}about/contribute/#add-a-page"
    assert TITLES[other]["wanted"] in to_do[wanted].get_text()
    assert REASONS[other] in to_do[wanted].get_text()
    assert to_do[wanted].select("th a")[0]["lang"] == LOCALES[other].tag
    own = set((told.folder / home).rglob("index.html"))
    if key == "pl":
        own = {path for path in own if told.folder / "ar" not in path.parents}
    only_there = {wanted, f"{HOMES[other]}{alone(other, 'none')}/"}
    assert len(to_do) + len(rest) == len(own) + len(only_there)
    assert only_there <= to_do.keys() | rest.keys()


@each_language
def test_a_change_is_told_with_its_day_its_size_and_its_own_words(told: Told, key: str) -> None:
    page = told.page(f"{HOMES[key]}about/state/")
    row = rows(page, ".prose section > .scroll")[HOMES[key] + LAGGING[key]]
    (item,) = row.select("li")

    assert item.select("time")[0]["datetime"] == CHANGED.isoformat()
    assert item.select("bdi")[0].get_text() == SUBJECT  # as text: it brings no HTML in
    link = item.select("a")[0]
    assert str(link["href"]).endswith(f"/cx-day/cx-day/commit/{told.commits[key]}")
    assert link.get_text().replace("\xa0", " ") == Wording(LOCALES[key]).count("lines", 2)


@each_language
@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("begin/ces/", ("same", "same")),
        ("begin/voice/", ("same", "same")),
        ("begin/trends/", ("same", "same")),
        (LAGGING["ar"], ("leading", "lagging")),
        (LAGGING["pl"], ("lagging", "leading")),
    ],
)
def test_a_page_is_in_the_state_that_its_history_says(
    told: Told, key: str, name: str, states: tuple[str, str]
) -> None:
    strings = LOCALES[key].strings
    expected = strings["pages_state"]["states"][dict(zip(OTHER, states, strict=True))[key]]
    text = expected.format(version=strings["counterparts"]["versions"][OTHER[key]])

    row = rows(told.page(f"{HOMES[key]}about/state/"), "")[HOMES[key] + name]

    assert row.select("td")[0].get_text().replace("\xa0", " ") == text


@each_language
def test_without_a_history_nothing_is_claimed(pages: dict[str, BuiltPage], key: str) -> None:
    page = pages[f"{HOMES[key]}about/state/"]
    strings = LOCALES[key].strings["pages_state"]

    assert strings["no_history"] in page.select(".prose")[0].get_text()
    assert not [page.address for page in pages.values() if page.select(".lagging")]
    for row in rows(page, "").values():
        assert row.select("td")[0].get_text() != strings["states"]["same"]


# ---------------------------------------------------------------- in one language only


each_status = pytest.mark.parametrize("status", ["none", "wanted"])


@each_language
@each_status
def test_a_page_of_one_language_names_no_other_version(told: Told, key: str, status: str) -> None:
    address = f"{HOMES[key]}{alone(key, status)}/"
    page = told.page(address)

    assert page.values("link[hreflang]", "hreflang") == [key, "x-default"]
    assert set(page.values("link[hreflang]", "href")) == {PUBLIC + address}
    assert page.select("meta[property='og:locale:alternate']") == []
    assert page.select(".offer") == []
    sitemap = gzip.decompress((told.folder / "sitemap.xml.gz").read_bytes()).decode()
    entries = re.findall(r"<url>.*?</url>", sitemap, re.DOTALL)
    (entry,) = [entry for entry in entries if f"<loc>{PUBLIC}{address}</loc>" in entry]
    assert re.findall(r'href="(.*?)"', entry) == [PUBLIC + address] * 2
    assert not (told.folder / HOMES[OTHER[key]] / alone(key, status)).exists()


@each_language
@each_status
def test_nothing_leads_to_a_page_that_is_not_there(told: Told, key: str, status: str) -> None:
    wrong = f"{PUBLIC}{HOMES[OTHER[key]]}{alone(key, status)}/"
    for path in told.folder.rglob("*.html"):
        address = path.parent.relative_to(told.folder).as_posix()
        page = BuiltPage(address, path)
        base = PUBLIC if address == "." else f"{PUBLIC}{address}/"
        assert wrong not in {urljoin(base, link) for link in page.values("[href]", "href")}, address


@each_language
@each_status
def test_a_page_of_one_language_stands_in_its_own_menus(told: Told, key: str, status: str) -> None:
    address = f"{PUBLIC}{HOMES[key]}{alone(key, status)}/"
    for name, selector in (("contents/", ".contents a"), ("begin/", ".sub a")):
        page = told.page(HOMES[key] + name)
        assert address in {urljoin(page.url, link) for link in page.values(selector, "href")}


@each_language
@each_status
def test_the_switch_tells_readers_of_the_other_language_in_their_own_words(
    visitor: Reader, key: str, status: str
) -> None:
    other = LOCALES[OTHER[key]]
    strings = other.strings["counterparts"]
    kind = "alone" if status == "none" else "wanted"
    page = visitor.open(
        f"{HOMES[key]}{alone(key, status)}/",
        viewport={"width": 320, "height": 640},
        java_script_enabled=False,
    )
    note = page.locator(f".no-offer p[lang={other.tag}]")
    assert note.is_visible()
    assert note.get_attribute("dir") == other.direction
    assert strings[kind].format(language=strings["languages"][key]) in note.inner_text()
    switch = page.locator(".languages a")
    described = page.locator(f"#{switch.get_attribute('aria-describedby')}")
    assert described.inner_text() in note.inner_text()

    target = {"none": "", "wanted": "about/contribute/#add-a-page"}[status]
    note.locator("a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(urljoin(visitor.site, HOMES[OTHER[key]] + target))
    _, _, anchor = target.partition("#")
    assert not anchor or page.locator(f"#{anchor}").is_visible()
    page.go_back()
    switch.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(urljoin(visitor.site, HOMES[OTHER[key]]))


@each_language
def test_whoever_prefers_the_other_language_is_offered_no_missing_page(
    visitor: Reader, key: str
) -> None:
    page = visitor.open(f"{HOMES[key]}{alone(key, 'none')}/", locale=OTHER[key])
    assert page.locator(".offer").count() == 0
    assert page.locator(".no-offer").is_visible()


@each_language
def test_everybody_can_read_these_pages(visitor: Reader, key: str) -> None:
    home = HOMES[key]
    addresses = [f"{home}{alone(key, status)}/" for status in ("none", "wanted")]
    addresses += [home + LAGGING[key], f"{home}about/state/", home]
    found = {}
    for viewport in (PHONE, ZOOMED):
        page = visitor.page(viewport=viewport)
        for address in addresses:
            page.goto(address)
            for summary in page.locator(".states__rest > summary").all():
                summary.click()
            found[address] = violations(page, "light") + violations(page, "dark")
            wide, narrow = page.evaluate(
                "[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]"
            )
            assert wide <= narrow, address
        assert found == {address: [] for address in addresses}


def test_the_html_checker_has_nothing_to_say(told: Told) -> None:
    addresses = [HOMES[key] + name for key in OTHER for name in ("", "about/state/", LAGGING[key])]
    addresses += [
        f"{HOMES[key]}{alone(key, status)}/" for key in OTHER for status in ("none", "wanted")
    ]
    ours = ("--filterpattern", ".*Content Security Policy.*")
    found = vnu.messages([told.page(address).path for address in addresses], *ours)
    assert [vnu.as_line(message) for message in found] == []
