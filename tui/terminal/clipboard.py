"""Copying through the terminal (OSC 52): what is sent for a text, or why nothing can be.

GNU screen takes at most 768 bytes of such a string and shows the rest as text, so there it is
passed on in short frames (DCS) to the terminal around it. tmux drops such frames and takes the
string itself: where it may be either, both are sent, but for a string that screen would show. A
terminal that does not know the sequence may show it: where that is likely nothing is sent.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

from tui.terminal.shell import is_gnu_screen

_FRAME = 512
_MOST = 74_994
"""Bytes of a text; common terminals take 100,000 letters of base64."""
_SHOWING = ("linux", "vt", "ansi", "cons", "sun", "wyse")
"""How the names of terminals begin that may show what they do not know."""


def refusal(text: str, environment: Mapping[str, str]) -> str | None:
    """Why this text cannot be copied here; None where it can."""
    if environment.get("TERM", "").startswith(_SHOWING):
        return "this terminal cannot copy"
    if len(text.encode("utf-8", "replace")) > _MOST:
        return f"too long for a terminal's clipboard: {len(text)} letters"
    return None


def sequence(text: str, environment: Mapping[str, str]) -> str:
    """What is sent to the terminal for it."""
    packed = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
    whole = f"\x1b]52;c;{packed}\x07"
    if not is_gnu_screen(environment):
        return whole
    pieces = (whole[place : place + _FRAME] for place in range(0, len(whole), _FRAME))
    framed = "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    is_sure = environment.get("STY") and not environment.get("TMUX")
    return framed if is_sure or len(whole) > _FRAME else whole + framed
