"""Weigh and time the search: over this site, and over 2 × 1000 pages made of its sections.

``make bench-search`` prints one table and keeps nothing. A real site of that size has more
different words, too: each generated page brings some that no other has.
"""
# ruff: noqa: S311, T201 - chance that is the same every time; a command prints

from __future__ import annotations

import json
import random
import time
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bench.bench import ROOT, Handler, build, gzipped
from cx_day import locales
from cx_day.search.index import SearchPage, index_files
from cx_day.search.words import rules
from tools.browser import executable, launch_arguments
from tools.local_server import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

PAGES = 1000
SECTIONS = 6
NEW_WORDS = 25
SYLLABLES = {
    "pl": "ba ce do fa gi ko la mi no pe ra se ta wi zo kra pro szy czo ną",
    "ar": "با تو جي حا خو دي را سو شي صا طو عي فا قو كي لا مو ني ها وي",
}
QUERIES = {
    "pl": ["klientek", "mapa podróży", "dostepnosc", "plkaty", "podzięk", "NPS"],
    "ar": ["عملائنا", "خريطة الرحلة", "الخصوسية", "وبالمصادر", "ملص", "NPS"],
}
LOADED = """() => performance.getEntriesByType("resource")
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)"""
OPEN = """async () => {
  const start = performance.now();
  document.querySelector("[data-search]").click();
  while (!document.querySelector("dialog[open]")) await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""
ASK = """async (query) => {
  const input = document.querySelector("dialog input[type=text]");
  const body = document.querySelector(".find__body");
  const start = performance.now();
  input.value = query;
  input.dispatchEvent(new Event("input"));
  while (body.getAttribute("aria-busy") !== "false") await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""


def generated(folder: Path, locale: str) -> Iterator[SearchPage]:
    """Pages of sections drawn from the real ones, with words of their own."""
    draw = random.Random(locale)
    start = json.loads((folder / "start.json").read_text(encoding="utf-8"))
    sections = [
        section
        for path in sorted(folder.glob("page-*.json"))
        for section in json.loads(path.read_text(encoding="utf-8"))
        if len(section[2]) > 100  # noqa: PLR2004 - a section worth the name
    ]
    syllables = SYLLABLES[locale].split()
    for number in range(PAGES):
        words = ["".join(draw.choices(syllables, k=draw.randint(3, 5))) for _ in range(NEW_WORDS)]
        _, title, *_ = draw.choice(start["pages"])
        html = f"<p>{' '.join(words)}</p>"
        for _, heading, text in draw.sample(sections, SECTIONS):
            anchor = f"s{len(html)}"
            html += f'<h2 id="{anchor}">{escape(heading)}</h2><p>{escape(text)}</p>'
        part = draw.choice(start["parts"])
        yield SearchPage(f"{number}/", f"{escape(title)} {words[0]}", part, html=html)


def enlarge(folder: Path, locale: str) -> float:
    """Put the generated pages' index in the place of the real one; returns the seconds it took."""
    strings = json.loads((folder / "start.json").read_text(encoding="utf-8"))["strings"]
    pages = list(generated(folder, locale))
    ours = rules(ROOT, locales.load(ROOT, [locale])[locale])
    start = time.perf_counter()
    files = index_files(pages, ours, strings)
    seconds = time.perf_counter() - start
    for path in folder.iterdir():
        path.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return seconds


def measured(browser: Browser, site: str, locale: str) -> dict[str, float]:
    """What a visitor's first search costs, and the next ones."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(site + ("ar/" if locale == "ar" else ""), wait_until="networkidle")
        tools = context.new_cdp_session(page)

        def heap() -> float:
            tools.send("HeapProfiler.collectGarbage")
            used: float = tools.send("Runtime.getHeapUsage")["usedSize"]
            return used

        def loaded() -> int:
            total: int = page.evaluate(LOADED)
            return total

        memory, before = heap(), loaded()
        opening = page.evaluate(OPEN)
        opened = loaded()
        first, again, *others = [
            (page.evaluate(ASK, query), loaded())
            for query in (QUERIES[locale][0], *QUERIES[locale])
        ]
        return {
            "Opening the dialog, ms": opening,
            "First results, ms": first[0],
            "The same again, all loaded, ms": again[0],
            "Further queries, the slowest, ms": max(took for took, _ in others),
            "Bytes to open it": opened - before,
            "Bytes with the first results": first[1] - before,
            "Bytes after six searches": others[-1][1] - before,
            "Memory, KB": (heap() - memory) / 1024,
        }


def size(folder: Path) -> dict[str, float]:
    """How much there is to load, if all of it were."""
    files = list(folder.iterdir())
    return {
        "Terms": len(json.loads((folder / "start.json").read_text("utf-8"))["terms"].split()),
        "Files of the index": len(files),
        "Index, bytes": sum(path.stat().st_size for path in files),
        "Index gzipped, bytes": sum(len(gzipped(str(path))) for path in files),
    }


def main() -> None:
    """Build, measure, enlarge, measure again; then print."""
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        site = Path(name)
        browser = playwright.chromium.launch(executable_path=executable(), args=launch_arguments())
        with served(site, Handler) as address:
            build(ROOT / "mkdocs.yml", site, address)
            for locale in QUERIES:
                folder = site / "assets" / "search" / locale
                pages = len(list(folder.glob("page-*.json")))
                ours = size(folder) | measured(browser, address, locale)
                seconds = enlarge(folder, locale)
                gzipped.cache_clear()
                large = size(folder) | measured(browser, address, locale)
                print(f"{locale}{'':34}{pages:>8} pages{PAGES:>14,} pages")
                for title, value in ours.items():
                    print(f"  {title:34}{value:>14,.0f}{large[title]:>20,.0f}")
                print(f"  {'Making the index, s':34}{'':14}{seconds:>20.1f}")
        browser.close()


if __name__ == "__main__":
    main()
