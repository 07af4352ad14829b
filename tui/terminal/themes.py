"""Colours: five themes as plain data, and what each style word looks like in them.

State is said in words; colour only helps. `STYLES` maps a style word to the role whose colour it
takes and whether it is bold, underlined or reversed.
"""

from __future__ import annotations

from typing import NamedTuple


class Colours(NamedTuple):
    """A theme: the colour of each role as #rrggbb."""

    text: str
    back: str
    dim: str
    accent: str
    good: str
    warn: str
    bad: str
    match: str
    cursor_text: str
    cursor_back: str
    dark: bool = True


THEMES: dict[str, Colours] = {
    "dark": Colours(
        "#d0d0d0", "#121212", "#949494", "#5fafff", "#87d787", "#ffaf5f", "#ff8787",
        "#ffff87", "#ffffff", "#005f87",
    ),
    "light": Colours(
        "#1c1c1c", "#ffffff", "#5f5f5f", "#005faf", "#005f00", "#875f00", "#af0000",
        "#870087", "#ffffff", "#005f87", dark=False,
    ),
    "high-contrast": Colours(
        "#ffffff", "#000000", "#e4e4e4", "#ffff00", "#ffffff", "#ffff00", "#ffff00",
        "#00ffff", "#000000", "#ffff00",
    ),
    # Blue and orange stay apart with red-green blindness; red and cyan with blue blindness.
    "blue-orange": Colours(
        "#d0d0d0", "#121212", "#949494", "#87afff", "#87afff", "#ffaf00", "#ffaf00",
        "#ffffff", "#000000", "#ffaf00",
    ),
    "red-cyan": Colours(
        "#d0d0d0", "#121212", "#949494", "#5fd7d7", "#5fd7d7", "#ff8787", "#ff8787",
        "#ffffff", "#000000", "#5fd7d7",
    ),
}  # fmt: skip
DEFAULT = "dark"
SIXTEEN = "sixteen"
"""Where a terminal has sixteen colours, or none: its own fore- and background."""

# Style word: role, bold, underlined.
STYLES: dict[str, tuple[str, bool, bool]] = {
    "": ("text", False, False),
    "bold": ("text", True, False),
    "dim": ("dim", False, False),
    "head": ("accent", True, False),
    "key": ("accent", False, False),
    "open": ("good", True, False),
    "warn": ("warn", True, False),
    "bad": ("bad", True, False),
    "mark": ("accent", True, False),
    "match": ("match", True, True),
    "limit": ("text", False, True),
    "missing": ("dim", False, False),
}

# Role: bold, and the name of one of the eight colours that every terminal has.
_OF_SIXTEEN: dict[str, tuple[bool, str]] = {
    "text": (False, ""),
    "dim": (False, ""),
    "accent": (True, "cyan"),
    "good": (True, "green"),
    "warn": (True, "yellow"),
    "bad": (True, "yellow"),
    "match": (True, ""),
}


class Drawn(NamedTuple):
    """What a style word is drawn as: colours as #rrggbb, by name, or the terminal's own ("")."""

    color: str
    back: str
    bold: bool = False
    underline: bool = False
    reverse: bool = False


def drawn(theme: str, name: str, *, is_current: bool) -> Drawn:
    """What a style word looks like in a theme, on the cursor's row or not.

    On the bar all text has the bar's colour: nothing else has contrast enough there.
    """
    role, bold, underline = STYLES.get(name, ("text", True, False))
    on_bar = is_current or name == "cursor"
    if theme == SIXTEEN:
        if on_bar:
            return Drawn("", "", bold, reverse=True)
        stronger, color = _OF_SIXTEEN[role]
        return Drawn(color, "", bold or stronger, underline)
    colours = THEMES[theme]
    if on_bar:
        return Drawn(colours.cursor_text, colours.cursor_back, bold)
    return Drawn(getattr(colours, role), colours.back, bold, underline)
