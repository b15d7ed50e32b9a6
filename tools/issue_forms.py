"""The forms in which readers report, and what somebody wrote into one.

GitHub turns a filled-in form into Markdown: ``### Label``, an empty line, the value. The labels
are those of ``.github/ISSUE_TEMPLATE/``, so a form and its reading can't drift apart.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cx_day.yaml_source import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from cx_day.locales import Locale

FOLDER = ".github/ISSUE_TEMPLATE"

_EMPTY = {"", "_No response_", "None"}
_NO_TEXT = {"Cc", "Cn", "Co", "Cs"}


class IssueError(Exception):
    """What is wrong with an issue, in one sentence of its own language."""


@dataclass(frozen=True)
class Field:
    """One question of a form."""

    id: str
    type: str
    label: str
    required: bool
    options: Sequence[str]


@dataclass(frozen=True)
class Form:
    """A form: ``kind`` is ``idea``, ``error``, ``story`` or ``question``, ``key`` its language."""

    kind: str
    key: str
    fields: Sequence[Field]


@dataclass(frozen=True)
class Answers:
    """A filled-in form; an empty field is empty text."""

    form: Form
    locale: Locale
    values: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """The answer in the field ``name``."""
        return self.values[name]

    def label(self, name: str) -> str:
        """What the form calls the field ``name``."""
        return next(field.label for field in self.form.fields if field.id == name)

    def error(self, problem: str, **values: object) -> IssueError:
        """The sentence ``problem``, to be raised."""
        return IssueError(_sentence(self.locale, problem, **values))


def _sentence(locale: Locale, problem: str, **values: object) -> str:
    pattern: str = locale.strings["issues"]["problems"][problem]
    return pattern.format(**values)


def forms(root: Path) -> list[Form]:
    """All forms of the project."""
    paths = sorted((root / FOLDER).glob("??-*.yml"))
    return [_form(path.stem, read(path, root).data) for path in paths]


def _form(name: str, data: Mapping[str, Any]) -> Form:
    key, _, kind = name.partition("-")
    return Form(kind, key, tuple(_fields(data)))


def _fields(data: Mapping[str, Any]) -> Iterator[Field]:
    for element in data["body"]:
        if element["type"] == "markdown":
            continue
        attributes = element["attributes"]
        options = attributes.get("options", [])
        boxes = element["type"] == "checkboxes"
        yield Field(
            id=element["id"],
            type=element["type"],
            label=attributes["label"],
            required=element.get("validations", {}).get("required") == "true" or boxes,
            options=tuple(option["label"] if boxes else option for option in options),
        )


def read_issue(text: str, known: Sequence[Form], languages: Mapping[str, Locale]) -> Answers:
    """The answers in an issue's text.

    Raises IssueError if the text is of none of the forms, or not filled in as the form asks.
    """
    text = "".join(
        char
        for char in text.replace("\r\n", "\n")
        if char in "\n\t" or unicodedata.category(char) not in _NO_TEXT
    )
    lines = [line.rstrip() for line in text.split("\n")]
    for form in known:
        headings = [f"### {field.label}" for field in form.fields]
        if set(headings) <= set(lines):
            break
    else:
        raise IssueError("\n".join(_sentence(locale, "form") for locale in languages.values()))
    answers = Answers(form, languages[form.key], {})
    found = [line for line in lines if line in headings]
    if found != headings:
        # Somebody wrote a label into an answer: where that ends, nobody can tell.
        label = next((line for line in headings if found.count(line) > 1), headings[0])
        raise answers.error("headings", label=label.removeprefix("### "))
    starts = [lines.index(heading) for heading in headings]
    ends = [*starts[1:], len(lines)]
    values = {
        field.id: _answer(answers, field, "\n".join(lines[start + 1 : end]).strip())
        for field, start, end in zip(form.fields, starts, ends, strict=True)
    }
    return Answers(form, answers.locale, values)


def _answer(answers: Answers, field: Field, text: str) -> str:
    value = "" if text in _EMPTY else text
    if field.type == "checkboxes":
        ticked = re.findall(r"^- \[[xX]\] (.*)$", value, re.MULTILINE)
        if not set(field.options) <= set(ticked):
            raise answers.error("consent", label=field.label)
        return value
    if field.type == "input":
        value = " ".join(value.split())
    if field.required and not value:
        raise answers.error("empty", label=field.label)
    if value and field.options and value not in field.options:
        raise answers.error("choice", label=field.label, found=value)
    return value
