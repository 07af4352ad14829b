"""Filters: every value with its count under the present query; unknown is a value too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from catalog.merging.source_names import source_words
from catalog.model.code_words import code_told
from catalog.search.facets import Facet
from catalog.search.fields import FIELDS, FIELDS_IN_ORDER
from catalog.search.query import Filter, Query
from tui import commands
from tui.app.asking import Reading, Stop
from tui.screens.finding import ListView
from tui.screens.view import LEAVE, bindings
from tui.show.present import said, short_status
from tui.terminal.styled import EMPTY, Line, Span, fit

if TYPE_CHECKING:
    from catalog.search.searcher import Searcher

TITLES = {"site": "Your sites", **{row.name: row.title for row in FIELDS_IN_ORDER if row.title}}
_MOST = 40
"""Values listed of one field; the rest can be typed."""


Counts = dict[str, tuple[Facet, ...]]


def counted(searcher: Searcher, query: Query, own: Sequence[str], stop: Stop) -> Counts:
    """Counts of every value; what is chosen of a field does not hide the field's other values."""
    found = searcher.facets(query, stop)
    for field in {each.field for each in query.filters if each.field in found}:
        found[field] = searcher.facets(_without(query, field), stop)[field]
    if own:
        rest = _without(query, "site")
        found["site"] = tuple(
            Facet(name, searcher.search(rest & Filter("site", (name,)), 0, 0, stop).total)
            for name in own
        )
    return found


def _without(query: Query, field: str) -> Query:
    for each in query.filters:
        if each.field == field and not each.op:
            query = query - each
    return query


class FilterScreen(ListView):
    """Include, exclude, only; the list below changes at once."""

    view = commands.FILTER
    BINDINGS = bindings(commands.FILTER)

    def __init__(self, query: Query, take: Callable[[Query], None]) -> None:
        super().__init__()
        self.narrowed, self.take = query, take
        self.values: list[tuple[str, str]] = []
        self.facets: Counts = {}

    def on_mount(self) -> None:
        super().on_mount()
        self.count()

    def count(self) -> None:
        """Count the values anew."""
        query, own = self.narrowed, self.host.about.settings.sites

        def work(reading: Reading, stop: Stop) -> Counts:
            return counted(reading.searcher, query, own, stop)

        self.host.find("facets", work, self._counted)

    def takes(self, key: str, *, is_typing: bool) -> bool:
        return key in LEAVE or not self.host.works_on("facets")

    def _counted(self, facets: Counts) -> None:
        self.facets = facets
        if self.is_drawn:
            self.redraw()

    def header(self, cells: int) -> list[Line]:
        filters = " ".join(said(str(each)) for each in self.narrowed.filters)
        return [self.headed(f"Narrowed by: {filters or 'nothing chosen'}", cells)]

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
        for field, title in TITLES.items():
            rows = self._rows(field)
            if rows:
                lines += [*([EMPTY] if lines else []), (Span(" " + title, "head"),)]
            for value, count, state in rows:
                items.append((len(lines), len(lines) + 1))
                self.values.append((field, value))
                lines.append(_row(field, value, count, state))
        # The cursor stays on its value though the counts put it elsewhere.
        if at in self.values:
            body.cursor = self.values.index(at)
        body.show(lines, items, keep=True)

    def _rows(self, field: str) -> list[tuple[str, int, str]]:
        """Values with their counts; chosen ones stay in sight when they count nothing."""
        counts = {each.value: each.count for each in self.facets.get(field, ())[:_MOST]}
        chosen = {
            value: "without" if each.without else "chosen"
            for each in self.narrowed.filters
            if each.field == field
            for value in each.values
        }
        order = [*counts, *(value for value in chosen if value not in counts)]
        return [(value, counts.get(value, 0), chosen.get(value, "")) for value in order]

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
        if place < len(self.values):
            self.narrowed = changed(self.narrowed, *self.values[place], way)
            self._changed()

    def _changed(self) -> None:
        self.take(self.narrowed)
        self.draw_frame()
        self.count()


def _row(field: str, value: str, count: int, state: str) -> Line:
    if field == "source":
        shown = source_words(value)
    else:
        told = short_status(value) if field == "status" else _in_words(field, value)
        shown = told if value.isupper() else said(value)
    name = "not stated" if value == "not-stated" else shown
    return (
        Span(f"   {fit(state, 9)}", "mark"),
        Span(fit(name, 36)),
        Span(f"{count:>8}", "dim"),
    )


def _in_words(field: str, value: str) -> str:
    row = FIELDS.get(field)
    return code_told(row.codes if row else None, value)


def changed(query: Query, field: str, value: str, way: str) -> Query:
    """The query with a value included, excluded or alone; a second time takes it back."""
    old = [each for each in query.filters if each.field == field and not each.op]
    with_values = tuple(value for each in old if not each.without for value in each.values)
    without = tuple(value for each in old if each.without for value in each.values)
    for each in old:
        query = query - each
    if way == "only":
        return query if with_values == (value,) else query & Filter(field, (value,))
    wanted = with_values if way == "include" else without
    toggled = tuple(each for each in wanted if each != value)
    if value not in wanted:
        toggled = (*wanted, value)
    other = tuple(each for each in (without if way == "include" else with_values) if each != value)
    kept, out = (toggled, other) if way == "include" else (other, toggled)
    if kept:
        query = query & Filter(field, kept)
    return query & Filter(field, out, without=True) if out else query
