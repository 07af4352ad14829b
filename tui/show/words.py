"""Words and lines that the first rows need: a status, a phase, header and footer.

All registry text passes `said` (or `said_lines`) here; what comes out is safe to draw. Nothing here
may load more than text and spans: `present` has the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.model.presence import Presence
from catalog.model.text import clean, plain
from catalog.model.text import said as said
from tui.terminal.styled import Line, Span, fit, width

STATUS = {
    "RECRUITING": "RECRUITING",
    "NOT_YET_RECRUITING": "NOT YET",
    "ENROLLING_BY_INVITATION": "INVITED ONLY",
    "AVAILABLE": "AVAILABLE",
    "SUSPENDED": "PAUSED",
    "TEMPORARILY_NOT_AVAILABLE": "PAUSED",
    "ACTIVE_NOT_RECRUITING": "CLOSED",
    "COMPLETED": "ENDED",
    "TERMINATED": "STOPPED",
    "WITHDRAWN": "WITHDRAWN",
    "NO_LONGER_AVAILABLE": "NO LONGER",
    "APPROVED_FOR_MARKETING": "ON MARKET",
    "WITHHELD": "WITHHELD",
    "UNKNOWN": "UNKNOWN",
}
"""Every status of a trial or a site in a word or two that anybody knows, at most 12 cells."""
EXAMPLES = "disease, drug, place, number: hnscc pd-1 country:de"
"""What an empty search field says."""
READING = "reading the criteria …"
"""Stands where something needs criteria that are not read yet."""
NO_STATUS = "NO STATUS"
"""No source says any; UNKNOWN is the registry's own word."""
_OWN_WORDS = {"NOT RECRUITING": "CLOSED"}
"""Words of registries that mean one of these and are none of our codes, in capitals."""
_RECRUITS = frozenset({"RECRUITING", "AVAILABLE"})
_MAY_COME = frozenset({"NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "SUSPENDED",
                       "TEMPORARILY_NOT_AVAILABLE"})  # fmt: skip
_CODES = {"ACTIVE_NOT_RECRUITING": "active, not recruiting", "NA": "not applicable"}
_PHASE = re.compile(r"\bphase(\d)")
STOPPED = frozenset({"TERMINATED", "WITHDRAWN", "SUSPENDED", "WITHHELD"})


def said_lines(text: str) -> str:
    """Registry text with its line feeds, safe to draw."""
    return clean(plain(text), lines=True).strip("\n")


def words(code: str | None) -> str:
    """A code as words: `ACTIVE_NOT_RECRUITING` as `active, not recruiting`."""
    if not code:
        return Presence.NOT_STATED.value
    told_as = _CODES.get(code) or clean(code).replace("_", " ").lower()
    return _PHASE.sub(r"phase \1", told_as)


def plural(count: int, noun: str) -> str:
    """`1 site`, `1,088 sites`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def short_status(code: str | None) -> str:
    """A status as a list has it; what is none of ours in the source's own word."""
    if not code:
        return NO_STATUS
    word = clean(code).replace("_", " ").upper()
    return STATUS.get(code) or _OWN_WORDS.get(word, word)


def status_style(code: str | None, is_doubtful: bool = False) -> str:
    """The colour of a status; its words say the same."""
    if is_doubtful:
        return "warn"
    if code in _RECRUITS:
        return "open"
    return "bold" if code in _MAY_COME else "dim"


def is_over(code: str | None) -> bool:
    """Whether nobody can enter any more, by the trial's own status."""
    return code in STATUS and code not in _RECRUITS | _MAY_COME and code != "UNKNOWN"


def short_phases(phases: Sequence[str]) -> str:
    """`1/2`, `3`, `early`; `none` where there are no phases, `?` where none is stated."""
    if not phases:
        return "?"
    told_as = {"EARLY_PHASE1": "early", "NA": "none"}
    return "/".join(told_as.get(each) or clean(each).removeprefix("PHASE") for each in phases)


def header(left: str, right: str, cells: int) -> Line:
    """The top line: where one is, and at the right what is most useful."""
    room = cells - width(right) - 3
    return (Span(" " + fit(left, room), "head"), Span(" "), Span(right, "dim"), Span(" "))


_ROOMY = 90
"""Cells from which on there is room for the whole of it."""


def catalogue_told(
    file: str,
    trials: int,
    newest: str | None,
    cells: int,
    *,
    is_sample: bool = False,
    is_unsigned: bool = False,
) -> str:
    """Which catalogue, how many trials, as of when: as long as fits into so many cells.

    That its pack bears no signature that was verified stands in every form.
    """
    name, dated = said(file), newest or "not dated"
    if is_unsigned:
        dated += " · pack without verified signature" if cells > _ROOMY else " · unsigned"
    count = f"{trials:,} {'sample ' if is_sample else ''}trials"
    forms = (
        f"trials · {name} · {count} · newest source {dated}",
        f"{name} · {count} · newest source {dated}",
        f"{name} · {count} · {dated}",
        f"{fit(name, 14).rstrip()} · {count} · {dated}",
        f"{count} · {dated}",
        dated,
    )
    return next((form for form in forms if width(form) <= cells), forms[-1])


def footer(keys: Sequence[tuple[str, str]], right: str, cells: int) -> Line:
    """The bottom line: as many keys as fit, the last (help) always; of none the right alone."""
    if not keys:
        return (Span(" " * max(cells - width(right) - 1, 1)), Span(right, "mark"))
    room = cells - width(right) - 2
    *most, last = keys
    tail = width(f"{last[0]} {last[1].lower()}") + 2
    spans: list[Span] = [Span(" ")]
    taken = 1
    for key, title in most:
        need = width(key) + width(title) + 3
        if taken + need + tail > room:
            break
        lead = [Span(key, "key"), Span(" ", "dim")] if key else []
        spans += [*lead, Span(f"{title.lower()}  ", "dim")]
        taken += need - (0 if key else 1)
    spans += [Span(last[0], "key"), Span(f" {last[1].lower()}", "dim")]
    taken += tail - 2
    spans.append(Span(" " * max(cells - taken - width(right) - 1, 1)))
    spans.append(Span(right, "mark"))
    return tuple(spans)
