"""What a reader sees: no text cut off, covered or faint, and every letter in our own type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

import pytest
from PIL import Image

from tests.site.browsing import DESKTOP, PHONE, Reader, local_noon
from tests.site.building import HOMES, locale_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

MISSING = "no/such/page/"
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]
WIDTHS = [320, 390, 440, 768, 1280, 1920]
KINDS = {
    "": "the landing page",
    "dates/": "a table and a drawing",
    "celebrate/": "cards",
    "celebrate/posters/": "a form and pictures",
    "celebrate/thank-you/": "text",
    "begin/journey-map/": "a wide table",
    "glossary/": "definitions",
    "about/placeholders/": "code",
}
"""A page for each kind of thing that a page may show."""

each_kind = pytest.mark.parametrize(
    "address",
    [*(home + kind for home in HOMES.values() for kind in KINDS), MISSING],
    ids=lambda address: address or "home",
)
# Colours are the same in every language; what they lie on differs in the landing page's picture.
each_look = pytest.mark.parametrize(
    "address", [*KINDS, "ar/", MISSING], ids=lambda address: address or "home"
)

TEXTS = """
const seen = (element) =>
  element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
  !element.closest(".visually-hidden") && getComputedStyle(element).clipPath === "none";
const texts = () => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (data.trim() && seen(parentElement)) found.push(walker.currentNode);
  }
  return found;
};
const lines = (node) => {
  const range = document.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()].filter((box) => box.width > 1);
};
const ancestors = function* (element) {
  for (let one = element; one; one = one.parentElement) yield one;
};
const join = (boxes) => ({
  left: Math.min(...boxes.map((box) => box.left)),
  right: Math.max(...boxes.map((box) => box.right)),
  top: Math.min(...boxes.map((box) => box.top)),
  bottom: Math.max(...boxes.map((box) => box.bottom)),
});
"""
"""The texts that can be seen, and where their lines stand."""

MISPLACED = """() => { %s
  const found = new Set();
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) found.add("the page scrolls sideways");
  const looks = new Map();
  const look = (element) => {
    if (!looks.has(element)) {
      const { display, overflowX, overflowY } = getComputedStyle(element);
      const room = element.getBoundingClientRect();
      looks.set(element, { display, overflowX, overflowY, room, texts: [] });
    }
    return looks.get(element);
  };
  for (const node of texts().filter((node) => lines(node).length)) {
    const name = node.data.trim().slice(0, 40);
    let box = join(lines(node));
    let free = true; // until a region that is meant to scroll holds the text
    for (const element of ancestors(node.parentElement)) {
      const { display, overflowX, overflowY, room, texts } = look(element);
      if (/auto|scroll/.test(overflowX)) [box, free] = [room, false];
      texts.push(box);
      if (element === document.documentElement || !free) continue;
      const wide = box.left < room.left - 1 || box.right > room.right + 1;
      const high = box.top < room.top - 1 || box.bottom > room.bottom + 1;
      if (wide && /hidden|clip/.test(overflowX)) found.add(`cut off: ${name}`);
      if (high && /hidden|clip/.test(overflowY)) found.add(`cut off: ${name}`);
      if (wide && /block|flex|grid|cell/.test(display)) found.add(`sticks out: ${name}`);
    }
    if (free && (box.left < -1 || box.right > width + 1)) found.add(`outside: ${name}`);
  }
  for (const parent of [...looks.keys()].filter((one) => !one.closest("svg"))) {
    const blocks = [...parent.children]
      .filter((child) => looks.has(child) && looks.get(child).display !== "inline")
      .map((child) => ({ child, ...join(looks.get(child).texts) }));
    for (const [index, one] of blocks.entries())
      for (const other of blocks.slice(index + 1)) {
        const [above, below] = [one, other].map(({ child }) => looks.get(child).room);
        if (Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
            Math.min(above.bottom, below.bottom) - Math.max(above.top, below.top) > 1)
          found.add(`covered: ${one.child.textContent.trim()} | ${other.child.textContent.trim()}`);
      }
  }
  return [...found];
}""".replace("%s", TEXTS)
"""Texts that are cut off, that stick out of their box or of the window, or that cover another."""


def assert_in_place(page: Page, widths: list[int]) -> None:
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(MISPLACED) == [], f"{width} px"


@each_kind
def test_every_text_has_its_place_at_every_width_and_at_twice_the_size(
    reader: Reader, address: str
) -> None:
    page = reader.open(address, locale=locale_of(address))
    assert_in_place(page, WIDTHS)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert_in_place(page, WIDTHS[1:])


@pytest.mark.parametrize("day", [5, 6], ids=["on the day", "after it"])
@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_the_hero_has_room_for_every_phase(reader: Reader, home: str, day: int) -> None:
    assert_in_place(reader.open(home, moment=local_noon(date(2027, 10, day))), WIDTHS)


PAINT = """() => { %s
  document.adoptedStyleSheets = [];
  const opacity = (element) =>
    [...ancestors(element)].reduce((all, one) => all * getComputedStyle(one).opacity, 1);
  const place = (box) => [box.left + scrollX, box.top + scrollY, box.width, box.height];
  const written = texts().flatMap((node) => {
    const element = node.parentElement;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const svg = element instanceof SVGElement;
    return lines(node).map((box) => ({
      name: node.data.trim().slice(0, 40),
      colour: svg ? style.fill : style.color,
      opacity: opacity(element),
      needed: size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5,
      box: place(box),
    }));
  });
  const controls = "a, button, input, textarea, select, summary, label > span";
  const bordered = [...document.querySelectorAll(controls)].filter(seen).flatMap((element) => {
    const style = getComputedStyle(element);
    return parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle === "solid"
      ? [{ name: element.innerText || element.name, colour: style.borderTopColor,
           opacity: opacity(element), needed: 3, box: place(element.getBoundingClientRect()) }]
      : [];
  });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { -webkit-text-fill-color: transparent !important;
    text-decoration-color: transparent !important } svg text { fill: transparent !important }`);
  document.adoptedStyleSheets.push(sheet);
  return [written, bordered];
}""".replace("%s", TEXTS)
"""The colours of texts and of controls' borders; leaves the page without its texts."""


@dataclass(frozen=True)
class Paint:
    """Something that has to stand out from what is behind or around it."""

    name: str
    colour: str
    opacity: float
    needed: float
    box: tuple[float, float, float, float]

    def contrast(self, ground: tuple[int, ...]) -> float:
        """The contrast on a colour (WCAG 2.2), after the two are mixed as the browser does."""
        red, green, blue, *alpha = map(float, re.findall(r"[\d.]+", self.colour))
        share = self.opacity * (alpha[0] if alpha else 1)
        mixed = (
            share * over + (1 - share) * under
            for over, under in zip((red, green, blue), ground, strict=True)
        )
        dark, light = sorted((luminance(tuple(mixed)), luminance(ground)))
        return (light + 0.05) / (dark + 0.05)


def luminance(colour: tuple[float, ...]) -> float:
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (one / 255 for one in colour)
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def behind(picture: Image.Image, paint: Paint) -> set[tuple[int, ...]]:
    """The colours behind a line of text, where its letters are; none if that is off the page."""
    left, top, width, height = paint.box
    if left < 0 or top < 0:
        return set()
    letters = picture.crop(
        (int(left), int(top + height / 4), int(left + width) + 1, int(top + 3 * height / 4) + 1)
    )
    return {colour for _, colour in letters.getcolors(1 << 16) or []}  # type: ignore[misc]


def around(picture: Image.Image, paint: Paint) -> set[tuple[int, ...]]:
    """The colours just outside the middle of each side of a control."""
    left, top, width, height = paint.box
    right, bottom, x, y = left + width, top + height, left + width / 2, top + height / 2
    points = [(x, top - 2), (x, bottom + 2), (left - 2, y), (right + 2, y)]
    return {
        picture.getpixel((int(x), int(y)))  # type: ignore[misc]
        for x, y in points
        if 0 <= x < picture.width and 0 <= y < picture.height
    }


def faint(page: Page) -> Iterator[str]:
    """What does not stand out enough, with the worst contrast that it has."""
    written, bordered = page.evaluate(PAINT)
    picture = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
    for entries, grounds in ((written, behind), (bordered, around)):
        for paint in (Paint(**entry) for entry in entries):
            found = grounds(picture, paint)
            worst = min((paint.contrast(ground) for ground in found), default=paint.needed)
            if worst < paint.needed - 0.05:
                yield f"{worst:.2f}: {paint.name}"


@each_look
def test_texts_and_borders_stand_out_as_they_are_drawn(reader: Reader, address: str) -> None:
    page = reader.open(address, locale=locale_of(address))
    for size in [PHONE, DESKTOP] if address in HOMES.values() else [DESKTOP]:
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert list(faint(page)) == [], scheme


ARABIC = re.compile(r"[\u0600-\u06ff]")
OTHER_TYPE = {"code", "pre", "script", "style", "template"}


def letters(node: dict[str, Any], locale: str) -> Iterator[dict[str, Any]]:
    """The text nodes that our own font has to draw, below a node of the DOM."""
    if node["nodeName"].lower() in OTHER_TYPE:
        return
    attributes = node.get("attributes", [])
    if {"languages", "offer"} & set(" ".join(attributes).split()):
        return
    language = dict(zip(attributes[::2], attributes[1::2], strict=True)).get("lang", locale)
    if language in {"pl", "ar"} - {locale}:
        return  # a word of the other language: its font is not worth a second file
    text = node["nodeValue"].strip() if node["nodeType"] == 3 else ""
    if text and (locale == "ar" or not ARABIC.search(text)):
        yield node
    for child in node.get("children", []):
        yield from letters(child, locale)


@each_kind
def test_every_letter_is_drawn_with_our_own_type(reader: Reader, address: str) -> None:
    if address == MISSING:
        return
    page = reader.open(address, locale=locale_of(address))
    page.evaluate("document.fonts.ready.then(() => true)")
    browser = page.context.new_cdp_session(page)
    browser.send("DOM.enable")
    browser.send("CSS.enable")
    root = browser.send("DOM.getDocument", {"depth": -1})["root"]
    drawn = 0
    for node in letters(root, locale_of(address)):
        used = browser.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})["fonts"]
        for font in used:
            assert font["familyName"].startswith("Readex Pro"), node["nodeValue"]
            assert font["isCustomFont"]
            drawn += font["glyphCount"]
    assert drawn > 1000
