"""Who has followed whom: the states of a page in several languages, out of its history."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_day.counterparts import Commit, Counterparts, Edit, Page, markers, pending
from tests.unit.site_data import LOCALES

DAY = date(2026, 11, 1)
MARKERS = markers(LOCALES.values())
NAME = "dates.md"


def commits(*steps: str, said: str = "") -> list[Commit]:
    """One commit a day, each of which changes the page in the languages named: "pl ar"."""
    return [
        Commit(
            str(number),
            DAY + timedelta(days=number),
            f"step {number}",
            {(key, NAME): Edit(number + 1, (said,)) for key in step.split()},
        )
        for number, step in enumerate(steps)
    ]


def behind(
    history: list[Commit],
    languages: Collection[str] = ("pl", "ar"),
    compared: Mapping[Page, date] | None = None,
) -> dict[str, dict[str, list[str]]]:
    """Which languages lag, behind which other, and by which commits."""
    found = pending(history, list(languages), MARKERS, compared or {})
    return {
        key: {leader: [change.commit for change in changes] for leader, changes in leaders.items()}
        for (key, _), leaders in found.items()
        if leaders
    }


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["pl ar"], {}),
        (["pl", "ar"], {}),
        (["pl"], {}),  # there is no Arabic page that could lag
        (["pl ar", "pl"], {"ar": {"pl": ["1"]}}),
        (["pl ar", "ar"], {"pl": {"ar": ["1"]}}),
        (["pl ar", "pl", "pl"], {"ar": {"pl": ["1", "2"]}}),
        (["pl ar", "pl", "ar"], {}),
        (["pl ar", "pl", "pl", "ar"], {}),
        (["pl ar", "pl", "pl ar"], {}),
        (["pl ar", "pl", "ar", "ar"], {"pl": {"ar": ["3"]}}),
        (["pl", "pl", "ar", "pl"], {"ar": {"pl": ["3"]}}),
    ],
)
def test_a_side_that_changes_alone_leads_until_the_other_follows(
    steps: list[str], expected: dict[str, dict[str, list[str]]]
) -> None:
    assert behind(commits(*steps)) == expected


def test_a_change_is_remembered_with_all_that_a_reader_wants_to_know() -> None:
    (change,) = pending(commits("pl ar", "pl"), ["pl", "ar"], MARKERS, {})["ar", NAME]["pl"]

    assert (change.commit, change.day, change.subject, change.lines) == (
        "1",
        date(2026, 11, 2),
        "step 1",
        2,
    )


def test_three_languages_are_compared_in_pairs() -> None:
    languages = ("pl", "ar", "de")
    after_polish = commits("pl ar de", "pl")
    after_german = commits("pl ar de", "pl", "de")

    assert behind(after_polish, languages) == {"ar": {"pl": ["1"]}, "de": {"pl": ["1"]}}
    assert behind(after_german, languages) == {"ar": {"pl": ["1"], "de": ["2"]}}


STEPS = st.lists(st.sampled_from(["pl", "ar", "pl ar", ""]), max_size=8)


@given(STEPS)
def test_never_do_both_lag(steps: list[str]) -> None:
    assert len(behind(commits("pl ar", *steps))) <= 1


@given(STEPS)
def test_no_language_is_preferred(steps: list[str]) -> None:
    other = {"pl": "ar", "ar": "pl"}
    swapped = [" ".join(other[key] for key in step.split()) for step in steps]
    expected = {
        other[key]: {other[leader]: changes for leader, changes in leaders.items()}
        for key, leaders in behind(commits(*swapped)).items()
    }

    assert behind(commits(*steps)) == expected
    assert behind(commits(*steps), ("ar", "pl")) == behind(commits(*steps))


@given(STEPS, st.sampled_from(["pl", "ar"]))
def test_whoever_lags_is_in_step_after_a_change_of_its_own(steps: list[str], key: str) -> None:
    before = behind(commits("pl ar", *steps))
    after = behind(commits("pl ar", *steps, key))

    assert key not in after
    assert (after == {}) == (key in before)


@given(STEPS, st.integers(0, 8), st.sampled_from(["pl", "ar", "pl ar"]))
@pytest.mark.parametrize(
    "said", ["[redakcyjne]", "Drobiazgi\n\nLiterówka. [Redakcyjne]", "[تحرير] كلمة", "[EDITORIAL]"]
)
def test_an_editorial_change_leaves_everything_as_it_is(
    said: str, steps: list[str], place: int, editorial: str
) -> None:
    history = commits("pl ar", *steps)
    (extra,) = commits(editorial, said=said)
    place = 1 + min(place, len(steps))

    assert behind([*history[:place], extra, *history[place:]]) == behind(history)


@given(STEPS, st.integers(-1, 9), st.sampled_from(["pl", "ar"]))
def test_what_was_compared_on_a_day_is_settled_up_to_that_day(
    steps: list[str], days: int, side: str
) -> None:
    history = commits("pl ar", *steps)
    day = DAY + timedelta(days=days)
    later = [*commits("pl ar"), *(commit for commit in history if commit.day > day)]

    assert behind(history, compared={(side, NAME): day}) == behind(later)


def test_a_change_that_says_itself_that_both_say_the_same_makes_nobody_lag() -> None:
    (change,) = commits("pl")
    edit = Edit(1, ("",), compared=True)
    settling = Commit("9", DAY, "", {("pl", NAME): edit})

    assert behind([*commits("pl ar"), settling]) == {}
    assert behind([*commits("pl ar", "ar"), settling]) == {}
    assert behind([*commits("pl ar", "pl"), settling]) == {"ar": {"pl": ["1"]}}
    assert behind([*commits("pl ar"), change, settling]) == {"ar": {"pl": ["0"]}}


# --------------------------------------------------------------------------- standings

NONE = {"counterpart": {"status": "none", "reason": "…"}}
WANTED = {"counterpart": {"status": "wanted", "reason": "…"}}


@pytest.mark.parametrize(
    ("pages", "steps", "states"),
    [
        ({"pl": {}, "ar": {}}, None, ("unknown", "unknown")),
        ({"pl": {}, "ar": {}}, [], ("unknown", "unknown")),
        ({"pl": {}, "ar": {}}, ["pl"], ("same", "unknown")),
        ({"pl": {}, "ar": {}}, ["pl ar"], ("same", "same")),
        ({"pl": {}, "ar": {}}, ["pl ar", "pl"], ("leading", "lagging")),
        ({"pl": {}, "ar": {}}, ["pl ar", "ar"], ("lagging", "leading")),
        ({"pl": NONE}, ["pl"], ("alone", "elsewhere")),
        ({"pl": WANTED}, None, ("unwritten", "wanted")),
        ({"pl": WANTED}, ["pl ar", "pl"], ("unwritten", "wanted")),  # the Arabic one was removed
        ({"ar": WANTED}, ["ar"], ("wanted", "unwritten")),
    ],
)
def test_a_page_stands_differently_in_each_language(
    pages: dict[str, dict[str, Any]], steps: list[str] | None, states: tuple[str, str]
) -> None:
    lags = None if steps is None else pending(commits(*steps), ["pl", "ar"], MARKERS, {})
    site = Counterparts(["pl", "ar"], {(key, NAME): meta for key, meta in pages.items()}, lags)

    found = tuple(standing.state for key in ("pl", "ar") for standing in site.standings(key))

    assert found == states
