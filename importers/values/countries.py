"""Countries by the letters that registers and the WHO's copies name them with."""

from __future__ import annotations

from catalog.model.countries import of_code

OUTSIDE = "outside the EU/EEA"
"""What the EU register files a trial's sites elsewhere under (`3rd`)."""


def country(code: str) -> str:
    """The name of a country by its code; the code itself where it is not known."""
    if code.upper() in ("3RD", "OUTSIDE EU/EEA", "OUTSIDE"):
        return OUTSIDE
    one = of_code(code)
    return one.name if one else code
