"""`trials list`, further: notes, the log and what it takes back, files, and forgetting."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from tui.cli import failures, offers
from tui.cli.lists import (
    BY_OPTION,
    LIST_ARGUMENT,
    initials_of,
    list_,
    listed_as,
    say,
    trial_as_kept,
)
from tui.cli.mine import own_file
from tui.cli.shared import (
    NAME,
    as_json_option,
    catalogue_option,
    counted,
    print_json,
    standard_input,
)

if TYPE_CHECKING:
    from personal.events import Event


def _note_command(what: str, help: str) -> click.Command:
    @click.argument("identifier", type=NAME, shell_complete=offers.trials)
    @click.argument("text", type=NAME)
    @BY_OPTION
    @as_json_option
    @catalogue_option
    def noted(
        identifier: str, text: str, by: str | None, as_json: bool, catalog_path: Path | None
    ) -> int:
        from personal import lists

        mine, trial = own_file(), trial_as_kept(identifier, catalog_path)
        write = lists.write_note if what == "note" else lists.verify
        write(mine, trial, text, initials_of(mine, by))
        say({"trial": trial.id, what: text.strip() or None}, as_json, f"{trial.id}: noted")
        return failures.DONE

    return click.command(what, help=help)(noted)


list_.add_command(_note_command("note", "Note TEXT on a trial; an empty one takes it away."))
list_.add_command(
    _note_command("verified", "Keep what you heard of a trial by telephone; empty takes it away.")
)


@list_.command("notes")
@as_json_option
def notes_(as_json: bool) -> int:
    """Everything that you noted, on whatever trials."""
    from personal.lists import state

    found = state(own_file()).notes
    if as_json:
        return print_json([msgspec.to_builtins(each) for each in found])
    from tui.exports.paper import Paper
    from tui.show.listed import note_told

    paper = Paper()
    for each in found:
        paper.line(f"{each.trial}  {note_told(each)}")
    if not found:
        failures.say("nothing is noted yet; trials list note ID TEXT notes something on a trial")
    return failures.DONE


@list_.command()
@click.argument("label", metavar="[LIST]", type=NAME, required=False)
@as_json_option
def log(label: str | None, as_json: bool) -> int:
    """What was done, the newest first."""
    from personal import lists

    mine = own_file()
    listed = listed_as(lists.state(mine), label) if label is not None else None
    done = [each for each in lists.log(mine, listed.id if listed else None) if each.what != "seen"]
    if as_json:
        return print_json([_event_json(each) for each in reversed(done)])
    from tui.show.listed import log_lines
    from tui.terminal.styled import text_of

    click.echo(text_of(log_lines(done, 96)), nl=False)
    return failures.DONE


def _event_json(event: Event) -> dict[str, Any]:
    told = {"at": event.at, "by": event.by, "what": event.what, "trial": event.trial or None}
    return told | {"text": event.text or None, "id": event.id, "list": event.list or None}


@list_.command()
@LIST_ARGUMENT
@BY_OPTION
@as_json_option
def undo(label: str, by: str | None, as_json: bool) -> int:
    """Take back the last thing that was done to a list; the log keeps both."""
    from personal import lists
    from tui.show.listed import deed_told

    mine = own_file()
    listed = listed_as(lists.state(mine), label)
    back = lists.undo(mine, listed, initials_of(mine, by))
    told = "; ".join(map(deed_told, back)) or "nothing is left to take back"
    say({"undone": [_event_json(each) for each in back]}, as_json, f"taken back: {told}")
    return failures.DONE if back else failures.REFUSED


@list_.command()
@LIST_ARGUMENT
@click.option("--confirm", required=True, type=NAME, help="The list's name or number once more.")
@as_json_option
def forget(label: str, confirm: str, as_json: bool) -> int:
    """Remove a case or list for good: from the file, its log and its copies."""
    from personal.forgetting import forget as forget_list
    from personal.lists import find, state

    mine = own_file()
    held = state(mine)
    listed = listed_as(held, label)
    if find(held, confirm) != listed:
        failures.say(f"--confirm {confirm} is not {listed.name}; nothing was removed")
        return failures.WRONG_USE
    left = forget_list(mine, listed)
    for path in left:
        failures.say(f"{path}: cannot be read and may still hold it; delete it")
    told = {"forgotten": listed.name, "unreadable_copies": [str(each) for each in left]}
    say(told, as_json, f"{listed.name} is forgotten")
    return failures.REFUSED if left else failures.DONE


@list_.command()
@LIST_ARGUMENT
@click.argument("to", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--reasons", is_flag=True, help="With reasons: they are health data of the case.")
@click.option("--notes", is_flag=True, help="With your notes on its trials.")
@as_json_option
def export(label: str, to: Path | None, reasons: bool, notes: bool, as_json: bool) -> int:
    """Write a list as JSON for a colleague: to a new file TO, else to standard output."""
    from personal import carrying
    from personal.lists import state

    mine = own_file()
    data = carrying.exported(mine, listed_as(state(mine), label), reasons=reasons, notes=notes)
    if to is None:
        sys.stdout.write(data.decode())
        return failures.DONE
    try:
        with to.open("xb") as file:
            to.chmod(0o600)
            file.write(data)
    except FileExistsError:
        failures.say(f"{to}: is there already; nothing was written")
        return failures.WRONG_USE
    say({"path": str(to)}, as_json, f"written: {to}")
    return failures.DONE


@list_.command("import")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--as", "label", type=NAME, default="", help="What it is called here.")
@BY_OPTION
@as_json_option
def import_list(source: Path, label: str, by: str | None, as_json: bool) -> int:
    """Merge a list that a colleague exported; conflicts are said. Twice changes nothing."""
    from personal import carrying

    data = standard_input() if str(source) == "-" else source.read_bytes()
    mine = own_file()
    done = carrying.take(mine, carrying.read(data), label, initials_of(mine, by))
    for each in done.conflicts:
        failures.say(
            f"{each.trial}: you have {each.what} {each.mine or 'none'},"
            f" the file {each.theirs or 'none'}; {each.holds or 'none'} holds, being later"
        )
    told = {
        "list": done.list.name,
        "events": done.events,
        "trials": done.trials,
        "conflicts": [
            {name: getattr(each, name) for name in each.__struct_fields__}
            for each in done.conflicts
        ],
    }
    entries = (
        "1 entry of the log was" if done.events == 1 else f"{done.events} entries of the log were"
    )
    sentence = f"{done.list.name}: {entries} new, {counted(done.trials, 'trial')}"
    say(told, as_json, sentence)
    return failures.DONE


COMMANDS = (list_,)
