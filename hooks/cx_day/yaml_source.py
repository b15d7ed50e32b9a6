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

    def problem(self, keys: Sequence[Key], message: str) -> Problem:
        """A problem with the value that ``keys`` leads to."""
        return Problem(self.path, self.line(keys), message)


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
    loader = _Loader(padding + text)
    try:
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
        raise SourceError([Problem(path, line, message)]) from None
    except yaml.YAMLError as error:
        message = f"This is not valid YAML: {error}"
        raise SourceError([Problem(path, first_line, message)]) from None
    finally:
        loader.dispose()
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
            yield Problem(path, line, message)
        seen[key] = line
        yield from _repeated_keys(child, path)


def read(path: Path, root: Path) -> YamlSource:
    """Read a YAML file; its path is reported relative to ``root``."""
    shown = path.relative_to(root).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SourceError([Problem(shown, 1, "This file is missing; restore it.")]) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        message = "This file is not UTF-8 text; save it with the encoding UTF-8."
        raise SourceError([Problem(shown, line, message)]) from None
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
        source.problem(keys, sentence) for error in errors for keys, sentence in _mistakes(error)
    ]


def _mistakes(error: ValidationError) -> Iterator[tuple[list[Key], str]]:
    """The path to each value at fault, and what to say of it."""
    keys: list[Key] = list(error.absolute_path)
    if error.validator != "additionalProperties":
        yield keys, _sentence(error)
        return
    schema: Any = error.schema
    instance: Any = error.instance
    known = list(schema["properties"])
    for key in instance:
        if key not in known:
            meant = nearest(str(key), known)
            hint = f"did you mean “{meant}”?" if meant else f"known are: {', '.join(known)}."
            yield [*keys, key], f"“{key}” is not known here; {hint}"


_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a group of named values",
    "string": "a text",
}
"""What JSON Schema calls its types, in a writer's words."""


def _sentence(error: ValidationError) -> str:
    where = f"“{error.absolute_path[-1]}”" if error.absolute_path else "this file"
    found: Any = error.instance
    expected: Any = error.validator_value
    schema: Any = error.schema
    match error.validator:
        case "required":
            names = ", ".join(f"“{key}”" for key in expected if key not in found)
            sentence = f"{names} is missing here; add it."
        case "enum":
            sentence = f"{where} is “{found}”; write one of: {', '.join(map(str, expected))}."
        case "type":
            hint = "; put it between double quotes" if expected == "string" else ""
            sentence = f"{where} should be {_TYPES[expected]}, but is “{found}”{hint}."
        case "minItems":
            sentence = f"{where} is empty; give at least {expected}."
        case "pattern":
            hint = schema.get("description", f"the form {expected}")
            sentence = f"{where} is “{found}”; expected: {hint}"
        case _:
            sentence = f"{where}: {error.message}."
    return sentence


def unsaid(source: YamlSource, keys: Sequence[Key], languages: Iterable[str]) -> Iterator[Problem]:
    """Those of the languages in which ``keys`` leads to no words."""
    value = source.data
    for key in keys:
        value = value[key]
    for language in languages:
        if language not in value:
            yield source.problem(
                keys, f"The words in the language “{language}” are missing here; add them."
            )
