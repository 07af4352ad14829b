"""Values into words for the screen: pure functions that every view uses.

All registry text passes `said` (or `said_lines`); what comes out is safe to draw.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.codes import Coded, fold
from catalog.merged import MergedTrial
from catalog.said import told
from catalog.text import clean
from catalog.trial import Presence
from tui.present_words import footer as footer
from tui.present_words import header as header
from tui.present_words import said as said
from tui.present_words import said_lines as said_lines
from tui.present_words import short_phases as short_phases
from tui.present_words import short_status as short_status
from tui.present_words import status_style as status_style
from tui.styled import EMPTY, Line, Span, block, fit

LABEL = 20
_NARROW = 50


def words(code: str | None) -> str:
    """A code as words: `ACTIVE_NOT_RECRUITING` as `active, not recruiting`."""
    if not code:
        return Presence.NOT_STATED.value
    known = {"ACTIVE_NOT_RECRUITING": "active, not recruiting", "NA": "not applicable"}
    return known.get(code) or clean(code).replace("_", " ").lower()


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


def value_field(merged: MergedTrial, name: str, label: str, cells: int) -> Iterator[Line]:
    """A field of the trial with its source, or why there is none."""
    value = getattr(merged.trial, name)
    if value is None or value == ():
        yield from field(label, merged.presence(name).value, cells, "missing")
        return
    text = said(_told(value))
    if merged.presence(name) is Presence.INFERRED:
        text = f"~ {text}"
    yield from field(label, text + sourced(merged, name), cells)


def _told(value: object) -> str:
    """A value as `told` has it; a code in the source's own words where they begin with it."""
    if isinstance(value, Coded) and value.means is not None:
        return value.said if fold(value.said).startswith(fold(value.word)) else told(value)
    if isinstance(value, tuple) and value and all(isinstance(each, Coded) for each in value):
        return ", ".join(map(_told, value))
    return told(value)


def sourced(merged: MergedTrial, name: str) -> str:
    """` [1,2]`: which sources say it, where there are several; `!` where one says otherwise."""
    origin = merged.provenance.get(name)
    if origin is None or len(merged.sources) < 2:
        return ""
    numbers = ",".join(str(each + 1) for each in sorted({origin.source, *origin.agree}))
    against = ", sources disagree: tab 8" if origin.others else ""
    return f"  [{numbers}{against}]"


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
        lines.append((Span("~ ", "warn"), Span(clean(name).replace("_", " "), "bold")))
        lines += block(said(origin.guessed or ""), cells, "", "  ", "  ")
        lines += block(f"from {source_name(merged, origin.source)}", cells, "dim", "  ", "  ")
    return lines


def source_name(merged: MergedTrial, index: int) -> str:
    """`ctgov-json 2026-05-15`, or with the file where there is no date."""
    source = merged.sources[index]
    when = f"as of {source.data_date}" if source.data_date else "without a date"
    return f"{clean(source.importer)}, {when}"
