"""Typography: what is bound together, and what is isolated within Arabic."""

from __future__ import annotations

import re
from html import unescape
from xml.etree.ElementTree import Element, fromstring, tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_day.typography import bind, typeset, typeset_tree

TEXTS = st.text("abC ąż عميل ي 0159 .,:/+-–−%#@&<>'’()، \u00a0\n", max_size=40)


@pytest.mark.parametrize(
    ("plain", "bound"),
    [
        ("we wtorek, 5 października 2027", "we wtorek, 5~października 2027"),
        ("w środę i w czwartek", "w~środę i~w~czwartek"),
        ("Z klientką o tym", "Z~klientką o~tym"),
        ("za 318 dni", "za 318~dni"),
        ("u 48 % firm", "u~48 % firm"),
        ("CX Day", "CX Day"),
        ("po 10 000 osób", "po 10~000~osób"),
        ("a–b c", "a–b~c"),
    ],
)
def test_polish_words_that_belong_together_stay_on_one_line(plain: str, bound: str) -> None:
    assert bind(plain) == bound.replace("~", "\u00a0")


@given(TEXTS)
def test_binding_changes_nothing_but_spaces(text: str) -> None:
    bound = bind(text)

    assert bound.replace("\u00a0", " ") == text.replace("\u00a0", " ")
    assert bind(bound) == bound


@pytest.mark.parametrize(
    "isolated",
    [
        "0–10",
        "28%",
        "-5",
        "+7",
        "C++",
        "#CXDay",
        "@cxpa",
        "2027-10-05",
        "9:00–17:00",
        "1.5",
        "10 000",
        "Customer Experience Manager",
        "R&D",
        "CC BY 4.0",
        "Web3",
        "cx-day.json",
        "Dzień Doświadczeń Klienta",
        "+48 22 123 45 67",
    ],
)
def test_what_would_be_drawn_the_wrong_way_round_in_arabic_is_isolated(isolated: str) -> None:
    html = typeset(f"قبل ({isolated})، بعد", "rtl").replace("\u00a0", " ")

    assert unescape(html) == f'قبل (<bdi dir="ltr">{isolated}</bdi>)، بعد'


@pytest.mark.parametrize("text", ["عام 2027", "بعد 3 أيام و12 ساعة", "5 أكتوبر 2027", "من 3 إلى 5"])
def test_plain_numbers_need_no_isolation(text: str) -> None:
    assert "<bdi" not in typeset(text, "rtl")


def test_a_full_stop_after_a_latin_word_belongs_to_the_arabic_sentence() -> None:
    assert typeset("من CXPA.", "rtl") == 'من <bdi dir="ltr">CXPA</bdi>.'


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_html_is_escaped(direction: str) -> None:
    assert "<script>" not in typeset("R&D <script>", direction)
    assert "R&amp;D" in typeset("R&D <script>", direction)


@given(TEXTS, st.sampled_from(["ltr", "rtl"]))
def test_typesetting_loses_and_adds_no_character(text: str, direction: str) -> None:
    assert unescape(re.sub(r"</?bdi[^>]*>", "", typeset(text, direction))) == bind(text)


@given(TEXTS)
def test_isolation_never_parts_a_number_or_a_word(text: str) -> None:
    html = unescape(typeset(text, "rtl"))

    assert not re.search(r"[A-Za-z0-9]</bdi>([A-Za-z0-9]|[.,][0-9])", html)
    assert not re.search(r"[A-Za-z]<bdi", html)


def tree(html: str, direction: str) -> str:
    root: Element = fromstring(html)  # noqa: S314 - our own text
    typeset_tree(root, direction)
    return tostring(root, encoding="unicode")


@pytest.mark.parametrize("tag", ["code", "pre", "time", "bdi", "script", "style"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_code_and_finished_values_are_left_alone(tag: str, direction: str) -> None:
    element = f"<{tag}>w 5 dni 28% C++</{tag}>"

    assert tree(f"<p>{element}</p>", direction) == f"<p>{element}</p>"


def test_polish_texts_around_elements_are_bound() -> None:
    html = tree("<p>w <em>5 dni</em> i w <code>w domu</code> o <b>2027</b> roku</p>", "ltr")

    assert html == ("<p>w~<em>5~dni</em> i~w~<code>w domu</code> o~<b>2027</b>~roku</p>").replace(
        "~", "\u00a0"
    )


def test_arabic_texts_around_elements_are_isolated_in_order() -> None:
    html = tree("<p>قبل 28% <em>في C++ هنا</em> وسط <code>a b</code> #CXDay بعد</p>", "rtl")

    assert html == (
        '<p>قبل <bdi dir="ltr">28%</bdi> <em>في <bdi dir="ltr">C++</bdi> هنا</em> وسط '
        '<code>a b</code> <bdi dir="ltr">#CXDay</bdi> بعد</p>'
    )
