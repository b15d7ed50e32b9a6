"""Check everything that people write: pages, data and templates, in all languages at once.

``python tools/check.py`` prints one line for each mistake, in the language of its file: file,
line, what is wrong, what to write instead, and the page that explains the rule. On GitHub it
also marks the lines of a pull request and writes the summary; ``CHECK_BASE`` names the branch
that the change is meant for. Nothing is drawn, nothing is published.
"""

from __future__ import annotations

import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from cx_day.problems import Problem, SourceError
from tools import spelling

if TYPE_CHECKING:
    from collections.abc import Iterator


ROOT = Path(__file__).resolve().parent.parent


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
    except (Abort, ConfigurationError, TemplateError, OSError) as error:
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
    elif not isinstance(error, Abort):
        mark = getattr(error.__cause__, "problem_mark", None)  # YAML that cannot be read
        line = mark.line + 1 if mark else 1
        yield Problem("mkdocs.yml", line, " ".join(str(error).split()))


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


# ---------------------------------------------------------------------------- telling


def annotation(problem: Problem, kind: str = "error") -> str:
    """The line with which GitHub marks a place in a pull request.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    message = problem.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    path = problem.path.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    return f"::{kind} file={path},line={problem.line}::{message}"


def main(root: Path = ROOT) -> int:
    """Print what is wrong; the exit code is 1 if anything is."""
    problems = all_problems(root)
    for problem in problems:
        print(problem)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
