"""Language checks: hidden characters, look-alikes, and the words that are to be avoided."""

from __future__ import annotations

from dataclasses import replace as replace_fields
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_day import library
from cx_day.prose_checks import ProseChecks, prose
from tests.unit.site_data import LOCALES, ROOT, replace

if TYPE_CHECKING:
    from pathlib import Path

    from cx_day.locales import Locale

GLOSSARY = library.glossary(ROOT)
CHECKS = ProseChecks(GLOSSARY, LOCALES)


def _like(key: str, model: str, alphabet: str) -> Locale:
    """Another language, with the texts of one of ours."""
    strings = {**LOCALES[model].strings, "alphabet": alphabet}
    return replace_fields(LOCALES[model], key=key, strings=strings)


def said(text: str, key: str = "pl") -> list[tuple[int, str]]:
    """What the writer of a page hears: line and sentence."""
    sentences = LOCALES[key].strings["problems"]
    return sorted(
        (line, sentences[name].format(**values)) for line, name, values in CHECKS.of_page(text, key)
    )


def flagged(text: str, key: str = "pl") -> list[tuple[str, str]]:
    """The forms found in a page, each with what to write instead."""
    return [
        (values["found"], values["term"])
        for _, name, values in CHECKS.of_page(text, key)
        if name == "term"
    ]


# --------------------------------------------------------------------------- words to avoid


@pytest.mark.parametrize(
    ("key", "text", "found", "term"),
    [
        ("pl", "Każdy punkt dotyku", "punkt dotyku", "punkt styku"),
        ("pl", "W punktach dotyku", "punktach dotyku", "punkt styku"),
        ("pl", "Punkty\ndotyku", "Punkty dotyku", "punkt styku"),
        ("pl", "> punkty\n> dotyku", "punkty dotyku", "punkt styku"),
        ("pl", "**punkt** [dotyku](a.md)", "punkt dotyku", "punkt styku"),
        ("pl", '[a](b.md "punkt dotyku")', "punkt dotyku", "punkt styku"),
        ("pl", "- a\n\n    punkt dotyku", "punkt dotyku", "punkt styku"),
        ("pl", "!!! note\n\n    punkt dotyku", "punkt dotyku", "punkt styku"),
        ("ar", "عن تجربة العملاء هنا", "تجربة العملاء", "تجربة العميل (CX)"),
        ("ar", "وبتجربة العملاء", "وبتجربة العملاء", "تجربة العميل (CX)"),
        ("ar", "بتَجرِبةِ العُملاء", "بتجربة العملاء", "تجربة العميل (CX)"),
        ("ar", "لزبائنكم", "لزبائنكم", "عميل"),
        ("ar", "وللزبون", "وللزبون", "عميل"),
        ("ar", "للتغذية الراجعة", "للتغذية الراجعة", "رأي العميل (feedback)"),
        ("ar", "في اليوم العالمي لتجربة العملاء", "اليوم العالمي لتجربة العملاء", None),
    ],
)
def test_a_form_to_avoid_is_found_in_any_case_and_with_what_is_attached(
    key: str, text: str, found: str, term: str | None
) -> None:
    term = term or LOCALES[key].strings["site"]["observance"]

    assert flagged(text, key) == [(found, term)]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("pl", "punkt styku"),
        ("pl", "kontrapunkt dotyku"),
        ("pl", "punkt dotykuj"),
        ("pl", "Nie mówimy „punkt dotyku”."),
        ("pl", "<cite>Punkt dotyku</cite>"),
        ("pl", "`punkt dotyku`"),
        ("pl", "```\npunkt dotyku\n```"),
        ("pl", "~~~ yaml\npunkt dotyku\n~~~"),
        ("pl", "A\n\n    punkt dotyku"),
        ("pl", "<!-- punkt dotyku -->"),
        ("pl", "[a](call-centre.md) https://example.org/call centre.md"),
        ("pl", "punkt\n\ndotyku"),
        ("pl", "punkt `a` dotyku"),
        ("pl", "punkt {{ cx_day.next }} dotyku"),
        ("pl", "## A {#frontline}"),
        ("ar", "تجربة العميل وتجارب العملاء"),
        ("ar", "كتبوا «تجربة العملاء» في العنوان"),
    ],
)
def test_good_language_quotations_and_code_are_left_alone(key: str, text: str) -> None:
    assert said(text, key) == []


@pytest.mark.parametrize("key", LOCALES)
def test_every_form_to_avoid_is_found_with_its_own_term(key: str) -> None:
    for term in GLOSSARY:
        for form in term.words[key].avoid:
            bare = form.replace("*", "")
            assert flagged(f"a {bare} b", key) == [(bare, term.words[key].term)]


@pytest.mark.parametrize("key", LOCALES)
def test_no_term_of_the_glossary_is_itself_one_to_avoid(key: str) -> None:
    for term in GLOSSARY:
        assert said(term.words[key].term, key) == []


# --------------------------------------------------------------------------- hidden characters

HIDDEN = [
    *"\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    *"\u200b\u200c\u200d\u2060\ufeff\u00ad\u2028\x07\x0b\u3164\ue000",
]


@pytest.mark.parametrize("char", HIDDEN, ids=lambda char: f"U+{ord(char):04X}")
@pytest.mark.parametrize("key", LOCALES)
@pytest.mark.parametrize("text", ["a{}b", "`a{}b`", "```\na{}b\n```", "[a](b{}.md)"])
def test_a_hidden_character_is_named_and_its_place_shown(char: str, key: str, text: str) -> None:
    ((_, sentence),) = said(text.replace("{}", char), key)

    assert f"U+{ord(char):04X}" in sentence
    assert "□" in sentence
    assert char not in sentence


def test_tabs_accents_and_no_break_spaces_are_not_hidden() -> None:
    assert said("- a\n\tb\u00a0c — żółć … 👋 é") == []


# --------------------------------------------------------------------------- look-alikes


@pytest.mark.parametrize(
    ("key", "word", "right", "code"),
    [
        pytest.param("pl", "D\u0430y", "Day", "U+0430", id="Cyrillic in a Latin word"),
        pytest.param("pl", "\u0421\u0425", "CX", "U+0421", id="a word that only looks Latin"),
        pytest.param("pl", "kli\u0435ntem", "klientem", "U+0435", id="Cyrillic in a Polish word"),
        pytest.param("ar", "\u039dPS", "NPS", "U+039D", id="Greek in a Latin word"),
        pytest.param("ar", "عم\u06ccل", "عميل", "U+06CC", id="Persian yeh"),
        pytest.param("ar", "ش\u06a9ر", "شكر", "U+06A9", id="Persian kaf"),
        pytest.param("pl", "ش\u06a9ر", "شكر", "U+06A9", id="Arabic on a Polish page"),
        pytest.param("ar", "عميـــل", "عميل", "U+0640", id="tatweel"),
        pytest.param("ar", "\ufecbميل", "عميل", "U+FECB", id="presentation form"),
    ],
)
def test_a_letter_that_only_looks_right_is_named_with_the_right_word(
    key: str, word: str, right: str, code: str
) -> None:
    ((line, sentence),) = said(f"---\ntitle: a\n---\n\na {word} b", key)

    assert line == 5
    assert code in sentence
    assert word in sentence
    assert right in sentence


def test_a_foreign_letter_without_a_latin_look_alike_is_said_to_be_foreign() -> None:
    ((_, sentence),) = said("ab\u0436c")

    assert sentence == LOCALES["pl"].strings["problems"]["mixed"].format(
        found="ab\u0436c", code="U+0436 CYRILLIC SMALL LETTER ZHE"
    )


@pytest.mark.parametrize("text", ["привіт", "α i β", "5 µm", "`СХ`", "عام 1448 هـ", "5 أكتوبر، هـ"])
def test_words_of_another_script_and_the_sign_of_the_hijri_era_are_fine(text: str) -> None:
    assert said(text, "ar") == []


# --------------------------------------------------------------------------- typography


def typeset(text: str, key: str) -> list[tuple[str, str]]:
    """What is found in a page, each with what to write instead."""
    return [
        (values["found"], values["right"])
        for _, name, values in CHECKS.of_page(text, key)
        if name == "typography"
    ]


@pytest.mark.parametrize(
    ("key", "text", "found", "right"),
    [
        ("pl", 'Mówi "tak" i idzie', '"tak"', "„tak”"),
        ("pl", '!!! note "A"\n\n    Mówi "tak"', '"tak"', "„tak”"),
        ("pl", "a - b", "a - b", "a – b"),
        ("pl", "[a](b.md) - c", "[a]…) - c", "[a]…) – c"),
        ("pl", "Czekamy...", "Czekamy...", "Czekamy…"),
        ("pl", "Koniec.  Nowe zdanie", "Koniec.  Nowe", "Koniec. Nowe"),
        ("pl", "- ala   kot", "ala   kot", "ala kot"),
        ("pl", "Czy ?", "Czy ?", "Czy?"),
        ("pl", "**a** , b i c , d", "c ,", "c,"),
        ("pl", '---\ntitle: "A \\"b\\" c"\n---\n', '"b"', "„b”"),
        ("pl", "---\nlead: a - b\n---\n", "a - b", "a – b"),
        ("ar", "أولًا, ثانيًا", "أولًا,", "أولًا،"),
        ("ar", "أولًا; ثانيًا", "أولًا;", "أولًا؛"),
        ("ar", "من?", "من?", "من؟"),
        ("ar", "«من» ?", "«من» ?", "«من»؟"),
        ("ar", "عام ٢٠٢٧", "٢٠٢٧", "2027"),
        ("ar", "عام ۲۰۲۷", "۲۰۲۷", "2027"),
        ("ar", 'قال "نعم" ومضى', '"نعم"', "«نعم»"),
        ("ar", "انتظروا...", "انتظروا...", "انتظروا…"),
        ("ar", "أولًا ، ثانيًا", "أولًا ،", "أولًا،"),
        ("ar", "أولًا .", "أولًا .", "أولًا."),
        ("ar", "أولًا  ثانيًا", "أولًا  ثانيًا", "أولًا ثانيًا"),
        ("ar", "أولًا - ثانيًا", "أولًا - ثانيًا", "أولًا – ثانيًا"),
    ],
)
def test_what_keyboards_write_otherwise_is_found(
    key: str, text: str, found: str, right: str
) -> None:
    assert typeset(text, key) == [(found, right)]


@pytest.mark.parametrize(
    ("key", "text", "right"),
    [
        ("ar", 'قال "نعم", ومضى', "قال «نعم»، ومضى"),
        ("ar", 'قال "كلمة أخرى", ومضى', "قال «كلمة أخرى»، ومضى"),
        ("ar", 'هل قال "نعم"?', "هل قال «نعم»؟"),
        ("ar", '"نعم" - "لا"', "«نعم» – «لا»"),
        ("ar", '"نعم - لا"', "«نعم – لا»"),
        ("ar", "أولًا , ثانيًا", "أولًا، ثانيًا"),
        ("pl", '"tak" - "nie"', "„tak” – „nie”"),
        ("pl", 'Mówi "tak" , i idzie', "Mówi „tak”, i idzie"),
        ("pl", '"tak"  "nie..."', "„tak” „nie…”"),
    ],
)
def test_whoever_takes_over_what_is_proposed_is_done(key: str, text: str, right: str) -> None:
    for found, proposed in sorted(typeset(text, key), key=lambda pair: -len(pair[0])):
        text = text.replace(found, proposed)

    assert text == right
    assert typeset(text, key) == []


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("pl", '[a](b.md "tytuł") ![a](b.png "tytuł") [c]\n\n[c]: d.md "tytuł"'),
        ("pl", '!!! note "Tytuł"\n\n    a'),
        ("pl", '---\ntitle: "Tytuł"\nrelated: ["a.md", "b.md"]\n---\n'),
        ("pl", '<b title="a">b</b> <!-- "a" - b... -->'),
        ("pl", '`a - "b"...`\n\n```\na  b - c ?\n```'),
        ("pl", 'a\n{: title="b" }'),
        ("pl", "- a\n-   b\n\n1.  c\n\nd\n:   e\n\n[^1]:  f\n"),
        ("pl", "| a  | b   |\n| --- | --- |\n| -  |  - |"),
        ("pl", "Wiersz.  \nDrugi  \ntrzeci – biało-czerwony (.ics), 10:30, 1.5"),
        ("pl", "[a](b.md). `c`, {{ cx_day.next }}; [d](e.md)?"),
        ("ar", "CX, NPS; 10,5 `كلمة,` https://example.org/?a=b,c"),
        ("ar", "كلمة، كلمة؛ كلمة؟ «نعم». 2027"),
    ],
)
def test_what_markup_needs_is_no_mistake_of_typography(key: str, text: str) -> None:
    assert typeset(text, key) == []


# --------------------------------------------------------------------------- lines


PAGE = """\
---
title: "A call centre"
description: "Opis z\u200bukrytym znakiem"
related: ["call-centre.md", "call centre"]
---

## Call centre {#a}

```text
call centre
```

- `call centre`

    Tu call
    centre.
"""


def test_lines_count_from_the_top_of_the_file_whatever_stands_above() -> None:
    assert [line for line, _ in said(PAGE)] == [2, 3, 7, 15]


def test_the_sentence_is_in_the_language_of_the_page() -> None:
    ((_, polish),) = said("call centre")
    ((_, arabic),) = said("كول سنتر", "ar")

    assert polish.startswith("Zamiast „call centre” piszemy „centrum kontaktu”")
    assert arabic.startswith("نكتب «مركز الاتصال» لا «كول سنتر»")


@given(st.text('ab `~\n{}<>[]()#!-*.:"„”«»|\t/c', max_size=60))
def test_clearing_a_page_keeps_every_line_in_its_place(text: str) -> None:
    assert prose(text).count("\n") == text.count("\n")
    assert set(prose(text)) <= set(text) | {" ", "\ufffc"}


# --------------------------------------------------------------------------- data


def test_the_texts_in_the_data_files_are_clean() -> None:
    assert list(CHECKS.of_data(ROOT)) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            "locales/ar.yml",
            'skip: "انتقلوا',
            'skip: "انتقلو\u200fا',
            "في هذا السطر محرف خفي: U+200F",
        ),
        ("locales/ar.yml", 'skip: "انتقلوا', 'skip: "انتـقلوا', "في كلمة «انتـقلوا» تطويل"),
        ("locales/pl.yml", 'home: "Strona', 'home: "Str\u043ena', "W słowie „Str\u043ena”"),
        ("glossary.yml", 'term: "kanał"', 'term: "call centre"', "Zamiast „call centre” piszemy"),
        ("glossary.yml", 'term: "قناة"', 'term: "زبون"', "نكتب «عميل» لا «زبون»"),
        ("glossary.yml", 'term: "kanał"', 'term: "kanał..."', "Wielokropek to jeden znak"),
        ("search.yml", "# How the search", "# How the\u00ad search", "Niewidoczny znak U+00AD"),
    ],
)
def test_a_mistake_in_a_data_file_is_found_on_its_line(
    project: Path, name: str, old: str, new: str, sentence: str
) -> None:
    path = project / "data" / name
    replace(path, old, new)
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if new in text)

    ((problem),) = CHECKS.of_data(project)

    assert (problem.path, problem.line) == (f"data/{name}", line)
    assert problem.message.startswith(sentence)


# ------------------------------------------------------------------------ a third language

UKRAINIAN = _like("uk", "pl", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")
PERSIAN = _like("fa", "ar", "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")
MORE = ProseChecks(GLOSSARY, LOCALES | {"uk": UKRAINIAN, "fa": PERSIAN})


@pytest.mark.parametrize(
    ("key", "text", "mistakes"),
    [
        ("uk", "хор і сир", []),
        ("uk", "хop", ["mixed"]),
        ("pl", "po ukraińsku: хор", []),
        ("pl", "Klientа", ["mixed"]),
        ("fa", "پیام یک", []),
        ("ar", "تجربة العمیل", ["look_alike"]),
        ("pl", "po persku: پیام", []),
    ],
)
def test_the_letters_of_another_script_may_be_quoted_but_not_mixed(
    key: str, text: str, mistakes: list[str]
) -> None:
    assert [name for _, name, _ in MORE.of_page(text, key)] == mistakes


@pytest.mark.parametrize(
    "field",
    [
        "counterpart:\n  status: none\n  reason: Powód dla ludzi.\n",
        "counterpart:\n  reason: Powód dla ludzi.\n  status: none\n",
    ],
)
def test_why_a_page_is_alone_is_read_and_not_what_programs_read(field: str) -> None:
    text = prose(f"---\ntitle: Tytuł\n{field}in_step: 2026-11-22\n---\n\nTekst.\n")

    assert text.split() == ["Tytuł", "Powód", "dla", "ludzi.", "Tekst."]
