"""What every view has: a header, a footer, moving, and its keys from the one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from tui import commands
from tui.app.session import Place
from tui.commands import Command
from tui.screens.host import MOST_MARKED, Host, Kept
from tui.screens.tour import END
from tui.show.words import footer, header
from tui.terminal.private import key_name
from tui.terminal.styled import Line, sentence, width, wrap
from tui.widgets.field import Field
from tui.widgets.lines import Lines

if TYPE_CHECKING:
    from personal.naming import Known

REMAPPED: dict[str, str] = {}
"""The keys of the user's settings, by command; filled before the screens are imported."""


_SHORT = 36
"""Cells that the name of the catalogue has at least, whatever the title of a view."""
NOTHING_KEPT = "many people use this account: no query is kept here, and there is no inbox"
LEAVE = frozenset({"escape", "q"})
"""Keys that never wait for what a view loads."""


def bindings(view: str) -> list[BindingType]:
    """The view's commands as Textual's bindings."""
    return [
        # A single letter is never taken from somebody who types it into a field.
        Binding(
            bound(key), action_of(command), show=False, priority=command.always and len(key) > 1
        )
        for command in commands.of_view(view)
        for key in commands.keys_of(command, REMAPPED)
    ]


_OF_APP = frozenset(
    {"quit", "stop", "help", "palette", "patient", "theme", "reload", "redraw"}
    | {"put_on", "note", "lists", "inbox", "searches"}
)


def action_of(command: Command) -> str:
    """The action as Textual calls it: some are the app's."""
    return f"app.{command.id}" if command.id in _OF_APP else command.id


def bound(key: str) -> str:
    """A key of the table as Textual names it."""
    return key_name(key) if len(key) == 1 else key


class View(Screen[None]):
    """A screen of the app; `view` names it in the table of commands."""

    view = commands.EVERYWHERE
    titled = commands.NO_TITLES
    """Other titles of commands in the footer, by their ids, where they do something else here."""
    nothing = "there is nothing here"
    """What a key says that needs something under the cursor, where there is nothing."""
    ESCAPE_TO_MINIMIZE = False
    AUTO_FOCUS = ""

    @property
    def host(self) -> Host:
        """The app, as far as a screen knows it."""
        return cast(Host, self.app)

    def compose(self) -> ComposeResult:
        yield Lines("header", focusable=False)
        yield from self.body()
        yield Lines("footer", focusable=False)

    def body(self) -> Iterable[Widget]:
        """The widgets between header and footer."""
        return ()

    def on_mount(self) -> None:
        self.watch(self.app, "kept", self._heard, init=False)

    def _heard(self, before: Kept, kept: Kept) -> None:
        if self.is_current and self.is_drawn:
            self.kept_changed(before, kept)

    def kept_changed(self, before: Kept, kept: Kept) -> None:
        """What all views share is another."""
        self.draw_frame()

    @property
    def is_drawn(self) -> bool:
        """Whether there are parts to draw on: a view is on the stack before it has any."""
        return self.is_attached and bool(self.children)

    def takes(self, key: str, *, is_typing: bool) -> bool:
        """Whether what a key acts on is there; `is_typing`: it goes into a field."""
        return True

    def takes_word(self, text: str) -> bool:
        """Whether characters that came in one read were taken as a word, and are no keys."""
        return False

    def whereabouts(self) -> Place:
        """The place that the next session can take up."""
        return Place()

    @property
    def helps(self) -> Mapping[str, str]:
        """What keys of help do in a field that is empty: those with which no text begins."""
        named = commands.keys_named("help", self.host.about.settings.keys)
        return {each: "app.help" for each in named if len(each) == 1 and not each.isalnum()}

    def key(self, command: str) -> str:
        """The key of a command, as the user's settings have it."""
        return commands.key(command, self.host.about.settings.keys)

    # header and footer

    def part(self, name: str) -> Lines:
        return self.query_one(f"#{name}", Lines)

    def header(self, cells: int) -> list[Line]:
        """The header's lines."""
        return []

    def headed(self, title: str, cells: int) -> list[Line]:
        """A header with a title, and at its right what is new and which catalogue this is.

        A title that is longer than that leaves room goes on in the next line.
        """
        news = self.host.kept.inbox_told
        lead = f"{news} · " if news else ""
        least = min(_SHORT, cells // 3 + 2) - width(lead)
        room = max(cells - width(title) - width(lead) - 3, least)
        right = lead + self.host.catalogue(room)
        first, *more = wrap(title, max(cells - width(right) - 3, 1))
        rest = sentence(" ".join(more), cells, "head", 2) if more else []
        return [header(first, right, cells), *rest]

    def corner(self) -> str:
        """What stands at the right of the footer."""
        return self.host.kept.marks_told

    def footer_keys(self) -> Sequence[tuple[str, str]]:
        """Keys and titles that the footer shows: those that work where one is now."""
        keys = self.host.about.settings.keys
        shown = commands.footer(self.view, keys, self.idle(), self.titled)
        return [each for each in shown if not self._is_letter(each[0])]

    def _is_letter(self, key: str) -> bool:
        """Whether a key would be typed into the field that has the cursor."""
        field = self.focused
        if len(key) > 1 or not isinstance(field, Field):
            return False
        return bool(field.value) or key not in field.while_empty

    @property
    def has_row(self) -> bool:
        """Whether the cursor is on something."""
        return True

    def idle(self) -> Mapping[str, str]:
        """Commands that do nothing where one is now, each with why not.

        Their keys stand in no footer, and say why when they are pressed all the same.
        """
        return {} if self.has_row else dict.fromkeys(commands.of_row(self.view), self.nothing)

    def hint(self, cells: int) -> Sequence[Line]:
        """What the footer shows instead of the keys, for as long as it helps."""
        return ()

    def draw_frame(self) -> None:
        """Header and footer anew."""
        if not self.is_drawn:
            return
        cells = self.size.width
        lines = self.header(cells)
        head, foot = self.part("header"), self.part("footer")
        if len(lines) != len(head.lines):
            head.styles.height = len(lines)
        head.change(lines)
        below = self.foot(cells)
        if len(below) != len(foot.lines):
            foot.styles.height = len(below)
        foot.change(below)

    def foot(self, cells: int) -> Sequence[Line]:
        """The footer: what is to be said, in as many lines as it takes; else the keys."""
        most = max(self.size.height // 3, 1)
        if notice := self.host.kept.notice:
            return sentence(notice, cells, "warn", most)
        if (tour := self.host.tour) is not None and not tour.is_over:
            return sentence(tour.told, cells, "key", most)
        return self.hint(cells) or [footer(self.footer_keys(), self.corner(), cells)]

    def facts(self) -> frozenset[str]:
        """What can be seen of this view, for the tour."""
        marked = {"two marked"} if len(self.host.kept.marks) > 1 else set()
        return frozenset({self.view, *marked})

    def on_idle(self) -> None:
        """Nothing is to be done: time to see whether a step of the tour was."""
        tour = self.host.tour
        if tour is None or tour.is_over or not (self.is_current and self.is_drawn):
            return
        if tour.look(self.facts()):
            if tour.is_over:
                self.host.tell(END)
            self.draw_frame()

    def reread(self) -> None:
        """Read anew what was read of the catalogue: another file has taken its place."""

    def redraw(self) -> None:
        """Everything anew: the size or the theme changed."""
        self.draw_frame()

    def redraw_later(self) -> None:
        """Everything anew, once the parts have their new sizes; the view may be gone by then."""
        self.call_after_refresh(self._redraw)

    def _redraw(self) -> None:
        if self.is_drawn:
            self.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action may run: none of a view that is just being closed.

        Nor one that would do nothing, which is said.
        """
        if not self.is_drawn:
            return False
        idle = {commands.action_id(each): why for each, why in self.idle().items()}
        if why := idle.get(action):
            self.host.tell(why)
        return action not in idle

    def on_resize(self) -> None:
        self.redraw_later()

    def on_screen_resume(self) -> None:
        self._redraw()

    def on_key(self) -> None:
        self.host.tell("")
        self.host.look()

    # moving

    @property
    def mover(self) -> Lines:
        """The part that arrows move."""
        return self.part("body")

    def action_move_down(self) -> None:
        self.mover.move(1)

    def action_move_up(self) -> None:
        self.mover.move(-1)

    def action_page_down(self) -> None:
        self.mover.page(1)

    def action_page_up(self) -> None:
        self.mover.page(-1)

    def action_move_first(self) -> None:
        self.mover.edge(last=False)

    def action_move_last(self) -> None:
        self.mover.edge(last=True)

    def action_back(self) -> None:
        self.action_close()

    def action_close(self) -> None:
        if len(self.app.screen_stack) > 1:
            self.app.pop_screen()

    def mark(self, number: str) -> None:
        """Mark a trial for the comparison, or unmark it."""
        kept = self.host.kept.marked(number)
        if kept is not None:
            self.host.keep(kept)
            return
        clear = self.key("clear_marks")
        self.host.tell(f"{MOST_MARKED} trials are marked already; {clear} clears the marks")

    # what views of text share

    def copied(self) -> str:
        """The number that `y` copies."""
        return ""

    def text(self) -> str:
        """The text of this view for `Y`."""
        from tui.terminal.styled import text_of

        return text_of(self.mover.lines)

    # the user's lists

    def chosen(self) -> tuple[str, ...]:
        """The trials that `m` puts on a list."""
        return (self.copied(),) if self.copied() else ()

    def known(self) -> Known | None:
        """What the view itself knows of the trial that is copied, should the catalogue not."""
        return None

    def keeps(self) -> bool:
        """Whether anything is kept here; where nothing is, that is said."""
        if self.host.mine.keeps:
            return True
        self.host.tell(NOTHING_KEPT)
        return False

    def action_zoom(self) -> None:
        self.host.tell("this view has the whole screen already")

    def action_export(self) -> None:
        self.host.tell("there is nothing to write here; Esc, then e")

    def action_copy(self) -> None:
        if number := self.copied():
            self.app.copy_to_clipboard(number)
            self.host.tell(f"copied, if your terminal allows it: {number}")
        else:
            self.host.tell("there is no number here; Y copies the text")

    def text_with_patient(self) -> str:
        """The text with the patient's values and verdicts; "" where this view shows none."""
        return ""

    def action_copy_view(self) -> None:
        self.host.copy(self.text(), self.text_with_patient())
