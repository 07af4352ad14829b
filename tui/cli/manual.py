"""The manual page, from the same tables as the program: commands, options, keys, codes, files."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from tui import commands
from tui.cli import failures
from tui.commands import VIEWS, shown_keys

# What the program ends with (docs/commands.md).
EXIT_CODES: tuple[tuple[str, str], ...] = (
    ("0", "Done."),
    ("1", "Done, but something was refused or not found: standard error says what."),
    ("2", "Wrong usage, or a file that cannot be used."),
    ("3", "The catalogue is being changed by another import: try again."),
    ("70", "A defect of ours: one line says where the report is."),
    ("128 + signal", "Ended by a signal."),
)
FILES: tuple[tuple[str, str], ...] = (
    ("catalog.db", "The catalogue: of the checkout, else in the user's data folder."),
    ("settings.toml", "The settings, in the user's configuration folder (trials config path)."),
    ("synonyms.toml", "A clinic's own synonyms, beside the settings."),
    ("~/trials-exports", "Where the app writes exports."),
)
ENVIRONMENT: tuple[tuple[str, str], ...] = (
    ("TRIALS_CATALOG", "The catalogue file, where --catalog does not name one."),
    ("TRIALS_CONFIG", "The settings file."),
    ("TRIALS_SYNONYMS", "The clinic's own synonyms."),
    ("TRIALS_STATE", "The folder of marks, the last query and reports of defects."),
    ("TRIALS_EXPORTS", "The folder of exports; comes before the settings."),
    ("TRIALS_DOWNLOADS", "The folder of pages that trials update keeps."),
    ("TRIALS_HOST", "The socket of a host, which trials --kiosk then asks for a ready app."),
    ("HTTPS_PROXY", "The proxy of trials update, where --proxy does not name one."),
    ("NO_COLOR", "Where it is not empty, text and app are without colour."),
)
EXAMPLES: tuple[tuple[str, str], ...] = (
    ("trials", "Open the app."),
    ("trials import ctg-studies.json.zip", "Read a download into the catalogue."),
    ("trials search status:recruiting hnscc pd-1 refractry", "Find trials, misspelt as it may be."),
    ("trials compare NCT05721443 NCT06100497 --format markdown > board.md", "Compare two."),
)
_SPECIAL = {"\\": "\\e", "-": "\\-", "~": "\\(ti", "^": "\\(ha", "`": "\\(ga", "'": "\\(aq"}


def escaped(text: str) -> str:
    """Text of one line that roff sets as it stands."""
    shown = "".join(
        _SPECIAL.get(letter) or (letter if letter.isascii() else f"\\[u{ord(letter):04X}]")
        for letter in " ".join(text.split())
    )
    return f"\\&{shown}" if shown.startswith(".") else shown


def page(program: click.Group, version: str) -> str:
    """The page `trials(1)` as roff with the man macros."""
    root = click.Context(program, info_name="trials")
    lines = [f'.TH TRIALS 1 "" "{escaped(f"trials {version}".strip())}" "User Commands"']
    lines += [
        ".SH NAME",
        f"trials \\- {escaped('find, read and compare clinical trials, offline')}",
    ]
    lines += [".SH SYNOPSIS", *_usage(program, root), *_synopsis(program, root)]
    lines += [".SH DESCRIPTION", *_paragraphs(program.help)]
    lines += [".SH OPTIONS", *_options(program, root), ".SH commands.COMMANDS"]
    lines.append(escaped("Every command takes --help."))
    for name, command in program.commands.items():
        lines += _command(name, command, root)
    lines += [".SH KEYS OF THE APP", *_keys()]
    for title, table in (
        ("EXIT STATUS", EXIT_CODES),
        ("FILES", FILES),
        ("ENVIRONMENT", ENVIRONMENT),
        ("EXAMPLES", EXAMPLES),
    ):
        lines += [f".SH {title}", *_table(table)]
    return "\n".join(lines) + "\n"


def _table(rows: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for name, said in rows:
        yield from (".TP", f"\\fB{escaped(name)}\\fR", escaped(said))


def _paragraphs(text: str | None) -> Iterator[str]:
    for number, paragraph in enumerate(inspect.cleandoc(text or "").split("\n\n")):
        if number:
            yield ".PP"
        yield escaped(paragraph)


def _usage(command: click.Command, context: click.Context) -> list[str]:
    pieces = escaped(" ".join(command.collect_usage_pieces(context)))
    return [f"\\fB{escaped(context.command_path)}\\fR {pieces}"]


def _synopsis(program: click.Group, root: click.Context) -> Iterator[str]:
    for name, command in program.commands.items():
        yield ".br"
        yield from _usage(command, click.Context(command, info_name=name, parent=root))


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    options = [each for each in command.get_params(context) if isinstance(each, click.Option)]
    if context.parent is not None:  # every command has it: said once
        options = [each for each in options if "--help" not in each.opts]
    records = [each.get_help_record(context) for each in options]
    yield from _table(tuple(record for record in records if record is not None))


def _command(name: str, command: click.Command, parent: click.Context) -> Iterator[str]:
    """A command with its options, and the commands in it."""
    context = click.Context(command, info_name=name, parent=parent)
    yield f".SS {escaped(context.command_path)}"
    yield from _usage(command, context)
    yield ".PP"
    yield from _paragraphs(command.help)
    yield from _options(command, context)
    if isinstance(command, click.Group):
        for inner, each in command.commands.items():
            yield from _command(inner, each, context)


def _keys() -> Iterator[str]:
    view = ""
    for each in commands.COMMANDS:
        if each.view != view:
            view = each.view
            yield f".SS {escaped(VIEWS[view])}"
        yield from _table(((shown_keys(each, {}), each.help),))


@click.command("man")
@click.pass_context
def manual(context: click.Context) -> int:
    """Print the manual page, for man: trials man | man -l -."""
    program = context.find_root().command
    assert isinstance(program, click.Group)
    click.echo(page(program, _installed()), nl=False)
    return failures.DONE


def _installed() -> str:
    from importlib import metadata

    try:
        return metadata.version("trials")
    except metadata.PackageNotFoundError:
        return ""  # run from a checkout that is not installed


COMMANDS = (manual,)
