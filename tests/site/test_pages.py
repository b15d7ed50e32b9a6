"""Each page of the built site as HTML: its head, its headings, its links."""

from __future__ import annotations

import gzip
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest
from bs4 import Tag
from mkdocs.utils.yaml import yaml_load

from tests.site.building import (
    ADDRESSES,
    HOMES,
    LOCALES,
    PUBLIC,
    ROOT,
    SOURCES,
    BuiltPage,
    counterpart,
    versions,
)
from tools import vnu

SOURCE_CODE = "https://github.com/cx-day/cx-day/"


@pytest.fixture
def page(pages: dict[str, BuiltPage], request: pytest.FixtureRequest) -> BuiltPage:
    return pages[request.param]


@pytest.fixture(scope="session")
def every_page(pages: dict[str, BuiltPage], missing_page: BuiltPage) -> list[BuiltPage]:
    return [*pages.values(), missing_page]


each_page = pytest.mark.parametrize("page", ADDRESSES, indirect=True, ids=lambda a: a or "home")


def test_the_html_checker_has_nothing_to_say(every_page: list[BuiltPage]) -> None:
    # It reads files, where "self" is nobody, and takes JSON for a script that runs. Whether the
    # policy lets through what it should is seen in the browser, which is the judge of it.
    ours = ("--filterpattern", ".*Content Security Policy.*")
    found = vnu.messages([page.path for page in every_page], *ours)
    assert [vnu.as_line(message) for message in found] == []


@each_page
def test_a_page_says_its_language_and_direction(page: BuiltPage) -> None:
    locale = LOCALES[page.locale]
    assert page.value("html", "lang") == locale.tag
    assert page.value("html", "dir") == locale.direction


@each_page
def test_a_page_has_one_main_heading_and_skips_no_level(page: BuiltPage) -> None:
    levels = [int(heading.name[1]) for heading in page.select("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_unique(every_page: list[BuiltPage]) -> None:
    for page in every_page:
        ids = page.values("[id]", "id")
        assert len(ids) == len(set(ids)), page.address


@each_page
def test_ids_are_words_that_a_person_can_read_out(page: BuiltPage) -> None:
    for identifier in page.values("main [id]", "id"):
        assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", identifier)


def heading_ids(page: BuiltPage) -> list[str]:
    return page.values("main :is(h2, h3, h4)[id]", "id")


@each_page
def test_both_languages_have_the_same_anchors(pages: dict[str, BuiltPage], page: BuiltPage) -> None:
    for version in versions(page.address).values():
        assert set(heading_ids(page)) == set(heading_ids(pages[version]))


def test_titles_are_there_and_tell_pages_apart(
    pages: dict[str, BuiltPage], missing_page: BuiltPage
) -> None:
    for home in HOMES.values():
        titles = [
            page.select("title")[0].get_text().strip()
            for page in (*pages.values(), missing_page)
            if HOMES[page.locale] == home
        ]
        assert all(titles)
        assert len(titles) == len(set(titles))


SCRIPTS = {"pl": r"[a-ząćęłńóśźż]", "ar": r"[\u0621-\u064a]"}


@each_page
def test_a_description_has_a_good_length_and_the_pages_script(page: BuiltPage) -> None:
    description = page.value("meta[name=description]", "content")
    assert 50 <= len(description) <= 160
    letters = [letter for letter in description if letter.isalpha()]
    own = re.findall(SCRIPTS[page.locale], description, re.IGNORECASE)
    assert len(own) > 0.8 * len(letters)


@each_page
def test_a_page_names_itself_and_its_counterpart(page: BuiltPage) -> None:
    assert page.value("link[rel=canonical]", "href") == page.url
    languages = page.values("link[hreflang]", "hreflang")
    addresses = page.values("link[hreflang]", "href")
    existing = {key: PUBLIC + address for key, address in versions(page.address).items()}
    first = next(iter(existing.values()))
    assert dict(zip(languages, addresses, strict=True)) == existing | {"x-default": first}


@each_page
def test_a_shared_page_shows_its_own_title_and_description(page: BuiltPage) -> None:
    shared = dict(
        zip(
            page.values("meta[property]", "property"),
            page.values("meta[property]", "content"),
            strict=True,
        )
    )
    assert shared["og:title"] == page.select("h1")[0].get_text().strip().replace("\xa0", " ")
    assert shared["og:description"] == page.value("meta[name=description]", "content")
    assert shared["og:url"] == page.url
    assert shared["og:type"] == "website"
    locales = {"pl": "pl_PL", "ar": "ar_AR"}
    others = [locales[key] for key in versions(page.address) if key != page.locale]
    assert shared["og:locale"] == locales[page.locale]
    assert page.values("meta[property='og:locale:alternate']", "content") == others


def test_the_sitemap_lists_every_page_with_its_counterparts(site: Path) -> None:
    text = (site / "sitemap.xml").read_bytes()
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()) == text
    names = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    listed = {}
    for entry in ET.fromstring(text).findall("s:url", names):  # noqa: S314 - our own
        alternates = entry.findall("x:link", names)
        listed[entry.findtext("s:loc", "", names)] = {
            link.attrib["hreflang"]: link.attrib["href"] for link in alternates
        }
    expected = {}
    for address in ADDRESSES:
        urls = {key: PUBLIC + version for key, version in versions(address).items()}
        expected[PUBLIC + address] = urls | {"x-default": next(iter(urls.values()))}
    assert listed == expected


def target_of(site: Path, url: str) -> Path:
    path = site / unquote(url.removeprefix(PUBLIC).partition("?")[0])
    return path / "index.html" if url.endswith("/") else path


def test_every_link_within_the_site_leads_somewhere(
    site: Path, every_page: list[BuiltPage]
) -> None:
    ids = {page.path: page.values("[id]", "id") for page in every_page}
    for page in every_page:
        # The page for missing addresses is shown at any depth.
        base = PUBLIC + ("ar/x/y/" if page.address == "404.html" else page.address)
        links = page.values("[href]", "href") + page.values("[src]", "src")
        assert len(links) > 10
        for link in links:
            url, _, fragment = urljoin(base, link).partition("#")
            if not url.startswith(PUBLIC):
                continue
            target = page.path if link.startswith("#") else target_of(site, url)
            assert target.is_file(), f"{page.address}: {link}"
            assert not fragment or fragment in ids[target], f"{page.address}: {link}"


def test_the_language_switch_keeps_the_page(pages: dict[str, BuiltPage]) -> None:
    for page in pages.values():
        if len(versions(page.address)) == len(HOMES):
            for selector in (".languages a", ".offer a"):
                target = urljoin(page.url, page.value(selector, "href"))
                assert target == PUBLIC + counterpart(page.address)


def test_only_links_that_a_reader_follows_lead_to_other_sites(
    every_page: list[BuiltPage],
) -> None:
    for page in every_page:
        for tag in page.select("[href], [src], [srcset], [action], [data], [poster]"):
            names = ("href", "src", "srcset", "action", "data", "poster")
            for url in (urljoin(page.url, str(tag[name])) for name in names if name in tag.attrs):
                if tag.name == "a":
                    assert urlsplit(url).scheme in {"https", "webcal", "mailto"}
                else:
                    assert url.startswith(PUBLIC), f"{page.address}: {tag}"


def test_the_style_sheet_asks_no_other_host(site: Path) -> None:
    css = (site / "assets" / "site.css").read_text(encoding="utf-8")
    assert "@import" not in css
    for url in re.findall(r"url\(([^)]*)\)", css):
        assert (site / "assets" / url).is_file()


def test_the_content_policy_lets_nothing_in_from_elsewhere(every_page: list[BuiltPage]) -> None:
    for page in every_page:
        head = [child for child in page.select("head")[0].children if isinstance(child, Tag)]
        assert head[0].get("charset") == "utf-8"
        assert head[1].get("http-equiv") == "Content-Security-Policy"  # nothing stands before it
        directives = str(head[1]["content"]).split("; ")
        assert "default-src 'none'" in directives
        allowed = {"'none'", "'self'", "data:"}
        for directive in directives:
            for source in directive.split()[1:]:
                assert source in allowed or source.startswith("'sha256-")
        inline = [
            f"{tag.name} {name}"
            for tag in page.select("*")
            for name in tag.attrs
            if name == "style" or name.startswith("on")
        ]
        assert inline == []


@each_page
def test_the_edit_link_leads_to_the_pages_source(page: BuiltPage) -> None:
    links = [link for link in page.values("a[href]", "href") if "/edit/" in link]
    source = page.source.relative_to(ROOT).as_posix()
    assert set(links) <= {f"{SOURCE_CODE}edit/main/{source}"}
    assert links or page.address in HOMES.values()


@each_page
def test_a_page_points_to_the_calendar_of_its_language(site: Path, page: BuiltPage) -> None:
    link = page.value("link[rel=alternate][type='text/calendar']", "href")
    assert urljoin(page.url, link) == f"{PUBLIC}{HOMES[page.locale]}cx-day.ics"
    assert target_of(site, urljoin(page.url, link)).is_file()


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a.endswith("dates/")])
def test_calendar_services_are_given_the_right_address(
    pages: dict[str, BuiltPage], address: str
) -> None:
    page = pages[address]
    feed = f"{PUBLIC}{HOMES[page.locale]}cx-day.ics"
    subscription = feed.replace("https:", "webcal:")
    links = {urlsplit(link).netloc: link for link in page.values("main a[href]", "href")}
    assert subscription in links.values()
    google = parse_qs(urlsplit(links["calendar.google.com"]).query)
    assert google == {"cid": [subscription]}
    outlook = parse_qs(urlsplit(links["outlook.live.com"]).query)
    name = LOCALES[page.locale].strings["calendar"]["name"]
    assert outlook == {"url": [feed], "name": [name]}


ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]+")
LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")


def foreign_words(page: BuiltPage, pattern: re.Pattern[str], selector: str) -> set[str]:
    """The words in another script that stand in no element of their own language, nor isolated."""
    apart = {"bdi", "code", "script", "style"}
    found: set[str] = set()
    for element in page.select(selector):
        for text in element.find_all(string=True):
            parents = [parent for parent in text.parents if parent.name != "html"]
            if not any(p.name in apart or "lang" in p.attrs for p in parents):
                found.update(pattern.findall(text))
    return found


def test_a_polish_page_holds_no_arabic_but_the_name_of_a_source(
    pages: dict[str, BuiltPage],
) -> None:
    for page in pages.values():
        if page.locale == "pl":
            assert foreign_words(page, ARABIC, "body, title") <= {"ماركيترز"}, page.address


NAMES = {"CX", "Day", "CXPA", "Google", "Outlook", "ICS", "JSON", "CC", "BY", "Polski"}
"""Proper names: all the Latin words that the Arabic interface may hold."""


def test_the_arabic_interface_is_arabic(pages: dict[str, BuiltPage]) -> None:
    spoken = ("aria-label", "title", "alt", "placeholder", "data-label", "data-auto")
    for page in pages.values():
        if page.locale != "ar":
            continue
        shell = "header.header, footer, nav, button, summary, th, caption, label, .admonition-title"
        words = foreign_words(page, LATIN, f":is({shell}):not(.vocabulary *, .states tbody *)")
        for attribute in spoken:
            for tag in page.select(f"[{attribute}]"):
                if tag.find_parent(attrs={"lang": "pl"}) is None:
                    words.update(LATIN.findall(str(tag[attribute])))
        assert words <= NAMES, page.address


STOCK = r"\b(Permanent link|Previous|Next|Search|Skip|Table of contents|Back to top|Edit|Note|Tip|"
STOCK += r"Warning|Footnotes|Jump back|Home|Not found|Close|Share|Last update)\b"


def test_a_polish_page_holds_no_english_of_its_tools(pages: dict[str, BuiltPage]) -> None:
    for page in pages.values():
        if page.locale == "pl":
            html = re.sub(r"<(code|script|bdi)\b.*?</\1>", "", page.path.read_text("utf-8"))
            assert re.findall(STOCK, html) == [], page.address


def test_the_missing_page_speaks_every_language(missing_page: BuiltPage) -> None:
    assert missing_page.values("main > section", "lang") == ["pl", "ar"]
    for locale in LOCALES.values():
        section = missing_page.select(f"main > section[lang={locale.tag}]")[0]
        assert section["dir"] == locale.direction
        assert len(section.select("h1")) == 1
        assert len(section.select("a")) >= 5
    assert missing_page.value("meta[name=robots]", "content") == "noindex"


def test_sources_have_a_page_in_every_language_or_say_that_they_do_not() -> None:
    for address, source in SOURCES.items():
        fields = yaml_load(source.read_text(encoding="utf-8").split("---")[1])
        alone = counterpart(address) not in SOURCES
        assert ("counterpart" in fields) == alone, address
