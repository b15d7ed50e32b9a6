"""The history of the pages, as Git tells it.

Where there is none – no Git, no repository, one that belongs to somebody else, a shallow clone –
it is not known, and nothing fails for that.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections import defaultdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from cx_day.counterparts import Commit, Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from cx_day.counterparts import Page

_FORM = "--format=commit %H%x00%P%x00%ct%x00%B%x00"
_LINE = ("--first-parent", "-m")  # a merge shows what it brought to the first line
_LINES = (
    *("-z", "--numstat", "--relative", "--find-renames", "--diff-algorithm=myers"),
    *("--ignore-all-space", "--ignore-blank-lines", "--ignore-matching-lines=^in_step:"),
)
"""Files with the number of their lines that say something else; white space says nothing."""
_NAMES = ("-z", "--name-only", "--relative", "--no-renames")
_STAMPED = ("-G^in_step:",)
"""Only files in which the day of a comparison was set."""

_HEADER = re.compile(r"\n?commit ([0-9a-f]{40,64})")
_COUNTED = re.compile(r"(\d+|-)\t(\d+|-)\t(.*)", re.DOTALL)


class GitError(Exception):
    """Git is not there, or could not do what it was asked; the text is its own."""


def git(root: Path, *arguments: str) -> str:
    """What ``git …`` says in ``root``, whatever the settings of the person who runs it.

    Raises GitError.
    """
    settings = ("log.diffMerges=separate", "log.showSignature=false", "i18n.logOutputEncoding=utf8")
    try:
        answer = subprocess.run(
            ["git", *(word for setting in settings for word in ("-c", setting)), *arguments],
            cwd=root,
            env=os.environ | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
            capture_output=True,
            check=True,
            encoding="utf-8",
            errors="replace",
        )
    except subprocess.CalledProcessError as error:
        raise GitError(error.stderr.strip()) from None
    except OSError as error:
        raise GitError(str(error)) from None
    return answer.stdout


def commits(root: Path, docs: str = "docs", last: str = "HEAD") -> list[Commit] | None:
    """The commits that changed pages below ``docs``, oldest first; None if that is not known.

    A merged proposal is one commit, to which the messages of its own commits belong, too. A page
    that was renamed has its present name from the beginning.
    """
    try:
        if git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
            return None
        steps = _steps(git(root, "log", *_LINE, *_LINES, _FORM, last, "--", docs))
        told = _told_in_merges(root, last) if any(" " in step.parents for step in steps) else {}
        stamps = _steps(git(root, "log", *_LINE, *_NAMES, *_STAMPED, _FORM, last, "--", docs))
    except GitError:
        return None
    stamped = {step.id: step.files for step in stamps}
    found = []
    now: dict[str, str] = {}  # from what a file was called to what it is called now
    for step in steps:
        files = list(_counted(step.files))
        for file in files:
            if file.former:
                now[file.former] = now.get(file.path, file.path)
        messages = told.get(step.id, {})
        renamed = [file._replace(path=now.get(file.path, file.path)) for file in files]
        said = {
            new.path: (step.message, *messages.get(old.path, ()))
            for new, old in zip(renamed, files, strict=True)
        }
        stamped_now = [now.get(path, path) for path in stamped.get(step.id, ())]
        subject = step.message.partition("\n")[0]
        found.append(Commit(step.id, step.day, subject, _edits(renamed, said, stamped_now, docs)))
    return found[::-1]


def proposal(root: Path, base: str, docs: str = "docs") -> tuple[list[Commit] | None, Commit]:
    """The history up to where HEAD left ``base``, and what has changed since, as if merged today.

    What is not committed yet is part of it. Raises GitError if there is no such ``base``.
    """
    start = git(root, "merge-base", base, "HEAD").strip()
    files = list(_counted(_tokens(git(root, "diff", *_LINES, start, "--", docs))))
    new = git(root, "ls-files", "-z", "--others", "--exclude-standard", "--", docs)
    files += [_Counted(path, 1) for path in _tokens(new)]
    stamped = _tokens(git(root, "diff", *_NAMES, *_STAMPED, start, "--", docs))
    said: defaultdict[str, list[str]] = defaultdict(list)
    for step in _steps(git(root, "log", *_NAMES, _FORM, f"{start}..HEAD")):
        for path in step.files:
            said[path].append(step.message)
    edits = _edits(files, said, stamped, docs)
    return commits(root, docs, start), Commit("", datetime.now(UTC).date(), "", edits)


class _Counted(NamedTuple):
    """A changed file: how many of its lines say something else, and what it was called."""

    path: str
    lines: int
    former: str = ""


def _edits(
    files: Sequence[_Counted],
    said: Mapping[str, Sequence[str]],
    stamped: Sequence[str],
    docs: str,
) -> dict[Page, Edit]:
    """What was done to the pages among the files."""
    pages = {file.path: _page(file.path, docs) for file in files}
    compared = {name for _, name in filter(None, (_page(path, docs) for path in stamped))}
    return {
        page: Edit(file.lines, tuple(said.get(file.path, ())), page[1] in compared)
        for file in files
        if file.lines and (page := pages[file.path])
    }


def _page(path: str, docs: str) -> Page | None:
    """The page that a path of the project leads to, if it is one."""
    key, _, name = path.removeprefix(f"{docs}/").partition("/")
    return (key, name) if path.startswith(f"{docs}/") and name.endswith(".md") else None


class _Step(NamedTuple):
    id: str
    parents: str
    day: date
    message: str
    files: list[str]


def _tokens(answer: str) -> list[str]:
    return [token for token in answer.split("\0") if token]


def _steps(log: str) -> list[_Step]:
    """The commits of a log, newest first."""
    found = []
    tokens = iter(log.split("\0"))
    for token in tokens:
        header = _HEADER.fullmatch(token)
        if header:
            parents, seconds, message = next(tokens), next(tokens), next(tokens)
            day = datetime.fromtimestamp(int(seconds), UTC).date()
            found.append(_Step(header[1], parents, day, message.strip(), []))
        elif path := token.removeprefix("\n"):  # a line break comes before the first file
            found[-1].files.append(path)
    return found


def _counted(tokens: list[str]) -> Iterator[_Counted]:
    rest = iter(tokens)
    for token in rest:
        match = _COUNTED.fullmatch(token)
        if match:
            added, deleted, path = match.groups()
            lines = 1 if added == "-" else max(int(added), int(deleted))  # "-": not a text
            former = "" if path else next(rest)
            yield _Counted(path or next(rest), lines, former)


def _told_in_merges(root: Path, last: str) -> dict[str, dict[str, list[str]]]:
    """For each merge what was said of each file in the commits that came with it."""
    steps = {step.id: step for step in _steps(git(root, "log", *_NAMES, _FORM, last))}
    parents = {name: step.parents.split() for name, step in steps.items()}
    line = [next(iter(steps))]
    while parents[line[-1]]:
        line.append(parents[line[-1]][0])
    seen: set[str] = set()
    found: dict[str, dict[str, list[str]]] = {}
    for merge in reversed(line):
        seen.add(merge)
        waiting = parents[merge][1:]
        told = found.setdefault(merge, {})
        while waiting:
            commit = waiting.pop()
            if commit in seen:
                continue
            seen.add(commit)
            waiting.extend(parents[commit])
            for path in steps[commit].files:
                told.setdefault(path, []).append(steps[commit].message)
    return found
