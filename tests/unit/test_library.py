"""The glossary and the list of documents in a language that has words for a part of them only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cx_day import library, record
from cx_day.problems import SourceError
from cx_day.views import glossary_rows
from tests.unit.site_data import LOCALES, ROOT

GROWING = replace(LOCALES["pl"], key="uk", tag="uk", complete=False)
WORDS = library.Wordage("досвід клієнта (CX)", "Усе, що людина переживає з фірмою.", ())


def terms() -> list[library.Term]:
    first, second = library.glossary(ROOT)[:2]
    return [first, replace(second, words=dict(second.words) | {"uk": WORDS})]


def test_a_term_without_words_is_left_out_in_that_language_only() -> None:
    languages = LOCALES | {"uk": GROWING}

    (row,) = glossary_rows(terms(), languages, "uk")
    polish = glossary_rows(terms(), languages, "pl")

    assert row["term"] == WORDS.term
    assert [name["tag"] for name in row["names"]] == ["en", "pl", "ar"]
    assert [[name["tag"] for name in row["names"]] for row in polish] == [
        ["en", "ar"],
        ["en", "ar", "uk"],
    ]


def test_each_language_is_called_by_its_name_in_the_language_of_the_page() -> None:
    languages = LOCALES | {"uk": GROWING}
    rows = {key: glossary_rows(terms(), languages, key) for key in LOCALES}

    assert {name["label"] for row in rows["pl"] for name in row["names"]} == {
        "angielski",
        "arabski",
        "ukraiński",
    }
    assert {name["label"] for row in rows["ar"] for name in row["names"]} == {
        "الإنجليزية",
        "البولندية",
        "الأوكرانية",
    }


def test_english_is_named_once_where_it_is_a_language_of_the_site() -> None:
    english = replace(LOCALES["pl"], key="en", tag="en")
    known = replace(terms()[0], words=dict(terms()[0].words) | {"en": WORDS})
    languages = LOCALES | {"en": english}

    (polish,) = glossary_rows([known], languages, "pl")
    (own,) = glossary_rows([known], languages, "en")

    assert [name["tag"] for name in polish["names"]] == ["en", "ar"]
    assert [name["tag"] for name in own["names"]] == ["pl", "ar"]


def test_a_term_without_words_is_looked_for_nowhere() -> None:
    without, with_words = terms()

    assert library.occurrences(without, GROWING) is None
    assert library.occurrences(with_words, GROWING) is not None


def test_a_document_without_a_name_goes_by_its_own() -> None:
    arabic = library.documents(ROOT)["marketers"]

    assert [arabic.named_in(key) for key in ("pl", "ar", "uk")] == ["pl", "ar", "ar"]


@pytest.mark.parametrize(
    ("load", "path"),
    [
        (library.glossary, "data/glossary.yml"),
        (library.documents, "data/library.yml"),
        (record.load, "data/cx-day.yml"),
    ],
)
def test_a_complete_language_has_to_have_all_words(
    load: Callable[[Path, list[str]], object], path: str
) -> None:
    load(ROOT, ["pl", "ar"])
    with pytest.raises(SourceError, match="The words in the language “uk” are missing") as caught:
        load(ROOT, ["pl", "uk"])

    assert {problem.path for problem in caught.value.problems} == {path}
