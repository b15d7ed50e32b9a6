"""Find a Chromium for the tests, or install one.

``python tools/browser.py`` prints the path of the browser.  Where there is none and
none can be installed it fails with one sentence: tests that need a browser never skip.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PLAYWRIGHT = (sys.executable, "-m", "playwright", "install")
PACKAGE = "chromium-headless-shell"
"""The name of the small Chromium, with Playwright and with Debian alike."""

CHROME = (
    "google-chrome",
    "google-chrome-stable",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
CHROMIUM = ("chromium-headless-shell", "chromium")


class NoBrowserError(Exception):
    """There is no browser; the message says what to do."""


def runs(path: str) -> bool:
    """Tell whether this is a browser that starts, and not Ubuntu's stub for a snap."""
    try:
        answer = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and "snap" not in answer.stdout.lower()


def playwrights_own() -> Iterator[str]:
    """Name the browsers that Playwright itself installed."""
    plan = subprocess.run(
        [*PLAYWRIGHT, "--dry-run", PACKAGE, "chromium"], capture_output=True, text=True, check=False
    )
    names = {"chrome-headless-shell", "headless_shell", "chrome", "Google Chrome for Testing"}
    for folder in re.findall(r"^ *Install location: +(.+)$", plan.stdout, re.MULTILINE):
        for path in sorted(Path(folder).glob("*/**/*")):
            if path.name in names and path.is_file() and os.access(path, os.X_OK):
                yield str(path)


def candidates() -> Iterator[str]:
    """Name what could be a browser, the best first."""
    yield from playwrights_own()
    for name in (*CHROME, *CHROMIUM):
        path = shutil.which(name)
        if path:
            yield path


def find() -> str | None:
    """Return the path of a browser that is here already."""
    chosen = os.environ.get("CHROME_BIN")
    if chosen:
        path = shutil.which(chosen)
        if path and runs(path):
            return path
        message = f"CHROME_BIN={chosen} is not a browser that starts: correct it, or unset it."
        raise NoBrowserError(message)
    return next(filter(runs, candidates()), None)


def install() -> None:
    """Install the small Chromium: Debian's as root, else Playwright's."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        apt = ("apt-get", "install", "--yes", "--no-install-recommends", PACKAGE)
        if all(
            subprocess.run(step, stdout=sys.stderr, check=False).returncode == 0
            for step in (("apt-get", "update"), apt)
        ):
            return
    subprocess.run([*PLAYWRIGHT, PACKAGE], stdout=sys.stderr, check=False)


@functools.cache
def executable() -> str:
    """Return the path of a browser, installing one first where there is none."""
    path = find()
    if path is None:
        install()
        path = find()
    if path is None:
        message = (
            "The tests need a browser, and none could be installed: install Google Chrome or"
            " Chromium, or set CHROME_BIN to the path of one."
        )
        raise NoBrowserError(message)
    return path


def launch_arguments() -> list[str]:
    """Return the flags that keep the browser quiet and off the network."""
    flags = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
    ]
    # Chromium's sandbox refuses to run as root.
    return [*flags, "--no-sandbox"] if os.geteuid() == 0 else flags


if __name__ == "__main__":
    try:
        print(executable())
    except NoBrowserError as error:
        sys.exit(str(error))
