"""Textual's updates painted into the grid of cells.

Textual sends every region that may have changed as a whole; the grid sends what differs.

This reads private parts of Textual 8.2 (the compositor's updates). Where they are not as expected
it says so by raising `Changed`, and the app goes on with Textual's own way of drawing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rich.color import Color, ColorSystem
from rich.style import Style
from textual.strip import Strip

from tui.terminal.grid import PLAIN, Grid, Look
from tui.terminal.looks import of_256
from tui.terminal.private import ChopsUpdate, CompositorUpdate, LayoutUpdate


class Changed(Exception):
    """Textual's private parts are not what they were."""


@lru_cache(maxsize=1024)
def look(style: Style | None, system: ColorSystem) -> Look:
    """A style as SGR parameters."""
    if style is None:
        return PLAIN
    attributes = [
        code
        for code, is_set in (
            ("1", style.bold),
            ("2", style.dim),
            ("3", style.italic),
            ("4", style.underline),
            ("7", style.reverse),
        )
        if is_set
    ]
    front = _codes(style.color, system, foreground=True)
    return ";".join(attributes), front, _codes(style.bgcolor, system, foreground=False)


def _codes(color: Color | None, system: ColorSystem, *, foreground: bool) -> str:
    """The SGR parameters of a colour; the terminal's own has none."""
    if color is None or color.is_default:
        return ""
    if system is ColorSystem.EIGHT_BIT and color.triplet is not None:
        exact = of_256(*color.triplet)
        if exact is not None:
            return f"{'3' if foreground else '4'}8;5;{exact}"
    return ";".join(color.downgrade(system).get_ansi_codes(foreground))


class Painter(Grid):
    """The grid, as Textual paints it."""

    def __init__(self, system: ColorSystem) -> None:
        super().__init__()
        self._system = system

    # painting

    def paint(self, update: CompositorUpdate) -> None:
        """Put an update of Textual's into the grid; raises Changed."""
        try:
            if isinstance(update, LayoutUpdate):
                for y, strips in enumerate(update.strips, update.region.y):
                    self._put(y, update.region.x, (each for strip in strips for each in strip))
            elif isinstance(update, ChopsUpdate):
                self._paint_chops(update)
            else:
                raise Changed(type(update).__name__)
        except (AttributeError, TypeError, ValueError, KeyError, IndexError) as error:
            raise Changed(str(error)) from error

    def _paint_chops(self, update: ChopsUpdate) -> None:
        for y, first, last in update.spans:
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is None or x > last or end <= first:
                    continue
                cut: Strip = strip if end <= last else strip.crop(0, last - x)
                self._put(y, x, cut)

    def _put(self, y: int, x: int, segments: Iterable[tuple[str, Style | None, object]]) -> None:
        if not 0 <= y < len(self._wanted):
            return
        for text, style, control in segments:
            if control:
                continue
            x = self.put(y, x, text, look(style, self._system))
