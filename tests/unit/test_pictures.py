from __future__ import annotations

import re
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from cx_day.pictures.cache import Cache
from cx_day.pictures.cards import HEIGHT, WIDTH, Cards
from cx_day.pictures.fonts import ARABIC, LATIN, Font, LetteringError
from cx_day.pictures.lettering import Lettering, Room, Style
from cx_day.pictures.outlines import outlined
from cx_day.pictures.posters import DESIGNS, FORMATS, Posters, ready_made
from cx_day.pictures.runs import visual_runs
from cx_day.pictures.studio import Studio
from tests.unit.site_data import OBSERVANCE, ROOT, WORDINGS

FONTS = ROOT / "overrides" / "assets" / "fonts"
LETTERING = Lettering(FONTS)
RTL = Style(700, "rtl")
WIDE = Room(10_000)


def studio(folder: Path) -> Studio:
    return Studio(ROOT / "overrides", folder)


def posters(folder: Path, today: date, key: str = "pl") -> Posters:
    day = OBSERVANCE.next(today).date
    return Posters(studio(folder), WORDINGS[key], day, "https://example.org/cx-day/")


def svg_with(text: str, **attributes: str) -> str:
    element = ET.Element("text", {"x": "0", "y": "0", "font-size": "10", "data-width": "500"})
    element.attrib.update({name.replace("_", "-"): value for name, value in attributes.items()})
    element.text = text
    inner = ET.tostring(element, encoding="unicode")
    return f'<svg xmlns="http://www.w3.org/2000/svg" font-family="x">{inner}</svg>'


def left_of(data: str) -> float:
    return min(float(pair.split(" ")[0]) for pair in re.findall(r"[\d.-]+ [\d.-]+", data))


def right_of(data: str) -> float:
    return max(float(pair.split(" ")[0]) for pair in re.findall(r"[\d.-]+ [\d.-]+", data))


# ------------------------------------------------------------------------ order


def order(line: str, direction: str) -> list[str]:
    return [run.text for run in visual_runs(line, direction)]


@pytest.mark.parametrize(
    ("line", "drawn"),
    [
        ("5 أكتوبر 2027", ["2027", " أكتوبر ", "5"]),
        ("وسم #CXDay هنا", [" هنا", "#CXDay", "وسم "]),
        ("من 0–10 نقاط", [" نقاط", "0–10", "من "]),
        ("تجربة العميل (CX Day)", [")", "CX Day", "تجربة العميل ("]),
    ],
)
def test_arabic_lines_are_drawn_from_right_to_left(line: str, drawn: list[str]) -> None:
    assert order(line, "rtl") == drawn


def test_arabic_words_in_a_polish_line_turn_round_among_themselves() -> None:
    assert order("Sklep مقهى نور 24 ساعة w Łodzi", "ltr") == [
        "Sklep ",
        " ساعة",
        "24",
        "مقهى نور ",
        " w Łodzi",
    ]


def test_polish_lines_are_one_run() -> None:
    assert order("Dziękujemy, 5 października", "ltr") == ["Dziękujemy, 5 października"]


# ------------------------------------------------------------------------ shapes


def test_arabic_letters_are_joined() -> None:
    word = "شكرًا"
    apart = sum(LETTERING.width(letter, RTL) for letter in word)
    assert LETTERING.width(word, RTL) < apart * 0.9
    joined = LETTERING.path(word, RTL, 100, (0, 0))
    assert joined != "".join(LETTERING.path(letter, RTL, 100, (0, 0)) for letter in word)
    shapes = {glyph.index for glyph in Font(FONTS / ARABIC).shape("ععع", 400, rtl=True)}
    assert len(shapes) == 3, "the same letter at the beginning, within and at the end of a word"


def test_brackets_are_mirrored_in_arabic() -> None:
    opening, closing = (LETTERING.path(sign, Style(), 100, (0, 0)) for sign in "()")
    mirrored = LETTERING.path("(", Style(400, "rtl"), 100, (0, 0))
    assert mirrored == closing
    assert mirrored != opening


def test_each_script_gets_the_font_that_has_it() -> None:
    assert "ض" not in Font(FONTS / LATIN).characters
    both = LETTERING.width("żółw ضوء", Style())
    assert both > LETTERING.width("żółw", Style()) + LETTERING.width("ضوء", Style(400, "rtl"))


def test_a_heavier_weight_is_drawn_heavier() -> None:
    thin, bold = (LETTERING.width("październik", Style(weight)) for weight in (400, 700))
    assert bold > thin


@pytest.mark.parametrize("text", ["Dzień 客户", "تجربة 😀"])
def test_a_character_that_no_font_has_is_an_error_that_names_it(text: str) -> None:
    with pytest.raises(LetteringError) as caught:
        LETTERING.fit(text, Style(), 10, WIDE)
    assert text.split(" ")[1][0] in str(caught.value)
    assert "U+" in str(caught.value)


def test_a_missing_shaper_is_an_error_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uharfbuzz", None)
    with pytest.raises(LetteringError, match="“uharfbuzz” is missing"):
        Lettering(FONTS).width("Dzień", Style())


# ------------------------------------------------------------------------ lines


def test_lines_are_broken_where_the_width_ends_and_balanced() -> None:
    text = "Dziękujemy za każde dzień dobry"
    room = Room(LETTERING.width(text, Style()) * 10 * 0.7, lines=3)
    setting = LETTERING.fit(text, Style(), 10, room)
    assert setting.size == 10
    assert " ".join(setting.lines) == text
    widths = [LETTERING.width(line, Style()) for line in setting.lines]
    assert len(widths) == 2
    assert min(widths) > max(widths) * 0.6


def test_no_line_breaks_at_a_no_break_space() -> None:
    setting = LETTERING.fit("5\u00a0października 2027", Style(), 10, Room(80, lines=3))
    assert setting.lines[0] == "5\u00a0października"


@pytest.mark.parametrize("room", [Room(60), Room(60, lines=2, height=8)])
def test_a_text_that_is_too_long_is_made_smaller(room: Room) -> None:
    setting = LETTERING.fit("Dzień Doświadczeń", Style(), 10, room)
    assert 4 <= setting.size < 10
    assert len(setting.lines) * setting.size <= room.height
    for line in setting.lines:
        assert LETTERING.width(line, Style()) * setting.size <= room.width


def test_a_text_that_would_be_tiny_is_an_error() -> None:
    with pytest.raises(LetteringError, match="too long for 1 line"):
        LETTERING.fit("Dzień Doświadczeń Klienta", Style(), 10, Room(20))


# ------------------------------------------------------------------------ elements


def test_texts_become_paths_and_no_font_is_named() -> None:
    svg = outlined(svg_with("Dzień", fill="#fff"), LETTERING)
    assert "<text" not in svg
    assert "font" not in svg
    assert re.search(r'<path fill="#fff" d="M', svg)


@pytest.mark.parametrize(
    ("anchor", "direction", "left", "right"),
    [
        ("start", "ltr", 0, None),
        ("end", "ltr", None, 0),
        ("start", "rtl", None, 0),
        ("end", "rtl", 0, None),
    ],
)
def test_texts_stand_on_the_side_of_their_direction(
    anchor: str, direction: str, left: float | None, right: float | None
) -> None:
    word = "Dzień" if direction == "ltr" else "شكرا"
    svg = outlined(svg_with(word, text_anchor=anchor, direction=direction), LETTERING)
    data = re.findall(r' d="(.*?)"', svg)[0]
    if left is not None:
        assert left_of(data) == pytest.approx(left, abs=1.5)
    if right is not None:
        assert right_of(data) == pytest.approx(right, abs=1.5)


def test_an_empty_text_draws_nothing() -> None:
    assert ' d=""' in outlined(svg_with(" "), LETTERING)


# ------------------------------------------------------------------------ pictures


@pytest.mark.parametrize("key", WORDINGS)
def test_a_card_has_the_size_that_networks_ask_for_and_few_bytes(tmp_path: Path, key: str) -> None:
    cards = Cards(studio(tmp_path), WORDINGS[key], OBSERVANCE.occurrence(2027).date)
    data = cards.card("index", "CX Day", about_the_day=True).png
    with Image.open(BytesIO(data)) as image:
        assert image.size == (WIDTH, HEIGHT)
    assert len(data) < 60_000
    assert cards.card("index", "CX Day", about_the_day=False).png != data


def test_cards_are_the_same_to_the_byte_within_a_year(tmp_path: Path) -> None:
    drawn = {
        Cards(studio(tmp_path / str(number)), WORDINGS["ar"], OBSERVANCE.next(today).date)
        .card("index", "اليوم العالمي", about_the_day=True)
        .png
        for number, today in enumerate([date(2026, 11, 23), date(2027, 10, 5)])
    }
    assert len(drawn) == 1


@pytest.mark.parametrize("key", WORDINGS)
@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("form", FORMATS)
def test_posters_carry_the_date_of_the_next_day(
    tmp_path: Path, key: str, design: str, form: str
) -> None:
    for today, year in ((date(2027, 10, 5), 2027), (date(2027, 10, 6), 2028)):
        svg = ET.fromstring(posters(tmp_path, today, key).layout(design, form))  # noqa: S314
        fields = {text.get("data-field"): text.text for text in svg.iter() if text.text}
        wording, day = WORDINGS[key], OBSERVANCE.occurrence(year).date
        assert fields["year"] == str(year)
        assert fields["weekday"] == wording.weekday(day)
        assert (fields["day"] or "").replace("\u00a0", " ") == wording.day(day)
        assert fields["address"] == "example.org/cx-day"


@pytest.mark.parametrize("key", WORDINGS)
def test_ready_made_posters_need_no_font(tmp_path: Path, key: str) -> None:
    files = posters(tmp_path, date(2027, 1, 1), key).files()
    assert [file.name for file in files] == [
        f"{design}-{name}"
        for design in DESIGNS
        for name in ("a4.svg", "a4.png", "a3.svg", "square.svg", "square.png")
    ]
    for file in files:
        if file.kind == "svg":
            assert b"<text" not in file.content
            assert b"font" not in file.content
    sizes = {file.name: file.content for file in files if file.kind == "png"}
    with Image.open(BytesIO(sizes["night-square.png"])) as image:
        assert image.size == (1080, 1080)
    with Image.open(BytesIO(sizes["night-a4.png"])) as image:
        assert image.size == (1240, 1754)
        assert image.info["dpi"] == pytest.approx((150, 150), abs=0.1)
    links = ready_made(files, "../../assets/posters/pl")
    assert links["paper"][0]["url"] == "../../assets/posters/pl/paper-a4.svg"


def test_paper_sizes_are_said_in_millimetres(tmp_path: Path) -> None:
    drawn = posters(tmp_path, date(2027, 1, 1))
    assert 'width="210mm" height="297mm"' in drawn.layout("night", "a4")
    assert 'width="297mm" height="420mm"' in drawn.layout("night", "a3")


# ------------------------------------------------------------------------ cache


def test_what_was_drawn_once_is_not_drawn_again(tmp_path: Path) -> None:
    calls = []

    def draw() -> bytes:
        calls.append(1)
        return b"picture"

    cache = Cache(tmp_path, FONTS)
    assert [cache.get("a", draw), cache.get("a", draw), cache.get("b", draw)] == [b"picture"] * 3
    assert len(calls) == 2
    assert Cache(tmp_path, tmp_path).get("a", draw) == b"picture"
    assert len(calls) == 3, "other fonts make other pictures"
