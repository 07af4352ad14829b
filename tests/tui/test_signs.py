"""Every sign that a screen has beside words is explained in the help of that view."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui import commands
from tui.screens.reader import help_lines
from tui.show import screened
from tui.show.signs import signs
from tui.terminal.styled import text_of

SCREENS = Path(__file__).parent / "golden" / "screens"


def test_each_sign_is_explained_once_and_in_views_that_there_are() -> None:
    known = [each.sign for each in signs()]
    assert len(known) == len(set(known))
    assert all(set(each.views) <= commands.VIEWS.keys() for each in signs())


@pytest.mark.parametrize("view", commands.VIEWS)
def test_the_help_of_a_view_has_its_signs(view: str) -> None:
    told = text_of(help_lines(view, {}, 78)).partition("\nSigns\n")[2].splitlines()
    for each in signs():
        is_here = view in each.views or commands.EVERYWHERE in each.views
        assert any(line.startswith(f"{each.sign} ") for line in told) == is_here


def test_every_sign_of_a_criterion_and_of_a_kept_screen_is_there() -> None:
    told = " ".join(each.sign for each in signs()).split()
    marks = (screened.PROPOSED_FITS, screened.PROPOSED_NOT, screened.LOOK_FIRST, screened.ASKS)
    assert set(marks) <= set(told)
    drawn = "".join(path.read_text(encoding="utf-8") for path in SCREENS.glob("*.txt"))
    for sign in ("≠", "~", ">", "*", "…"):
        assert sign in drawn, "else the legend tells of what is nowhere"
        assert sign in told
