"""Spelling: what is found on a broken page, what is left alone, and that the site has none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.unit.site_data import LOCALES, ROOT, replace
from tools.spelling import Words, dictionary, problems, unchecked, words_of_list

if TYPE_CHECKING:
    from pathlib import Path

LISTS = {key: ROOT / "data" / "spelling" / f"{key}.txt" for key in LOCALES}

POLISH = """\
---
title: "Kiedy jest ten dzień"
lead: "Opis z błendem."
related: ["niema-takiego-pliku.md"]
---

Klientce i klientowi, polsko-arabski słownik, SMS-ów, LinkedIn, #CXDay, قال.

```
blendny kod
```

Adres [strony](zly-adres.md), `zly kod` i {{ cx_day.next }}, plik zly-plik.json.
Wpis Temkina: **urzytkownik** nie <span class="wazne">jest</span> z {#kotwicom}
"""

ARABIC = """\
---
title: "متى يحل هذا اليوم"
---

يكتبونه ثم ترسلونها، فاكتبوه، وسألتموهم عن هذه الترويسة. حُفظ الملف data.json في CXPA.
كتبو إستبيان عن رحلة العميل.
"""


@pytest.fixture
def broken(project: Path) -> Path:
    """A project with a page in each language, and a mistake in its data."""
    for key, text in (("pl", POLISH), ("ar", ARABIC)):
        page = project / "docs" / key / "page.md"
        page.parent.mkdir(parents=True)
        page.write_text(text, encoding="utf-8")
    replace(project / "data" / "locales" / "pl.yml", 'menu: "Menu"', 'menu: "Mennu"')
    return project


def test_mistakes_are_found_where_they_are_and_nothing_else_is(broken: Path) -> None:
    locale = (broken / "data" / "locales" / "pl.yml").read_text(encoding="utf-8")
    menu = locale[: locale.index("Mennu")].count("\n") + 1

    found = {
        (problem.path, problem.line, quoted)
        for problem in problems(broken)
        for quoted in re.findall("[„«](.*?)[”»]", problem.message)
    }

    assert found == {
        ("data/locales/pl.yml", menu, "Mennu"),
        ("docs/ar/page.md", 6, "كتبو"),
        ("docs/ar/page.md", 6, "إستبيان"),
        ("docs/pl/page.md", 3, "błendem"),
        ("docs/pl/page.md", 14, "urzytkownik"),
    }


def test_the_sentence_suggests_a_word_in_the_language_of_the_page(broken: Path) -> None:
    sentences = {problem.message for problem in problems(broken)}

    assert any(
        sentence.startswith("Słownik nie zna słowa „urzytkownik”. Podobne: użytkownik")
        and "data/spelling/pl.txt" in sentence
        for sentence in sentences
    )
    assert any(
        sentence.startswith("كلمة «إستبيان» ليست في المعجم الإملائي، وتشبهها: ")
        and "استبيان" in sentence.split("تشبهها")[1]
        for sentence in sentences
    )


@pytest.mark.parametrize(
    ("key", "listed", "word"),
    [
        ("pl", "hasztag", "Hasztag"),
        ("pl", "Bruce", "Bruce’a"),
        ("ar", "ماركيترز", "ولماركيترز"),
        ("ar", "ترويسة", "والترويسة"),
        ("ar", "ابدأوا", "فابدأوها"),
    ],
)
def test_a_listed_word_is_known_with_what_is_attached_to_it(
    project: Path, key: str, listed: str, word: str
) -> None:
    list_of_words = project / "data" / "spelling" / f"{key}.txt"

    for content, known in (("# nothing\n", False), (f"# one\n{listed}\n", True)):
        list_of_words.write_text(content, encoding="utf-8")
        words = Words(project, LOCALES[key])
        words.collect("docs/page.md", 1, word)
        assert (word not in words.readings()) == known


@pytest.mark.parametrize(
    ("key", "text", "checked"),
    [
        ("ar", "كتـبو إستبيان", "إستبيان"),
        ("ar", "ﻛﺘﺒﻮ إستبيان", "إستبيان"),
        ("ar", "کتبو إستبيان", "إستبيان"),
        ("ar", "كت\u200cبو \u200fإستبيان", "إستبيان"),
        ("pl", "błen\u00addem polsko-bł\u200bend błendem", "błendem"),
    ],
)
def test_words_that_hold_odd_letters_are_left_to_the_check_of_these(
    key: str, text: str, checked: str
) -> None:
    words = Words(ROOT, LOCALES[key])
    words.collect("docs/page.md", 1, text)

    assert list(words.readings()) == [checked]


def test_the_texts_of_the_site_are_spelt_right() -> None:
    assert problems(ROOT) == []


@pytest.mark.parametrize("key", LOCALES)
def test_each_language_has_a_dictionary_and_an_orderly_list(key: str) -> None:
    words = words_of_list(LISTS[key])

    assert dictionary(key) is not None
    assert words == sorted(set(words), key=lambda word: (word.casefold(), word))
    assert LISTS[key].read_text(encoding="utf-8").startswith("# ")


def test_a_language_without_a_dictionary_is_named_and_not_checked(broken: Path) -> None:
    known = problems(broken)
    (broken / "data" / "locales" / "uk.yml").write_text("name: Українська\n", encoding="utf-8")
    page = broken / "docs" / "uk" / "index.md"
    page.parent.mkdir(parents=True)
    page.write_text("Помилкка", encoding="utf-8")

    (line,) = unchecked(broken)

    assert line.startswith("data/locales/uk.yml: the spelling of “uk” is not checked: there is no")
    assert problems(broken) == known
    assert list(unchecked(ROOT)) == []
