"""Where the program begins: the app at once where only the app is wanted, else the commands.

Reading the command line takes as long as finding the first rows, so `trials`, `--catalog FILE` and
`--kiosk` are understood here; anything else, and whatever is wrong, is for `command_line`.
"""

from __future__ import annotations

import os
import sys
from collections import namedtuple
from collections.abc import Sequence
from contextlib import suppress

_COMPLETION = "_TRIALS_COMPLETE"
_HOST = "TRIALS_HOST"
"""Names the socket of a host that forks ready apps; without it nobody is asked."""

Wanted = namedtuple("Wanted", "catalogue kiosk", defaults=(None, False))
"""The app, on a catalogue; of `collections`, for `typing` takes as long as the rest of this."""


def app_alone(arguments: Sequence[str]) -> Wanted | None:
    """What the arguments say where they say no more than this; None where they may."""
    wanted = Wanted()
    waiting = iter(arguments)
    for each in waiting:
        if each == "--kiosk":
            wanted = wanted._replace(kiosk=True)
        elif each == "--catalog":
            wanted = wanted._replace(catalogue=next(waiting, ""))
        elif each.startswith("--catalog="):
            wanted = wanted._replace(catalogue=each.removeprefix("--catalog="))
        else:
            return None
    named = wanted.catalogue
    # A folder, or nothing, after --catalog: the command line says what is wrong with that.
    is_wrong = named is not None and (not named or os.path.isdir(named))  # noqa: PTH112
    return None if is_wrong else wanted


def main() -> int:
    """Run the program; returns the exit code."""
    wanted = None if _COMPLETION in os.environ else app_alone(sys.argv[1:])
    if wanted is None:
        import gc

        # What a command loads stays: looking for cycles in it took a tenth of its time.
        gc.set_threshold(50_000, 20, 20)
        from tui.cli.program import main as program

        return program()
    if wanted.kiosk and (host := os.environ.get(_HOST)):
        from tui.kiosk.client import hand_over

        hand_over(host, wanted.catalogue)  # does not return where the host takes it
    code = _open(wanted)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    # The terminal is as it was and everything is kept: taking the interpreter apart, thread by
    # thread and value by value, would only keep somebody waiting.
    os._exit(code)


def _open(wanted: Wanted) -> int:
    import gc
    import signal

    gc.disable()  # until the list can be seen: most of what is made now stays

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, _ended_by)
    try:
        from tui.cli.failures import code_of
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 70

    def app() -> int:
        from pathlib import Path

        from tui.app.opening import main as open_app
        from tui.settings.folders import default_catalogue

        named = wanted.catalogue
        return open_app(Path(named) if named else default_catalogue(), kiosk=wanted.kiosk)

    return code_of(app, kiosk=wanted.kiosk)


def _ended_by(number: int, *_: object) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
