"""The trials program: the only place where importers, catalog and app meet.

Each command loads what it needs when it runs; those that draw nothing never load Textual. The
contract (arguments, JSON, exit codes) is in docs/commands.md.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO

import click

from tui import failures
from tui.places import default_catalogue


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code and never lets an exception out."""
    _use_utf8()
    signal.signal(signal.SIGTERM, _terminated)
    try:
        code = program.main(args=arguments, prog_name="trials", standalone_mode=False)
    except click.exceptions.Exit as asked:
        return asked.exit_code
    except (click.Abort, KeyboardInterrupt):
        return failures.INTERRUPTED
    except click.ClickException as wrong:
        failures.say(wrong.format_message())
        return failures.WRONG_USE
    except BrokenPipeError:
        _forget_stdout()
        return failures.HUNG_UP
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else failures.DEFECT
    except Exception as error:
        return _told(error)
    return code if isinstance(code, int) else failures.DONE


def _told(error: Exception) -> int:
    from catalog.errors import CatalogueError, CatalogueLocked, UnknownTrial

    if isinstance(error, CatalogueError):
        failures.say(error.reason)
        if isinstance(error, CatalogueLocked):
            return failures.LOCKED
        return failures.REFUSED if isinstance(error, UnknownTrial) else failures.WRONG_USE
    report = failures.report_defect(error)
    where = f"; a report was written to {report}" if report else ""
    failures.say(f"something went wrong that should not have; the catalogue is as it was{where}")
    return failures.DEFECT


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIO) or hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _terminated(*_: object) -> None:
    raise SystemExit(128 + signal.SIGTERM)


def _forget_stdout() -> None:
    """Keep Python from writing to a closed pipe again while it ends."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _catalogue_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--catalog",
        "catalog_path",
        type=click.Path(dir_okay=False, path_type=Path),
        help="The catalogue file (else TRIALS_CATALOG, else the default place).",
    )(function)


_as_json = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@_catalogue_option
@click.option("--kiosk", is_flag=True, help="Only read; no file is written but exports.")
@click.version_option(package_name="trials", prog_name="trials")
@click.pass_context
def program(context: click.Context, catalog_path: Path | None, kiosk: bool) -> int:
    """Find, read and compare clinical trials, offline.

    Without a command the app opens.
    """
    context.obj = catalog_path or default_catalogue()
    if context.invoked_subcommand is not None:
        return failures.DONE
    from tui.app import main as open_app

    return open_app(context.obj, kiosk=kiosk)


def _path(catalog_path: Path | None) -> Path:
    chosen: Path = catalog_path or click.get_current_context().find_root().obj
    return chosen


@program.command("import")
@click.argument("paths", nargs=-1, required=True)
@click.option("--format", "format_name", help="Read as this format instead of recognising it.")
@click.option("--dry-run", is_flag=True, help="Say what would change, field by field; change nothing.")
@_as_json
@_catalogue_option
def import_(
    paths: tuple[str, ...],
    format_name: str | None,
    dry_run: bool,
    as_json: bool,
    catalog_path: Path | None,
) -> int:
    """Read files, folders, zips or - (standard input) into the catalogue."""
    from tui.importing import import_paths, print_summary

    summary = import_paths(_path(catalog_path), paths, format_name, dry_run=dry_run)
    print_summary(summary, as_json=as_json)
    return failures.REFUSED if summary.refused else failures.DONE


@program.command()
@click.argument("identifier")
@_as_json
@_catalogue_option
def show(identifier: str, as_json: bool, catalog_path: Path | None) -> int:
    """Show a whole trial, with the source of each value."""
    from tui import output
    from tui.contract import trial_json
    from tui.paper import Paper

    with _open(catalog_path) as catalogue:
        merged = _get(catalogue, identifier)
    if as_json:
        return _print_json(trial_json(merged))
    output.show(merged, Paper())
    return failures.DONE


@program.command()
@_as_json
@_catalogue_option
def stats(as_json: bool, catalog_path: Path | None) -> int:
    """Say what is in the catalogue, and as of when."""
    from tui import output
    from tui.contract import jsonable
    from tui.paper import Paper

    with _open(catalog_path) as catalogue:
        found = catalogue.stats()
    if as_json:
        return _print_json(jsonable(found))
    output.stats(found, Paper())
    return failures.DONE


@program.command()
@_as_json
@_catalogue_option
def check(as_json: bool, catalog_path: Path | None) -> int:
    """Say whether the catalogue file is sound."""
    with _open(catalog_path) as catalogue:
        problems = catalogue.check()
    if as_json:
        _print_json({"sound": not problems, "problems": list(problems)})
    else:
        for problem in problems:
            failures.say(problem)
        if not problems:
            click.echo("The catalogue is sound.")
    return failures.REFUSED if problems else failures.DONE


@program.command()
@_as_json
@_catalogue_option
def duplicates(as_json: bool, catalog_path: Path | None) -> int:
    """List trials that may be one, with reasons for and against."""
    from tui import output
    from tui.contract import jsonable
    from tui.paper import Paper

    with _open(catalog_path) as catalogue:
        found = catalogue.duplicates()
    if as_json:
        return _print_json(jsonable(found))
    output.duplicates(found, Paper())
    return failures.DONE


@program.command()
@click.argument("a")
@click.argument("b")
@_as_json
@_catalogue_option
def link(a: str, b: str, as_json: bool, catalog_path: Path | None) -> int:
    """Say that two trials are one."""
    from catalog import desk

    return _decided(desk.link(_path(catalog_path), a, b), as_json)


@program.command()
@click.argument("a")
@click.argument("b")
@_as_json
@_catalogue_option
def reject(a: str, b: str, as_json: bool, catalog_path: Path | None) -> int:
    """Say that two trials are not one; they are not proposed again."""
    from catalog import desk

    return _decided(desk.reject(_path(catalog_path), a, b), as_json)


@program.command()
@click.argument("a")
@_as_json
@_catalogue_option
def unlink(a: str, as_json: bool, catalog_path: Path | None) -> int:
    """Undo a link: part the trial again."""
    from catalog import desk

    return _decided(desk.unlink(_path(catalog_path), a), as_json)


@program.command()
@click.option("--since", default="", help="Only what changed at or after this date (ISO).")
@_as_json
@_catalogue_option
def changes(since: str, as_json: bool, catalog_path: Path | None) -> int:
    """List what imports changed, status first."""
    from tui import output
    from tui.contract import jsonable
    from tui.paper import Paper

    with _open(catalog_path) as catalogue:
        found = catalogue.changes(since)
    if as_json:
        return _print_json(jsonable(found))
    output.changes(found, Paper())
    return failures.DONE


def _decided(decided: Any, as_json: bool) -> int:
    from tui.contract import jsonable

    if as_json:
        return _print_json(jsonable(decided))
    click.echo(decided.said)
    return failures.DONE


def _open(catalog_path: Path | None) -> Any:
    from catalog.store import Catalogue

    return Catalogue.open(_path(catalog_path))


def _get(catalogue: Any, identifier: str) -> Any:
    from catalog.errors import UnknownTrial

    merged = catalogue.get(identifier)
    if merged is None:
        raise UnknownTrial(identifier, catalogue.near(identifier))
    return merged


def _print_json(value: object) -> int:
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
    return failures.DONE


if __name__ == "__main__":
    sys.exit(main())
