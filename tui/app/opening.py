"""Opening the app: what is checked before the terminal is taken, and the exit code after."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.model.own_sites import NOBODYS
from tui.cli import failures
from tui.settings.folders import config_file
from tui.terminal import shell
from tui.terminal.ending import WAY_OUT, say_nothing_of_threads
from tui.terminal.themes import DEFAULT

if TYPE_CHECKING:
    from tui.app.trials_app import TrialsApp
    from tui.settings.loading import Settings
    from tui.show.firstpaint import First


def main(catalogue_path: Path, kiosk: bool = False, query: str = "", *, tour: bool = False) -> int:
    """Open the app on a catalogue; returns the exit code. Raises CatalogueError."""
    if reason := shell.refusal():
        failures.say(reason)
        return failures.WRONG_USE
    shell.forget_environment()
    shell.speak_its_letters()
    return _run(catalogue_path, kiosk, query, tour)


def make_ready() -> None:
    """In a process whose forks will be the app: make what each would make for itself."""
    from catalog.eligibility import extraction

    extraction.make_ready()


def _run(path: Path, kiosk: bool, query: str, tour: bool) -> int:
    gc.disable()  # until the list can be seen: most of what is made now stays
    chosen = _settings() if config_file().exists() else None
    shell.do_without_ssl()
    from tui.show.firstpaint import First

    # What is wrong with the file is said here, before the screen is taken.
    opening, keys = (chosen.opening, chosen.keys) if chosen else ("", {})
    theme, own = (chosen.theme, chosen.own) if chosen else (DEFAULT, NOBODYS)
    first = First(path, query or opening, keys, theme, own, {} if kiosk else _noted())
    WAY_OUT.on_signals(_ended_by)
    say_nothing_of_threads()
    try:
        first.show()
        chosen = chosen or _settings()
        app = _app(path, chosen, kiosk, first, tour)
        first.look()
        app.run(mouse=_mouse(chosen))
    finally:
        first.restore()
    code = app.exit_code()
    if code == 128 + signal.SIGHUP:
        shell.let_go()
    if app.failure is not None:
        report = None if kiosk else failures.report_defect(app.failure)
        where = f"; a report was written to {report}" if report else ""
        failures.say(f"something went wrong that should not have{where}")
    return code


def _noted() -> Mapping[str, str]:
    """What the user has noted of trials; a file that cannot be used is told of later."""
    from personal.marks import first_marks
    from personal.store import Mine
    from tui.settings.folders import state_folder

    return first_marks(Mine(state_folder()))


def _mouse(chosen: Settings) -> bool:
    """Whether the mouse is asked for: in GNU screen only where the settings say so."""
    if chosen.asks_for_mouse is None:
        return not shell.is_gnu_screen(os.environ)
    return chosen.asks_for_mouse


def _settings() -> Settings:
    from tui.settings import loading  # after the first rows, where there is no file to read

    return loading.load()


def _ended_by(number: int) -> None:
    """Before Textual's loop runs: end by the way that gives the terminal back."""
    raise SystemExit(128 + number)


def _app(path: Path, chosen: Settings, kiosk: bool, first: First, tour: bool) -> TrialsApp:
    from tui.screens import view

    view.REMAPPED.update(chosen.keys)
    from tui.app.trials_app import TrialsApp

    return TrialsApp(path, chosen, kiosk=kiosk, query=first.query, first=first, tour=tour)
