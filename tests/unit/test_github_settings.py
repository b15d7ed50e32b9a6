"""What stands in .github/ besides the forms: who reviews what, and what a proposal is asked."""

from __future__ import annotations

import re

import pytest

from tests.unit.site_data import LOCALES, ROOT

GITHUB = ROOT / ".github"
OWNED = {
    pattern: owners
    for line in (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for pattern, *owners in [line.split()]
}
TEAMS = {"pl": "@cx-day/polish", "ar": "@cx-day/arabic"}


@pytest.mark.parametrize("pattern", OWNED)
def test_whoever_is_asked_to_review_has_something_to_review(pattern: str) -> None:
    assert pattern == "*" or pattern.startswith("/")
    assert OWNED[pattern]
    found = list(ROOT.glob(pattern.strip("/")))
    assert found
    assert all(path.is_dir() for path in found) == pattern.endswith("/") or pattern == "*"


@pytest.mark.parametrize("key", LOCALES)
def test_texts_are_reviewed_by_those_who_know_the_language(key: str) -> None:
    for name in (f"docs/{key}/", f"data/locales/{key}.yml", f"data/spelling/{key}.txt"):
        assert OWNED[f"/{name}"] == [TEAMS[key]]
    for name in ("cx-day", "glossary", "library"):
        assert TEAMS[key] in OWNED[f"/data/{name}.yml"]


def test_a_proposal_is_asked_the_same_four_things_in_both_languages() -> None:
    text = (GITHUB / "pull_request_template.md").read_text(encoding="utf-8")
    polish, arabic = text.split('<div dir="rtl">')
    assert polish.count("- [ ] ") == arabic.count("- [ ] ") == 4


def test_the_template_does_not_call_every_proposal_editorial() -> None:
    # A word in square brackets marks that in a commit's message, and GitHub may take the
    # description over into it.
    text = (GITHUB / "pull_request_template.md").read_text(encoding="utf-8")
    assert re.findall(r"\[[^ \]]+\]", text) == []
