"""What excludes in a trial that was found: the sentences behind `exclusions: pd-1` of its row."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from catalog.search.query import Filter, Query
from catalog.search.results import Hit, Match, Results


def excluding(
    search: Callable[..., Results], hit: Hit, stop: Callable[[], bool] | None = None
) -> tuple[Match, ...]:
    """For each word of `hit.forbidden` one criterion under must not that has it, quoted.

    None for a word whose sentence is a reason already, or that no single criterion holds. It reads
    texts, which is too slow for each letter that is typed: asked when somebody asks why. Raises
    Superseded when `stop` says so.
    """
    told = {match.typed.casefold() for match in hit.matched if match.side == "must not"}
    found = list[Match]()
    for word in hit.forbidden:
        if word.casefold() in told:
            continue
        query = Query(finished=True) & Filter("id", (hit.id,)) & Filter("mustnot", (word,))
        for one in search(query, 1, 0, stop).hits:
            if one.key == hit.key:
                found += [
                    replace(match, typed=word) for match in one.matched if match.side == "must not"
                ]
    return tuple(found)
