"""What the inbox looks at: all that is on a list or case, with the criteria quoted there.

Every start asks whether there is anything, so this loads little.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from personal import events, holding, searches
from personal.store import Mine

if TYPE_CHECKING:
    from catalog.store.catalogue import Catalogue
    from personal.inbox.snapshot import Places


class Tracked(NamedTuple):
    """A trial on one of the user's lists."""

    numbers: tuple[str, ...]
    where: str
    """The list: `case 17`."""
    reasons: tuple[str, ...] = ()
    """Criteria that were quoted as reasons, word for word."""
    status: str = ""
    """Of the trial when it was put there; empty where none was stated."""


def on_lists(mine: Mine) -> list[Tracked]:
    """Every trial of every list; raises MineError."""
    return [
        Tracked(
            tuple(dict.fromkeys((*entry.numbers, entry.trial))),
            listed.name.lower() if listed.is_case else listed.name,
            (entry.reason,) if entry.reason_kind not in ("", events.OWN_WORDS) else (),
            entry.status,
        )
        for listed in holding.state(mine).lists
        for entry in listed.entries
    ]


def has_queries(mine: Mine) -> bool:
    """Whether any query is kept."""
    with mine.reading() as connection:
        return bool(searches.searches(connection))


def own_places(
    catalogue: Catalogue, sites: Sequence[str], named: Sequence[str], countries: Iterable[str]
) -> Places:
    """What a user calls their own: sites, and the country in which the first place named lies.

    `named` are the user's town and sites, `countries` those that their searches ask for.
    """
    from personal.inbox.snapshot import Places

    origin = catalogue.places(named).origins.own if named else None
    home = (origin.country,) if origin is not None else ()
    return Places(tuple(sites), tuple(dict.fromkeys((*home, *countries))))
