"""What a screen may ask of the app above it: about ten names, and no more of the app is known here.

What all screens share is two frozen values: `about`, which stays, and `kept`, which changes; a
screen watches `kept` and is told of every change. Everything else goes up by these few calls.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec
from msgspec.structs import replace

from personal.events import State
from personal.store import Mine
from tui.app.asking import Reading, Stop
from tui.settings.loading import Settings

if TYPE_CHECKING:
    from personal.inbox.lines import Line
    from personal.inbox.whole import Inbox
    from tui.screens.tour import Tour
    from tui.show.lens import Lens

T = TypeVar("T")
MOST_MARKED = 4


class About(msgspec.Struct, frozen=True):
    """The catalogue that is open and the settings, as a session has them."""

    path: Path
    settings: Settings
    today: dt.date
    kiosk: bool = False
    """Whether nothing may be decided or written."""
    newest: str | None = None
    """Date of the newest source."""
    is_sample: bool = False
    """Whether the catalogue is the sample that shows how the program works."""


class Kept(msgspec.Struct, frozen=True):
    """What stays while views come and go."""

    query: str = ""
    marks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    """The order of a comparison's sections and topics."""
    hidden: tuple[str, ...] = ()
    """Sections and topics that are not shown."""
    places: tuple[tuple[str, str], ...] = ()
    """Which place was chosen for a name that several have: the name as typed, in small letters."""
    notice: str = ""
    """The line at the bottom, until the next key."""
    held: State = State()
    """The user's lists, cases and notes."""
    noted: Mapping[str, str] = {}
    """What every list shows of a rejected trial, by each of its numbers: `x17`."""
    lens: Lens | None = None
    """The patient with whom everything is seen; in memory only."""
    inbox: Inbox | None = None
    """What changed since the user looked; None until it was worked out."""

    def marked(self, number: str) -> Kept | None:
        """With a trial marked, or unmarked; None where there is no room for another."""
        if number in self.marks:
            return replace(self, marks=tuple(each for each in self.marks if each != number))
        if len(self.marks) >= MOST_MARKED:
            return None
        return replace(self, marks=(*self.marks, number))

    @property
    def inbox_told(self) -> str:
        """How many lines of the inbox matter; nothing where there are none."""
        return f"inbox {self.inbox.count:,}" if self.inbox and self.inbox.count else ""

    @property
    def marks_told(self) -> str:
        return f"{len(self.marks)} marked" if self.marks else ""


class Host(Protocol):
    """The app, as screens know it."""

    @property
    def about(self) -> About: ...
    @property
    def kept(self) -> Kept: ...
    @property
    def is_reading(self) -> bool:
        """Whether the inbox is older than what was read of it last."""

    def read_news(self, lines: Sequence[Line], *, back: bool = False) -> None:
        """Take lines of the inbox as read, or as not read after all."""

    @property
    def tour(self) -> Tour | None: ...
    def start_tour(self) -> None:
        """Begin the tour anew; where one runs, end it."""

    def keep(self, kept: Kept) -> None:
        """Keep another value; every view hears of it."""

    def tell(self, text: str) -> None:
        """One line at the bottom, until the next key."""

    def find(
        self, kind: str, work: Callable[[Reading, Stop], T], then: Callable[[T], None]
    ) -> None:
        """Ask the searching thread; a newer question of a kind takes the place of an older."""

    def read(
        self, kind: str, work: Callable[[Reading, Stop], T], then: Callable[[T], None]
    ) -> None:
        """Ask the reading thread."""

    def write(
        self, kind: str, work: Callable[[Reading, Stop], T], then: Callable[[T], None]
    ) -> None:
        """Ask the writing thread, which may take its time."""

    @property
    def mine(self) -> Mine:
        """The user's own file."""

    def look(self) -> None:
        """Take in what another app of the user has written."""

    def change_own(self, work: Callable[[Reading], T], then: Callable[[T], None]) -> None:
        """Have something written to the user's own file; every such work is done, in its order."""

    @property
    def place_asked(self) -> str | None:
        """The place that the search names; None for the user's own."""

    def copy(self, plain: str, with_patient: str = "") -> None:
        """Copy a text; where the other one says something of the patient, ask which."""

    def mind_patient(self) -> None:
        """A patient is typed; a kiosk forgets it after a while without a key."""

    @property
    def has_rules(self) -> bool:
        """Whether the rules that read criteria are loaded: else a view shows first what it can."""

    def load_rules(self, then: Callable[[], None]) -> None:
        """Have these rules loaded without anybody waiting, and `then` called."""

    def works_on(self, kind: str) -> bool:
        """Whether the newest question of this kind has not been answered yet."""

    def drop(self, kind: str) -> None:
        """Nobody wants this kind's answer any more."""

    def catalogue(self, cells: int) -> str:
        """Which catalogue this is, for a header with so much room."""

    def reload(self, told: str = "") -> None:
        """Open the catalogue file anew; `told` is what is said then."""
