"""The page of posters as a visitor uses it, and the pictures that every page is shared with."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from tests.site.browsing import Reader, local_noon
from tests.site.building import HOMES, PUBLIC, BuiltPage, locale_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = [f"{home}celebrate/posters/" for home in HOMES.values()]
COMPANY = {"pl": "Zakład „U Zosi”", "ar": "مقهى نور"}
each_language = pytest.mark.parametrize("address", PAGES, ids=list(HOMES))


def line(page: Page, field: str) -> str:
    return page.locator(f'[data-poster-preview] [data-field="{field}"]').text_content() or ""


def choose(page: Page, name: str, value: str) -> None:
    page.locator("label", has=page.locator(f'[name="{name}"][value="{value}"]')).click()


def saved(page: Page, kind: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.locator(f'[data-poster-save="{kind}"]').click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


# ------------------------------------------------------------------------ the form


@each_language
def test_what_is_typed_stands_on_the_poster(reader: Reader, address: str) -> None:
    page = reader.open(address)
    for design in ("night", "paper"):
        choose(page, "design", design)
        for form in ("a4", "a3", "square"):
            choose(page, "format", form)
            page.locator('[name="company"]').fill(COMPANY[locale_of(address)])
            page.locator('[name="message"]').fill("Raz")
            assert line(page, "company").replace("\u00a0", " ") == COMPANY[locale_of(address)]
            assert line(page, "message") == "Raz"
            name = page.locator("[data-poster-preview] svg title").text_content() or ""
            assert "Raz" in name


@each_language
def test_long_texts_stay_within_their_room(reader: Reader, address: str) -> None:
    page = reader.open(address, viewport={"width": 320, "height": 600})
    page.locator('[name="company"]').fill("W" * 60)
    page.locator('[name="message"]').fill("Dziękujemy za dobre słowo. " * 5)
    for design in ("night", "paper"):
        choose(page, "design", design)
        for form in ("a4", "square"):
            choose(page, "format", form)
            outside = page.evaluate(
                """() => {
                  const svg = document.querySelector("[data-poster-preview] svg");
                  const { width } = svg.viewBox.baseVal;
                  return [...svg.querySelectorAll("text")]
                    .map((text) => [text.dataset.field, text.getBBox(), text.dataset])
                    .filter(([, box, data]) => box.x < 0 || box.x + box.width > width
                      || box.width > Number(data.width) * 1.01
                      || (data.height && box.height > Number(data.height) * 1.3))
                    .map(([field]) => field);
                }"""
            )
            assert outside == [], (design, form)


def test_a_name_in_the_other_script_keeps_its_direction(reader: Reader) -> None:
    for address, name, direction in (
        (PAGES[0], "مقهى نور (2027)", "rtl"),
        (PAGES[1], "Cafe Nour (2027)", "ltr"),
    ):
        page = reader.open(address)
        page.locator('[name="company"]').fill(name)
        company = page.locator('[data-poster-preview] [data-field="company"]')
        assert company.get_attribute("direction") == direction
        inside = page.evaluate(
            """async () => {
              await document.fonts.ready; // the poster is drawn anew with the letters that came
              await new Promise((resolve) => setTimeout(resolve));
              const box = (selector) => document.querySelector(selector).getBoundingClientRect();
              const text = box('[data-poster-preview] [data-field="company"]');
              const svg = box("[data-poster-preview] svg");
              return text.width > 0 && svg.left <= text.left && text.right <= svg.right;
            }"""
        )
        assert inside


@each_language
@pytest.mark.parametrize(
    ("day", "year"), [(date(2027, 10, 5), "2027"), (date(2027, 10, 6), "2028")]
)
def test_the_date_is_that_of_the_visitors_next_day(
    reader: Reader, address: str, day: date, year: str
) -> None:
    page = reader.open(address, moment=local_noon(day))
    assert line(page, "year") == year
    assert saved(page, "svg")[0] == f"cx-day-{year}-night-a4.svg"


def test_enter_in_the_form_goes_nowhere(reader: Reader) -> None:
    page = reader.open(PAGES[0])
    page.locator('[name="company"]').press("Enter")
    assert page.url.endswith(PAGES[0])


# ------------------------------------------------------------------------ files


@each_language
def test_a_saved_svg_brings_its_fonts(reader: Reader, address: str) -> None:
    page = reader.open(address)
    page.locator('[name="company"]').fill(COMPANY[locale_of(address)])
    choose(page, "format", "a3")
    name, data = saved(page, "svg")
    svg = ET.fromstring(data.decode())  # noqa: S314 - our own
    assert name == "cx-day-2027-night-a3.svg"
    assert (svg.get("width"), svg.get("height")) == ("297mm", "420mm")
    assert COMPANY[locale_of(address)] in "".join(svg.itertext()).replace("\u00a0", " ")
    assert b'@font-face{font-family:"Readex Pro' in data
    urls = re.findall(r"url\(|https?://[^\"' ]+", data.decode())
    assert set(urls) == {"url(", "http://www.w3.org/2000/svg"}
    assert data.count(b'url("data:font/woff2;base64,') == data.count(b"url(")


def test_a_saved_svg_brings_the_fonts_of_its_letters_only(reader: Reader) -> None:
    page = reader.open(PAGES[0])
    fonts = {}
    for company in ("Zosia", "Zosia نور"):
        page.locator('[name="company"]').fill(company)
        fonts[company] = saved(page, "svg")[1].count(b"@font-face{")
    assert fonts["Zosia"] == 1
    assert fonts["Zosia نور"] > 1


@each_language
@pytest.mark.parametrize(
    ("form", "size"), [("square", (1080, 1080)), ("a4", (2480, 3508))], ids=["square", "a4"]
)
def test_a_saved_png_has_every_letter_at_once(
    reader: Reader, address: str, form: str, size: tuple[int, int]
) -> None:
    first = reader.open(address)
    first.locator('[name="company"]').fill("Zosia نور")  # both scripts, both fonts
    choose(first, "format", form)
    name, data = saved(first, "png")
    assert name == f"cx-day-2027-night-{form}.png"
    with Image.open(BytesIO(data)) as image:
        assert image.size == size
    assert saved(first, "png")[1] == data, "the first one was drawn before its fonts were there"


@each_language
def test_nothing_that_is_typed_is_sent_or_kept(reader: Reader, address: str) -> None:
    page = reader.open(address)
    before = len(reader.requests)
    page.locator('[name="company"]').fill("tajemnica")
    saved(page, "png")
    saved(page, "svg")
    later = reader.requests[before:]
    assert all(
        re.fullmatch(r"assets/fonts/[\w-]+\.woff2|(data|blob):.*", url, re.DOTALL) for url in later
    )
    kept = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )
    assert "tajemnica" not in kept


@each_language
@pytest.mark.parametrize(
    ("form", "points"), [("a4", (595, 842)), ("a3", (842, 1191)), ("square", (595, 595))]
)
def test_the_poster_is_printed_alone_on_paper_of_its_size(
    reader: Reader, address: str, form: str, points: tuple[int, int]
) -> None:
    page = reader.open(address)
    page.evaluate("window.print = () => {}")
    choose(page, "format", form)
    page.locator("[data-poster-print]").click()
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert [(round(float(w)), round(float(h))) for w, h in boxes] == [points]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".poster-sheet").count() == 0
    assert page.locator("h1").is_visible()


@each_language
def test_without_scripts_there_are_ready_made_files(
    reader: Reader, site: Path, pages: dict[str, BuiltPage], address: str
) -> None:
    page = reader.open(address, java_script_enabled=False)
    assert not page.locator("[data-poster]").is_visible()
    links = pages[address].values(".ready a", "href")
    assert len(links) == 10
    assert page.locator(".ready a").first.is_visible()
    for link in links:
        file = site / urljoin(f"/{address}", link).lstrip("/")
        assert file.is_file(), link
        stated = pages[address].select(f'.ready a[href="{link}"] + small bdi')[0].get_text()
        assert stated == f"{round(file.stat().st_size / 1000)} kB"


# ------------------------------------------------------------------------ cards


def test_every_page_is_shared_with_a_picture_of_its_own(
    site: Path, pages: dict[str, BuiltPage]
) -> None:
    cards = {
        address: page.value('[property="og:image"]', "content") for address, page in pages.items()
    }
    assert len(set(cards.values())) == len(pages)
    for address, card in cards.items():
        page = pages[address]
        assert card.startswith(f"{PUBLIC}assets/cards/{locale_of(address)}/")
        data = (site / card.removeprefix(PUBLIC)).read_bytes()
        assert len(data) <= 60_000
        with Image.open(BytesIO(data)) as image:
            assert [str(length) for length in image.size] == [
                page.value(f'[property="og:image:{name}"]', "content")
                for name in ("width", "height")
            ]
        assert page.value('[name="twitter:card"]', "content") == "summary_large_image"
        alt = page.value('[property="og:image:alt"]', "content")
        assert alt == page.value('[name="twitter:image:alt"]', "content")
        assert page.select("h1")[0].get_text().replace("\u00a0", " ") in alt.replace("\u00a0", " ")
