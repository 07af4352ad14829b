"""Every command of a view by name."""

from __future__ import annotations

from tui import commands
from tui.screens.pick import Choice, PickScreen
from tui.screens.view import View, action_of


class PaletteScreen(PickScreen):
    """Choose a command; it is done in the view below."""

    def __init__(self, below: View) -> None:
        self.below = below
        keys = below.trials.settings.keys
        choices = [
            Choice(each.id, each.title, f"{commands.shown_keys(each, keys)}: {each.help}")
            for each in commands.of_view(below.view)
            if each.id != "palette" and not _is_said_twice(each, below.view)
        ]
        super().__init__("Commands", choices, self.do)

    def do(self, command: str) -> None:
        """Run a command in the view below, once that is back."""
        known = {each.id: each for each in commands.of_view(self.below.view)}
        chosen = known[command]
        self.below.call_later(self.below.run_action, action_of(known[chosen.same_as or command]))


def _is_said_twice(command: commands.Command, view: str) -> bool:
    """Whether a command of the footer is only another one's name in this view."""
    titles = {each.id: each.title for each in commands.of_view(view)}
    return titles.get(command.same_as) == command.title
