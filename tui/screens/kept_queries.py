"""Kept queries: to keep one under a name, to search for one again, to forget one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Horizontal
from textual.widget import Widget

from personal import searches
from personal.labels import cleaned, doubts
from personal.searches import Found, Search
from tui import commands
from tui.app.asking import Reading, Stop
from tui.screens.asking_once import TO_KEEP
from tui.screens.finding import ListView
from tui.screens.host import Kept
from tui.screens.view import LEAVE, View, bindings
from tui.show.words import said
from tui.terminal.styled import EMPTY, Line, Span, fit
from tui.widgets.field import Field
from tui.widgets.lines import Lines

if TYPE_CHECKING:
    from personal.inbox.whole import Inbox

_NAME = 24


class Row(NamedTuple):
    """A kept query, and how many trials it finds now."""

    search: Search
    found: int


class KeptQueriesScreen(ListView):
    """Every kept query with how many it finds and how many of those are new."""

    view = commands.KEPT
    nothing = "no query is kept"
    BINDINGS = bindings(commands.KEPT)

    def __init__(self, search_for: Callable[[str], None]) -> None:
        super().__init__()
        self.search_for = search_for
        self.rows: tuple[Row, ...] | None = None
        self.forgotten: list[Forgotten] = []

    def on_mount(self) -> None:
        super().on_mount()
        self.load()

    def load(self) -> None:
        """Read and count the queries."""
        mine = self.host.mine

        def work(reading: Reading, stop: Stop) -> tuple[Row, ...]:
            with mine.reading() as connection:
                kept = searches.searches(connection)
            return tuple(_counted(reading, each, stop) for each in kept)

        self.host.find("kept queries", work, self._loaded)

    reread = load

    def _loaded(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows
        if self.is_drawn:
            self.redraw()

    def takes(self, key: str, *, is_typing: bool) -> bool:
        return key in LEAVE or not self.host.works_on("kept queries")

    def kept_changed(self, before: Kept, kept: Kept) -> None:
        if before.inbox is kept.inbox:
            super().kept_changed(before, kept)
        else:
            self.redraw()

    def header(self, cells: int) -> list[Line]:
        return self.headed("Kept queries", cells)

    def redraw(self) -> None:
        self.draw_frame()
        body, cells = self.part("body"), max(self.size.width, 20)
        if self.rows is None:
            body.show([(Span("   counting …", "dim"),)])
        elif not self.rows:
            key = self.key("keep_search")
            body.show([EMPTY, (Span(f"   No query is kept; in the list {key} keeps one.", "dim"),)])
        else:
            lines = [_drawn(each, self.host.kept.inbox, cells) for each in self.rows]
            body.show(lines, [(n, n + 1) for n in range(len(lines))], keep=True)

    @property
    def current(self) -> Row | None:
        place = self.part("body").cursor
        return self.rows[place] if self.rows and place < len(self.rows) else None

    def choose(self) -> None:
        if self.is_current and (row := self.current):
            self.search_for(row.search.query)

    def action_kept_remove(self) -> None:
        """Forget the query under the cursor, and all that was seen of it."""
        if row := self.current:
            mine, name = self.host.mine, row.search.name

            def work(reading: Reading) -> Forgotten:
                with mine.writing() as connection:
                    found = searches.seen(connection, row.search.key)
                    searches.remove(connection, name)
                return Forgotten(row.search, tuple(found.values()))

            self.host.change_own(work, self._forgot)

    def _forgot(self, forgotten: Forgotten) -> None:
        self.forgotten.append(forgotten)
        undo = self.key("kept_undo")
        self.host.tell(f"forgotten: {said(forgotten.search.name)}; {undo} keeps it again")
        self.load()

    def action_kept_undo(self) -> None:
        """Keep the query that was forgotten last, with what was seen of it."""
        mine, (search, found) = self.host.mine, self.forgotten.pop()

        def work(reading: Reading) -> None:
            with mine.writing() as connection:
                searches.keep(
                    connection,
                    search.name,
                    search.query,
                    found if search.looked else None,
                    search.looked or search.made,
                )

        self.host.change_own(work, lambda _: self.load())
        self.host.tell(f"kept again: {said(search.name)}")

    @property
    def has_row(self) -> bool:
        return self.asks or self.rows is None or bool(self.rows)

    def idle(self) -> Mapping[str, str]:
        none = {} if self.forgotten else {"kept_undo": "nothing was forgotten here"}
        return {**super().idle(), **none}

    def copied(self) -> str:
        return self.current.search.query if self.current else ""


class Forgotten(NamedTuple):
    """A query that was forgotten, to be kept again."""

    search: Search
    found: tuple[Found, ...]


def _counted(reading: Reading, search: Search, stop: Stop) -> Row:
    from catalog.search.parser import parse

    return Row(search, reading.searcher.everyone(parse(search.query), 0, stop).total)


def _drawn(row: Row, inbox: Inbox | None, cells: int) -> Line:
    new = _new(row.search, inbox)
    told = f"{row.found:,} found" + (f", {new:,} new" if new else "")
    name = min(_NAME, max(cells // 3, 8))
    count = min(22, max(cells // 4, 10))
    query = max(cells - name - count - 8, 0)
    return (
        Span("   "),
        Span(fit(said(row.search.name), name), "bold"),
        Span("  "),
        Span(fit(said(row.search.query), query), "dim"),
        Span("  "),
        Span(fit(told, count), "mark" if new else ""),
    )


def _new(search: Search, inbox: Inbox | None) -> int:
    """How many of what it finds nobody has looked at; none until the inbox is worked out."""
    if inbox is None:
        return 0
    from personal.inbox.whole import new_of

    return new_of(search.key, inbox)


class KeepScreen(View):
    """A name for a query: a new one, or one that is kept already and gets this query instead."""

    view = commands.PICK
    titled = TO_KEEP
    BINDINGS = bindings(commands.PICK)

    def __init__(self, query: str, kept: Sequence[Search]) -> None:
        super().__init__()
        self.wanted, self.others = query.strip(), tuple(kept)
        self._doubted = ""

    def body(self) -> Iterable[Widget]:
        yield Horizontal(
            Lines("prompt", focusable=False), Field("field", cleaned(self.wanted)), id="ask"
        )
        yield Lines("body", focusable=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.part("prompt").show([(Span(" > ", "key"),)])
        field = self.query_one(Field)
        field.put(field.value)
        field.focus()
        self.redraw()

    def header(self, cells: int) -> list[Line]:
        return self.headed("Keep this query: its name", cells)

    def redraw(self) -> None:
        self.draw_frame()
        cells = max(self.size.width, 20)
        lines: list[Line] = [(Span(fit(f"   query: {said(self.wanted)}", cells)),), EMPTY]
        if self.others:
            lines.append((Span("   A name that is used already gets this query instead:", "dim"),))
        lines += [
            (Span("   "), Span(fit(said(each.name), _NAME), "bold"), Span(f"  {said(each.query)}"))
            for each in self.others
        ]
        self.part("body").show(lines)

    def action_open(self) -> None:
        name = cleaned(self.query_one(Field).value)
        if not name:
            self.host.tell("type a name for it")
            return
        if (doubt := doubts(name)) and self._doubted != name:
            self._doubted = name
            self.host.tell(f"{doubt}: change it, or Enter once more to keep it all the same")
            return
        host, query = self.host, self.wanted
        today = host.about.today

        def work(reading: Reading) -> int:
            from personal.inbox.asked import keep_query

            return keep_query(host.mine, reading.searcher, name, query, today)

        def done(count: int) -> None:
            host.tell(f"kept as {said(name)}, {count:,} found; {self.key('searches')} shows all")

        self.action_close()
        host.change_own(work, done)


def keep_query(view: View) -> None:
    """Ask for a name for the query that stands in the search field."""
    host, mine = view.host, view.host.mine
    query = host.kept.query
    if not query.strip():
        host.tell("there is nothing to keep: the search field is empty")
        return

    def work(reading: Reading, stop: Stop) -> list[Search]:
        with mine.reading() as connection:
            return searches.searches(connection)

    def ask(kept: list[Search]) -> None:
        if view.is_current:
            view.app.push_screen(KeepScreen(query, kept))

    host.find("kept queries", work, ask)
