"""The signs that screens have beside words, and what each means: the legend of the help."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

from tui import commands
from tui.terminal.repertoire import shown
from tui.terminal.styled import Line, Span, block, fit

_CELLS = 16


class Sign(NamedTuple):
    """A sign, the views that have it, and what it means."""

    sign: str
    views: tuple[str, ...]
    means: str


def signs() -> tuple[Sign, ...]:
    """All of them, in the order of the legend."""
    with (files("tui.show") / "signs.csv").open(encoding="utf-8") as file:
        return tuple(
            Sign(row["sign"], tuple(row["views"].split()), row["means"])
            for row in csv.DictReader(file)
        )


def legend(view: str, cells: int) -> Iterator[Line]:
    """The signs of a view with what they mean."""
    for each in signs():
        if view in each.views or commands.EVERYWHERE in each.views:
            lead = fit(shown(each.sign), _CELLS)
            first, *rest = block(each.means, cells, "", lead, " " * _CELLS)
            yield (Span(lead, "key"), *first[1:])
            yield from rest
