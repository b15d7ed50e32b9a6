"""Links: what they may lead to, how they are written, and what their writer hears otherwise."""

from __future__ import annotations

import pytest

from cx_day.front_matter import PageSource
from cx_day.links import Targets, places
from tests.unit.site_data import LOCALES
from tests.unit.test_pages import FIRST, PATH, body

PAGES = ["index", "dates", "begin/index", "begin/plan", "about/data"]
TARGETS = Targets(
    "https://example.org/cx-day/",
    placeholders={"cx-day.ics": "{{ cx_day.ics_url }}", "ar/cx-day.ics": "{{ cx_day.ics_url }}"},
    left_out=frozenset({"pl/broken.md"}),
    urls={
        f"{key}/{name}.md": home + (f"{name}/".removesuffix("index/") or "./")
        for key, home in (("pl", ""), ("ar", "ar/"))
        for name in PAGES
    }
    | {"pl/begin/map.png": "begin/map.png", "ar/begin/map.png": "ar/begin/map.png"},
    anchors={"pl/dates.md": frozenset({"years", "next"}), "ar/dates.md": frozenset({"years"})},
)


def said(written: str, page: str = "pl/begin/plan.md") -> tuple[str, str] | None:
    """The rule, and what to write instead, if the sentence names it."""
    for _, (rule, values) in TARGETS.mistakes(page, [written]):
        return rule, values.get("right", values.get("nearest", ""))
    return None


@pytest.mark.parametrize(
    "written",
    [
        "../dates.md",
        "../dates.md#years",
        "index.md",
        "./index.md",
        "plan.md",
        "map.png",
        "../begin/map.png",
        "../dates.md?q=a#years",
        "#anything-on-a-page-that-is-not-complete",
        "https://example.com/dates/",
        "https://example.org/other/",
        "http://example.com/x.md",
        "//example.com/x",
        "mailto:a@example.org",
        "tel:+48221234567",
        "../broken.md",
        "../broken.md#x",
    ],
)
def test_links_to_files_and_to_other_sites_are_fine(written: str) -> None:
    assert said(written) is None


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("https://example.org/cx-day/dates/", "../dates.md"),
        ("https://EXAMPLE.org/cx-day/dates/#years", "../dates.md#years"),
        ("http://example.org/cx-day/dates", "../dates.md"),
        ("https://example.org/cx-day", "../index.md"),
        ("https://example.org/cx-day/index.html", "../index.md"),
        ("//example.org/cx-day/begin/", "index.md"),
        ("/dates/", "../dates.md"),
        ("/cx-day/dates/", "../dates.md"),
        ("/cx-day/dates/index.html#years", "../dates.md#years"),
        ("/pl/dates.md", "../dates.md"),
        ("/dates.md", "../dates.md"),
        ("../dates/", "../dates.md"),
        ("../dates", "../dates.md"),
        ("../dates.html", "../dates.md"),
        ("../dates/index.html", "../dates.md"),
        ("../about/data", "../about/data.md"),
        ("..", "../index.md"),
        (".", "index.md"),
        ("../../dates/", "../dates.md"),  # as from the page's address
        ("..\\dates.md", "../dates.md"),
        ("/begin/map.png", "map.png"),
        ("https://example.org/cx-day/cx-day.ics", "{{ cx_day.ics_url }}"),
        ("https://example.org/cx-day/ar/cx-day.ics", "{{ cx_day.ics_url }}"),
        ("../../cx-day.ics", "{{ cx_day.ics_url }}"),
    ],
)
def test_a_link_within_the_site_names_the_file(written: str, right: str) -> None:
    assert said(written) == ("link_form", right)


@pytest.mark.parametrize(
    "written",
    [
        "../../{other}/dates.md",
        "../../{other}/dates.md#years",
        "https://example.org/cx-day/{home}dates/",
        "/{home}dates/",
        "/cx-day/{home}begin/plan/",
        "/{other}/dates.md",
        "../../{other}/begin/map.png",
    ],
)
@pytest.mark.parametrize(("key", "other", "home"), [("pl", "ar", "ar/"), ("ar", "pl", "")])
def test_a_link_into_the_other_language_is_reported(
    written: str, key: str, other: str, home: str
) -> None:
    link = written.format(other=other, home=home)

    assert said(link, f"{key}/begin/plan.md") == ("link_other_language", "")


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("../datse.md", "../dates.md"),
        ("dates.md", "../dates.md"),
        ("../Dates.md", "../dates.md"),
        ("../begin/plans.html", "../begin/plan.md"),
        ("mapp.png", "map.png"),
    ],
)
def test_a_file_that_does_not_exist_is_reported_with_the_nearest_one(
    written: str, nearest: str
) -> None:
    rule, near = said(written) or ("", "")

    assert rule == "link_broken_near"
    assert near.rpartition("/")[2] == nearest.rpartition("/")[2]


@pytest.mark.parametrize(
    "written", ["xyzxyzxyz.webp", "/qqqqqqqqqqqqqqqqqqqqqqqqqq/", "../../../../etc/passwd", "//["]
)
def test_a_file_that_is_like_no_other_is_reported_without_a_hint(written: str) -> None:
    assert said(written) == ("link_broken", "")


@pytest.mark.parametrize(
    ("written", "rule", "nearest"),
    [
        ("../dates.md#yaers", "link_anchor_near", "#years"),
        ("../dates.md#qqq", "link_anchor", ""),
        ("../dates.md#Years", "link_anchor_near", "#years"),
    ],
)
def test_an_anchor_that_does_not_exist_is_reported(written: str, rule: str, nearest: str) -> None:
    assert said(written) == (rule, nearest)


def test_an_anchor_of_the_page_itself_is_looked_up_there() -> None:
    assert said("#years", "pl/dates.md") is None
    assert said("#next", "pl/dates.md") is None
    assert said("#next", "ar/dates.md") == ("link_anchor", "")


@pytest.mark.parametrize("written", ["", " ", "#"])
def test_a_link_without_an_address_is_reported(written: str) -> None:
    assert said(written) == ("link_empty", "")


@pytest.mark.parametrize(
    ("page", "written", "url"),
    [
        ("pl/dates.md", "begin/plan.md#a", "../begin/plan/#a"),
        ("pl/dates.md", "index.md", "../"),
        ("pl/index.md", "dates.md", "dates/"),
        ("ar/begin/plan.md", "map.png", "../map.png"),
        ("ar/begin/plan.md", "../dates.md", "../../dates/"),
        ("ar/dates.md", "https://example.org/", None),
        ("ar/dates.md", "#a", None),
    ],
)
def test_a_link_to_a_file_becomes_an_address_relative_to_the_page(
    page: str, written: str, url: str | None
) -> None:
    assert TARGETS.url(page, written) == url


# --------------------------------------------------------------------------- in Markdown


@pytest.mark.parametrize(
    "markdown",
    [
        "[a]({})",
        '[a]( <{}> "b")',
        "[a][b]\n\n[b]: {}",
        "[b]\n\n[b]: {}",
        "![a]({})",
        '<a href="{}">a</a>',
        "<a href={}>a</a>",
        "<p><img alt=\"a\" src='{}'></p>",
        '<img alt="a" src="x.png" srcset="x.png 1x, {} 2x">',
        '<div markdown>\n<a href="{}">a</a>\n</div>',
        "- a\n\n    [a]({})",
        "## [a]({}) {{#a}}",
        "a[^1]\n\n[^1]: [a]({})",
    ],
)
def test_links_are_noted_wherever_they_stand(markdown: str) -> None:
    assert "../b/c.md#d" in body(markdown.format("../b/c.md#d")).links


@pytest.mark.parametrize(
    "markdown",
    [
        "`[a]({})`",
        "```\n[a]({})\n```",
        "    [a]({})",
        '`<a href="{}">`',
        '<!-- <a href="{}"> -->',
        "\\[a]({})",
    ],
)
def test_what_is_no_link_is_not_noted(markdown: str) -> None:
    assert body(markdown.format("../b/c.md")).links == []


def test_html_links_to_files_as_markdown_does() -> None:
    page = body("<a href='other.md'>a</a> <img alt=a src=b.png srcset='map.png 1x, b.png 2x'>")
    (link,), (picture,) = page.soup.select("a"), page.soup.select("img")

    assert link["href"] == "../other/"
    assert (picture["src"], picture["srcset"]) == ("b.png", "../map.png 1x,b.png 2x")


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("[a][b]", "[b]"),
        ("[**a**][b]", "[b]"),
        ("[a][]", "[]"),
        ("![a][b]", "[b]"),
        ("- [a][b c]", "[b c]"),
        ("a[^1]", "[^1]"),
        ("## A [^1] {#a}", "[^1]"),
    ],
)
def test_a_name_without_its_definition_is_reported(markdown: str, found: str) -> None:
    page = body(f"`{markdown}`\n\n{markdown}")

    assert page.said == [(FIRST + 2, page.sentence("link_unresolved", found=found))]


@pytest.mark.parametrize(
    "markdown",
    [
        "[a][b]\n\n[b]: c.md",
        "[a][]\n\n[a]: c.md",
        "a[^1]\n\n[^1]: b",
        "[a] [b] c[0]",
        "`a[0][1]`",
        "\\[a\\]\\[b\\]",
        "[a]",
    ],
)
def test_names_with_a_definition_and_plain_brackets_are_fine(markdown: str) -> None:
    assert body(markdown).said == []


@pytest.mark.parametrize(
    "link",
    ["[a](a.md)", "[a](<a.md>)", "[a]\n\n[a]: a.md", '<a href="a.md">', "<a href=a.md>"],
)
def test_a_link_is_found_where_it_stands_and_not_where_its_file_is_only_named(link: str) -> None:
    text = 'related: ["a.md"]\n\nb.a.md\n\nPlik ab.md\n\n' + link
    source = PageSource(PATH, text, LOCALES["pl"], lambda _: None)

    assert source.lines(*places("a.md")) == [text.count("\n") + 1]
