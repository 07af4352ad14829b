"""Hits into the rows of the result list, two lines each, and why each was found.

Line 1 is what decides, in the order in which it decides: status, where, ages, phase, number. Line 2
is the title. Columns depend on the width alone, so that they stay from page to page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from catalog.model.site_states import belied
from catalog.model.staleness import ONLY_DATED, OPEN, Dated, stale_row
from catalog.search.decisive import Decisive
from tui.show.where import Sited, counted, nearest_told, where
from tui.show.words import is_over, said, short_phases, short_status, status_style
from tui.terminal.styled import EMPTY, Line, Span, block, fit, width

LEAD = 3
_NARROW, _WIDE = 76, 110
BAR = (1000, 1)
"""How many spans of a hit's lines the cursor covers: what decides from edge to edge, and of the
title the lead."""
_SORTED = 11
_OF_TITLE = 26
"""Cells that a reason may take from a title."""
_NO_UPPER_LIMIT = 99


class Listed(Sited, Dated, Protocol):
    """As much of a Hit as a row shows."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def phases(self) -> tuple[str, ...]: ...
    @property
    def enrollment(self) -> int | None: ...
    @property
    def site_count(self) -> int: ...
    @property
    def start_date(self) -> str | None: ...
    @property
    def forbidden(self) -> tuple[str, ...]: ...
    @property
    def status_inferred(self) -> bool: ...


class MatchLike(Protocol):
    """Where a hit matched, and why."""

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


class View(NamedTuple):
    """How a list is shown."""

    today: dt.date
    sort: str = "relevance"
    """By what it is sorted, `-` before it where reversed."""
    near: tuple[str, ...] = ()
    """Countries that are asked for: what is said of places is said of these first."""
    lines: int = 2
    has_place: bool = False
    """Whether distances are known: the nearest site is told."""


class Columns(NamedTuple):
    """Cells of each column of a row's first line."""

    status: int
    where: int
    ages: int
    phase: int
    sorted: int
    number: int
    rest: int


def columns(cells: int, view: View) -> Columns:
    """The columns that fit; where has what the others leave."""
    by_value = view.sort.lstrip("-") in _VALUES
    if cells < _NARROW:
        fixed = (13, 8, 0, 0, 15, 0)
    elif cells < _WIDE:
        fixed = (14, 12, 0, _SORTED, 17, 0) if by_value else (14, 12, 6, 0, 17, 0)
    else:
        fixed = (15, 15, 9, _SORTED if by_value else 0, 24, 0)
    status, ages, phase, value, number, _ = fixed
    where = cells - LEAD - sum(fixed)
    rest = max(where - 44, 0) if cells >= _WIDE else 0
    return Columns(status, where - rest, ages, phase, value, number, rest)


def head(cells: int, view: View) -> Line:
    """The names of the columns; the one by which the list is sorted with an arrow."""
    known = columns(cells, view)
    name = view.sort.lstrip("-")
    arrow = "↑" if view.sort.startswith("-") else "↓"

    def titled(text: str, sort: str = "") -> str:
        return f"{text} {arrow}" if sort and sort == name else text

    text = " " * LEAD + fit(titled("status", "status"), known.status)
    if view.lines == 1:
        return (Span(fit(text + fit("number", known.number) + "title", cells), "dim"),)
    place = titled(_place_head(known.where, view), "distance")
    text += fit(place, known.where) + fit("ages", known.ages)
    text += fit(titled("phase", "phase"), known.phase)
    text += fit(f"{_VALUES.get(name, name)} {arrow}", known.sorted)
    text += _number(titled("number", "id"), known, cells)
    return (Span(fit(text, cells), "dim"),)


def _place_head(cells: int, view: View) -> str:
    if not view.has_place:
        return "sites recruiting"
    return "nearest recruiting site" if cells > len("nearest recruiting site ↓") else "nearest site"


def _number(text: str, known: Columns, cells: int) -> str:
    """A number at the right edge, or from some width on at a place of its own."""
    if cells >= _WIDE:
        return fit(text, known.number)
    return " " * max(known.number - width(text) - 2, 0) + text + "  "


def rows(
    hit: Listed,
    matched: Sequence[MatchLike],
    view: View,
    *,
    marked: bool,
    cells: int,
    mark: str = "",
) -> tuple[Line, ...]:
    """A hit in the lines that its list gives it, each exactly `cells` wide.

    `mark` is what the user has noted of the trial, shown at the end of its title.
    """
    lead = Span(" * " if marked else " " * LEAD, "mark")
    if view.lines == 1:
        return (_one_line(hit, view, lead, mark, cells),)
    return (_deciding(hit, view, lead, cells), _title(hit, matched, mark, cells))


def _one_line(hit: Listed, view: View, lead: Span, mark: str, cells: int) -> Line:
    known = columns(cells, view)
    number = fit(said(hit.id), known.number - 1) + " "
    tail = f"  {said(mark)} " if mark else ""
    room = cells - LEAD - known.status - known.number - width(tail)
    line = (
        lead,
        _status(hit, view, known.status),
        Span(number, "dim"),
        Span(fit(_titled(hit), room), _weight(hit)),
        Span(tail, "mark"),
    )
    return line if tail else line[:-1]


def _deciding(hit: Listed, view: View, lead: Span, cells: int) -> Line:
    known = columns(cells, view)
    number = _number(said(hit.id), known, cells)
    over = max(width(number) - known.number, 0)
    value = _value(hit, view.sort.lstrip("-")) if known.sorted else ""
    ages = who(hit.decides, narrow=cells < _NARROW)
    phases = short_phases(hit.phases)
    line = (
        lead,
        _status(hit, view, known.status),
        Span(fit(where(hit, view.near, known.where - over - 1), known.where - over)),
        Span(fit(ages, known.ages), "dim" if ages in ("not stated", "?") else ""),
        Span(fit(phases, known.phase)),
        Span(fit(value, known.sorted)),
        Span(fit(number, max(known.number, width(number))), "dim"),
        Span(" " * known.rest),
    )
    return tuple(span for span in line if span.text)


def _status(hit: Listed, view: View, cells: int) -> Span:
    doubt = doubted(hit, view.today)
    word = short_status(hit.status)
    if width(word) > cells - 2:
        word = fit(word, cells - 2).rstrip()
    shown = f"{word}?" if doubt else word
    return Span(fit(shown, cells), status_style(hit.status, bool(doubt)))


def doubted(hit: Listed, today: dt.date) -> str:
    """Why a status that lets people in may not be true; empty where nothing speaks against it."""
    dated = ONLY_DATED if hit.status_inferred and hit.status in OPEN else ""
    return stale_row(hit, today) or belied(hit.status, counted(hit)) or dated


def _titled(hit: Listed) -> str:
    return said(hit.title or "(no title in any source)")


def _weight(hit: Listed) -> str:
    return "dim" if is_over(hit.status) or not hit.title else ""


def _title(hit: Listed, matched: Sequence[MatchLike], mark: str, cells: int) -> Line:
    """The title; at its end the user's own mark, or that a searched word excludes."""
    reason = _excluded(hit, matched)
    tail = [Span(f"  {fit(reason, _OF_TITLE).rstrip()}", "warn")] if reason else []
    if mark:
        tail.append(Span(f"  {said(mark)}", "mark"))
    room = cells - LEAD - 1 - sum(width(span.text) for span in tail)
    title = _titled(hit)
    only = "  only in criteria"
    if not tail and _only_in_criteria(matched) and width(title) + len(only) <= room:
        tail, room = [Span(only, "dim")], room - len(only)
    return (Span(" " * LEAD), Span(fit(title, room), _weight(hit)), *tail, Span(" "))


def _excluded(hit: Listed, matched: Sequence[MatchLike]) -> str:
    """`exclusions: pd-1` where a searched word stands under what excludes."""
    words = [*hit.forbidden, *(match.typed for match in matched if match.side == "must not")]
    return f"exclusions: {said(', '.join(dict.fromkeys(words)))}" if words else ""


def _only_in_criteria(matched: Sequence[MatchLike]) -> bool:
    return bool(matched) and all(match.field == "eligibility" for match in matched)


# who may enter


def who(decides: Decisive, *, narrow: bool = False) -> str:
    """`18+`, `18–75 women`, `6 mo–17`; `not stated` where neither age nor sex is."""
    sexes = {"FEMALE": "w" if narrow else "women", "MALE": "m" if narrow else "men"}
    sex = sexes.get(decides.sex or "", "")
    low, high = _age(decides.minimum_age), _age(decides.maximum_age)
    if high.isdigit() and int(high) >= _NO_UPPER_LIMIT:
        high = ""
    if low and high:
        ages = f"{low}–{high}"
    else:
        ages = f"{low}+" if low else f"<={high}" if high else ""
    if not ages and not sex:
        return "?" if narrow else "not stated"
    return f"{ages} {sex}".strip()


_UNITS = {"year": "", "month": " mo", "week": " wk", "day": " d", "hour": " h", "minute": " min"}


def _age(text: str | None) -> str:
    """`18`, `6 mo`; an age in other words as they are."""
    if not text:
        return ""
    number, _, unit = said(text).partition(" ")
    short = _UNITS.get(unit.lower().removesuffix("s"))
    return f"{number}{short}" if short is not None else said(text)


# the value by which the list is sorted, where no column has it

_VALUES = {"updated": "updated", "start": "start", "enrollment": "people"}
SORTS_TOLD = {**_VALUES, "id": "number", "relevance": "best match"}
"""What the list is sorted by, in words; the others are called what they are."""


def _value(hit: Listed, sort: str) -> str:
    values = {
        "updated": hit.last_updated,
        "start": hit.start_date,
        "enrollment": None if hit.enrollment is None else f"{hit.enrollment:,}",
    }
    return said(values.get(sort) or "?")


def why(hit: HitLike, today: dt.date, cells: int) -> Iterator[Line]:
    """The sentences that matched, and what the status is worth."""
    yield (Span(said(hit.id), "head"),)
    yield from block(said(hit.title or ""), cells)
    yield EMPTY
    doubt = doubted(hit, today)
    yield (Span("Status: "), Span(short_status(hit.status), status_style(hit.status, bool(doubt))))
    if doubt:
        yield from block(f"? It {doubt}: check before relying on it.", cells, "warn")
    if sites := str(counted(hit)):
        yield from block(f"Sites: {sites}", cells)
    for told in nearest_told(hit.nearest):
        yield from block(told, cells)
    if not hit.matched:
        yield EMPTY
        yield (Span("No words were typed: nothing had to match.", "dim"),)
    for match in hit.matched:
        yield EMPTY
        side = f", under {match.side}" if match.side else ""
        yield (
            Span(said(match.typed), "bold"),
            Span(f"  in {said(match.field)}{side}: "),
            Span(said(match.why), "dim"),
        )
        yield from block(said(match.text), cells, "", "  ", "  ")
