"""A list in a file that a colleague takes: written, and merged event by event.

The file holds events. Whoever takes it adds those that are new, so that taking it twice changes
nothing. Reasons and notes leave only where they are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from personal import lists
from personal.errors import MineError
from personal.events import Entry, Event, Listed, State, TrialNote, replay
from personal.store import Mine

FORMAT = 1
_LONGEST = 1 << 24
_ID = re.compile(r"[0-9a-f]{16}")
_MOST_TURNS = 1 << 40
_LONGEST_TEXT = 20_000
_OF_LIST = frozenset({"open", "rename", "add", "remove", "state", "undo"})


class Carried(msgspec.Struct, frozen=True):
    """What the file holds."""

    trials_list: int
    """The version of this form."""
    exported: str
    """UTC."""
    list: str
    label: str
    kind: str
    reasons: bool
    notes: bool
    events: tuple[Event, ...]


class Conflict(msgspec.Struct, frozen=True):
    """Both sides have changed the same thing, to something else."""

    trial: str
    what: str
    """`state`, `reason`, `note` or `verified`."""
    mine: str
    theirs: str
    holds: str
    """What holds now: what was said later, by the count of turns."""


class Taken(msgspec.Struct, frozen=True):
    """What an import of a list did."""

    list: Listed
    events: int
    """How many were new."""
    trials: int
    """How many trials came onto the list."""
    conflicts: tuple[Conflict, ...]


def exported(mine: Mine, listed: Listed, *, reasons: bool = False, notes: bool = False) -> bytes:
    """The list as a file: trials, states, initials and days; no patient values are ever in it."""
    kept = [each for each in lists.log(mine, listed.id) if each.what in _OF_LIST]
    if reasons:
        kept += [each for each in lists.log(mine, listed.id) if each.what == "reason"]
    if notes:
        kept += [
            each
            for each in lists.log(mine, "")
            if lists.entry_of(listed, (each.trial, *each.more.numbers)) is not None
        ]
    known = {each.id for each in kept}
    kept = [each for each in kept if each.what != "undo" or each.text in known]
    kept.sort(key=lambda each: each.order)
    made = Carried(
        FORMAT, lists.now(), listed.id, listed.label, listed.kind, reasons, notes, tuple(kept)
    )
    return msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"


def read(data: bytes) -> Carried:
    """What a file holds; raises MineError where it is none of ours."""
    if len(data) > _LONGEST:
        raise MineError("this file is too large to be a list of trials")
    try:
        carried = msgspec.json.decode(data, type=Carried)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise MineError("this file is no list that trials has exported") from None
    if carried.trials_list != FORMAT:
        raise MineError("this list was exported by a newer version of trials")
    if not all(map(_is_sound, carried.events)) or not _ID.fullmatch(carried.list):
        raise MineError("this file is damaged: it holds what trials never writes")
    if any(each.list not in ("", carried.list) for each in carried.events):
        raise MineError("this file is damaged: it is of several lists")
    if replay(carried.events).list(carried.list) is None:
        raise MineError("this file is damaged: its list is never opened")
    return carried


def _is_sound(event: Event) -> bool:
    texts = (event.text, event.more.title, *event.more.numbers, event.trial, event.by)
    return (
        _ID.fullmatch(event.id) is not None
        and 0 < event.turn < _MOST_TURNS
        and all(len(text) <= _LONGEST_TEXT for text in texts)
    )


def take(mine: Mine, carried: Carried, label: str = "", by: str = "") -> Taken:
    """Merge a list that came in a file; `label` is what it is called here.

    Raises MineError where another list of the user has its name: whether both are one is not for
    the program to say.
    """
    before = lists.state(mine)
    known = before.list(carried.list)
    theirs = replay(carried.events)
    if known is None:
        wanted = label or carried.label
        if lists.find(before, wanted, carried.kind) is not None:
            raise MineError(f"you have another {carried.kind} {wanted}: give this one another name")
    own = lists.log(mine)
    new = lists.merge_events(mine, carried.events)
    if known is None and label and label != carried.label:
        lists.rename(mine, carried.list, label, by)
    after = lists.state(mine)
    listed = after.list(carried.list)
    if listed is None:
        raise MineError("the list was taken back by whoever opened it: nothing is shown of it")
    both = {each.id for each in own} & {each.id for each in carried.events}
    base = replay(each for each in own if each.id in both)
    found = (
        *_conflicts(base, before, theirs, listed),
        *_of_notes(base, before, theirs, after),
    )
    were = {each.trial for each in known.entries} if known else set()
    added = sum(each.trial not in were for each in listed.entries)
    return Taken(listed, len(new), added, found)


def _conflicts(base: State, mine: State, theirs: State, holds: Listed) -> Iterator[Conflict]:
    """What both sides have changed since the last exchange, each to something else."""
    sides = [_entries(each, holds.id) for each in (base, mine, theirs)]
    now = {each.trial: each for each in holds.entries}
    for trial in dict.fromkeys(name for side in sides for name in side):
        at_first, one, other = (side.get(trial) for side in sides)
        for what, said in (("state", _state_of), ("reason", _reason_of)):
            was, ours, their, is_now = map(said, (at_first, one, other, now.get(trial)))
            if ours not in (was, their) and their != was:
                yield Conflict(trial, what, ours, their, is_now)


def _of_notes(base: State, mine: State, theirs: State, after: State) -> Iterator[Conflict]:
    """The same of what is noted on trials."""
    sides = [{each.trial: each for each in state.notes} for state in (base, mine, theirs, after)]
    for trial in dict.fromkeys(name for side in sides for name in side):
        none = TrialNote(trial, ())
        for what in ("note", "verified"):
            was, ours, their, now = (getattr(side.get(trial, none), what) for side in sides)
            if ours not in (was, their) and their != was:
                yield Conflict(trial, what, ours, their, now)


def _entries(state: State, list_id: str) -> dict[str, Entry]:
    listed = state.list(list_id)
    return {each.trial: each for each in listed.entries} if listed else {}


def _state_of(entry: Entry | None) -> str:
    return entry.state if entry else "not on the list"


def _reason_of(entry: Entry | None) -> str:
    return entry.reason if entry else ""
