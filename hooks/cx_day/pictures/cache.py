"""What was drawn once, kept by what it was drawn from.

The name of an entry is a digest of everything that goes into the picture: the layout filled
with its words, the fonts, this package's own code and the versions of what draws. So an entry
is never wrong, only unused; ``make clean`` removes them all.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_DRAWN_BY = ("fonttools", "pillow", "resvg-py", "uharfbuzz")


@dataclass(frozen=True)
class Cache:
    """The folder of the drawn pictures, and the fonts that they are drawn with."""

    folder: Path
    fonts: Path

    @cached_property
    def _makers(self) -> bytes:
        digest = hashlib.sha256()
        for path in sorted(self.fonts.glob("*.woff2")):
            digest.update(path.read_bytes())
        package = Path(__file__).parent
        for path in (*sorted(package.glob("*.py")), package.parent / "typography.py"):
            digest.update(path.read_bytes())
        for name in _DRAWN_BY:
            digest.update(f"{name} {_version(name)}\n".encode())
        return digest.digest()

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What ``make`` returns for ``key``, now or in an earlier build."""
        name = hashlib.sha256(self._makers + key.encode()).hexdigest()
        path = self.folder / name[:32]
        try:
            return path.read_bytes()
        except FileNotFoundError:
            data = make()
        self.folder.mkdir(parents=True, exist_ok=True)
        # Written aside first: another build may be reading, or writing the very same picture.
        with NamedTemporaryFile(dir=self.folder, delete=False) as file:
            file.write(data)
        os.replace(file.name, path)  # noqa: PTH105 - the name is text already
        return data


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
