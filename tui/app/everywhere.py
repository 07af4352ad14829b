"""What a key does wherever one is: it opens a view above the others, or copies what is shown."""

from __future__ import annotations

from time import monotonic

from msgspec.structs import replace
from textual.screen import Screen

from personal.store import Mine
from tui.app.threads import Threads

_PATIENT_FOR = 600.0
"""Seconds without a key after which a kiosk forgets the patient."""


class Everywhere(Threads):
    """An app with the commands that every view has."""

    mine: Mine
    kiosk: bool
    pressed_at: float
    """When a key was pressed last, by the clock that only goes on."""
    _is_minding = False

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
            f"{self.key_of('export')} writes a file"
        )

    def not_copied(self, why: str) -> None:
        self.tell(f"nothing was copied: {why}; {self.key_of('export')} writes a file")

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

        left = self.pressed_at + _PATIENT_FOR - monotonic()
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
            self.tell(f"your lists are open already; {self.key_of('back')} leads back to them")

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
