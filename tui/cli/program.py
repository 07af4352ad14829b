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

from tui.cli import completion, config, eligible, failures, keeping, manual, reading, updating
from tui.cli.shared import catalogue_option
from tui.settings.folders import default_catalogue


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code and never lets an exception out."""
    _use_utf8()
    if (answered := completion.answer(program)) is not None:
        return answered
    signal.signal(signal.SIGTERM, _terminated)
    try:
        code = program.main(args=arguments, prog_name="trials", standalone_mode=False)
    except click.exceptions.Exit as asked:
        return asked.exit_code
    except (click.Abort, KeyboardInterrupt):
        return failures.INTERRUPTED
    except click.ClickException as wrong:
        failures.say(" ".join(wrong.format_message().split()))
        return failures.WRONG_USE
    except BrokenPipeError:
        _forget_stdout()
        return failures.HUNG_UP
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else failures.DEFECT
    except Exception as error:
        return told(error)
    return code if isinstance(code, int) else failures.DONE


def told(error: Exception) -> int:
    """Say what went wrong, in one sentence; returns the exit code."""
    from catalog.model.errors import CatalogueError, CatalogueLocked, NoCatalogue, UnknownTrial

    if isinstance(error, CatalogueError):
        is_first = isinstance(error, NoCatalogue)
        failures.say(f"{error.reason}; trials import FILE makes one" if is_first else error.reason)
        if isinstance(error, CatalogueLocked):
            return failures.LOCKED
        return failures.REFUSED if isinstance(error, UnknownTrial) else failures.WRONG_USE
    report = failures.report_defect(error)
    where = f"; a report was written to {report}" if report else ""
    failures.say(f"something went wrong that should not have; the catalogue is as it was{where}")
    return failures.DEFECT


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _terminated(*_: object) -> None:
    raise SystemExit(128 + signal.SIGTERM)


def _forget_stdout() -> None:
    """Keep Python from writing to a closed pipe again while it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say_version(context: click.Context) -> None:
    from tui.cli.shared import program_version

    click.echo(f"trials {program_version()}")
    context.exit()


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
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
    *updating.COMMANDS,
    *reading.COMMANDS,
    *eligible.COMMANDS,
    *config.COMMANDS,
    *completion.COMMANDS,
    *manual.COMMANDS,
):
    program.add_command(command)


if __name__ == "__main__":
    sys.exit(main())
