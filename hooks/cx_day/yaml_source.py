"""YAML files whose mistakes can be pointed at: every value knows its line.

PyYAML reads (https://pyyaml.org), jsonschema checks the shape (JSON Schema 2020-12);
what is ours is that an error names the line and says in plain words what to write.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml
from jsonschema import Draft202012Validator
from yaml.reader import ReaderError

from cx_day.problems import Problem, SourceError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from jsonschema.exceptions import ValidationError

Key = str | int


class _Loader(yaml.SafeLoader):
    """YAML without its guesses: a date stays text, and so do "on", "yes" and "no".

    JSON Schema knows no dates, and a wrong one deserves our own sentence.
    """


_GUESSES = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag not in _GUESSES]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class YamlSource:
    """A parsed YAML file: ``data`` as plain values, and the line of each of them."""

    path: str
    data: Any
    _root: yaml.Node | None

    def line(self, keys: Sequence[Key]) -> int:
        """The line (from 1) of the value that ``keys`` leads to, or of its nearest parent."""
        node = self._root
        line = 1
        for key in keys:
            for child_key, key_node, child in _children(node):
                if child_key == str(key):
                    node, line = child, key_node.start_mark.line + 1
                    break
            else:
                break
        return line

    def problem(
        self, keys: Sequence[Key], message: str, rule: str = "", /, **values: object
    ) -> Problem:
        """A problem with the value that ``keys`` leads to."""
        return Problem(self.path, self.line(keys), message, rule, values=values)


def _children(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """Each child's key or position as text, the node to point at, and the child."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key.value, key, value
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield str(index), value, value


def parse(text: str, path: str, first_line: int = 1) -> YamlSource:
    """Parse YAML text; ``first_line`` is where it begins within its file.

    Raises SourceError for text that is not YAML and for a key written twice,
    which YAML itself would settle by dropping the first one.
    """
    padding = "\n" * (first_line - 1)
    try:
        loader = _Loader(padding + text)
        root = loader.get_single_node()
        data = loader.construct_document(root) if root is not None else None
    except yaml.MarkedYAMLError as error:
        unclosed = re.match("while (scanning a quoted|parsing a flow)", error.context or "")
        mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else first_line
        reason = error.problem or error.context or "the text cannot be read"
        message = (
            f"This is not valid YAML ({reason}). Put a text that contains a colon, "
            'or begins with {{ or a quotation mark, between double quotes: title: "CX Day: …".'
        )
        problem = Problem(path, line, message, "data_unreadable", values={"reason": reason})
        raise SourceError([problem]) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position - len(padding)) + first_line
        reason = f"U+{error.character:04X}"
        message = f"This is not valid YAML: it contains {reason}, which is no character of a text."
        problem = Problem(path, line, message, "data_unreadable", values={"reason": reason})
        raise SourceError([problem]) from None
    repeated = list(_repeated_keys(root, path))
    if repeated:
        raise SourceError(repeated)
    return YamlSource(path, data, root)


def _repeated_keys(node: yaml.Node | None, path: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for key, key_node, child in _children(node):
        line = key_node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode) and key in seen:
            message = f"“{key}” is written twice (first in line {seen[key]}); keep one of them."
            values = {"found": key, "first": seen[key]}
            yield Problem(path, line, message, "data_key_twice", values=values)
        seen[key] = line
        yield from _repeated_keys(child, path)


def read(path: Path, root: Path) -> YamlSource:
    """Read a YAML file; its path is reported relative to ``root``."""
    shown = path.relative_to(root).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        message = "This file is missing; restore it."
        raise SourceError([Problem(shown, 1, message, "data_file_missing")]) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        message = "This file is not UTF-8 text; save it with the encoding UTF-8."
        raise SourceError([Problem(shown, line, message, "not_utf8")]) from None
    return parse(text, shown)


def read_schema(path: Path) -> Draft202012Validator:
    """The validator for a JSON Schema file."""
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def shape_problems(source: YamlSource, validator: Draft202012Validator) -> list[Problem]:
    """Where the file departs from its schema, each in one plain sentence."""
    errors = sorted(
        validator.iter_errors(source.data), key=lambda error: list(map(str, error.path))
    )
    return [
        source.problem(keys, message, rule, **values)
        for error in errors
        for keys, message, rule, values in _mistakes(error)
    ]


Words = tuple[str, str, dict[str, object]]
"""What to say of a mistake: an English sentence, the key of those in other languages, values."""


def _mistakes(error: ValidationError) -> Iterator[tuple[list[Key], *Words]]:
    """The path to each value at fault, and what to say of it."""
    keys: list[Key] = list(error.absolute_path)
    schema: Any = error.schema
    found: Any = error.instance
    if error.validator == "required":
        for name in schema["required"]:
            if name not in found:
                message = f"“{name}” is missing here; add it."
                yield keys, message, "data_field_missing", {"field": name}
    elif error.validator == "additionalProperties":
        known = list(schema["properties"])
        for key in found:
            if key not in known:
                yield [*keys, key], *_unknown(str(key), known)
    elif not keys:  # the file as a whole is no group of values
        names = ", ".join(schema["required"])
        message = f"This file should hold these values: {names}. Restore it."
        yield keys, message, "data_file_empty", {"known": names}
    else:
        yield keys, *_value_mistake(error)


def _unknown(key: str, known: list[str]) -> Words:
    message, meant, names = f"“{key}” is not known here;", nearest(key, known), ", ".join(known)
    if meant:
        near: dict[str, object] = {"found": key, "nearest": meant}
        return f"{message} did you mean “{meant}”?", "data_field_unknown_near", near
    return f"{message} known are: {names}.", "data_field_unknown", {"found": key, "known": names}


_TYPES = {
    "array": ("a list", "data_list"),
    "integer": ("a whole number", "data_number"),
    "object": ("a group of named values", "data_group"),
    "string": ("a text; put it between double quotes", "data_text"),
}
"""What JSON Schema calls its types: in a writer's words, and the sentence that asks for one."""


def _value_mistake(error: ValidationError) -> Words:
    """What is wrong with a single value.

    The schema names the ``rule`` of each pattern, and of a list that has a reason not to be empty.
    """
    field = next(key for key in reversed(error.absolute_path) if isinstance(key, str))
    found: Any = error.instance
    expected: Any = error.validator_value
    schema: Any = error.schema
    more: dict[str, object] = {}
    match error.validator:
        case _ if found in (None, ""):
            rule, sentence = "data_field_empty", "is empty; write a value, or take it out."
        case "enum":
            more["known"] = ", ".join(map(str, expected))
            rule, sentence = "data_choice", f"is “{found}”; write one of: {more['known']}."
        case "type":
            name, rule = _TYPES[expected if isinstance(expected, str) else expected[0]]
            sentence = f"is “{found}”, but should be {name}."
        case "minItems" | "minProperties":
            more["least"] = expected
            rule = schema.get("rule", "data_too_few")
            sentence = f"has too few entries; give at least {expected}."
        case "minLength":
            more |= {"length": len(found), "least": expected}
            rule = "data_short"
            sentence = f"has {len(found)} characters; write at least {expected}."
        case "maxLength":
            more |= {"length": len(found), "most": expected}
            rule = "data_long"
            sentence = f"has {len(found)} characters; write at most {expected}."
        case "minimum" | "maximum":
            more |= {"least": schema["minimum"], "most": schema["maximum"]}
            rule = "data_range"
            sentence = f"is {found}; write a number from {more['least']} to {more['most']}."
        case "pattern":
            rule, sentence = schema["rule"], f"is “{found}”; expected: {schema['description']}"
        case _:
            rule, sentence = "", f"is wrong: {error.message}."
    return f"“{field}” {sentence}", rule, {"field": field, "found": found} | more


def unsaid(source: YamlSource, keys: Sequence[Key], languages: Iterable[str]) -> Iterator[Problem]:
    """Those of the languages in which ``keys`` leads to no words."""
    value = source.data
    for key in keys:
        value = value[key]
    for language in languages:
        if language not in value:
            message = f"The words in the language “{language}” are missing here; add them."
            yield source.problem(keys, message, "words_missing", language=language)
