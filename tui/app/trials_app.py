"""The app itself: what it begins with, and what its screens know of it."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace
from textual import events, on
from textual.app import SystemCommand
from textual.geometry import Offset
from textual.screen import Screen

from catalog.model.recruitment import current_day
from catalog.store.first_rows import Glance, glance
from personal.store import Mine
from tui.app import session
from tui.app.asking import Asker, Reading, Stop
from tui.app.leaving import Leaving
from tui.app.minding import Minder
from tui.app.own_file import Held, OwnFile
from tui.app.threads import Answered, Broken
from tui.app.warming import Rules, Warming
from tui.cli import failures
from tui.screens.host import About, Host, Kept
from tui.screens.tour import Tour
from tui.settings import loading
from tui.show.firstpaint import First
from tui.show.words import catalogue_told
from tui.terminal.drawing import driver_class
from tui.terminal.looks import theme_for
from tui.widgets.field import Field
from tui.widgets.messages import Moved

if TYPE_CHECKING:
    from personal.inbox.lines import Line as News
    from personal.inbox.whole import Inbox

T = TypeVar("T")
_SOON = 0.4
"""Seconds before what can wait: tidying up after the start."""
_LATER = 0.8
"""Seconds before what can wait longer: what changed since the user looked."""
_TWICE = 2.0
"""Seconds in which a second ctrl+c quits."""


def _tidy() -> None:
    """Free what only starting needed; what is left stays, and need not be looked through again."""
    gc.collect()
    gc.enable()
    gc.freeze()


class TrialsApp(Leaving):
    """Find, read and compare trials."""

    CSS_PATH = "trials.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        path: Path,
        chosen: loading.Settings,
        *,
        kiosk: bool = False,
        query: str = "",
        first: First | None = None,
        tour: bool = False,
    ) -> None:
        super().__init__(driver_class=driver_class(first))
        self.first = first
        self.path, self.settings, self.kiosk = path, chosen, kiosk
        self.start_query = query or chosen.opening
        self.today = current_day()
        self.mine = Mine(None if kiosk else loading.state_folder())
        self.own = OwnFile(self.mine)
        held = self.own.first()
        self.last = session.load(self.mine)
        self._first_theme = theme_for(os.environ, self.chosen_theme())
        self.dress(self._first_theme)
        self._stopped_at = -_TWICE
        self.pressed_at = monotonic()
        self.rules = Rules(
            lambda deliver: self.tell_app(Answered(deliver)),
            lambda error: self.tell_app(Broken(error)),
        )
        self.warming = Warming(self.read, self.set_timer, self.rules)
        self.set_reactive(
            TrialsApp.kept,
            Kept(self.start_query, topics=self.last.topics, held=held.state, noted=held.marks),
        )
        self.glance = first.glance if first else glance(path)
        self._tour = Tour() if tour else None
        self.finding = self.asker()
        self.reading = self.asker()
        self.writing: Asker | None = None
        self.minder = Minder(
            self.mine,
            chosen,
            self.today,
            self.asker(),
            (self.finding, self.reading),
            self._inbox_known,
            self.tell,
        )

    # what comes in

    def pointed(self) -> Offset | None:
        from tui.screens.view import View

        screen = self.screen
        if not isinstance(screen, View) or not screen.is_drawn:
            return None
        if isinstance(screen.focused, Field):
            return None
        return screen.mover.pointed()

    def on_paste(self) -> None:
        """Nothing here takes text: nothing of a paste is a key."""
        self.tell(f"a paste goes into a field; {self.key_of('find')} leads to one")

    def on_field_shortened(self, message: Field.Shortened) -> None:
        self.tell(f"pasted: the first of {message.lines} lines")

    def on_paste_unfinished(self) -> None:
        self.tell("a paste has begun and does not end; ctrl+c takes what has come")

    # beginning

    def get_default_screen(self) -> Screen[None]:
        """The search, instead of an empty screen below it that nobody sees.

        Textual asks for it once the driver is there, before anything is drawn.
        """
        from tui.screens.search import SearchScreen

        if self.theme != self._first_theme:
            self.theme = self._first_theme
        self.begin_painting(self.first.grid if self.first is not None else None)
        first = self.first
        found = first.found if first is not None and first.query == self.start_query else None
        return SearchScreen(self.start_query, found, self.last)

    def on_mount(self) -> None:
        self.finding.start()
        self.reading.start()
        self.call_after_refresh(self._warm)
        if self.settings.problems:
            self.tell(self.settings.told)
        if self.own.problem:
            self.tell(self.own.problem)

    def _warm(self) -> None:
        """Load what searching needs, now that the list can be seen."""
        self.set_timer(_SOON, _tidy)
        if self.first is not None:
            self.first.ready.set()

        def open_search(reading: Reading, stop: Stop) -> None:
            assert reading.searcher

        self.find("warm", open_search, lambda _: None)
        if self.mine.keeps:
            self.set_timer(_SOON, self._copy_of_day)
            self.set_timer(_LATER, self.minder.begin)

    def _copy_of_day(self) -> None:
        """The copy of the user's own file that each day's first start makes."""
        from personal.copies import copy_of_day  # long after the list can be seen

        mine, day = self.mine, self.today.isoformat()

        def copy(reading: Reading, stop: Stop) -> object:
            return copy_of_day(mine, day)

        self.read("copy of the day", copy, lambda _: None)
        if self.kept.noted:
            self._load_lists()

    def _load_lists(self) -> None:
        self.read("lists", lambda reading, stop: self.own.load(reading), self._hold)

    def _hold(self, held: Held) -> None:
        self.kept = replace(self.kept, held=held.state, noted=held.marks)

    def look(self) -> None:
        """Take in what another app of the user has written."""
        if self.own.is_other():
            self._load_lists()
        self.minder.look_where_changed()

    def change_own(self, work: Callable[[Reading], T], then: Callable[[T], None]) -> None:
        """Have something written to the user's own file; every such work is done, in its order."""

        def both(reading: Reading) -> tuple[T, Held]:
            return work(reading), self.own.load(reading)

        def done(answer: tuple[T, Held]) -> None:
            self._hold(answer[1])
            self.minder.look_where_changed()
            then(answer[0])

        self.read(self.own.kind(), self.own.counted(both), done)

    @on(Moved)
    def _moved(self) -> None:
        self.warming.moved()

    # which keys are handed on

    def takes(self, key: events.Key) -> bool:
        """Whether a key may be handed on, or waits for what it acts on."""
        from tui.screens.view import View
        from tui.widgets.field import typed_into

        self.pressed_at = monotonic()
        screen = self.screen
        return not isinstance(screen, View) or screen.takes(
            key.key, is_typing=typed_into(screen.focused, key)
        )

    def takes_word(self, text: str) -> bool:
        from tui.screens.view import View

        screen = self.screen
        return isinstance(screen, View) and screen.takes_word(text)

    def catalogue(self, cells: int) -> str:
        """Which catalogue this is, for a header with so much room."""
        return catalogue_told(
            self.path.name,
            self.glance.trials,
            self.glance.newest_source,
            cells,
            is_sample=self.glance.is_sample,
            is_unsigned=self.glance.is_unsigned,
        )

    # what screens know of the app (screens.host)

    @property
    def about(self) -> About:
        seen = self.glance
        return About(
            self.path, self.settings, self.today, self.kiosk, seen.newest_source, seen.is_sample
        )

    @property
    def tour(self) -> Tour | None:
        return self._tour

    def start_tour(self) -> None:
        self._tour = Tour() if self._tour is None or self._tour.is_over else None
        self.tell("" if self._tour else "the tour has ended")
        from tui.screens.view import View

        for screen in self.screen_stack:
            if isinstance(screen, View) and screen.is_drawn:
                screen.draw_frame()

    @property
    def place_asked(self) -> str | None:
        """The place that the search names; None for the user's own."""
        if "near:" not in self.kept.query.lower():
            return None
        from catalog.search.parser import parse
        from catalog.search.query import place_said, with_places

        return place_said(with_places(parse(self.kept.query), dict(self.kept.places)))

    def _inbox_known(self, inbox: Inbox) -> None:
        if inbox != self.kept.inbox:
            self.kept = replace(self.kept, inbox=inbox)

    @property
    def is_reading(self) -> bool:
        """Whether the inbox is older than what was read of it last."""
        return self.minder.is_reading

    def read_news(self, lines: Sequence[News], *, back: bool = False) -> None:
        """Take lines of the inbox as read, or as not read after all."""
        self.minder.read(lines, self.change_own, back=back)

    def keep(self, kept: Kept) -> None:
        """Keep another value; every view hears of it."""
        self.kept = kept

    @property
    def has_rules(self) -> bool:
        """Whether criteria can be read at once."""
        return self.rules.are_loaded

    def load_rules(self, then: Callable[[], None]) -> None:
        """Have what reads criteria loaded."""
        self.rules.load(then)

    async def action_quit(self) -> None:
        self.exit(return_code=failures.DONE)

    def action_stop(self) -> None:
        """Stop what runs; a second time within two seconds, quit."""
        now = monotonic()
        if now - self._stopped_at < _TWICE:
            self.exit(return_code=failures.DONE)
            return
        self._stopped_at = now
        for kind in ("search", "facets"):
            self.finding.drop(kind)
        self.tell("stopped · ctrl+c again: quit")

    def action_redraw(self) -> None:
        self.draw_anew()

    def on_resize(self) -> None:
        # The terminal rearranges what it shows; nothing of it can be relied on.
        if self.painter is not None:
            self.painter.resized(*self.size)

    def action_reload(self) -> None:
        self.reload()

    def reload(self, told: str = "") -> None:
        """Open the catalogue file anew; `told` is what is said then, its size where empty."""
        self.finding.reopen()
        self.reading.reopen()
        self.minder.reopen()

        path = self.path

        def work(reading: Reading, stop: Stop) -> Glance:
            return glance(path)

        self.read("reload", work, lambda found: self._reloaded(found, told))

    def _reloaded(self, found: Glance, told: str) -> None:
        self.glance = found
        self.own.forget_names()
        if self.kept.noted:
            self._load_lists()
        from tui.screens.view import View

        for screen in self.screen_stack:
            if isinstance(screen, View) and screen.is_drawn:
                screen.reread()
        trials = "1 trial" if found.trials == 1 else f"{found.trials:,} trials"
        self.tell(told or f"new catalogue opened: {trials}")

    # what a kiosk must not do

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Show an address; no browser is ever started."""
        self.tell(url)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """None of Textual's own: one of them writes a picture to a file."""
        return ()


def host_of(app: TrialsApp) -> Host:
    """The app as its screens know it: a type checker proves that it is one."""
    return app
