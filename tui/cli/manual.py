"""The manual page."""

from __future__ import annotations

import click

from tui.cli import failures


@click.command("man")
@click.pass_context
def manual(context: click.Context) -> int:
    """Print the manual page, for man: trials man | man -l -."""
    from tui.cli.manual_page import page

    program = context.find_root().command
    assert isinstance(program, click.Group)
    click.echo(page(program, _version()), nl=False)
    return failures.DONE


def _version() -> str:
    from importlib import metadata

    try:
        return metadata.version("trials")
    except metadata.PackageNotFoundError:
        return ""  # run from a checkout that is not installed


COMMANDS = (manual,)
