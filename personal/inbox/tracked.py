"""What the inbox looks at: all that is on a list or case, with the criteria quoted there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from catalog.store.catalogue import Catalogue
from personal import events, lists, searches
from personal.inbox.gather import Tracked
from personal.inbox.snapshot import Places
from personal.store import Mine


def on_lists(mine: Mine) -> list[Tracked]:
    """Every trial of every list; raises MineError."""
    return [
        Tracked(
            tuple(dict.fromkeys((*entry.numbers, entry.trial))),
            listed.name.lower() if listed.is_case else listed.name,
            (entry.reason,) if entry.reason_kind not in ("", events.OWN_WORDS) else (),
            entry.status,
        )
        for listed in lists.state(mine).lists
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
    origin = catalogue.places(named).origins.own if named else None
    home = (origin.country,) if origin is not None else ()
    return Places(tuple(sites), tuple(dict.fromkeys((*home, *countries))))
