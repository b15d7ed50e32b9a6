"""Draw the emblem: a rosette that is a Polish paper cut-out and an Arabic eight-fold star.

Łowicz cut-outs (wycinanki) lay coloured paper in layers and cut leaves out of it; zellige
tilework builds on the khatam, the star of two squares. Both have eight-fold symmetry, so
one drawing is both: a khatam with leaves cut into its points, and on it two wreaths of
petals. Everything is geometry around the origin, in a square from -50 to 50.

Run ``python tools/emblem.py`` after a change; it writes the files below ``overrides/``.
"""

from __future__ import annotations

from io import BytesIO
from math import cos, radians, sin
from pathlib import Path
from typing import TYPE_CHECKING

import resvg_py
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parent.parent
FOLDS = 8

Point = tuple[float, float]
Leaf = tuple[float, float, float, float]
"""Where a leaf begins and ends, how far it bulges, and how far its wreath is turned."""

BELOW: tuple[tuple[str, Leaf], ...] = ("paper", (34, 45, 3.4, 0)), ("warm", (6, 36, 8.5, 22.5))
ABOVE: tuple[tuple[str, Leaf], ...] = ("cool", (5, 31, 8, 0)), ("paper", (15, 27, 2.6, 0))


def turned(point: Point, degrees: float) -> Point:
    """The point turned clockwise around the origin."""
    angle = radians(degrees)
    x, y = point
    return x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle)


def written(points: list[Point]) -> str:
    """Points as SVG writes them, with one decimal."""
    return " ".join(f"{x:.1f} {y:.1f}".replace("-0.0", "0.0").replace(".0", "") for x, y in points)


def star(radius: float) -> str:
    """The khatam: the outline of two squares, with its points at ``radius``."""
    inner = radius * cos(radians(45)) / cos(radians(22.5))
    corners = [
        turned((0, -(radius if index % 2 == 0 else inner)), index * 180 / FOLDS)
        for index in range(2 * FOLDS)
    ]
    return f"M{written(corners[:1])}L{written(corners[1:])}Z"


def wreath(start: float, end: float, width: float, offset: float, folds: int = FOLDS) -> str:
    """Leaves around the origin, from ``start`` to ``end``, ``width`` to either side."""
    length = end - start
    leaf: list[Point] = [
        (0, -start),
        (width, -start - length * 0.3),
        (width, -start - length * 0.7),
        (0, -end),
        (-width, -start - length * 0.7),
        (-width, -start - length * 0.3),
        (0, -start),
    ]
    leaves = []
    for fold in range(folds):
        points = [turned(point, fold * 360 / FOLDS + offset) for point in leaf]
        leaves.append(f"M{written(points[:1])}C{written(points[1:])}Z")
    return "".join(leaves)


def layers() -> list[tuple[str, str]]:
    """The layers of paper from the lowest to the highest: a role and its path."""
    return [
        ("accent", star(48)),
        *((role, wreath(*leaf)) for role, leaf in (*BELOW, *ABOVE)),
        ("paper", "M0 -7A7 7 0 1 0 .1 -7Z"),
        ("accent", "M0 -3.6A3.6 3.6 0 1 0 .1 -3.6Z"),
    ]


def symbol() -> str:
    """The same drawing for the pages, as short as can be: each leaf once, the others turned."""

    def folded(name: str, leaves: Iterable[tuple[str, Leaf]]) -> str:
        eighth = "".join(
            f'<path class="emblem-{role}" d="{wreath(*leaf, folds=1)}"/>' for role, leaf in leaves
        )
        for degrees in (45, 90, 180):
            part = f"emblem-{name}{degrees}"
            eighth = (
                f'<g id="{part}">{eighth}</g><use href="#{part}" transform="rotate({degrees})"/>'
            )
        return eighth

    ground, *_, disc, dot = (f'<path class="emblem-{role}" d="{path}"/>' for role, path in layers())
    return ground + folded("below", BELOW) + folded("above", ABOVE) + disc + dot


COLOURS = {"accent": "#a3123c", "paper": "#fdf8f0", "warm": "#e9a92c", "cool": "#0b6a6d"}
"""For the file that stands alone; in pages the roles take the colours of the style sheet."""


def icon(svg: str, size: int) -> Image.Image:
    """The drawing as a picture of this many pixels either way."""
    return Image.open(BytesIO(resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size)))


def write_icons(drawing: str) -> None:
    """Write the icons for browsers that take no SVG, and for the home screen of a telephone."""
    assets = ROOT / "overrides/assets"
    header = '<svg xmlns="http://www.w3.org/2000/svg" viewBox='
    tab = icon(f'{header}"-48 -48 96 96">{drawing}</svg>', 32)
    tab.save(assets / "favicon.ico", sizes=[(32, 32)])
    # iOS rounds the corners and shows no transparency: paper all around
    paper = f'<path fill="{COLOURS["paper"]}" d="M-60 -60H60V60H-60Z"/>'
    home = icon(f'{header}"-60 -60 120 120">{paper}{drawing}</svg>', 180).convert("RGB")
    home.quantize(64, dither=Image.Dither.NONE).save(
        assets / "apple-touch-icon.png", "PNG", optimize=True
    )


def main() -> None:
    """Write the emblem as a file of its own, as a symbol for the pages, and for the pictures."""
    alone = "".join(f'<path fill="{COLOURS[role]}" d="{path}"/>' for role, path in layers())
    write_icons(alone)
    header = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-50 -50 100 100">'
    (ROOT / "overrides/assets/emblem.svg").write_text(f"{header}{alone}</svg>\n", "utf-8")
    (ROOT / "overrides/partials/emblem.html").write_text(
        f'<symbol id="emblem" viewBox="-50 -50 100 100">{symbol()}</symbol>\n', "utf-8"
    )
    macro = "".join(f'<path fill="{{{{ {role} }}}}" d="{path}"/>' for role, path in layers())
    (ROOT / "overrides/pictures/emblem.svg").write_text(
        "{#- Written by tools/emblem.py. -#}\n"
        f"{{% macro emblem(accent, paper, warm, cool) -%}}\n{macro}\n{{%- endmacro %}}\n",
        "utf-8",
    )


if __name__ == "__main__":
    main()
