"""What a reader sees: no text cut off, covered or faint, and every letter in our own type."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.site.browsing import DESKTOP, PHONE, Reader, local_noon
from tests.site.building import ADDRESSES, HOMES, TODAY, locale_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

MISSING = "no/such/page/"
WIDTHS = [320, 390, 768, 1280, 1920]
PHASES = [TODAY, date(2027, 10, 5), date(2027, 10, 6)]  # before the day, on it, after it
EVERY_PAGE = [*ADDRESSES, MISSING]

TEXTS = """
const seen = (element) =>
  element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
  !element.closest(".visually-hidden") && getComputedStyle(element).clipPath === "none";
const texts = (root) => {
  const found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (data.trim() && seen(parentElement)) found.push(walker.currentNode);
  }
  return found;
};
const boxes = (node) => {
  const range = document.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()].filter((box) => box.width > 1);
};
const ancestors = function* (element) {
  for (let one = element; one; one = one.parentElement) yield one;
};
"""

MISPLACED = (
    "() => {"
    + TEXTS
    + """
  const found = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) found.push("the page scrolls sideways");
  for (const node of texts(document.body)) {
    const name = node.data.trim().slice(0, 40);
    for (const box of boxes(node)) {
      let inner = true; // until something that is meant to scroll holds the text
      for (const element of ancestors(node.parentElement)) {
        const { display, overflowX, overflowY } = getComputedStyle(element);
        const room = element.getBoundingClientRect();
        const wide = box.left < room.left - 1 || box.right > room.right + 1;
        const high = box.top < room.top - 1 || box.bottom > room.bottom + 1;
        if (["auto", "scroll"].includes(overflowX)) inner = false;
        if (!inner || element === document.documentElement) break;
        if (wide && /hidden|clip/.test(overflowX)) found.push(`cut off: ${name}`);
        if (high && /hidden|clip/.test(overflowY)) found.push(`cut off: ${name}`);
        if (wide && /block|flex|grid|table-cell/.test(display)) found.push(`sticks out: ${name}`);
      }
      if (inner && (box.left < -1 || box.right > width + 1)) found.push(`outside: ${name}`);
    }
  }
  return [...new Set(found)];
}"""
)
"""Texts that something cuts off, that stick out of their box, or out of the window."""

OVERLAPPING = (
    "() => {"
    + TEXTS
    + """
  const found = [];
  const extent = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    const all = texts(element).flatMap(boxes);
    const left = Math.min(...all.map((box) => box.left));
    const right = Math.max(...all.map((box) => box.right));
    return { element, top, bottom, left, right };
  };
  for (const parent of document.querySelectorAll("body, body *")) {
    const blocks = [...parent.children]
      .filter((child) => !(child instanceof SVGElement) && seen(child) && texts(child).length)
      .filter((child) => getComputedStyle(child).display !== "inline")
      .map(extent);
    for (const [index, one] of blocks.entries())
      for (const other of blocks.slice(index + 1))
        if (Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
            Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1)
          found.push(`${one.element.innerText} | ${other.element.innerText}`.slice(0, 90));
  }
  return found;
}"""
)
"""Neighbours that are laid out beside or below each other and yet cover one another's text."""


def misplaced(page: Page) -> list[str]:
    found: list[str] = page.evaluate(MISPLACED) + page.evaluate(OVERLAPPING)
    return found


@pytest.mark.parametrize("address", EVERY_PAGE, ids=lambda address: address or "home")
def test_no_text_is_cut_off_or_covered_in_any_window(reader: Reader, address: str) -> None:
    page = reader.open(address, locale=locale_of(address), reduced_motion="reduce")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert misplaced(page) == [], f"{width} px"


@pytest.mark.parametrize("address", EVERY_PAGE, ids=lambda address: address or "home")
def test_text_of_twice_the_size_has_room(reader: Reader, address: str) -> None:
    page = reader.open(address, locale=locale_of(address), reduced_motion="reduce")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for width in WIDTHS[1:]:
        page.set_viewport_size({"width": width, "height": 800})
        assert misplaced(page) == [], f"{width} px"
