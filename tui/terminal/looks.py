"""How many colours a terminal has, and style words as what is sent to it: no toolkit is needed.

The first rows are drawn with it; what the toolkit draws later has the same looks, so that nothing
is sent twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from tui.terminal.grid import Look
from tui.terminal.themes import SIXTEEN, drawn

STANDARD, EIGHT_BIT, TRUE = "standard", "256", "truecolor"
_ANSI = {
    name: number
    for number, name in enumerate(
        ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
    )
}
_GREYS = range(8, 239, 10)
_CUBE = (0x00, 0x5F, 0x87, 0xAF, 0xD7, 0xFF)


def colours_of(environ: Mapping[str, str]) -> str:
    """What Rich reads of COLORTERM and TERM, by its own names for it."""
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return TRUE
    last = environ.get("TERM", "").strip().lower().rpartition("-")[2]
    return EIGHT_BIT if last in ("kitty", "256color") else STANDARD


def theme_for(environ: Mapping[str, str], chosen: str) -> str:
    """The theme of a terminal: the chosen one, unless it has too few colours for any."""
    has_few = environ.get("NO_COLOR") or colours_of(environ) == STANDARD
    return SIXTEEN if has_few else chosen


@lru_cache(maxsize=512)
def look_of(theme: str, colours: str, name: str, *, is_current: bool) -> Look:
    """A style word as SGR parameters."""
    told = drawn(theme, name, is_current=is_current)
    attributes = [
        code
        for code, is_set in (("1", told.bold), ("4", told.underline), ("7", told.reverse))
        if is_set
    ]
    return (
        ";".join(attributes),
        _code(told.color, colours, "3"),
        _code(told.back, colours, "4"),
    )


def _code(color: str, colours: str, layer: str) -> str:
    if not color:
        return ""
    if not color.startswith("#"):
        return f"{layer}{_ANSI[color]}"
    red, green, blue = (int(color[n : n + 2], 16) for n in (1, 3, 5))
    if colours == TRUE:
        return f"{layer}8;2;{red};{green};{blue}"
    return f"{layer}8;5;{of_256(red, green, blue)}"


def of_256(red: int, green: int, blue: int) -> int | None:
    """The number of a colour among the 256 of xterm, where it is one of them exactly."""
    if red == green == blue and red in _GREYS:
        return 232 + _GREYS.index(red)
    if not {red, green, blue} <= set(_CUBE):
        return None
    return 16 + 36 * _CUBE.index(red) + 6 * _CUBE.index(green) + _CUBE.index(blue)
