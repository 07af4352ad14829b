"""Values into words for the screen: pure functions that every view uses.

All registry text passes `said` (or `said_lines`); what comes out is safe to draw.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from catalog.merging.merged import MergedTrial
from catalog.merging.source_names import source_told
from catalog.model.text import clean
from catalog.model.trial import Presence
from tui import commands
from tui.show.fields import SOURCES, Item, in_words, is_stated, items, label_of, value_of
from tui.show.words import STOPPED as STOPPED
from tui.show.words import footer as footer
from tui.show.words import header as header
from tui.show.words import said as said
from tui.show.words import said_lines as said_lines
from tui.show.words import short_phases as short_phases
from tui.show.words import short_status as short_status
from tui.show.words import status_style as status_style
from tui.show.words import words as words
from tui.terminal.styled import EMPTY, Line, Span, block, fit

LABEL = 20
_NARROW = 50
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z")


def heading(text: str) -> list[Line]:
    """A title with an empty line before it."""
    return [EMPTY, (Span(text, "head"),)]


def field(label: str, value: str, cells: int, style: str = "") -> Iterator[Line]:
    """`label   value`, wrapped behind the label; below it where the screen is narrow."""
    if cells < _NARROW:
        yield (Span(label, "dim"),)
        yield from block(value, cells, style, "  ", "  ")
        return
    lead = fit(label, LABEL)
    for number, line in enumerate(block(value, cells, style, lead, " " * LABEL)):
        yield (Span(lead, "dim"), *line[1:]) if number == 0 else line


def value_field(
    merged: MergedTrial, name: str, label: str | None, cells: int, behind: str = ""
) -> Iterator[Line]:
    """A field of the trial with its source, or why there is none; `behind` is said after it."""
    label = label_of(name) if label is None else label
    value = value_of(merged.trial, name)
    if not is_stated(value):
        yield from field(label, merged.presence(name).value, cells, "missing")
        return
    text = said(in_words(value)) + behind
    if merged.presence(name) is Presence.INFERRED:
        text = f"~ {text}"
    yield from field(label, text + sourced(merged, name), cells)


def drawn(told: Iterable[Item], cells: int) -> Iterator[Line]:
    """What is told of a value, an item a line, moved in as it says."""
    for depth, text in told:
        lead = "  " * depth
        yield from block(said_lines(text), cells, "", f"{lead}- ", f"{lead}  ")


def section_of(merged: MergedTrial, name: str, cells: int) -> Iterator[Line]:
    """A field that is told item by item, below its heading."""
    value = value_of(merged.trial, name)
    if not is_stated(value):
        yield from missing(merged, name, cells)
        return
    yield from guessed(merged, name, cells)
    if isinstance(value, str):
        yield from block(said_lines(value), cells)
    else:
        yield from drawn(items(value), cells)


def moment(at: str) -> str:
    """When an import was, for reading: `2026-05-15 12:26 UTC`; anything else as it is."""
    found = _MOMENT.fullmatch(at)
    return f"{found[1]} {found[2]} UTC" if found else clean(at)


def sourced(merged: MergedTrial, name: str) -> str:
    """`  [1, sources disagree: tab 8]` where they do; what nobody contradicts needs no number."""
    origin = merged.provenance.get(name)
    if origin is None or not origin.others:
        return ""
    numbers = ",".join(str(each + 1) for each in sorted({origin.source, *origin.agree}))
    return f"  [{numbers}, sources disagree: tab {commands.tab_number(SOURCES)}]"


def is_one_of_several(merged: MergedTrial, name: str) -> bool:
    """Whether a value may be of another source than the values beside it."""
    return name in merged.provenance and len(merged.sources) > 1


def missing(merged: MergedTrial, name: str, cells: int) -> list[Line]:
    """Why a whole part of the trial is empty."""
    presence = merged.presence(name)
    reasons = {
        Presence.NOT_IN_SOURCE: "not in this source: the files at hand carry no such field.",
        Presence.NOT_STATED: "not stated: the source could say it, and does not.",
        Presence.NONE: "none: the registry says there is none.",
    }
    return list(block(reasons.get(presence, presence.value), cells, "missing"))


def guessed(merged: MergedTrial, name: str, cells: int) -> list[Line]:
    """The line that says how an inferred field was read."""
    origin = merged.provenance.get(name)
    if origin is None or not origin.guessed:
        return []
    return list(block(f"~ inferred: {said(origin.guessed)}", cells, "warn"))


def inferred(merged: MergedTrial, cells: int) -> list[Line]:
    """Every inferred field with the reason, one after the other."""
    found = {name: origin for name, origin in merged.provenance.items() if origin.guessed}
    if not found:
        told_so = "Nothing of this trial was inferred: the sources say all of it."
        return [(Span(told_so, "missing"),)]
    lines: list[Line] = []
    for name, origin in found.items():
        lines.append((Span("~ ", "warn"), Span(said(label_of(name)), "bold")))
        lines += block(said(origin.guessed or ""), cells, "", "  ", "  ")
        lines += block(f"from {source_name(merged, origin.source)}", cells, "dim", "  ", "  ")
    return lines


def source_name(merged: MergedTrial, index: int) -> str:
    """`ClinicalTrials.gov, download of 15 May 2026`."""
    return source_told(merged.sources[index])
