"""A trial that is put on a list is seen at that moment: what changes from then on is news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from catalog.store.catalogue import Catalogue
from personal.inbox import seen
from personal.inbox.snapshot import Places
from personal.inbox.trials_now import Looker
from personal.store import Mine


def take_as_seen(mine: Mine, catalogue: Catalogue, numbers: Iterable[str], today: dt.date) -> None:
    """Take trials as seen that were never looked at; raises MineError and CatalogueError.

    The state of own sites is taken when the inbox is worked out next: it depends on the settings.
    """
    looker = Looker(catalogue, Places(), today, lambda: None)
    found = [trial for number in numbers if (trial := looker.look(number))]
    with mine.writing() as connection:
        for trial in found:
            seen.begin(connection, trial.numbers, trial.now, today.isoformat())
