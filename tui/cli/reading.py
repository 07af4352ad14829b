"""Commands that read the catalogue: show."""

from __future__ import annotations

from pathlib import Path

import click

from tui import failures
from tui.cli.shared import as_json_option, catalogue_option, get_trial, open_catalogue, print_json


@click.command()
@click.argument("identifier")
@as_json_option
@catalogue_option
def show(identifier: str, as_json: bool, catalog_path: Path | None) -> int:
    """Show a whole trial, with the source of each value."""
    from tui import output
    from tui.contract import trial_json
    from tui.paper import Paper

    with open_catalogue(catalog_path) as catalogue:
        merged = get_trial(catalogue, identifier)
    if as_json:
        return print_json(trial_json(merged))
    output.show(merged, Paper())
    return failures.DONE


COMMANDS = (show,)
