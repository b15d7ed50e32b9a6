"""Turn an issue into a pull request: ``make pull-request ISSUE=12``.

The issue is read from GitHub by its command ``gh``, or from a file (``FILE=issue.md``) that holds
its text. An idea or a story becomes a page, a mistake in a text or a date is corrected; a
question is for people to answer. What people write in issues is not to be trusted: no shell ever
sees it, it names no file, and nothing is written until all of it has been understood. ``DRY=1``
writes the files and stops there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from calendar import day_name
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cx_day import locales, record
from cx_day.problems import SourceError
from cx_day.slugs import slug
from cx_day.yaml_source import parse, read_schema
from tools.issue_forms import Answers, IssueError, forms, read_issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = "mkdocs.yml"
DATES = "data/cx-day.yml"
LONGEST = {"company": 40, "country": 30}
"""So that title and description of a story's page keep within their limits."""

Files = dict[str, str]
"""New contents by path."""

_LINK = re.compile(r"https://[\w.-]+(?::\d+)?(?:[/?#][^\s<>()\[\]{}\"'\\|`]*)?")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_YEAR = re.compile("[0-9]{4}")
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


@dataclass(frozen=True)
class Proposal:
    """What an issue changes: the files, and that in a line for the history."""

    files: Files
    subject: str


def proposal(answers: Answers, root: Path, today: date) -> Proposal:
    """What the answers change in the project; raises IssueError if that is not clear."""
    if answers.form.kind == "question":
        raise answers.error("question")
    return {"idea": _idea, "story": _story, "error": _corrections}[answers.form.kind](
        answers, root, today
    )


# ---------------------------------------------------------------------------- new pages


def _idea(answers: Answers, root: Path, today: date) -> Proposal:  # noqa: ARG001 - as the others
    ideas = answers.locale.strings["ideas"]
    audience, effort, budget = (
        _key(ideas[f"{name}s"], answers[name]) for name in ("audience", "effort", "budget")
    )
    folder = root / "docs" / answers.form.key / "celebrate"
    related = [
        path.name
        for path in sorted(folder.glob("*.md"))
        if f"audience: {audience}," in path.read_text(encoding="utf-8")
    ]
    title = answers["title"]
    facts = (
        f"{{audience: {audience}, effort: {effort}, budget: {budget}, weeks: {answers['weeks']}}}"
    )
    fields = {
        "title": title,
        "description": answers["description"],
        "nav": answers["nav"] or title,
        "lead": answers["lead"],
        "related": ["index.md", *related[:2]],
        "sources": [],
    }
    _check_lengths(answers, fields, root)
    waiting = answers.locale.strings["issues"]["idea_waits"]
    rest = [f"idea: {facts}", _counterpart("wanted", waiting)]
    text = _page(answers, fields, rest, ("what", "steps", "risks", "worked", "do-now"))
    name = _name(answers, title)
    return _new_page(answers, root, f"celebrate/{name}.md", text, r"celebrate/[^/\s]+\.md")


def _story(answers: Answers, root: Path, today: date) -> Proposal:
    since = record.load(root).observance.rule.since
    year = answers["year"]
    if not (_YEAR.fullmatch(year) and since <= int(year) <= today.year):
        raise answers.error("year", label=answers.label("year"), first=since, last=today.year)
    for name, most in LONGEST.items():
        if len(answers[name]) > most:
            length = len(answers[name])
            raise answers.error(
                "length", label=answers.label(name), least=1, most=most, length=length
            )
    texts = answers.locale.strings["issues"]
    values = {name: answers[name] for name in ("company", "country", "year")}
    fields = {
        "title": _filled(texts["story_title"], values),
        "description": _filled(texts["story_description"], values),
        "lead": _filled(texts["story_lead"], values),
        "related": ["../index.md"],
        "sources": [],
    }
    sections = ["what", "result"]
    if answers["link"]:
        _check_link(answers, "link")
        sections.append("link")
    text = _page(answers, fields, [_counterpart("none", texts["story_stays"])], sections)
    path = f"celebrate/stories/{year}-{_name(answers, answers['company'])}.md"
    return _new_page(answers, root, path, text, r"celebrate/\S+\.md")


def _key(names: Mapping[str, str], name: str) -> str:
    """What the data calls a choice that the form shows as ``name``."""
    return next(key for key, text in names.items() if text == name)


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    """The pattern with the values in it; braces in a value stay what they are."""
    return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], pattern)


def _name(answers: Answers, otherwise: str) -> str:
    name = slug(answers["slug"] or otherwise)
    if not name:
        raise answers.error("slug", label=answers.label("slug"))
    return name


def _check_lengths(answers: Answers, fields: Mapping[str, Any], root: Path) -> None:
    schema: Any = read_schema(root / "data" / "page.schema.json").schema
    for name in ("title", "description", "nav", "lead"):
        least, most = (schema["properties"][name][end] for end in ("minLength", "maxLength"))
        if not least <= len(fields[name]) <= most:
            length = len(fields[name])
            raise answers.error(
                "length", label=answers.label(name), least=least, most=most, length=length
            )


def _check_link(answers: Answers, name: str) -> None:
    if not _LINK.fullmatch(answers[name]):
        raise answers.error("link", label=answers.label(name), found=answers[name])


def _quoted(value: object) -> str:
    """A value as YAML, of which JSON is a part."""
    return json.dumps(value, ensure_ascii=False)


def _counterpart(status: str, reason: str) -> str:
    return f"counterpart: {{status: {status}, reason: {_quoted(reason)}}}"


def _page(
    answers: Answers, fields: Mapping[str, object], rest: list[str], sections: Iterable[str]
) -> str:
    head = [*(f"{name}: {_quoted(value)}" for name, value in fields.items()), *rest]
    parts = ["\n".join(["---", *head, "---"])]
    for name in sections:
        text = _markdown(answers[name])
        if name == "steps":
            steps = re.findall(r"^[ \t]*(?:\d+[.)]|[-*])?[ \t]*(\S.*)$", text, re.MULTILINE)
            text = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))
        elif name == "link":
            text = f"[{urlsplit(answers[name]).hostname}]({answers[name]})"
        parts.append(f"## {answers.label(name)} {{#{name}}}\n\n{text}")
    return "\n\n".join(parts) + "\n"


def _markdown(text: str) -> str:
    """A reader's text as part of a page: Markdown, but no HTML."""
    return text.replace("<", "&lt;")


def _new_page(answers: Answers, root: Path, name: str, text: str, neighbours: str) -> Proposal:
    """A page that nobody has written in any language, with its line in the navigation."""
    existing = next(iter(sorted((root / "docs").glob(f"*/{name}"))), None)
    if existing:
        raise answers.error("exists", path=existing.relative_to(root).as_posix())
    settings = (root / SETTINGS).read_text(encoding="utf-8")
    lines = list(re.finditer(rf"^( *- ){neighbours}.*\n", settings, re.MULTILINE))
    if not lines:
        raise IssueError(f"{SETTINGS}: the navigation names no page of celebrate/; add one first.")
    last = lines[-1]
    settings = f"{settings[: last.end()]}{last[1]}{name}\n{settings[last.end() :]}"
    path = f"docs/{answers.form.key}/{name}"
    return Proposal({path: text, SETTINGS: settings}, f"New page, from an issue: {path}")


# ---------------------------------------------------------------------------- corrections


def _corrections(answers: Answers, root: Path, today: date) -> Proposal:
    """A sentence, a date, or both."""
    files, subjects = {}, []
    if any(answers[name] for name in ("now", "instead")):
        _check_given(answers, ("address", "now", "instead"))
        path, text = _corrected_page(answers, root)
        files[path] = text
        subjects.append(f"Text corrected, as an issue asks: {path}")
    if any(answers[name] for name in ("year", "date", "status")):
        _check_given(answers, ("year", "date", "status", "source", "source-url"))
        files[DATES] = _corrected_dates(answers, root, today)
        subjects.append(f"The date of {int(answers['year'])}, from an issue: {DATES}")
    if not files:
        raise answers.error("nothing")
    return Proposal(files, "; ".join(subjects))


def _check_given(answers: Answers, names: Iterable[str]) -> None:
    for name in names:
        if not answers[name]:
            raise answers.error("empty", label=answers.label(name))


def _corrected_page(answers: Answers, root: Path) -> tuple[str, str]:
    path = _page_at(answers["address"], root)
    if path is None:
        raise answers.error("address", found=answers["address"])
    shown = path.relative_to(root).as_posix()
    text = path.read_text(encoding="utf-8")
    now = " ".join(answers["now"].split())
    instead = " ".join(answers["instead"].split())
    if now == instead:
        raise answers.error("nothing")
    found = list(re.finditer(r"\s+".join(map(re.escape, now.split())), text))
    if len(found) != 1:
        problem = "sentence_repeated" if found else "sentence_missing"
        raise answers.error(problem, found=now, path=shown)
    start, end = found[0].span()
    head = _FRONT_MATTER.match(text)
    in_fields = head is not None and start < head.end()
    instead = _quoted(instead)[1:-1] if in_fields else _markdown(instead)
    return shown, text[:start] + instead + text[end:]


def _page_at(address: str, root: Path) -> Path | None:
    """The source of the page at an address of the site."""
    parts = re.sub(r"^https?://|[?#].*", "", address).split("/")
    parts = [part for part in parts if part not in {"", "index.html"}]
    settings = (root / SETTINGS).read_text(encoding="utf-8")
    found = re.search(r'SITE_URL, "https?://([^"]+)"', settings)
    site = [part for part in (found[1] if found else "").split("/") if part]
    for start in (site, site[1:]):  # with the host or without it
        if parts[: len(start)] == start:
            parts = parts[len(start) :]
            break
    keys = re.findall(r"^ *- locale: (\w+)", settings, re.MULTILINE)
    key = parts.pop(0) if parts and parts[0] in keys else keys[0]
    # Compared with the files that there are: an address can't lead anywhere else.
    for path in (root / "docs" / key).rglob("*.md"):
        name = path.relative_to(root / "docs" / key).with_suffix("").parts
        if [part for part in name if part != "index"] == parts:
            return path
    return None


def _corrected_dates(answers: Answers, root: Path, today: date) -> str:
    _check_link(answers, "source-url")
    year, day = answers["year"], answers["date"]
    if not _YEAR.fullmatch(year):
        since = record.load(root).observance.rule.since
        raise answers.error("year", label=answers.label("year"), first=since, last=9999)
    try:
        weekday = day_name[datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).weekday()]
    except ValueError:
        raise answers.error("day", label=answers.label("date"), found=day) from None
    status = _key(answers.locale.strings["table"]["statuses"], answers["status"])
    text = (root / DATES).read_text(encoding="utf-8")
    text, name = _with_source(answers, text)
    data = parse(text, DATES).data
    index = next((i for i, entry in enumerate(data["years"]) if str(entry["year"]) == year), None)
    facts = {"date": day, "weekday": weekday, "status": status}
    if index is None:
        lines = [f"  - year: {year}", *(f"    {key}: {value}" for key, value in facts.items())]
        text = "\n".join([text.rstrip("\n"), *lines, f"    sources: [{name}]", ""])
    else:
        text = _with_entry(text, index, facts, name, today)
    _check_dates(answers, root, text)
    return text


def _with_source(answers: Answers, text: str) -> tuple[str, str]:
    """The record with the answers' source in it, and the id of that."""
    data = parse(text, DATES).data
    url, published = answers["source-url"], answers["source-year"]
    for entry in data["sources"]:
        if (entry.get("url"), entry.get("published", "")) == (url, published):
            return text, entry["id"]
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    wanted = "-".join(filter(None, [slug(answers["source"]) or slug(host), published[:4]]))
    ids = {entry["id"] for entry in data["sources"]}
    name = wanted
    while name in ids:
        name += "-b"
    lines = [f"  - id: {name}", f"    publisher: {_quoted(answers['source'])}", f"    url: {url}"]
    if published:
        lines.append(f"    published: {_quoted(published)}")
    before, years, after = text.partition("\n\nyears:\n")
    return "\n".join([before, *lines]) + years + after, name


def _with_entry(text: str, index: int, facts: Mapping[str, str], name: str, today: date) -> str:
    """The record with another date, status or source in a year that it has; comments stay."""
    source = parse(text, DATES)
    entry = source.data["years"][index]
    lines = text.split("\n")

    def replace(key: str, pattern: str, new: str) -> None:
        number = source.line(["years", index, key])
        lines[number - 1], count = re.subn(pattern, new, lines[number - 1], count=1)
        if not count:
            raise IssueError(f"{DATES}:{number}: “{key}” is not written in one line; do so first.")

    for key, value in facts.items():
        replace(key, rf"(?<={key}: )\S+", value)
    if name not in entry["sources"]:
        replace("sources", r"\]", f", {name}]")
    if facts["date"] != entry["date"]:  # calendars take the change over by the day of it
        if "corrected" in entry:
            replace("corrected", r"\]", f", {today}]")
        else:
            lines.insert(source.line(["years", index, "sources"]), f"    corrected: [{today}]")
    return "\n".join(lines)


def _check_dates(answers: Answers, root: Path, text: str) -> None:
    """Have the record read as the build would read it, but somewhere else."""
    if text == (root / DATES).read_text(encoding="utf-8"):
        raise answers.error("nothing")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(root / "data", data)
        (Path(folder) / DATES).write_text(text, encoding="utf-8")
        try:
            record.load(Path(folder))
        except SourceError as error:
            problems = locales.told(error.problems, {answers.form.key: answers.locale})
            raise IssueError(str(SourceError(problems))) from None


# ---------------------------------------------------------------------------- Git and GitHub


@dataclass(frozen=True)
class Issue:
    """An issue as GitHub knows it; without GitHub there is nothing but its text."""

    text: str
    number: int | None = None
    login: str = ""

    def message(self, subject: str) -> str:
        """What the history says of the change."""
        trailers = []
        if _LOGIN.fullmatch(self.login):
            trailers.append(f"Reported-by: @{self.login}")
        if self.number:
            trailers.append(f"Closes #{self.number}")
        return "\n".join([subject, "", *trailers])


def issue(number: str, file: str) -> Issue:
    """The issue with that number on GitHub, or in that file."""
    if number and not re.fullmatch(r"[0-9]+", number):
        raise IssueError(f"ISSUE is “{number}”; write the issue’s number, such as ISSUE=12.")
    known = int(number) if number else None
    if file:
        try:
            return Issue(Path(file).read_text(encoding="utf-8"), known)
        except (OSError, UnicodeDecodeError):
            raise IssueError(f"FILE: there is no text to be read in “{file}”.") from None
    if known is None:
        raise IssueError("Say which issue: make pull-request ISSUE=12, or FILE=issue.md.")
    if not shutil.which("gh"):
        raise IssueError(
            "GitHub’s command gh is not here (https://cli.github.com). Install it, or copy the "
            f"issue’s text into a file: make pull-request ISSUE={known} FILE=issue.md."
        )
    data = json.loads(_run("gh", "issue", "view", str(known), "--json", "body,author"))
    return Issue(data["body"], known, (data.get("author") or {}).get("login", ""))


def _run(*command: str, text: str | None = None) -> str:
    outcome = subprocess.run(
        command, cwd=ROOT, input=text, capture_output=True, check=False, encoding="utf-8"
    )
    if outcome.returncode:
        said = " ".join(outcome.stderr.split())
        raise IssueError(f"“{' '.join(command[:3])}” failed: {said}")
    return outcome.stdout


def main() -> None:
    """Read the issue, change the files, and unless DRY is set make the pull request."""
    asked = issue(os.environ.get("ISSUE", ""), os.environ.get("FILE", ""))
    keys = sorted(path.stem for path in (ROOT / "data" / "locales").glob("*.yml"))
    languages = locales.load(ROOT, keys)
    answers = read_issue(asked.text, forms(ROOT), languages)
    change = proposal(answers, ROOT, datetime.now(UTC).date())
    dry = bool(os.environ.get("DRY"))
    branch = f"issue-{asked.number or Path(next(iter(change.files))).stem}"
    if not dry:
        if _run("git", "status", "--porcelain"):
            raise IssueError("There are changes that are not committed; commit or undo them first.")
        if _run("git", "branch", "--list", branch):
            raise IssueError(f"There is a branch “{branch}” already; delete it or go on there.")
    for path, text in change.files.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")
        print(f"Written: {path}", flush=True)
    if subprocess.run(["make", "--silent", "check"], cwd=ROOT, check=False).returncode:
        print("The check has named above what is left to mend.", flush=True)
    if not dry:
        _propose(asked, change, branch)


def _propose(asked: Issue, change: Proposal, branch: str) -> None:
    message = asked.message(change.subject)
    _run("git", "switch", "--create", branch)
    _run("git", "add", "--", *change.files)
    _run("git", "commit", "--quiet", "--file=-", text=message)
    if not shutil.which("gh"):
        print(f"Committed in the branch {branch}; push it and open a pull request.")
        return
    _run("git", "push", "--quiet", "--set-upstream", "origin", branch)
    title = ("--title", change.subject)
    body = message.removeprefix(change.subject).strip() or change.subject
    print(_run("gh", "pr", "create", "--head", branch, *title, "--body-file", "-", text=body))


if __name__ == "__main__":
    try:
        main()
    except (IssueError, SourceError) as error:
        sys.exit(str(error))
