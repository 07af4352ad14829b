"""`trials tour`: the app on the sample trials, with seven steps to try."""

from __future__ import annotations

from pathlib import Path

import click

from tui.cli.shared import catalogue_option, catalogue_path
from tui.settings.folders import sample_catalogue


@click.command()
@catalogue_option
def tour(catalog_path: Path | None) -> int:
    """Open the app with a tour of seven steps, on the sample trials where they are there."""
    from tui.app.opening import main as open_app

    return open_app(catalog_path or sample_catalogue() or catalogue_path(None), tour=True)


COMMANDS = (tour,)
