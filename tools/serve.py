"""Preview the site while it is written.

``python tools/serve.py [--port 8000] [--open]`` builds the site, serves it below the path that
it will have, and follows every change: a page that is saved is built alone, which takes a
moment; anything else builds the whole site. What the check would say about a page stands on
the page itself. No state of a file ends the preview.
"""

from __future__ import annotations

import argparse
import logging
import time
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserver

from tools.check import explained, spelling_problems

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from mkdocs.config.defaults import MkDocsConfig

    from cx_day.locales import Locale
    from cx_day.problems import Problem

ROOT = Path(__file__).resolve().parent.parent
WATCHED = ("docs", "data", "overrides", "mkdocs.yml")
LOOK_EVERY = 0.15
"""Seconds between two looks at the files. Looking needs no help of the system, so it works in
containers and on shared folders, too."""
SETTLE = 0.05
"""Seconds without a further change before a build begins."""

log = logging.getLogger("mkdocs.preview")


class Preview:
    """The site as it is now, and what is wrong with it."""

    def __init__(self, root: Path, site_dir: Path, address: tuple[str, int]) -> None:
        """Load the settings of the project at ``root``; nothing is built yet."""
        self.root, self.site_dir = root, site_dir
        self.config = self._config()
        self.config.plugins.on_startup(command="serve", dirty=False)
        path = urlsplit(self.config.site_url or "/").path
        self.server = Server(self, address, path)
        self.stale = True
        self.failure: list[Problem] = []
        self.words: list[Problem] = []
        self.seen: dict[Path, float] = {}
        self.pages: dict[str, tuple[str, Locale]] = {}

    def _config(self) -> MkDocsConfig:
        return load_config(str(self.root / "mkdocs.yml"), site_dir=str(self.site_dir))

    @property
    def adapter(self) -> Any:  # noqa: ANN401 - a hook is a module that MkDocs has loaded
        """The hooks, with what they remember of the last build."""
        hooks: dict[str, Any] = dict(self.config["hooks"])
        return next(iter(hooks.values()))

    def update(self) -> None:
        """Build what has changed, and keep what is wrong with it. Never raises."""
        started = time.monotonic()
        changed = self._changed()
        try:
            if self.stale or not changed:
                self.stale = True  # until it is done
                self._build_all()
                self.stale, self.failure = False, []
            elif not self.adapter.rebuild(changed, self.config):
                self.stale = True
                self.server.build_again()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - no mistake may end the preview
            self.stale, self.failure = True, list(explained(error, self.root))
        for problem in self.problems():
            log.error("%s", problem)
        log.info("Built in %.2f seconds", time.monotonic() - started)
        Thread(target=self._spell, daemon=True).start()

    def _changed(self) -> set[Path]:
        """The pages that were saved since the last look; none if other files changed, too."""
        roots = [self.root / name for name in WATCHED]
        files = [path for root in roots for path in (root, *root.rglob("*"))]
        before, self.seen = self.seen, {}
        for path in files:
            try:
                self.seen[path] = path.stat().st_mtime
            except OSError:  # gone by now, or a link to nowhere
                continue
        changed = {path for path in self.seen if before.get(path) != self.seen[path]}
        alone = before.keys() == self.seen.keys() and {path.suffix for path in changed} == {".md"}
        return changed if alone else set()

    def _build_all(self) -> None:
        self.config = self._config()
        self.config.site_url = self.server.url
        build(self.config, serve_url=self.server.url)
        self.pages = self.adapter.addresses()

    def _spell(self) -> None:
        """Look up the words; nobody should have to wait for that."""
        found = spelling_problems(self.root)
        if found != self.words:
            self.words = found
            self.server.reload()

    def problems(self) -> list[Problem]:
        """Everything that is wrong, in the order of files and lines."""
        return self.failure or sorted({*self.adapter.problems(), *self.words})

    def overlay(self, address: str) -> str:
        """What whoever writes the page at ``address`` should know; empty if all is well.

        A mistake in a page is told there; one in data or a template concerns every page. What
        ended a build is told in all languages, and here in the page's own.
        """
        path, locale = self.pages.get(address) or (None, None)
        if self.failure:
            told = [one for one in self.failure if not locale or one.locale in {"", locale.key}]
        else:
            told = [
                problem
                for problem in self.problems()
                if problem.path == path or not problem.path.startswith("docs/")
            ]
        if not told:
            return ""
        title = locale.strings["check"]["title"] if locale else "CX Day"
        place = f' lang="{locale.tag}" dir="{locale.direction}"' if locale else ""
        items = "".join(
            f'<li dir="auto"><bdi>{escape(problem.path)}:{problem.line}</bdi><br>'
            f"{escape(problem.message)}</li>"
            for problem in told
        )
        return (
            f'<details open data-preview style="{OVERLAY}"{place}>'
            f"<summary>{escape(title)}</summary><ul>{items}</ul></details>"
        )


OVERLAY = (
    "position:fixed;inset:auto 1rem 1rem;z-index:99;max-block-size:45vh;overflow:auto;"
    "padding:1rem;border:3px solid #a3123c;border-radius:.5rem;background:#fff;color:#171a2e;"
    "font:1rem/1.5 system-ui,sans-serif"
)


class Server(LiveReloadServer):
    """MkDocs's own server, with the overlay on every page, and quicker to notice a change."""

    def __init__(self, preview: Preview, address: tuple[str, int], path: str) -> None:
        """Watch what the site is made of."""
        host, port = address
        super().__init__(preview.update, host, port, str(preview.site_dir), path)
        self.preview = preview
        self.build_delay = SETTLE
        self.observer = PollingObserver(timeout=LOOK_EVERY)
        for name in WATCHED:
            self.watch(str(preview.root / name))

    def build_again(self) -> None:
        """Have the builder called once more, after the pages have been loaded."""
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def reload(self) -> None:
        """Have every open page loaded again, unless a build is about to do that anyway."""
        with self._epoch_cond:
            if self._wanted_epoch == self._visible_epoch:
                self._wanted_epoch = self._visible_epoch = self._visible_epoch + 1
                self._epoch_cond.notify_all()

    def _serve_request(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes] | None:
        """A file; a page gets its overlay, and one that couldn't be built is nothing else."""
        answer: list[Any] = []
        path = environ["PATH_INFO"]
        content = super()._serve_request(environ, lambda *given: answer.extend(given))
        if content is None and path.endswith("/") and self.preview.failure:
            answer = ["200 OK", [("Content-Type", "text/html; charset=utf-8")]]
            empty = b"<!doctype html><title>CX Day</title>"
            content = [self._inject_js_into_html(empty, 0)]  # type: ignore[no-untyped-call]
        if content is None:
            return None
        status, headers = answer
        if dict(headers)["Content-Type"].startswith("text/html"):
            before, end, after = b"".join(content).rpartition(b"</body>")
            overlay = self.preview.overlay(path.removeprefix(self.mount_path))
            content = [before + overlay.encode() + end + after]
            headers = [("Content-Type", "text/html; charset=utf-8")]
        start_response(status, headers)
        return content


def main() -> None:
    """Serve until somebody presses Control and C."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project")
    parser.add_argument("--open", action="store_true", help="open the preview in a browser")
    options = parser.parse_args()
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    with TemporaryDirectory() as site_dir:
        preview = Preview(options.root, Path(site_dir), (options.host, options.port))
        preview.update()
        try:
            preview.server.serve(open_in_browser=options.open)  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            log.info("Shutting down …")
        finally:
            preview.server.shutdown()


if __name__ == "__main__":
    main()
