"""What the inbox looks at: all that is on a list or case, with the criteria quoted there."""

from __future__ import annotations

from personal import events, lists, searches
from personal.inbox.gather import Tracked
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
