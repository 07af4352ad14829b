"""`trials host`: the app kept ready for the sessions of a kiosk (docs/kiosk.md)."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "--socket",
    "path",
    envvar="TRIALS_HOST",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where sessions of the same user ask (else TRIALS_HOST); in a folder of mode 700.",
)
def host(path: Path) -> int:
    """Keep the app loaded for `trials --kiosk`, which then opens at once; see docs/kiosk.md.

    Runs until it is ended, or the program is another.
    """
    from tui.kiosk.parent import serve

    return serve(path.absolute())


COMMANDS = (host,)
