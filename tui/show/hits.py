"""Hits into the rows of the result list, and why each was found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from catalog.model.countries import known
from catalog.model.staleness import stale_row
from catalog.model.text import clean
from tui.show.words import said, short_phases, short_status, status_style
from tui.terminal.styled import EMPTY, Line, Span, block, fit, width

_LEAD, _STATUS, _PHASE, _SITES, _MATCH = 3, 14, 7, 10, 18
_ID, _LONGEST_ID = 13, 15
_SHORT_FIELDS = {
    "title": "title",
    "official title": "title",
    "condition": "cond.",
    "intervention": "drug",
    "other name": "drug",
    "eligibility": "elig.",
    "summary": "summ.",
    "description": "descr.",
    "outcome": "outc.",
    "sponsor": "spons.",
    "keyword": "keyw.",
    "facility": "site",
}


class Listed(Protocol):
    """As much of a Hit as a row shows."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def status(self) -> str | None: ...
    @property
    def phases(self) -> tuple[str, ...]: ...
    @property
    def site_count(self) -> int: ...
    @property
    def countries(self) -> tuple[str, ...]: ...
    @property
    def completion_date(self) -> str | None: ...
    @property
    def status_verified(self) -> str | None: ...
    @property
    def last_updated(self) -> str | None: ...


class Shape(NamedTuple):
    """What the rows of a list need room for; the titles have what is left."""

    ids: int = _ID
    """Cells of the column of numbers: an NCT number's, or those of a longer one of the list."""
    matched: bool = False
    """Whether words were typed and found, so that the rows say where."""


def shape_of(hits: Iterable[Listed], matched: bool) -> Shape:
    """The shape that these hits need."""
    longest = max((width(said(hit.id)) + 1 for hit in hits), default=0)
    return Shape(min(max(longest, _ID), _LONGEST_ID), matched)


def columns(cells: int, shape: Shape) -> tuple[int, int, int]:
    """Cells for title, sites and match; the last two are left out where it is narrow."""
    fixed = _LEAD + _STATUS + _PHASE + shape.ids
    sites = _SITES if cells >= 72 else 0
    match = 0 if not shape.matched else _MATCH if cells >= 110 else 12 if cells >= 76 else 0
    return max(cells - fixed - sites - match, 8), sites, match


def plain_line(text: str) -> Line:
    """Cleaned text as a line."""
    return (Span(clean(text)),)


def head(cells: int, shape: Shape) -> Line:
    """The names of the columns."""
    title, sites, match = columns(cells, shape)
    text = (
        " " * _LEAD
        + fit("status", _STATUS)
        + fit("phase", _PHASE)
        + fit("id", shape.ids)
        + fit("title", title)
    )
    return (Span(fit(text + fit(" sites", sites) + fit(" match", match), cells), "dim"),)


def row(
    hit: Listed, fields: str, shape: Shape, *, marked: bool, today: dt.date, cells: int
) -> Line:
    """A row of the list, exactly `cells` wide; `fields` is where it matched."""
    title, sites, match = columns(cells, shape)
    alarm = "!" if stale_row(hit, today) else " "
    status = fit(short_status(hit.status), _STATUS - 2)
    return (
        Span(" * " if marked else " " * _LEAD, "mark"),
        Span(status, status_style(hit.status)),
        Span(alarm + " ", "warn"),
        Span(fit(_phases(hit.phases), _PHASE - 1) + " "),
        Span(fit(said(hit.id), shape.ids - 1) + " "),
        Span(fit(said(hit.title or "(no title in any source)"), title)),
        Span(fit(" " + _places(hit), sites)),
        Span(fit(" " + fields, match), "dim"),
    )


def _phases(phases: tuple[str, ...]) -> str:
    """The phases in the six cells of their column."""
    return short_phases(phases).replace("early 1", "early1")


_SHOWN_OF_COUNTRY = 6


def short_countries(names: tuple[str, ...]) -> str:
    """`US`, the beginning of a name that has no code, or how many countries: `in 12`."""
    if len(names) == 1:
        one = known(names[0])
        return (one and one.code) or names[0][:_SHOWN_OF_COUNTRY]
    return f"in {len(names)}" if names else ""


def _places(hit: Listed) -> str:
    if not hit.site_count:
        return "–"
    return f"{hit.site_count} {said(short_countries(hit.countries))}".rstrip()


def fields(matched: tuple[str, ...]) -> str:
    """Where a hit matched, shortly: `title, elig.`."""
    return ", ".join(dict.fromkeys(_SHORT_FIELDS.get(each, each) for each in matched))


def why(hit: HitLike, today: dt.date, cells: int) -> Iterator[Line]:
    """The sentences that matched, and what the status is worth."""
    yield (Span(said(hit.id), "head"), Span("  "), Span(said(hit.title or "")))
    yield EMPTY
    yield (Span("Status: "), Span(short_status(hit.status), status_style(hit.status)))
    if reason := stale_row(hit, today):
        yield from block(f"! It {reason}: verify before relying on it.", cells, "warn")
    if not hit.matched:
        yield EMPTY
        yield (Span("No words were typed: every trial is listed.", "dim"),)
    for match in hit.matched:
        yield EMPTY
        side = f", under {match.side}" if match.side else ""
        yield (
            Span(said(match.typed), "bold"),
            Span(f"  in {said(match.field)}{side}: "),
            Span(said(match.why), "dim"),
        )
        yield from block(said(match.text), cells, "", "  ", "  ")


class MatchLike(Protocol):
    @property
    def field(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def typed(self) -> str: ...
    @property
    def side(self) -> str: ...


class HitLike(Listed, Protocol):
    """A Hit with its reasons."""

    @property
    def matched(self) -> tuple[MatchLike, ...]: ...


def used(corrections: tuple[str, ...], synonyms: tuple[str, ...], cells: int, key: str) -> Line:
    """What was searched instead of what was typed; `key` changes it."""
    text = " · ".join(said(each) for each in (*corrections, *synonyms))
    if not text:
        return EMPTY
    hint = f"  ({key} to change)"
    return (
        Span(" using: ", "dim"),
        Span(fit(text, max(cells - 9 - width(hint), 10)).rstrip(), "key"),
        Span(hint, "dim"),
    )
