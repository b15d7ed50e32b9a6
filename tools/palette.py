"""Draw the palette of ``overrides/styles/tokens.css`` for IDENTITY.md, with its contrasts.

Run ``python tools/palette.py`` after a change of colours; it writes ``identity/palette.svg``.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOKENS = ROOT / "overrides" / "styles" / "tokens.css"
ROLES = {
    "surface": "the page",
    "raised": "cards, tables, fields",
    "tint": "bands, notes, table heads",
    "ink": "text",
    "muted": "secondary text",
    "line": "hairlines, never the only sign",
    "control": "borders of controls",
    "accent": "links, the current place",
    "cool": "notes, “confirmed”",
    "warm": "ornament, the next day",
}
"""Each colour's role; every one of them has a light and a dark value."""


def pairs(css: str) -> dict[str, tuple[str, str]]:
    """The light and the dark colour of each custom property that has both."""
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", css)
    return {name: (light, dark) for name, light, dark in found}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of ``#rrggbb``."""
    linear_below = 0.04045
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= linear_below else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2) of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def drawing(colours: dict[str, tuple[str, str]]) -> str:
    """The palette as SVG: a row for each role, light on the left and dark on the right."""
    height = 64 * len(ROLES)
    rows = []
    for index, (name, role) in enumerate(ROLES.items()):
        for column, scheme in enumerate((0, 1)):
            surface, ink, colour = (colours[key][scheme] for key in ("surface", "ink", name))
            x, y = column * 400, index * 64
            ratio = f"{contrast(colour, surface):.1f} : 1"
            rows.append(
                f'<rect x="{x}" y="{y}" width="400" height="64" fill="{surface}"/>'
                f'<rect x="{x + 16}" y="{y + 10}" width="76" height="44" rx="8" fill="{colour}"'
                f' stroke="{ink}" stroke-opacity=".2"/>'
                f'<text x="{x + 108}" y="{y + 28}" fill="{ink}" font-weight="700">{name}'
                f" {colour}</text>"
                f'<text x="{x + 108}" y="{y + 48}" fill="{ink}">{role} · {ratio}</text>'
            )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 {height}"'
        f' font-family="system-ui, sans-serif" font-size="14">{"".join(rows)}</svg>\n'
    )


if __name__ == "__main__":
    target = ROOT / "identity" / "palette.svg"
    target.write_text(drawing(pairs(TOKENS.read_text("utf-8"))), "utf-8")
