"""Every problem that a writer may hear of has one page of the guides that explains it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from cx_day.rules import rule_pages
from cx_day.yaml_source import read
from tests.unit.site_data import LOCALES, ROOT

if TYPE_CHECKING:
    from pathlib import Path

GUIDES = ROOT / "guides"
LANGUAGES = [*LOCALES, "en"]
PAGES = sorted(GUIDES.rglob("*.md"))


def test_every_sentence_belongs_to_exactly_one_page() -> None:
    data = read(ROOT / "data" / "rules.yml", ROOT).data
    counted = Counter(rule for rules in data.values() for rule in rules)

    assert set(counted.values()) == {1}
    for locale in LOCALES.values():
        assert set(counted) == set(locale.strings["problems"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_page_and_every_page_its_rule(language: str) -> None:
    written = {path.stem for path in (GUIDES / language / "rules").glob("*.md")}

    assert written == set(rule_pages(ROOT).values())


def test_the_guides_are_the_same_ones_in_every_language() -> None:
    names = [
        {path.relative_to(GUIDES / language) for path in (GUIDES / language).rglob("*.md")}
        for language in LANGUAGES
    ]

    assert names[0]
    assert all(each == names[0] for each in names)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(GUIDES).as_posix())
def test_the_links_of_a_guide_lead_somewhere(page: Path) -> None:
    text = re.sub(
        r"^ *(`{3,}).*?^ *\1", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    text = re.sub(r"`[^`\n]*`", "", text)
    for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text):
        assert (page.parent / target).exists(), target
