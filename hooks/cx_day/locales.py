"""The languages of the site: one file each below ``data/locales/``.

A language is data: its strings for the interface, its patterns for dates and its plural
forms. Adding one means adding a file; every file has to hold what the others hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from string import Formatter
from typing import TYPE_CHECKING, Any

from babel import Locale as CldrLocale
from babel import UnknownLocaleError

from cx_day.problems import Problem, SourceError
from cx_day.yaml_source import read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from cx_day.yaml_source import Key, YamlSource

PLURALS = ("future", "past")
OPTIONAL = ("complete", "fonts")
"""What one language may say and another one need not."""
TYPOGRAPHY = "typography"
"""The list of what a language prints otherwise than keyboards write it: as long as it needs."""


@dataclass(frozen=True)
class Locale:
    """One language of the site.

    ``key`` names the folder and the file (``pl``), ``tag`` is the BCP 47 language tag for
    HTML, ``direction`` is ``ltr`` or ``rtl``, ``name`` what its speakers call it.
    ``strings`` holds everything else, nested as in the file. A language that is not
    ``complete`` is growing: it may lack pages, terms and names. ``fonts`` are the files that
    every page of it needs.
    """

    key: str
    tag: str
    direction: str
    name: str
    strings: Mapping[str, Any]
    complete: bool
    fonts: tuple[str, ...]

    @property
    def cldr(self) -> CldrLocale:
        """What CLDR knows of the language."""
        return CldrLocale.parse(self.tag, sep="-")


def load(
    root: Path, keys: Sequence[str], fonts: Collection[str] | None = None
) -> dict[str, Locale]:
    """Read the locale files of the project at ``root``, in the order of ``keys``.

    ``fonts`` are the files that there are, if that is to be checked. Raises SourceError if a
    file lacks a text that another one has, or a plural form.
    """
    folder = root / "data" / "locales"
    sources: dict[str, YamlSource] = {}
    problems: list[Problem] = []
    for key in keys:
        try:
            sources[key] = read(folder / f"{key}.yml", root)
        except SourceError as error:
            problems.extend(error.problems)
    reference: dict[Key, Any] = {}
    for source in sources.values():
        reference = _union(reference, _texts(source.data))
    for name in OPTIONAL:
        reference.pop(name, None)
    for key, source in sources.items():
        problems.extend(_missing(source, reference))
        problems.extend(_setting_problems(source, key, fonts))
        problems.extend(_typography_problems(source))
    if problems:
        raise SourceError(problems)
    return {key: _locale(key, sources[key].data) for key in keys}


def told(problems: Iterable[Problem], languages: Mapping[str, Locale]) -> Iterator[Problem]:
    """Each problem of a data file in every one of the languages; other problems as they are.

    Without any language, because their own files cannot be used, all stay as they are.
    """
    for problem in problems:
        if problem.locale or not problem.rule or not languages:
            yield problem
            continue
        for key, locale in languages.items():
            sentence: str = locale.strings["problems"][problem.rule]
            yield replace(problem, message=sentence.format(**problem.values), locale=key)


def _locale(key: str, data: Mapping[str, Any]) -> Locale:
    complete, fonts = data.get("complete") != "no", tuple(data.get("fonts", ()))
    return Locale(key, data["tag"], data["direction"], data["name"], data, complete, fonts)


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
    else:
        yield from _field_problems(source, at, _fields(value), _fields(reference))


def _field_problems(
    source: YamlSource, at: tuple[Key, ...], found: set[str], expected: set[str]
) -> Iterator[Problem]:
    """What stands between braces in a text, and isn't what programs fill in there."""
    may_lack = at[0] == "dates"  # not every language has a preposition before a weekday
    if found != expected and not (may_lack and found <= expected):
        fields = ", ".join(sorted(expected)) or "nothing"
        message = f"“{at[-1]}” should have {fields} between braces, as in the other languages."
        yield source.problem(at, message)


def _fields(text: object) -> set[str]:
    """The names between braces, which are filled in; a brace on its own is one, too."""
    try:
        return {f"{{{name}}}" for _, name, _, _ in Formatter().parse(str(text)) if name is not None}
    except ValueError:
        return {"{"}


def _setting_problems(
    source: YamlSource, key: str, fonts: Collection[str] | None
) -> Iterator[Problem]:
    """What programs could not go by: the language, its direction, its fonts, its plurals."""
    settings = _texts(source.data)
    if settings.get("direction", "ltr") not in {"ltr", "rtl"}:
        yield source.problem(["direction"], "“direction” should be ltr or rtl.")
    if settings.get("complete", "yes") not in {"yes", "no"}:
        message = "“complete” should be yes or, for a language that may lack pages, no."
        yield source.problem(["complete"], message)
    files = settings.get("fonts", [])
    if not isinstance(files, list):
        yield source.problem(["fonts"], "“fonts” should list names of files.")
    elif fonts is not None:
        for index, name in enumerate(files):
            if name not in fonts:
                message = f"There is no font “{name}”; there are: {', '.join(sorted(fonts))}."
                yield source.problem(["fonts", index], message)
    if settings.get("alphabet") == "":
        yield source.problem(["alphabet"], "“alphabet” is empty; write the letters in their order.")
    tag = settings.get("tag", key)
    if re.split("[-_]", str(tag))[0] != re.split("[-_]", key)[0]:
        message = f"“tag” is “{tag}”, but this file is for the language “{key}”; write {key}."
        yield source.problem(["tag"], message)
        tag = key
    try:
        cldr = CldrLocale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        message = f"CLDR knows no language “{tag}”; write a tag such as uk or pt-BR."
        yield source.problem(["tag"], message)
        return
    yield from _plural_problems(source, cldr)


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


def _plural_problems(source: YamlSource, cldr: CldrLocale) -> Iterator[Problem]:
    """Plural categories (CLDR) that the language needs and the file lacks."""
    needed = sorted({cldr.plural_form(number) for number in range(1000)})
    for name, count in _texts(_texts(source.data).get("counts")).items():
        for plurals in PLURALS:
            for category, text in _texts(_texts(count).get(plurals)).items():
                if not _fields(text) <= {"{n}"}:
                    message = (
                        f"“{category}” of “{name}” may have {{n}} between braces, nothing else."
                    )
                    yield source.problem(("counts", name, plurals, category), message)
            for category in needed:
                if category not in _texts(_texts(count).get(plurals)):
                    yield source.problem(
                        ("counts", name, plurals),
                        f"The plural form “{category}” of “{name}” is missing; add it.",
                    )
