"""What deserves a second look before it is proposed, and is no mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cx_day import history, locales
from cx_day.counterparts import markers, pending
from cx_day.front_matter import stated_comparison
from cx_day.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

RULE = "one_sided"


def one_sided(root: Path, base: str, docs: str = "docs", said: str = "") -> list[Problem]:
    """The pages of the project at ``root`` that changed alone since HEAD left ``base``.

    ``base`` is anything that Git takes for a commit, such as ``origin/main``. What is not
    committed yet counts, too. Each page is named with a sentence in its own language; none that
    follows its counterpart, whose counterpart changed as well or does not exist, or of which
    somebody said that the other language has nothing to follow. ``said``, such as the title of a
    pull request, counts like a message of its commits.

    Raises history.GitError if Git does not know ``base``, and SourceError for locale files that
    cannot be used.
    """
    known = sorted(path.stem for path in (root / "data" / "locales").glob("*.yml"))
    languages = locales.load(root, [key for key in known if (root / docs / key).is_dir()])
    commits, proposed = history.proposal(root, base, docs)
    edits = {
        page: replace(edit, messages=(*edit.messages, said))
        for page, edit in proposed.edits.items()
    }
    proposed = replace(proposed, edits=edits)
    names = {name for _, name in proposed.edits}
    pages = {
        (key, name): root / docs / key / name
        for key in languages
        for name in names
        if (root / docs / key / name).is_file()
    }
    compared = {page: stated_comparison(path.read_text("utf-8")) for page, path in pages.items()}
    keys = list(languages)
    lags = pending([*(commits or []), proposed], keys, markers(languages.values()), compared)
    found = []
    for (key, name), leaders in lags.items():
        for leader, changes in leaders.items():
            if changes[-1].commit == proposed.id and {(key, name), (leader, name)} <= pages.keys():
                strings = languages[leader].strings
                sentence = strings["notices"][RULE].format(
                    path=f"{docs}/{key}/{name}",
                    marker=strings["counterparts"]["editorial"],
                    today=datetime.now(UTC).date(),
                )
                found.append(Problem(f"{docs}/{leader}/{name}", 1, sentence, RULE, leader))
    return sorted(found)
