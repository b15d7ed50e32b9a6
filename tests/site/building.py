"""Building the site the way a person does: ``mkdocs build --strict`` in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from cx_day import locales, record
from cx_day.placeholders import Vocabulary
from cx_day.wording import Wording

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = "https://cx-day.github.io/cx-day/"
TODAY = date(2026, 11, 23)
"""The day on which the tests build the site, if a test does not choose another one."""

HOMES = {"pl": "", "ar": "ar/"}
"""Where each language begins, relative to the site."""

RECORD = record.load(ROOT)
LOCALES = locales.load(ROOT, list(HOMES))


def vocabulary(locale: str, today: date) -> Vocabulary:
    return Vocabulary(RECORD.observance, Wording(LOCALES[locale]), today)


def _address(source: Path) -> str:
    locale, *folders = source.relative_to(ROOT / "docs").with_suffix("").parts
    parts = [part for part in folders if part != "index"]
    return HOMES[locale] + "".join(f"{part}/" for part in parts)


SOURCES = {
    _address(source): source
    for locale in HOMES
    for source in sorted((ROOT / "docs" / locale).rglob("*.md"))
}
ADDRESSES = list(SOURCES)
"""Every page, relative to the site: "", "dates/", "ar/", "ar/dates/" …"""


def locale_of(address: str) -> str:
    return "ar" if address.startswith("ar/") else "pl"


def counterpart(address: str) -> str:
    """The same page in the other language."""
    return address.removeprefix("ar/") if locale_of(address) == "ar" else f"ar/{address}"


def versions(address: str) -> dict[str, str]:
    """The page in every language that has it, in the order of the site's languages."""
    found = sorted({address, counterpart(address)} & SOURCES.keys(), key=list(SOURCES).index)
    return {locale_of(version): version for version in found}


def at_noon(day: date) -> str:
    """The value of SOURCE_DATE_EPOCH for noon of a day."""
    return str(int(datetime.combine(day, time(12), UTC).timestamp()))


def build(
    target: Path, project: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Build ``project`` into ``target`` with nothing in the environment but what is needed.

    No test depends on the history of the project, which goes on: there is none, unless the test
    gives GIT_DIR another value.
    """
    settings = {
        "PATH": os.environ["PATH"],
        "NO_MKDOCS_2_WARNING": "1",
        "GIT_DIR": os.devnull,
        "SITE_URL": PUBLIC,
        "SOURCE_DATE_EPOCH": at_noon(TODAY),
    }
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", target],
        cwd=project,
        env=settings | environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def copy_project(target: Path) -> Path:
    """Copy what the site is built from, with the pictures that are drawn already."""
    target.mkdir(parents=True)
    (ROOT / ".cache").mkdir(exist_ok=True)
    (target / ".cache").symlink_to(ROOT / ".cache")
    for name in ("data", "docs", "hooks", "overrides"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", target)
    return target


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@dataclass(frozen=True)
class BuiltPage:
    """One HTML file of the built site."""

    address: str
    path: Path

    @property
    def url(self) -> str:
        return PUBLIC + self.address

    @property
    def locale(self) -> str:
        return locale_of(self.address)

    @property
    def source(self) -> Path:
        return SOURCES[self.address]

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.path.read_text(encoding="utf-8"), "html5lib")

    def select(self, selector: str) -> list[Tag]:
        return list(self.soup.select(selector))

    def values(self, selector: str, attribute: str) -> list[str]:
        return [str(tag[attribute]) for tag in self.select(selector)]

    def value(self, selector: str, attribute: str) -> str:
        (value,) = self.values(selector, attribute)
        return value
