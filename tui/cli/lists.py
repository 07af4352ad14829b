"""`trials list`: lists, cases and notes of whoever calls, without the app."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from catalog.model.recruitment import current_day
from catalog.model.text import clean
from tui.cli import failures, offers
from tui.cli.mine import own_file
from tui.cli.shared import (
    NAME,
    as_json_option,
    catalogue_option,
    get_trial,
    open_catalogue,
    print_json,
)

if TYPE_CHECKING:
    from personal.events import Entry, Listed, State
    from personal.looking import Row
    from personal.naming import Known
    from personal.store import Mine
    from tui.exports.paper import Paper

LIST_ARGUMENT = click.argument("label", metavar="LIST", type=NAME, shell_complete=offers.lists)
BY_OPTION = click.option("--by", type=NAME, help="Your initials (else those that are kept).")


def initials_of(mine: Mine, given: str | None) -> str:
    """The initials for the log: those given, which are kept where none are yet."""
    from personal import initials

    return initials.given(mine, given) if given else initials.kept(mine)


def listed_as(held: State, label: str) -> Listed:
    """The list of this label; raises MineError."""
    from personal import lists
    from personal.errors import MineError

    found = lists.find(held, label)
    if found is None:
        known = ", ".join(each.name for each in held.lists[:5])
        raise MineError(f"there is no list {label}" + (f"; there are {known}" if known else ""))
    return found


def _entry(listed: Listed, name: str, trial: Known | None) -> Entry:
    from personal import lists
    from personal.errors import MineError

    numbers = trial.numbers if trial is not None else (name,)
    found = lists.entry_of(listed, numbers)
    if found is None:
        raise MineError(f"{name} is not on {listed.name}")
    return found


def trial_as_kept(name: str, catalog_path: Path | None) -> Known:
    """The trial as a list keeps it; raises UnknownTrial."""
    from personal.naming import known

    with open_catalogue(catalog_path) as catalogue:
        return known(get_trial(catalogue, name))


@click.group("list", invoke_without_command=True)
@as_json_option
@click.pass_context
def list_(context: click.Context, as_json: bool) -> int | None:
    """Your lists and cases; without a command, all of them with their counts."""
    if context.invoked_subcommand is not None:
        return None
    from personal import lists

    held = lists.state(own_file())
    if as_json:
        return print_json([_summary(each) for each in held.lists])
    for each in held.lists:
        counts = ", ".join(f"{n} {state}" for state, n in _states(each).items() if each.is_case)
        total = f"{len(each.entries)} trial" + ("" if len(each.entries) == 1 else "s")
        click.echo(clean(f"{each.name}: {total}" + (f" ({counts})" if counts else "")))
    if not held.lists:
        failures.say("you have no list yet; trials list add NAME ID makes one")
    return failures.DONE


def _states(listed: Listed) -> dict[str, int]:
    from personal.events import STATES

    counts = {state: sum(each.state == state for each in listed.entries) for state in STATES}
    return {state: count for state, count in counts.items() if count}


def _summary(listed: Listed) -> dict[str, Any]:
    return {
        "label": listed.label,
        "kind": listed.kind,
        "id": listed.id,
        "opened": listed.opened,
        "trials": len(listed.entries),
        "states": _states(listed) if listed.is_case else {},
    }


@list_.command()
@LIST_ARGUMENT
@as_json_option
@catalogue_option
def show(label: str, as_json: bool, catalog_path: Path | None) -> int:
    """What is on a list, and what changed since somebody decided."""
    from personal import looking
    from personal.lists import state

    held = state(own_file())
    listed = listed_as(held, label)
    with open_catalogue(catalog_path) as catalogue:
        found = looking.rows(held, listed, catalogue)
    if as_json:
        return print_json(_summary(listed) | {"entries": [_row_json(each) for each in found]})
    from tui.exports.paper import Paper
    from tui.show.listed import counted

    paper = Paper()
    paper.line(f"{listed.name}: {counted(listed)}")
    for row in found:
        _print_row(paper, listed, row)
    return failures.DONE


def _row_json(row: Row) -> dict[str, Any]:
    entry = row.entry
    told: dict[str, Any] = {
        "id": row.id,
        "put_on_as": entry.trial,
        "numbers": list(entry.numbers),
        "title": row.title,
        "state": entry.state,
        "by": entry.by,
        "at": entry.at,
        "status": row.status or None,
        "status_then": entry.status or None,
        "status_changed": row.has_another_status,
        "rejected_elsewhere": list(row.elsewhere),
        "same_trial_as": list(row.merged_with),
    }
    if entry.reason:
        told["reason"] = {
            "text": entry.reason, "kind": entry.reason_kind, "sentence": row.sentence
        }  # fmt: skip
    if row.note is not None:
        told["note"] = row.note.note
        told["verified"] = {
            "text": row.note.verified, "by": row.note.verified_by, "at": row.note.verified_at
        }  # fmt: skip
    return told


def _print_row(paper: Paper, listed: Listed, row: Row) -> None:
    from tui.show.listed import changed_told, decided_told, reason_told, verified_told

    state = f"{row.entry.state}: " if listed.is_case else ""
    marks = f"  {' '.join(row.elsewhere)}" if row.elsewhere else ""
    paper.line("")
    paper.line(f"{state}{row.number}  {row.title or '(no title in any source)'}{marks}")
    told = [changed_told(row), reason_told(row), decided_told(row)]
    if row.note is not None:
        told.append(f"note: {row.note.note}" if row.note.note else "")
        told.append(verified_told(row.note) if row.note.verified else "")
    for each in filter(None, told):
        paper.line(each, 2)


@list_.command()
@LIST_ARGUMENT
@click.argument("identifiers", nargs=-1, required=True, type=NAME, shell_complete=offers.trials)
@click.option("--plain-list", is_flag=True, help="Make a list without states, not a case.")
@click.option("--anyway", is_flag=True, help="Though the name looks like a person's.")
@BY_OPTION
@as_json_option
@catalogue_option
def add(
    label: str,
    identifiers: tuple[str, ...],
    plain_list: bool,
    anyway: bool,
    by: str | None,
    as_json: bool,
    catalog_path: Path | None,
) -> int:
    """Put trials on a list; one that is not there yet is made, as a case unless told otherwise."""
    from catalog.model.errors import UnknownTrial
    from personal import labels, lists
    from personal.events import CASE, LIST
    from personal.inbox.first_look import take_as_seen
    from personal.naming import known

    mine = own_file()
    listed = lists.find(lists.state(mine), label)
    doubt = labels.doubts(label) if listed is None else ""
    if doubt and not anyway:
        failures.say(f"{label}: {doubt}; use a number (--anyway keeps the name)")
        return failures.WRONG_USE
    trials: list[Known] = []
    missing: list[str] = []
    with open_catalogue(catalog_path) as catalogue:
        for name in identifiers:
            try:
                trials.append(known(get_trial(catalogue, name)))
            except UnknownTrial as error:
                failures.say(error.reason)
                missing.append(name)
        if trials:
            take_as_seen(mine, catalogue, (each.id for each in trials), current_day())
    who = initials_of(mine, by)
    if listed is None:
        if not trials:
            return failures.REFUSED
        bare = label[5:] if label.casefold().startswith("case ") else label
        listed = lists.open_list(mine, bare, LIST if plain_list else CASE, who)
    put = lists.put_on(mine, listed, trials, who)
    told = {"list": listed.name, "added": put, "there": len(trials) - put, "missing": missing}
    say(told, as_json, f"{listed.name}: {put} put on, {len(trials) - put} there already")
    return failures.REFUSED if missing else failures.DONE


def say(value: dict[str, Any], as_json: bool, sentence: str) -> None:
    """The answer of a command: the value as JSON, or the sentence."""
    if as_json:
        print_json(value)
    else:
        click.echo(clean(sentence))


def _on_entry(
    label: str, name: str, catalog_path: Path | None, act: Callable[[Mine, Entry, str], None]
) -> Entry:
    """Do something to a trial of a list, whatever it is called today; the entry after that."""
    from catalog.model.errors import UnknownTrial
    from personal.lists import state

    mine = own_file()
    listed = listed_as(state(mine), label)
    try:
        trial = trial_as_kept(name, catalog_path)
    except UnknownTrial:
        trial = None  # it left the catalogue, and stays on the list
    entry = _entry(listed, name, trial)
    act(mine, entry, trial.status if trial is not None else entry.status)
    after = state(mine).list(listed.id)
    return (after.entry(entry.trial) if after else None) or entry


@list_.command()
@LIST_ARGUMENT
@click.argument("identifiers", nargs=-1, required=True, type=NAME, shell_complete=offers.trials)
@BY_OPTION
@as_json_option
@catalogue_option
def remove(
    label: str,
    identifiers: tuple[str, ...],
    by: str | None,
    as_json: bool,
    catalog_path: Path | None,
) -> int:
    """Take trials from a list."""
    from personal import lists

    for name in identifiers:
        _on_entry(
            label,
            name,
            catalog_path,
            lambda mine, entry, _: lists.remove(mine, entry, initials_of(mine, by)),
        )
    say({"removed": len(identifiers)}, as_json, f"{len(identifiers)} taken off")
    return failures.DONE


@list_.command("state")
@LIST_ARGUMENT
@click.argument("identifier", type=NAME, shell_complete=offers.trials)
@click.argument("wanted", metavar="STATE", type=NAME)
@click.option("--reason", type=NAME, help="Why, in your own words.")
@click.option("--criterion", type=int, help="Why: the criterion with this number.")
@BY_OPTION
@as_json_option
@catalogue_option
def state_(
    label: str,
    identifier: str,
    wanted: str,
    reason: str | None,
    criterion: int | None,
    by: str | None,
    as_json: bool,
    catalog_path: Path | None,
) -> int:
    """Say where a trial of a case stands: proposed, to call, called, unsure, rejected, ..."""
    from personal import lists

    if reason is not None and criterion is not None:
        raise click.UsageError("--reason and --criterion exclude each other")
    why = lists.Why(reason) if reason is not None else None
    if criterion is not None:
        why = lists.sentence(*_criterion(identifier, criterion, catalog_path))

    def act(mine: Mine, entry: Entry, status: str) -> None:
        who = initials_of(mine, by)
        lists.set_state(mine, entry, wanted.replace("-", " "), who, why=why, status=status)

    after = _on_entry(label, identifier, catalog_path, act)
    told = {"trial": after.trial, "state": after.state, "reason": after.reason or None}
    say(told, as_json, f"{after.trial}: {after.state}")
    return failures.DONE


def _criterion(name: str, number: int, catalog_path: Path | None) -> tuple[str, str]:
    """Side and words of a criterion, by the number that `trials eligibility` counts by."""
    with open_catalogue(catalog_path) as catalogue:
        found = catalogue.criteria(get_trial(catalogue, name).id)
    if not 1 <= number <= len(found):
        raise click.UsageError(f"{name} has {len(found)} criteria, no number {number}")
    return found[number - 1].kind, found[number - 1].text


COMMANDS = (list_,)
