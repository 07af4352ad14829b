"""The shell around the app: which terminals it takes, and what it needs of Textual's input.

Textual is told nothing by environment variables: some of them import modules or write files.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Callable

from tui.terminal import repertoire

PLAIN = "use the plain commands: trials search, trials show, trials compare"


def refusal() -> str | None:
    """Why the app cannot open here, in one sentence; None where it can."""
    if os.environ.get("TERM", "") in ("", "dumb"):
        return f"this terminal (TERM={os.environ.get('TERM', '')}) cannot show the app; {PLAIN}"
    for stream, name in ((sys.__stdin__, "input"), (sys.__stderr__, "error output")):
        if stream is None or stream.closed or not stream.isatty():
            return f"the app needs a terminal as {name}; {PLAIN}"
    return None


def forget_environment() -> None:
    """Variables by which Textual would import a module, write a file or slow down."""
    for name in ("TEXTUAL", "TEXTUAL_DRIVER", "TEXTUAL_LOG", "TEXTUAL_PRESS", "TEXTUAL_SCREENSHOT",
                 "TEXTUAL_DEBUG", "TEXTUAL_ALLOW_SIGNALS"):  # fmt: skip
        os.environ.pop(name, None)
    os.environ["TEXTUAL_ANIMATIONS"] = "none"


def accept_any_byte() -> None:
    """Let no byte from the keyboard end the app: one 0xE9 of a Latin-1 terminal would."""
    import textual.drivers.linux_driver as driver

    setattr(driver, "getincrementaldecoder", _replacing)  # noqa: B010 (a private import of theirs)


def _replacing(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    # Ours, not the one that Textual takes for granted.
    read_as = repertoire.charset() if encoding == "utf-8" else encoding
    return lambda: codecs.getincrementaldecoder(read_as)(errors="replace")


def do_without_ssl() -> None:
    """The app never speaks to a network: asyncio need not load its part for that."""
    if "asyncio" not in sys.modules:
        sys.modules.setdefault("ssl", None)  # type: ignore[arg-type]


def speak_its_letters() -> None:
    """Write and read the terminal in its character set; Textual would write UTF-8."""
    repertoire.use(repertoire.of_terminal(os.environ))
    stream = sys.__stderr__
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding=repertoire.charset(), errors="replace")


def let_go() -> None:
    """The terminal has gone: keep Python from writing to it while it ends."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
