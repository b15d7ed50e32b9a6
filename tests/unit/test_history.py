"""What is read of a Git repository: its history, and what a proposal changes on one side only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cx_day import history
from cx_day.counterparts import Edit
from cx_day.notices import one_sided
from tests.repository import Repository
from tests.unit.site_data import LOCALES, ROOT

Change = Callable[[Repository], None]

PL, AR = "docs/pl/dates.md", "docs/ar/dates.md"
TEXT = '---\ntitle: "A"\n---\n\nOne sentence.\n\nAnother one, which is longer.\n'


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A page in two languages."""
    made = Repository.make(tmp_path / "project")
    made.write(PL, TEXT)
    made.write(AR, TEXT)
    made.commit("Both")
    return made


def known(repository: Repository) -> list[tuple[str, dict[str, int]]]:
    """Each commit's subject and the number of lines that it changed, by language."""
    found = history.commits(repository.root)
    assert found is not None
    return [
        (commit.subject, {key: edit.lines for (key, _), edit in commit.edits.items()})
        for commit in found
    ]


def test_commits_are_told_oldest_first_with_their_day_in_utc(repository: Repository) -> None:
    repository.append(PL, "More.\n")
    name = repository.commit("Więcej\n\nSzczegóły.", day="2026-11-03")

    first, second = history.commits(repository.root) or []

    assert first.edits.keys() == {("pl", "dates.md"), ("ar", "dates.md")}
    assert (second.id, second.day, second.subject) == (name, date(2026, 11, 3), "Więcej")
    assert second.edits == {("pl", "dates.md"): Edit(1, ("Więcej\n\nSzczegóły.",))}


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("One sentence.", "One  sentence. ", 0),
        ("One sentence.\n", "\n\nOne sentence.\n\n", 0),
        ("One sentence.", "One\tsentence.", 0),
        ('title: "A"\n', 'title: "A"\nin_step: 2026-11-02\n', 0),
        ("One sentence.", "One word.", 1),
        ("Another", "\n\nAnother", 0),
        ("Another one, which is longer.\n", "", 1),
        ('title: "A"\n', 'title: "B"\n', 1),
        ("One sentence.", "in_step: is a field.", 1),
    ],
)
def test_only_what_changes_in_substance_counts(
    repository: Repository, old: str, new: str, lines: int
) -> None:
    repository.write(PL, TEXT.replace(old, new))
    assert repository.read(PL) != TEXT
    repository.commit("Change")

    assert known(repository)[1:] == [("Change", {"pl": lines} if lines else {})]


def test_a_new_day_of_a_comparison_is_no_change(repository: Repository) -> None:
    stamped = TEXT.replace("---\n\n", "in_step: 2026-11-02\n---\n\n")
    repository.write(PL, stamped)
    repository.commit("Compared")
    repository.write(PL, stamped.replace("02", "03"))
    repository.commit("Compared again")

    assert known(repository)[1:] == [("Compared", {}), ("Compared again", {})]


def test_a_change_that_comes_with_a_comparison_says_so(repository: Repository) -> None:
    repository.append(PL, "More.\n")
    repository.write(AR, TEXT.replace("---\n\n", "in_step: 2026-11-02\n---\n\n"))
    repository.commit("More, as the other one has it")

    *_, last = history.commits(repository.root) or []

    assert last.edits == {("pl", "dates.md"): Edit(1, (last.subject,), compared=True)}


def test_a_merged_proposal_is_one_change_with_all_that_was_said(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "proposal")
    repository.append(PL, "More.\n")
    repository.commit("First step [redakcyjne]")
    repository.write("docs/ar/other.md", TEXT)
    repository.commit("Second step")
    repository.git("switch", "--quiet", "main")
    repository.write("README.md", "…")
    repository.commit("Meanwhile")
    repository.git("merge", "--quiet", "--no-ff", "--message=Merged", "proposal", day="2026-11-05")

    *_, merge = history.commits(repository.root) or []

    assert len(known(repository)) == 2
    assert (merge.subject, merge.day) == ("Merged", date(2026, 11, 5))
    assert merge.edits == {
        ("pl", "dates.md"): Edit(1, ("Merged", "First step [redakcyjne]")),
        ("ar", "other.md"): Edit(7, ("Merged", "Second step")),
    }


def test_a_renamed_page_keeps_its_history(repository: Repository) -> None:
    repository.append(PL, "More.\n")
    repository.commit("More")
    for key in ("pl", "ar"):
        repository.git("mv", f"docs/{key}/dates.md", f"docs/{key}/days.md")
    repository.commit("Renamed")
    repository.append("docs/pl/days.md", "Still more.\n")
    repository.commit("Still more")

    names = {name for step in history.commits(repository.root) or [] for _, name in step.edits}

    assert names == {"days.md"}
    assert known(repository)[1:] == [
        ("More", {"pl": 1}),
        ("Renamed", {}),
        ("Still more", {"pl": 1}),
    ]


def test_only_pages_count(repository: Repository) -> None:
    repository.write("docs/pl/picture.svg", "<svg/>")
    repository.write("docs/README.md", TEXT)
    repository.write("other/pl/page.md", TEXT)
    repository.commit("Others")

    assert known(repository)[1:] == [("Others", {})]


def test_what_is_not_committed_counts_for_nothing(repository: Repository) -> None:
    before = known(repository)
    repository.append(PL, "More.\n")
    repository.write("docs/pl/new.md", TEXT)
    repository.git("add", "docs/pl/new.md")

    assert known(repository) == before


def test_the_settings_of_whoever_builds_change_nothing(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "proposal")
    repository.append(PL, "Zażółć.\n")
    repository.commit("Gęślą jaźń")
    repository.git("switch", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--message=Merged", "proposal")
    repository.git("mv", AR, "docs/ar/days.md")
    repository.commit("Renamed")
    before = history.commits(repository.root)
    for setting in (
        *("log.showSignature=true", "log.diffMerges=combined", "diff.renames=false"),
        *("diff.noprefix=true", "color.ui=always", "i18n.logOutputEncoding=ISO-8859-2"),
        *("diff.algorithm=patience", "core.quotePath=false", "log.date=relative"),
    ):
        repository.git("config", *setting.split("="))

    assert history.commits(repository.root) == before


def test_a_project_may_stand_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    repository = Repository.make(tmp_path)
    repository.write(f"site/{PL}", TEXT)
    repository.write(PL, TEXT)
    repository.commit("Both")

    (commit,) = history.commits(tmp_path / "site") or []

    assert commit.edits.keys() == {("pl", "dates.md")}


# ------------------------------------------------------------------------ no history


def test_without_a_repository_the_history_is_not_known(tmp_path: Path) -> None:
    assert history.commits(tmp_path) is None


def test_without_a_commit_the_history_is_not_known(tmp_path: Path) -> None:
    assert history.commits(Repository.make(tmp_path).root) is None


def test_in_a_shallow_clone_the_history_is_not_known(repository: Repository) -> None:
    repository.append(PL, "More.\n")
    repository.commit("More")
    clone = repository.root.parent / "clone"
    repository.git("clone", "--quiet", "--depth=1", repository.root.as_uri(), str(clone))

    assert (clone / PL).is_file()
    assert history.commits(clone) is None


def test_without_git_the_history_is_not_known(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(repository.root))

    assert history.commits(repository.root) is None


def test_in_somebody_elses_repository_the_history_is_not_known(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # Git's own way to try it
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)

    with pytest.raises(history.GitError, match="dubious ownership"):
        history.git(repository.root, "log")
    assert history.commits(repository.root) is None


# ------------------------------------------------------------------------ one side only


@pytest.fixture
def proposal(repository: Repository) -> Repository:
    """A branch that has left ``main``, which has gone on."""
    shutil.copytree(ROOT / "data" / "locales", repository.root / "data" / "locales")
    repository.commit("Words")
    repository.git("branch", "proposal")
    repository.append("docs/ar/dates.md", "More.\n")
    repository.commit("Meanwhile")
    repository.git("switch", "--quiet", "proposal")
    return repository


def noticed(repository: Repository) -> list[str]:
    return [problem.path for problem in one_sided(repository.root, "main")]


def test_nothing_is_noticed_without_a_change(proposal: Repository) -> None:
    assert noticed(proposal) == []


def uncommitted(_: Repository) -> None:
    """Leave the change in the working tree."""


def staged(repository: Repository) -> None:
    repository.git("add", "--all")


def committed(repository: Repository) -> None:
    repository.commit("A change")


@pytest.mark.parametrize("save", [uncommitted, staged, committed])
@pytest.mark.parametrize(("key", "other"), [("pl", "ar"), ("ar", "pl")])
def test_a_change_of_one_side_is_noticed_in_its_language(
    proposal: Repository, key: str, other: str, save: Change
) -> None:
    proposal.append(f"docs/{key}/dates.md", "More.\n")
    save(proposal)

    (notice,) = one_sided(proposal.root, "main")

    pattern = LOCALES[key].strings["notices"]["one_sided"]
    assert (notice.path, notice.line) == (f"docs/{key}/dates.md", 1)
    assert (notice.rule, notice.locale) == ("one_sided", key)
    assert notice.message == pattern.format(
        path=f"docs/{other}/dates.md",
        marker=LOCALES[key].strings["counterparts"]["editorial"],
        today=datetime.now(UTC).date(),
    )


@pytest.mark.parametrize(("said", "count"), [("Lit. [Redakcyjne]", 0), ("redakcyjne", 1)])
def test_what_is_said_of_the_proposal_counts_like_a_message(
    proposal: Repository, said: str, count: int
) -> None:
    proposal.append(PL, "More.\n")
    proposal.commit("A change")

    assert len(one_sided(proposal.root, "main", said=said)) == count


def both(repository: Repository) -> None:
    repository.append(PL, "More.\n")
    repository.append(AR, "More.\n")


def white_space(repository: Repository) -> None:
    repository.append(PL, "\n\n")


def editorial(repository: Repository) -> None:
    repository.append(PL, "More.\n")
    repository.commit("Literówka [redakcyjne]")


def compared(repository: Repository) -> None:
    repository.append(PL, "More.\n")
    repository.write(PL, repository.read(PL).replace("---\n\n", "in_step: 2026-11-02\n---\n\n"))


def new(repository: Repository) -> None:
    repository.write("docs/pl/new.md", TEXT)


def removed(repository: Repository) -> None:
    (repository.root / PL).unlink()


@pytest.mark.parametrize("change", [both, white_space, editorial, compared, new, removed])
@pytest.mark.parametrize("save", [uncommitted, committed])
def test_what_leaves_nothing_to_follow_is_not_noticed(
    proposal: Repository, change: Change, save: Change
) -> None:
    change(proposal)
    save(proposal)

    assert noticed(proposal) == []


def test_whoever_follows_is_not_noticed(proposal: Repository) -> None:
    proposal.git("merge", "--quiet", "main")
    proposal.append(PL, "More.\n")
    assert noticed(proposal) == []

    proposal.commit("Followed")
    proposal.git("branch", "--force", "main")
    proposal.append(PL, "Still more.\n")
    assert noticed(proposal) == [PL]


def test_writing_a_page_that_the_other_language_has_is_not_noticed(proposal: Repository) -> None:
    proposal.git("switch", "--quiet", "main")
    proposal.write("docs/ar/wanted.md", TEXT)
    proposal.commit("Written in Arabic")
    proposal.git("switch", "--quiet", "--create", "more")
    proposal.write("docs/pl/wanted.md", TEXT)

    assert noticed(proposal) == []


def test_a_page_that_git_does_not_know_yet_is_noticed_too(proposal: Repository) -> None:
    proposal.git("rm", "--quiet", PL)
    proposal.commit("Removed")
    proposal.git("branch", "--force", "main")
    proposal.write(PL, TEXT)

    assert noticed(proposal) == [PL]


def test_a_base_that_is_none_is_said_to_be_so(repository: Repository) -> None:
    shutil.copytree(ROOT / "data" / "locales", repository.root / "data" / "locales")

    with pytest.raises(history.GitError, match="nowhere"):
        one_sided(repository.root, "nowhere")
