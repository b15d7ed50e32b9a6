"""The search's words: what counts as the same; pages as sections; the index as files."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_day.search.index import HEADING, TITLE, SearchPage, index_files
from cx_day.search.sections import plain, sections
from cx_day.search.words import rules
from tests.unit.site_data import LOCALES, ROOT

RULES = {key: rules(ROOT, locale) for key, locale in LOCALES.items()}

FAMILIES = {
    "pl": [
        "klient klienta klientowi klientem kliencie klienci klientów klientom klientami klientach",
        "klient klientka klientki klientce klientkę klientką klientek klientkom klientkami",
        "święto święta świętem świętu świąt świętować świętujemy świętowanie świętowania",
        "doświadczenie doświadczenia doświadczeniu doświadczeniem doświadczeń doświadczeniach",
        "mapa mapy mapie mapę mapą map mapom mapami mapach",
        "pytanie pytania pytań pytaniom pytaniami",
        "pracownik pracownika pracownicy pracowników pracownica pracownicę pracownicami",
        "ankieta ankiecie ankiet ankietami",
        "wiadomość wiadomości wiadomością wiadomościami",
        "gość goście gości gościom gośćmi",
        "usługa usłudze usług usługami",
        "organizacja organizacji organizacją organizacje",
        "dzień dnia dniu dniem dni dniom dniach",
        "wtorek wtorku wtorkiem wtorki",
        "mierzyć mierzymy mierzenie mierzenia mierzeniem",
        "rozmowa rozmowie rozmów rozmowami",
    ],
    "ar": [
        "عميل العميل للعميل بالعميل والعميل وبالعميل عميلًا عميلة عميلتها",
        "عملاء العملاء للعملاء عملائنا عملاؤنا عملاءكم وعملائهم عميل",
        "تجربة التجربة بالتجربة تجربتكم لتجربتها وتجربته",
        "خريطة الخريطة وبالخريطة خريطتهم للخريطة",
        "ملصق الملصق ملصقات الملصقات ملصقاتكم بملصقاتهم",
        "مدير المدير مديرون المديرين مديركم لمديرينا",
        "استراتيجية الاستراتيجيات استراتيجيتكم",
        "خطة الخطة خطتنا خطط خططكم",
        "قائد القائد القادة قادتكم وللقادة",
        "لغة اللغة لغتنا باللغة",
        "التزام الالتزام والتزامكم",
        "سؤال السؤال أسئلة الأسئلة",
    ],
}
APART = {
    "pl": [("klient", "klimat"), ("plan", "plakat"), ("mapa", "miara"), ("data", "dane")],
    "ar": [("عميل", "عمل"), ("خطة", "خريطة"), ("ورشة", "وقت"), ("يوم", "موعد")],
}
FOLDED = [
    ("Zażółć GĘŚLĄ jaźń", "zazolc gesla jazn"),
    ("Łódź", "lodz"),
    ("مُحَمَّدٌ", "محمد"),
    ("العمـــيل", "العميل"),
    ("أإآٱا", "ااااا"),
    ("مستوى", "مستوي"),
    ("تجربة", "تجربه"),
    ("مسؤول", "مسول"),
    ("مسوول", "مسول"),
    ("رئيس", "ريس"),
    ("رييس", "ريس"),
    ("شيء", "شي"),
    ("٢٠١٦", "٢٠١٦"),
    ("\u2066NPS\u2069", "nps"),
    ("ﻻ", "لا"),
]


def stems(key: str, word: str) -> set[str]:
    return set(RULES[key].stems(RULES[key].fold(word)))


@pytest.mark.parametrize(("text", "folded"), FOLDED)
@pytest.mark.parametrize("key", RULES)
def test_what_may_be_left_out_in_typing_makes_no_difference(
    key: str, text: str, folded: str
) -> None:
    assert RULES[key].fold(text) == RULES[key].fold(folded)
    assert re.fullmatch(r"[^\W_]+( [^\W_]+)*", RULES[key].fold(text))


@pytest.mark.parametrize("key", RULES)
@given(st.text())
def test_folding_twice_folds_no_further(key: str, text: str) -> None:
    folded = RULES[key].fold(text)
    assert RULES[key].fold(folded) == folded


@pytest.mark.parametrize(
    ("key", "family"), [(key, family) for key, families in FAMILIES.items() for family in families]
)
def test_forms_of_a_word_share_a_stem(key: str, family: str) -> None:
    first, *others = family.split()
    for other in others:
        assert stems(key, first) & stems(key, other), other


@pytest.mark.parametrize(
    ("key", "pair"), [(key, pair) for key, pairs in APART.items() for pair in pairs]
)
def test_different_words_share_none(key: str, pair: tuple[str, str]) -> None:
    assert not stems(key, pair[0]) & stems(key, pair[1])


@pytest.mark.parametrize("term", ["NPS", "CX", "CSAT", "JSON", "2016"])
def test_latin_terms_and_numbers_are_the_same_in_both_languages(term: str) -> None:
    assert stems("pl", term) == stems("ar", term) == {term.lower()}


@pytest.mark.parametrize("key", RULES)
@given(st.text(st.sampled_from("abceiklmnostuyzابتةجدرسفكلمنهوىي"), min_size=1, max_size=12))
def test_something_is_left_of_every_word(key: str, word: str) -> None:
    folded = RULES[key].fold(word)
    assert all(RULES[key].stems(folded))


def test_the_words_of_a_language_without_rules_are_only_folded() -> None:
    plain = rules(ROOT, replace(LOCALES["pl"], key="uk"))

    assert [folded for _, folded in plain.words("Їжа Й Клієнтам")] == ["іжа", "и", "клієнтам"]
    assert plain.stems("клієнтам") == ["клієнтам"]


PAGE = """
<p>Before <a href="x">all</a>.</p>
<section><h2 id="first">First <b>part</b><a class="anchor" href="#first">#</a></h2>
<p>In <time data-cx-day="next.days">5 days</time> or <bdi dir="ltr">0–10</bdi>.</p>
<p hidden>Not yet.</p><script>let x;</script><svg><text>drawn</text></svg>
<dl><div id="term"><dt>Term</dt><dd>Meaning<br>of it</dd></div></dl></section>
"""


def test_a_page_falls_into_sections_of_text() -> None:
    found = [(one.anchor, one.heading, one.text) for one in sections(PAGE)]

    assert found == [
        ("", "", "Before all."),
        ("first", "First part", "In … or \u20660–10\u2069."),
        ("term", "Term", "Meaning of it"),
    ]


def test_a_line_of_html_is_plain_text() -> None:
    assert plain("a &amp; <b>b</b>") == "a & b"


def files(*pages: SearchPage) -> dict[str, Any]:
    made = index_files(pages, RULES["pl"], {"title": "Szukaj"})
    return {name: json.loads(content) for name, content in made.items()}


def weights(made: dict[str, Any], term: str) -> dict[int, int]:
    """Section to weight, read from the files as the browser does."""
    at = made["start.json"]["terms"].split().index(term)
    run = 0
    while at >= made["start.json"]["runs"][run]:
        at -= made["start.json"]["runs"][run]
        run += 1
    _, *numbers = made[f"terms-{run}.json"][at]
    found, section = {}, 0
    for distance, weight in zip(numbers[::2], numbers[1::2], strict=True):
        section += distance
        found[section] = weight
    return found


def test_a_word_counts_by_where_it_stands() -> None:
    page = SearchPage("a/", "Plakaty", "", html='<p>x</p><h2 id="y">Mapa</h2><p>plakat, mapa</p>')
    made = files(SearchPage("b/", "Inna", "", html="<p>mapy</p>"), page)

    assert weights(made, "plakat") == {1: TITLE, 2: 1}
    assert weights(made, "map") == {0: 1, 2: HEADING + 1}


def test_the_start_names_pages_parts_and_every_term_in_order() -> None:
    made = files(SearchPage("a/", "Jeden", "Dział"), SearchPage("b/", "Dwa", ""))
    start = made["start.json"]

    assert start["pages"] == [["a/", "Jeden", 0, 1], ["b/", "Dwa", -1, 1]]
    assert start["parts"] == ["Dział"]
    assert start["terms"].split() == sorted(start["terms"].split())
    assert start["strings"] == {"title": "Szukaj"}


def test_another_text_makes_another_version() -> None:
    versions = {
        files(SearchPage("a/", "Jeden", "", html=text))["start.json"]["version"]
        for text in ("", "<p>x</p>", "<p>y</p>")
    }
    assert len(versions) == 3


def test_a_large_index_comes_in_runs() -> None:
    many = " ".join(f"słowo{number}" for number in range(3000))
    made = files(SearchPage("a/", "Dużo", "", html=f"<p>{many}</p>"))

    runs = [name for name in made if name.startswith("terms-")]
    assert len(runs) > 1
    assert sum(made["start.json"]["runs"]) == len(made["start.json"]["terms"].split())
    assert weights(made, "slowo2999") == {0: 1}
