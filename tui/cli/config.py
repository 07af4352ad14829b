"""The settings from outside: where they are, what holds and why, what is wrong with the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli import failures
from tui.cli.shared import as_json_option, catalogue_option, catalogue_path, print_json

if TYPE_CHECKING:
    from tui.settings.values import Problem


@click.group(invoke_without_command=True)
@click.pass_context
def config(context: click.Context) -> None:
    """Settings: where they are, what holds, what is wrong."""
    if context.invoked_subcommand is None:
        raise click.UsageError("say what: trials config path, show or validate")


@config.command()
@as_json_option
def path(as_json: bool) -> int:
    """Print where the settings file is, whether or not there is one."""
    from catalog.model.text import clean
    from tui.settings.loading import config_file

    file = config_file()
    if as_json:
        return print_json({"path": str(file), "exists": file.is_file()})
    click.echo(clean(str(file)))
    if not file.is_file():
        failures.say("there is no such file yet; the defaults hold")
    return failures.DONE


@config.command()
@as_json_option
@catalogue_option
def show(as_json: bool, catalog_path: Path | None) -> int:
    """Print every setting that holds as TOML, and where it comes from."""
    from tui.settings.loading import load
    from tui.settings.printing import as_toml, settings_json

    chosen = load()
    catalogue = catalogue_path(catalog_path)
    if as_json:
        print_json(settings_json(chosen, catalogue))
    else:
        click.echo(as_toml(chosen, catalogue))
    for problem in chosen.problems:
        failures.say(f"settings: {problem}")
    return failures.REFUSED if chosen.problems else failures.DONE


@config.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@as_json_option
def validate(file: Path | None, as_json: bool) -> int:
    """Name every mistake in the settings file, or in FILE, with its line."""
    from tui.settings.loading import config_file, validated
    from tui.settings.printing import problem_json

    checked = file or config_file()
    if file is not None and not file.exists():
        failures.say(f"{file}: there is no such file")
        return failures.WRONG_USE
    problems = validated(checked).problems
    if as_json:
        said = [problem_json(each) for each in problems]
        print_json({"file": str(checked), "sound": not problems, "problems": said})
    else:
        _print(checked, problems)
    if any(not each.path for each in problems):
        return failures.WRONG_USE
    return failures.REFUSED if problems else failures.DONE


def _print(file: Path, problems: tuple[Problem, ...]) -> None:
    for each in problems:
        name = f"{'.'.join(each.path)}: " if each.path else ""
        failures.say(f"{file}:{each.line or ''}{':' if each.line else ''} {name}{each.said}")
    if not problems:
        there = file.is_file()
        click.echo("The settings are sound." if there else "No settings file: the defaults hold.")


COMMANDS = (config,)
