"""A page's source and its front matter, checked and with its placeholders expanded.

Every mistake is reported with the page's own line and in the page's own language; the
sentences stand in ``data/locales/``.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html import unescape
from typing import TYPE_CHECKING, Any

from cx_day.placeholders import BLOCKS, PREFIX, PlaceholderError
from cx_day.problems import Problem, SourceError, nearest
from cx_day.prose_checks import without_markdown_code
from cx_day.typography import typeset
from cx_day.yaml_source import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

    from cx_day.locales import Locale
    from cx_day.placeholders import Vocabulary
    from cx_day.yaml_source import Key, YamlSource

EXAMPLE = "{{ cx_day.next }}"
DAY_EXAMPLE = "2026-11-22"
BLOCK_NAMES = {f"{PREFIX}.{name}" for name in BLOCKS}
COMPLETE = re.compile(r"\{\{(?P<name>[^{}]*)\}\}")
CANDIDATE = re.compile(rf"\{{\{{[^{{}}]*\}}\}}|\{{\{{.*?$|\}}\}}|\b{PREFIX}\.\w+(?:\.\w+)*")
"""What looks like a placeholder, complete or not."""

_MARKUP = re.compile(r"<[a-zA-Z/!?][^>]*>?")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass
class PageSource:
    """A page as its writer saved it: the file, the text and where the Markdown begins.

    ``path`` is relative to the project. ``report`` takes every problem found. ``pages`` are the
    paths of all pages, ``documents`` the ids of all sources that a page may name. ``others``
    are the paths that this page has, or should have, in the other languages, each with whether
    it is there; ``everywhere`` if no language can do without the page.
    """

    path: str
    text: str
    locale: Locale
    report: Callable[[Problem], None]
    pages: Collection[str] = ()
    documents: Collection[str] = ()
    others: Mapping[str, bool] = field(default_factory=dict)
    everywhere: bool = False

    def sentence(self, key: str, **values: object) -> str:
        """The sentence ``key`` in the page's language."""
        pattern: str = self.locale.strings["problems"][key]
        return pattern.format(**values)

    def complain(self, line: int, key: str, **values: object) -> None:
        """Report the sentence ``key`` at ``line``."""
        message = self.sentence(key, **values)
        self.report(Problem(self.path, line, message, key, self.locale.key))

    def lines(self, *patterns: str) -> list[int]:
        """The lines of the first of ``patterns`` that stands anywhere; else the first line.

        What stands in code counts only if there is nothing outside.
        """
        for text in (without_markdown_code(self.text), self.text, unescape(self.text)):
            for pattern in patterns:
                found = re.finditer(pattern, text, re.IGNORECASE)
                numbers = {text.count("\n", 0, match.start()) + 1 for match in found}
                if numbers:
                    return sorted(numbers)
        return [1]

    def complain_where(self, patterns: Sequence[str], key: str, **values: object) -> None:
        """Report the sentence ``key`` for each line on which the first found pattern stands."""
        for line in self.lines(*patterns):
            self.complain(line, key, **values)

    def complain_of_placeholder(self, line: int, error: PlaceholderError) -> None:
        """Report a placeholder that has no value."""
        found = f"{{{{ {error.found} }}}}"
        if error.mistake == "unknown" and error.nearest is None:
            self.complain(line, "unknown_no_hint", found=found)
        elif error.mistake == "malformed":
            self.complain(line, "malformed", found=found, example=EXAMPLE)
        else:
            near = f"{{{{ {error.nearest} }}}}"
            self.complain(line, error.mistake, found=found, nearest=near, first=2013)


def front_matter(
    source: PageSource, validator: Draft202012Validator, vocabulary: Vocabulary
) -> dict[str, Any]:
    """The page's front matter, checked, with its placeholders expanded to plain text.

    Problems are reported to the source; the fields without a mistake are returned. ``lead``,
    which only ever stands in the page, is returned as HTML, and ``in_step`` as a date.
    """
    fields = _parsed(source)
    if fields is None:
        return {}
    expanded: dict[str, Any] = _expanded(source, fields, [], fields.data, vocabulary)
    wrong = set()
    for mistake in validator.iter_errors(expanded):
        wrong.add(next(iter(mistake.path), None))
        for line, key, values in _field_mistakes(mistake, fields.line):
            source.complain(line, key, **values)
    usable = {name: value for name, value in expanded.items() if name not in wrong}
    for name, value in usable.items():
        markup = _MARKUP.search(value) if isinstance(value, str) else None
        if markup:
            values = {"field": name, "found": markup.group()}
            source.complain(fields.line([name]), "html_in_field", **values)
    _check_names(source, fields, usable)
    _check_counterpart(source, fields, usable)
    if "in_step" in usable:
        usable["in_step"] = _day_compared(source, fields, usable.pop("in_step"))
    if "lead" in usable:
        usable["lead"] = _rich(fields.data["lead"], vocabulary)
    return usable


def names_field(text: str, name: str) -> bool:
    """Whether a page's front matter has the field, even if it cannot be read."""
    return text.startswith("---") and f"\n{name}:" in text.partition("\n---")[0]


def stated_comparison(text: str) -> date:
    """The day in a page's field ``in_step``; ``date.min`` if there is none that can be read."""
    match = _FRONT_MATTER.match(text)
    try:
        fields = parse((match and match["yaml"]) or "", "").data
        return date.fromisoformat(fields["in_step"])
    except (SourceError, KeyError, TypeError, ValueError):
        return date.min


def _parsed(source: PageSource) -> YamlSource | None:
    """The front matter as data, or None after reporting why there is none."""
    match = _FRONT_MATTER.match(source.text)
    if match is None:
        source.complain(1, "front_matter_missing")
        return None
    try:
        fields = parse(match["yaml"] or "", source.path, first_line=2)
    except SourceError as error:
        for problem in error.problems:
            rule = "front_matter_unreadable" if "reason" in problem.values else problem.rule
            source.complain(problem.line, rule, **problem.values)
        return None
    if not isinstance(fields.data, dict):
        source.complain(2, "front_matter_missing")
        return None
    return fields


def _expanded(
    source: PageSource, fields: YamlSource, keys: list[Key], value: object, vocabulary: Vocabulary
) -> Any:  # noqa: ANN401 - whatever YAML holds
    """``value`` with the placeholders of all its texts as plain text."""
    if isinstance(value, str):
        return _plain(source, fields.line(keys), value, vocabulary)
    if isinstance(value, dict):
        return {
            name: _expanded(source, fields, [*keys, name], child, vocabulary)
            for name, child in value.items()
        }
    return value


def _check_counterpart(source: PageSource, fields: YamlSource, usable: Mapping[str, Any]) -> None:
    """Report a page that says it is alone, and is not or must not be."""
    if "counterpart" not in usable or not source.others:
        return
    path, line = next(iter(source.others)), fields.line(["counterpart"])
    if all(source.others.values()):
        source.complain(line, "counterpart_present", path=path)
    elif source.everywhere:
        source.complain(line, "counterpart_needed", path=path)


def _day_compared(source: PageSource, fields: YamlSource, found: str) -> date:
    """The day on which somebody compared the languages; ``date.min`` after reporting a mistake.

    It has to be over, or today, by the real clock: whichever day a build is for.
    """
    line = fields.line(["in_step"])
    try:
        day = date.fromisoformat(found)
    except ValueError:
        source.complain(line, "field_day", field="in_step", example=DAY_EXAMPLE)
        return date.min
    if day > datetime.now(UTC).date():
        source.complain(line, "in_step_future", found=found)
        return date.min
    return day


def _check_names(source: PageSource, fields: YamlSource, usable: Mapping[str, Any]) -> None:
    """Report related pages and sources that do not exist."""
    for index, found in enumerate(usable.get("related", [])):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source.path), found))
        if target not in source.pages:
            source.complain(fields.line(["related", index]), "related_missing", found=found)
    for index, found in enumerate(usable.get("sources", [])):
        if found not in source.documents:
            near = nearest(found, source.documents) or "…"
            line = fields.line(["sources", index])
            source.complain(line, "source_unknown", found=found, nearest=near)


def _field_mistakes(
    error: ValidationError, line_of: Callable[[Sequence[Key]], int]
) -> Iterator[tuple[int, str, dict[str, object]]]:
    path: list[Key] = list(error.path)
    name = ".".join(map(str, path))
    schema: Any = error.schema
    expected: Any = error.validator_value
    instance: Any = error.instance
    properties: Mapping[str, Any] = schema.get("properties", {})
    line = line_of(path) if path else 1
    match error.validator:
        case "required":
            for missing in expected:
                if missing not in instance:
                    yield line, "field_missing", {"field": ".".join([*map(str, path), missing])}
        case "additionalProperties":
            for unknown in instance:
                if unknown not in properties:
                    known = ", ".join(properties)
                    at = line_of([*path, unknown])
                    yield at, "field_unknown", {"field": unknown, "known": known}
        case "minLength" | "maxLength":
            limits = {"least": schema["minLength"], "most": schema["maxLength"]}
            yield line, "field_length", {"field": name, "length": len(instance), **limits}
        case "pattern":
            yield line, "field_day", {"field": name, "example": DAY_EXAMPLE}
        case "enum":
            yield line, "field_choice", {"field": name, "known": ", ".join(map(str, expected))}
        case _:
            yield line, "field_type", {"field": name}


def _plain(source: PageSource, line: int, text: str, vocabulary: Vocabulary) -> str:
    """``text`` with its placeholders as plain text."""

    def replaced(match: re.Match[str]) -> str:
        found = match.group()
        complete = COMPLETE.fullmatch(found)
        if complete is None:
            complain_of_incomplete(source, line, found)
            return found
        name = complete["name"].strip()
        if name in BLOCK_NAMES:
            source.complain(line, "block_in_front_matter", found=found, example=EXAMPLE)
            return found
        try:
            return vocabulary.value(name).text
        except PlaceholderError as error:
            source.complain_of_placeholder(line, error)
            return found

    return CANDIDATE.sub(replaced, text)


def _rich(text: str, vocabulary: Vocabulary) -> str:
    """``text`` as HTML, in which a moving date stays one that the page's script can move."""
    direction = vocabulary.wording.locale.direction
    html, end = [], 0
    for match in COMPLETE.finditer(text):
        html.append(typeset(text[end : match.start()], direction))
        end = match.end()
        try:
            html.append(str(vocabulary.value(match["name"].strip())))
        except PlaceholderError:  # reported with the other fields
            html.append(typeset(match.group(), direction))
    return "".join([*html, typeset(text[end:], direction)])


def complain_of_incomplete(source: PageSource, line: int, found: str) -> None:
    """Report braces without an end, or a name without braces."""
    if found.startswith(PREFIX):
        source.complain(line, "bare", found=found, example=f"{{{{ {found} }}}}")
    else:
        source.complain(line, "malformed", found=found.strip(), example=EXAMPLE)
