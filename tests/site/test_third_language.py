"""More languages are data: a folder of pages, a file of strings, an entry in mkdocs.yml.

Two growing languages are added to a copy of the project, one for each direction, with letters
that the site's fonts lack and with only some of the pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from icalendar import Calendar

from tests.site.browsing import PHONE, Reader, serve
from tests.site.building import PUBLIC, ROOT, BuiltPage, build, copy_project, files_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = ["index.md", "dates.md", "celebrate/posters.md"]
ADDRESSES = ["", "dates/", "celebrate/posters/"]
LACKED = "begin/nps/"
"""A page that the other languages have."""


@dataclass(frozen=True)
class Language:
    """A language to add; its texts are those of ``model``, but for what has to be its own."""

    key: str
    model: str
    name: str
    social: str
    alphabet: str
    title: str
    october: str

    def add(self, project: Path) -> None:
        """Write the language's data, as ``guides/en/add-a-language.md`` tells a person to."""
        settings = {
            "tag": self.key,
            "name": self.name,
            "locale_for_social": self.social,
            "alphabet": f'"{self.alphabet}"',
            "fonts": "[]\ncomplete: no",
        }
        data = project / "data" / "locales"
        text = (data / f"{self.model}.yml").read_text(encoding="utf-8")
        for name, value in settings.items():
            text = re.sub(rf"^{name}: .*$", f"{name}: {value}", text, count=1, flags=re.MULTILINE)
        (data / f"{self.key}.yml").write_text(text, encoding="utf-8")

        for name in PAGES:
            text = (project / "docs" / self.model / name).read_text(encoding="utf-8")
            text = re.sub("^title: .*$", f'title: "{self.title}: {name}"', text, flags=re.MULTILINE)
            text = re.sub(r"^(related|sources): .*\n", "", text, flags=re.MULTILINE)
            text = text.replace("---\n", '---\nsources: ["medallia"]\n', 1)
            text = re.sub(r"\[([^\]]*)\]\((?!http)[^)]*\)", r"\1", text)  # to pages it lacks
            page = project / "docs" / self.key / name
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, encoding="utf-8")

        settings_file = project / "mkdocs.yml"
        entry = f"        - locale: {self.key}\n          name: {self.name}\n"
        text = settings_file.read_text(encoding="utf-8")
        after_model = rf"( +- locale: {self.model}\n(?: {{10}}.*\n)+)"
        settings_file.write_text(re.sub(after_model, rf"\1{entry}", text), encoding="utf-8")


UKRAINIAN = Language(
    "uk", "pl", "Українська", "uk_UA", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "День CX", "жовтня"
)
PERSIAN = Language(
    "fa", "ar", "فارسی", "fa_IR", "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی", "روز تجربه", "اکتبر"
)
LANGUAGES = {language.key: language for language in (UKRAINIAN, PERSIAN)}
DIRECTIONS = {"pl": "ltr", "ar": "rtl", "uk": "ltr", "fa": "rtl"}
HOMES = {"pl": "", "uk": "uk/", "ar": "ar/", "fa": "fa/"}
each_language = pytest.mark.parametrize("key", LANGUAGES)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = copy_project(tmp_path_factory.mktemp("languages") / "project")
    for language in LANGUAGES.values():
        language.add(copy)
    return copy


@pytest.fixture(scope="module")
def grown(project: Path) -> Path:
    """The folder of the site in four languages."""
    outcome = build(project.parent / "site", project)
    assert outcome.returncode == 0, outcome.stderr
    return project.parent / "site"


@pytest.fixture
def visitor(browser: Browser, grown: Path) -> Iterator[Reader]:
    with serve(grown) as address:
        reader = Reader(browser, address)
        yield reader
        reader.close()
    assert reader.complaints == []


def page_at(site: Path, address: str) -> BuiltPage:
    return BuiltPage(address, site / address / "index.html")


def data_of(page: BuiltPage, selector: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(page.select(selector)[0].string or "")


def test_nothing_but_data_was_written(project: Path) -> None:
    changed = {
        name
        for name, content in files_in(project).items()
        if not (ROOT / name).is_file() or (ROOT / name).read_bytes() != content
    }
    assert changed == {
        "mkdocs.yml",
        *(f"data/locales/{key}.yml" for key in LANGUAGES),
        *(f"docs/{key}/{name}" for key in LANGUAGES for name in PAGES),
    }


@each_language
def test_the_pages_are_those_that_were_written_in_the_language(grown: Path, key: str) -> None:
    built = {
        path.parent.relative_to(grown / key).as_posix() for path in (grown / key).rglob("*.html")
    }
    assert built == {address.rstrip("/") or "." for address in ADDRESSES}
    for address in ADDRESSES:
        page = page_at(grown, f"{key}/{address}")
        assert (page.value("html", "lang"), page.value("html", "dir")) == (key, DIRECTIONS[key])
        assert LANGUAGES[key].title in page.select("h1")[0].get_text()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_names_itself_in_every_language_that_has_it(grown: Path, address: str) -> None:
    expected = {key: f"{PUBLIC}{home}{address}" for key, home in HOMES.items()}
    for home in HOMES.values():
        page = page_at(grown, home + address)
        languages = page.values("link[hreflang]", "hreflang")
        addresses = page.values("link[hreflang]", "href")
        found = dict(zip(languages, addresses, strict=True))
        assert found == expected | {"x-default": PUBLIC + address}
        others = [key for key in HOMES if HOMES[key] != home]
        assert page.values(".languages a", "hreflang") == others
        assert page.values(".offer", "lang") == others


def test_a_page_that_a_language_lacks_is_offered_in_the_others_only(grown: Path) -> None:
    for home in ("", "ar/"):
        page = page_at(grown, home + LACKED)
        assert set(page.values("link[hreflang]", "hreflang")) == {"pl", "ar", "x-default"}
        assert len(page.select(".offer")) == 1
        away = {link["hreflang"]: link["href"] for link in page.select(".languages a")}
        homes = {urljoin(page.url, str(away[key])) for key in ("uk", "fa")}
        assert homes == {f"{PUBLIC}uk/", f"{PUBLIC}fa/"}


def test_the_sitemap_lists_every_page_there_is_and_no_other(grown: Path) -> None:
    text = (grown / "sitemap.xml").read_text(encoding="utf-8")
    built = {
        f"{path.parent.relative_to(grown).as_posix()}/".removeprefix("./")
        for path in grown.rglob("index.html")
    }
    assert set(re.findall(rf"<loc>{PUBLIC}(.*?)</loc>", text)) == built
    assert set(re.findall(rf'href="{PUBLIC}(.*?)"', text)) == built


@each_language
def test_the_menu_leads_to_what_there_is(grown: Path, key: str) -> None:
    page = page_at(grown, f"{key}/")
    menu = [urljoin(page.url, link) for link in page.values(".menu a", "href")]
    assert menu == [f"{PUBLIC}{key}/{address}" for address in ADDRESSES]
    missing = BuiltPage("404.html", grown / "404.html")
    section = f"main > section[lang={key}]"
    assert missing.value(section, "dir") == DIRECTIONS[key]
    links = [urljoin(PUBLIC, link) for link in missing.values(f"{section} a", "href")]
    assert links == menu


def addresses_in(page: BuiltPage) -> Iterator[str]:
    for name in ("href", "src", "data-search", "data-url"):
        yield from page.values(f"[{name}]", name)
    yield from page.values("meta[property='og:image'], meta[property='og:url']", "content")


def test_no_link_leads_nowhere(grown: Path) -> None:
    ids: dict[Path, set[str]] = {}
    dead = []
    for path in grown.rglob("*.html"):
        name = path.relative_to(grown).as_posix()
        page = BuiltPage(name.removesuffix("index.html"), path)
        for link in map(urlsplit, {urljoin(page.url, link) for link in addresses_in(page)}):
            address = f"{link.scheme}://{link.netloc}{link.path}".replace("webcal:", "https:")
            if not address.startswith(PUBLIC):
                continue
            target = grown / unquote(address.removeprefix(PUBLIC))
            target = target / "index.html" if address.endswith("/") else target
            if link.fragment and target.is_file() and target not in ids:
                ids[target] = set(BuiltPage("", target).values("[id]", "id"))
            if not target.is_file() or (link.fragment and link.fragment not in ids[target]):
                dead.append(f"{name}: {link.geturl()}")
    assert dead == []


@each_language
def test_the_calendar_is_in_the_language_and_links_to_what_there_is(grown: Path, key: str) -> None:
    calendar = Calendar.from_ical((grown / key / "cx-day.ics").read_bytes())
    assert str(calendar["prodid"]).endswith(f"//{key.upper()}")
    events = calendar.walk("VEVENT")
    assert {event["summary"].params["LANGUAGE"] for event in events} == {key}
    assert {str(event["url"]) for event in events} == {f"{PUBLIC}{key}/dates/"}
    assert all(str(event["description"]).endswith(f" {PUBLIC}{key}/") for event in events)


@each_language
def test_dates_are_worded_in_the_language(grown: Path, key: str) -> None:
    clock = data_of(page_at(grown, f"{key}/dates/"), "#cx-day-clock")
    texts = clock["values"]["next.on"]["texts"]
    assert all(LANGUAGES[key].october in text for text in texts)
    (last,) = {len(clock["days"]) - 1, len(texts)}
    assert last > 10
    data = json.loads((grown / "cx-day.json").read_text(encoding="utf-8"))
    assert list(data["names"]) == list(HOMES)
    for occurrence in data["occurrences"]:
        day = date.fromisoformat(occurrence["date"])
        assert f"{day.day}" in occurrence["wording"][key]["short"]
        assert LANGUAGES[key].october in occurrence["wording"][key]["short"]


@each_language
def test_pictures_show_no_letter_that_the_fonts_lack(grown: Path, key: str) -> None:
    drawn = {name for name in files_in(grown) if re.match(rf"assets/(cards|posters)/{key}/", name)}
    assert drawn == {f"assets/cards/{key}/cx-day.png"}
    for address in ADDRESSES:
        page = page_at(grown, f"{key}/{address}")
        image = page.value("meta[property='og:image']", "content")
        assert image == f"{PUBLIC}assets/cards/{key}/cx-day.png"
        assert page.value("meta[property='og:image:alt']", "content") == "CX Day, 2027-10-05"
        assert page.select(".ready, #ready-made") == []
        assert page.select("link[rel=preload]") == []


def test_a_document_without_a_name_in_the_language_goes_by_its_own(grown: Path) -> None:
    for key in LANGUAGES:
        names = page_at(grown, f"{key}/dates/").select(".page__more--sources bdi[lang]")
        assert [(name["lang"], name.get_text()) for name in names] == [("pl", "Medallia")]


@each_language
def test_a_visitor_reads_and_searches_in_the_language(visitor: Reader, key: str) -> None:
    page = visitor.open(f"{key}/", viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".hero__day time, .hero__day strong").first.is_visible()
    page.locator("[data-search]").click()
    field = page.locator("dialog input")
    field.fill(LANGUAGES[key].title)
    hits = page.locator("dialog .find__results a")
    hits.first.wait_for()
    assert f"/{key}/" in (hits.first.get_attribute("href") or "")
    assert page.locator("dialog .find__links a").count() == 0
    page.goto(f"{key}/celebrate/posters/")
    assert page.locator("[data-poster-preview] svg").is_visible()


@each_language
def test_a_page_that_the_language_lacks_says_so_in_it(visitor: Reader, key: str) -> None:
    page = visitor.open(f"{key}/{LACKED}")
    assert page.locator("main > section").first.get_attribute("lang") == key


@each_language
def test_a_visitor_is_offered_the_language_where_the_page_is_in_it(
    visitor: Reader, key: str
) -> None:
    page = visitor.open("dates/", locale=key)
    assert page.locator(f".offer[lang={key}]").is_visible()
    page.goto(LACKED)
    assert page.locator(".offer:visible").count() == 0


def test_a_visitor_of_several_languages_is_offered_one_that_the_page_is_in(
    visitor: Reader,
) -> None:
    page = visitor.page(locale="uk")
    languages = "Object.defineProperty(navigator, 'languages', { value: ['uk', 'ar', 'pl'] })"
    page.add_init_script(languages)
    page.goto("dates/")
    assert page.locator(".offer:visible").get_attribute("lang") == "uk"
    page.goto(LACKED)
    assert page.locator(".offer:visible").get_attribute("lang") == "ar"


def test_a_growing_language_needs_its_home_page(tmp_path: Path) -> None:
    broken = tmp_path / "project"
    copy_project(broken)
    UKRAINIAN.add(broken)
    (broken / "docs" / "uk" / "index.md").unlink()
    outcome = build(tmp_path / "site", broken)
    assert outcome.returncode != 0
    assert "Traceback" not in outcome.stderr
    assert "docs/uk/index.md" in outcome.stderr
