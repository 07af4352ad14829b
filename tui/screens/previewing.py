"""The trial under the cursor, below the list or at its side, where there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on

from tui.app.asking import Reading, Stop
from tui.screens.searching import ONE_LINE, TWO_LINES, Searching
from tui.show.room import BELOW, SIDE
from tui.widgets.messages import Moved

if TYPE_CHECKING:
    from catalog.merging.merged import MergedTrial
    from catalog.places.nearest import Distances

    Previewed = tuple[MergedTrial, Distances | None]


class Previewing(Searching):
    """A list with a preview of the trial under its cursor."""

    def place_preview(self) -> None:
        """The preview below the list, at its side, or nowhere."""
        has_room = self._has_preview_room
        at_side = self.size.width >= SIDE
        shown = self.listing.previews and has_room
        before = self.has_class("-side"), self.has_class("-below")
        self.set_class(shown and at_side, "-side")
        self.set_class(shown and not at_side, "-below")
        if (shown and at_side, shown and not at_side) != before:
            # How wide it and the list are tells the layout that follows, not the one that was.
            self.call_after_refresh(self._laid_out)

    @property
    def _has_preview_room(self) -> bool:
        return self.size.width >= SIDE or self.size.height >= BELOW

    def preview(self) -> None:
        """The trial under the cursor, where there is room."""
        part = self.part("preview")
        hit = self.results.current
        if hit is None or not (self.has_class("-side") or self.has_class("-below")):
            part.change([])
            return
        number, place = hit.id, self.host.place_asked

        def work(reading: Reading, stop: Stop) -> Previewed | None:
            merged = reading.catalogue.get(number)
            if merged is None:
                return None
            return merged, reading.places.distances(place, merged.trial)

        self.host.read("preview", work, self._preview)

    def _preview(self, found: Previewed | None) -> None:
        from tui.show.tabs import TrialView, preview

        if found is not None and self.is_drawn:
            part = self.part("preview")
            merged, distances = found
            today = self.host.about.today
            view = TrialView(merged, (), (), (), today, distances=distances)
            part.show(preview(view, max(part.size.width - 1, 20)))

    def _laid_out(self) -> None:
        if self.is_drawn:
            self.draw_notes()
            self.preview()

    @on(Moved)
    def moved(self) -> None:
        self._used()
        self.preview()

    def action_zoom(self) -> None:
        """Two lines a trial, one line; where a preview has room, two lines without it."""
        now = self.listing
        if now.lines == TWO_LINES and now.previews:
            lines, previews = ONE_LINE, True
        elif now.lines == ONE_LINE:
            lines, previews = TWO_LINES, not self._has_preview_room
        else:
            lines, previews = TWO_LINES, True
        self.listing = replace(now, lines=lines, previews=previews)
        self.redraw_later()
