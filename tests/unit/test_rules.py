"""Every problem that a writer may hear of has one page of the guide that explains it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from cx_day.rules import rule_page, rule_pages
from cx_day.yaml_source import read
from tests.unit.site_data import LOCALES, ROOT


def test_every_sentence_belongs_to_exactly_one_page() -> None:
    data = read(ROOT / "data" / "rules.yml", ROOT).data
    counted = Counter(rule for rules in data.values() for rule in rules)

    assert set(counted.values()) == {1}
    for locale in LOCALES.values():
        assert set(counted) == set(locale.strings["problems"])


def test_a_page_has_a_name_that_can_stand_in_an_address() -> None:
    for name in rule_pages(ROOT).values():
        assert re.fullmatch("[a-z]+(-[a-z]+)*", name)


@pytest.mark.parametrize(
    ("rule", "page"), [("link_broken", "links"), ("hidden", "characters"), ("term", "terms")]
)
def test_the_page_of_a_rule_is_found(rule: str, page: str) -> None:
    assert rule_page(ROOT, rule) == page
