"""The shell around the app: which terminals it takes, and what of the environment counts.

Textual is told nothing by environment variables: some of them import modules or write files.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping

from tui.terminal import repertoire

_CANNOT = ("", "dumb", "unknown")
"""Terminals of which nothing is known: Textual takes their size for another than the kernel's."""
PLAIN = "use the plain commands: trials search, trials show, trials compare"


def refusal() -> str | None:
    """Why the app cannot open here, in one sentence; None where it can."""
    if os.environ.get("TERM", "").lower() in _CANNOT:
        return f"this terminal (TERM={os.environ.get('TERM', '')}) cannot show the app; {PLAIN}"
    for stream, name in ((sys.__stdin__, "input"), (sys.__stderr__, "error output")):
        if stream is None or stream.closed or not stream.isatty():
            return f"the app needs a terminal as {name}; {PLAIN}"
    return None


def is_gnu_screen(environment: Mapping[str, str]) -> bool:
    """Whether GNU screen stands between, or may: it holds Esc back while the mouse is reported.

    One may run in the other, and which of them is the inner one nothing tells: where screen is
    named, it is there. On a machine that one has logged in to only TERM is left, and tmux may have
    the same.
    """
    if environment.get("STY"):
        return True
    return environment.get("TERM", "").startswith("screen") and not environment.get("TMUX")


def forget_environment() -> None:
    """Variables by which Textual would import a module, write a file or slow down."""
    for name in ("TEXTUAL", "TEXTUAL_DRIVER", "TEXTUAL_LOG", "TEXTUAL_PRESS", "TEXTUAL_SCREENSHOT",
                 "TEXTUAL_DEBUG", "TEXTUAL_ALLOW_SIGNALS"):  # fmt: skip
        os.environ.pop(name, None)
    for name in ("COLUMNS", "LINES"):  # the kernel says how large the terminal is
        os.environ.pop(name, None)
    if not os.environ.get("NO_COLOR"):  # it counts where it is not empty
        os.environ.pop("NO_COLOR", None)
    os.environ["TEXTUAL_ANIMATIONS"] = "none"


def do_without_ssl() -> None:
    """The app never speaks to a network: asyncio need not load its part for that."""
    if "asyncio" not in sys.modules:
        sys.modules.setdefault("ssl", None)  # type: ignore[arg-type]


def speak_its_letters() -> None:
    """Write and read the terminal in its character set; Textual would write UTF-8."""
    coerced = repertoire.is_coerced()
    repertoire.use(repertoire.of_terminal(os.environ, coerced=coerced))
    stream = sys.__stderr__
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding=repertoire.charset(), errors="replace")


def let_go() -> None:
    """The terminal has gone: keep Python from writing to it while it ends."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
