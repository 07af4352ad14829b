"""The next import's working copy, made when a command has said all that it has to say."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tui.cli import failures
from tui.settings.loading import load

_LOWEST = 19


def make(catalogue: Path) -> None:
    """Make the copy, where the setting asks for it: what was asked of the command is done.

    Who stops it with Ctrl+C has stopped nothing else; without it the next import makes its own.
    """
    chosen = load()
    if not (chosen.copy_ahead or chosen.changed_pages):
        return
    from catalog.store.ahead import copy_ahead

    os.nice(_LOWEST)
    if sys.stderr.isatty():
        failures.say("copying the catalogue for the next import; this may be stopped (Ctrl+C)")
    try:
        why = copy_ahead(catalogue, changed_pages=chosen.changed_pages)
    except KeyboardInterrupt:
        return
    if why:
        failures.say(f"the next import copies the catalogue itself: {why}")
