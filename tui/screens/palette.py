"""Every command of a view by name."""

from __future__ import annotations

from tui import commands
from tui.screens.pick import Choice, PickScreen
from tui.screens.view import View, action_of

_SAME = {"open_trial": "open", "full_cell": "open", "export_compare": "export"}


class PaletteScreen(PickScreen):
    """Choose a command; it is done in the view below."""

    def __init__(self, below: View) -> None:
        self.below = below
        keys = below.trials.settings.keys
        choices = [
            Choice(each.id, each.title, f"{commands.shown_keys(each, keys)}: {each.help}")
            for each in commands.of_view(below.view)
            if each.id not in ("palette", "choose")
        ]
        super().__init__("Commands", choices, self.do)

    def do(self, command: str) -> None:
        """Run a command in the view below, once that is back."""
        wanted = _SAME.get(command, command)
        known = {each.id: action_of(each) for each in commands.of_view(self.below.view)}
        self.below.call_later(self.below.run_action, known[wanted])
