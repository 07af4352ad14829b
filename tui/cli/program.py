"""The trials program: the only place where importers, catalog and app meet.

Each command loads what it needs when it runs; those that draw nothing never load Textual. The
contract (arguments, JSON, exit codes) is in docs/commands.md.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from catalog.model import stopping
from tui.cli import (
    completion,
    config,
    eligible,
    failures,
    forking,
    handing_over,
    keeping,
    list_files,
    manual,
    mine,
    packs,
    pages,
    reading,
    screening,
    touring,
    updating,
    watching,
)
from tui.cli.shared import catalogue_option
from tui.settings.folders import default_catalogue


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code and never lets an exception out."""
    if not _streams():
        return failures.WRONG_USE
    if (answered := completion.answer(program)) is not None:
        return answered
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _ended_by)
    sys.unraisablehook = _unraisable
    try:
        code = program.main(args=arguments, prog_name="trials", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as asked:
        return _flushed(asked.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return failures.INTERRUPTED
    except click.ClickException as wrong:
        failures.say(" ".join(wrong.format_message().split()))
        return failures.WRONG_USE
    except (BrokenPipeError, HungUp):
        failures.forget_stdout()
        return failures.HUNG_UP
    except SystemExit as ended:
        return _flushed(ended.code if isinstance(ended.code, int) else failures.DEFECT)
    except Exception as error:
        # What a signal broke off in the middle of a statement looks like a file's damage.
        return 128 + stopping.asked() if stopping.asked() else failures.told(error)
    return code if isinstance(code, int) else failures.DONE


def _flushed(code: int) -> int:
    """The code, or that of an output that does not take what was said."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        failures.forget_stdout()
        return failures.HUNG_UP
    except OSError as error:
        return failures.told(error)
    return code


def _streams() -> bool:
    """Make the three streams fit to be used; False where there is nowhere to write to."""
    is_closed = sys.stdout is None
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:  # else the next file that is opened would stand in its place
            os.open(os.devnull, os.O_RDWR)
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if is_closed:
        failures.say("cannot write the output: standard output is closed")
    return not is_closed


def _ended_by(number: int, _: object) -> None:
    stopping.ask(number)
    raise stopping.ended_by(number)


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    """That a signal came where nothing can be raised is no defect: `stopping` knows of it."""
    if not (stopping.asked() and isinstance(lost.exc_value, KeyboardInterrupt | SystemExit)):
        sys.__unraisablehook__(lost)


def _say_version(context: click.Context) -> None:
    from catalog.places.towns import ATTRIBUTION
    from tui.cli.shared import program_version

    click.echo(f"trials {program_version()}\n{ATTRIBUTION}")
    context.exit()


class HungUp(Exception):
    """Who read the output has gone; click would end with the code of what was not found."""


class Program(click.Group):
    """The commands."""

    def invoke(self, context: click.Context) -> object:
        """Run the command that is wanted."""
        try:
            return super().invoke(context)
        except BrokenPipeError:
            raise HungUp from None


@click.group(
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@catalogue_option
@click.option("--kiosk", is_flag=True, help="Only read; no file is written but exports.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda context, _, asked: _say_version(context) if asked else None,
    help="Show the version and exit.",
)
@click.pass_context
def program(context: click.Context, catalog_path: Path | None, kiosk: bool) -> int:
    """Find, read and compare clinical trials, offline.

    Without a command the app opens.
    """
    context.obj = catalog_path or default_catalogue()
    if context.invoked_subcommand is not None:
        return failures.DONE
    from tui.app.opening import main as open_app

    return open_app(context.obj, kiosk=kiosk)


for command in (
    *keeping.COMMANDS,
    *packs.COMMANDS,
    *updating.COMMANDS,
    *reading.COMMANDS,
    *eligible.COMMANDS,
    *screening.COMMANDS,
    *list_files.COMMANDS,
    *mine.COMMANDS,
    *watching.COMMANDS,
    *config.COMMANDS,
    *completion.COMMANDS,
    *manual.COMMANDS,
    *touring.COMMANDS,
    *forking.COMMANDS,
    *handing_over.COMMANDS,
    *pages.COMMANDS,
):
    program.add_command(command)


if __name__ == "__main__":
    sys.exit(main())
