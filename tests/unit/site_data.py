"""The site's real data, loaded once for all unit tests."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from cx_day import locales, record
from cx_day.wording import Wording

if TYPE_CHECKING:
    from cx_day.problems import Problem

ROOT = Path(__file__).parents[2]
RECORD = record.load(ROOT)
OBSERVANCE = RECORD.observance
LOCALES = locales.load(ROOT, ["pl", "ar"])
WORDINGS = {key: Wording(locale) for key, locale in LOCALES.items()}
PL, AR = WORDINGS["pl"], WORDINGS["ar"]

HERE = "# here"
"""Tests write this YAML comment on the line that a message has to name."""


def days(first: date, last: date) -> st.SearchStrategy[date]:
    """Any day between these two; those around CX Day come up as often as all others."""

    def near(year: int, offset: int) -> date:
        return OBSERVANCE.occurrence(year).date + timedelta(days=offset)

    years = st.integers(max(first.year, 2013), last.year)
    around = st.builds(near, years, st.integers(-10, 10)).filter(lambda day: first <= day <= last)
    return st.dates(first, last) | around


def replace(path: Path, old: str, new: str) -> None:
    """Make one mistake in a file; what is replaced has to stand there exactly once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")


def lines_here(path: Path) -> list[int]:
    """The numbers of the lines that are marked with ``HERE``."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, start=1) if HERE in line]


def spoken(problems: tuple[Problem, ...], path: str) -> list[tuple[int, str]]:
    """The problems as pairs of line and message; all of them have to be about ``path``."""
    assert {problem.path for problem in problems} <= {path}
    return [(problem.line, problem.message) for problem in problems]
