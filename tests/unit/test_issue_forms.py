"""Issues: the forms, what is read from a filled-in one, and what it changes in the project."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cx_day.slugs import slug
from cx_day.yaml_source import parse, read, read_schema
from tests.unit.site_data import LOCALES, OBSERVANCE, RECORD, ROOT
from tools.from_issue import DATES, LONGEST, SETTINGS, Proposal, proposal
from tools.issue_forms import FOLDER, Form, IssueError, forms, read_issue

TODAY = date(2026, 11, 23)
FORMS = {(form.kind, form.key): form for form in forms(ROOT)}
KINDS = ("idea", "error", "story", "question")
SCHEMA: Any = read_schema(ROOT / "data" / "page.schema.json").schema
UNTRUSTED = '"quoted" \\ <script>x</script> #{}[] \'; $(touch x) `y` : - '

IDEA = {
    "title": "Kartka na żółtym łóżku",
    "nav": "Kartka",
    "slug": "",
    "description": "Opis pomysłu, który ma dość znaków dla wyszukiwarek: pięćdziesiąt z nawiązką.",
    "lead": "Ktoś się uśmiechnie, zanim wypije kawę.",
    "weeks": "3",
    "what": "Pierwszy akapit.\n\nDrugi akapit.",
    "steps": "1. Kupcie kartki.\n\n- Napiszcie\nWyślijcie",
    "risks": "Nic.",
    "worked": "Policzcie.",
    "do-now": "Weźcie ołówek.",
}
TEXT = {
    "address": "https://cx-day.github.io/cx-day/celebrate/thank-you/#risks",
    "now": "Podziękowanie w tygodniu\u00a0awarii brzmi  jak\nkpina.",
    "instead": "Podziękowanie w tygodniu awarii boli.",
}
DATE = {
    "year": "2018",
    "date": "2018-10-02",
    "source": "Klub: „CX”",
    "source-year": "2018-09",
    "source-url": "https://www.klub.example.org/cx-day?a=1#b",
}
STORY = {
    "company": "Żółta Łódź S.A.",
    "slug": "",
    "year": "2025",
    "country": "Polska",
    "what": "Upiekliśmy ciasto.",
    "result": "Zjedli.",
    "link": "https://example.org/a",
}


def filled(form: Form, values: dict[str, str]) -> str:
    """The form as GitHub writes it into an issue; a list is answered by its first choice."""
    parts = []
    for field in form.fields:
        if field.type == "checkboxes":
            value = "\n".join(f"- [X] {option}" for option in field.options)
        else:
            value = values.get(field.id, field.options[0] if field.options else "")
        parts.append(f"### {field.label}\n\n{value or '_No response_'}")
    return "\r\n\r\n".join(parts).replace("\n", "\r\n")


def change(kind: str, values: dict[str, str], key: str = "pl", root: Path = ROOT) -> Proposal:
    answers = read_issue(filled(FORMS[kind, key], values), list(FORMS.values()), LOCALES)
    assert (answers.form.kind, answers.form.key) == (kind, key)
    return proposal(answers, root, TODAY)


def complaint(kind: str, values: dict[str, str], key: str = "pl") -> str:
    with pytest.raises(IssueError) as error:
        change(kind, values, key)
    return str(error.value)


def sentence(problem: str, key: str = "pl") -> str:
    """A sentence up to its first value."""
    pattern: str = LOCALES[key].strings["issues"]["problems"][problem]
    return pattern.partition("{")[0]


# ---------------------------------------------------------------------------- the forms


def test_both_languages_have_the_same_forms_with_the_same_fields() -> None:
    assert set(FORMS) == {(kind, key) for kind in KINDS for key in LOCALES}
    for kind in KINDS:
        first, *others = (FORMS[kind, key] for key in LOCALES)
        for other in others:
            assert [(f.id, f.type, len(f.options)) for f in other.fields] == [
                (f.id, f.type, len(f.options)) for f in first.fields
            ]


@pytest.mark.parametrize("key", LOCALES)
def test_the_choices_are_those_of_the_data(key: str) -> None:
    strings = LOCALES[key].strings
    options = {field.id: list(field.options) for field in FORMS["idea", key].fields}
    idea = SCHEMA["properties"]["idea"]["properties"]
    for name in ("audience", "effort", "budget"):
        words = strings["ideas"][f"{name}s"]
        assert options[name] == [words[choice] for choice in idea[name]["enum"]]
    weeks = idea["weeks"]
    assert options["weeks"] == [str(n) for n in range(weeks["minimum"], weeks["maximum"] + 1)]
    record: Any = read_schema(ROOT / "data" / "cx-day.schema.json").schema
    statuses = record["properties"]["years"]["items"]["properties"]["status"]["enum"]
    words = strings["table"]["statuses"]
    options = {field.id: list(field.options) for field in FORMS["error", key].fields}
    assert options["status"] == [words[status] for status in statuses]


@pytest.mark.parametrize("path", sorted((ROOT / FOLDER).glob("??-*.yml")), ids=lambda p: p.stem)
def test_github_takes_the_forms(path: Path) -> None:
    data = read(path, ROOT).data
    assert {"name", "description", "body"} <= set(data) <= {"name", "description", "title", "body"}
    labels = [f.label for f in FORMS[path.stem[3:], path.stem[:2]].fields]
    assert len(set(labels)) == len(labels)
    for element in data["body"]:
        allowed = {"type", "attributes"} if element["type"] == "markdown" else {"id", "validations"}
        assert set(element) <= {"type", "attributes"} | allowed
        assert element["type"] in {"markdown", "input", "textarea", "dropdown", "checkboxes"}
        assert set(element["attributes"]) <= {
            *("value", "label", "description", "placeholder", "options")
        }


def test_without_a_form_nobody_reports_and_the_way_to_help_is_shown() -> None:
    data = read(ROOT / FOLDER / "config.yml", ROOT).data
    assert data["blank_issues_enabled"] == "false"
    assert len(data["contact_links"]) == len(LOCALES)
    for link in data["contact_links"]:
        assert link["url"].endswith("about/contribute/")


# ---------------------------------------------------------------------------- ideas


def test_an_idea_becomes_a_page_like_the_other_ideas() -> None:
    files = change("idea", IDEA).files
    path = "docs/pl/celebrate/kartka-na-zoltym-lozku.md"
    assert set(files) == {path, SETTINGS}
    _, head, body = files[path].split("---\n", 2)
    fields = parse(head, path).data
    assert list(read_schema(ROOT / "data" / "page.schema.json").iter_errors(fields)) == []
    assert fields["idea"] == {
        "audience": "employees",
        "effort": "small",
        "budget": "none",
        "weeks": 3,
    }
    assert fields["counterpart"]["status"] == "wanted"
    assert all((ROOT / "docs/pl/celebrate" / name).is_file() for name in fields["related"])
    other = (ROOT / "docs/pl/celebrate/thank-you.md").read_text(encoding="utf-8")
    headings = [line for line in body.splitlines() if line.startswith("## ")]
    assert headings == [line for line in other.splitlines() if line.startswith("## ")]
    assert "1. Kupcie kartki.\n2. Napiszcie\n3. Wyślijcie\n" in body


def test_the_navigation_gets_one_line_after_the_other_ideas_and_keeps_its_comments() -> None:
    before = (ROOT / SETTINGS).read_text(encoding="utf-8").splitlines()
    after = change("idea", IDEA).files[SETTINGS].splitlines()
    index = before.index("      - celebrate/exchange-practices.md") + 1
    new = "      - celebrate/kartka-na-zoltym-lozku.md"
    assert after == [*before[:index], new, *before[index:]]


@pytest.mark.parametrize("name", ["title", "nav", "description", "lead"])
def test_what_people_write_stays_text_in_the_front_matter(name: str) -> None:
    values = IDEA | {name: (UNTRUSTED + "x" * 60)[: SCHEMA["properties"][name]["maxLength"]]}
    (text,) = (t for path, t in change("idea", values).files.items() if path != SETTINGS)
    assert parse(text.split("---\n")[1], "x").data[name] == values[name]


def test_html_in_an_answer_is_shown_not_run() -> None:
    files = change("idea", IDEA | {"risks": UNTRUSTED}).files
    assert not any("<script" in text for text in files.values())


@pytest.mark.parametrize(
    ("wanted", "got"),
    [("../../../etc/passwd", "etc-passwd"), ("Łódź & Żółw", "lodz-zolw"), ("a" * 99, "a" * 60)],
)
def test_no_name_leads_out_of_its_folder(wanted: str, got: str) -> None:
    assert f"docs/ar/celebrate/{got}.md" in change("idea", IDEA | {"slug": wanted}, "ar").files


def test_an_arabic_title_alone_makes_no_address() -> None:
    assert slug("كلمة شكر") == ""
    text = complaint("idea", IDEA | {"slug": "عربي"}, "ar")
    assert text.startswith(sentence("slug", "ar"))


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"title": "x"}, "length"),
        ({"nav": "", "title": "Tytuł dłuższy niż dwadzieścia cztery znaki"}, "length"),
        ({"description": "Za krótki."}, "length"),
        ({"lead": ""}, "empty"),
        ({"steps": ""}, "empty"),
        ({"audience": "dla kotów"}, "choice"),
        ({"slug": "thank-you"}, "exists"),
    ],
)
def test_an_idea_that_is_not_ready_is_refused_in_one_sentence(
    values: dict[str, str], problem: str
) -> None:
    assert complaint("idea", IDEA | values).startswith(sentence(problem))


# ---------------------------------------------------------------------------- corrections


def test_a_sentence_is_replaced_where_it_stands() -> None:
    path = "docs/pl/celebrate/thank-you.md"
    before = (ROOT / path).read_text(encoding="utf-8")
    sentence = "Podziękowanie w tygodniu awarii brzmi jak kpina."
    assert change("error", TEXT | {"status": ""}).files == {
        path: before.replace(sentence, TEXT["instead"])
    }


def test_a_sentence_of_the_front_matter_stays_within_its_quotation_marks() -> None:
    values = TEXT | {"now": "Krótko, po ludzku i bez kodu", "instead": 'x" \\', "status": ""}
    (text,) = change("error", values).files.values()
    assert parse(text.split("---\n")[1], "x").data["lead"].startswith('x" \\ rabatowego')


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://cx-day.github.io/cx-day/", "docs/pl/index.md"),
        ("https://cx-day.github.io/cx-day/ar", "docs/ar/index.md"),
        ("cx-day.github.io/cx-day/ar/dates/?x#y", "docs/ar/dates.md"),
        ("/ar/begin/index.html", "docs/ar/begin/index.md"),
    ],
)
def test_an_address_names_its_page(address: str, path: str) -> None:
    title = parse((ROOT / path).read_text(encoding="utf-8").split("---\n")[1], path).data["title"]
    values = {"address": address, "now": f'title: "{title}"', "instead": "x", "status": ""}
    assert list(change("error", values).files) == [path]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"address": "https://cx-day.github.io/cx-day/nowhere/"}, "address"),
        ({"address": "https://[cx-day"}, "address"),
        ({"address": "https://cx-day.github.io/cx-day/../../README/"}, "address"),
        ({"address": ""}, "empty"),
        ({"now": "Tego zdania tam nie ma."}, "sentence_missing"),
        ({"now": "Napiszcie"}, "sentence_repeated"),
        ({"instead": TEXT["now"]}, "nothing"),
        (dict.fromkeys(TEXT, ""), "nothing"),
    ],
)
def test_a_correction_that_is_not_clear_is_refused(values: dict[str, str], problem: str) -> None:
    assert complaint("error", TEXT | {"status": ""} | values).startswith(sentence(problem))


def changed_lines(text: str) -> tuple[list[str], list[str]]:
    """The lines that are gone from the record, and the new ones."""
    before = (ROOT / DATES).read_text(encoding="utf-8").splitlines()
    after = text.splitlines()
    return [x for x in before if x not in after], [x for x in after if x not in before]


def test_a_date_gets_its_status_and_a_new_source() -> None:
    files = change("error", DATE | {"status": "potwierdzona"}).files
    assert list(files) == [DATES]
    data = parse(files[DATES], DATES).data
    assert data["sources"][-1] == {
        "id": "klub-cx-2018",
        "publisher": DATE["source"],
        "url": DATE["source-url"],
        "published": "2018-09",
    }
    (entry,) = (entry for entry in data["years"] if entry["year"] == 2018)
    assert entry == {
        "year": 2018,
        "date": "2018-10-02",
        "weekday": "Tuesday",
        "status": "confirmed",
        "sources": ["drg", "klub-cx-2018"],
    }
    gone, new = changed_lines(files[DATES])
    assert gone == ["    sources: [drg]"]
    assert len(new) == 5


def test_a_year_that_is_not_listed_yet_is_added_with_a_source_that_is() -> None:
    year = max(OBSERVANCE.documented) + 1
    known = next(
        source for source in RECORD.sources.values() if source.url and not source.published
    )
    values = {
        "year": str(year),
        "date": str(OBSERVANCE.occurrence(year).date),
        "source": "x",
        "source-url": str(known.url),
        "status": "zapowiedziana",
    }
    data = parse(change("error", values).files[DATES], DATES).data
    assert data["years"][-1]["sources"] == [known.id]
    assert data["years"][-1]["status"] == "announced"
    assert len(data["sources"]) == len(RECORD.sources)


def test_a_date_that_is_put_right_says_when_so_that_calendars_follow(project: Path) -> None:
    path = project / DATES
    wrong = path.read_text(encoding="utf-8").replace("date: 2018-10-02", "date: 2018-10-09 # ?")
    path.write_text(wrong, encoding="utf-8")
    shutil.copytree(ROOT / FOLDER, project / FOLDER)
    text = change("error", DATE | {"status": "potwierdzona"}, root=project).files[DATES]
    (entry,) = (entry for entry in parse(text, DATES).data["years"] if entry["year"] == 2018)
    assert entry["corrected"] == ["2026-11-23"]
    assert "    date: 2018-10-02 # ?\n" in text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"date": "2018-02-30"}, sentence("day")),
        ({"year": "osiemnasty"}, sentence("year")),
        ({"source-url": "javascript:alert(1)"}, sentence("link")),
        ({"source-url": "https://x.org/ y: z"}, sentence("link")),
        ({"source-url": "https://a℀b.org/"}, sentence("link")),
        ({"source": ""}, sentence("empty")),
        ({"source-year": "dawno"}, "W polu „published” jest „dawno”"),
        ({"date": "2018-10-03"}, "Według reguły"),  # moved, and nobody says why
        ({"year": "2018", "date": "2019-10-01"}, "Data 2019-10-01 nie należy do roku 2018"),
        ({"year": "2099", "date": "2099-10-06"}, "Na liście nie ma roku"),
    ],
)
def test_a_date_that_the_record_would_refuse_is_refused(values: dict[str, str], said: str) -> None:
    message = complaint("error", DATE | {"status": "potwierdzona"} | values)
    assert re.sub(rf"^{DATES}:\d+: ", "", message).startswith(said)


# ---------------------------------------------------------------------------- stories


@pytest.mark.parametrize("key", LOCALES)
def test_a_story_becomes_a_page_of_one_language(key: str) -> None:
    name = "a" * LONGEST["company"]
    values = STORY | {"company": name, "slug": name, "country": "b" * LONGEST["country"]}
    files = change("story", values, key).files
    path = f"docs/{key}/celebrate/stories/2025-{name}.md"
    assert set(files) == {path, SETTINGS}
    _, head, body = files[path].split("---\n", 2)
    fields = parse(head, path).data
    assert list(read_schema(ROOT / "data" / "page.schema.json").iter_errors(fields)) == []
    assert fields["counterpart"]["status"] == "none"
    assert [line.partition("{")[2] for line in body.splitlines() if line.startswith("## ")] == [
        *("#what}", "#result}", "#link}")
    ]
    assert "[example.org](https://example.org/a)" in body
    assert f"\n      - celebrate/stories/2025-{name}.md\n  - Begin:" in files[SETTINGS]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"year": "2012"}, "year"),
        ({"year": "2027"}, "year"),
        ({"year": "٢٠٢٥"}, "year"),
        ({"year": "02025"}, "year"),
        ({"company": "x" * 41}, "length"),
        ({"link": "https://example.org/) [x](javascript:y"}, "link"),
        ({"company": "..."}, "slug"),
    ],
)
def test_a_story_that_is_not_ready_is_refused(values: dict[str, str], problem: str) -> None:
    assert complaint("story", STORY | values).startswith(sentence(problem))


def test_braces_in_a_name_stay_what_they_are() -> None:
    text = change("story", STORY | {"company": "{year} {x}"}).files
    assert any('title: "CX Day 2025: {year} {x}"' in page for page in text.values())


# ---------------------------------------------------------------------------- questions


@pytest.mark.parametrize("key", LOCALES)
def test_a_question_changes_nothing_and_that_is_said(key: str) -> None:
    choices = {field.id: field.options for field in FORMS["question", key].fields}["kind"]
    for kind in choices:
        said = complaint("question", {"kind": kind, "text": "?"}, key)
        assert said == LOCALES[key].strings["issues"]["problems"]["question"]


# ---------------------------------------------------------------------------- reading


def test_nothing_is_published_without_consent() -> None:
    text = filled(FORMS["story", "pl"], STORY).replace("- [X] Firma", "- [ ] Firma")
    with pytest.raises(IssueError, match=sentence("consent")):
        read_issue(text, list(FORMS.values()), LOCALES)


def test_an_answer_cannot_pass_for_another_field() -> None:
    text = filled(FORMS["story", "pl"], STORY | {"what": "x\n\n### Więcej o tym\n\nhttps://y.org"})
    with pytest.raises(IssueError, match=sentence("headings")):
        read_issue(text, list(FORMS.values()), LOCALES)


def test_what_is_no_form_is_said_in_all_languages() -> None:
    with pytest.raises(IssueError) as error:
        read_issue("### Tytuł\n\nx", list(FORMS.values()), LOCALES)
    assert str(error.value).splitlines() == [
        locale.strings["issues"]["problems"]["form"] for locale in LOCALES.values()
    ]
