"""How the app ends: by a key, a signal, a dropped line or a defect, and what it leaves.

The terminal is given back and the session noted whichever way it ends.
"""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress

from msgspec.structs import replace
from rich.console import RenderableType

from tui.app import session
from tui.app.everywhere import Everywhere
from tui.app.minding import Minder
from tui.app.own_file import OwnFile
from tui.cli import failures
from tui.terminal.ending import BY_KEY, BY_SIGNAL, WAY_OUT
from tui.terminal.private import end_at_once
from tui.terminal.themes import SIXTEEN, THEMES

_UNWRITTEN = 0.5
"""Seconds that an end waits for what is still being written."""
_LEAVING = 2.0
"""Seconds that an export gets to break off."""


class Leaving(Everywhere):
    """An app that ends in good order, and that the next session can take up."""

    last: session.Last
    own: OwnFile
    minder: Minder
    failure: BaseException | None = None
    _ended_by = 0
    _left: session.Last | None = None

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

    def exit(
        self,
        result: int | None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """End; what the next session can take up is noted while the views still stand."""
        if self.first is not None:
            WAY_OUT.arm(BY_KEY, return_code)
        self._left = self.session_left()
        super().exit(result, return_code, message)

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

    def chosen_theme(self) -> str:
        """The theme of the settings, or the one chosen in the app since they were written."""
        since = self.last.theme_of_settings == self.settings.theme
        return self.last.theme if since and self.last.theme in THEMES else self.settings.theme

    def session_left(self) -> session.Last:
        """What the next session can take up: query, marks, order, place and theme."""
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
