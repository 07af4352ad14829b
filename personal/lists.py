"""Lists, cases and notes in the user's own file: what is done is logged, and what holds is read.

`log` is the truth. `list`, `entry` and `trial_note` are made from it in the same transaction, so
that they can be read at once and by any tool.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from catalog.model.recruitment import current_day
from personal import events
from personal.errors import MineError
from personal.events import Entry, Event, Listed, More, State, TrialNote, What, replay
from personal.holding import state as state
from personal.holding import state_in
from personal.labels import cleaned
from personal.naming import Known, sentence_hash
from personal.store import Mine, database

_EVENT = Event.__struct_fields__
Deed = tuple[What, str, str, More]
"""What is done, to which trial of the list, with which text."""


class Why(NamedTuple):
    """A reason: own words, or a sentence of the trial's criteria."""

    text: str
    kind: str = events.OWN_WORDS
    """Or the side of the criterion: `inclusion`, `exclusion`."""
    hash: str = ""
    """Of the sentence."""


def sentence(kind: str, text: str) -> Why:
    """A criterion as a reason."""
    return Why(text, kind, sentence_hash(text))


def now() -> str:
    """UTC, to the second; on the day that `TRIALS_TODAY` sets, where it does."""
    moment = dt.datetime.now(dt.UTC)
    if os.environ.get("TRIALS_TODAY"):
        moment = dt.datetime.combine(current_day(), moment.time())
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def log(mine: Mine, list_id: str | None = None) -> tuple[Event, ...]:
    """What was done, in its order: all of it, or to one list."""
    with mine.reading() as connection:
        return _log(connection, list_id)


def open_list(mine: Mine, label: str, kind: str, by: str = "") -> Listed:
    """A new list or case, or the one that has this label; raises MineError without a label."""
    label = cleaned(label)
    if not label:
        raise MineError("a list needs a name")
    with mine.writing() as connection:
        there = find(state_in(connection), label, kind)
        if there is None:
            made = new_id()
            _log_deeds(connection, made, [("open", "", label, More(kind=kind))], by)
            there = state_in(connection).list(made)
    assert there is not None
    return there


def rename(mine: Mine, list_id: str, label: str, by: str = "") -> None:
    """Call a list something else."""
    _do(mine, list_id, [("rename", "", cleaned(label), More())], by)


def find(held: State, label: str, kind: str | None = None) -> Listed | None:
    """The list of this label, whatever its case; `case 17` and `17` are the case 17."""
    wanted = cleaned(label).casefold()
    for each in held.lists:
        names = {each.label.casefold(), each.name.casefold(), each.id}
        if wanted in names and kind in (None, each.kind):
            return each
    return None


def put_on(mine: Mine, listed: Listed, trials: Sequence[Known], by: str = "") -> int:
    """Put trials on a list; returns how many were not there under any of their numbers."""
    new = [each for each in trials if entry_of(listed, each.numbers) is None]
    deeds: list[Deed] = [
        ("add", each.id, "", More(title=each.title, numbers=each.numbers, status=each.status))
        for each in new
    ]
    _do(mine, listed.id, deeds, by)
    return len(new)


def entry_of(listed: Listed, numbers: Iterable[str]) -> Entry | None:
    """What the list has of a trial, by any number that both have."""
    wanted = set(numbers)
    return next((each for each in listed.entries if wanted & {each.trial, *each.numbers}), None)


def note_of(held: State, numbers: Iterable[str]) -> TrialNote | None:
    """What is noted of a trial, by any number that both have."""
    wanted = set(numbers)
    return next((each for each in held.notes if wanted & {each.trial, *each.numbers}), None)


def remove(mine: Mine, entry: Entry, by: str = "") -> None:
    """Take a trial from its list."""
    _do(mine, entry.list, [("remove", entry.trial, "", More())], by)


def set_state(
    mine: Mine,
    entry: Entry,
    wanted: str,
    by: str = "",
    *,
    why: Why | None = None,
    status: str | None = None,
) -> None:
    """Say where a trial of a list stands, and why; `status`: its own, as it was seen then."""
    if wanted not in events.STATES:
        raise MineError(f"{wanted}: a trial of a case is {', '.join(events.STATES)}")
    seen = entry.status if status is None else status
    deeds: list[Deed] = [("state", entry.trial, wanted, More(status=seen))]
    if why is not None:
        deeds.append(_reason(entry, why, seen))
    _do(mine, entry.list, deeds, by)


def give_reason(
    mine: Mine, entry: Entry, why: Why, by: str = "", *, status: str | None = None
) -> None:
    """Say why a trial stands where it does; no words take the reason away."""
    seen = entry.status if status is None else status
    _do(mine, entry.list, [_reason(entry, why, seen)], by)


def _reason(entry: Entry, why: Why, status: str) -> Deed:
    return "reason", entry.trial, why.text.strip(), More(why.kind, hash=why.hash, status=status)


def see(mine: Mine, entry: Entry, status: str) -> None:
    """Somebody has looked at what changed: the trial's status as it was then."""
    _do(mine, entry.list, [("seen", entry.trial, "", More(status=status))], "")


def write_note(mine: Mine, trial: Known, text: str, by: str = "") -> None:
    """Note something on a trial; an empty text takes the note away."""
    _of_trial(mine, trial, "note", text, by)


def verify(mine: Mine, trial: Known, text: str, by: str = "") -> None:
    """Keep what somebody heard of a trial from those who run it; an empty text takes it away."""
    _of_trial(mine, trial, "verify", text, by)


def _of_trial(mine: Mine, trial: Known, what: What, text: str, by: str) -> None:
    known = note_of(state(mine), trial.numbers)
    name = known.trial if known is not None else trial.id
    _do(mine, "", [(what, name, text.strip(), More(numbers=trial.numbers))], by)


def undo(mine: Mine, listed: Listed | None, by: str = "") -> tuple[Event, ...]:
    """Take back one's last deed on a list and its trials, or on all (None); the events, if any.

    Nothing is removed from the log: an undo is added for each event of that deed. What a colleague
    decided, and came in a file, is never taken back so: a deed is one's own by its initials.
    """
    with mine.writing() as connection:
        done = _log(connection, None)
        undone = {each.text for each in done if each.what == "undo"}
        may_go = [
            each
            for each in done
            if each.id not in undone
            and each.by in ("", by)
            and _can_undo(each)
            and _is_of(each, listed)
        ]
        if not may_go:
            return ()
        last = tuple(each for each in may_go if each.turn == may_go[-1].turn)  # done at once
        turn = _next_turn(connection)
        backs = [
            Event(new_id(), turn, now(), "undo", by, each.list, each.trial, each.id)
            for each in reversed(last)
        ]
        _append(connection, backs)
    return last


def _is_of(event: Event, listed: Listed | None) -> bool:
    """Whether an event is one of a list, or a note on a trial that is on it."""
    if listed is None or event.list:
        return listed is None or event.list == listed.id
    return entry_of(listed, (event.trial, *event.more.numbers)) is not None


def _can_undo(event: Event) -> bool:
    return event.what not in ("undo", "seen")


def merge_events(mine: Mine, wanted: Iterable[Event]) -> tuple[Event, ...]:
    """Add the events that are not known yet; returns them."""
    with mine.writing() as connection:
        known = {id for (id,) in connection.execute("SELECT id FROM log")}
        new = tuple(each for each in wanted if each.id not in known)
        _append(connection, new)
    return new


def faults(mine: Mine) -> list[str]:
    """Whether what holds is what the log says, a sentence each where it is not."""
    with mine.reading() as connection:
        if state_in(connection) == replay(_log(connection, None)):
            return []
    return ["mine.db: lists are not what their log says; the next change of each makes it so"]


def new_id() -> str:
    """A name that nothing else has, anywhere."""
    return os.urandom(8).hex()


# the tables


def _do(mine: Mine, list_id: str, deeds: Sequence[Deed], by: str) -> None:
    """Log what is done to one list, or to trials alone, as one turn."""
    if deeds:
        with mine.writing() as connection:
            _log_deeds(connection, list_id, deeds, by)


def _log_deeds(
    connection: sqlite3.Connection, list_id: str, deeds: Sequence[Deed], by: str
) -> None:
    turn, at = _next_turn(connection), now()
    # Ids of one turn in the order of the deeds: that is the order in which they are replayed.
    ids = sorted(new_id() for _ in deeds)
    _append(
        connection,
        [
            Event(id, turn, at, what, by, list_id, trial, text, more)
            for id, (what, trial, text, more) in zip(ids, deeds, strict=True)
        ],
    )


def _next_turn(connection: sqlite3.Connection) -> int:
    return 1 + int(connection.execute("SELECT coalesce(max(turn), 0) FROM log").fetchone()[0])


def _append(connection: sqlite3.Connection, new: Sequence[Event]) -> None:
    """Log events and make what follows from them."""
    opened = database(connection)
    opened.table("log").insert_all([_row(each) for each in new])
    for list_id in {each.list for each in new}:
        make_anew(connection, list_id)


def make_anew(connection: sqlite3.Connection, list_id: str) -> None:
    """The rows of one list, or of the notes on trials (empty id), as the log has them."""
    opened = database(connection)
    held = replay(_log(connection, list_id))
    if not list_id:
        opened.table("trial_note").delete_where()
        opened.table("trial_note").upsert_all([_plain(each) for each in held.notes], pk="trial")
        return
    listed = held.list(list_id)
    opened.table("entry").delete_where("list = ?", [list_id])
    if listed is None:
        opened.table("list").delete_where("id = ?", [list_id])
        return
    row = _plain(listed)
    del row["entries"]
    opened.table("list").upsert(row, pk="id")
    opened.table("entry").upsert_all(
        [_plain(each) for each in listed.entries], pk=("list", "trial")
    )


def _plain(value: msgspec.Struct) -> dict[str, object]:
    """A row: names and values, lists as JSON."""
    row: dict[str, object] = msgspec.to_builtins(value)
    if "numbers" in row:
        row["numbers"] = msgspec.json.encode(row["numbers"]).decode()
    return row


def _row(event: Event) -> dict[str, object]:
    row: dict[str, object] = msgspec.to_builtins(event)
    row["more"] = msgspec.json.encode(event.more).decode()
    return row


def _log(connection: sqlite3.Connection, list_id: str | None) -> tuple[Event, ...]:
    where, given = ("", ()) if list_id is None else (" WHERE list = ?", (list_id,))
    rows = connection.execute(
        f"SELECT {', '.join(_EVENT)} FROM log{where} ORDER BY turn, id", given
    )
    return tuple(
        Event(**dict(zip(_EVENT, row[:-1], strict=False)), more=_more(row[-1])) for row in rows
    )


def _more(text: str) -> More:
    return msgspec.json.decode(text, type=More)
