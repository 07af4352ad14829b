"""Commands that keep the catalogue: import, stats, check, duplicates and their desk, changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from tui.cli import failures, offers
from tui.cli.shared import (
    NAME,
    as_json_option,
    catalogue_option,
    catalogue_path,
    counted,
    open_catalogue,
    print_json,
)

if TYPE_CHECKING:
    from catalog.identity.decisions import Decided


@click.command("import")
@click.argument("paths", nargs=-1, required=True, shell_complete=offers.files)
@click.option(
    "--format",
    "format_name",
    shell_complete=offers.formats,
    help="Read as this format instead of recognising it.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
@click.option("--replace", is_flag=True, help="Of a whole pack: keep nothing of what is your own.")
@as_json_option
@catalogue_option
def import_(
    paths: tuple[str, ...],
    format_name: str | None,
    dry_run: bool,
    replace: bool,
    as_json: bool,
    catalog_path: Path | None,
) -> int:
    """Read files, folders, zips, update packs or - (standard input) into the catalogue."""
    from handover.packs.unpacking import is_pack

    if any(is_pack(Path(path), called=True) for path in paths):
        from tui.cli.packs import import_packs

        return import_packs(catalogue_path(catalog_path), paths, format_name, dry_run=dry_run,
                            replace=replace, as_json=as_json)  # fmt: skip
    if replace:
        raise click.UsageError("--replace goes with a whole pack")
    from tui.cli import next_copy
    from tui.cli.importing import import_paths, print_summary

    path = catalogue_path(catalog_path)
    try:
        summary = import_paths(path, paths, format_name, dry_run=dry_run)
    except (KeyboardInterrupt, SystemExit):
        failures.say(f"the import was interrupted; {failures.of_the_catalogue()}")
        raise
    print_summary(summary, as_json=as_json)
    if not dry_run:
        next_copy.make(path)
    missing = any(each.missing for each in summary.cited)
    return failures.REFUSED if summary.refused or missing else failures.DONE


@click.command()
@as_json_option
@catalogue_option
def stats(as_json: bool, catalog_path: Path | None) -> int:
    """Say what is in the catalogue, and as of when."""
    from tui.cli import catalogue_text
    from tui.exports.contract import jsonable
    from tui.exports.paper import Paper

    with open_catalogue(catalog_path) as catalogue:
        found = catalogue.stats()
    if as_json:
        return print_json(jsonable(found))
    catalogue_text.stats(found, Paper())
    return failures.DONE


@click.command()
@click.option("--quick", is_flag=True, help="Quicker, for every night; it says what it leaves out.")
@as_json_option
@catalogue_option
def check(quick: bool, as_json: bool, catalog_path: Path | None) -> int:
    """Say whether the catalogue file is sound."""
    from catalog.store.checking import NOT_LOOKED_AT

    with open_catalogue(catalog_path) as catalogue:
        problems = catalogue.check(quick=quick)
        if catalogue.hint is not None:
            failures.say(catalogue.hint)
    unseen = NOT_LOOKED_AT if quick else None
    if as_json:
        print_json({"sound": not problems, "problems": list(problems), "not_looked_at": unseen})
    else:
        for problem in problems:
            failures.say(problem)
        if not problems:
            click.echo("The catalogue is sound.")
        if unseen:
            click.echo(f"Not looked at: {unseen}. trials check without --quick looks at that too.")
    return failures.REFUSED if problems else failures.DONE


@click.command()
@catalogue_option
def reindex(catalog_path: Path | None) -> int:
    """Build the search index and the criteria anew, by the rules of this program."""
    from catalog.identity.decisions import now
    from catalog.store.importing import renew

    renewed = renew(catalogue_path(catalog_path), now())
    click.echo(f"{counted(renewed, 'trial')} indexed anew.")
    return failures.DONE


@click.command()
@as_json_option
@catalogue_option
def duplicates(as_json: bool, catalog_path: Path | None) -> int:
    """List trials that may be one, with reasons for and against."""
    from tui.cli import catalogue_text
    from tui.exports.contract import duplicate_json
    from tui.exports.paper import Paper

    with open_catalogue(catalog_path) as catalogue:
        found = catalogue.duplicates()
    if as_json:
        return print_json([duplicate_json(pair) for pair in found])
    catalogue_text.duplicates(found, Paper())
    return failures.DONE


@click.command()
@click.argument("a", type=NAME, shell_complete=offers.trials)
@click.argument("b", type=NAME, shell_complete=offers.trials)
@as_json_option
@catalogue_option
def link(a: str, b: str, as_json: bool, catalog_path: Path | None) -> int:
    """Say that two trials are one."""
    from catalog.identity import decisions

    return _decided(decisions.link(catalogue_path(catalog_path), a, b), as_json)


@click.command()
@click.argument("a", type=NAME, shell_complete=offers.trials)
@click.argument("b", type=NAME, shell_complete=offers.trials)
@as_json_option
@catalogue_option
def reject(a: str, b: str, as_json: bool, catalog_path: Path | None) -> int:
    """Say that two trials are not one; they are not proposed again."""
    from catalog.identity import decisions

    return _decided(decisions.reject(catalogue_path(catalog_path), a, b), as_json)


@click.command()
@click.argument("a", type=NAME, shell_complete=offers.trials)
@as_json_option
@catalogue_option
def unlink(a: str, as_json: bool, catalog_path: Path | None) -> int:
    """Undo a link: part the trial again."""
    from catalog.identity import decisions

    return _decided(decisions.unlink(catalogue_path(catalog_path), a), as_json)


def _decided(decided: Decided, as_json: bool) -> int:
    from tui.exports.contract import jsonable

    if as_json:
        return print_json(jsonable(decided))
    click.echo(decided.said)
    return failures.DONE


_ISO = re.compile(r"\d{4}(-\d\d(-\d\d(T[\d:]*Z?)?)?)?", re.ASCII)


def _iso_date(context: click.Context, parameter: click.Parameter, value: str) -> str:
    from catalog.model.dates import PartialDate

    if value and (_ISO.fullmatch(value) is None or PartialDate.parse(value[:10]) is None):
        raise click.BadParameter(f"{value!r} is no date: write it as 2026, 2026-03 or 2026-03-05")
    return value


def _which_import(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if value in ("", "last"):
        return "1" if value else ""
    if not value.isdecimal() or not 0 < len(value) < 6 or int(value) == 0:
        raise click.BadParameter(f"{value!r} is none: write last, or how many imports back, from 1")
    return value


@click.command()
@click.option(
    "--since",
    default="",
    callback=_iso_date,
    metavar="DATE",
    help="Only what changed on this day or later: 2026, 2026-03 or 2026-03-05.",
)
@click.option(
    "--import",
    "which",
    default="",
    callback=_which_import,
    metavar="last|N",
    help="Only what one import changed: the last one, or the one so many back that changed some.",
)
@click.option("--status", "status_only", is_flag=True, help="Only changes of status.")
@click.option(
    "--ids",
    "ids_file",
    type=click.File(encoding="utf-8"),
    help="Only these trials: a file with a number a line, - for standard input.",
)
@as_json_option
@catalogue_option
def changes(
    since: str,
    which: str,
    status_only: bool,
    ids_file: TextIO | None,
    as_json: bool,
    catalog_path: Path | None,
) -> int:
    """List what imports changed, status first."""
    from tui.cli import catalogue_text
    from tui.exports.contract import jsonable
    from tui.exports.paper import Paper

    ids = [line.strip() for line in ids_file if line.strip()] if ids_file else None
    with open_catalogue(catalog_path) as catalogue:
        at = catalogue.moment_of_import(int(which)) if which else None
        if at is None and which not in ("", "1"):
            click.echo(f"not so many imports changed anything: none is {which} back", err=True)
            return failures.WRONG_USE
        found = () if which and at is None else catalogue.changes(since, at, ids)
        if status_only:
            found = tuple(each for each in found if each.field in _STATUS_FIELDS)
        missing = [name for name in ids or () if catalogue.get(name) is None]
        rows = catalogue.sources_named(each.source for each in found if each.source)
    for name in missing:
        click.echo(f"not in the catalogue: {name}", err=True)
    if which and at is None and which != "1":
        click.echo(
            f"not so many imports changed anything: there is no import {which} back", err=True
        )
        missing.append(which)
    if as_json:
        print_json(jsonable(found))
    else:
        catalogue_text.changes(found, _source_names(rows), Paper())
    return failures.REFUSED if missing else failures.DONE


_STATUS_FIELDS = frozenset({"status", "why_stopped"})


def _source_names(rows: Mapping[int, tuple[str, str, str | None]]) -> dict[int, str]:
    """What people know the sources by: the registry's form, the file, and as of when."""
    from catalog.merging.source_names import dated

    return {key: f"{dated(importer, date)}; {file}" for key, (importer, file, date) in rows.items()}


COMMANDS = (import_, stats, check, reindex, duplicates, link, reject, unlink, changes)
