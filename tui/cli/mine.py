"""The user's own file: where it is, whether it is sound, and a copy of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli import failures
from tui.cli.shared import as_json_option, counted, print_json

if TYPE_CHECKING:
    from personal.store import Mine
    from tui.exports.paper import Paper


def own_file() -> Mine:
    """The file of whoever calls."""
    from personal.store import Mine
    from tui.settings.folders import state_folder

    return Mine(state_folder())


def counted_on_lists(trials: Sequence[str]) -> list[tuple[str, int]]:
    """How many of these trials are on each of the user's lists; nothing where that is not known."""
    from catalog.model.errors import CatalogueError
    from personal.lists import state

    own = own_file()
    try:
        held = state(own).lists if trials and own.is_there() else ()
    except CatalogueError:
        return []
    wanted = set(trials)
    counted = [
        (each.name, sum(bool(wanted & {one.trial, *one.numbers}) for one in each.entries))
        for each in held
    ]
    return [(name, count) for name, count in counted if count]


def on_lists(counted: Sequence[tuple[str, int]], paper: Paper) -> None:
    """Say what of an import concerns the user."""
    if counted:
        told = "; ".join(f"{name}: {count}" for name, count in counted)
        paper.line(f"Changed or gone, on your lists: {told}.")


@click.group(invoke_without_command=True)
@click.pass_context
def mine(context: click.Context) -> None:
    """Your own file, mine.db: lists, cases, notes, the last session."""
    if context.invoked_subcommand is None:
        raise click.UsageError("say what: trials mine path, check, backup, restore or forget")


@mine.command("path")
@as_json_option
def path_(as_json: bool) -> int:
    """Print where your own file is, whether or not there is one."""
    from catalog.model.text import clean
    from personal.copies import copies

    known = own_file()
    assert known.path is not None
    there = known.path.is_file()
    if as_json:
        kept = [str(each) for each in copies(known)]
        return print_json({"path": str(known.path), "exists": there, "copies": kept})
    click.echo(clean(str(known.path)))
    if not there:
        failures.say("there is no such file yet; nothing is kept so far")
    return failures.DONE


@mine.command()
@as_json_option
def check(as_json: bool) -> int:
    """Say whether your own file is sound."""
    from personal import lists
    from personal.copies import copies, faults

    known = own_file()
    problems = faults(known) or lists.faults(known)
    kept = [str(each) for each in copies(known)]
    if as_json:
        print_json({"sound": not problems, "problems": problems, "copies": kept})
        return failures.REFUSED if problems else failures.DONE
    for problem in problems:
        failures.say(problem)
    if not problems:
        click.echo("Your own file is sound.")
    elif kept:
        failures.say(f"the newest copy is {kept[0]}: trials mine restore takes it back")
    else:
        failures.say("there is no copy; trials mine forget --confirm everything begins anew")
    return failures.REFUSED if problems else failures.DONE


@mine.command()
@click.argument("to", required=False, type=click.Path(dir_okay=False, path_type=Path))
@as_json_option
def backup(to: Path | None, as_json: bool) -> int:
    """Write a copy of your own file to TO, a new file; else the copy of today."""
    from catalog.model.recruitment import current_day
    from personal.copies import copy_of_day, write_copy

    known = own_file()
    assert known.path is not None
    if not known.path.is_file():
        failures.say("there is no file of your own yet; nothing to copy")
        return failures.REFUSED
    if to is None:
        day = current_day().isoformat()
        made = copy_of_day(known, day)
        if made is None:
            failures.say("the copy of today is there already; name a file for another")
            return failures.REFUSED
    else:
        write_copy(known, to)
        made = to
    if as_json:
        return print_json({"path": str(made)})
    click.echo(f"Copied to {made}")
    return failures.DONE


@mine.command()
@click.argument("copy", required=False, type=click.Path(dir_okay=False, path_type=Path))
@as_json_option
def restore(copy: Path | None, as_json: bool) -> int:
    """Put the newest copy, or COPY, in the place of your own file, which is put aside."""
    from personal import copies

    known = own_file()
    chosen = copy or next(iter(copies.copies(known)), None)
    if chosen is None:
        failures.say("there is no copy of your own file")
        return failures.REFUSED
    copies.restore(known, chosen)
    aside = known.path and known.path.with_name(copies.ASIDE)
    told = str(aside) if aside and aside.is_file() else None
    if as_json:
        return print_json({"restored": str(chosen), "aside": told})
    click.echo(f"Your own file is as in {chosen}" + (f"; what it was is {told}" if told else ""))
    return failures.DONE


@mine.command()
@click.option("--confirm", required=True, help="The word: everything")
@as_json_option
def forget(confirm: str, as_json: bool) -> int:
    """Remove your own file and every copy of it beside it, for good."""
    from personal.copies import remove_all

    if confirm != "everything":
        failures.say("--confirm everything removes all; nothing was removed")
        return failures.WRONG_USE
    removed = [str(each) for each in remove_all(own_file())]
    if as_json:
        return print_json({"removed": removed})
    click.echo(f"{counted(len(removed), 'file')} removed; nothing of yours is kept.")
    return failures.DONE


COMMANDS = (mine,)
