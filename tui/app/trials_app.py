"""The app itself: the catalogue's threads, marks, notices, and the stack of views."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace
from rich.console import RenderableType
from textual import events, on
from textual.app import SystemCommand
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen
from textual.theme import Theme

from catalog.model.recruitment import current_day
from catalog.store.first_rows import Glance, glance
from personal.store import Mine
from tui.app import session
from tui.app.asking import Asker, Reading, Stop
from tui.app.in_order import InOrder
from tui.app.minding import Minder
from tui.app.own_file import Held, OwnFile
from tui.app.warming import Rules, Warming
from tui.cli import failures
from tui.screens.host import About, Host, Kept
from tui.screens.tour import Tour
from tui.settings import loading
from tui.show.firstpaint import First
from tui.show.words import catalogue_told
from tui.terminal.drawing import Drawing, driver_class
from tui.terminal.ending import BY_KEY, BY_SIGNAL, WAY_OUT
from tui.terminal.looks import theme_for
from tui.terminal.private import end_at_once
from tui.terminal.themes import DEFAULT, SIXTEEN, THEMES
from tui.widgets.field import Field
from tui.widgets.messages import Moved

if TYPE_CHECKING:
    from personal.inbox.lines import Line as News
    from personal.inbox.whole import Inbox

T = TypeVar("T")
_SOON = 0.4
"""Seconds before what can wait: tidying up after the start."""
_OWN = "ansi_default"
"""A colour that is the terminal's own."""
_UNWRITTEN = 0.5
"""Seconds that an end waits for what is still being written."""
_PATIENT_FOR = 600.0
"""Seconds without a key after which a kiosk forgets the patient."""
_LATER = 0.8
"""Seconds before what can wait longer: what changed since the user looked."""
_TWICE = 2.0
"""Seconds in which a second ctrl+c quits."""


class Answered(Message):
    """A thread has an answer; `deliver` hands it to whom it is for, in the app's thread."""

    def __init__(self, deliver: Callable[[], None]) -> None:
        super().__init__()
        self.deliver = deliver


class Broken(Message):
    """A thread met a defect of ours."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


_LEAVING = 2.0
"""Seconds that an export gets to break off."""


def _tidy() -> None:
    """Free what only starting needed; what is left stays, and need not be looked through again."""
    gc.collect()
    gc.enable()
    gc.freeze()


class TrialsApp(InOrder, Drawing):
    """Find, read and compare trials."""

    CSS_PATH = "trials.tcss"
    ENABLE_COMMAND_PALETTE = False
    kept: var[Kept] = var[Kept](Kept(), init=False)

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
        self.failure: BaseException | None = None
        self.mine = Mine(None if kiosk else loading.state_folder())
        self.own = OwnFile(self.mine)
        held = self.own.first()
        self.last = session.load(self.mine)
        self._first_theme = theme_for(os.environ, self._chosen_theme())
        self._dress(self._first_theme)
        self._stopped_at = -_TWICE
        self._pressed_at = monotonic()
        self._is_minding = False
        self._ended_by = 0
        self.rules = Rules(
            lambda deliver: self._tell_app(Answered(deliver)),
            lambda error: self._tell_app(Broken(error)),
        )
        self._warming = Warming(self.read, self.set_timer, self.rules)
        self._left: session.Last | None = None
        self.set_reactive(
            TrialsApp.kept,
            Kept(self.start_query, topics=self.last.topics, held=held.state, noted=held.marks),
        )
        self.glance = first.glance if first else glance(path)
        self._tour = Tour() if tour else None
        self.finding = self._asker()
        self.reading = self._asker()
        self.writing: Asker | None = None
        self.minder = Minder(
            self.mine,
            chosen,
            self.today,
            self._asker(),
            (self.finding, self.reading),
            self._inbox_known,
            self.tell,
        )

    def _asker(self) -> Asker:
        return Asker(
            self.path,
            lambda deliver: self._tell_app(Answered(deliver)),
            lambda error: self._tell_app(Broken(error)),
            self.first.seen if self.first else None,
            self.settings.own,
        )

    def _tell_app(self, message: Answered | Broken) -> None:
        self.post_message(message)

    # beginning and ending

    def _dress(self, wanted: str) -> None:
        """Let the style sheet be read in the theme at once, not in another one and then anew.

        One in the terminal's own colours is put on when the driver is there: it changes filters.
        """
        for name, colours in THEMES.items():
            self.register_theme(
                Theme(
                    name=name,
                    primary=colours.accent,
                    foreground=colours.text,
                    background=colours.back,
                    surface=colours.back,
                    panel=colours.back,
                    dark=colours.dark,
                    variables={"dim": colours.dim},
                )
            )
        self.register_theme(
            Theme(
                name=SIXTEEN,
                ansi=True,
                primary="ansi_cyan",
                foreground=_OWN,
                background=_OWN,
                surface=_OWN,
                panel=_OWN,
                variables=dict.fromkeys(("dim", "ansi-background", "ansi-foreground"), _OWN),
            )
        )
        if (chosen := THEMES.get(wanted)) is not None:
            self.set_reactive(TrialsApp.theme, wanted)
            self.set_class(chosen.dark, "-dark-mode", update=False)
            self.set_class(not chosen.dark, "-light-mode", update=False)
            self.stylesheet.set_variables(self.get_css_variables())

    async def on_load(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda *_: None)  # nothing is logged onto the screen
        if self.first is None:
            return

        def end_by(number: int) -> None:
            with suppress(RuntimeError):  # the loop has ended already
                loop.call_soon_threadsafe(self._end_by, number)

        # Without handlers of our own the terminal is left raw, in the other screen, mouse on.
        WAY_OUT.on_signals(end_by)
        WAY_OUT.keep = self._keep

    def _end_by(self, number: int) -> None:
        self._ended_by = 128 + number
        self.exit(return_code=self._ended_by)

    def on_line_dropped(self) -> None:
        """Nothing can be read any more: as if the line had told it by a signal."""
        WAY_OUT.arm(BY_SIGNAL, 128 + signal.SIGHUP)
        self._end_by(signal.SIGHUP)

    def pointed(self) -> Offset | None:
        from tui.screens.view import View

        screen = self.screen
        if not isinstance(screen, View) or not screen.is_drawn:
            return None
        if isinstance(screen.focused, Field):
            return None
        return screen.mover.pointed()

    def not_copied(self, why: str) -> None:
        self.tell(f"nothing was copied: {why}; {self._key('export')} writes a file")

    def on_paste(self) -> None:
        """Nothing here takes text: nothing of a paste is a key."""
        self.tell(f"a paste goes into a field; {self._key('find')} leads to one")

    def on_field_shortened(self, message: Field.Shortened) -> None:
        self.tell(f"pasted: the first of {message.lines} lines")

    def on_paste_unfinished(self) -> None:
        self.tell("a paste has begun and does not end; ctrl+c takes what has come")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The style sheet is read before any of our themes is known."""
        return {"dim": THEMES[DEFAULT].dim}

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
        self._warming.moved()

    def on_unmount(self) -> None:
        self.own.wait(_UNWRITTEN)
        self.finding.end()
        self.reading.end()
        if self.writing is not None:
            self.writing.end()
            self.writing.join(_LEAVING)  # it takes away what it has not written whole
        self._keep()

    def _keep(self) -> None:
        """Write what was read, and what the next session can take up."""
        self.minder.end()
        left = self._left
        if self.kiosk or left is None or left == self.last:
            return
        if left.is_untouched and not self.mine.is_there():
            return  # who only looked in leaves no file
        session.save(self.mine, left)

    def _chosen_theme(self) -> str:
        """The theme of the settings, or the one chosen in the app since they were written."""
        since = self.last.theme_of_settings == self.settings.theme
        return self.last.theme if since and self.last.theme in THEMES else self.settings.theme

    def exit(
        self,
        result: int | None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """End; what the next session can take up is noted while the views still stand."""
        if self.first is not None:
            WAY_OUT.arm(BY_KEY, return_code)
        self._left = self._session()
        super().exit(result, return_code, message)

    def _session(self) -> session.Last:
        from tui.screens.search import SearchScreen
        from tui.screens.view import View

        views = [each for each in reversed(self.screen_stack) if isinstance(each, View)]
        places = [each.whereabouts() for each in views if each.is_drawn]
        lists = [each for each in views if isinstance(each, SearchScreen) and each.is_drawn]
        place = next((each for each in places if each.told), session.Place())
        below = next((each.list for each in places if each.list), "")
        left = session.Last(
            query=self.kept.query,
            sort=lists[0].listing.sort if lists else "relevance",
            result=lists[0].copied() if lists else "",
            marks=self.kept.marks,
            place=replace(place, list=below),
        )
        # Somebody who only looked in does not lose what was to be taken up.
        if left.place == session.Place() and not left.marks and self._is_untyped(left.query):
            left = self.last
        return replace(
            left,
            topics=self.kept.topics,
            theme=self.last.theme if self.theme == SIXTEEN else self.theme,
            theme_of_settings=self.settings.theme,
        )

    def _is_untyped(self, query: str) -> bool:
        return query.strip() in ("", self.settings.filters.strip())

    def exit_code(self) -> int:
        """The exit code, once `run` has come back."""
        if self.failure is not None:
            return failures.DEFECT
        if self._ended_by:
            return self._ended_by
        return failures.DEFECT if self.return_code is None else self.return_code

    def _handle_exception(self, error: Exception) -> None:
        """End at once, instead of drawing all frames' values on the screen for 17 seconds."""
        if self.failure is not None:
            return
        if self._ended_by:  # while the screen was being built: what is missing of it is no defect
            end_at_once(self, error, self._ended_by)
            return
        self.failure = error
        if self.first is not None:
            WAY_OUT.arm(BY_KEY, failures.DEFECT)
        end_at_once(self, error, failures.DEFECT)

    def panic(self, *renderables: RenderableType) -> None:
        """Whatever Textual would draw of a defect is told in our one sentence."""
        self._handle_exception(RuntimeError("the toolkit panicked"))

    def _print_error_renderables(self) -> None:
        """Nothing of Textual's is drawn once the terminal is given back."""

    # the threads

    def on_answered(self, message: Answered) -> None:
        message.deliver()

    def on_broken(self, message: Broken) -> None:
        self._handle_exception(message.error)

    def read(
        self,
        kind: str,
        work: Callable[[Reading, Stop], T],
        then: Callable[[T], None],
    ) -> None:
        """Ask the reading thread; what goes wrong is told at the bottom of the screen."""
        self.reading.ask(kind, work, then, self.tell)

    def find(
        self,
        kind: str,
        work: Callable[[Reading, Stop], T],
        then: Callable[[T], None],
    ) -> None:
        """Ask the searching thread."""
        if kind == "search":
            self._warming.typed()
        self.finding.ask(kind, work, then, self.tell)

    def write(
        self,
        kind: str,
        work: Callable[[Reading, Stop], T],
        then: Callable[[T], None],
    ) -> None:
        """Ask the writing thread: what it does may take minutes, and nobody waits for it."""
        if self.writing is None:
            self.writing = self._asker()
            self.writing.start()
        self.writing.ask(kind, work, then, self.tell)

    def takes(self, key: events.Key) -> bool:
        """Whether a key may be handed on, or waits for what it acts on."""
        from tui.screens.view import View
        from tui.widgets.field import typed_into

        self._pressed_at = monotonic()
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

    def copy(self, plain: str, with_patient: str = "") -> None:
        """Copy a text; where the other one says something of the patient, ask which."""
        from tui.screens.view import View

        view = self.screen
        if self.kept.lens is None or not with_patient or not isinstance(view, View):
            self._copy(plain)
            return
        from tui.screens.yes import ask_for_yes  # most sessions set no patient

        ask_for_yes(view, "Copy", lambda: self._copy(plain), lambda: self._copy(with_patient))

    def _copy(self, text: str) -> None:
        self.copy_to_clipboard(text)
        self.tell(
            f"copied, if your terminal allows it: {len(text)} letters; "
            f"{self._key('export')} writes a file"
        )

    def action_patient(self) -> None:
        """The form of the patient; the view below is seen with what is typed there."""
        from tui.screens.patient import PatientScreen  # most sessions set no patient

        if self._is_above(PatientScreen):
            self.push_screen(PatientScreen())

    def mind_patient(self) -> None:
        """A patient is typed: in a kiosk nothing of it stays for ten minutes without a key."""
        if self.kiosk and not self._is_minding:
            self._is_minding = True
            self.set_timer(_PATIENT_FOR, self._mind)

    def _mind(self) -> None:
        from tui.screens.patient import PatientScreen

        left = self._pressed_at + _PATIENT_FOR - monotonic()
        if left > 0:
            self.set_timer(left, self._mind)
            return
        self._is_minding = False
        forms = [screen for screen in self.screen_stack if isinstance(screen, PatientScreen)]
        if self.kept.lens is None and not forms:
            return
        self.kept = replace(self.kept, lens=None)
        for form in forms:
            form.empty()
        self.tell("ten minutes without a key: the patient was forgotten")

    def tell(self, text: str) -> None:
        """One line at the bottom, until the next key."""
        from tui.show.words import said

        self.kept = replace(self.kept, notice=said(text))

    def _key(self, command: str) -> str:
        """The key of a command, as the user's settings have it."""
        from tui import commands

        return commands.key(command, self.settings.keys)

    @property
    def has_rules(self) -> bool:
        """Whether criteria can be read at once."""
        return self.rules.are_loaded

    def load_rules(self, then: Callable[[], None]) -> None:
        """Have what reads criteria loaded."""
        self.rules.load(then)

    def works_on(self, kind: str) -> bool:
        """Whether the newest question of this kind has not been answered yet."""
        return self.finding.works_on(kind) or self.reading.works_on(kind)

    def drop(self, kind: str) -> None:
        """Nobody wants this kind's answer any more."""
        self.finding.drop(kind)

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

    def action_theme(self) -> None:
        if self.theme == SIXTEEN:
            self.tell("this terminal has no colours to choose from: it shows its own")
            return
        names = list(THEMES)
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        from tui.screens.view import View

        for screen in self.screen_stack:
            if isinstance(screen, View):
                screen.refresh(layout=True)
        self.tell(f"theme: {self.theme}")

    def action_redraw(self) -> None:
        self.draw_anew()

    def on_resize(self) -> None:
        # The terminal rearranges what it shows; nothing of it can be relied on.
        if self.painter is not None:
            self.painter.resized(*self.size)

    def action_help(self) -> None:
        from tui.screens.reader import HelpScreen
        from tui.screens.view import View

        if isinstance(self.screen, HelpScreen):
            self.screen.action_help()
        elif self._is_above(HelpScreen) and isinstance(self.screen, View):
            cells = max(self.size.width - 2, 20)
            self.push_screen(HelpScreen(self.screen.view, cells, self.settings.keys))

    def action_put_on(self) -> None:
        from tui.screens.put_on import put_on
        from tui.screens.view import View

        if isinstance(view := self.screen, View):
            if numbers := view.chosen():
                put_on(view, numbers)
            else:
                self.tell("there is no trial here to put on a list")

    def action_note(self) -> None:
        from tui.screens.asking_once import write_note
        from tui.screens.view import View

        if isinstance(view := self.screen, View):
            if number := view.copied():
                write_note(view, number, view.known())
            else:
                self.tell("there is no trial here to note something on")

    def action_lists(self) -> None:
        from tui.screens.all_lists import ListsScreen

        if self._is_above(ListsScreen):
            self.push_screen(ListsScreen())
        else:
            self.tell(f"your lists are open already; {self._key('back')} leads back to them")

    def action_palette(self) -> None:
        from tui.screens.pick import PaletteScreen
        from tui.screens.view import View

        if self._is_above(PaletteScreen) and isinstance(self.screen, View):
            self.push_screen(PaletteScreen(self.screen))

    def action_inbox(self) -> None:
        """What changed since the user looked."""
        from tui.screens.inbox import InboxScreen
        from tui.screens.view import NOTHING_KEPT

        if not self.mine.keeps:
            self.tell(NOTHING_KEPT)
        elif self._is_above(InboxScreen):
            self.push_screen(InboxScreen())

    def action_searches(self) -> None:
        """The queries that are kept; one that is chosen is searched for in the list."""
        from tui.screens.kept_queries import KeptQueriesScreen
        from tui.screens.view import NOTHING_KEPT

        if not self.mine.keeps:
            self.tell(NOTHING_KEPT)
        elif self._is_above(KeptQueriesScreen):
            self.push_screen(KeptQueriesScreen(self._search_for))

    def _search_for(self, query: str) -> None:
        from tui.screens.search import SearchScreen

        while len(self.screen_stack) > 1 and not isinstance(self.screen, SearchScreen):
            self.pop_screen()
        if isinstance(self.screen, SearchScreen):
            self.screen.begin_with(query)

    def _is_above(self, kind: type[Screen[None]]) -> bool:
        """Whether one of a kind may be opened: help on help would never end."""
        return not any(isinstance(screen, kind) for screen in self.screen_stack)

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
