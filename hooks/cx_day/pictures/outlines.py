"""A layout with its texts turned into outlines.

What a layout's ``<text>`` element may say: ``x``, ``y`` (the baseline), ``font-size``,
``font-weight``, ``text-anchor`` and ``direction`` as in SVG, and of our own ``data-width``,
``data-lines`` and ``data-height`` (the room for all lines together), ``data-leading`` (from
baseline to baseline, in ems) and ``data-rise`` (which line stands on ``y``: 0 the first one,
1 the last one, .5 the middle).
``overrides/assets/poster.js`` reads them in the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from cx_day.pictures.lettering import Room, Style

if TYPE_CHECKING:
    from cx_day.pictures.lettering import Lettering

_SVG = "http://www.w3.org/2000/svg"
_KEPT = ("fill", "opacity", "transform")
_LEADING = 1.2


def outlined(svg: str, lettering: Lettering) -> str:
    """The same picture, in which no font is needed any more.

    Raises LetteringError for a text that cannot be drawn.
    """
    ET.register_namespace("", _SVG)
    root = ET.fromstring(svg)  # noqa: S314 - a layout of our own
    for name in ("font-family", "text-rendering"):
        root.attrib.pop(name, None)
    for parent in list(root.iter()):
        for index, child in enumerate(list(parent)):
            if child.tag == f"{{{_SVG}}}text":
                parent[index] = _drawn(child, lettering)
                parent[index].tail = child.tail
    return ET.tostring(root, encoding="unicode") + "\n"


def _drawn(text: ET.Element, lettering: Lettering) -> ET.Element:
    path = ET.Element(f"{{{_SVG}}}path")
    path.attrib.update({name: text.attrib[name] for name in _KEPT if name in text.attrib})
    path.set("d", _path_data(text, lettering))
    return path


def _path_data(text: ET.Element, lettering: Lettering) -> str:
    words = (text.text or "").strip()
    if not words:
        return ""
    style = Style(int(text.get("font-weight", "400")), text.get("direction", "ltr"))
    leading = float(text.get("data-leading", _LEADING))
    room = Room(
        float(text.attrib["data-width"]),
        int(text.get("data-lines", "1")),
        float(text.get("data-height") or "inf") / leading,
    )
    setting = lettering.fit(words, style, float(text.attrib["font-size"]), room)
    step = setting.size * leading
    rise = float(text.get("data-rise", "0"))
    top = float(text.attrib["y"]) - rise * step * (len(setting.lines) - 1)
    data = ""
    for number, line in enumerate(setting.lines):
        taken = lettering.width(line, style) * setting.size
        left = float(text.attrib["x"]) - _before(text) * taken
        data += lettering.path(line, style, setting.size, (left, top + number * step))
    return data


def _before(text: ET.Element) -> float:
    """The part of a line that lies to the left of ``x``."""
    anchor = text.get("text-anchor", "start")
    if anchor == "middle":
        return 0.5
    ends_here = (anchor == "end") == (text.get("direction", "ltr") == "ltr")
    return 1.0 if ends_here else 0.0
