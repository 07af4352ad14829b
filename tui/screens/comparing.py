"""Which trials a comparison is made of: the marked ones, or one more that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from catalog.search.results import Hit
from tui.screens.pick import Choice, PickScreen
from tui.show.words import said

if TYPE_CHECKING:
    from tui.app.trials_app import TrialsApp


def compare_marked(app: TrialsApp, current: Hit | None, hits: Sequence[Hit]) -> None:
    """Compare the marked trials; where it is one or none, ask for the second."""
    first = app.marks[0] if app.marks else current.id if current else ""
    if len(app.marks) > 1:
        app.open_compare(app.marks)
    elif not first:
        app.tell("there is no trial to compare")
    else:
        _ask(app, first, hits)


def _ask(app: TrialsApp, first: str, hits: Sequence[Hit]) -> None:
    choices = [
        Choice(hit.id, said(hit.id), said(hit.title or "")) for hit in hits if hit.id != first
    ]
    if not choices:
        app.tell("the list holds no second trial; search for it, then c")
        return

    def chosen(second: str) -> None:
        for each in (first, second):
            if each not in app.marks:
                app.mark(each)
        app.open_compare([first, second])

    app.push_screen(PickScreen(f"Compare {said(first)} with", choices, chosen))
