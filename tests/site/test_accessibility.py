"""Every page can be read, and used, by everybody: WCAG 2.2 AA and what goes with it."""

from __future__ import annotations

import json
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.site.browsing import DESKTOP, PHONE, ZOOMED, Reader, serve
from tests.site.building import ADDRESSES, HOMES, ROOT, build, copy_project, locale_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

Scheme = Literal["light", "dark"]

KINDS = ["", "dates/", "celebrate/", "celebrate/thank-you/", "celebrate/posters/"]
KINDS += ["begin/", "glossary/", "about/placeholders/", "no/such/page/"]
"""A page of each kind: where the layouts differ. The last one is missing on purpose."""

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOUR_RULES = ["color-contrast", "link-in-text-block"]

each_size = pytest.mark.parametrize(
    "viewport", [PHONE, DESKTOP], ids=lambda size: f"{size['width']}px"
)
each_language = pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)


def violations(page: Page, scheme: Scheme) -> list[str]:
    """What axe finds wrong, a line each."""
    page.emulate_media(color_scheme=scheme)
    again = page.evaluate("'axe' in window")
    if not again:
        page.evaluate(AXE)
    # Between the two schemes only colours differ.
    options = json.dumps(
        {"runOnly": COLOUR_RULES if again else RULES, "resultTypes": ["violations"]}
    )
    found: list[dict[str, Any]] = page.evaluate(f"axe.run({options}).then((r) => r.violations)")
    return [
        f"{scheme}: {rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]
    ]


@each_size
@each_language
def test_axe_finds_nothing_in_light_and_dark(
    reader: Reader, home: str, viewport: dict[str, int]
) -> None:
    page = reader.page(viewport=viewport)
    found = {}
    for address in KINDS:
        page.goto(home + address)
        found[address] = violations(page, "light") + violations(page, "dark")
    assert found == {address: [] for address in found}


@each_language
def test_axe_finds_nothing_on_any_page(reader: Reader, home: str) -> None:
    phone, desktop = reader.page(viewport=PHONE), reader.page(viewport=DESKTOP)
    turns: list[tuple[Page, Scheme]] = [(phone, "light"), (desktop, "dark")]
    turns += [(phone, "dark"), (desktop, "light")]
    own = [address for address in ADDRESSES if locale_of(address) == locale_of(home)]
    found = {}
    for address, (page, scheme) in zip(own, cycle(turns), strict=False):
        page.goto(address)
        found[address] = violations(page, scheme)
    assert found == {address: [] for address in found}


@each_language
def test_axe_finds_nothing_in_what_opens(reader: Reader, home: str) -> None:
    other = "pl" if home else "ar"  # so that the offer of the other language is there
    page = reader.open(f"{home}about/", viewport=PHONE, locale=other)
    assert page.locator(".offer").is_visible()
    for details in (".menu", ".toc--narrow"):
        page.locator(f"{details} summary").click()
        assert violations(page, "light") + violations(page, "dark") == [], details
        page.keyboard.press("Escape")


def test_no_page_scrolls_sideways_when_zoomed_to_400_percent(reader: Reader) -> None:
    page = reader.page(viewport=ZOOMED)
    for address in (*ADDRESSES, "no/such/page/"):
        page.goto(address)
        wide, narrow = page.evaluate(
            "[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]"
        )
        assert wide <= narrow, address


FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const seen = (box) => {
    const [left, start] = [Math.max(box.left, 0), Math.max(box.top, 0)];
    const width = Math.min(box.right, innerWidth) - left;
    const height = Math.min(box.bottom, innerHeight) - start;
    const parts = [0.1, 0.3, 0.5, 0.7, 0.9];
    return parts.some((x) => parts.some((y) => {
      const top = document.elementFromPoint(left + width * x, start + height * y);
      return top !== null && element.contains(top);
    }));
  };
  const style = getComputedStyle(element);
  return {
    html: element.outerHTML.slice(0, 120),
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    uncovered: [...element.getClientRects()].some(seen),
  };
}"""


@pytest.mark.parametrize("address", ["", "dates/", "about/placeholders/", "celebrate/"])
@pytest.mark.parametrize("viewport", [DESKTOP, ZOOMED], ids=["desktop", "zoomed"])
@each_language
def test_the_focus_is_always_seen(
    reader: Reader, home: str, address: str, viewport: dict[str, int]
) -> None:
    page = reader.open(home + address, viewport=viewport, reduced_motion="reduce")
    stops: list[dict[str, Any]] = []
    while True:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None or (stops and stop["html"] == stops[0]["html"]):
            break
        stops.append(stop)
        assert stop["outline"] >= 2, stop["html"]
        assert stop["uncovered"], stop["html"]
    assert len(stops) > 15


def test_the_first_stop_of_the_keyboard_leads_to_the_content(reader: Reader) -> None:
    page = reader.page()
    for address in (home + kind for home in HOMES.values() for kind in KINDS[:-1]):
        page.goto(address)
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        assert skip.get_attribute("class") == "skip", address
        box = skip.bounding_box()
        assert box is not None
        assert box["y"] >= 0, address
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null"), address


@each_language
def test_the_menu_opens_and_closes_by_keyboard(reader: Reader, home: str) -> None:
    page = reader.open(home, viewport=PHONE)
    button, panel = page.locator(".menu__button"), page.locator(".menu__panel")
    button.focus()
    assert not panel.is_visible()
    page.keyboard.press("Enter")
    assert panel.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.menu__panel') !== null")
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert button.evaluate("button => button === document.activeElement")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert not panel.is_visible()


@pytest.mark.parametrize("width", [320, 390])
@each_language
def test_the_open_menu_stays_inside_a_small_screen(reader: Reader, home: str, width: int) -> None:
    page = reader.open(home, viewport={"width": width, "height": 640})
    page.locator(".menu__button").click()
    box = page.locator(".menu__panel").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


@each_language
def test_nothing_moves_for_those_who_asked_for_calm(reader: Reader, home: str) -> None:
    moving = "document.getAnimations().filter((one) => one.playState === 'running').length"
    assert reader.open(home, reduced_motion="no-preference").evaluate(moving) > 0
    assert reader.open(home, reduced_motion="reduce").evaluate(moving) == 0


@each_language
@each_size
def test_paper_shows_the_text_without_the_shell(
    reader: Reader, home: str, viewport: dict[str, int]
) -> None:
    page = reader.open(f"{home}dates/", viewport=viewport)
    page.emulate_media(media="print")
    for shell in (".topnav", ".menu", ".tools", ".toc--wide", ".toc--narrow", ".pager"):
        assert not page.locator(shell).is_visible(), shell
    assert page.locator("main h1").is_visible()
    assert page.locator("table.years").is_visible()


RUNS = r"""() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const pattern = /[#@+−-]?[A-Za-z0-9](?:[^\s\u0600-\u06ff«»()]*[A-Za-z0-9+])?%?/g;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.checkVisibility()) continue;
    for (const match of node.data.matchAll(pattern)) {
      const boxes = [...match[0]].map((_, index) => {
        const range = document.createRange();
        range.setStart(node, match.index + index);
        range.setEnd(node, match.index + index + 1);
        return range.getBoundingClientRect();
      }).filter((box) => box.width > 0);
      found.push([match[0], boxes.every((box, index) => {
        const before = boxes[index - 1];
        return !before || box.top > before.top + 2 || box.left >= before.left;
      })]);
    }
  }
  return found;
}"""


def test_latin_words_and_numbers_run_left_to_right_in_arabic_text(
    reader: Reader, tmp_path: Path
) -> None:
    samples = ["#CXDay", "0–10", "28%", "C++", "2027-10-05", "-5", "2013–2027", "1,5"]
    project = copy_project(tmp_path / "project")
    source = project / "docs" / "ar" / "about" / "index.md"
    text = " ثم ".join(f"قيمة {sample} هنا" for sample in samples)
    source.write_text(f"{source.read_text('utf-8')}\n{text}\n", encoding="utf-8")
    build(tmp_path / "site", project)
    drawn = set()
    with serve(tmp_path / "site") as site:
        page = reader.page(site=site)
        for address in (address for address in ADDRESSES if locale_of(address) == "ar"):
            page.goto(address)
            for run, in_order in page.evaluate(RUNS):
                assert in_order, f"{address}: {run}"
                drawn.add(run)
        page.close()
    assert set(samples) <= drawn
