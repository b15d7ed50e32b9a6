"""The HTML that a page may hold, and what its writer hears of other HTML."""

from __future__ import annotations

import re

import pytest

from tests.unit.test_pages import FIRST, body


def rules(markdown: str) -> list[str]:
    return sorted(problem.rule for problem in set(body(markdown).problems))


@pytest.mark.parametrize(
    "html",
    [
        '<abbr title="a">b</abbr> <cite>a</cite> <kbd>b</kbd> H<sub>2</sub>O <mark>c</mark>',
        '<bdi lang="ar" dir="rtl">a</bdi><br> <time datetime="2027">2027</time> m<sup>2</sup>',
        "<q>a</q> <small>b</small> <strong>a</strong> <em>b</em> <i>c</i>",
        '<a href="https://example.org/" hreflang="en">a</a> <a href="tel:+48221234567">b</a>',
        "<details><summary>a</summary>b</details>",
        '<figure markdown><img src="a.png" alt="b" width="5"><figcaption>c</figcaption></figure>',
        "<dl><dt>a</dt><dd>b</dd></dl>\n\n<ul><li>a<li>b</ul>\n\n<ol start=3><li>c</li></ol>",
        '<table><tr><th scope="row">a<td colspan="2">b</table>',
        '<div class="cards" markdown>\n\n- [a](a.md)\n\n</div>',
        '<div role="note" aria-label="a">b</div>',
        "<p>a < b, 3<5 &lt;script&gt; &copy;</p>",
        "<!-- <script> and onclick=x -->",
        "`<script>` and ``<b onclick=x>``",
        "```html\n<script>a</script>\n<p style='b'>\n```",
        "    <iframe>",
        "Tekst[^1] {{ cx_day.next.on }}\n\n[^1]: Przypis z `<b style>`.",
        "| a |\n| --: |\n| b |\n\n!!! tip\n\n    a\n\n## A <b>b</b> {#a}\n\n{{ cx_day.table }}",
        "a { .class #id lang=en }",
        "<me@example.org> <https://example.org/?a=b&c>",
    ],
)
def test_useful_html_comments_and_code_are_fine(html: str) -> None:
    assert body(html).said == []


@pytest.mark.parametrize("end", ["", "</{0}>"])
@pytest.mark.parametrize(
    "element",
    ["script", "style", "iframe", "form", "object", "svg", "video", "input", "main", "x-y", "base"],
)
@pytest.mark.parametrize("around", ["{}", "a {} b", "- {}", "<div markdown>\n{}\n</div>"])
def test_other_elements_are_reported_where_they_stand(element: str, around: str, end: str) -> None:
    markdown = around.format(f"<{element}>" + end.format(element))
    page = body(f"a `<{element}>`\n\n{markdown}")

    line = FIRST + 2 + markdown.partition(f"<{element}")[0].count("\n")
    assert (line, page.sentence("html_element", found=f"<{element}>")) in page.said


@pytest.mark.parametrize(
    ("markdown", "attribute", "element"),
    [
        ('<b onclick="x">a</b>', "onclick", "<b>"),
        ('<b ONCLICK="x">a</b>', "onclick", "<b>"),
        ('<p class="a"\nonmouseover=x>a</p>', "onmouseover", "<p>"),
        ("a\n{ onclick=x }", "onclick", "<p>"),
        ("*a*{: style='color:red'}", "style", "<em>"),
        ("## A {#a onfocus=x}", "onfocus", "<h2>"),
        ("| a |\n| --- |\n| b { onclick=x } |", "onclick", "<td>"),
        ('<a href="https://x.org" target="_blank">a</a>', "target", "<a>"),
        ('<img src="a.png" alt="a" onerror=x>', "onerror", "<img>"),
        ('<div id="a" data-poster>a</div>', "data-poster", "<div>"),
    ],
)
def test_other_attributes_are_reported_however_they_are_written(
    markdown: str, attribute: str, element: str
) -> None:
    page = body(markdown)
    place = re.search(attribute, markdown, re.IGNORECASE)
    line = FIRST + markdown.count("\n", 0, place.start() if place else 0)

    sentence = page.sentence("html_attribute", found=attribute, element=element)
    assert (line, sentence) in page.said


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:x",
        "java&Tab;script:x",
        "&#106;avascript:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "cx-day:ics",
    ],
)
@pytest.mark.parametrize("link", ["[a](<{}>)", "[a][b]\n\n[b]: <{}>", '<a href="{}">a</a>'])
def test_addresses_that_do_more_than_lead_elsewhere_are_reported(link: str, address: str) -> None:
    assert "link_scheme" in rules(link.format(address))


@pytest.mark.parametrize(
    "html",
    [
        "<a/onclick=x>a</a>",
        "<!--> <b onclick=x> -->",
        "<p>a<script</p>",
    ],
)
def test_html_that_browsers_read_in_another_way_is_reported(html: str) -> None:
    assert "html_broken" in rules(html)


def test_of_two_attributes_with_one_name_the_first_one_is_looked_at() -> None:
    assert "link_scheme" in rules('<a href="javascript:x" href="https://example.org/">a</a>')


@pytest.mark.parametrize("html", ["<div>\n\na", "a <b>b", "a</div>", "<p>a</section>"])
def test_an_element_without_its_end_or_its_beginning_is_reported(html: str) -> None:
    assert rules(html) == ["html_unclosed"]


def test_a_title_in_html_is_a_second_title() -> None:
    assert body("<h1>A</h1>").said == [(FIRST, body("").sentence("heading_in_body"))]


def test_a_tag_in_a_heading_does_not_end_the_name_of_its_link() -> None:
    page = body('## A <b title="x onmouseover=y">b</b> & c {#a}\n\n| a |\n| --- |\n| b |')
    link, region = page.soup.select_one("h2 .anchor"), page.soup.select_one("[role=region]")

    assert link is not None
    assert region is not None
    assert str(link["aria-label"]).endswith(": A b & c")
    assert region["aria-label"] == "A b & c"
    assert page.said == []


# --------------------------------------------------------------------------- pictures


@pytest.mark.parametrize(
    "picture",
    [
        "![](a.png)",
        "![ ](a.png)",
        '<img src="a.png">',
        '<img src="a.png" alt="">',
        "![][b]\n\n[b]: a.png",
    ],
)
def test_a_picture_without_a_text_is_reported(picture: str) -> None:
    page = body(f"a\n\n{picture}")

    assert page.said == [(FIRST + 2, page.sentence("image_alt", found="a.png"))]


def test_a_picture_without_a_text_is_reported_only_where_the_text_is_missing() -> None:
    page = body(
        "![Opis](a.png)\n\n"
        '<img src="a.png" alt="Opis">\n\n'
        '<img alt="" src="a.png" role="presentation">\n\n'
        "[Opis](a.png), aa.png\n\n"
        '<img alt="" src="a.png">\n\n'
        "![ ](a.png)\n\n"
        "![](aa.png)"
    )

    assert page.said == [
        (FIRST + 8, page.sentence("image_alt", found="a.png")),
        (FIRST + 10, page.sentence("image_alt", found="a.png")),
        (FIRST + 12, page.sentence("image_alt", found="aa.png")),
    ]


@pytest.mark.parametrize(
    ("markdown", "rule", "values"),
    [
        (
            "[a](https://x.org/b.png)\n\n![a](https://x.org/b.png)",
            "image_foreign",
            {"found": "https://x.org/b.png"},
        ),
        (
            "To nie style.\n\n*a*{: style='color:red'}",
            "html_attribute",
            {"found": "style", "element": "<em>"},
        ),
    ],
)
def test_the_same_word_elsewhere_is_no_mistake(
    markdown: str, rule: str, values: dict[str, str]
) -> None:
    page = body(markdown)

    assert page.said == [(FIRST + 2, page.sentence(rule, **values))]


@pytest.mark.parametrize(
    "picture",
    [
        "![Opis](a.png)",
        '<img src="a.png" alt="Opis">',
        '<img src="a.png" alt="" role="presentation">',
        '<img src="a.png" alt="" aria-hidden="true">',
    ],
)
def test_a_picture_with_a_text_or_marked_as_decoration_is_fine(picture: str) -> None:
    assert body(picture).said == []


@pytest.mark.parametrize(
    "picture", ["![a](https://x.org/b.png)", '<img alt="a" src="c.png" srcset="//x.org/b.png 2x">']
)
def test_a_picture_from_elsewhere_is_reported(picture: str) -> None:
    assert rules(picture) == ["image_foreign"]
