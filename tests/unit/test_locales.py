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
    "tag of another language": (
        r"^tag: .*$",
        f"tag: fa {HERE}",
        "“tag” is “fa”, but this file is for the language “ar”; write ar",
    ),
    "no letters": (r"^alphabet: .*$", f'alphabet: "" {HERE}', "“alphabet” is empty"),
    "a name between braces misspelt": (
        r"^(  years: .*)\{years\}(.*)$",
        rf"\1{{yaers}}\2 {HERE}",
        "“years” should have {years} between braces, as in the other languages",
    ),
    "a brace too many": (
        r"^(  event_moved: \")(.*)$",
        rf"\1{{ \2 {HERE}",
        "“event_moved” should have {reason} between braces",
    ),
    "something else than a number": (
        r"^(    past: \{ zero: \")\{n\}( دقيقة.*)$",
        rf"\1{{m}}\2 {HERE}",
        "“zero” of “minutes” may have {n} between braces, nothing else",
    ),
    "no direction": (
        r"^direction: .*$",
        f"direction: right {HERE}",
        "“direction” should be ltr or rtl",
    ),
    "neither complete nor growing": (
        r"^(fonts: .*)$",
        rf"\1\ncomplete: not yet {HERE}",
        "“complete” should be yes or, for a language that may lack pages, no",
    ),
    "no list of fonts": (r"^fonts: .*$", f"fonts: arial {HERE}", "“fonts” should list names"),
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
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_gap_is_reported_with_its_line(project: Path, mistake: str) -> None:
    break_lines(project / AR, mistake)

    ((line, message),) = problems_of(project, AR)

    assert [line] == lines_here(project / AR)
    assert MISTAKES[mistake][2] in message


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


def test_a_font_that_is_not_there_is_named_with_those_that_are(project: Path) -> None:
    path = project / AR
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub("^fonts: .*$", f"fonts: [a.woff2] {HERE}", text, flags=re.MULTILINE), "utf-8"
    )

    with pytest.raises(SourceError) as caught:
        locales.load(project, ["ar"], ["c.woff2", "b.woff2"])

    ((line, message),) = spoken(caught.value.problems, AR)
    assert [line] == lines_here(path)
    assert message == "There is no font “a.woff2”; there are: b.woff2, c.woff2."


def test_a_language_that_nobody_knows_is_said_to_be_unknown(project: Path) -> None:
    text = (project / PL).read_text(encoding="utf-8").replace("tag: pl", "tag: xx")
    (project / "data" / "locales" / "xx.yml").write_text(text, encoding="utf-8")

    with pytest.raises(SourceError) as caught:
        locales.load(project, ["pl", "xx"])

    ((_, message),) = spoken(caught.value.problems, "data/locales/xx.yml")
    assert message == "CLDR knows no language “xx”; write a tag such as uk or pt-BR."


def test_a_language_is_complete_unless_it_says_otherwise(project: Path) -> None:
    path = project / AR
    path.write_text(path.read_text(encoding="utf-8") + "\ncomplete: no\n", encoding="utf-8")

    loaded = locales.load(project, ["pl", "ar"])

    assert [loaded["pl"].complete, loaded["ar"].complete] == [True, False]


def test_a_third_language_lacks_no_text_either(project: Path) -> None:
    text = (project / PL).read_text(encoding="utf-8").replace("tag: pl", "tag: uk")
    path = project / "data" / "locales" / "uk.yml"
    path.write_text(re.sub(r"\n  skip: .*", "", text).replace("\nui:", f"\nui: {HERE}"), "utf-8")

    with pytest.raises(SourceError) as caught:
        locales.load(project, ["pl", "ar", "uk"])

    ((line, message),) = spoken(caught.value.problems, "data/locales/uk.yml")
    assert [line] == lines_here(path)
    assert message == "The text “ui.skip” is missing; add it here."
