"""The data file: what it says, and what happens when somebody makes a mistake in it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from cx_day import record
from cx_day.problems import Problem, SourceError
from tests.unit.site_data import HERE, RECORD, lines_here, replace, spoken

DATA = "data/cx-day.yml"

# What is known of each year, with its sources, typed in from the research: year, date by the
# rule and date kept (both in October), status, and who says so and when.
FACTS = [
    (2013, 1, 1, "confirmed", {("experiencematters.blog", "2013-09-19")}),
    (2014, 7, 7, "confirmed", {("cx-journey.com", "2014-09")}),
    (2015, 6, 6, "confirmed", {("experiencematters.blog", None)}),
    (
        2016,
        4,
        5,
        "confirmed",
        {
            ("experiencematters.blog", None),
            ("cx-journey.com", "2016-09"),
            ("customerthink.com", None),
        },
    ),
    (2017, 3, 3, "confirmed", {("experiencematters.blog", None), ("wownow.eu", None)}),
    (2018, 2, 2, "single-source", {("thedrg.com", None)}),
    (2019, 1, 1, "single-source", {("customeralignment.co.uk", "2019-09-30")}),
    (2020, 6, 6, "single-source", {("ماركيترز", None)}),
    (2021, 5, 5, "announced", {("ماركيترز", None)}),
    (2022, 4, 4, "confirmed", {("CXPA", "2022-06-02")}),
    (2023, 3, 3, "confirmed", {("CXPA", "2023-06-29")}),
    (2024, 1, 1, "secondary", {("ماركيترز", None), ("blog.staffino.com", None)}),
    (
        2025,
        7,
        7,
        "secondary",
        {("ماركيترز", None), ("medallia.com", None), ("klientocentryczni.pl", None)},
    ),
    (2026, 6, 6, "announced", {("medallia.com", None), ("apizee.com", None)}),
    (2027, 5, 5, "announced", {("medallia.com", None), ("apizee.com", None)}),
]


def problems_of(project: Path) -> tuple[Problem, ...]:
    with pytest.raises(SourceError) as caught:
        record.load(project)
    return caught.value.problems


def test_the_record_says_what_is_known_of_each_year() -> None:
    documented = [RECORD.observance.documented[year] for year, *_ in FACTS]  # more may come
    sources = RECORD.sources
    said = [
        (
            entry.year,
            entry.rule_date,
            entry.date,
            entry.status,
            {(sources[name].publisher, sources[name].published) for name in entry.sources},
        )
        for entry in documented
    ]

    assert said == [
        (year, date(year, 10, rule), date(year, 10, kept), status, known)
        for year, rule, kept, status, known in FACTS
    ]


def test_the_move_of_2016_is_explained_in_every_language() -> None:
    reasons = RECORD.observance.documented[2016].reasons

    assert set(reasons) == {"pl", "ar", "en"}
    assert "Jewish New Year" in reasons["en"]


MISTAKES = {
    "wrong weekday": (
        "date: 2014-10-07\n    weekday: Tuesday",
        f"date: 2014-10-07\n    weekday: Monday {HERE}",
        "2014-10-07 is a Tuesday, not a Monday",
    ),
    "unknown weekday": (
        "date: 2014-10-07\n    weekday: Tuesday",
        f"date: 2014-10-07\n    weekday: Tue {HERE}",
        "“weekday” is “Tue”; write one of: Monday, Tuesday",
    ),
    "year listed twice": (
        "  - year: 2015\n",
        (
            f"  - year: 2014 {HERE}\n    date: 2014-10-07\n    weekday: Tuesday\n"
            "    status: confirmed\n    sources: [drg]\n  - year: 2015\n"
        ),
        "The year 2014 is listed twice",
    ),
    "year left out": (
        (
            "years:\n  - year: 2013\n    date: 2013-10-01\n    weekday: Tuesday\n"
            "    status: confirmed\n    sources: [temkin-2013]\n"
        ),
        f"years: {HERE}\n",
        "The year 2013 is missing",
    ),
    "year before the first": (
        "  - year: 2013\n",
        (
            f"  - year: 2012 {HERE}\n    date: 2012-10-02\n    weekday: Tuesday\n"
            "    status: confirmed\n    sources: [drg]\n  - year: 2013\n"
        ),
        "CX Day began in 2013; 2012 cannot be listed",
    ),
    "no sources": (
        "sources: [cx-journey-2014]",
        f"sources: [] {HERE}",
        "“sources” has too few entries; give at least 1",
    ),
    "sources forgotten": (
        (
            "- year: 2014\n    date: 2014-10-07\n    weekday: Tuesday\n    status: confirmed\n"
            "    sources: [cx-journey-2014]"
        ),
        f"- year: 2014 {HERE}\n    date: 2014-10-07\n    weekday: Tuesday\n    status: confirmed",
        "“sources” is missing here; add it",
    ),
    "source that is not listed": (
        "sources: [cx-journey-2014]",
        f"sources:\n      - drg\n      - cx-journey-2041 {HERE}",
        "The source “cx-journey-2041” is not among the sources above",
    ),
    "source listed twice": (
        "  - id: medallia\n",
        f"  - id: drg {HERE}\n    publisher: thedrg.com\n  - id: medallia\n",
        "The source “drg” is listed twice",
    ),
    "date of another year": (
        "date: 2014-10-07",
        f"date: 2015-10-07 {HERE}",
        "2015-10-07 is not in the year 2014",
    ),
    "date that does not exist": (
        "date: 2027-10-05",
        f"date: 2027-02-30 {HERE}",
        "There is no day 2027-02-30",
    ),
    "date in another form": (
        "date: 2027-10-05",
        f"date: 5.10.2027 {HERE}",
        "“date” is “5.10.2027”; expected: a day as YYYY-MM-DD, such as 2027-10-05",
    ),
    "date against the rule, without a reason": (
        "date: 2014-10-07\n    weekday: Tuesday",
        f"date: 2014-10-08 {HERE}\n    weekday: Wednesday",
        "The rule gives 2014-10-07 for 2014. .* say why in “moved_because”",
    ),
    "reason without a move": (
        "sources: [cx-journey-2014]",
        f"sources: [cx-journey-2014]\n    moved_because: {{ pl: nie, ar: لا, en: no }} {HERE}",
        "2014-10-07 is the date that the rule gives: take “moved_because” out",
    ),
    "reason missing in a language": (
        '      en: "moved by one day because of the Jewish New Year"\n',
        "",
        "“en” is missing here",
    ),
    "misspelt key": (
        "sources: [cx-journey-2014]",
        f"sources: [cx-journey-2014]\n    corected: [2014-10-01] {HERE}",
        "“corected” is not known here; did you mean “corrected”\\?",
    ),
    "number for a key": (
        "sources: [cx-journey-2014]",
        f"sources: [cx-journey-2014]\n    2014: yes {HERE}",
        "“2014” is not known here; known are: year, date",
    ),
    "correction on a day that does not exist": (
        "sources: [cx-journey-2014]",
        f"sources: [cx-journey-2014]\n    corrected:\n      - 2014-09-31 {HERE}",
        "There is no day 2014-09-31",
    ),
    "source published on a day that does not exist": (
        "published: 2014-09\n",
        f"published: 2014-13 {HERE}\n",
        "There is no day, month or year 2014-13",
    ),
    "source published in a year without quotation marks": (
        "published: 2014-09\n",
        f"published: 2014 {HERE}\n",
        "“published” is “2014”, but should be a text; put it between double quotes",
    ),
    "text for a list": (
        "sources: [cx-journey-2014]",
        f"sources: cx-journey-2014 {HERE}",
        "“sources” is “cx-journey-2014”, but should be a list",
    ),
    "record published on a day that does not exist": (
        "published: 2026-11-21",
        f"published: 2026-11-31 {HERE}",
        "There is no day 2026-11-31",
    ),
    "address that is not secure": (
        "url: https://wownow.eu/",
        f"url: http://wownow.eu/ {HERE}",
        "“url” is “http://wownow.eu/”; expected: a full address that begins with https://",
    ),
    "colon in a text without quotation marks": (
        'title: "CX Drives Success"',
        f"title: CX Day: Drives Success {HERE}",
        "This is not valid YAML .* between double quotes",
    ),
    "key written twice": (
        "status: announced\n    sources: [marketers]\n",
        f"status: announced\n    sources: [marketers]\n    status: secondary {HERE}\n",
        "“status” is written twice .* keep one of them",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_reported_with_its_line(project: Path, mistake: str) -> None:
    old, new, sentence = MISTAKES[mistake]
    if HERE not in new:  # a line taken out: its parent is to be blamed
        replace(project / DATA, "moved_because:\n", f"moved_because: {HERE}\n")
    replace(project / DATA, old, new)

    ((line, message),) = spoken(problems_of(project), DATA)

    assert [line] == lines_here(project / DATA)
    assert re.search(sentence, message)


@pytest.mark.parametrize("day", ["09-23", "10-16", "11-04"])
def test_a_date_outside_late_september_to_mid_october_is_questioned(
    project: Path, day: str
) -> None:
    weekday = f"{date.fromisoformat(f'2014-{day}'):%A}"
    old = "date: 2014-10-07\n    weekday: Tuesday"
    replace(project / DATA, old, f"date: 2014-{day} {HERE}\n    weekday: {weekday}")

    found = spoken(problems_of(project), DATA)

    assert {line for line, _ in found} == set(lines_here(project / DATA))
    assert any("not between late September and mid October" in message for _, message in found)


def test_all_problems_are_reported_at_once(project: Path) -> None:
    for mistake in ("wrong weekday", "date that does not exist", "source listed twice"):
        old, new, _ = MISTAKES[mistake]
        replace(project / DATA, old, new)

    found = spoken(problems_of(project), DATA)

    assert [line for line, _ in found] == lines_here(project / DATA)


def test_all_unknown_keys_of_a_place_are_reported(project: Path) -> None:
    new = f"sources: [cx-journey-2014]\n    corected: [] {HERE}\n    note: x {HERE}"
    replace(project / DATA, "sources: [cx-journey-2014]", new)

    found = spoken(problems_of(project), DATA)

    assert [line for line, _ in found] == lines_here(project / DATA)


def test_lines_are_right_in_a_file_with_windows_line_ends(project: Path) -> None:
    old, new, _ = MISTAKES["wrong weekday"]
    replace(project / DATA, old, new)
    expected = lines_here(project / DATA)
    text = (project / DATA).read_bytes()
    (project / DATA).write_bytes(text.replace(b"\n", b"\r\n"))

    assert [line for line, _ in spoken(problems_of(project), DATA)] == expected


def test_a_missing_file_is_named(project: Path) -> None:
    (project / DATA).unlink()

    assert spoken(problems_of(project), DATA) == [(1, "This file is missing; restore it.")]


def test_an_empty_file_is_a_mistake_like_others(project: Path) -> None:
    (project / DATA).write_text("", encoding="utf-8")

    assert [problem.path for problem in problems_of(project)] == [DATA]


def test_a_file_that_is_not_utf_8_is_named_with_the_line(project: Path) -> None:
    replace(project / DATA, 'title: "CX Drives Success"', f"title: dzień {HERE}")
    (expected,) = lines_here(project / DATA)
    text = (project / DATA).read_text(encoding="utf-8")
    (project / DATA).write_bytes(text.encode("utf-8").replace("ń".encode(), b"\xf1"))

    ((line, message),) = spoken(problems_of(project), DATA)

    assert line == expected
    assert "not UTF-8" in message


def test_a_correction_is_the_records_latest_revision(project: Path) -> None:
    new = "sources: [cx-journey-2014]\n    corrected: [2027-01-02, 2026-12-01]"
    replace(project / DATA, "sources: [cx-journey-2014]", new)

    loaded = record.load(project)

    assert loaded.observance.documented[2014].corrected == (date(2026, 12, 1), date(2027, 1, 2))
    assert loaded.revised == date(2027, 1, 2)
    assert RECORD.revised >= RECORD.published
