"""The inbox: what changed since its user looked, by harm, read line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual import on

from tui import commands
from tui.screens.finding import ListView
from tui.screens.host import Kept
from tui.screens.view import bindings
from tui.show import news
from tui.show.words import header, said
from tui.terminal.styled import EMPTY, Line, Span, block, text_of, width
from tui.widgets.messages import Moved

if TYPE_CHECKING:
    from personal.inbox.lines import Line as New
    from personal.inbox.whole import Inbox
    from tui.screens.touching import Touching
    from tui.show.lens import Lens
    from tui.show.touched import Touch


class InboxScreen(ListView):
    """What matters, the worst first; the rest in one line. What is read stays until one leaves."""

    view = commands.INBOX
    nothing = "nothing has changed"
    BINDINGS = bindings(commands.INBOX)

    def __init__(self) -> None:
        super().__init__()
        self.shown: tuple[New, ...] = ()
        self.read: dict[tuple[str, ...], New] = {}
        """What was read here."""
        self.is_unfolded = False
        self._touching: Touching | None = None
        """What the lines mean for the patient; None as long as none was set."""
        self._seen_as: Lens | None = None

    def on_mount(self) -> None:
        super().on_mount()
        self.redraw()
        self._see()

    @property
    def inbox(self) -> Inbox | None:
        """As it was worked out last; None where it is not yet."""
        return self.host.kept.inbox

    def kept_changed(self, before: Kept, kept: Kept) -> None:
        if before.inbox is kept.inbox and before.lens is kept.lens:
            super().kept_changed(before, kept)
            return
        self.redraw()
        self._see()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._seen_as is not self.host.kept.lens:
            self._see()

    def _see(self) -> None:
        """See the lines through the patient that is set."""
        lens, inbox = self.host.kept.lens, self.inbox
        self._seen_as = lens
        if self._touching is None:
            if lens is None:
                return
            from tui.screens.touching import Touching  # most sessions set no patient

            self._touching = Touching(self.host, self._seen)
        lines = (*inbox.lines, *inbox.rest, *self.read.values()) if inbox else ()
        self._touching.begin(lines, lens.patient if lens is not None else None)

    def _seen(self) -> None:
        if self.is_drawn:
            self.redraw()

    def _touch(self, line: New) -> Touch | None:
        return self._touching.found.get(line.key) if self._touching is not None else None

    def header(self, cells: int) -> list[Line]:
        inbox = self.inbox
        since = news.since(inbox) if inbox else ""
        day = f" since {news.day(since)}" if since else ""
        count = news.counted(inbox) if inbox else "looking …"
        title = f"Inbox{day}   {count}"
        lines = [header(title, self.host.catalogue(cells - width(title) - 4), cells)]
        if (lens := self.host.kept.lens) is not None:
            from tui.show.screened import patient_line

            lines.append(patient_line(lens.told, cells, self.key("patient")))
        return lines

    def redraw(self) -> None:
        self.draw_frame()
        body, cells, inbox = self.part("body"), max(self.size.width, 20), self.inbox
        if inbox is None:
            body.show([EMPTY, (Span("   looking …", "dim"),)])
            return
        at = self.current
        self.shown = self._all(inbox)
        problems = (said(each) for each in inbox.problems)
        lines = [line for each in problems for line in block(each, cells - 1, "warn", "   ", "   ")]
        items: list[tuple[int, int]] = []
        is_seen = self.host.kept.lens is not None
        for each in self.shown:
            drawn = self._rows(each, cells, is_seen=is_seen)
            items.append((len(lines), len(lines) + len(drawn)))
            lines += drawn
        if folded := self._folded(inbox):
            items.append((len(lines), len(lines) + 1))
            lines.append(news.folded(folded, self.key("inbox_unfold"), cells))
        if not items:
            told = "Nothing has changed on your lists, in your kept queries and at your sites."
            lines += [EMPTY, (Span(f"   {told}", "dim"),)]
        keys = [each.key for each in self.shown]
        if at is not None and at.key in keys:
            body.cursor = keys.index(at.key)
        body.cursor_spans = 2
        body.show(lines, items, keep=True)

    def _rows(self, line: New, cells: int, *, is_seen: bool) -> list[Line]:
        drawn = list(news.rows(line, cells, is_read=line.key in self.read))
        if is_seen:
            from tui.show.touched import row

            is_known = self._touching is not None and line.key in self._touching.found
            drawn.append(row(self._touch(line), cells, is_known=is_known))
        return drawn

    def _folded(self, inbox: Inbox) -> tuple[New, ...]:
        """What matters less, but for what the patient makes matter."""
        if self.is_unfolded:
            return ()
        touched = ((each, self._touch(each)) for each in inbox.rest)
        return tuple(each for each, known in touched if known is None or not known.by_change)

    def text(self) -> str:
        """Without a word of the patient."""
        return text_of(self._text(with_patient=False))

    def text_with_patient(self) -> str:
        return text_of(self._text(with_patient=True)) if self.host.kept.lens is not None else ""

    def _text(self, *, with_patient: bool) -> Iterator[Line]:
        cells = max(self.size.width, 80)
        yield from self.header(cells)[: 2 if with_patient else 1]
        for each in self.shown:
            yield from self._rows(each, cells, is_seen=with_patient)

    def _all(self, inbox: Inbox) -> tuple[New, ...]:
        """What is unread, and what was read here, in one order."""
        folded = {each.key for each in self._folded(inbox)}
        unread = (*inbox.lines, *(each for each in inbox.rest if each.key not in folded))
        still = {each.key for each in (*inbox.lines, *inbox.rest)}
        if not self.host.is_reading:
            # What is another again since it was read is unread.
            self.read = {key: each for key, each in self.read.items() if key not in still}
        gone = [each for key, each in self.read.items() if key not in still]
        return tuple(sorted((*unread, *gone), key=lambda each: each.order))

    @property
    def current(self) -> New | None:
        """The line under the cursor; None on the one that is folded."""
        place = self.part("body").cursor
        return self.shown[place] if place < len(self.shown) else None

    @property
    def has_row(self) -> bool:
        inbox = self.inbox
        return self.asks or inbox is None or bool(inbox.lines or inbox.rest or self.read)

    def idle(self) -> Mapping[str, str]:
        inbox, idle = self.inbox, dict(super().idle())
        if inbox is None:
            return idle
        if not any(each.key not in self.read for each in (*inbox.lines, *inbox.rest)):
            idle["inbox_read_all"] = "nothing is unread"
        if not inbox.rest:
            idle["inbox_unfold"] = "there is no more than this"
        if not self.read:
            idle["inbox_undo"] = "nothing was read here yet"
        if self.has_row and self.current is None:
            idle["inbox_words"] = f"{self.key('inbox_unfold')} shows what is folded here"
        return idle

    @on(Moved)
    def moved(self) -> None:
        """The line of what is folded has fewer keys than the others."""
        self.draw_frame()

    # actions

    def action_inbox_read(self) -> None:
        """Read the line under the cursor and go to the next; a second time takes it back."""
        line, body = self.current, self.part("body")
        if line is None:
            self.action_inbox_unfold()
        elif line.key in self.read:
            del self.read[line.key]
            self.host.read_news((line,), back=True)
        else:
            self.read[line.key] = line
            self.host.read_news((line,))
            self.redraw()
            body.move(1)
            return
        self.redraw()

    def action_inbox_read_all(self) -> None:
        """Read all lines, those that are folded too."""
        inbox = self.inbox
        if inbox is None:
            return
        lines = [each for each in (*inbox.lines, *inbox.rest) if each.key not in self.read]
        self.read |= {each.key: each for each in lines}
        self.host.read_news(lines)
        self.is_unfolded = True
        self.redraw()
        self.host.tell(f"{len(lines):,} read; {self.key('inbox_undo')} takes it back")

    def action_inbox_undo(self) -> None:
        """Take back everything that was read here."""
        lines = tuple(self.read.values())
        self.read = {}
        self.host.read_news(lines, back=True)
        self.redraw()
        self.host.tell(f"{len(lines):,} unread again")

    def action_inbox_unfold(self) -> None:
        self.is_unfolded = not self.is_unfolded
        self.redraw()

    def action_inbox_words(self) -> None:
        """Everything that the line is about, word for word."""
        if line := self.current:
            from tui.screens.reader import ReaderScreen

            cells = max(self.size.width - 2, 20)
            self.app.push_screen(ReaderScreen(news.title(line), news.whole(line, cells)))

    def choose(self) -> None:
        if not self.is_current:
            return
        line = self.current
        if line is None:
            self.action_inbox_unfold()
        elif len(line.trials) == 1:
            self._open(line, line.trials[0].id)
        else:
            from tui.screens.pick import Choice, PickScreen

            choices = [Choice(each.id, each.id, each.title) for each in line.trials]
            self.app.push_screen(PickScreen("New trials", choices, partial(self._open, line)))

    def _open(self, line: New, number: str) -> None:
        from tui.screens.trial import TrialScreen

        self.app.push_screen(TrialScreen(number, (), tab=news.tab(line)))

    def copied(self) -> str:
        return self.current.trials[0].id if self.current else ""
