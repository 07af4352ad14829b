"""What stands above the list: how many were found, filters, what was used instead, problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from catalog.search.results import Results
from tui.show.hits import used
from tui.show.words import said
from tui.terminal.styled import EMPTY, Line, Span, fit

_MOST_PROBLEMS = 2


def counted(found: Results, sort: str) -> str:
    """`3 found`, or by what the list is sorted."""
    more = "" if found.is_exact else "+"
    if sort == "relevance":
        return f"{found.total}{more} found "
    return f"{found.total}{more}, by {sort.replace('-', 'rev. ')} "


def notes(
    found: Results, cells: int, key: Callable[[str], str], *, typed: str, exact: bool
) -> Iterator[Line]:
    """The lines above the list; `key` gives the key of a command, `typed` is the search field."""
    if filters := [str(each) for each in found.query.filters]:
        chips = fit(" · ".join(map(said, filters)), cells - 26).rstrip()
        change = f"  ({key('filter')} to change)"
        yield (Span(" filters: ", "dim"), Span(chips, "key"), Span(change, "dim"))
    if exact:
        change = f"  ({key('synonyms')} to change)"
        yield (Span(" as typed: no corrections, no synonyms", "warn"), Span(change, "dim"))
    elif line := used(
        tuple(map(str, found.corrections)),
        tuple(map(str, found.synonyms)),
        cells,
        key("synonyms"),
    ):
        yield line
    # Nothing is wrong yet with a value whose first letter is still to be typed.
    problems = found.problems[:-1] if typed.endswith(":") else found.problems
    for problem in problems[:_MOST_PROBLEMS]:
        yield (Span(" " + fit(said(problem), cells - 2).rstrip(), "warn"),)
    if not found.total:
        yield from _nothing(found)


def _nothing(found: Results) -> Iterator[Line]:
    yield EMPTY
    if found.emptied_by is not None:
        told = f" Nothing is left. The filter {said(str(found.emptied_by))} removes everything:"
        yield (Span(told, "warn"),)
        are = "is" if found.without_it == 1 else "are"
        yield (Span(f" without it there {are} {found.without_it}.", "warn"),)
    else:
        yield (Span(" Nothing was found. Fewer words find more.", "warn"),)
