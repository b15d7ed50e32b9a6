"""What the templates show: the record as rows, links and lists in the words of one language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from cx_day.counterparts import STATES, TO_DO
from cx_day.dates import MILESTONES
from cx_day.feeds import HORIZON_YEARS
from cx_day.library import alphabetical
from cx_day.placeholders import BLOCKS, FORMS, PREFIX, RELATIVE_WHEN, TEXTS
from cx_day.typography import bind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from cx_day.counterparts import Counterparts
    from cx_day.library import Term
    from cx_day.locales import Locale
    from cx_day.placeholders import Vocabulary
    from cx_day.record import Record
    from cx_day.wording import Wording

UPCOMING_SHOWN = 5
"""How many coming years the short list shows; ``overrides/partials/clock.js`` keeps it at that."""
TABLE_YEARS = 10
"""How many coming years the table of all years shows."""


def calendar_links(calendar_url: str, name: str) -> dict[str, str]:
    """The ways into a calendar that need a full address, which other services fetch.

    Google: https://support.google.com/calendar/answer/37100; Outlook takes ``addfromweb``.
    """
    subscribe = "webcal://" + calendar_url.partition("://")[2]
    google = "https://calendar.google.com/calendar/render?cid="
    outlook = "https://outlook.live.com/calendar/0/addfromweb?url="
    return {
        "subscribe": subscribe,
        "google": google + quote(subscribe, safe=""),
        "outlook": f"{outlook}{quote(calendar_url, safe='')}&name={quote(name, safe='')}",
    }


@dataclass(frozen=True)
class Views:
    """The record in one language, seen on ``today``; rows are plain dictionaries for Jinja."""

    record: Record
    wording: Wording
    today: date

    def upcoming(self) -> Iterator[dict[str, Any]]:
        """The coming years, of which the first few are shown: enough for as long as a page lasts.

        From yesterday on, because a reader's day may lag behind the build's.
        """
        upcoming = self.record.observance.upcoming
        shown = upcoming(self.today, UPCOMING_SHOWN)
        yesterday = self.today - timedelta(days=1)
        for occurrence in upcoming(yesterday, 1 + HORIZON_YEARS + UPCOMING_SHOWN):
            yield {
                "year": occurrence.year,
                "iso": occurrence.date.isoformat(),
                "long": bind(self.wording.long(occurrence.date)),
                "shown": occurrence in shown,
            }

    def years(self) -> Iterator[dict[str, Any]]:
        """Every year from the first one on, with its date, status and sources."""
        observance = self.record.observance
        following = observance.next(self.today)
        for year in range(observance.rule.since, following.year + TABLE_YEARS):
            occurrence = observance.occurrence(year)
            yield {
                "year": year,
                "iso": occurrence.date.isoformat(),
                "long": bind(self.wording.long(occurrence.date)),
                "day": occurrence.date.day,
                "status": occurrence.status,
                "moved": occurrence.moved,
                "reason": occurrence.reasons.get(self.wording.locale.key),
                "next": occurrence == following,
                "sources": [self.record.sources[name] for name in occurrence.sources],
            }

    def sources(self) -> Iterator[dict[str, Any]]:
        """Every source of a date, with the years that it is a source for."""
        documented = self.record.observance.documented.values()
        for source in self.record.sources.values():
            published = source.published
            yield {
                "source": source,
                "published": bind(self.wording.partial(published)) if published else None,
                "years": [entry.year for entry in documented if source.id in entry.sources],
            }


_WORDS_A_MINUTE = 180
_TAG = re.compile(r"<[^>]+>")


def minutes_to_read(html: str) -> int:
    """How long the text of a page takes to read, in whole minutes, at least one."""
    words = len(_TAG.sub(" ", html).split())
    return max(1, round(words / _WORDS_A_MINUTE))


def glossary_rows(
    terms: list[Term], locales: Mapping[str, Locale], key: str
) -> list[dict[str, Any]]:
    """The terms in alphabetical order, each with its names in English and the other languages.

    What those are called is left to CLDR.
    """
    own = locales[key].cldr
    others = {
        name: {"label": locale.cldr.get_display_name(own), "tag": locale.tag}
        for name, locale in locales.items()
        if name != key and locale.cldr.language != "en"
    }
    english = [{"label": own.languages["en"], "tag": "en"}] if own.language != "en" else []
    return [
        {
            "id": term.id,
            "term": term.words[key].term,
            "definition": term.words[key].definition,
            "names": [
                *(label | {"term": term.english} for label in english),
                *(
                    label | {"term": term.words[name].term}
                    for name, label in others.items()
                    if name in term.words
                ),
            ],
        }
        for term in alphabetical(terms, locales[key])
    ]


NEW_PAGE = ("about/contribute.md", "#add-a-page")
"""Where it stands how a page is written."""


def _named(locale: Locale, group: str, key: str) -> str:
    """What a language calls another one: in words of its own, or as CLDR has it."""
    names: Mapping[str, str] = locale.strings["counterparts"][group]
    if key in names:
        return names[key]
    return names["other"].format(language=locale.cldr.languages.get(key, key))


def _in_words(locale: Locale, languages: Iterable[str]) -> str:
    separator: str = locale.strings["table"]["separator"]
    return separator.join(_named(locale, "languages", key) for key in languages)


def lagging_lines(counterparts: Counterparts, wording: Wording, name: str) -> list[dict[str, str]]:
    """What a page says of the versions that it has not followed yet, in its own language."""
    locale = wording.locale
    return [
        {
            "leader": leader,
            "text": locale.strings["counterparts"]["lagging"].format(
                version=_named(locale, "versions", leader), date=wording.short(changes[-1].day)
            ),
            "link": _named(locale, "lagging_links", leader),
        }
        for leader, changes in counterparts.behind(wording.locale.key, name).items()
    ]


def missing_notes(
    counterparts: Counterparts,
    locales: Mapping[str, Locale],
    name: str,
    url: Callable[[str, str], str],
) -> Iterator[tuple[str, dict[str, str]]]:
    """For each language without the page a word to its readers, in that language."""
    excuse = counterparts.excuse(name)
    kind = "alone" if excuse and excuse["status"] == "none" else "wanted"
    for key in counterparts.lacking(name):
        leads_on = kind == "wanted" and key in counterparts.having(NEW_PAGE[0])
        target, anchor = NEW_PAGE if leads_on else ("index.md", "")
        strings = locales[key].strings["counterparts"]
        language = _in_words(locales[key], counterparts.having(name))
        yield (
            key,
            {
                "text": strings[kind].format(language=language),
                "link": strings["wanted_link" if leads_on else "alone_link"],
                "url": url(key, target) + anchor,
                "home": url(key, "index.md"),
            },
        )


def state_rows(
    counterparts: Counterparts,
    wording: Wording,
    locales: Mapping[str, Locale],
    url: Callable[[str, str], str],
) -> Iterator[dict[str, Any]]:
    """How all pages of the site stand, seen from one language: what there is to do in it first."""
    locale = wording.locale
    strings = locale.strings["pages_state"]
    standings = counterparts.standings(locale.key)
    for standing in sorted(standings, key=lambda it: STATES.index(it.state)):
        having = counterparts.having(standing.name)
        shown = locale.key if locale.key in having else having[0]
        yield {
            "title": counterparts.pages[shown, standing.name].get("title", standing.name),
            "url": url(shown, standing.name),
            "locale": locales[shown],
            "to_do": standing.state in TO_DO,
            "state": strings["states"][standing.state].format(
                language=_in_words(locale, having),
                version=_named(locale, "versions", standing.other),
            ),
            "how_to": url(locale.key, NEW_PAGE[0]) + NEW_PAGE[1]
            if standing.state == "wanted" and locale.key in counterparts.having(NEW_PAGE[0])
            else None,
            "reason": (counterparts.excuse(standing.name) or {}).get("reason"),
            "changes": [
                {
                    "commit": change.commit,
                    "subject": change.subject,
                    "iso": change.day.isoformat(),
                    "date": wording.short(change.day),
                    "lines": wording.count("lines", change.lines),
                }
                for change in reversed(standing.changes)
            ],
        }


def vocabulary_rows(vocabulary: Vocabulary) -> Iterator[dict[str, str]]:
    """The rows of the page that explains the placeholders, out of the vocabulary itself."""
    strings = vocabulary.wording.locale.strings["vocabulary"]
    observance = vocabulary.observance

    def row(name: str, meaning: str, result: str | None = None) -> dict[str, str]:
        name = f"{PREFIX}.{name}"
        shown = str(vocabulary.value(name)) if result is None else result
        return {"name": name, "result": shown, "meaning": meaning}

    for when in RELATIVE_WHEN:
        yield row(when, strings["when"][when])
    year = str(observance.next(vocabulary.today).year)
    yield row(year, strings["when"]["year"].format(first=observance.rule.since))
    for form in FORMS:
        yield row(f"next.{form}", strings["forms"][form])
    for milestone in MILESTONES:
        yield row(f"next.{milestone}", strings["milestones"][milestone])
    for name in TEXTS:
        yield row(name, strings["texts"][name], "")
    for name in BLOCKS:
        meaning = strings["block_meaning"].format(meaning=strings["blocks"][name])
        yield row(name, meaning, strings["block_result"])
