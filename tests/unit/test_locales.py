"""The locale files: complete in both languages, and every gap named with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from cx_day import locales
from cx_day.problems import SourceError
from tests.unit.site_data import HERE, LOCALES, lines_here, spoken

AR = "data/locales/ar.yml"
PL = "data/locales/pl.yml"


def problems_of(project: Path, path: str) -> list[tuple[int, str]]:
    with pytest.raises(SourceError) as caught:
        locales.load(project, ["pl", "ar"])
    return spoken(caught.value.problems, path)


def fields(value: object, at: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Each text's place in the file, with the names that it has between braces."""
    if isinstance(value, dict):
        for key, child in value.items():
            if key != "counts":  # a word for "two days" needs no number
                yield from fields(child, f"{at}.{key}")
    elif isinstance(value, str):
        yield at, frozenset(name for _, name, _, _ in Formatter().parse(value) if name)


def test_the_languages_are_written_as_they_should_be() -> None:
    described = [(key, it.tag, it.direction, it.name) for key, it in LOCALES.items()]

    assert described == [("pl", "pl", "ltr", "Polski"), ("ar", "ar", "rtl", "العربية")]


def test_texts_are_filled_in_with_the_same_values_in_every_language() -> None:
    assert dict(fields(LOCALES["pl"].strings)) == dict(fields(LOCALES["ar"].strings))


def break_lines(path: Path, *mistakes: str) -> None:
    for mistake in mistakes:
        old, new, _ = MISTAKES[mistake]
        text = path.read_text(encoding="utf-8")
        broken, changes = re.subn(old, new, text, count=1, flags=re.MULTILINE)
        assert changes == 1
        path.write_text(broken, encoding="utf-8")


# What to replace (a regular expression, because wordings may be improved), and what to hear.
MISTAKES = {
    "text missing": (
        r"^ui:\n  skip: .*\n",
        f"ui: {HERE}\n",
        "The text “ui.skip” is missing; add it here",
    ),
    "text empty": (r"^  home: .*\n", f"  home: {HERE}\n", "“home” should be a text"),
    "plural form missing": (
        r"^    (future: .*) few: \"[^\"]*\",(.*)\n(?=    past: .*\n  days:)",
        rf"    \1\2 {HERE}\n",
        "The plural form “few” of “relative” is missing",
    ),
    "word for a number missing": (
        r"^    (exact: .*), 2: [^}]+(}.*)\n",
        rf"    \1 \2 {HERE}\n",
        "The text “counts.relative.exact.2” is missing",
    ),
    "list for a text": (
        r"^  menu: .*\n",
        f"  menu: [a, b] {HERE}\n",
        "“menu” should be a text",
    ),
    "list too short": (
        r"^(  on_weekday: .*), \"[^\"]+\"\]",
        rf"\1] {HERE}",
        "“on_weekday” should list 7 texts",
    ),
    "list too long": (
        r"^(  hijri_months: .*)\]",
        rf"\1, x] {HERE}",
        "“hijri_months” should list 12 texts",
    ),
    "rule of typography without a reason": (
        r"^  - pattern: .*\n(    instead: .*)\n    why: .*\n",
        rf"  - pattern: a {HERE}\n\1\n",
        "Each entry here names “pattern”, “instead” and “why”",
    ),
    "pattern that is none": (
        r"^(typography:\n(?:.*\n)*?)  - pattern: ' .*'\n",
        rf"\1  - pattern: '(' {HERE}\n",
        "This is no regular expression with its replacement",
    ),
    "brace too many": (
        r"^  not_utf8: \"(.*)\"\n",
        rf"  not_utf8: \"\1 }}\" {HERE}\n",
        "The braces here do not match",
    ),
    "brace without a name": (
        r"^  symlink: \"(.*)\"\n",
        rf"  symlink: \"\1 {{}}\" {HERE}\n",
        "The braces here do not match",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_gap_is_reported_with_its_line(project: Path, mistake: str) -> None:
    break_lines(project / AR, mistake)

    ((line, message),) = problems_of(project, AR)

    assert [line] == lines_here(project / AR)
    assert MISTAKES[mistake][2] in message


@pytest.mark.parametrize("text", ["  term: ", "  shown: "])
def test_a_misspelt_name_in_braces_is_reported_in_both_files(project: Path, text: str) -> None:
    path = project / AR
    lines = path.read_text(encoding="utf-8").split("\n")
    (at,) = (index for index, line in enumerate(lines) if line.startswith(text))
    name = re.search(r"\{(\w+)\}", lines[at])
    assert name is not None
    lines[at] = lines[at].replace(name.group(), "{nmae}")
    path.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(SourceError) as raised:
        locales.load(project, ["pl", "ar"])

    said = {
        (problem.path, problem.message[:30].partition("”")[0]) for problem in raised.value.problems
    }
    assert said == {(AR, "“{nmae}"), (PL, f"“{name.group()}")}
    assert at + 1 in {problem.line for problem in raised.value.problems}


@pytest.mark.parametrize("mistake", list(MISTAKES)[:4])
def test_a_gap_in_the_first_language_is_reported_there(project: Path, mistake: str) -> None:
    break_lines(project / PL, mistake)

    ((line, message),) = problems_of(project, PL)

    assert [line] == lines_here(project / PL)
    assert MISTAKES[mistake][2] in message


def test_all_gaps_of_a_file_are_reported_at_once(project: Path) -> None:
    break_lines(project / AR, *MISTAKES)

    assert [line for line, _ in problems_of(project, AR)] == lines_here(project / AR)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "counts: many\n", "counts: {relative: 1}\n"])
def test_a_file_of_another_shape_is_a_mistake_like_others(project: Path, text: str) -> None:
    (project / AR).write_text(text, encoding="utf-8")

    assert problems_of(project, AR)


def test_a_missing_file_is_named(project: Path) -> None:
    (project / PL).unlink()

    assert problems_of(project, PL) == [(1, "This file is missing; restore it.")]
