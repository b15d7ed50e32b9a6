"""Reading the site with a browser, from a server that behaves like GitHub Pages."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime, time
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tests.site.building import TODAY
from tools.local_server import BASE, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
ZOOMED = {"width": 320, "height": 256}
"""What is left of a window of 1280 × 1024 pixels at 400 % zoom (WCAG 2.2, 1.4.10)."""


class _PagesHandler(SimpleHTTPRequestHandler):
    """Serves a folder below ``BASE``, and its 404.html for what is not there."""

    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(BASE))

    def list_directory(self, path: object) -> None:  # noqa: ARG002
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def serve(folder: Path) -> AbstractContextManager[str]:
    """Serve a built site; yields its address."""
    return served(folder, _PagesHandler)


def local_noon(day: date, zone: str = "UTC") -> datetime:
    return datetime.combine(day, time(12), ZoneInfo(zone))


class Reader:
    """Opens pages, and notes what a page must never do: complain, or ask another host."""

    def __init__(self, browser: Browser, site: str) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.site = site
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def page(
        self,
        site: str | None = None,
        moment: datetime | None = None,
        **options: Any,  # noqa: ANN401
    ) -> Page:
        """A new visitor's page; it is noon of the day of the build, unless said otherwise."""
        base = site or self.site
        settings = {"base_url": base, "locale": "pl", "timezone_id": "UTC", "viewport": DESKTOP}
        context = self._browser.new_context(**settings | options)
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        if options.get("java_script_enabled", True):
            context.clock.set_fixed_time(moment or local_noon(TODAY))
        page = context.new_page()
        page.on("request", lambda request: self._note_request(request.url, base))
        page.on("console", self._note_message)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def open(self, address: str, **options: Any) -> Page:  # noqa: ANN401
        page = self.page(**options)
        page.goto(address)
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _note_request(self, url: str, base: str) -> None:
        self.requests.append(url.removeprefix(base).partition("?")[0])
        if not url.startswith(base):
            self.complaints.append(f"a request to {url}")

    def _note_message(self, message: ConsoleMessage) -> None:
        # The browser itself complains of a document that comes with the status 404.
        of_document = message.page is not None and message.location["url"] == message.page.url
        if not (of_document and "404" in message.text):
            self.complaints.append(f"{message.location['url']}: {message.text}")
