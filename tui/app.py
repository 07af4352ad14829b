"""Opening the app: what is checked before the terminal is taken, and the exit code after."""

from __future__ import annotations

import signal
from pathlib import Path

from tui import failures, settings, shell


def main(catalogue_path: Path, kiosk: bool = False, query: str = "") -> int:
    """Open the app on a catalogue; returns the exit code. Raises CatalogueError."""
    if reason := shell.refusal():
        failures.say(reason)
        return failures.WRONG_USE
    shell.forget_environment()
    shell.write_utf8()
    return _run(catalogue_path, settings.load(), kiosk, query)


def _run(path: Path, chosen: settings.Settings, kiosk: bool, query: str) -> int:
    from catalog.store import Catalogue

    Catalogue.open(path).close()  # what is wrong with the file is said before the screen is taken
    from tui.screens import view

    view.REMAPPED.update(chosen.keys)
    shell.accept_any_byte()
    from tui.trials_app import TrialsApp

    app = TrialsApp(path, chosen, kiosk=kiosk, query=query)
    app.run(mouse=chosen.mouse)
    code = app.exit_code()
    if code == 128 + signal.SIGHUP:
        shell.let_go()
    if app.failure is not None:
        report = None if kiosk else failures.report_defect(app.failure)
        where = f"; a report was written to {report}" if report else ""
        failures.say(f"something went wrong that should not have{where}")
    return code
