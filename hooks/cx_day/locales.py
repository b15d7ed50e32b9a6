"""The languages of the site: one file each below ``data/locales/``.

A language is data: its strings for the interface, its patterns for dates and its plural
forms. Adding one means adding a file; every file has to hold what the first one holds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, Any

from babel import Locale as CldrLocale

from cx_day.problems import Problem, SourceError
from cx_day.yaml_source import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from cx_day.yaml_source import Key, YamlSource

REFERENCE = "pl"
"""The locale whose file decides what is a text, a list or a group; no more original than others."""

PLURALS = ("future", "past")
TYPOGRAPHY = "typography"
"""The list of what a language prints otherwise than keyboards write it: as long as it needs."""


_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Locale:
    """One language of the site.

    ``key`` names the folder and the file (``pl``), ``tag`` is the BCP 47 language tag for
    HTML, ``direction`` is ``ltr`` or ``rtl``, ``name`` what its speakers call it.
    ``strings`` holds everything else, nested as in the file.
    """

    key: str
    tag: str
    direction: str
    name: str
    strings: Mapping[str, Any]


def load(root: Path, keys: Sequence[str]) -> dict[str, Locale]:
    """Read the locale files of the project at ``root``, in the order of ``keys``.

    Raises SourceError if a file lacks a text that another one has, or a plural form.
    """
    folder = root / "data" / "locales"
    sources: dict[str, YamlSource] = {}
    problems: list[Problem] = []
    for key in dict.fromkeys([REFERENCE, *keys]):
        try:
            sources[key] = read(folder / f"{key}.yml", root)
        except SourceError as error:
            problems.extend(error.problems)
    reference: dict[Key, Any] = {}
    for source in sources.values():
        reference = _union(reference, _texts(source.data))
    for key, source in sources.items():
        problems.extend(_missing(source, reference))
        problems.extend(_plural_problems(source, key))
        problems.extend(_sentence_problems(source))
        problems.extend(_typography_problems(source))
    problems.extend(_name_problems(sources))
    if problems:
        raise SourceError(problems)
    return {key: _locale(key, sources[key].data) for key in keys}


def _locale(key: str, data: Mapping[str, Any]) -> Locale:
    return Locale(key, data["tag"], data["direction"], data["name"], data)


def _texts(value: object) -> dict[Key, Any]:
    """Named texts; none where there is something else, which ``_missing`` reports."""
    return value if isinstance(value, dict) else {}


def _union(first: dict[Key, Any], second: dict[Key, Any]) -> dict[Key, Any]:
    """Every text that one of the two has, in the shape that the first one gives it."""
    both = {
        key: _union(first[key], second[key])
        for key in first.keys() & second.keys()
        if isinstance(first[key], dict) and isinstance(second[key], dict)
    }
    return second | first | both


def _missing(source: YamlSource, reference: object, at: tuple[Key, ...] = ()) -> Iterator[Problem]:
    """Texts that the reference has and this file lacks, or has with another shape."""
    value = source.data
    for key in at:
        value = value[key]
    if isinstance(reference, dict):
        if not isinstance(value, dict):
            yield source.problem(at, f"“{at[-1] if at else source.path}” should hold named texts.")
            return
        if at[:1] == ("counts",) and at[-1] in PLURALS:
            return  # plural categories differ between languages; see _plural_problems
        for key in reference:
            if key in value:
                yield from _missing(source, reference[key], (*at, key))
            else:
                path = ".".join(map(str, (*at, key)))
                yield source.problem(at, f"The text “{path}” is missing; add it here.")
    elif isinstance(reference, list):
        of_any_length = at == (TYPOGRAPHY,)
        if not isinstance(value, list) or not (of_any_length or len(value) == len(reference)):
            yield source.problem(at, f"“{at[-1]}” should list {len(reference)} texts.")
    elif value is None or isinstance(value, (dict, list)):
        yield source.problem(at, f"“{at[-1]}” should be a text.")


def _typography_problems(source: YamlSource) -> Iterator[Problem]:
    """Rules of typography that cannot be followed."""
    rules = _texts(source.data).get(TYPOGRAPHY)
    for index, rule in enumerate(rules if isinstance(rules, list) else []):
        fields = _texts(rule)
        if set(fields) != {"pattern", "instead", "why"}:
            message = "Each entry here names “pattern”, “instead” and “why”."
            yield source.problem((TYPOGRAPHY, index), message)
            continue
        try:
            re.compile(f"{fields['pattern']}|").sub(fields["instead"], "")
        except (re.error, IndexError) as error:
            message = f"This is no regular expression with its replacement ({error}); mend it."
            yield source.problem((TYPOGRAPHY, index, "pattern"), message)


def _name_problems(sources: Mapping[str, YamlSource]) -> Iterator[Problem]:
    """Names in braces that another language's text does not have: one of the two is misspelt."""
    names = {key: dict(_names(source.data, ())) for key, source in sources.items()}
    for key, source in sources.items():
        for other in sources:
            for at in names[key].keys() & names[other].keys():
                for name in sorted(names[key][at] - names[other][at]):
                    message = (
                        f"“{{{name}}}” is not in the same text of {sources[other].path}; "
                        "both have to name the same. Mend the one that is misspelt."
                    )
                    yield source.problem(at, message)


def _names(value: object, at: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], set[str]]]:
    if isinstance(value, str):
        yield at, set(_NAME.findall(value.replace("{{", "")))
    elif isinstance(value, dict):
        for key, child in value.items():
            if key != "counts":  # where a plural form may say the number in a word
                yield from _names(child, (*at, key))


def _sentence_problems(source: YamlSource) -> Iterator[Problem]:
    """Sentences for writers with braces that cannot be filled in."""
    for rule, sentence in _texts(_texts(source.data).get("problems")).items():
        try:
            Formatter().vformat(str(sentence), (), defaultdict(str))
        except (ValueError, IndexError, KeyError, AttributeError) as error:
            message = (
                f"The braces here do not match ({error}). Write names as {{found}}, "
                "and braces that are to be seen twice: {{{{ and }}}}."
            )
            yield source.problem(("problems", rule), message)


def _plural_problems(source: YamlSource, key: str) -> Iterator[Problem]:
    """Plural categories (CLDR) that the language needs and the file lacks."""
    needed = sorted({CldrLocale.parse(key).plural_form(number) for number in range(1000)})
    for name, count in _texts(_texts(source.data).get("counts")).items():
        for plurals in PLURALS:
            for category in needed:
                if category not in _texts(_texts(count).get(plurals)):
                    yield source.problem(
                        ("counts", name, plurals),
                        f"The plural form “{category}” of “{name}” is missing; add it.",
                    )
