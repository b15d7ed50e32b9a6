"""The check of all that people write: what it says, to whom and where, and that it always says."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.repository import Repository
from tests.site.building import LOCALES, ROOT, copy_project

if TYPE_CHECKING:
    from pathlib import Path

GITHUB = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "cx-day/cx-day",
    "GITHUB_SHA": "abc",
}
BLOB = "https://github.com/cx-day/cx-day/blob/abc/"


def check(project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    program = "import sys; from pathlib import Path; from tools.check import main; "
    return subprocess.run(
        [sys.executable, "-c", f"{program}sys.exit(main(Path(sys.argv[1])))", project],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT / 'hooks'}{os.pathsep}{ROOT}"}
        | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        | environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    copy_project(tmp_path / "project")
    (tmp_path / "project" / "guides").symlink_to(ROOT / "guides")
    made = Repository.make(tmp_path / "project")
    made.write(".gitignore", ".cache\n")
    made.commit("Before")
    made.git("switch", "--quiet", "--create", "proposal")
    return made


def last_line(repository: Repository, path: str) -> int:
    return repository.read(path).count("\n")


def test_nothing_wrong_is_said_in_every_language(project: Repository) -> None:
    outcome = check(project.root)

    assert outcome.returncode == 0, outcome.stdout
    assert set(outcome.stdout.splitlines()) == {
        locale.strings["check"]["fine"] for locale in LOCALES.values()
    }


def test_every_mistake_is_told_at_once_and_marked_on_github(
    project: Repository, tmp_path: Path
) -> None:
    project.append("docs/pl/begin/voice.md", "\n{{ cx_day.nxt }} i błendy.\n")
    project.append("docs/ar/begin/value.md", "\n{{ cx_day.nxt }}\n")
    project.append("docs/pl/begin/ces.md", "\nCX Day.\n")
    project.commit("A proposal", day="2026-11-02")
    pl = f"docs/pl/begin/voice.md:{last_line(project, 'docs/pl/begin/voice.md')}"
    ar = f"docs/ar/begin/value.md:{last_line(project, 'docs/ar/begin/value.md')}"
    summary = tmp_path / "summary.md"

    outcome = check(project.root, CHECK_BASE="main", GITHUB_STEP_SUMMARY=str(summary), **GITHUB)

    assert outcome.returncode == 1
    told = [line for line in outcome.stdout.splitlines() if line.startswith("docs/")]
    marked = [line for line in outcome.stdout.splitlines() if line.startswith("::")]
    assert len(told) == len(marked) == 6  # three mistakes, three notices
    places = [line.split(": ", 1)[0] for line in told]
    assert places[:3] == [ar, pl, pl]
    assert [line.rpartition("(")[2] for line in told[:3]] == [
        "guides/ar/rules/placeholders.md)",
        "guides/pl/rules/placeholders.md)",
        "guides/pl/rules/spelling.md)",
    ]
    path, _, line = pl.rpartition(":")
    assert any(mark.startswith(f"::error file={path},line={line}::") for mark in marked)
    notices = [mark for mark in marked if mark.startswith("::notice ")]
    assert any("file=docs/pl/begin/ces.md,line=1::" in mark for mark in notices)
    assert "docs/ar/begin/ces.md" in "".join(notices)

    parts = summary.read_text("utf-8").split("</div>")
    for key, place in (("pl", pl), ("ar", ar)):
        locale = LOCALES[key]
        (part,) = [part for part in parts if f'lang="{locale.tag}"' in part]
        assert f'dir="{locale.direction}"' in part
        assert locale.strings["check"]["title"] in part
        assert f'<a href="{BLOB}{place.replace(":", "#L")}">' in part
        assert f"{BLOB}guides/{key}/rules/placeholders.md" in part
        other = {"pl": ar, "ar": pl}[key]
        assert other not in part


def test_the_title_of_a_proposal_may_say_that_there_is_nothing_to_follow(
    project: Repository,
) -> None:
    project.append("docs/pl/begin/ces.md", "\nCX Day.\n")
    project.commit("A proposal", day="2026-11-02")

    said = check(project.root, CHECK_BASE="main", PR_TITLE="Literówka [redakcyjne]").stdout
    silent = check(project.root, CHECK_BASE="main", PR_TITLE="Literówka").stdout

    assert "docs/pl/begin/ces.md:1: " not in said
    assert "docs/pl/begin/ces.md:1: " in silent


def test_a_summary_of_nothing_says_so(project: Repository, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"

    outcome = check(project.root, GITHUB_STEP_SUMMARY=str(summary), **GITHUB)

    assert outcome.returncode == 0
    text = summary.read_text("utf-8")
    assert all(f"## {locale.strings['check']['fine']}" in text for locale in LOCALES.values())


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("docs/pl/dates.md", "---\n", "---\ntitle: CX Day: x\n"),
        ("data/cx-day.yml", "years:", "yeers:"),
        ("data/glossary.yml", "terms:", "terms: ["),
        ("data/locales/ar.yml", 'check:\n  title: "', "check:\n  title: x: "),
        ("overrides/main.html", "{% block head", "{% if %}{% block head"),
        ("mkdocs.yml", "plugins:", "plugins: ["),
        ("mkdocs.yml", "plugins:", "plugin:"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_no_state_of_a_file_ends_in_anything_but_sentences(
    project: Repository, name: str, old: str, new: str
) -> None:
    text = project.read(name)
    assert old in text
    project.write(name, text.replace(old, new, 1))

    outcome = check(project.root)

    assert outcome.returncode == 1
    assert outcome.stderr == ""
    assert outcome.stdout.startswith(f"{name}:") or f"\n{name}:" in outcome.stdout
    assert "code has failed" not in outcome.stdout
