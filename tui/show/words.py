"""Words and lines that the first rows need: a status, a phase, header and footer.

All registry text passes `said` (or `said_lines`) here; what comes out is safe to draw. Nothing here
may load more than text and spans: `present` has the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from catalog.model.presence import Presence
from catalog.model.text import clean, plain
from tui.terminal.styled import Line, Span, fit, width

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
STOPPED = frozenset({"TERMINATED", "WITHDRAWN", "SUSPENDED", "WITHHELD"})


def said(text: str) -> str:
    """Registry text in one line, safe to draw."""
    return " ".join(clean(plain(text)).split())


def said_lines(text: str) -> str:
    """Registry text with its line feeds, safe to draw."""
    return clean(plain(text), lines=True).strip("\n")


def short_status(code: str | None) -> str:
    """A status as the list has it, at most 13 cells."""
    if not code:
        return Presence.NOT_STATED.value
    return SHORT_STATUS.get(code) or clean(code).replace("_", " ")


def status_style(code: str | None) -> str:
    """The colour of a status; its words say the same."""
    if code in _OPEN:
        return "open"
    return "bad" if code in STOPPED else "" if code else "missing"


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


def catalogue_told(file: str, trials: int, newest: str | None, cells: int) -> str:
    """Which catalogue, how many trials, as of when: as long as fits into so many cells."""
    name, dated = said(file), newest or "not dated"
    forms = (
        f"trials · {name} · {trials} trials · newest source {dated}",
        f"{name} · {trials} trials · newest source {dated}",
        f"{name} · {trials} trials · {dated}",
        f"{fit(name, 14).rstrip()} · {trials} trials · {dated}",
        f"{trials} trials · {dated}",
        dated,
    )
    return next((form for form in forms if width(form) <= cells), forms[-1])


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
