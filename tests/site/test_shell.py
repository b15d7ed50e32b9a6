"""What stands around every page: colours, languages, the page for missing addresses, privacy."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

from tests.site.browsing import PHONE, Reader, local_noon
from tests.site.building import HOMES, LOCALES, TODAY, counterpart, vocabulary

if TYPE_CHECKING:
    from playwright.sync_api import Page

each_language = pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)


def background(page: Page) -> str:
    colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour


@each_language
def test_the_colour_scheme_is_switched_and_remembered(reader: Reader, home: str) -> None:
    page = reader.open(home, color_scheme="light")
    switch = page.locator("[data-scheme-switch]")
    light, names = background(page), [switch.inner_text()]
    for scheme, dark in (("light", False), ("dark", True)):
        switch.focus()
        page.keyboard.press("Enter")
        names.append(switch.inner_text())
        page.reload()
        assert page.locator("html").get_attribute("data-scheme") == scheme
        assert switch.inner_text() == names[-1]
        assert (background(page) != light) == dark
    assert len(set(names)) == 3
    switch.click()
    assert switch.inner_text() == names[0]
    assert background(page) == light


@each_language
def test_the_colour_scheme_follows_the_system_until_chosen(reader: Reader, home: str) -> None:
    light = background(reader.open(home, color_scheme="light"))
    assert background(reader.open(home, color_scheme="dark")) != light


@pytest.mark.parametrize("address", ["", "dates/", "about/placeholders/"])
def test_switching_the_language_and_back_keeps_the_page(reader: Reader, address: str) -> None:
    page = reader.open(address)
    for there in (counterpart(address), address):
        page.locator(".languages a").click()
        page.wait_for_url(urljoin(reader.site, there))
        page.wait_for_load_state()


@each_language
def test_the_other_language_is_offered_once_to_those_who_prefer_it(
    reader: Reader, home: str
) -> None:
    other = "pl" if home else "ar"
    page = reader.open(f"{home}dates/", locale=other, viewport=PHONE)
    offer = page.locator(f".offer[lang={other}]")
    assert page.url == urljoin(reader.site, f"{home}dates/")
    assert offer.is_visible()
    assert LOCALES[other].strings["ui"]["offer"] in offer.inner_text()
    page.locator("[data-offer-dismiss]").click()
    assert not offer.is_visible()
    assert page.evaluate("document.activeElement !== document.body")
    for address in (f"{home}dates/", home):
        page.goto(address)
        assert not page.locator(".offer").is_visible()


@each_language
def test_the_offer_leads_to_the_same_page_in_the_other_language(reader: Reader, home: str) -> None:
    other = "pl" if home else "ar"
    page = reader.open(f"{home}dates/", locale=other)
    page.locator(".offer a").click()
    page.wait_for_url(urljoin(reader.site, f"{HOMES[other]}dates/"))
    assert not page.locator(".offer").is_visible()


@pytest.mark.parametrize("locale", ["pl-PL", "de-DE", "en-US"])
def test_nothing_is_offered_to_those_who_prefer_no_other_language(
    reader: Reader, locale: str
) -> None:
    page = reader.open("", locale=locale)
    assert not page.locator(".offer").is_visible()


def test_a_visit_leaves_nothing_behind_and_a_choice_no_cookie(reader: Reader) -> None:
    page = reader.open("dates/")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.locator("[data-scheme-switch]").click()
    page.locator(".languages a").click()
    page.wait_for_url(urljoin(reader.site, "ar/dates/"))
    kept = page.evaluate("({ ...localStorage })")
    assert kept == {"scheme": "light", "language": "ar"}
    assert page.context.cookies() == []


@each_language
def test_without_scripts_everything_is_there_but_the_colour_switch(
    reader: Reader, home: str
) -> None:
    page = reader.open(home, java_script_enabled=False)
    known = vocabulary("ar" if home else "pl", TODAY)
    day = page.locator(".hero__day").inner_text()
    for form in ("weekday", "day", "year"):
        assert known.value(f"cx_day.next.{form}").text in day
    assert not page.locator("[data-scheme-switch]").is_visible()
    assert not page.locator(".offer").is_visible()
    with_scripts = reader.open(home, moment=local_noon(TODAY))
    assert page.locator("main").inner_text() == with_scripts.locator("main").inner_text()
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator(".menu__button").click()
    assert page.locator(".menu__panel a").first.is_visible()


@pytest.mark.parametrize(
    ("address", "first"), [("x", "pl"), ("dates/x/y/", "pl"), ("ar/x", "ar"), ("ar/x/y/", "ar")]
)
def test_a_missing_address_is_answered_in_its_language_first(
    reader: Reader, address: str, first: str
) -> None:
    page = reader.page()
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 404
    sections = page.locator("main > section")
    assert sections.count() == len(HOMES)
    assert sections.first.get_attribute("lang") == first
    for section in sections.all():
        assert section.is_visible()


@each_language
def test_the_page_for_missing_addresses_leads_everywhere(reader: Reader, home: str) -> None:
    page = reader.open(f"{home}no/such/page/")
    links = page.locator("a:not([href^='#'])").evaluate_all("all => all.map((link) => link.href)")
    assert {urljoin(reader.site, path) for path in HOMES.values()} <= set(links)
    for link in set(links):
        assert page.request.get(link).status == 200, link


@each_language
def test_the_page_for_missing_addresses_needs_no_script(reader: Reader, home: str) -> None:
    page = reader.open(f"{home}no/such/page/", java_script_enabled=False)
    for section in page.locator("main > section").all():
        assert section.is_visible()
