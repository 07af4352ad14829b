"""The colours of the app: the themes that there are, and the one that is worn."""

from __future__ import annotations

from textual.app import App
from textual.theme import Theme

from tui.terminal.themes import DEFAULT, SIXTEEN, THEMES

_OWN = "ansi_default"
"""A colour that is the terminal's own."""


class Dressed(App[int]):
    """An app in one of our themes."""

    def tell(self, text: str) -> None:
        """One line at the bottom, until the next key."""
        raise NotImplementedError

    def dress(self, wanted: str) -> None:
        """Let the style sheet be read in the theme at once, not in another one and then anew.

        One in the terminal's own colours is put on when the driver is there: it changes filters.
        """
        for name, colours in THEMES.items():
            self.register_theme(
                Theme(
                    name=name,
                    primary=colours.accent,
                    foreground=colours.text,
                    background=colours.back,
                    surface=colours.back,
                    panel=colours.back,
                    dark=colours.dark,
                    variables={"dim": colours.dim},
                )
            )
        self.register_theme(
            Theme(
                name=SIXTEEN,
                ansi=True,
                primary="ansi_cyan",
                foreground=_OWN,
                background=_OWN,
                surface=_OWN,
                panel=_OWN,
                variables=dict.fromkeys(("dim", "ansi-background", "ansi-foreground"), _OWN),
            )
        )
        if (chosen := THEMES.get(wanted)) is not None:
            self.set_reactive(Dressed.theme, wanted)
            self.set_class(chosen.dark, "-dark-mode", update=False)
            self.set_class(not chosen.dark, "-light-mode", update=False)
            self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The style sheet is read before any of our themes is known."""
        return {"dim": THEMES[DEFAULT].dim}

    def action_theme(self) -> None:
        if self.theme == SIXTEEN:
            self.tell("this terminal has no colours to choose from: it shows its own")
            return
        names = list(THEMES)
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        from tui.screens.view import View

        for screen in self.screen_stack:
            if isinstance(screen, View):
                screen.refresh(layout=True)
        self.tell(f"theme: {self.theme}")
