"""The lines of the inbox: what is told of a trial, by harm, and what reading a line writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from personal.inbox.net import Change, Harm
from personal.inbox.seen import PartRead
from personal.inbox.snapshot import COUNTRY, OWN
from personal.searches import ChangeRead

FOUND = "found"
"""The part of a trial that says whether a query finds it."""


class Named(msgspec.Struct, frozen=True):
    """A trial by its number and title."""

    id: str
    title: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What changed in one trial, or which trials a query finds for the first time."""

    harm: Harm
    trials: tuple[Named, ...]
    """One, but for new ones of a query."""
    where: tuple[str, ...]
    """On whose account: `case 17`, `search hnscc de`, `own site Lyon`."""
    changes: tuple[Change, ...] = ()
    """The one that is told first, then what follows from it."""
    since: str = ""
    """The day on which it was last seen, ISO."""
    parts: tuple[PartRead, ...] = ()
    searched: tuple[ChangeRead, ...] = ()

    @property
    def order(self) -> tuple[int, tuple[str, ...], str]:
        """The worst first, then list by list."""
        return self.harm, self.where[:1], self.trials[0].id

    @property
    def key(self) -> tuple[str, ...]:
        """What the line is about: the same after it is worked out anew."""
        names = (each.part for each in self.changes)
        return (self.harm.name, *self.where[:1], *(each.id for each in self.trials[:1]), *names)


class Telling(NamedTuple):
    """A change, since when it was not looked at, and what reading it writes."""

    change: Change
    where: tuple[str, ...]
    since: str
    parts: tuple[PartRead, ...]
    searched: tuple[ChangeRead, ...]

    def and_(self, other: Telling) -> Telling:
        """The same change on two accounts."""
        return self._replace(
            where=tuple(dict.fromkeys((*self.where, *other.where))),
            since=min(filter(None, (self.since, other.since)), default=""),
            parts=(*self.parts, *other.parts),
            searched=(*self.searched, *other.searched),
        )


def lines_of(trial: Named, told: Iterable[Telling]) -> Iterator[Line]:
    """The lines of one trial: one for each harm, with what only follows from it in the same."""
    found = sorted(told, key=lambda each: each.change.harm)
    first = found[0].change if found else None
    is_stopped = first is not None and (first.part, first.harm) == ("status", Harm.STOPPED)
    grouped: dict[Harm, list[Telling]] = {}
    for each in found:
        follows = is_stopped and each.change.part.startswith((OWN, COUNTRY, "why_stopped"))
        grouped.setdefault(Harm.STOPPED if follows else each.change.harm, []).append(each)
    for harm, some in grouped.items():
        yield Line(
            harm=harm,
            trials=(trial,),
            where=tuple(dict.fromkeys(name for each in some for name in each.where)),
            changes=tuple(each.change for each in some),
            since=min((each.since for each in some if each.since), default=""),
            parts=tuple(part for each in some for part in each.parts),
            searched=tuple(one for each in some for one in each.searched),
        )
