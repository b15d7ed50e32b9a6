"""Pages: what writers may do with placeholders, and what they hear after a mistake."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown
from mkdocs.utils.meta import get_data
from mkdocs.utils.yaml import yaml_load

from cx_day.front_matter import PageSource, front_matter
from cx_day.pages import PageExtension, Surroundings, address
from cx_day.placeholders import BLOCKS, TEXTS, Vocabulary
from cx_day.yaml_source import read_schema
from tests.unit.site_data import LOCALES, OBSERVANCE, ROOT, WORDINGS

if TYPE_CHECKING:
    from cx_day.problems import Problem

PATH = "docs/pl/page.md"
TODAY = date(2026, 11, 21)
NEXT = "wtorek, 5\u00a0października 2027"
NEXT_HTML = f'<time datetime="2027-10-05" data-cx-day="next">{NEXT}</time>'
SCHEMA = read_schema(ROOT / "data" / "page.schema.json")
KNOWN = "title, description, lead, nav, related, sources, idea, "
KNOWN += "counterpart, in_step, template, about_the_day"
FIELDS = (
    'title: "A page"\ndescription: "What this page is about, in a sentence that is long enough."\n'
)
HEAD = f"---\n{FIELDS}---\n"


@cache
def extensions() -> tuple[list[str], dict[str, dict[str, Any]]]:
    """The Markdown extensions that the site is built with."""
    with (ROOT / "mkdocs.yml").open(encoding="utf-8") as file:
        configured = yaml_load(file)["markdown_extensions"]
    options: dict[str, dict[str, Any]] = {}
    for entry in configured:
        options |= entry if isinstance(entry, dict) else {entry: {}}
    return list(options), options


@dataclass
class Rendered:
    """A page after a build: its front matter, its HTML, and the problems found on the way."""

    key: str
    meta: dict[str, Any] = field(default_factory=dict)
    html: str = ""
    problems: list[Problem] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser")

    @property
    def said(self) -> list[tuple[int, str]]:
        assert {problem.path for problem in self.problems} <= {PATH}
        return sorted({(problem.line, problem.message) for problem in self.problems})

    def sentence(self, name: str, **values: object) -> str:
        pattern: str = LOCALES[self.key].strings["problems"][name]
        return pattern.format(**values)


def build(saved: str, key: str = "pl") -> Rendered:
    """Build a page as MkDocs does: it reads the file, takes off the front matter, renders."""
    text = StringIO(saved, newline=None).read()  # whatever ends the lines
    page = Rendered(key)
    vocabulary = Vocabulary(
        OBSERVANCE,
        WORDINGS[key],
        TODAY,
        texts={name: address(name) for name in TEXTS},
        blocks={name: (lambda name=name: f'<div class="{name}">…</div>') for name in BLOCKS},  # type: ignore[misc]
    )
    source = PageSource(PATH, text, LOCALES[key], page.problems.append)
    page.meta = front_matter(source, SCHEMA, vocabulary)
    body, _ = get_data(text)
    extension = PageExtension()
    extension.begin(
        source,
        vocabulary,
        first_line=text.count("\n") - body.count("\n") + 1,
        site=Surroundings(
            urls={"ics_url": "../cx-day.ics", "json_url": "../cx-day.json"},
            url_of={"other.md": "../other/", "map.png": "../map.png"}.get,
        ),
    )
    names, options = extensions()
    page.html = Markdown(extensions=[*names, extension], extension_configs=options).convert(body)
    page.links = extension.links
    assert not re.search("[\ue000-\uf8ff]", page.html)
    return page


def body(markdown: str, key: str = "pl") -> Rendered:
    return build(HEAD + "\n" + markdown, key)


FIRST = HEAD.count("\n") + 2
"""The line of the file on which what is given to ``body`` begins."""


# ------------------------------------------------------------------- where they expand


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        pytest.param("Jest {{ cx_day.next }}.", f"<p>Jest {NEXT_HTML}.</p>", id="text"),
        pytest.param("{{cx_day.next}}", f"<p>{NEXT_HTML}</p>", id="no spaces"),
        pytest.param("**{{ cx_day.next }}**", f"<p><strong>{NEXT_HTML}</strong></p>", id="strong"),
        pytest.param("*po {{ cx_day.next }}*", f"<p><em>po {NEXT_HTML}</em></p>", id="emphasis"),
        pytest.param(
            "[{{ cx_day.next }}](a.md)", f'<p><a href="a.md">{NEXT_HTML}</a></p>', id="link"
        ),
        pytest.param(
            '[a](b.md "Do {{ cx_day.next }}")',
            f'<p><a href="b.md" title="Do {NEXT}">a</a></p>',
            id="title",
        ),
        pytest.param(
            "![Na {{ cx_day.next.year }}](a.png)",
            '<p><img alt="Na 2027" src="a.png" /></p>',
            id="alternative text",
        ),
        pytest.param(
            "[a]({{ cx_day.ics_url }})", '<p><a href="../cx-day.ics">a</a></p>', id="address"
        ),
        pytest.param(
            "[a][b]\n\n[b]: {{ cx_day.json_url }}",
            '<p><a href="../cx-day.json">a</a></p>',
            id="address by reference",
        ),
        pytest.param("- {{ cx_day.next }}", f"<ul>\n<li>{NEXT_HTML}</li>\n</ul>", id="list"),
        pytest.param(
            "<p class='x'>{{ cx_day.next }}</p>", f"<p class='x'>{NEXT}</p>", id="raw block"
        ),
        pytest.param(
            'a <b title="{{ cx_day.next }}">b</b>',
            f'<p>a <b title="{NEXT}">b</b></p>',
            id="raw attribute",
        ),
        pytest.param(
            "*[CX]: {{ cx_day.next.year }}\n\nCX",
            '<p><abbr title="2027">CX</abbr></p>',
            id="abbreviation",
        ),
        pytest.param("<!-- {{ cx_day.next }} -->", f"<!-- {NEXT} -->", id="comment"),
        pytest.param(
            '<div markdown="1">\n{{ cx_day.next }}\n</div>',
            f"<div>\n<p>{NEXT_HTML}</p>\n</div>",
            id="markdown in raw HTML",
        ),
        pytest.param(
            "po {{ cx_day.next.year }}{{ cx_day.next.days }}",
            '<p>po <time datetime="2027" data-cx-day="next.year">2027</time>'
            '<span data-cx-day="next.days">318\u00a0dni</span></p>',
            id="two of them",
        ),
    ],
)
def test_a_placeholder_is_expanded_in(markdown: str, html: str) -> None:
    page = body(markdown)

    assert page.soup == BeautifulSoup(html, "html.parser")
    assert not page.said


def test_a_placeholder_is_expanded_in_a_heading_and_in_the_name_of_its_link() -> None:
    page = body("## CX Day {{ cx_day.next.year }} {#coming}")
    heading = page.soup.find("h2", id="coming")

    assert heading is not None
    assert heading.get_text() == "CX Day 2027#"
    assert heading.find("time", datetime="2027")
    assert heading.find("a", {"aria-label": re.compile("CX Day 2027$")})
    assert not page.said


def test_a_placeholder_is_expanded_in_tables_admonitions_notes_and_definitions() -> None:
    page = body(
        "| a | b |\n| --- | --- |\n| x | {{ cx_day.next.year }} |\n\n"
        '!!! tip "W {{ cx_day.next.year }}"\n    Przed {{ cx_day.next.year }}.\n\n'
        "Tekst[^1]\n\n[^1]: Rok {{ cx_day.next.year }}\n\n"
        "Pojęcie\n:   Rok {{ cx_day.next.year }}\n"
    )

    places = [time.parent.name for time in page.soup.find_all("time") if time.parent]
    assert places == ["td", "p", "p", "dd", "p"]  # the note comes last
    assert [title.get_text() for title in page.soup.select(".admonition-title")] == ["W\u00a02027"]
    assert not page.said


def test_values_on_an_arabic_page_are_arabic() -> None:
    page = body("{{ cx_day.next.on }} C++", "ar")

    assert "يوم الثلاثاء 5\u00a0أكتوبر 2027" in page.html
    assert '<bdi dir="ltr">C++</bdi>' in page.html


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize(
    "around", ["{}", "a\n\n{}\n\nb", "## A {{#a}}\n{}\n", "!!! tip\n    {}\n", "- a\n\n    {}\n"]
)
def test_a_block_stands_alone(name: str, around: str) -> None:
    page = body(around.format(f"{{{{ cx_day.{name} }}}}"))
    block = page.soup.find("div", class_=name)

    assert block is not None
    assert not block.find_parent("p")
    assert not page.said


# --------------------------------------------------------------- where they stay as they are


@pytest.mark.parametrize(
    "written", ["{{ cx_day.next }}", "{{ cx_day.table }}", "{{ x }}", "cx_day.next"]
)
@pytest.mark.parametrize(
    "around",
    [
        "a `{}` b",
        "```\n{}\n```",
        "```jinja\n{}\n```",
        "~~~\n{}\n~~~",
        "    {}",
        "a\n\n    x\n    {}\n    y\n",
        "- a\n\n    ```\n    {}\n    ```\n",
        "1. a\n    - b\n\n        ```\n        {}\n        ```\n",
        "> ```\n> {}\n> ```",
        "!!! tip\n    ```\n    {}\n    ```\n",
        "````\n```\n{}\n```\n````",
        "- a\n\n        {}\n",
    ],
)
def test_code_is_literal(written: str, around: str) -> None:
    page = body(around.format(written))
    code = page.soup.find("code")

    assert code is not None
    assert written in code.get_text()
    assert not page.soup.find("time")
    assert not page.said


def test_typography_leaves_code_alone() -> None:
    page = body("w `w 5 dni` i\n\n    w 5 dni\n\n```\nw 5 dni\n```\n")

    assert [code.get_text().strip() for code in page.soup.find_all("code")] == ["w 5 dni"] * 3


# --------------------------------------------------------------------------- mistakes

MISTAKES: dict[str, tuple[str, str, dict[str, object]]] = {
    "misspelt": (
        "{{ cx_day.nxt }}",
        "unknown",
        {"found": "{{ cx_day.nxt }}", "nearest": "{{ cx_day.next }}"},
    ),
    "like nothing known": (
        "{{ cx_day.qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq }}",
        "unknown_no_hint",
        {"found": "{{ cx_day.qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq }}"},
    ),
    "not closed": (
        "a {{ cx_day.next",
        "malformed",
        {"found": "{{ cx_day.next", "example": "{{ cx_day.next }}"},
    ),
    "closed once": (
        "a {{ cx_day.next } b",
        "malformed",
        {"found": "{{ cx_day.next } b", "example": "{{ cx_day.next }}"},
    ),
    "not opened": (
        "a next }} b",
        "malformed",
        {"found": "}}", "example": "{{ cx_day.next }}"},
    ),
    "something else": (
        "a {{ site.title }} b",
        "malformed",
        {"found": "{{ site.title }}", "example": "{{ cx_day.next }}"},
    ),
    "block without its prefix": (
        "{{ table }}",
        "malformed",
        {"found": "{{ table }}", "example": "{{ cx_day.next }}"},
    ),
    "bare": (
        "a cx_day.next.on b",
        "bare",
        {"found": "cx_day.next.on", "example": "{{ cx_day.next.on }}"},
    ),
    "year too early": (
        "{{ cx_day.2012 }}",
        "out_of_range",
        {"found": "{{ cx_day.2012 }}", "first": 2013},
    ),
    "Hijri date too late": (
        "{{ cx_day.2100.hijri }}",
        "hijri_range",
        {"found": "{{ cx_day.2100.hijri }}"},
    ),
    "block in a sentence": (
        "a {{ cx_day.table }} b",
        "block_inline",
        {"found": "{{ cx_day.table }}"},
    ),
    "block within a paragraph": (
        "{{ cx_day.table }}\nb",
        "block_inline",
        {"found": "{{ cx_day.table }}"},
    ),
    "block in a heading": (
        "## {{ cx_day.table }} {#a}",
        "block_inline",
        {"found": "{{ cx_day.table }}"},
    ),
    "heading without anchor": ("## A", "anchor_missing", {"example": "{#my-section}"}),
    "anchor of other letters": (
        "## A {#dzień}",
        "anchor_form",
        {"found": "{#dzień}", "right": "{#dzien}"},
    ),
    "anchor with capitals": (
        "## A { #Ryzyko_2 }",
        "anchor_form",
        {"found": "{ #Ryzyko_2 }", "right": "{#ryzyko-2}"},
    ),
    "anchor of no Latin letters": (
        "## A {#خطوات}",
        "anchor_form",
        {"found": "{#خطوات}", "right": "{#my-section}"},
    ),
    "empty anchor": ("## A {#}", "anchor_missing", {"example": "{#my-section}"}),
    "underlined heading without anchor": (
        "A\n---",
        "anchor_missing",
        {"example": "{#my-section}"},
    ),
    "level left out": ("### A {#a}", "heading_skipped", {"found": "###", "right": "##"}),
    "placeholder in an attribute": (
        'a *b*{: title="{{ cx_day.next }}" }',
        "placeholder_in_attribute",
        {"found": "{{ cx_day.next }}"},
    ),
    "title in the body": ("# A {#a}", "heading_in_body", {}),
    "underlined title in the body": ("A\n===", "heading_in_body", {}),
    "a hashtag that Markdown takes for a title": (
        "#CXDay jest hasłem dnia.",
        "heading_in_body",
        {},
    ),
}


@pytest.mark.parametrize("key", WORDINGS)
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_reported_in_the_pages_language(mistake: str, key: str) -> None:
    markdown, sentence, values = MISTAKES[mistake]
    page = body(markdown, key)

    assert page.said == [(FIRST, page.sentence(sentence, **values))]


def test_what_cannot_be_expanded_stays_visible() -> None:
    assert body("a {{ cx_day.nxt }} b").html == "<p>a {{ cx_day.nxt }} b</p>"


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("a\n\nb\n", id="text"),
        pytest.param("```\n{{ cx_day.nxt }}\n```\n", id="the same in a fence"),
        pytest.param("```\n\n{{ cx_day.nxt }}\n\n```\n", id="the same between empty lines"),
        pytest.param("```\na\n```\n\n~~~\na\n\n{{ cx_day.nxt }}\n~~~\n\n", id="two fences"),
        pytest.param("- a\n\n    ```\n    {{ cx_day.nxt }}\n    ```\n\n", id="fence in a list"),
        pytest.param("> ```\n> {{ cx_day.nxt }}\n> ```\n\n", id="fence in a quotation"),
        pytest.param("````\n```\n{{ cx_day.nxt }}\n```\n````\n", id="fence in a fence"),
        pytest.param("```\n    ```\n{{ cx_day.nxt }}\n```\n", id="indented fence in a fence"),
        pytest.param("```\n```\n", id="empty fence"),
        pytest.param("\n    {{ cx_day.nxt }}\n\n", id="indented code"),
        pytest.param("`{{ cx_day.nxt }}`\n\n", id="code in text"),
        pytest.param("<!-- a\n\nb -->\n\n", id="comment"),
        pytest.param("| a |\n| --- |\n| `{{ cx_day.nxt }}` |\n\n", id="table"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_line_is_right_after(before: str, end: str) -> None:
    saved = f"{HEAD}\n{before}{{{{ cx_day.nxt }}}}\n\nx\n\n```\n{{{{ cx_day.nxt }}}}\n```\n"

    lines = [line for line, _ in build(saved.replace("\n", end)).said]

    assert lines == [FIRST + before.count("\n")]


@pytest.mark.parametrize("blank", range(4))
def test_the_line_is_right_however_much_space_follows_the_front_matter(blank: int) -> None:
    page = build(HEAD + "\n" * blank + "# A\n\n{{ cx_day.nxt }}\n\ncx_day.next\n")

    after = HEAD.count("\n") + blank
    assert [line for line, _ in page.said] == [after + 1, after + 3, after + 5]


def test_the_same_mistake_on_several_lines_is_reported_on_each() -> None:
    page = body("{{ cx_day.nxt }}\na\n{{ cx_day.nxt }}\n\n```\nb\n```\n\n- {{ cx_day.nxt }}\n")

    assert [line - FIRST for line, _ in page.said] == [0, 2, 8]


# ----------------------------------------------------------------------- front matter

LONG = "x" * 161
LIMITS = {"least": 10, "most": 160}
BROKEN: dict[str, tuple[str, list[tuple[int, str, dict[str, object]]]]] = {
    "none": ("Tekst\n", [(1, "front_matter_missing", {})]),
    "empty": ("---\n\n---\n", [(2, "front_matter_missing", {})]),
    "never closed": (f"---\n{FIELDS}\nTekst\n", [(1, "front_matter_missing", {})]),
    "no title": (
        HEAD.replace('title: "A page"\n', ""),
        [(1, "field_missing", {"field": "title"})],
    ),
    "both missing": (
        "---\nnav: Strona\n---\n",
        [
            (1, "field_missing", {"field": "description"}),
            (1, "field_missing", {"field": "title"}),
        ],
    ),
    "unknown field": (
        f"---\n{FIELDS}author: Ja\ntags: [a]\n---\n",
        [
            (
                4,
                "field_unknown",
                {"field": "author", "known": KNOWN},
            ),
            (
                5,
                "field_unknown",
                {"field": "tags", "known": KNOWN},
            ),
        ],
    ),
    "number for a text": (
        f"---\n{FIELDS}nav: 2027\n---\n",
        [(4, "field_type", {"field": "nav"})],
    ),
    "list for a text": (
        f"---\n{FIELDS}nav:\n  - a\n---\n",
        [(4, "field_type", {"field": "nav"})],
    ),
    "too short": (
        f"---\n{FIELDS}nav: a\n---\n",
        [(4, "field_length", {"field": "nav", "length": 1, "least": 2, "most": 24})],
    ),
    "too long": (
        f'---\ntitle: "A page"\ndescription: {LONG}\n---\n',
        [(3, "field_length", {"field": "description", "length": 161, "least": 50, "most": 160})],
    ),
    "no reason to be alone": (
        f"---\n{FIELDS}counterpart:\n  status: none\n---\n",
        [(4, "field_missing", {"field": "counterpart.reason"})],
    ),
    "reason too short": (
        f"---\n{FIELDS}counterpart:\n  status: none\n  reason: Bo tak.\n---\n",
        [(6, "field_length", {"field": "counterpart.reason", "length": 7} | LIMITS)],
    ),
    "unknown status": (
        f"---\n{FIELDS}counterpart:\n  status: never\n  reason: Dotyczy tylko Polski.\n---\n",
        [(5, "field_choice", {"field": "counterpart.status", "known": "none, wanted"})],
    ),
    "no day": (
        f"---\n{FIELDS}in_step: 22.11.2026\n---\n",
        [(4, "field_day", {"field": "in_step", "example": "2026-11-22"})],
    ),
    "a day that no month has": (
        f"---\n{FIELDS}in_step: 2026-02-30\n---\n",
        [(4, "field_day", {"field": "in_step", "example": "2026-11-22"})],
    ),
    "a day to come": (
        f"---\n{FIELDS}in_step: 9999-12-31\n---\n",
        [(4, "in_step_future", {"found": "9999-12-31"})],
    ),
    "unknown placeholder": (
        f'---\n{FIELDS}nav: "{{{{ cx_day.nxt }}}}"\n---\n',
        [(4, "unknown", {"found": "{{ cx_day.nxt }}", "nearest": "{{ cx_day.next }}"})],
    ),
    "block": (
        f'---\n{FIELDS}lead: "Oto tabela: {{{{ cx_day.table }}}}"\n---\n',
        [
            (
                4,
                "block_in_front_matter",
                {"found": "{{ cx_day.table }}", "example": "{{ cx_day.next }}"},
            )
        ],
    ),
    "bare": (
        f'---\n{FIELDS}lead: "Czyli cx_day.next, po prostu."\n---\n',
        [(4, "bare", {"found": "cx_day.next", "example": "{{ cx_day.next }}"})],
    ),
}


@pytest.mark.parametrize("key", WORDINGS)
@pytest.mark.parametrize("mistake", BROKEN)
def test_a_mistake_in_the_front_matter_is_reported_with_its_line(mistake: str, key: str) -> None:
    saved, expected = BROKEN[mistake]
    page = build(saved, key)

    assert page.said == sorted(
        (line, page.sentence(name, **values)) for line, name, values in expected
    )


ALONE = "counterpart: { status: none, reason: Dotyczy tylko Polski. }\n"


@pytest.mark.parametrize("key", WORDINGS)
@pytest.mark.parametrize(
    ("field", "others", "everywhere", "expected"),
    [
        (ALONE, {"docs/xx/page.md": False}, False, None),
        (ALONE, {"docs/xx/page.md": True}, False, "counterpart_present"),
        (ALONE, {"docs/xx/page.md": False}, True, "counterpart_needed"),
        (ALONE, {"docs/xx/page.md": True, "docs/yy/page.md": False}, False, None),
        ("", {"docs/xx/page.md": True}, True, None),
    ],
)
def test_a_page_that_says_that_it_is_alone_has_to_be(
    key: str, field: str, others: dict[str, bool], *, everywhere: bool, expected: str | None
) -> None:
    found: list[Problem] = []
    text = f"---\n{FIELDS}{field}---\n"
    vocabulary = Vocabulary(OBSERVANCE, WORDINGS[key], TODAY)
    source = PageSource(
        PATH, text, LOCALES[key], found.append, others=others, everywhere=everywhere
    )

    front_matter(source, SCHEMA, vocabulary)

    said = [(problem.line, problem.message) for problem in found]
    path = "docs/xx/page.md"
    assert said == ([(4, source.sentence(expected, path=path))] if expected else [])


def test_the_reason_for_a_page_of_one_language_may_name_a_date() -> None:
    field = "counterpart:\n  status: wanted\n  reason: Na {{ cx_day.next.year }} rok.\n"
    page = build(f"---\n{FIELDS}{field}---\n")

    assert page.meta["counterpart"] == {"status": "wanted", "reason": "Na 2027 rok."}
    assert not page.said


def test_the_day_of_a_comparison_is_read_as_one() -> None:
    page = build(f"---\n{FIELDS}in_step: 2026-11-01\n---\n")

    assert page.meta["in_step"] == date(2026, 11, 1)
    assert not page.said


@pytest.mark.parametrize("key", WORDINGS)
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('title: CX Day: co to\ndescription: "…"\n', 2),
        ("title: A page\ndescription: {{ cx_day.next }}\n", 3),
        ('title: "A page\n', 2),
        ("title: [A page\ndescription: B\n", 2),
    ],
)
def test_front_matter_that_is_not_yaml_is_reported(text: str, line: int, key: str) -> None:
    page = build(f"---\n{text}---\n", key)
    beginning = page.sentence("front_matter_unreadable", reason="…").partition("…")[0]

    assert page.meta == {}
    assert [(line, message.startswith(beginning)) for line, message in page.said] == [(line, True)]


@pytest.mark.parametrize("key", WORDINGS)
def test_a_field_written_twice_is_reported(key: str) -> None:
    page = build("---\ntitle: A page\ntitle: B page\n---\n", key)

    assert page.said == [(3, page.sentence("data_key_twice", found="title", first=2))]


def test_placeholders_in_the_front_matter_become_text() -> None:
    saved = HEAD.replace("A page", "CX Day {{ cx_day.next.year }}: {{ cx_day.next.on }}")
    page = build(saved)

    assert page.meta["title"] == f"CX Day 2027: we {NEXT}"
    assert not page.said


def test_the_lead_is_html_in_which_dates_keep_moving() -> None:
    page = build(f'---\n{FIELDS}lead: "Już {{{{ cx_day.next }}}} <b> i w domu."\n---\n')

    assert page.meta["lead"] == f"Już {NEXT_HTML} &lt;b&gt; i\u00a0w\u00a0domu."


def test_front_matter_without_mistakes_is_returned_as_it_is() -> None:
    page = build(HEAD)

    assert page.meta["title"] == "A page"
    assert not page.said
