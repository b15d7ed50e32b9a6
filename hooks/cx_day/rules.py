"""Which page explains a rule: ``data/rules.yml`` puts each sentence of ``problems`` to a page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cx_day.yaml_source import read


@cache
def rule_pages(root: Path) -> dict[str, str]:
    """The name of the page for each rule (the key of its sentence)."""
    pages: dict[str, list[str]] = read(root / "data" / "rules.yml", root).data
    return {rule: page for page, rules in pages.items() for rule in rules}
