"""Building: the same from everywhere, right on every day, and clear about every mistake."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.site.building import (
    HOMES,
    LOCALES,
    PUBLIC,
    ROOT,
    TODAY,
    BuiltPage,
    at_noon,
    build,
    copy_project,
    files_in,
    vocabulary,
)
from tools.check import site_problems


def test_two_builds_are_the_same_byte_for_byte(site: Path, tmp_path: Path) -> None:
    project = copy_project(tmp_path / "somewhere else")
    target = tmp_path / "target"
    outcome = build(
        target,
        project,
        TZ="Pacific/Kiritimati",
        LANG="ar_EG.UTF-8",
        LC_ALL="C",
        PYTHONHASHSEED="42",
    )
    assert outcome.returncode == 0, outcome.stderr
    assert files_in(target) == files_in(site)


def test_every_file_of_the_site_is_expected(site: Path, pages: dict[str, BuiltPage]) -> None:
    pictures = {
        urljoin(page.url, link).removeprefix(PUBLIC)
        for page in pages.values()
        for link in (
            *page.values("meta[property='og:image']", "content"),
            *page.values(".ready [href]", "href"),
            *page.values(".ready [src]", "src"),
        )
    }
    assets = (ROOT / "overrides" / "assets").rglob("*")
    expected = {
        *(f"{address}index.html" for address in pages),
        *(path.relative_to(ROOT / "overrides").as_posix() for path in assets if path.is_file()),
        *(f"{home}cx-day.ics" for home in HOMES.values()),
        *pictures,
        *("cx-day.json", "404.html", "sitemap.xml", "sitemap.xml.gz"),
    }
    search = re.compile(r"assets/search/(pl|ar)/(start|(page|terms)-\d+)\.json")
    assert {name for name in files_in(site) if not search.fullmatch(name)} == expected


@pytest.mark.parametrize(
    ("day", "phase", "upcoming"),
    [
        (date(2027, 10, 4), "before", "2027-10-05"),
        (date(2027, 10, 5), "on", "2027-10-05"),
        (date(2027, 10, 6), "after", "2028-10-03"),
        (date(2027, 10, 13), "before", "2028-10-03"),
        (date(2028, 1, 1), "before", "2028-10-03"),
    ],
)
@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_a_build_is_right_on_its_day(
    built: Callable[[date], Path], home: str, day: date, phase: str, upcoming: str
) -> None:
    page = BuiltPage(home, built(day) / home / "index.html")
    assert page.value("[data-phase]", "data-phase") == phase
    assert page.value(".hero__day [data-cx-day='next.day']", "datetime") == upcoming
    assert page.values("[data-upcoming] li:not([hidden])", "data-day")[0] == upcoming


def test_the_day_of_a_build_is_the_one_in_utc(
    built: Callable[[date], Path], tmp_path: Path
) -> None:
    day = date(2027, 10, 5)
    almost_midnight = int(at_noon(day)) + 12 * 3600 - 1
    build(tmp_path, SOURCE_DATE_EPOCH=str(almost_midnight), TZ="Pacific/Kiritimati")
    assert files_in(tmp_path) == files_in(built(day))


def assert_one_sentence(outcome: subprocess.CompletedProcess[str], mentioned: str) -> None:
    assert outcome.returncode != 0
    errors = [line for line in outcome.stderr.splitlines() if line.startswith("ERROR")]
    assert len(errors) == 1
    assert mentioned in errors[0]
    assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize(
    "address",
    [
        "",
        "cx-day.github.io",
        "/cx-day/",
        "ftp://example.org/",
        "https://",
        "https://example.org/?a=b",
        "https://example.org/#a",
    ],
)
def test_an_address_that_is_none_stops_the_build(tmp_path: Path, address: str) -> None:
    outcome = build(tmp_path / "site", SITE_URL=address)
    assert_one_sentence(outcome, "site_url")


@pytest.mark.parametrize("epoch", ["tomorrow", "1e9", "-1", "0", "253402300799", "9" * 20])
def test_a_day_that_is_none_stops_the_build(tmp_path: Path, epoch: str) -> None:
    outcome = build(tmp_path / "site", SOURCE_DATE_EPOCH=epoch)
    assert_one_sentence(outcome, "SOURCE_DATE_EPOCH")


def test_without_an_environment_the_site_gets_its_public_address(
    site: Path, tmp_path: Path
) -> None:
    settings = copy_project(tmp_path / "project") / "mkdocs.yml"
    default = re.search(r'!ENV \[SITE_URL, "(.*)"\]', settings.read_text(encoding="utf-8"))
    assert default is not None
    assert default[1] == PUBLIC
    assert BuiltPage("", site / "index.html").value("[rel=canonical]", "href") == PUBLIC


def _append(path: Path, text: str) -> int:
    """Put a line at the end of a page, with an empty one before it; returns its number."""
    before = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{before}\n\n{text}\n", encoding="utf-8")
    return before.count("\n") + 3


def _write_field(path: Path, name: str, value: str) -> None:
    """Put another value into a line of a page's front matter."""
    path.write_text(re.sub(f"{name}: .*", f"{name}: {value}", path.read_text("utf-8")), "utf-8")


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], Path, str, int]:
    """A project with every kind of mistake, and what building it says."""
    project = copy_project(tmp_path_factory.mktemp("broken") / "project")
    docs = project / "docs"
    expected = set()

    def spoil(name: str, text: str) -> None:
        expected.add(f"{name}:{_append(project / name, text)}")

    for locale in HOMES:
        spoil(f"docs/{locale}/index.md", "Zobacz {{ cx_day.nxet.on }} – أو.")
        spoil(f"docs/{locale}/dates.md", "{{ cx_day.next")
        spoil(f"docs/{locale}/celebrate/index.md", "cx_day.next bez nawiasów")
        spoil(f"docs/{locale}/begin/index.md", f"## Nagłówek {{#only-in-{locale}}}")
        spoil(f"docs/{locale}/about/data.md", "{{ cx_day.1999 }}")
        spoil(f"docs/{locale}/about/sources.md", "## Bez kotwicy")
        (docs / locale / f"lonely-{locale}.md").write_text(
            '---\ntitle: "Samotna"\ndescription: "' + "Opis " * 12 + '"\n---\nTekst.\n', "utf-8"
        )
        expected.add(f"docs/{locale}/lonely-{locale}.md:1")
        _write_field(docs / locale / "the-day/why.md", "title", "CX Day: {{")
        expected.add(f"docs/{locale}/the-day/why.md:2")
        page = docs / locale / "the-day" / "index.md"
        page.write_text(page.read_text("utf-8").replace("---\n", "---\nautor: Ja\n", 1), "utf-8")
        expected.add(f"docs/{locale}/the-day/index.md:2")
        page = docs / locale / "about" / "index.md"
        line = _append(page, "Koniec: ")
        page.write_bytes(page.read_bytes() + "żółć\n".encode("iso-8859-2"))
        expected.add(f"docs/{locale}/about/index.md:{line + 1}")
        page = docs / locale / "about" / "privacy.md"
        field = 'counterpart: { status: none, reason: "Tylko tutaj, i nigdzie więcej." }'
        page.write_text(page.read_text("utf-8").replace("---\n", f"---\n{field}\n", 1), "utf-8")
        expected.add(f"docs/{locale}/about/privacy.md:2")
        _write_field(docs / locale / "celebrate/thank-you.md", "related", '["a.md"]')
        _write_field(docs / locale / "celebrate/thank-you.md", "sources", '["a"]')
        expected |= {f"docs/{locale}/celebrate/thank-you.md:{line}" for line in (6, 7)}
        text = f"---\ntitle: CX Day: {{{{\n{field}\n---\n"
        (docs / locale / f"unreadable-{locale}.md").write_text(text, "utf-8")
        expected.add(f"docs/{locale}/unreadable-{locale}.md:2")
        (docs / locale / f"latin2-{locale}.md").write_bytes(b"\xb1")
        expected.add(f"docs/{locale}/latin2-{locale}.md:1")
        other = "pl" if locale == "ar" else "ar"
        shutil.copy(docs / other / "questions.md", docs / other / f"latin2-{locale}.md")
        _write_field(docs / locale / "questions.md", "related", f'["latin2-{locale}.md"]')
        (docs / locale / "environment.md").symlink_to("/proc/self/environ")
        expected.add(f"docs/{locale}/environment.md:1")
    (docs / "pl" / "notatki.docx").write_bytes(b"PK")
    (docs / "en").mkdir()
    (docs / "en" / "page.md").write_text("# Page\n", "utf-8")
    expected |= {"docs/pl/notatki.docx:1", "docs/en/page.md:1"}
    template = project / "overrides" / "blocks" / "table.html"
    expected.add(f"overrides/blocks/table.html:{_append(template, '{{ cx_day.nxet }}')}")
    target = project.parent / "site"
    outcome = build(target, project)
    return expected, target, outcome.stdout + outcome.stderr, outcome.returncode


def test_all_mistakes_of_all_languages_are_listed_in_one_run(
    broken: tuple[set[str], Path, str, int],
) -> None:
    expected, _, output, _ = broken
    reported = re.findall(r"^((?:docs|overrides)/\S+?:\d+): \S", output, re.MULTILINE)
    assert expected - set(reported) == set()


def test_what_follows_only_from_what_cannot_be_read_is_not_reported(
    broken: tuple[set[str], Path, str, int],
) -> None:
    _, _, output, _ = broken
    lines = [line for line in output.splitlines() if "unreadable-" in line or "latin2-" in line]
    assert lines
    for locale in LOCALES.values():
        for rule in ("counterpart_missing", "related_missing"):
            beginning = locale.strings["problems"][rule].partition("{")[0]
            assert not [line for line in lines if beginning in line]


def test_a_broken_site_claims_no_success(broken: tuple[set[str], Path, str, int]) -> None:
    _, _, output, code = broken
    assert code != 0
    assert "Traceback" not in output
    assert "Documentation built" not in output


def test_a_symlink_publishes_nothing(broken: tuple[set[str], Path, str, int]) -> None:
    _, target, _, _ = broken
    assert not [name for name, data in files_in(target).items() if b"SOURCE_DATE_EPOCH=" in data]


SPOILT = {
    "link_broken_near": "[a](../datse.md)",
    "link_anchor": "[a](../dates.md#qqqqqq)",
    "link_form": f"[a]({PUBLIC}{{home}}dates/)",
    "link_other_language": "[a](../../{other}/dates.md)",
    "link_unresolved": "[a][b]",
    "link_scheme": "[a](javascript:b)",
    "link_empty": "[a]()",
    "image_alt": "![](../dates.md)",
    "image_foreign": "![a](https://example.org/a.png)",
    "html_element": "<script>a</script>",
    "html_attribute": "*a*{{ onclick=b }}",
    "html_broken": "<b/onclick=a>b",
    "html_unclosed": "a <i>b",
    "anchor_twice": "## A {{#content}}",
    "heading_skipped": "#### B {{#b}}",
    "placeholder_in_attribute": "*a*{{: title='{{{{ cx_day.next }}}}' }}",
    "typography": "a...",
}
"""A line for each rule: what MkDocs and Markdown let through without a word."""


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[tuple[str, str]], str]:
    """What a build of a project has to say of it (place and rule), and what it says."""
    project = copy_project(tmp_path_factory.mktemp("spoilt") / "project")
    expected = set()
    for locale, other in (("pl", "ar"), ("ar", "pl")):
        folder = project / "docs" / locale
        for rule, text in SPOILT.items():
            line = _append(folder / "begin/nps.md", text.format(home=HOMES[locale], other=other))
            expected.add((f"docs/{locale}/begin/nps.md:{line}", rule))
        (folder / "_draft.md").write_text("a", "utf-8")
        (folder / "X.MD").write_text("a", "utf-8")
        (folder / "big.png").write_bytes(b"a" * 150_001)
        (folder / "drawing.svg").write_text("<svg><script/></svg>", "utf-8")
        (folder / "page.html").write_text("a", "utf-8")
        (folder / "twin.md").write_bytes((folder / "begin/csat.md").read_bytes())
        titled = folder / "begin/ces.md"
        text = re.sub("title: .*", 'title: "A</title><script>"', titled.read_text("utf-8"))
        titled.write_text(text + "a\n" * 30_000, "utf-8")
        expected |= {
            (f"docs/{locale}/_draft.md:1", "file_name"),
            (f"docs/{locale}/X.MD:1", "file_name"),
            (f"docs/{locale}/big.png:1", "image_heavy"),
            (f"docs/{locale}/drawing.svg:1", "svg_active"),
            (f"docs/{locale}/page.html:1", "file_unexpected"),
            (f"docs/{locale}/twin.md:1", "nav_omitted"),
            (f"docs/{locale}/twin.md:2", "field_twice"),
            (f"docs/{locale}/begin/ces.md:2", "html_in_field"),
            (f"docs/{locale}/begin/ces.md:1", "page_heavy"),
        }
    settings = project / "mkdocs.yml"
    lines = settings.read_text(encoding="utf-8").split("\n")
    at = lines.index("  - dates.md")
    lines[at:at] = ["  - Nowhere:", "      - nowhere.md # gone"]
    settings.write_text("\n".join(lines), encoding="utf-8")
    expected.add((f"mkdocs.yml:{at + 2}", "nav_missing"))
    return expected, build(project.parent / "site", project).stderr


def test_what_mkdocs_lets_through_is_reported_in_the_language_of_the_page(
    spoilt: tuple[set[tuple[str, str]], str],
) -> None:
    expected, output = spoilt
    reported = output.splitlines()
    for place, rule in sorted(expected):
        locale = "ar" if place.startswith("docs/ar/") else "pl"
        sentence = LOCALES[locale].strings["problems"][rule]
        wording = ".*".join(re.escape(part) for part in re.split(r"\{\w+\}", sentence))
        wording = wording.replace(r"\{\{", r"\{").replace(r"\}\}", r"\}")
        pattern = re.compile(rf"{re.escape(place)}: {wording}")
        assert any(pattern.fullmatch(line) for line in reported), (place, rule)


def test_nothing_is_reported_a_second_time_in_english(
    spoilt: tuple[set[tuple[str, str]], str],
) -> None:
    _, output = spoilt
    assert "WARNING" not in output
    assert "Traceback" not in output


UNUSABLE = {
    "data/cx-day.yml": ("date: 2014-10-07", "date: 2014-02-30"),
    "data/glossary.yml": ("  - id: cx\n", "  - id: CX\n"),
    "data/library.yml": ("  - id: fixit\n", "  - id: fixit\n    yer: 2020\n"),
}
"""A mistake for each data file, without which there is no site."""


@pytest.fixture
def unusable(tmp_path: Path) -> Path:
    project = copy_project(tmp_path / "project")
    for name, (old, new) in UNUSABLE.items():
        text = (project / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (project / name).write_text(text.replace(old, new), encoding="utf-8")
    return project


def scripts_by_file(output: str) -> list[tuple[str, str]]:
    """The data files that are named in an output, and the script of what is said of each."""
    lines = re.findall(r"^(data/\S+?):\d+: (.*)$", output, re.MULTILINE)
    arabic = re.compile("[\u0621-\u064a]")
    return [(name, "Arabic" if arabic.search(said) else "Latin") for name, said in lines]


def test_mistakes_in_data_are_told_in_both_languages_all_at_once(unusable: Path) -> None:
    outcome = build(unusable.parent / "site", unusable)
    found = [str(problem) for problem in site_problems(unusable)]

    expected = [(name, script) for name in UNUSABLE for script in ("Latin", "Arabic")]
    assert outcome.returncode != 0
    assert "Traceback" not in outcome.stderr
    assert "There is no day" not in outcome.stderr
    assert scripts_by_file(outcome.stderr) == expected
    assert set(found) <= set(outcome.stderr.splitlines())
    assert len(found) == len(expected)


def test_without_a_language_mistakes_in_data_are_told_in_english(unusable: Path) -> None:
    locale = unusable / "data" / "locales" / "ar.yml"
    locale.write_text(locale.read_text(encoding="utf-8") + "tag: ar\n", encoding="utf-8")

    outcome = build(unusable.parent / "site", unusable)

    files = [*UNUSABLE, "data/locales/ar.yml"]
    assert scripts_by_file(outcome.stderr) == [(name, "Latin") for name in files]
    assert "There is no day 2014-02-30" in outcome.stderr


def test_placeholders_in_code_stay_as_they_are(pages: dict[str, BuiltPage]) -> None:
    for page in pages.values():
        written = re.findall(r"`(\{\{.*?\}\})`", page.source.read_text(encoding="utf-8"))
        codes = [code.get_text() for code in page.select("main code")]
        assert set(written) <= set(codes), page.address


def test_placeholders_outside_code_are_gone(
    pages: dict[str, BuiltPage], missing_page: BuiltPage
) -> None:
    for page in (*pages.values(), missing_page):
        html = page.path.read_text(encoding="utf-8")
        without_code = re.sub(r"<(code|script)\b.*?</\1>", "", html, flags=re.DOTALL)
        left = re.findall(r"\{\{|\}\}|cx_day|[\ue000-\uf8ff\x02\x03]|wzxhzdk", without_code)
        assert left == [], page.address


@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_the_built_dates_are_those_of_the_vocabulary(
    pages: dict[str, BuiltPage], home: str
) -> None:
    known = vocabulary("ar" if home else "pl", TODAY)
    elements = pages[f"{home}about/placeholders/"].select("[data-cx-day]")
    assert len(elements) > 20
    for element in elements:
        value = known.value(f"cx_day.{element['data-cx-day']}")
        assert element.get_text() == value.text
        assert element.get("datetime") == value.attributes.get("datetime")
