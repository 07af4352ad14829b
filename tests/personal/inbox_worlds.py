"""Small worlds for tests of the inbox: a catalogue, a user's own file, and what is on lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from catalog.model.record import SourceRecord
from catalog.store.catalogue import Catalogue
from personal import searches
from personal.inbox.gather import gather
from personal.inbox.lines import Line
from personal.inbox.reading import read
from personal.inbox.snapshot import Places
from personal.inbox.tracked import Tracked
from personal.inbox.whole import Inbox
from personal.store import Mine
from tests.catalog.keeping import keep

TODAY = dt.date(2026, 11, 29)


class World:
    """A catalogue that can be replaced, and a user."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "catalog.db"
        self.mine = Mine(folder / "state")
        self.tracked: list[Tracked] = []
        self.places = Places()
        self._imports = 0

    def imported(self, *records: SourceRecord) -> None:
        """One import more."""
        self._imports += 1
        keep(self.path, records, at=f"2026-11-{self._imports:02}T00:00:00Z")

    def replaced(self, *records: SourceRecord) -> None:
        """Another catalogue in its place."""
        self.path.unlink()
        self.imported(*records)

    def on_list(
        self,
        *numbers: str,
        where: str = "case 17",
        reasons: Sequence[str] = (),
        status: str = "",
    ) -> None:
        self.tracked.append(Tracked(numbers, where, tuple(reasons), status))

    def keep_search(self, name: str, query: str) -> None:
        with self.mine.writing() as connection:
            searches.keep(connection, name, query, None, TODAY.isoformat())

    def inbox(self) -> Inbox:
        with Catalogue.open(self.path) as catalogue:
            return gather(
                self.mine, catalogue, catalogue.searcher(), self.tracked, self.places, TODAY
            )

    def read(self, *lines: Line) -> None:
        read(self.mine, lines, TODAY)

    def unread(self, *lines: Line) -> None:
        read(self.mine, lines, TODAY, back=True)


def told(inbox: Inbox) -> list[tuple[str, str, str]]:
    """Harm, trial and first part of each line that matters."""
    return [
        (line.harm.name, line.trials[0].id, line.changes[0].part if line.changes else "")
        for line in inbox.lines
    ]
