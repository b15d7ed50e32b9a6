"""The record of the observance: ``data/cx-day.yml``, checked and turned into dates."""

from __future__ import annotations

from calendar import day_name, month_name
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cx_day.dates import Observance, Occurrence, Rule
from cx_day.problems import Problem, SourceError
from cx_day.yaml_source import YamlSource, read, read_schema, shape_problems, unsaid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from cx_day.yaml_source import Key

EARLIEST, LATEST = (9, 24), (10, 15)
"""CX Day has never left the days from late September to mid October (month, day)."""


@dataclass(frozen=True)
class Source:
    """Where a date is known from.

    ``publisher`` is its name, or its site where no other name is known; ``published`` is a
    year, a month or a day in ISO 8601, as exact as it is known.
    """

    id: str
    publisher: str
    title: str | None
    author: str | None
    url: str | None
    published: str | None


@dataclass(frozen=True)
class Record:
    """All that the data file says: the observance, its sources, and when this was published."""

    observance: Observance
    sources: Mapping[str, Source]
    published: date

    @property
    def revised(self) -> date:
        """The day on which anything in the record last changed."""
        corrections = [
            day for entry in self.observance.documented.values() for day in entry.corrected
        ]
        return max([self.published, *corrections])


def load(root: Path, languages: Collection[str] = ()) -> Record:
    """Read and check ``data/cx-day.yml`` of the project at ``root``.

    Raises SourceError with every problem found, each with its line; also where one of
    ``languages`` isn't told why a day was moved.
    """
    source = read(root / "data" / "cx-day.yml", root)
    validator = read_schema(root / "data" / "cx-day.schema.json")
    problems = shape_problems(source, validator)
    if problems:
        raise SourceError(problems)
    problems = list(_problems(source))
    for index, entry in enumerate(source.data["years"]):
        if "moved_because" in entry:
            problems.extend(unsaid(source, ["years", index, "moved_because"], languages))
    if problems:
        raise SourceError(problems)
    return _record(source.data)


def _rule(data: Mapping[str, Any]) -> Rule:
    return Rule(
        month=list(month_name).index(data["month"]),
        weekday=list(day_name).index(data["weekday"]),
        ordinal=data["ordinal"],
        since=data["since"],
    )


def _problems(source: YamlSource) -> Iterator[Problem]:
    """What the schema cannot see: days that do not exist, contradict or repeat each other."""
    data = source.data
    rule = _rule(data["rule"])
    if _day(data["published"]) is None:
        message = f"There is no day {data['published']}."
        yield source.problem(["published"], message, "date_none", found=data["published"])
    for index, entry in enumerate(data["sources"]):
        published = entry.get("published")
        if published and _day(f"{published}-01-01"[:10]) is None:
            message = f"There is no day, month or year {published}."
            at: list[Key] = ["sources", index, "published"]
            yield source.problem(at, message, "date_none", found=published)
    ids = [entry["id"] for entry in data["sources"]]
    for index, name in enumerate(ids):
        if name in ids[:index]:
            message = f"The source “{name}” is listed twice; keep one of them."
            yield source.problem(["sources", index, "id"], message, "id_twice", found=name)
    yield from _year_problems(source, rule, ids)


def _year_problems(source: YamlSource, rule: Rule, ids: list[str]) -> Iterator[Problem]:
    data = source.data
    seen: set[int] = set()
    for index, entry in enumerate(data["years"]):
        at: list[Key] = ["years", index]
        year = entry["year"]
        if year in seen:
            message = f"The year {year} is listed twice; keep one of them."
            yield source.problem([*at, "year"], message, "year_twice", year=year)
        seen.add(year)
        if year < rule.since:
            message = f"CX Day began in {rule.since}; {year} cannot be listed."
            yield source.problem([*at, "year"], message, "year_early", year=year, first=rule.since)
            continue
        yield from _date_problems(source, at, entry, rule)
        for position, name in enumerate(entry["sources"]):
            if name not in ids:
                message = f"The source “{name}” is not among the sources above; add it there first."
                place = [*at, "sources", position]
                yield source.problem(place, message, "date_source_unknown", found=name)
    for year in range(rule.since, max(seen, default=rule.since)):
        if year not in seen:
            message = f"The year {year} is missing from the list; add it."
            yield source.problem(["years"], message, "year_missing", year=year)


def _date_problems(
    source: YamlSource, at: list[Key], entry: Mapping[str, Any], rule: Rule
) -> Iterator[Problem]:
    year, at_date = entry["year"], [*at, "date"]
    day = _day(entry["date"])
    for position, text in enumerate(entry.get("corrected", [])):
        if _day(text) is None:
            message = f"There is no day {text}."
            yield source.problem([*at, "corrected", position], message, "date_none", found=text)
    if day is None:
        message = f"There is no day {entry['date']} in the calendar."
        yield source.problem(at_date, message, "date_none", found=entry["date"])
        return
    if day.year != year:
        message = f"{day} is not in the year {year}."
        yield source.problem(at_date, message, "date_year", found=day, year=year)
        return
    if not EARLIEST <= (day.month, day.day) <= LATEST:
        yield source.problem(
            at_date,
            f"{day} is not between late September and mid October, when CX Day is celebrated; "
            "check the date.",
            "date_season",
            found=day,
        )
    right, wrong = day_name[day.weekday()], entry["weekday"]
    if wrong != right:
        message = f"{day} is a {right}, not a {wrong}; check the date against the source."
        values = {"found": day, "right": right, "wrong": wrong}
        yield source.problem([*at, "weekday"], message, "date_weekday", **values)
    by_rule = rule.date_in(year)
    if day != by_rule and "moved_because" not in entry:
        yield source.problem(
            at_date,
            f"The rule gives {by_rule} for {year}. If the day really was moved to {day}, "
            "say why in “moved_because”, in every language.",
            "date_moved",
            found=day,
            right=by_rule,
            year=year,
        )
    if day == by_rule and "moved_because" in entry:
        yield source.problem(
            [*at, "moved_because"],
            f"{day} is the date that the rule gives: take “moved_because” out.",
            "date_not_moved",
            found=day,
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _record(data: Mapping[str, Any]) -> Record:
    rule = _rule(data["rule"])
    documented = {
        entry["year"]: Occurrence(
            year=entry["year"],
            date=date.fromisoformat(entry["date"]),
            rule_date=rule.date_in(entry["year"]),
            status=entry["status"],
            sources=tuple(entry["sources"]),
            reasons=entry.get("moved_because", {}),
            corrected=tuple(sorted(map(date.fromisoformat, entry.get("corrected", [])))),
        )
        for entry in data["years"]
    }
    sources = {
        entry["id"]: Source(
            id=entry["id"],
            publisher=entry["publisher"],
            title=entry.get("title"),
            author=entry.get("author"),
            url=entry.get("url"),
            published=entry.get("published"),
        )
        for entry in data["sources"]
    }
    return Record(Observance(rule, documented), sources, date.fromisoformat(data["published"]))
