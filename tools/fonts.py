"""Cut the site's two web fonts out of the npm package of Readex Pro.

Fontsource ships the family split by script; a Polish page would have to fetch two
of those files (``latin`` for *o*, ``latin-ext`` for *ą*) of 31 and 28 KB, full of
letters it never shows.  This tool makes small variable files instead: one for Polish,
and two for Arabic (its letters; Latin ones, digits and marks).  None is larger than what a
server sends before it waits for an answer (ten packets, RFC 6928).  With them it writes
the style sheet text whose ``unicode-range`` comes from the very character sets used for
the cut, so that the two can never drift apart.

    npm install @fontsource-variable/readex-pro@5.3.0
    pip install fonttools brotli
    python tools/fonts.py [DIRECTORY_WITH_THE_WOFF2_FILES]

Same input, same versions of fontTools and Brotli: same bytes.
"""

from __future__ import annotations

import argparse
import copy
import io
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.varLib import instancer
from fontTools.varLib.hvar import add_HVAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules/@fontsource-variable/readex-pro/files"
TARGET = ROOT / "overrides/assets/fonts"
STYLE = ROOT / "overrides/styles/fonts.css"
WEIGHTS = (400, 700)
"""Body to headline; 700 is the heaviest weight the family has."""

# Polish accented letter -> the letter whose kerning it shares.
POLISH = dict(zip("ĄĆĘŁŃÓŚŹŻąćęłńóśźż", "ACELNOSZZacelnoszz", strict=True))
ASCII = "".join(map(chr, range(0x20, 0x7F)))
SHARED = " 0123456789!\"%&'()*+,-./:=@[]_\u00a0\u2011«»–—…·•×©−“”"
"""Digits and marks that both scripts use."""
RARE = "°§€½²±÷äéöü"
"""Left out for Arabic, as are Polish letters: Arabic spells these out."""
LATIN = ASCII + "".join(POLISH) + SHARED + "„‚‘’" + RARE
CODE = r"$<>\^`{|}~"
"""Left out for Arabic, too: code has a font of its own."""
ARABIC = "".join(map(chr, (*range(0x621, 0x63B), *range(0x640, 0x653)))) + "\u0670،؛؟ \u00a0"
ARABIC_FEATURES = ["init", "medi", "fina", "isol", "rlig", "liga", "calt", "ccmp"]
ARABIC_FEATURES += ["mark", "mkmk", "kern", "locl"]


@dataclass(frozen=True)
class Fallback:
    """A system font dressed to take the room of ours until ours arrives.

    ``adjust`` is our width of a long sample text over that font's, at one size;
    ``--measure`` computes it.  Ascent and descent are ours, divided by it.
    """

    family: str
    weight: str
    fonts: tuple[str, ...]
    adjust: float


_COMMON = ("Segoe UI{}", "Geeza Pro{}", "Tahoma{}", "Arial{}")
FALLBACKS = (
    Fallback("Readex Pro Arial", "400", ("Arial", "Liberation Sans"), 1.0644),
    Fallback("Readex Pro Arial", "700", ("Arial Bold", "Liberation Sans Bold"), 1.0666),
    Fallback("Readex Pro Roboto", "400", ("Roboto", "Roboto Regular"), 1.0689),
    Fallback("Readex Pro Roboto", "700", ("Roboto Bold",), 1.1275),
    Fallback(
        "Readex Pro Noto Arabic", "400",
        ("Noto Sans Arabic", "Noto Sans Arabic Regular", "Noto Sans Arabic UI"), 1.1016,
    ),
    Fallback(
        "Readex Pro Noto Arabic", "700",
        ("Noto Sans Arabic Bold", "Noto Sans Arabic UI Bold"), 1.0686,
    ),
    Fallback(
        "Readex Pro Naskh", "400",
        ("Noto Naskh Arabic", "Noto Naskh Arabic Regular", "Noto Naskh Arabic UI"), 1.2148,
    ),
    Fallback(
        "Readex Pro Naskh", "700",
        ("Noto Naskh Arabic Bold", "Noto Naskh Arabic UI Bold"), 1.2410,
    ),
    # Windows and Apple: not measured (no copy at hand), between the two Notos.
    Fallback(
        "Readex Pro System Arabic", "400", tuple(n.format("") for n in _COMMON), 1.12
    ),
    Fallback(
        "Readex Pro System Arabic", "700", tuple(n.format(" Bold") for n in _COMMON), 1.12
    ),
)  # fmt: skip


def cut(path: Path, text: Iterable[str], features: list[str]) -> TTFont:
    """Keep only ``text`` and ``features``, and only the weights the site uses."""
    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = features
    options.hinting = False  # high-density screens ignore it, and it costs bytes
    options.name_IDs = [0, 1, 2]  # the copyright line stays inside the file as well
    options.notdef_outline = True
    # STAT serves font menus and MVAR moves underlines: no browser needs them here.
    options.drop_tables = [*options.drop_tables, "STAT", "MVAR"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes={ord(c) for c in text} & set(font.getBestCmap()))
    subsetter.subset(font)
    low, high = WEIGHTS
    return instancer.instantiateVariableFont(font, {"wght": (low, high)})


def graft(font: TTFont, donor: TTFont, text: Iterable[str]) -> dict[str, str]:
    """Copy the glyphs of ``text`` from another slice of the same family.

    Both slices come from one source, so equal glyph names are equal drawings and
    the variation axes agree: outlines and deltas can be carried over as they are.
    Returns the glyph name of each character.
    """
    if font["avar"].segments != donor["avar"].segments:
        raise SystemExit("the slices do not share one weight axis")
    cmap = donor.getBestCmap()
    names = {char: cmap[ord(char)] for char in text if ord(char) in cmap}
    order = font.getGlyphOrder()
    queue = list(names.values())
    new: list[str] = []
    while queue:
        name = queue.pop(0)
        if name not in order and name not in new:
            new.append(name)
            queue += donor["glyf"][name].getComponentNames(donor["glyf"])
    for name in new:
        font["glyf"][name] = copy.deepcopy(donor["glyf"][name])  # also appends to the order
        font["hmtx"][name] = donor["hmtx"][name]
        font["gvar"].variations[name] = copy.deepcopy(donor["gvar"].variations.get(name, []))
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update({ord(char): name for char, name in names.items()})
    return names


def pair_tables(font: TTFont) -> Iterator[Any]:
    """Yield the pair kerning subtables, unwrapped."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for wrapped in lookup.SubTable:
            table = getattr(wrapped, "ExtSubTable", wrapped)
            if isinstance(table, otTables.PairPos):
                yield table


def kern_pairs_like(font: TTFont, table: Any, twins: dict[str, str]) -> None:  # noqa: ANN401
    """Do the work of `kern_like` in a table that lists pairs one by one."""
    sets = dict(zip(table.Coverage.glyphs, table.PairSet, strict=True))
    for pairs in sets.values():
        seen = {record.SecondGlyph: record for record in pairs.PairValueRecord}
        for new in twins.keys() - seen.keys():
            if twins[new] in seen:
                record = copy.copy(seen[twins[new]])
                record.SecondGlyph = new
                pairs.PairValueRecord.append(record)
        pairs.PairValueRecord.sort(key=lambda record: font.getGlyphID(record.SecondGlyph))
        pairs.PairValueCount = len(pairs.PairValueRecord)
    sets |= {new: copy.deepcopy(sets[base]) for new, base in twins.items() if base in sets}
    table.Coverage.glyphs = sorted(sets, key=font.getGlyphID)
    table.PairSet = [sets[name] for name in table.Coverage.glyphs]
    table.PairSetCount = len(table.PairSet)


def kern_like(font: TTFont, twins: dict[str, str]) -> None:
    """Give each new glyph the kerning of its base letter (*ą* that of *a*).

    The slices lost the kerning between *W* and *ą*: the two letters live in
    different files there.  Without this, Polish would be set looser than English.
    """
    for table in pair_tables(font):
        if table.Format == 1:
            kern_pairs_like(font, table, twins)
            continue
        covered = table.Coverage.glyphs
        covered += [new for new, base in twins.items() if base in covered]
        covered.sort(key=font.getGlyphID)
        for classes in (table.ClassDef1.classDefs, table.ClassDef2.classDefs):
            classes |= {new: classes[base] for new, base in twins.items() if base in classes}


def finish(font: TTFont, path: Path) -> int:
    """Rebuild what depends on the glyph set, write the file, return its size."""
    if "HVAR" in font:
        del font["HVAR"]
    add_HVAR(font)
    if not font["GSUB"].table.FeatureList.FeatureRecord:
        del font["GSUB"]
    hyphen = font.getBestCmap().get(ord("-"))
    for table in font["cmap"].tables:  # a hyphen that does not break is still a hyphen
        if table.isUnicode() and hyphen:
            table.cmap[ord("\u2011")] = hyphen
    font["post"].formatType = 3.0  # no glyph names
    font.flavor = "woff2"
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)
    return path.stat().st_size


def build_latin(source: Path) -> TTFont:
    """Join ASCII, Polish letters and typographic signs in one font."""
    font = cut(source / "readex-pro-latin-wght-normal.woff2", LATIN, ["kern"])
    donor = cut(source / "readex-pro-latin-ext-wght-normal.woff2", POLISH, [])
    missing = [char for char in POLISH if ord(char) not in font.getBestCmap()]
    names = graft(font, donor, missing)
    cmap = font.getBestCmap()
    kern_like(font, {name: cmap[ord(POLISH[char])] for char, name in names.items()})
    return font


def build_arabic(source: Path) -> TTFont:
    """Take the letters of modern standard Arabic, and what stands between two of them."""
    return cut(source / "readex-pro-arabic-wght-normal.woff2", ARABIC, ARABIC_FEATURES)


def build_latin_in_arabic(source: Path) -> TTFont:
    """Take what else an Arabic page shows: “CX Day”, digits and the marks both scripts use."""
    text = set(ASCII + SHARED) - set(CODE) - set(ARABIC)
    return cut(source / "readex-pro-latin-wght-normal.woff2", text, [])


def unicode_range(codes: Iterable[int]) -> str:
    """Write code points as the shortest ``unicode-range``."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)


def face(family: str, file: str, font: TTFont) -> str:
    """Write the rule of one of our files; the URL is relative to ``overrides/assets``."""
    low, high = WEIGHTS
    return (
        f'@font-face{{font-family:"{family}";src:url(fonts/{file}) format("woff2");'
        f"font-weight:{low} {high};font-display:swap;"
        f"unicode-range:{unicode_range(font.getBestCmap())}}}\n"
    )


def fallback_face(fallback: Fallback, font: TTFont) -> str:
    """Write the rule that gives a system font our width and our line."""
    hhea, em = font["hhea"], font["head"].unitsPerEm * fallback.adjust
    locals_ = ",".join(f'local("{name}")' for name in fallback.fonts)
    return (
        f'@font-face{{font-family:"{fallback.family}";src:{locals_};'
        f"font-weight:{fallback.weight};size-adjust:{fallback.adjust:.2%};"
        f"ascent-override:{hhea.ascent / em:.2%};descent-override:{-hhea.descent / em:.2%};"
        f"line-gap-override:{hhea.lineGap / em:.2%}}}\n"
    )


def width(path: Path, text: str, weight: int) -> float:
    """Shape ``text`` as a browser would; return its width in ems."""
    import uharfbuzz as hb  # noqa: PLC0415 - only measuring needs it, building does not

    data = io.BytesIO()
    plain = TTFont(path, fontNumber=0)
    plain.flavor = None
    plain.save(data)
    shaper = hb.Font(hb.Face(data.getvalue()))
    shaper.set_variations({"wght": weight})
    total = 0
    for line in text.split("\n"):
        buffer = hb.Buffer()
        buffer.add_str(line)
        buffer.guess_segment_properties()
        hb.shape(shaper, buffer)
        if any(glyph.codepoint == 0 for glyph in buffer.glyph_infos):
            raise SystemExit(f"{path.name} lacks a letter of the sample")
        total += sum(position.x_advance for position in buffer.glyph_positions)
    return total / float(shaper.face.upem)


def main() -> None:
    """Build the fonts and their style sheet, or measure a fallback."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", nargs="?", type=Path, default=SOURCE)
    parser.add_argument("--target", type=Path, default=TARGET)
    parser.add_argument(
        "--measure", nargs=4, metavar=("OURS", "THEIRS", "WEIGHT", "SAMPLE"),
        help="print the size-adjust of font THEIRS for the text file SAMPLE",
    )  # fmt: skip
    options = parser.parse_args()
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    if options.measure:
        ours, theirs, weight, sample = options.measure
        text = Path(sample).read_text(encoding="utf-8").strip()
        ratio = width(Path(ours), text, int(weight)) / width(Path(theirs), text, int(weight))
        print(f"{ratio:.4f}")
        return
    target: Path = options.target
    css = ""
    fonts = {
        "readex-pro-pl.woff2": ("Readex Pro", build_latin(options.source)),
        "readex-pro-ar.woff2": ("Readex Pro Arabic", build_arabic(options.source)),
        "readex-pro-ar-latin.woff2": ("Readex Pro Arabic", build_latin_in_arabic(options.source)),
    }
    for file, (family, font) in fonts.items():
        print(f"{finish(font, target / file):6} {file}")
        css += face(family, file, font)
    css += "".join(fallback_face(fallback, font) for fallback in FALLBACKS)
    STYLE.write_text(css, encoding="utf-8")
    licence = (options.source.parent / "LICENSE").read_text(encoding="utf-8")
    note = (
        "Readex Pro declares no Reserved Font Name. The files beside this one are Modified\n"
        "Versions (subset, weight range limited, joined from the slices of the npm package\n"
        "@fontsource-variable/readex-pro by tools/fonts.py), under the same licence.\n\n"
    )
    first, rest = licence.replace("\r\n", "\n").split("\n\n", 1)
    (target / "OFL.txt").write_text(f"{first.strip()}\n\n{note}{rest}", encoding="utf-8")
    print(f"{len(css):6} fonts.css")


if __name__ == "__main__":
    main()
