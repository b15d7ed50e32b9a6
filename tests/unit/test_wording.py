"""How dates and numbers of days read, against grammar written down here a second time."""

from __future__ import annotations

import re
from datetime import date

import pytest
from babel import Locale as CldrLocale
from hypothesis import given
from hypothesis import strategies as st

from cx_day.dates import OutOfRangeError
from tests.unit.site_data import AR, PL, WORDINGS

PL_WEEKDAYS = ["poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"]
PL_ON = [
    "w poniedziałek",
    "we wtorek",
    "w środę",
    "w czwartek",
    "w piątek",
    "w sobotę",
    "w niedzielę",
]
PL_GENITIVE = [
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
]
PL_NOMINATIVE = [
    "styczeń",
    "luty",
    "marzec",
    "kwiecień",
    "maj",
    "czerwiec",
    "lipiec",
    "sierpień",
    "wrzesień",
    "październik",
    "listopad",
    "grudzień",
]
AR_WEEKDAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
AR_MONTHS = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
]

ANY_DAY = st.dates(date(2013, 1, 1))


@given(ANY_DAY)
def test_polish_dates_have_months_in_the_genitive(day: date) -> None:
    weekday, month = PL_WEEKDAYS[day.weekday()], PL_GENITIVE[day.month - 1]

    assert PL.long(day) == f"{weekday}, {day.day} {month} {day.year}"
    assert PL.short(day) == f"{day.day} {month} {day.year}"
    assert PL.day(day) == f"{day.day} {month}"
    assert PL.weekday(day) == weekday


@given(ANY_DAY)
def test_polish_weekdays_take_their_preposition_and_case(day: date) -> None:
    assert PL.on(day) == f"{PL_ON[day.weekday()]}, {PL.short(day)}"


@given(ANY_DAY)
def test_arabic_dates_have_gregorian_months_and_latin_digits(day: date) -> None:
    weekday, month = AR_WEEKDAYS[day.weekday()], AR_MONTHS[day.month - 1]

    assert AR.long(day) == f"{weekday}، {day.day} {month} {day.year}"
    assert AR.on(day) == f"يوم {weekday} {day.day} {month} {day.year}"
    assert AR.short(day) == f"{day.day} {month} {day.year}"
    assert AR.day(day) == f"{day.day} {month}"
    assert AR.weekday(day) == weekday


def test_cx_day_2027_reads_as_people_say_it() -> None:
    day = date(2027, 10, 5)

    assert PL.long(day) == "wtorek, 5 października 2027"
    assert PL.on(day) == "we wtorek, 5 października 2027"
    assert AR.long(day) == "الثلاثاء، 5 أكتوبر 2027"
    assert AR.on(day) == "يوم الثلاثاء 5 أكتوبر 2027"


@pytest.mark.parametrize("key", WORDINGS)
@given(ANY_DAY)
def test_machine_readable_forms_are_the_same_in_every_language(key: str, day: date) -> None:
    assert WORDINGS[key].iso(day) == f"{day.year}-{day.month:02}-{day.day:02}"
    assert WORDINGS[key].year(day) == str(day.year)


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_without_a_day_stands_in_the_nominative(month: int) -> None:
    assert PL.partial(f"2014-{month:02}") == f"{PL_NOMINATIVE[month - 1]} 2014"
    assert AR.partial(f"2014-{month:02}") == f"{AR_MONTHS[month - 1]} 2014"


def test_a_partial_date_is_as_exact_as_it_is_given() -> None:
    assert [PL.partial(iso) for iso in ("2014", "2013-09-19")] == ["2014", "19 września 2013"]
    assert [AR.partial(iso) for iso in ("2014", "2013-09-19")] == ["2014", "19 سبتمبر 2013"]


# Umm al-Qura dates as ICU (islamic-umalqura) gives them; each month comes up once.
HIJRI = {
    "2013-10-01": (25, 11, 1434),
    "2014-10-07": (13, 12, 1435),
    "2016-10-05": (4, 1, 1438),
    "2020-10-06": (19, 2, 1442),
    "2022-10-04": (8, 3, 1444),
    "2026-10-06": (25, 4, 1448),
    "2027-10-05": (5, 5, 1449),
    "2030-10-01": (3, 6, 1452),
    "2033-10-04": (10, 7, 1455),
    "2026-01-20": (1, 8, 1447),
    "2024-03-11": (1, 9, 1445),
    "2024-04-10": (1, 10, 1445),
    "2077-10-05": (18, 11, 1500),
}
HIJRI_MONTHS = [
    ("muharram", "محرم"),
    ("safar", "صفر"),
    ("rabi I", "ربيع الأول"),
    ("rabi II", "ربيع الآخر"),
    ("dżumada I", "جمادى الأولى"),
    ("dżumada II", "جمادى الآخرة"),
    ("radżab", "رجب"),
    ("szaban", "شعبان"),
    ("ramadan", "رمضان"),
    ("szawwal", "شوال"),
    ("zu al-kada", "ذو القعدة"),
    ("zu al-hidżdża", "ذو الحجة"),
]


@pytest.mark.parametrize("iso", HIJRI)
def test_hijri_dates_follow_the_umm_al_qura_calendar(iso: str) -> None:
    day, month, year = HIJRI[iso]
    polish, arabic = HIJRI_MONTHS[month - 1]

    assert PL.hijri(date.fromisoformat(iso)) == f"{day} {polish} {year} r. hidżry"
    assert AR.hijri(date.fromisoformat(iso)) == f"{day} {arabic} {year} هـ"


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2078, 10, 4), date(9999, 10, 5)])
def test_hijri_dates_end_with_the_tables(day: date) -> None:
    with pytest.raises(OutOfRangeError, match=r"end in 2077"):
        AR.hijri(day)


# ------------------------------------------------------------------- numbers of days

EXACT = {
    "pl": {-2: "przedwczoraj", -1: "wczoraj", 0: "dziś", 1: "jutro", 2: "pojutrze"},
    "ar": {-2: "أول أمس", -1: "أمس", 0: "اليوم", 1: "غدًا", 2: "بعد غد"},
}
TODAY = {"pl": "to już dziś", "ar": "إنه اليوم"}


def polish_category(n: int) -> str:
    if n == 1:
        return "one"
    teen = n % 100 in {12, 13, 14}
    return "few" if n % 10 in {2, 3, 4} and not teen else "many"


def polish(n: int) -> dict[str, str]:
    noun = f"{n} dzień" if n == 1 else f"{n} dni"
    left, gone = {
        "one": ("został", "minął"),
        "few": ("zostały", "minęły"),
        "many": ("zostało", "minęło"),
    }[polish_category(n)]
    return {
        "days": noun,
        "in": f"za {noun}",
        "ago": f"{noun} temu",
        "left": f"{left} {noun}",
        "gone": f"{gone} {noun}",
    }


def arabic_category(n: int) -> str:
    if n in {0, 1, 2}:
        return ("zero", "one", "two")[n]
    if 3 <= n % 100 <= 10:
        return "few"
    return "many" if 11 <= n % 100 <= 99 else "other"


def arabic(n: int) -> dict[str, str]:
    # one and two are words, and two has a case: the nominative alone, the genitive after a
    # preposition; from 3 to 10 the plural, from 11 to 99 the accusative, then the singular
    subject, after_preposition = {
        "zero": (f"{n} يوم",) * 2,
        "one": ("يوم واحد",) * 2,
        "two": ("يومان", "يومين"),
        "few": (f"{n} أيام",) * 2,
        "many": (f"{n} يومًا",) * 2,
        "other": (f"{n} يوم",) * 2,
    }[arabic_category(n)]
    left, gone = ("بقيت", "مضت") if arabic_category(n) == "few" else ("بقي", "مضى")
    return {
        "days": subject,
        "in": f"بعد {after_preposition}",
        "ago": f"قبل {after_preposition}",
        "left": f"{left} {subject}",
        "gone": f"{gone} {subject}",
    }


GRAMMAR = {"pl": (polish, polish_category), "ar": (arabic, arabic_category)}
IN_A_YEAR = range(-366, 367)


@pytest.mark.parametrize("key", WORDINGS)
def test_relative_days_read_as_the_grammar_says(key: str) -> None:
    phrase, _ = GRAMMAR[key]
    expected = {n: EXACT[key].get(n, phrase(abs(n))["in" if n > 0 else "ago"]) for n in IN_A_YEAR}

    assert {n: WORDINGS[key].relative(n) for n in IN_A_YEAR} == expected


@pytest.mark.parametrize("key", WORDINGS)
def test_a_number_of_days_reads_as_the_grammar_says(key: str) -> None:
    phrase, _ = GRAMMAR[key]

    assert {n: WORDINGS[key].days(n) for n in IN_A_YEAR} == {
        n: phrase(abs(n))["days"] for n in IN_A_YEAR
    }


@pytest.mark.parametrize("key", WORDINGS)
def test_the_days_left_read_as_the_grammar_says(key: str) -> None:
    phrase, _ = GRAMMAR[key]
    expected = {n: phrase(abs(n))["left" if n > 0 else "gone"] for n in IN_A_YEAR}

    assert {n: WORDINGS[key].days_left(n) for n in IN_A_YEAR} == expected | {0: TODAY[key]}


@pytest.mark.parametrize("key", WORDINGS)
def test_the_grammar_has_the_plural_categories_of_cldr(key: str) -> None:
    _, category = GRAMMAR[key]

    assert [category(n) for n in range(1000)] == [
        CldrLocale.parse(key).plural_form(n) for n in range(1000)
    ]


@pytest.mark.parametrize("number", [12, 13, 14, 112, 113, 114])
def test_polish_teens_are_not_few(number: int) -> None:
    assert PL.days_left(number) == f"zostało {number} dni"


@pytest.mark.parametrize("number", [22, 34, 103, 104, 364])
def test_polish_verbs_agree_with_few(number: int) -> None:
    assert PL.days_left(number) == f"zostały {number} dni"


@pytest.mark.parametrize("key", WORDINGS)
@given(st.integers(-400, 400))
def test_digits_are_latin(key: str, number: int) -> None:
    phrases = [WORDINGS[key].count(name, number) for name in ("relative", "days", "days_left")]

    assert not re.search(r"(?![0-9])\d", " ".join(phrases))
