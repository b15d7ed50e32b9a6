"""``make pull-request``: an issue becomes a branch, a commit and a pull request, or nothing at all.

GitHub's command and ``make`` are stand-ins that note how they were called; Git is Git.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.site.building import LOCALES, ROOT, build, copy_project
from tests.unit.test_issue_forms import FORMS, IDEA, STORY, TEXT, filled

STAND_IN = """\
#!{python}
import pathlib, sys
folder = pathlib.Path(__file__).parent
with (folder / "calls").open("a") as calls:
    print("{name}", *sys.argv[1:], file=calls)
if sys.argv[1:3] == ["issue", "view"]:
    print((folder / "issue.json").read_text(encoding="utf-8"))
if sys.argv[1:3] == ["pr", "create"]:
    (folder / "body").write_text(sys.stdin.read(), encoding="utf-8")
    print("https://github.com/cx-day/cx-day/pull/13")
sys.exit({code})
"""


@dataclass(frozen=True)
class Desk:
    """A maintainer's clone, with its origin and the commands on PATH."""

    project: Path
    commands: Path

    def git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.project), *arguments]
        return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout

    def reported(self, kind: str, values: dict[str, str], key: str = "pl") -> None:
        """Somebody has opened an issue by a form."""
        body = filled(FORMS[kind, key], values)
        issue = {"body": body, "author": {"login": "reader-1"}}
        (self.commands / "issue.json").write_text(json.dumps(issue), encoding="utf-8")

    def run(self, **settings: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.commands), "PYTHONPATH": "hooks", "PYTHONUTF8": "1"}
        return subprocess.run(
            [sys.executable, "-m", "tools.from_issue"],
            cwd=self.project,
            env=environment | settings,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )

    @property
    def calls(self) -> list[str]:
        path = self.commands / "calls"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    @property
    def is_untouched(self) -> bool:
        return not self.git("status", "--porcelain") and self.git("branch") == "* main\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    project = copy_project(tmp_path / "project")
    for folder in ("tools", ".github"):
        shutil.copytree(ROOT / folder, project / folder)
    shutil.copy(ROOT / ".gitignore", project)
    commands = tmp_path / "commands"
    commands.mkdir()
    git = shutil.which("git")
    assert git is not None
    (commands / "git").symlink_to(git)
    for name, code in (("gh", 0), ("make", 1)):
        stand_in = commands / name
        text = STAND_IN.format(python=sys.executable, name=name, code=code)
        stand_in.write_text(text, encoding="utf-8")
        stand_in.chmod(0o755)
    made = Desk(project, commands)
    subprocess.run(["git", "init", "--quiet", "--bare", tmp_path / "origin"], check=True)
    made.git("init", "--quiet", "--initial-branch=main")
    made.git("config", "user.name", "Maintainer")
    made.git("config", "user.email", "maintainer@example.org")
    made.git("remote", "add", "origin", str(tmp_path / "origin"))
    made.git("add", "--all")
    made.git("commit", "--quiet", "--message=before")
    return made


def test_an_idea_becomes_a_pull_request_in_one_command(desk: Desk, tmp_path: Path) -> None:
    name = "docs/pl/celebrate/kartka-na-zoltym-lozku.md"
    desk.reported("idea", IDEA)
    outcome = desk.run(ISSUE="12")
    assert outcome.returncode == 0, outcome.stderr
    assert desk.calls == [
        "gh issue view 12 --json body,author",
        "make --silent check",
        f"gh pr create --head issue-12 --title New page, from an issue: {name} --body-file -",
    ]
    assert "left to mend" in outcome.stdout
    assert "pull/13" in outcome.stdout
    shown = desk.git("log", "-1", "--format=%an%n%B", "origin/issue-12").strip().splitlines()
    assert shown == [
        *("Maintainer", f"New page, from an issue: {name}", ""),
        *("Reported-by: @reader-1", "Closes #12"),
    ]
    assert desk.git("show", "--name-only", "--format=").splitlines() == [name, "mkdocs.yml"]
    assert desk.git("status", "--porcelain") == ""
    body = (desk.commands / "body").read_text(encoding="utf-8")
    assert body.splitlines() == ["Reported-by: @reader-1", "Closes #12"]

    built = build(tmp_path / "site", desk.project)
    assert built.returncode == 0, built.stderr


@pytest.mark.parametrize("key", LOCALES)
def test_a_dry_run_changes_files_only(desk: Desk, key: str) -> None:
    desk.reported("story", STORY | {"slug": "yellow-boat"}, key)
    outcome = desk.run(ISSUE="12", DRY="1")
    assert outcome.returncode == 0, outcome.stderr
    assert desk.git("branch") == "* main\n"
    changed = desk.git("status", "--porcelain", "--untracked-files=all").splitlines()
    page = f"docs/{key}/celebrate/stories/2025-yellow-boat.md"
    assert changed == [" M mkdocs.yml", f"?? {page}"]
    assert all(not call.startswith("gh pr") for call in desk.calls)


def test_without_github_a_file_holds_the_issue(desk: Desk, tmp_path: Path) -> None:
    (desk.commands / "gh").unlink()
    outcome = desk.run(ISSUE="12")
    assert outcome.returncode != 0
    assert "FILE=issue.md" in outcome.stderr
    assert desk.is_untouched
    file = tmp_path / "issue.md"
    file.write_text(filled(FORMS["error", "pl"], TEXT | {"status": ""}), encoding="utf-8")
    outcome = desk.run(FILE=str(file))
    assert outcome.returncode == 0, outcome.stderr
    assert desk.git("branch", "--show-current") == "issue-thank-you\n"
    message = desk.git("log", "-1", "--format=%B").strip()
    assert message == "Text corrected, as an issue asks: docs/pl/celebrate/thank-you.md"


@pytest.mark.parametrize(
    ("settings", "values"),
    [
        ({"ISSUE": "12"}, IDEA | {"title": "x"}),
        ({"ISSUE": "12; touch x"}, IDEA),
        ({"ISSUE": "--help"}, IDEA),
        ({"FILE": "/no/such/file"}, IDEA),
        ({}, IDEA),
    ],
)
def test_what_cannot_be_used_changes_nothing_and_is_said_in_one_line(
    desk: Desk, settings: dict[str, str], values: dict[str, str]
) -> None:
    desk.reported("idea", values)
    outcome = desk.run(**settings)
    assert outcome.returncode != 0
    assert len(outcome.stderr.strip().splitlines()) == 1
    assert desk.is_untouched


def test_work_that_is_not_committed_is_not_mixed_in(desk: Desk) -> None:
    desk.reported("idea", IDEA)
    (desk.project / "docs" / "pl" / "dates.md").write_text("mine", encoding="utf-8")
    outcome = desk.run(ISSUE="12")
    assert outcome.returncode != 0
    assert "not committed" in outcome.stderr
    assert desk.git("status", "--porcelain") == " M docs/pl/dates.md\n"


def test_a_branch_that_is_there_already_is_left_alone(desk: Desk) -> None:
    desk.reported("idea", IDEA)
    desk.git("branch", "issue-12")
    outcome = desk.run(ISSUE="12")
    assert outcome.returncode != 0
    assert "issue-12" in outcome.stderr
    assert desk.git("status", "--porcelain") == ""


def test_no_shell_reads_what_people_write(desk: Desk) -> None:
    trap = desk.project / "trap"
    words = f"Kartka `touch {trap}` $(touch {trap}); touch {trap}"
    desk.reported(
        "story", STORY | {"company": "Kartka", "country": f"$(touch {trap})"[:30], "what": words}
    )
    assert desk.run(ISSUE="12").returncode == 0
    assert not trap.exists()
    assert words.replace("<", "&lt;") in desk.git("show")
