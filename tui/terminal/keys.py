"""Keys by name: what the settings may say, and how a key is shown."""

from __future__ import annotations

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# A terminal sends these two ways of typing as one.
SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+[": "escape", "ctrl+h": "backspace"}
_MOVING = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete")
NAMES = frozenset(
    (
        *("escape", "enter", "space", "tab", "shift+tab", "backspace"),
        *_MOVING,
        *(f"ctrl+{name}" for name in (*_LETTERS, *_MOVING)),
        *(f"shift+{name}" for name in _MOVING),
        *(f"f{number}" for number in range(1, 13)),
    )
) - set(SAME)
_OTHERWISE = {
    "esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "del": "delete",
    "ins": "insert", "blank": "space", "↑": "up", "↓": "down", "←": "left", "→": "right",
}  # fmt: skip
_SHOWN = {
    "escape": "Esc", "enter": "Enter", "space": "space", "pagedown": "PgDn", "pageup": "PgUp",
    "home": "Home", "end": "End", "down": "↓", "up": "↑", "left": "←", "right": "→",
    "tab": "Tab", "shift+tab": "Shift+Tab",
}  # fmt: skip


class BadKey(ValueError):
    """A word that names no key; its text says so in a sentence."""

    def __init__(self, said: str, word: str = "") -> None:
        super().__init__(said)
        self.word = word
        """What may be near a key's name."""


def shown(key: str) -> str:
    """A key for reading: `PgDn`."""
    return _SHOWN.get(key, key.upper() if key[:1] == "f" and key[1:].isdigit() else key)


def named(word: str) -> str:
    """The key that a word of the settings means: `Ctrl+R` is `ctrl+r`, `PgDn` `pagedown`."""
    if len(word) == 1 and word not in _OTHERWISE:
        if word.isprintable() and not word.isspace():
            return word
        raise BadKey("a control character is no name of a key")
    held, _, last = word.lower().rpartition("+")
    last = _OTHERWISE.get(last, last)
    name = f"{held}+{last}" if held else last
    if name in SAME:
        raise BadKey(f"{word}: a terminal sends it as {shown(SAME[name])}; name that")
    if name in NAMES:
        return name
    if held == "alt" or "shift" in held.split("+")[:-1] or held == "ctrl+shift":
        raise BadKey(f"{word}: most terminals cannot send it")
    raise BadKey(f"{word} is no key", word)
