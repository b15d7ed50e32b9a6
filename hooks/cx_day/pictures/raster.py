"""A picture without text elements as a PNG with a palette: small, and the same each time."""

from __future__ import annotations

from io import BytesIO

COLOURS = 96
"""A few flat colours, and the steps between them along every edge."""


def png(svg: str, width: int, dpi: int = 72, colours: int = COLOURS) -> bytes:
    """``svg`` drawn ``width`` pixels wide; ``dpi`` says how large that is meant on paper."""
    import resvg_py  # noqa: PLC0415 - only a picture that is not in the cache needs these two
    from PIL import Image  # noqa: PLC0415

    # its own default for dpi, 0, makes nothing of a size in millimetres
    drawn = resvg_py.svg_to_bytes(svg_string=svg, width=width, dpi=96, skip_system_fonts=True)
    with Image.open(BytesIO(drawn)) as image:
        # the one method that leaves the brand's own colours exactly as they are
        few = image.convert("RGB").quantize(
            colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
    data = BytesIO()
    few.save(data, "PNG", dpi=(dpi, dpi))
    return data.getvalue()
