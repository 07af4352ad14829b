"""Filters: every value with its count under the present query; unknown is a value too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from catalog.search.facets import Facet
from catalog.search.fields import FIELDS, FIELDS_IN_ORDER, as_typed
from catalog.search.query import Filter, Query
from tui import commands
from tui.app.asking import Reading, Stop
from tui.screens.finding import ListView
from tui.screens.view import LEAVE, bindings
from tui.show.filter_rows import Row, rows
from tui.show.present import said
from tui.terminal.styled import EMPTY, Line, Span, fit

if TYPE_CHECKING:
    from catalog.search.searcher import Searcher

TITLES = {"site": "Your sites", **{row.name: row.title for row in FIELDS_IN_ORDER if row.title}}
_WORDS = {
    name: FIELDS[name].title or name.title() for name in ("condition", "drug", "sponsor", "city")
}
"""Fields of words: their values are too many to list, and are offered as they are typed."""
_TYPED, _OFFERED = 2, 6
"""Letters from which they are offered, and how many of each field."""

Counts = dict[str, tuple[Facet, ...]]


def counted(
    searcher: Searcher, query: Query, own: Sequence[str], stop: Stop, typed: str = ""
) -> Counts:
    """Counts of every value; what is chosen of a field does not hide the field's other values.

    With `typed` also of words of conditions, drugs, sponsors and cities that begin so.
    """
    found = searcher.facets(query, stop)
    for field in {each.field for each in query.filters if each.field in found}:
        found[field] = searcher.facets(_without(query, field), stop)[field]
    if own:
        rest = _without(query, "site")
        found["site"] = tuple(
            Facet(name, searcher.search(rest & Filter("site", (name,)), 0, 0, stop).total)
            for name in own
        )
    for field in _WORDS if len(typed.strip()) >= _TYPED else ():
        rest, offered = _without(query, field), []
        for each in searcher.complete(field, typed.strip())[:_OFFERED]:
            count = searcher.search(rest & Filter(field, (each.value,)), limit=0).total
            offered += [Facet(each.value, count)] if count else []
        found[field] = tuple(offered)
    return found


def _without(query: Query, field: str) -> Query:
    for each in query.filters:
        if each.field == field and not each.op:
            query = query - each
    return query


class FilterScreen(ListView):
    """Include, exclude, only; the list below changes at once."""

    view = commands.FILTER
    nothing = "no value is here to choose"
    BINDINGS = bindings(commands.FILTER)

    def __init__(self, query: Query, take: Callable[[Query], None]) -> None:
        super().__init__()
        self.narrowed, self.take = query, take
        self.values: list[tuple[str, str]] = []
        self.facets: Counts = {}
        self.narrowed_by = ""
        """What the values are narrowed by."""
        self.opened_fields: set[str] = set()

    def on_mount(self) -> None:
        super().on_mount()
        self.count()

    def count(self) -> None:
        """Count the values anew."""
        query, own, typed = self.narrowed, self.host.about.settings.sites, self.narrowed_by

        def work(reading: Reading, stop: Stop) -> Counts:
            return counted(reading.searcher, query, own, stop, typed)

        self.host.find("facets", work, self._counted)

    reread = count

    def takes(self, key: str, *, is_typing: bool) -> bool:
        return key in LEAVE or not self.host.works_on("facets")

    def _counted(self, facets: Counts) -> None:
        self.facets = facets
        if self.is_drawn:
            self.redraw()

    def header(self, cells: int) -> list[Line]:
        filters = " ".join(said(str(each)) for each in self.narrowed.filters)
        return self.headed(f"Narrowed by: {filters or 'nothing chosen'}", cells)

    def redraw(self) -> None:
        self.draw_frame()
        if not self.facets:
            self.part("body").show([(Span("  counting …", "dim"),)])
            return
        lines: list[Line] = []
        items: list[tuple[int, int]] = []
        body = self.part("body")
        at = self.values[body.cursor] if body.cursor < len(self.values) else None
        self.values = []
        for field, title in (TITLES | _WORDS).items():
            shown = self._rows(field)
            if shown:
                lines += [*([EMPTY] if lines else []), (Span(" " + title, "head"),)]
            for row in shown:
                if not row.is_heading:
                    items.append((len(lines), len(lines) + 1))
                    self.values.append((field, row.value))
                lines.append(_line(row))
        if not items:
            lines.append((Span(f"  no value holds {said(self.narrowed_by)}", "dim"),))
        # The cursor stays on its value though the counts put it elsewhere.
        if at in self.values:
            body.cursor = self.values.index(at)
        body.show(lines, items, keep=True)
        self.draw_frame()  # once more: whether there is a value to choose is known now

    @property
    def has_row(self) -> bool:
        return self.asks or not self.facets or bool(self.values)

    def idle(self) -> Mapping[str, str]:
        none = {} if self.narrowed.filters else {"clear_filters": "no filter is chosen"}
        return {**super().idle(), **none}

    def _rows(self, field: str) -> list[Row]:
        chosen = {
            value: "without" if each.without else "chosen"
            for each in self.narrowed.filters
            if each.field == field
            for value in each.values
        }
        found = self.facets.get(field, ())
        if field in _WORDS:  # only what was typed is offered, and what is chosen
            return rows(field, found, chosen, is_open=True)
        is_open = field in self.opened_fields
        return rows(field, found, chosen, narrowed=self.narrowed_by, is_open=is_open)

    def action_find(self) -> None:
        self.ask("values with: ", self._narrow, live=True)

    def _narrow(self, text: str) -> None:
        self.narrowed_by = text
        self.redraw()
        self.count()

    def action_back(self) -> None:
        """What the values are narrowed by goes first, and Filters only then."""
        if not self.asks and self.narrowed_by:
            self._narrow("")
        else:
            super().action_back()

    def action_include(self) -> None:
        self._change("include")

    def action_exclude(self) -> None:
        self._change("exclude")

    def choose(self) -> None:
        self._change("only")

    def action_only(self) -> None:
        self._change("only")

    def action_clear_filters(self) -> None:
        for each in self.narrowed.filters:
            self.narrowed = self.narrowed - each
        self._changed()

    def _change(self, way: str) -> None:
        place = self.part("body").cursor
        if place < len(self.values) and not self.values[place][1]:
            self.opened_fields.add(self.values[place][0])
            self.redraw()
        elif place < len(self.values):
            self.narrowed = changed(self.narrowed, *self.values[place], way)
            self._changed()

    def _changed(self) -> None:
        self.take(self.narrowed)
        self.draw_frame()
        self.count()


def _line(row: Row) -> Line:
    if row.is_heading:
        return (Span(f"   {fit(row.label, 44)} {row.trials:>8}", "dim"),)
    return (
        Span(f"   {fit(row.state, 9)}", "mark"),
        Span(fit(row.label, 36), "key" if row.is_more else ""),
        Span(f"{row.trials:>8}" if not row.is_more else "", "dim"),
    )


def changed(query: Query, field: str, value: str, way: str) -> Query:
    """The query with a value included, excluded or alone; a second time takes it back."""
    old = [each for each in query.filters if each.field == field and not each.op]
    with_values = tuple(value for each in old if not each.without for value in each.values)
    without = tuple(value for each in old if each.without for value in each.values)
    for each in old:
        query = query - each
    if way == "only":
        return query if with_values == (value,) else query & _filter(field, (value,))
    wanted = with_values if way == "include" else without
    toggled = tuple(each for each in wanted if each != value)
    if value not in wanted:
        toggled = (*wanted, value)
    other = tuple(each for each in (without if way == "include" else with_values) if each != value)
    kept, out = (toggled, other) if way == "include" else (other, toggled)
    if kept:
        query = query & _filter(field, kept)
    return query & _filter(field, out, without=True) if out else query


def _filter(field: str, values: tuple[str, ...], *, without: bool = False) -> Filter:
    """A filter whose values stand in the search field as people type them."""
    shown = Filter(field, tuple(as_typed(field, each) for each in values), without=without)
    return Filter(field, values, without=without, typed=str(shown))
