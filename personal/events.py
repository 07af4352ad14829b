"""What happened to lists, cases and notes, and what follows from it: pure, without a file.

Every deed is one or more events of one turn. Turns count up, so that events which were carried from
another person's file stand where they belong whatever the clocks said; events of one turn stand in
the order of their ids. The same events, in whatever order they came, make the same state.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

What = Literal[
    "open", "rename", "add", "remove", "state", "reason", "seen", "note", "verify", "undo"
]
Kind = Literal["list", "case"]
STATES = ("proposed", "to call", "called", "unsure", "rejected", "enrolled", "declined")
"""Where a trial of a case stands, in the order in which a day's work meets them."""
OVER = frozenset({"rejected", "enrolled", "declined"})
"""States in which nothing is to be discussed or called any more."""
CASE, LIST = "case", "list"
OWN_WORDS = "own words"
"""A reason that somebody typed."""
SIDES = ("inclusion", "exclusion")
"""A reason that is a sentence of the trial's criteria, and under which heading it stands."""


class More(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an event has besides its text."""

    kind: str = ""
    """Of a list that is opened; of a reason: `own words`, `inclusion`, `exclusion`."""
    title: str = ""
    """Of the trial, when it was put on the list."""
    numbers: tuple[str, ...] = ()
    """Everything that the trial was known by then."""
    hash: str = ""
    """Of the sentence that is the reason: `naming.sentence_hash`."""
    status: str = ""
    """Of the trial at that moment, in the registries' enumeration; empty: none stated."""


class Event(msgspec.Struct, frozen=True):
    """One thing that somebody did; never changed afterwards."""

    id: str
    """Random, and the same in every file that it was carried to."""
    turn: int
    at: str
    """UTC, `2026-11-29T10:20:30Z`, by the clock of whoever did it."""
    what: What
    by: str = ""
    """Initials; empty where nobody was asked."""
    list: str = ""
    """The list's id; empty where it is about a trial alone."""
    trial: str = ""
    """By which name the list, or the notes, have the trial."""
    text: str = ""
    """The label, state, reason or note; of `undo` the id of the event that does not hold."""
    more: More = More()

    @property
    def order(self) -> tuple[int, str]:
        return self.turn, self.id


class Entry(msgspec.Struct, frozen=True):
    """A trial on a list."""

    list: str
    trial: str
    """The number by which it was first put there; stays, whatever becomes of the trial."""
    title: str
    numbers: tuple[str, ...]
    state: str = STATES[0]
    reason: str = ""
    reason_kind: str = ""
    reason_hash: str = ""
    status: str = ""
    """Of the trial when somebody last decided on it or looked at it."""
    by: str = ""
    at: str = ""
    turn: int = 0
    """When it was last decided on."""


class Listed(msgspec.Struct, frozen=True):
    """A list or case with what is on it, in the order in which it was put there."""

    id: str
    label: str
    kind: str
    opened: str
    turn: int
    """Of the last thing that was done to it."""
    entries: tuple[Entry, ...] = ()

    @property
    def is_case(self) -> bool:
        return self.kind == CASE

    @property
    def name(self) -> str:
        """`Case 17`, or the list's own label."""
        return f"Case {self.label}" if self.is_case else self.label

    def entry(self, trial: str) -> Entry | None:
        """What the list has under this name."""
        return next((each for each in self.entries if each.trial == trial), None)


class TrialNote(msgspec.Struct, frozen=True):
    """What is noted of a trial, whatever lists it is on."""

    trial: str
    numbers: tuple[str, ...]
    note: str = ""
    note_by: str = ""
    note_at: str = ""
    verified: str = ""
    """What somebody heard from the site or the sponsor."""
    verified_by: str = ""
    verified_at: str = ""


class State(msgspec.Struct, frozen=True):
    """Everything that holds."""

    lists: tuple[Listed, ...] = ()
    """The one that was last worked on first."""
    notes: tuple[TrialNote, ...] = ()

    def list(self, id: str) -> Listed | None:
        return next((each for each in self.lists if each.id == id), None)


def replay(events: Iterable[Event]) -> State:
    """What holds after these events, in whatever order they are given."""
    ordered = sorted({event.id: event for event in events}.values(), key=lambda each: each.order)
    undone = {event.text for event in ordered if event.what == "undo"}
    lists: dict[str, Listed] = {}
    entries: dict[str, dict[str, Entry]] = {}
    notes: dict[str, TrialNote] = {}
    for event in ordered:
        if event.what == "undo" or event.id in undone:
            _touch(lists, event)
        elif not event.list:
            _note(notes, event)
        elif event.what == "open":
            lists.setdefault(event.list, _opened(event))
        elif event.list in lists:
            _touch(lists, event)
            if event.what == "rename":
                lists[event.list] = msgspec.structs.replace(lists[event.list], label=event.text)
            else:
                _change(entries.setdefault(event.list, {}), event)
    whole = [
        msgspec.structs.replace(each, entries=tuple(entries.get(each.id, {}).values()))
        for each in lists.values()
    ]
    whole.sort(key=lambda each: (-each.turn, each.id))
    return State(tuple(whole), tuple(notes[name] for name in sorted(notes)))


def _opened(event: Event) -> Listed:
    kind = event.more.kind if event.more.kind in (CASE, LIST) else LIST
    return Listed(event.list, event.text, kind, event.at, event.turn)


def _touch(lists: dict[str, Listed], event: Event) -> None:
    if event.list in lists and event.what != "seen":
        lists[event.list] = msgspec.structs.replace(lists[event.list], turn=event.turn)


def _change(entries: dict[str, Entry], event: Event) -> None:
    """What an event does to the trials of its list; nothing to one that is not on it."""
    known, name = entries.get(event.trial), event.trial
    if event.what == "add":
        if known is None:
            known = _decided(Entry(event.list, name, event.more.title, ()), event)
        numbers = tuple(dict.fromkeys((*known.numbers, *event.more.numbers)))
        entries[name] = msgspec.structs.replace(known, numbers=numbers)
    elif known is None:
        return
    elif event.what == "remove":
        del entries[name]
    elif event.what == "state" and event.text in STATES:
        entries[name] = _decided(msgspec.structs.replace(known, state=event.text), event)
    elif event.what == "reason":
        given = msgspec.structs.replace(
            known,
            reason=event.text,
            reason_kind=_kind_of_reason(event),
            reason_hash=event.more.hash,
        )
        entries[name] = _decided(given, event)
    elif event.what == "seen":
        entries[name] = msgspec.structs.replace(known, status=event.more.status)


def _kind_of_reason(event: Event) -> str:
    if not event.text:
        return ""
    return event.more.kind if event.more.kind in SIDES else OWN_WORDS


def _decided(entry: Entry, event: Event) -> Entry:
    return msgspec.structs.replace(
        entry, by=event.by, at=event.at, turn=event.turn, status=event.more.status
    )


def _note(notes: dict[str, TrialNote], event: Event) -> None:
    known = notes.get(event.trial, TrialNote(event.trial, ()))
    numbers = tuple(dict.fromkeys((*known.numbers, *event.more.numbers)))
    known = msgspec.structs.replace(known, numbers=numbers)
    if event.what == "note":
        known = msgspec.structs.replace(known, note=event.text, note_by=event.by, note_at=event.at)
    elif event.what == "verify":
        known = msgspec.structs.replace(
            known, verified=event.text, verified_by=event.by, verified_at=event.at
        )
    else:
        return
    if known.note or known.verified:
        notes[event.trial] = known
    else:
        notes.pop(event.trial, None)
