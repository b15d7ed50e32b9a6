"""The files below ``docs/``: where they may stand, names, sizes, what is in a picture."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from cx_day.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    Mistake = tuple[int, str, dict[str, object]]

PAGE = ".md"
PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".svg"}
LARGEST = {PAGE: 60, ".svg": 60}
"""The most kilobytes (of 1000 bytes) that a file may have, by suffix."""
LARGEST_PICTURE = 150
KILOBYTE = 1000
TOO_HEAVY = {"page_heavy", "image_heavy"}
"""The mistakes with which a file can be used nevertheless."""

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ACTIVE = {"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler"}
_OUTSIDE = re.compile(r"@import|url\(\s*[\"']?(?!\s*[\"']?#)", re.IGNORECASE)


def files(docs: Path) -> Iterator[Path]:
    """Every file and every link to a folder, but not what systems leave behind (``.DS_Store``)."""
    for path in sorted(docs.rglob("*")):
        if (path.is_symlink() or not path.is_dir()) and (
            not path.name.startswith(".") or path.suffix
        ):
            yield path


def folder_of(path: Path, docs: Path) -> str:
    """The first folder below ``docs/`` in which a file stands: its language, if it is right."""
    return path.relative_to(docs).parts[0]


def mistakes(path: Path, docs: Path, locales: Collection[str]) -> Iterator[Mistake]:
    """What is wrong with a file: line, sentence, values. After the first one it isn't read on."""
    parts = path.relative_to(docs).parts
    if any(part.is_symlink() for part in (path, *path.parents) if docs in part.parents):
        yield 1, "symlink", {}
        return
    suffix = path.suffix.lower()
    known = ", ".join(f"docs/{key}/" for key in locales)
    if parts[0] not in locales or suffix not in {PAGE, *PICTURES} or len(parts) == 1:
        yield 1, "file_unexpected", {"known": known}
        return
    if path.suffix != suffix or not all(map(_NAME.fullmatch, (*parts[1:-1], path.stem))):
        right = slug(path.stem) or "page"
        yield 1, "file_name", {"found": path.name, "right": right + suffix}
        return
    data = path.read_bytes()
    most = LARGEST.get(suffix, LARGEST_PICTURE)
    if len(data) > most * KILOBYTE:
        rule = "page_heavy" if suffix == PAGE else "image_heavy"
        yield 1, rule, {"size": -(-len(data) // KILOBYTE), "most": most}
    if suffix == PAGE:
        yield from _not_utf8(data)
    elif suffix == ".svg":
        yield from drawing_mistakes(data)


def _not_utf8(data: bytes) -> Iterator[Mistake]:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        yield data[: error.start].count(b"\n") + 1, "not_utf8", {}


def drawing_mistakes(data: bytes) -> Iterator[Mistake]:
    """What in an SVG file would run or be fetched from elsewhere when somebody opens it."""
    declared = re.search(rb"<!(?:DOCTYPE|ENTITY)|<\?xml-stylesheet", data, re.IGNORECASE)
    if declared:
        line = data[: declared.start()].count(b"\n") + 1
        yield line, "svg_active", {"found": declared.group().decode()}
        return  # an entity may stand for anything
    try:
        root = ET.fromstring(data)  # noqa: S314 - without entities
    except (ET.ParseError, ValueError) as error:
        yield getattr(error, "position", (1, 0))[0], "svg_broken", {}
        return
    if _local(root.tag) != "svg":
        yield 1, "svg_broken", {}
    for found in dict.fromkeys(_active(root)):
        place = re.search(re.escape(found.strip("<>")).encode(), data, re.IGNORECASE)
        line = data[: place.start()].count(b"\n") + 1 if place else 1
        yield line, "svg_active", {"found": found}


def _active(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        name = _local(element.tag)
        if name in _ACTIVE:
            yield f"<{name}>"
        if name == "style" and (outside := _OUTSIDE.search(element.text or "")):
            yield outside.group()
        for attribute, value in element.attrib.items():
            local = _local(attribute)
            if local.startswith("on"):
                yield local
            elif (local == "href" and not value.strip().startswith("#")) or _OUTSIDE.search(value):
                yield value
            elif local == "attributename" and value.strip().lower().endswith("href"):
                yield value  # an animation that sets an address


def _local(name: object) -> str:
    """A name without its namespace, in small letters."""
    return str(name).rpartition("}")[2].lower()
