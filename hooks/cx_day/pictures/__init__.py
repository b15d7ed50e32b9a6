"""Pictures: a card for each page that is shared, and posters to print.

A picture is an SVG layout below ``overrides/pictures/`` filled with the site's own words
(``layouts``). Its ``<text>`` elements become outlines (``lettering``, ``outlines``), so that a
picture needs no font wherever it is shown; ``raster`` turns it into a PNG, and ``cache`` keeps
what was drawn once. The poster page shows the same layouts with living text.
"""
