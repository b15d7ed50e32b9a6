"""Check everything that people write: pages, data and templates, in all languages at once.

``python tools/check.py`` prints one line for each mistake, in the language of its file: file,
line, what is wrong, what to write instead, and the page that explains the rule. On GitHub it
also marks the lines of a pull request and writes the summary; ``CHECK_BASE`` names the branch
that the change is meant for, ``PR_TITLE`` is its title. Nothing is drawn, nothing is published.
"""

from __future__ import annotations

import logging
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError, PluginError

from cx_day import locales
from cx_day.history import GitError
from cx_day.notices import one_sided
from cx_day.problems import Problem, SourceError
from cx_day.rules import rule_pages
from tools import spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cx_day.locales import Locale


ROOT = Path(__file__).resolve().parent.parent
GUIDES_IN = "en"
"""The language of the guides for those who have none in their own."""


class _Listener(logging.Handler):
    """Keeps what MkDocs itself warns of: it says so nowhere else."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.problems.append(Problem("mkdocs.yml", 1, record.getMessage()))


def site_problems(root: Path) -> list[Problem]:
    """What a build of the project at ``root`` would complain of."""
    log, listener = logging.getLogger("mkdocs"), _Listener()
    log.addHandler(listener)
    log.propagate = False  # its own lines would be a second answer
    try:
        with TemporaryDirectory() as target:
            config = load_config(str(root / "mkdocs.yml"), site_dir=target)
            config.plugins.on_startup(command="check", dirty=False)  # type: ignore[arg-type] # ours
            adapter = next(iter(dict(config["hooks"]).values()))
            build(config)
            return [*adapter.problems(), *listener.problems]
    except Exception as error:  # noqa: BLE001 - whatever it is: a sentence, never a traceback
        return list(explained(error, root)) or listener.problems
    finally:
        log.removeHandler(listener)
        log.propagate = True


def explained(error: BaseException, root: Path) -> Iterator[Problem]:
    """What ended a build, told as a mistake in a file."""
    if isinstance(error, Abort) and error.__context__:
        error = error.__context__
    if isinstance(error.__cause__, SourceError):
        yield from error.__cause__.problems
    elif isinstance(error, TemplateSyntaxError) and error.filename:
        path = Path(error.filename).relative_to(root).as_posix()
        yield Problem(path, error.lineno, f"The template cannot be read: {error.message}.")
    elif isinstance(error, (ConfigurationError, PluginError)):
        mark = getattr(error.__cause__, "problem_mark", None)  # YAML that cannot be read
        line = mark.line + 1 if mark else 1
        yield Problem("mkdocs.yml", line, " ".join(str(error).split()))
    elif not isinstance(error, Abort):
        name = f"{type(error).__name__}: {error}"
        message = f"The site's own code has failed ({name}). It is not your text; please report it."
        yield Problem("mkdocs.yml", 1, message)


def spelling_problems(root: Path) -> list[Problem]:
    """The words that no dictionary knows; none while the data cannot be read."""
    try:
        return spelling.problems(root)
    except SourceError:  # site_problems tells
        return []


def all_problems(root: Path) -> list[Problem]:
    """Every mistake of the project, in the order of files and lines."""
    with ThreadPoolExecutor() as pool:
        words = pool.submit(spelling_problems, root)
        return sorted({*site_problems(root), *words.result()})


def notices(root: Path, base: str) -> list[Problem]:
    """What deserves a second look in a change meant for ``base``; none without a history."""
    try:
        return one_sided(root, base, said=os.environ.get("PR_TITLE", ""))
    except (GitError, SourceError):
        return []


# ---------------------------------------------------------------------------- telling


@dataclass(frozen=True)
class Teller:
    """Says problems to people; ``blob`` is where GitHub shows the files of this version."""

    root: Path
    languages: Mapping[str, Locale]
    pages: Mapping[str, str]
    blob: str = ""

    def page(self, problem: Problem) -> str:
        """The page that explains the rule, in the language of the problem if there is one."""
        name = self.pages.get(problem.rule)
        found = [f"guides/{key}/rules/{name}.md" for key in (problem.locale, GUIDES_IN)]
        return next((path for path in found if (self.root / path).is_file()), "")

    def line(self, problem: Problem, kind: str = "") -> str:
        """A problem in a terminal: place, sentence, page."""
        page = self.page(problem)
        said = f"{problem.path}:{problem.line}: {kind}{problem.message}"
        return f"{said} ({page})" if page else said

    def annotation(self, problem: Problem, kind: str) -> str:
        """The line with which GitHub marks a place in a pull request.

        https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
        """
        page = self.page(problem)
        message = _escaped(f"{problem.message} {self.blob}{page}" if page else problem.message)
        path = _escaped(problem.path).replace(":", "%3A").replace(",", "%2C")
        return f"::{kind} file={path},line={problem.line}::{message}"

    def summary(self, problems: Sequence[Problem], noticed: Sequence[Problem]) -> str:
        """All of it as Markdown: for each language that it concerns a part in its own words."""
        concerned = {problem.locale for problem in (*problems, *noticed)}
        general = "" in concerned or not concerned  # everybody's: data, templates, or nothing
        parts = []
        for key, locale in self.languages.items():
            if not general and key not in concerned:
                continue
            words = locale.strings["check"]
            own = [problem for problem in problems if problem.locale in {key, ""}]
            lines = [f"## {words['title']}", "", *self._items(own), "", words["how"]]
            lines = lines if own else [f"## {words['fine']}"]
            worth = [problem for problem in noticed if problem.locale == key]
            if worth:
                lines += ["", f"### {words['notices']}", "", *self._items(worth)]
            text = "\n".join(lines)
            start = f'<div lang="{locale.tag}" dir="{locale.direction}">'
            parts.append(f"{start}\n\n{text}\n\n</div>\n")
        return "\n".join(parts)

    def _items(self, problems: Iterable[Problem]) -> Iterator[str]:
        """A list as HTML, in which Markdown takes no sign of a sentence for its own."""
        yield "<ul>"
        for problem in problems:
            address = f"{self.blob}{problem.path}#L{problem.line}"
            link = f'<a href="{address}"><bdi>{problem.path}:{problem.line}</bdi></a>'
            page = self.page(problem)
            more = f' <a href="{self.blob}{page}">{self._more(problem)}</a>' if page else ""
            yield f"<li>{link}<br>{escape(problem.message)}{more}</li>"
        yield "</ul>"

    def _more(self, problem: Problem) -> str:
        locale = self.languages.get(problem.locale) or next(iter(self.languages.values()))
        words: str = locale.strings["check"]["rule"]
        return words


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _teller(root: Path) -> Teller:
    """A teller for the project, or one of few words if its data cannot be read."""
    keys = sorted(path.name for path in (root / "docs").iterdir() if path.is_dir())
    github = [os.environ.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY", "SHA")]
    blob = "{}/{}/blob/{}/".format(*github) if all(github) else ""
    try:
        keys = [key for key in keys if (root / "data" / "locales" / f"{key}.yml").is_file()]
        return Teller(root, locales.load(root, keys), rule_pages(root), blob)
    except SourceError:
        return Teller(root, {}, {}, blob)


def main(root: Path = ROOT) -> int:
    """Print what is wrong; the exit code is 1 if anything is."""
    problems = all_problems(root)
    noticed = notices(root, os.environ.get("CHECK_BASE", "origin/main"))
    teller = _teller(root)
    for problem in problems:
        print(teller.line(problem))
    for problem in noticed:
        kind = teller.languages[problem.locale].strings["check"]["notices"]
        print(teller.line(problem, f"{kind}. "))
    if os.environ.get("GITHUB_ACTIONS"):
        for kind, told in (("error", problems), ("notice", noticed)):
            for problem in told:
                print(teller.annotation(problem, kind))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(teller.summary(problems, noticed))
    if not problems:
        print(*(locale.strings["check"]["fine"] for locale in teller.languages.values()), sep="\n")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
