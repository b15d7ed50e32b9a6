"""Take the pictures of the guides: ``python -m tools.guide_pictures``, after a change of looks.

They go to ``guides/pictures/``, one of each kind for each language: the link at a page's end by
which it is changed, and the frame in which the preview says what is wrong.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tools.browser import executable, launch_arguments
from tools.serve import Preview

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "guides" / "pictures"
HOMES = {"pl": "", "ar": "ar/"}
MISTAKE = "\n{{ cx_day.nxt }}\n"


def take(page: Page, address: str, key: str) -> None:
    """Both pictures of a language, from its page about NPS."""
    page.goto(f"{address}{HOMES[key]}begin/nps/")
    page.evaluate("document.querySelector('.offer')?.remove()")
    frame = page.locator("[data-preview]")
    frame.screenshot(path=TARGET / f"frame-{key}.png")
    frame.evaluate("element => element.remove()")
    page.locator(".page__foot").screenshot(path=TARGET / f"edit-{key}.png")


def main() -> None:
    """Preview a copy of the project with a mistake in each language, and look at it."""
    TARGET.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder) / "project"
        for name in ("data", "docs", "hooks", "overrides"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "mkdocs.yml", root)
        for key in HOMES:
            with (root / "docs" / key / "begin" / "nps.md").open("a", encoding="utf-8") as page:
                page.write(MISTAKE)
        preview = Preview(root, Path(folder) / "site", ("127.0.0.1", 8009))
        preview.update()
        Thread(target=preview.server.serve, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=executable(), args=launch_arguments())
        for key in HOMES:
            take(browser.new_page(viewport={"width": 900, "height": 700}), preview.server.url, key)
        browser.close()


if __name__ == "__main__":
    main()
