"""Values into words for the screen: pure functions that every view uses.

All registry text passes `said` (or `said_lines`) here; what comes out is safe to draw.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog.merged import MergedTrial
from catalog.said import told
from catalog.text import clean, plain
from catalog.trial import Presence
from tui.styled import EMPTY, Line, Span, block, fit, width

LABEL = 20
SHORT_STATUS = {
    "RECRUITING": "RECRUITING",
    "NOT_YET_RECRUITING": "NOT YET REC.",
    "ENROLLING_BY_INVITATION": "INVITATION",
    "ACTIVE_NOT_RECRUITING": "ACTIVE n.r.",
    "NO_LONGER_AVAILABLE": "NO LONGER AV.",
    "TEMPORARILY_NOT_AVAILABLE": "TEMP. NOT AV.",
    "APPROVED_FOR_MARKETING": "APPROVED",
}
_OPEN = frozenset({"RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "AVAILABLE"})
_STOPPED = frozenset({"TERMINATED", "WITHDRAWN", "SUSPENDED", "WITHHELD"})
_NARROW = 50


def said(text: str) -> str:
    """Registry text in one line, safe to draw."""
    return " ".join(clean(plain(text)).split())


def said_lines(text: str) -> str:
    """Registry text with its line feeds, safe to draw."""
    return clean(plain(text), lines=True).strip("\n")


def words(code: str | None) -> str:
    """A code as words: `ACTIVE_NOT_RECRUITING` as `active, not recruiting`."""
    if not code:
        return Presence.NOT_STATED.value
    known = {"ACTIVE_NOT_RECRUITING": "active, not recruiting", "NA": "not applicable"}
    return known.get(code) or clean(code).replace("_", " ").lower()


def short_status(code: str | None) -> str:
    """A status as the list has it, at most 13 cells."""
    if not code:
        return Presence.NOT_STATED.value
    return SHORT_STATUS.get(code) or clean(code).replace("_", " ")


def status_style(code: str | None) -> str:
    """The colour of a status; its words say the same."""
    if code in _OPEN:
        return "open"
    return "bad" if code in _STOPPED else "" if code else "missing"


def short_phases(phases: Sequence[str]) -> str:
    """`1/2`, `3`, `early 1`; what is no phase as it was written."""
    if not phases:
        return "–"
    told_as = {"EARLY_PHASE1": "early 1", "NA": "n/a"}
    return "/".join(told_as.get(each) or clean(each).removeprefix("PHASE") for each in phases)


def header(left: str, right: str, cells: int) -> Line:
    """The top line: where one is, and at the right what is most useful."""
    room = cells - width(right) - 3
    return (Span(" " + fit(left, room), "head"), Span(" "), Span(right, "dim"), Span(" "))


def footer(keys: Sequence[tuple[str, str]], right: str, cells: int) -> Line:
    """The bottom line: as many keys as fit, the last (help) always."""
    room = cells - width(right) - 2
    *most, last = keys
    tail = width(f"{last[0]} {last[1].lower()}") + 2
    spans: list[Span] = [Span(" ")]
    taken = 1
    for key, title in most:
        need = width(key) + width(title) + 3
        if taken + need + tail > room:
            break
        spans += [Span(key, "key"), Span(f" {title.lower()}  ", "dim")]
        taken += need
    spans += [Span(last[0], "key"), Span(f" {last[1].lower()}", "dim")]
    taken += tail - 2
    spans.append(Span(" " * max(cells - taken - width(right) - 1, 1)))
    spans.append(Span(right, "mark"))
    return tuple(spans)


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
    text = said(told(value))
    if merged.presence(name) is Presence.INFERRED:
        text = f"~ {text}"
    yield from field(label, text + sourced(merged, name), cells)


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


def source_name(merged: MergedTrial, index: int) -> str:
    """`ctgov-json 2026-05-15`, or with the file where there is no date."""
    source = merged.sources[index]
    when = f"as of {source.data_date}" if source.data_date else "without a date"
    return f"{clean(source.importer)}, {when}"
