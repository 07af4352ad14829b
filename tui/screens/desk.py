"""Trials that may be one: decided one after the other, each with its reasons."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from catalog.store.catalogue import PossibleDuplicate
from tui import commands
from tui.app.asking import Reading, Stop
from tui.screens.finding import ListView
from tui.screens.view import LEAVE, bindings
from tui.show.words import said
from tui.terminal.styled import EMPTY, Line, Span, block

_MOST_LETTERS = 400
"""Of a reason: of a sentence that is longer the beginning tells enough."""


class Deed(NamedTuple):
    """What was decided, so that it can be taken back."""

    pair: PossibleDuplicate
    same: bool


def told(pairs: Sequence[PossibleDuplicate]) -> str:
    """How many are to be decided, for a line of the list."""
    return f"{len(pairs)} to decide" if len(pairs) != 1 else "1 to decide"


class DeskScreen(ListView):
    """The queue, the likeliest pair first; what is decided leaves it."""

    view = commands.DESK
    nothing = "nothing is to be decided"
    BINDINGS = bindings(commands.DESK)

    def __init__(self) -> None:
        super().__init__()
        self.pairs: tuple[PossibleDuplicate, ...] | None = None
        self.deeds: tuple[Deed, ...] = ()

    def on_mount(self) -> None:
        super().on_mount()
        self.load()

    def load(self) -> None:
        """Read the queue anew."""

        def work(reading: Reading, stop: Stop) -> tuple[PossibleDuplicate, ...]:
            return reading.catalogue.duplicates()

        self.host.read("desk", work, self._loaded)

    reread = load

    def _loaded(self, pairs: tuple[PossibleDuplicate, ...]) -> None:
        self.pairs = pairs
        if self.is_drawn:
            self.redraw()

    def takes(self, key: str, *, is_typing: bool) -> bool:
        return key in LEAVE or not (self.host.works_on("desk") or self.host.works_on("decide"))

    def header(self, cells: int) -> list[Line]:
        count = told(self.pairs) if self.pairs is not None else "looking …"
        return self.headed(f"The same trial?  {count}", cells)

    def redraw(self) -> None:
        self.draw_frame()
        body, cells = self.part("body"), max(self.size.width - 1, 20)
        if self.pairs is None:
            body.show([(Span("  looking …", "dim"),)])
            return
        if not self.pairs:
            body.show([EMPTY, (Span("  Nothing is to be decided.", "dim"),)])
            return
        lines: list[Line] = []
        items: list[tuple[int, int]] = []
        for pair in self.pairs:
            lines += [EMPTY] if lines else []
            start = len(lines)
            lines += _drawn(pair, cells)
            items.append((start, len(lines)))
        body.show(lines, items, keep=True)

    @property
    def current(self) -> PossibleDuplicate | None:
        """The pair under the cursor."""
        place = self.part("body").cursor
        return self.pairs[place] if self.pairs and place < len(self.pairs) else None

    def choose(self) -> None:
        if self.is_current and (pair := self.current):
            from tui.screens.trial import TrialScreen

            self.app.push_screen(TrialScreen(pair.a, ()))

    def action_desk_compare(self) -> None:
        if pair := self.current:
            from tui.screens.compare import open_compare

            open_compare(self, (pair.a, pair.b))

    def copied(self) -> str:
        return self.current.a if self.current else ""

    @property
    def has_row(self) -> bool:
        return self.asks or self.pairs is None or bool(self.pairs)

    def idle(self) -> Mapping[str, str]:
        none = {} if self.deeds else {"desk_undo": "nothing was decided here yet"}
        return {**super().idle(), **none}

    # deciding

    def action_desk_same(self) -> None:
        self._decide(same=True)

    def action_desk_different(self) -> None:
        self._decide(same=False)

    def _decide(self, *, same: bool) -> None:
        if (pair := self.current) is None:
            return
        self._write(
            lambda path: _decided(path, pair, same=same),
            (*self.deeds, Deed(pair, same)),
        )

    def action_desk_undo(self) -> None:
        *rest, last = self.deeds
        a, b = last.pair.a, last.pair.b
        self._write(lambda path: _withdraw(path, a, b), tuple(rest))

    def _write(self, act: Callable[[Path], str], deeds: tuple[Deed, ...]) -> None:
        if self.host.about.kiosk:
            self.host.tell("this catalogue is for reading only")
            return
        path = self.host.about.path

        def work(reading: Reading, stop: Stop) -> str:
            return act(path)

        def done(words: str) -> None:
            self.deeds = deeds
            self.host.reload(words)
            self.load()

        self.host.read("decide", work, done)
        self.host.tell("writing …")


def _decided(path: Path, pair: PossibleDuplicate, *, same: bool) -> str:
    from catalog.identity import decisions  # what writes a catalogue; no reader waits for it

    act = decisions.link if same else decisions.reject
    return act(path, pair.a, pair.b).said


def _withdraw(path: Path, a: str, b: str) -> str:
    from catalog.identity import decisions

    return decisions.withdraw(path, a, b).said


def _drawn(pair: PossibleDuplicate, cells: int) -> list[Line]:
    """Both trials, then what speaks for it and what against."""
    lines: list[Line] = []
    for number, title in ((pair.a, pair.title_a), (pair.b, pair.title_b)):
        text = f"{said(number)}  {said(title or '(no title in any source)')}"
        lines += block(text, cells, "bold", " ", "     ")
    for word, style, reasons in (
        ("for", "", pair.reasons_for),
        ("against", "warn", pair.reasons_against),
    ):
        for reason in reasons:
            short = textwrap.shorten(said(reason), _MOST_LETTERS, placeholder=" …")
            lines += block(f"{word}: {short}", cells, style, "   ", "     ")
    return lines
