"""Mistakes in the data files, told to writers in each of their languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cx_day import library, record
from cx_day.locales import told
from cx_day.problems import Problem, SourceError
from cx_day.yaml_source import read
from tests.unit.site_data import HERE, LOCALES, ROOT, lines_here, replace

DATES, TERMS, SOURCES = "data/cx-day.yml", "data/glossary.yml", "data/library.yml"
LOADERS = {DATES: record.load, TERMS: library.glossary, SOURCES: library.documents}

YEAR = "  - year: 2014\n"
DAY = "    date: 2014-10-07\n"
WEEKDAY = "    weekday: Tuesday\n"
CITED = "    sources: [cx-journey-2014]\n"
REST = f"{WEEKDAY}    status: confirmed\n{CITED}"
FIRST = REST.replace("cx-journey-2014", "temkin-2013")
ENGLISH = '    en: "customer experience (CX)"\n'
TERM = '      term: "doświadczenie klienta (CX)"\n'
AVOID = '      avoid: ["doświadczeni* konsumenck*"]\n'
MEANING = '      definition: "Wrażenia, '
MEDALLIA = '    names:\n      pl: "Medallia"\n      ar: "Medallia"\n'
FIXIT = "  - id: fixit\n"
NAME = '      pl: "Fixit: rozmowa o wartości i mierzeniu CX"\n'
ADDRESS = "    url: https://wownow.eu/\n"

# For each sentence: the file, what stands there, what is written instead, and which words of it
# the sentence names in both languages.
MISTAKES = {
    "data_unreadable": (TERMS, ENGLISH, f"    en: a: b {HERE}\n", "mapping values"),
    "data_key_twice": (DATES, CITED, f"{CITED}    date: 2014-10-07 {HERE}\n", "date"),
    "data_field_missing": (DATES, f"{YEAR}{DAY}", f"  - year: 2014 {HERE}\n", "date: …"),
    "data_field_unknown": (DATES, CITED, f"{CITED}    2014: x {HERE}\n", "year, date, weekday"),
    "data_field_unknown_near": (SOURCES, FIXIT, f"{FIXIT}    yer: 1 {HERE}\n", "year"),
    "data_field_empty": (TERMS, ENGLISH, f"    en: {HERE}\n", "en"),
    "data_choice": (DATES, f"{DAY}{WEEKDAY}", f"{DAY}    weekday: Tue {HERE}\n", "Monday, Tuesday"),
    "data_list": (TERMS, AVOID, f"      avoid: klient* {HERE}\n", "avoid: […]"),
    "data_group": (DATES, CITED, f"{CITED}    moved_because: x {HERE}\n", "moved_because"),
    "data_text": (TERMS, ENGLISH, f"    en: 5 {HERE}\n", '"…"'),
    "data_number": (DATES, YEAR, f'  - year: "2014" {HERE}\n', "year"),
    "data_too_few": (SOURCES, MEDALLIA, f"    names: {{}} {HERE}\n", "1"),
    "data_short": (TERMS, TERM, f"      term: d {HERE}\n", "2"),
    "data_long": (TERMS, MEANING, f"{MEANING}{HERE}{'a' * 240}", "240"),
    "data_range": (SOURCES, FIXIT, f"{FIXIT}    year: 20222 {HERE}\n", "2100"),
    "data_id": (SOURCES, FIXIT, f"  - id: Fixit 2 {HERE}\n", "Fixit 2"),
    "data_url": (DATES, ADDRESS, f"    url: http://wownow.eu/ {HERE}\n", "http://wownow.eu/"),
    "data_day": (DATES, DAY, f"    date: ٢٠١٤-١٠-٠٧ {HERE}\n", "2027-10-05"),
    "data_published": (DATES, ADDRESS, f"{ADDRESS}    published: IX 2014 {HERE}\n", "IX 2014"),
    "data_avoid": (TERMS, AVOID, f'      avoid: ["*klient"] {HERE}\n', "*klient"),
    "id_twice": (SOURCES, "  - id: apizee\n", f"  - id: cxpa {HERE}\n", "cxpa"),
    "words_missing": (SOURCES, f"    names:\n{NAME}", f"    names: {HERE}\n", "pl"),
    "source_needed": (DATES, CITED, f"    sources: [] {HERE}\n", "sources"),
    "date_none": (DATES, DAY, f"    date: 2014-02-30 {HERE}\n", "2014-02-30"),
    "date_source_unknown": (DATES, CITED, f"    sources: [cxday] {HERE}\n", "cxday"),
    "date_year": (DATES, DAY, f"    date: 2015-10-07 {HERE}\n", "2015-10-07"),
    "date_season": (
        DATES,
        f"{DAY}{WEEKDAY}",
        f"    date: 2014-11-04 {HERE}\n{WEEKDAY}    moved_because: {{ pl: a, ar: b, en: c }}\n",
        "2014-11-04",
    ),
    "date_weekday": (DATES, f"{DAY}{WEEKDAY}", f"{DAY}    weekday: Monday {HERE}\n", "Tuesday"),
    "date_moved": (
        DATES,
        f"{DAY}{WEEKDAY}",
        f"    date: 2014-10-08 {HERE}\n    weekday: Wednesday\n",
        "2014-10-07",
    ),
    "date_not_moved": (
        DATES,
        CITED,
        f"{CITED}    moved_because: {{ pl: a, ar: b, en: c }} {HERE}\n",
        "2014-10-07",
    ),
    "year_twice": (
        DATES,
        "  - year: 2015\n",
        f"  - year: 2014 {HERE}\n{DAY}{REST}  - year: 2015\n",
        "2014",
    ),
    "year_early": (
        DATES,
        "  - year: 2013\n",
        f"  - year: 2012 {HERE}\n    date: 2012-10-02\n{REST}  - year: 2013\n",
        "2012",
    ),
    "year_missing": (
        DATES,
        f"years:\n  - year: 2013\n    date: 2013-10-01\n{FIRST}",
        f"years: {HERE}\n",
        "2013",
    ),
}


def said(project: Path, path: str) -> list[Problem]:
    """What is told of the mistakes in a file, in the order of the languages."""
    with pytest.raises(SourceError) as caught:
        LOADERS[path](project, list(LOCALES))
    assert {problem.path for problem in caught.value.problems} == {path}
    return list(told(caught.value.problems, LOCALES))


def check(problems: list[Problem], rule: str, line: int, named: str) -> None:
    """Each language says it with its own sentence, filled in."""
    assert [problem.locale for problem in problems] == list(LOCALES)
    for problem in problems:
        assert (problem.rule, problem.line) == (rule, line)
        sentence = LOCALES[problem.locale].strings["problems"][rule]
        wording = ".+".join(map(re.escape, re.split(r"\{\w+\}", sentence)))
        assert re.fullmatch(wording, problem.message)
        assert named in problem.message


@pytest.mark.parametrize("rule", MISTAKES)
def test_a_mistake_is_told_in_every_language(project: Path, rule: str) -> None:
    path, old, new, named = MISTAKES[rule]
    replace(project / path, old, new)
    (line,) = lines_here(project / path)

    check(said(project, path), rule, line, named)


@pytest.mark.parametrize(
    ("content", "rule", "named"),
    [
        (None, "data_file_missing", ""),
        (b"", "data_file_empty", "published, rule, sources, years"),
        (b"rule: \xf1", "not_utf8", "UTF-8"),
        (b"rule: \x07", "data_unreadable", "U+0007"),
    ],
)
def test_a_file_that_is_none_is_told_in_every_language(
    project: Path, content: bytes | None, rule: str, named: str
) -> None:
    path = project / DATES
    path.unlink()
    if content is not None:
        path.write_bytes(content)

    check(said(project, DATES), rule, 1, named)


def test_every_sentence_for_data_is_tried_out_here() -> None:
    rules = read(ROOT / "data" / "rules.yml", ROOT).data["data"]

    assert set(rules) == {*MISTAKES, "data_file_missing", "data_file_empty"}


def test_without_the_files_of_the_languages_it_is_told_in_english(project: Path) -> None:
    replace(project / DATES, DAY, "    date: 2014-02-30\n")
    with pytest.raises(SourceError) as caught:
        record.load(project)

    (problem,) = told(caught.value.problems, {})
    assert problem.message == "There is no day 2014-02-30 in the calendar."


def test_what_is_told_in_one_language_already_stays_so() -> None:
    polish = Problem("docs/pl/index.md", 1, "Zdanie.", "link_empty", "pl")
    english = Problem("data/locales/pl.yml", 1, "A sentence.")

    assert list(told([polish, english], LOCALES)) == [polish, english]
