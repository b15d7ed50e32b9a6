"""The files below docs/: names, folders, sizes, and drawings that do more than being seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cx_day import files
from tests.unit.site_data import LOCALES, ROOT

if TYPE_CHECKING:
    from pathlib import Path

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


def said(docs: Path, name: str, content: bytes = b"a") -> list[tuple[int, str]]:
    """What is wrong with a new file: line and rule."""
    path = docs / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    assert path in files.files(docs)
    return [(line, rule) for line, rule, _ in files.mistakes(path, docs, LOCALES)]


def test_the_files_of_the_site_are_as_they_should_be() -> None:
    docs = ROOT / "docs"
    found = list(files.files(docs))

    assert len(found) > 90
    assert [m for path in found for m in files.mistakes(path, docs, LOCALES)] == []


@pytest.mark.parametrize("name", ["pl/a.md", "ar/b-2/c-d.md", "pl/a.png", "pl/b/a1.webp"])
def test_a_page_or_a_picture_with_a_plain_name_is_fine(tmp_path: Path, name: str) -> None:
    assert said(tmp_path, name) == []


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("pl/X.MD", "x.md"),
        ("pl/_draft.md", "draft.md"),
        ("pl/.hidden.md", "hidden.md"),
        ("pl/two words.md", "two-words.md"),
        ("pl/README.md", "readme.md"),
        ("pl/żółw.md", "zolw.md"),
        ("pl/Dzień otwarty.md", "dzien-otwarty.md"),
        ("ar/يوم.md", "page.md"),
        ("pl/a.PNG", "a.png"),
        ("pl/a.b.md", "a-b.md"),
        ("pl/Folder/a.md", "a.md"),
    ],
)
def test_another_name_is_reported_with_a_better_one(tmp_path: Path, name: str, right: str) -> None:
    assert said(tmp_path, name) == [(1, "file_name")]
    ((_, _, values),) = files.mistakes(tmp_path / name, tmp_path, LOCALES)
    assert values["right"] == right


@pytest.mark.parametrize(
    "name", ["en/x.md", "x.md", "pl", "pl/a.docx", "pl/a.html", "ar/a.js", "templates/a.md", "pl/a"]
)
def test_a_file_of_another_kind_or_in_another_folder_is_reported(tmp_path: Path, name: str) -> None:
    assert said(tmp_path, name) == [(1, "file_unexpected")]


def test_what_systems_leave_behind_is_no_ones_mistake(tmp_path: Path) -> None:
    (tmp_path / "pl").mkdir()
    (tmp_path / "pl" / ".DS_Store").write_bytes(b"")

    assert list(files.files(tmp_path)) == []


def test_links_to_files_and_to_folders_are_reported(tmp_path: Path) -> None:
    (tmp_path / "pl").mkdir()
    (tmp_path / "pl" / "a.md").symlink_to("/proc/self/environ")
    (tmp_path / "pl" / "b").symlink_to(tmp_path)

    for path in files.files(tmp_path):
        assert [rule for _, rule, _ in files.mistakes(path, tmp_path, LOCALES)] == ["symlink"]
    assert len(list(files.files(tmp_path))) == 2


@pytest.mark.parametrize(
    ("name", "most", "rule"),
    [
        ("pl/a.md", 60_000, "page_heavy"),
        ("pl/a.png", 150_000, "image_heavy"),
        ("pl/a.webp", 150_000, "image_heavy"),
        ("pl/a.svg", 60_000, "image_heavy"),
    ],
)
def test_a_file_may_have_so_many_bytes_and_no_more(
    tmp_path: Path, name: str, most: int, rule: str
) -> None:
    content = SVG.format("").encode() if name.endswith("svg") else b""

    assert said(tmp_path, name, content.ljust(most)) == []
    assert said(tmp_path, name, content.ljust(most + 1)) == [(1, rule)]


def test_another_encoding_is_reported_where_it_shows(tmp_path: Path) -> None:
    assert said(tmp_path, "pl/a.md", b"a\nb\xb1") == [(2, "not_utf8")]


@pytest.mark.parametrize(
    "drawing",
    [
        "<script>a</script>",
        '<g onclick="a"/>',
        "<foreignObject><p>a</p></foreignObject>",
        '<image href="https://example.org/a.png"/>',
        '<image xlink:href="a.png"/>',
        '<a href="javascript:a"><path/></a>',
        '<use href="data:image/svg+xml,a"/>',
        '<set attributeName="href" to="javascript:a"/>',
        '<animate attributeName="xlink:href" values="a"/>',
        "<style>@import 'a.css';</style>",
        "<style>path { fill: url(https://example.org/a) }</style>",
        '<path style="fill: url(a.svg#b)"/>',
        "<path fill=\"url( 'https://example.org/a' )\"/>",
    ],
)
def test_a_drawing_that_acts_or_fetches_is_reported_on_its_line(drawing: str) -> None:
    svg = SVG.format(f"<path/>\n{drawing}").encode()

    assert {(line, rule) for line, rule, _ in files.drawing_mistakes(svg)} == {(2, "svg_active")}


@pytest.mark.parametrize(
    ("svg", "rule"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"), "svg_active"),
        ('<?xml-stylesheet href="a.css"?>' + SVG.format(""), "svg_active"),
        (SVG.format("<path>"), "svg_broken"),
        ("", "svg_broken"),
        ("<html/>", "svg_broken"),
    ],
)
def test_what_is_no_plain_drawing_is_reported(svg: str, rule: str) -> None:
    assert [found for _, found, _ in files.drawing_mistakes(svg.encode())] == [rule]


def test_a_drawing_may_refer_to_itself() -> None:
    inside = '<style>a { fill: url("#a") }</style><use href="#a" fill="url(#a)"/>'

    assert list(files.drawing_mistakes(SVG.format(inside).encode())) == []
