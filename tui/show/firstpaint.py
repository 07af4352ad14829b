"""The first rows, on the screen before Textual is imported.

Importing Textual takes most of the time until something can be seen. So the list is searched for
and drawn first, in the theme and where it will stay; the app goes on from these cells and sends
only what differs. Keys typed meanwhile stay in the terminal's buffer, unseen, and reach the app.
"""

from __future__ import annotations

import os
import sys
import termios
import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.durable import file_identity
from catalog.model.own_sites import NOBODYS, Own
from catalog.model.recruitment import current_day
from catalog.store.first_rows import Glance, Newest, first_glance
from tui import commands
from tui.settings.folders import synonyms_file
from tui.show import hits as present_hits
from tui.show.room import list_room
from tui.show.words import EXAMPLES, catalogue_told, footer, header
from tui.terminal import size
from tui.terminal.ending import ENTER, LEAVE, WAY_OUT
from tui.terminal.grid import Grid
from tui.terminal.looks import colours_of, look_of, theme_for
from tui.terminal.probe import Probe
from tui.terminal.repertoire import shown
from tui.terminal.styled import Line, Span, crop, fit
from tui.terminal.themes import DEFAULT

if TYPE_CHECKING:
    from catalog.search.results import Results

PAGE = 60
_PROMPT = " / "
_ABOVE = 3
"""Lines above the list."""
_LONGEST_ANSWER = 0.5
"""Seconds that an end before the app waits for what the terminal was asked."""
_FOUND = 22
"""Cells of the count at the right of the search field."""


class First:
    """What was found and shown, and the terminal as it was."""

    def __init__(
        self,
        path: Path,
        query: str,
        keys: Mapping[str, str] | None = None,
        theme: str = DEFAULT,
        own: Own = NOBODYS,
        noted: Mapping[str, str] | None = None,
    ) -> None:
        self.path, self.seen = path, file_identity(path)
        self._theme = theme_for(os.environ, theme)
        self.grid: Grid | None = None
        """What the terminal shows, once it does."""
        self.query, self._keys = query, keys or {}
        self._noted = noted or {}
        self._found: Results | None = None
        self._newest: Newest | None = None
        self.glance: Glance
        if query.strip() or own:  # a place from which distances are counted is searched for
            self.glance, _ = first_glance(path, 0)
            self._found = _searched(path, query, own)
        else:
            self.glance, self._newest = first_glance(path, PAGE)
        self._before: list[object] | None = None
        self.ready = threading.Event()
        """Set when there is a field to type into."""
        self.taken_over = False
        """Whether Textual rules the terminal: then it leaves the screen itself."""
        self.probe = Probe()
        self.typed = b""
        """What was typed before there was anybody to read it."""

    @property
    def found(self) -> Results:
        """What was shown, as a search finds it: once Textual is there, this costs nothing."""
        if self._found is None:
            from catalog.search.query import Query
            from catalog.search.results import Hit, Results

            assert self._newest is not None
            hits = tuple(Hit(**row._asdict(), score=0, matched=()) for row in self._newest.rows)
            self._found = Results(Query(()), hits, self._newest.total)
        return self._found

    def show(self) -> None:
        """Take the terminal and draw; raises OSError where it has gone."""
        descriptor = _keyboard()
        self._before = WAY_OUT.before = termios.tcgetattr(descriptor)
        quiet = termios.tcgetattr(descriptor)
        # No echo and no signals by keys: what is typed now is for the app.
        quiet[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN)
        # Nor may the terminal keep ctrl+q for itself or turn Enter into another key.
        quiet[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        termios.tcsetattr(descriptor, termios.TCSANOW, quiet)
        columns, rows = size.of_terminal(descriptor)
        self.grid = self._drawn(columns, rows)
        picture = self.grid.difference((0, 0), 0.0, asks=False)
        asked = self.probe.question(columns)
        _write(f"{ENTER}\x1b[?25l\x1b[H{asked}\x1b[2J{picture}")

    def look(self) -> None:
        """See what the terminal has answered meanwhile: before anything more is laid out."""
        self.typed += self.probe.look(_keyboard())
        if self.probe.are_wide and self.grid is not None:
            self.grid.forget()  # its rows were longer than the terminal's

    def _drawn(self, columns: int, rows: int) -> Grid:
        """The first screen, cell by cell, in the theme; the bar is on the first row of the list.

        The sign `>` in the bar is the app's: where it stands, keys are taken.
        """
        grid = Grid()
        grid.resize(columns, rows)
        colours = colours_of(os.environ)
        for y, line in enumerate(self.lines(columns, rows)):
            covered = present_hits.BAR[y - _ABOVE] if 0 <= y - _ABOVE < len(present_hits.BAR) else 0
            x = 0
            for place, span in enumerate(line):
                on_bar = place < covered and bool(self._total)
                look = look_of(self._theme, colours, span.style, is_current=on_bar)
                x = grid.put(y, x, shown(span.text), look)
            rest = look_of(self._theme, colours, "", is_current=len(line) < covered)
            grid.put(y, x, " " * (columns - x), rest)
        return grid

    def lines(self, columns: int, rows: int) -> list[Line]:
        """The lines of the first screen."""
        told = self.glance
        name = catalogue_told(
            self.path.name,
            told.trials,
            told.newest_source,
            columns - 9,
            is_sample=told.is_sample,
            is_unsigned=told.is_unsigned,
        )
        found = f"{self._total:,} found "
        help_key = commands.key("help", self._keys)
        lines: list[Line] = [header(name, f"{help_key} help", columns)]
        asked = fit(self.query or EXAMPLES, columns - _FOUND - len(_PROMPT))
        lines.append(
            (
                Span(_PROMPT, "key"),
                Span(asked, "" if self.query else "dim"),
                Span(found.rjust(_FOUND - 1), "dim"),
            )
        )
        has_place = self._found is not None and self._found.origin is not None
        view = present_hits.View(current_day(), has_place=has_place)
        room = list_room(columns, rows)
        lines.append(present_hits.head(room.cells, view))
        lines += self._rows(room.cells, room.lines, view)
        lines += [()] * max(rows - 1 - len(lines), 0)
        lines.append(footer(commands.typing(self._keys), "", columns))
        return [crop(line, columns) for line in lines[:rows]]

    @property
    def _total(self) -> int:
        return self._newest.total if self._newest is not None else self.found.total

    def _rows(self, columns: int, count: int, view: present_hits.View) -> list[Line]:
        """The hits that fit, in their lines; of the last perhaps the first line alone."""
        draw = partial(present_hits.rows, view=view, marked=False, cells=columns)
        most = count // view.lines + 1
        lines: list[Line] = []
        if self._newest is not None:
            for row in self._newest.rows[:most]:
                lines += draw(row, (), mark=self._noted.get(row.id, ""))
        else:
            for hit in self.found.hits[:most]:
                lines += draw(hit, hit.matched, mark=self._noted.get(hit.id, ""))
        return lines[:count]

    def restore(self) -> None:
        """Give the terminal back as it was."""
        if self._before is None:
            return
        try:
            if not self.taken_over:
                _write(LEAVE)
            descriptor = _keyboard()
            self.probe.eat(descriptor, _LONGEST_ANSWER)
            termios.tcsetattr(descriptor, termios.TCSANOW, self._before)  # type: ignore[arg-type]
        except (OSError, ValueError, termios.error):
            return


def _searched(path: Path, query: str, own: Own) -> Results:
    """What a query of the settings finds: the search has to be loaded for it."""
    from catalog.search.parser import parse
    from catalog.search.searcher import Searcher
    from catalog.store.opening import connect_read_only

    searcher = Searcher(connect_read_only(path), synonyms_file(), own)
    return searcher.search(parse(query), PAGE)


def _keyboard() -> int:
    return sys.__stdin__.fileno() if sys.__stdin__ else 0


def _write(text: str) -> None:
    stream = sys.__stderr__
    assert stream is not None
    stream.write(text)
    stream.flush()
