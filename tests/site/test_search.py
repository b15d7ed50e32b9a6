"""The search: finds in both languages, is complete by keyboard, and costs nothing until wanted."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml

from cx_day.search.words import rules
from tests.site.browsing import DESKTOP, PHONE, ZOOMED, Reader
from tests.site.building import ADDRESSES, HOMES, LOCALES, ROOT, locale_of
from tests.site.test_accessibility import FOCUS, violations

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

BAR = 0.95
"""How many of the queries have to find their page among the first three."""
QUERIES: dict[str, dict[str, dict[str, list[str]]]] = yaml.safe_load(
    (ROOT / "tests" / "site" / "search_queries.yml").read_text(encoding="utf-8")
)


class Words(NamedTuple):
    """What to type in one language, and what to see of it."""

    query: str
    marked: str
    slip: str
    meant: str
    unknown: str
    nearest: str


WORDS = {
    "pl": Words("dostepnosc", "Dostępność", "plkaty", "plakaty", "prywwatmoć", "prywatność"),
    "ar": Words("اسئله", "أسئلة", "الخصوسية", "خصوصية", "خريضظة", "خريطة"),
}

each_locale = pytest.mark.parametrize("locale", HOMES)
each_key = pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])


def strings(locale: str) -> dict[str, str]:
    found: dict[str, str] = LOCALES[locale].strings["search"]
    return found


def open_search(page: Page) -> Locator:
    page.locator("[data-search]").click()
    return page.locator("dialog")


def type_query(page: Page, query: str) -> None:
    """Type a query and wait for its answer."""
    page.locator("[role=search] input").fill(query)
    page.locator(".find__body[aria-busy=false]").wait_for()


def results(page: Page) -> list[str]:
    """The addresses of the pages found, within the site."""
    found: list[str] = page.locator(".find__title a").evaluate_all("all => all.map((a) => a.href)")
    site = page.url.partition("/cx-day/")[0] + "/cx-day/"
    return [url.removeprefix(site) for url in found]


def faults(page: Page) -> list[str]:
    """All that axe finds wrong, however often it has looked at the page before."""
    page.evaluate("delete window.axe")
    return violations(page, "light") + violations(page, "dark")


@each_locale
def test_the_expected_page_is_among_the_first_three(reader: Reader, locale: str) -> None:
    page = reader.open(HOMES[locale])
    open_search(page)
    missed = []
    queries = [each for group in QUERIES[locale].values() for each in group.items()]
    assert len(queries) >= 60
    for query, names in queries:
        expected = {HOMES[locale] + (f"{name}/" if name else "") for name in names}
        assert expected <= set(ADDRESSES), query
        type_query(page, query)
        found = results(page)
        assert all(locale_of(address) == locale for address in found), query
        if not expected & set(found[:3]):
            missed.append((query, found[:3]))
    assert len(missed) <= (1 - BAR) * len(queries), missed


@each_locale
def test_python_and_the_browser_take_words_alike(reader: Reader, site: Path, locale: str) -> None:
    page = reader.open(HOMES[locale])
    texts = [
        text
        for path in sorted((site / "assets" / "search" / locale).glob("page-*.json"))
        for section in json.loads(path.read_text(encoding="utf-8"))
        for text in section[1:]
    ]
    texts += [query for group in QUERIES[locale].values() for query in group]
    ours = rules(ROOT, LOCALES[locale])
    expected = [
        [[written, folded, ours.stems(folded)] for written, folded in ours.words(text)]
        for text in texts
    ]
    found = page.evaluate(
        """async ([texts, locale]) => {
          const { Words } = await import("./assets/search-engine.js".replace(
            "./", new URL(locale === "pl" ? "./" : "../", location.href)));
          const start = new URL(`assets/search/${locale}/start.json`,
            new URL(locale === "pl" ? "./" : "../", location.href));
          const words = new Words((await (await fetch(start)).json()).rules);
          return texts.map((text) => [...words.in(text)].map(
            ({ written, folded }) => [written, folded, words.stems(folded)]));
        }""",
        [texts, locale],
    )
    assert sum(map(len, expected)) > 10_000
    for ours_each, theirs in zip(expected, found, strict=True):
        assert ours_each == theirs


@each_locale
def test_nothing_is_loaded_until_it_is_wanted(reader: Reader, locale: str) -> None:
    page = reader.open(f"{HOMES[locale]}dates/")
    page.goto(f"{HOMES[locale]}search/")
    page.wait_for_load_state("networkidle")
    assert [path for path in reader.requests if "search" in path] == [
        f"{HOMES[locale]}search/",
        "assets/search-page.js",
    ]
    open_search(page)
    page.locator("dialog").wait_for()
    assert f"assets/search/{locale}/start.json" in reader.requests
    other = next(key for key in HOMES if key != locale)
    assert not any(path.startswith(f"assets/search/{other}/") for path in reader.requests)


@each_locale
@each_key
def test_the_keys_open_the_search(reader: Reader, locale: str, key: str) -> None:
    page = reader.open(HOMES[locale])
    page.keyboard.press(key)
    page.locator("dialog").wait_for()
    page.keyboard.type("x")
    assert page.locator("dialog input[type=text]").input_value() == "x"
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="hidden")
    page.locator("[data-search]:focus").wait_for()  # the browser tells of the closing a bit later


def test_a_stroke_in_a_field_is_a_stroke(reader: Reader) -> None:
    page = reader.open("search/")
    page.locator("main input").press_sequentially("a/b")
    assert page.locator("main input").input_value() == "a/b"
    assert page.locator("dialog").count() == 0


@each_locale
def test_the_keyboard_is_enough(reader: Reader, locale: str) -> None:
    page = reader.open(HOMES[locale])
    page.keyboard.press("/")
    page.locator("dialog").wait_for()
    type_query(page, WORDS[locale].query)
    titles = page.locator(".find__results a")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.href") == titles.nth(0).get_attribute("href")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.href") == titles.nth(1).get_attribute("href")
    for _ in range(2):
        page.keyboard.press("ArrowUp")
    assert page.locator("dialog input[type=text]:focus").count() == 1
    first = results(page)[0]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cx-day/{first}")


@each_locale
def test_a_section_is_one_step_away(reader: Reader, locale: str) -> None:
    page = reader.open(HOMES[locale])
    open_search(page)
    type_query(page, "NPS")
    link = page.locator(".find__sections a").first
    target = str(link.get_attribute("href"))
    link.click()
    page.wait_for_url(target)
    assert page.locator(f"[id='{target.partition('#')[2]}']").count() == 1


@each_locale
def test_the_number_of_pages_is_announced(reader: Reader, locale: str) -> None:
    page = reader.open(HOMES[locale])
    open_search(page)
    status = page.locator("dialog [role=status]")
    counts = LOCALES[locale].strings["counts"]["pages"]
    type_query(page, "xyzxyz")
    assert status.inner_text() == counts["exact"][0]
    type_query(page, WORDS[locale].query)
    assert status.inner_text() in {
        form.replace("{n}", str(number))
        for form in counts["future"].values()
        for number in range(60)
    }


@each_locale
def test_a_hit_is_marked_as_it_is_written(reader: Reader, locale: str) -> None:
    page = reader.open(HOMES[locale])
    open_search(page)
    type_query(page, WORDS[locale].query)
    assert WORDS[locale].marked in page.locator("dialog mark").all_inner_texts()


@each_locale
def test_a_slip_is_read_as_what_was_meant(reader: Reader, locale: str) -> None:
    page = reader.open(HOMES[locale])
    open_search(page)
    type_query(page, WORDS[locale].slip)
    assert WORDS[locale].meant in page.locator("dialog [role=status]").inner_text()
    assert results(page)


@each_locale
def test_the_results_can_be_limited_to_a_part_of_the_site(reader: Reader, locale: str) -> None:
    page = reader.open(HOMES[locale])
    open_search(page)
    type_query(page, "cx")
    everything = page.locator("dialog [role=status]").inner_text()
    choice = page.locator(".find__parts input").nth(1)
    choice.focus()
    page.keyboard.press("Space")
    part = page.locator(".find__parts label").nth(1).inner_text()
    page.wait_for_function(
        "before => document.querySelector('dialog [role=status]').textContent !== before",
        arg=everything,
    )
    shown = set(page.locator(".find__part").all_inner_texts())
    assert len(shown) == 1
    assert part.startswith(shown.pop())
    assert choice.evaluate("input => input === document.activeElement")


@each_locale
def test_recent_searches_stay_on_the_device_until_removed(reader: Reader, locale: str) -> None:
    page = reader.open(HOMES[locale])
    open_search(page)
    type_query(page, WORDS[locale].query)
    assert page.evaluate("localStorage.length") == 0
    page.locator(".find__title a").first.click()
    page.wait_for_load_state()
    kept = page.evaluate("({ ...localStorage })")
    assert {key: json.loads(value) for key, value in kept.items()} == {
        f"searches-{locale}": [WORDS[locale].query]
    }
    open_search(page)
    page.locator(".find__recent li button").click()
    page.locator(".find__title a").first.wait_for()
    page.locator("dialog input[type=text]").fill("")
    page.locator(".find__recent .find__link").click()
    assert page.locator(".find__recent").count() == 0
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []


@each_locale
def test_an_empty_result_helps(reader: Reader, locale: str) -> None:
    page = reader.open(HOMES[locale])
    dialog = open_search(page)
    type_query(page, WORDS[locale].unknown)
    assert results(page) == []
    assert page.locator(".find__main a").count() >= 5
    suggestion = dialog.get_by_role("button", name=WORDS[locale].nearest)
    suggestion.click()
    page.locator(".find__title a").first.wait_for()
    assert page.locator("dialog input[type=text]:focus").count() == 1


@each_locale
def test_a_search_has_an_address(reader: Reader, locale: str) -> None:
    page = reader.open(f"{HOMES[locale]}search/?q={WORDS[locale].query}")
    page.locator(".find__title a").first.wait_for()
    before = results(page)
    type_query(page, WORDS[locale].slip)
    assert results(page) != before
    page.reload()
    page.locator(".find__title a").first.wait_for()
    assert page.locator("main input").first.input_value() == WORDS[locale].slip
    page.locator("main input").first.fill("")
    page.wait_for_url(re.compile(r"/search/$"))


@each_locale
def test_the_dialog_leads_to_the_page_and_to_the_contents(reader: Reader, locale: str) -> None:
    page = reader.open(f"{HOMES[locale]}begin/nps/")
    open_search(page)
    type_query(page, WORDS[locale].query)
    before = results(page)
    links = page.locator(".find__links a")
    assert str(links.nth(0).get_attribute("href")).endswith(f"/cx-day/{HOMES[locale]}contents/")
    links.nth(1).click()
    page.wait_for_url("**/search/?q=*")
    page.locator(".find__title a").first.wait_for()
    assert results(page) == before


@each_locale
def test_without_scripts_there_is_a_list_of_everything(reader: Reader, locale: str) -> None:
    page = reader.open(f"{HOMES[locale]}begin/nps/", java_script_enabled=False)
    assert not page.locator("[data-search]").is_visible()
    page.locator("a.search").click()
    page.wait_for_url(f"**/cx-day/{HOMES[locale]}contents/")
    links: list[str] = page.locator("main .contents a").evaluate_all(
        "all => all.map((a) => a.href)"
    )
    listed = {url.partition("/cx-day/")[2].partition("#")[0] for url in links}
    own = {address for address in ADDRESSES if locale_of(address) == locale}
    assert own - listed == {f"{HOMES[locale]}search/", f"{HOMES[locale]}contents/"}
    page.goto(f"{HOMES[locale]}search/")
    assert not page.locator("main form").is_visible()
    assert page.locator("main a[href$='contents/']").first.is_visible()


@each_locale
def test_a_search_that_cannot_be_loaded_gives_way_to_the_list(reader: Reader, locale: str) -> None:
    page = reader.open(HOMES[locale])
    page.route("**/start.json", lambda route: route.fulfill(status=503))
    page.locator("[data-search]").click()
    page.wait_for_url(f"**/cx-day/{HOMES[locale]}contents/")
    page.unroute("**/start.json")
    page.route("**/terms-*.json*", lambda route: route.fulfill(status=503))
    open_search(page)
    type_query(page, WORDS[locale].query)
    assert page.locator("dialog [role=status]").inner_text() == strings(locale)["failed"]
    assert reader.complaints
    assert all("503" in complaint for complaint in reader.complaints)
    reader.complaints.clear()


@each_locale
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP, ZOOMED], ids=["phone", "desktop", "zoomed"])
def test_everybody_can_use_the_search(
    reader: Reader, locale: str, viewport: dict[str, int]
) -> None:
    page = reader.open(f"{HOMES[locale]}dates/", viewport=viewport, reduced_motion="reduce")
    open_search(page)
    found = {"": faults(page)}
    for query in ("cx", WORDS[locale].slip, WORDS[locale].unknown):
        type_query(page, query)
        found[query] = faults(page)
        wide, narrow = page.evaluate(
            "(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])"
            "(document.querySelector('dialog'))"
        )
        assert wide <= narrow
    assert found == {query: [] for query in found}


@each_locale
def test_the_focus_is_seen_and_stays_in_the_dialog(reader: Reader, locale: str) -> None:
    page = reader.open(HOMES[locale], reduced_motion="reduce")
    open_search(page)
    type_query(page, "cx")
    seen: list[dict[str, Any]] = []
    for _ in range(25):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop:
            seen.append(stop)
            assert page.evaluate("document.activeElement.closest('dialog') !== null")
    assert all(stop["uncovered"] for stop in seen)


def test_the_search_page_is_usable_by_everybody(reader: Reader) -> None:
    for locale, home in HOMES.items():
        page = reader.open(f"{home}search/?q={WORDS[locale].query}", viewport=PHONE)
        page.locator(".find__title a").first.wait_for()
        assert faults(page) == []
