"""All notes of the user, on whatever trials: found by typing, Enter opens the trial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personal.naming import found_as
from tui.app.asking import Reading, Stop
from tui.screens.pick import Choice, PickScreen
from tui.show.listed import note_told
from tui.show.words import said

if TYPE_CHECKING:
    from tui.screens.view import View


def show_notes(view: View) -> None:
    """Every note and everything verified, the newest first."""
    notes = view.host.kept.held.notes
    ordered = sorted(notes, key=lambda each: max(each.note_at, each.verified_at), reverse=True)
    choices = [Choice(each.trial, said(each.trial), note_told(each)) for each in ordered]
    numbers = {each.trial: (each.trial, *each.numbers) for each in notes}

    def chosen(trial: str) -> None:
        def work(reading: Reading, stop: Stop) -> str | None:
            return found_as(reading.catalogue, numbers[trial])

        def then(id: str | None) -> None:
            if id is None:
                view.host.tell(f"{said(trial)} is not in this catalogue; its note stays")
                return
            from tui.screens.trial import TrialScreen

            view.app.push_screen(TrialScreen(id, (), 0))

        view.host.read("noted", work, then)

    view.app.push_screen(PickScreen(f"Your notes: {len(notes)}", choices, chosen))
