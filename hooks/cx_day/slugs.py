"""Names that can stand in an address, made of what people write."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60


def slug(text: str) -> str:
    """``text`` in small Latin letters, digits and hyphens; empty for other alphabets."""
    folded = unicodedata.normalize("NFKD", text.lower().replace("ł", "l"))
    plain = folded.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].rstrip("-")
