"""Colours without a toolkit are those that the toolkit draws, in every theme and terminal."""

from __future__ import annotations

import pytest
from rich.color import ColorSystem
from rich.console import Console

from tui.terminal.celldiff import look
from tui.terminal.looks import EIGHT_BIT, STANDARD, TRUE, colours_of, look_of, of_256, theme_for
from tui.terminal.themes import SIXTEEN, STYLES, THEMES, drawn
from tui.widgets.lines import style

SYSTEMS = {
    STANDARD: ColorSystem.STANDARD,
    EIGHT_BIT: ColorSystem.EIGHT_BIT,
    TRUE: ColorSystem.TRUECOLOR,
}


@pytest.mark.parametrize("theme", [*THEMES, SIXTEEN])
@pytest.mark.parametrize("name", [*STYLES, "cursor"])
@pytest.mark.parametrize("is_current", [False, True])
def test_what_is_drawn_first_is_what_is_drawn_later(
    theme: str, name: str, is_current: bool
) -> None:
    for colours, system in SYSTEMS.items():
        if colours == STANDARD and theme != SIXTEEN:
            continue  # such a terminal has no other theme
        wanted = look(style(theme, name, is_current), system)
        assert look_of(theme, colours, name, is_current=is_current) == wanted


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_of_a_theme_is_one_of_the_256(theme: str) -> None:
    for told in THEMES[theme]:
        if isinstance(told, str):
            assert of_256(*(int(told[n : n + 2], 16) for n in (1, 3, 5))) is not None


@pytest.mark.parametrize(
    "environ",
    [
        {"TERM": "xterm-256color"},
        {"TERM": "xterm"},
        {"TERM": "linux"},
        {"TERM": "xterm-kitty"},
        {"TERM": "screen-16color"},
        {"TERM": "tmux-256color", "COLORTERM": "truecolor"},
        {"TERM": "vt220", "COLORTERM": "24bit"},
    ],
)
def test_colours_are_counted_as_the_toolkit_counts_them(environ: dict[str, str]) -> None:
    console = Console(force_terminal=True, _environ=environ)
    assert colours_of(environ) == console.color_system


def test_sixteen_colours_and_none_have_a_table_of_their_own() -> None:
    assert theme_for({"TERM": "xterm"}, "light") == SIXTEEN
    assert theme_for({"TERM": "xterm-256color", "NO_COLOR": "1"}, "light") == SIXTEEN
    assert theme_for({"TERM": "xterm-256color", "NO_COLOR": ""}, "light") == "light"
    # Recruiting is green and bold, doubt yellow and bold, the bar is the terminal's own reversed.
    assert drawn(SIXTEEN, "open", is_current=False)[:3] == ("green", "", True)
    assert drawn(SIXTEEN, "warn", is_current=False)[:3] == ("yellow", "", True)
    assert drawn(SIXTEEN, "dim", is_current=False) == ("", "", False, False, False)
    assert drawn(SIXTEEN, "dim", is_current=True).reverse
