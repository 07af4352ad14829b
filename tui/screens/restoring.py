"""Taking up what the last session left: query, marks, and the place, where they still exist."""

from __future__ import annotations

from collections.abc import Set
from functools import partial
from typing import TYPE_CHECKING

from tui.app.asking import Reading, Stop
from tui.app.session import Last, Place
from tui.show.words import said

if TYPE_CHECKING:
    from tui.screens.search import SearchScreen

_MOST_MARKED = 4


def offer(last: Last, key: str) -> str:
    """What could be taken up with a key, in one line."""
    told = [f"'{said(last.query)}'"] if last.query.strip() else []
    told += [f"{len(last.marks)} marked"] if last.marks else []
    told += [said(last.place.told)] if last.place.told else []
    return f"{key} takes up the last time: {', '.join(told)}"


def restore(screen: SearchScreen) -> None:
    """Ask the catalogue which of the trials it still has, then go where the last session ended."""
    last = screen.trials.last
    if last.is_empty:
        screen.trials.tell("there is nothing of a last session to take up")
        return

    def work(reading: Reading, stop: Stop) -> frozenset[str]:
        return frozenset(each for each in last.trials if reading.catalogue.get(each) is not None)

    screen.trials.read("restore", work, partial(_take_up, screen, last))


def _take_up(screen: SearchScreen, last: Last, known: Set[str]) -> None:
    marks = screen.trials.marks
    marks += [each for each in last.marks if each in known and each not in marks]
    del marks[_MOST_MARKED:]
    screen.search_for(last.query, last.sort, partial(_go_on, screen, last, known))


def _go_on(screen: SearchScreen, last: Last, known: Set[str]) -> None:
    """The list of that time stands: go to the row, and into the trial or the comparison."""
    screen.go_to(last.result)
    _open(screen, last.place, known)
    screen.on_screen_resume()
    if gone := [each for each in last.trials if each not in known]:
        screen.trials.tell(f"no longer in this catalogue: {said(', '.join(gone))}")


def _open(screen: SearchScreen, place: Place, known: Set[str]) -> None:
    if place.trial in known:
        screen.open_trial(place.trial, place.tab, place.line)
    compared = tuple(each for each in place.compared if each in known)
    if len(compared) > 1:
        screen.trials.open_compare(list(compared), place.line)
