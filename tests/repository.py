"""Real Git repositories for tests, with dates that do not depend on when they run."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Repository:
    """A repository of its own, whatever the machine's settings for Git are."""

    root: Path

    @classmethod
    def make(cls, root: Path) -> Repository:
        root.mkdir(parents=True, exist_ok=True)
        made = cls(root)
        made.git("init", "--quiet", "--initial-branch=main")
        return made

    def git(self, *arguments: str, day: str = "2026-11-01") -> str:
        who = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
        moment = f"{day}T12:00:00+00:00"
        alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        answer = subprocess.run(
            ["git", *who, *arguments],
            cwd=self.root,
            env={
                "PATH": os.environ["PATH"],
                "GIT_AUTHOR_DATE": moment,
                "GIT_COMMITTER_DATE": moment,
            }
            | alone,
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        return answer.stdout.strip()

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def append(self, path: str, text: str) -> None:
        self.write(path, self.read(path) + text)

    def commit(self, message: str, day: str = "2026-11-01") -> str:
        """Commit everything there is; returns the commit's name."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", f"--message={message}", day=day)
        return self.git("rev-parse", "HEAD")
