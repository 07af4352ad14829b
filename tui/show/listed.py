"""Lists and cases into lines: what stands where, why, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from catalog.merging.changes import Change
from personal.events import STATES, Entry, Event, Listed, TrialNote
from personal.looking import CHANGED, UNKNOWN, Row
from personal.marks import mark
from tui.show.changed import change_line
from tui.show.words import said, short_status
from tui.terminal.styled import EMPTY, Line, Span, block, fit, text_of, width

if TYPE_CHECKING:
    from tui.show.open_questions import Questions

_STATE = 10
_NUMBER = 16
_OPEN = frozenset({"proposed", "to call", "unsure", "called"})
"""States in which a reason is a question that is still open."""
QUESTIONED = frozenset({"to call", "unsure"})
"""States of which a row says what is to be asked."""
_STYLES = {"rejected": "dim", "declined": "dim", "enrolled": "open", "to call": "bold"}


def counted(listed: Listed) -> str:
    """`8 candidates · 2 to call · 3 rejected`."""
    total = len(listed.entries)
    noun = "candidate" if listed.is_case else "trial"
    parts = [f"{total} {noun}" + ("" if total == 1 else "s")]
    if listed.is_case:
        counts = [(state, sum(e.state == state for e in listed.entries)) for state in STATES[1:]]
        parts += [f"{count} {state}" for state, count in counts if count]
    return " · ".join(parts)


def changed_counted(found: Sequence[Row]) -> str:
    """`2 changed since you looked`; empty where nothing has."""
    count = sum(row.has_changed for row in found)
    return f"{count} changed since you looked" if count else ""


def by_and_day(by: str, at: str) -> str:
    """`KM 2026-11-12`."""
    return f"{said(by)} {at[:10]}".strip()


def decided_told(row: Row) -> str:
    """Who decided last, and when."""
    return by_and_day(row.entry.by, row.entry.at)


def reason_told(row: Row) -> str:
    """The reason as it stands below its trial; a criterion in quotation marks."""
    return reason_words(row.entry) + (
        "   its sentence reads otherwise now" if row.sentence == CHANGED else ""
    )


def reason_words(entry: Entry) -> str:
    """A criterion in quotation marks, own words as they are; what is open says so."""
    if not entry.reason:
        return ""
    is_quoted = entry.reason_kind in ("inclusion", "exclusion")
    words = f'"{said(entry.reason)}"' if is_quoted else said(entry.reason)
    return f"open: {words}" if entry.state in _OPEN else words


def changed_told(row: Row) -> str:
    """What has changed of a trial since somebody decided on it or looked."""
    if row.id is None:
        return "not in this catalogue"
    if row.has_another_status:
        was, now = short_status(row.entry.status or None), short_status(row.status or None)
        on = f", {row.changed_on}" if row.changed_on else ""
        return f"status: {was} then, {now} now{on}"
    return ""


def rows(listed: Listed, row: Row, cells: int, open_: Questions | None = None) -> Iterator[Line]:
    """A trial of a list: where it stands; its reason; what is known besides.

    What is open of it is told on the screen alone: it follows from the patient.
    """
    entry = row.entry
    state = fit(entry.state, _STATE) if listed.is_case else ""
    number = fit(said(row.number), _NUMBER)
    marks = f"  {said(' '.join(row.elsewhere))}" if row.elsewhere else ""
    told, style = _right(row, open_)
    room = cells - 3 - width(state) - width(number) - width(marks) - width(told) - 2
    title = fit(said(row.title or "(no title in any source)"), max(room, 8))
    yield tuple(
        span
        for span in (
            Span("   "),
            Span(state, _STYLES.get(entry.state, "")),
            Span(number, "dim"),
            Span(title, "dim" if entry.state in ("rejected", "declined") else ""),
            Span(marks, "mark"),
            Span(f"  {told}", style),
        )
        if span.text
    )
    lead = " " * (3 + width(state))
    if open_ is not None and not entry.reason and entry.state == "to call" and open_.asked:
        yield (Span(lead), Span(fit(open_.asked, cells - width(lead) - 1)))
    yield from _below(row, cells, lead)


def _right(row: Row, open_: Questions | None) -> tuple[str, str]:
    """What stands at the right of a row: a change, else what is open, else who decided."""
    if row.id is None:
        return "not in this catalogue", "warn"
    if row.has_another_status:
        now = short_status(row.status or None)
        return f"! {now} now" + (f" {row.changed_on}" if row.changed_on else ""), "warn"
    if open_ is not None and row.entry.state == "unsure" and open_.told:
        return open_.told, ""
    return decided_told(row), "dim"


def _below(row: Row, cells: int, lead: str) -> Iterator[Line]:
    """The reason in one line, and what else is to be known."""
    room = cells - width(lead) - 1
    if row.entry.reason:
        told = "  ! reads otherwise now" if row.sentence == CHANGED else ""
        words = fit(reason_words(row.entry), room - width(told)).rstrip()
        yield (Span(lead), Span(words), Span(told, "warn"))
    if row.note is not None and row.note.verified:
        yield (Span(lead), Span(fit(verified_told(row.note), room), "mark"))
    if row.note is not None and row.note.note:
        yield (Span(lead), Span(fit(f"note: {said(row.note.note)}", room), "dim"))
    if row.merged_with:
        same = said(", ".join(row.merged_with))
        yield (Span(lead), Span(fit(f"the same trial as {same} of this list", room), "warn"))


def verified_told(note: TrialNote) -> str:
    """What was heard, from when, by whom."""
    return f"verified: {said(note.verified)} ({by_and_day(note.verified_by, note.verified_at)})"


def note_told(note: TrialNote) -> str:
    """All that is noted of a trial, in a line: what was heard, then the note."""
    return " · ".join(
        filter(None, (verified_told(note) if note.verified else "", _whole_note(note)))
    )


def noted(note: TrialNote | None, cells: int) -> list[Line]:
    """What is noted of a trial, for its header."""
    lines: list[Line] = []
    if note is not None and note.verified:
        lines.append((Span(fit(f" {verified_told(note)}", cells), "mark"),))
    if note is not None and note.note:
        told = f" note: {said(note.note)} ({by_and_day(note.note_by, note.note_at)})"
        lines.append((Span(fit(told, cells), "mark"),))
    return lines


def rejected_line(listed: Listed, entry: Entry, cells: int) -> Line:
    """For the header of a trial: for which case it was rejected, and why."""
    why = f": {reason_words(entry)}" if entry.reason else ""
    when = by_and_day(entry.by, entry.at)
    told = f" {said(mark(listed.label))} rejected for {said(listed.name)}{why}"
    return (Span(fit(told, cells - width(when) - 2) + f" {when}", "mark"),)


def why(found: Sequence[tuple[Listed, Entry]], note: TrialNote | None, cells: int) -> list[Line]:
    """Where a trial stands for whom and why, and what is noted of it."""
    lines: list[Line] = []
    for listed, entry in found:
        lines.append(EMPTY)
        when = by_and_day(entry.by, entry.at)
        lines.append((Span(_stands(listed, entry), "bold"), Span(f"  {when}".rstrip(), "dim")))
        lines += block(reason_words(entry) or "no reason was given", cells, "", "  ", "  ")
    if note is not None and (note.note or note.verified):
        lines.append(EMPTY)
        for told in (verified_told(note) if note.verified else "", _whole_note(note)):
            lines += block(told, cells, "mark") if told else []
    return lines


def _stands(listed: Listed, entry: Entry) -> str:
    if not listed.is_case:
        return f"On {said(listed.name)}"
    return f"{entry.state.capitalize()} for {said(listed.name)}"


def _whole_note(note: TrialNote) -> str:
    if not note.note:
        return ""
    return f"note: {said(note.note)} ({by_and_day(note.note_by, note.note_at)})"


_DEEDS = {
    "open": "opened",
    "rename": "called",
    "add": "put on",
    "remove": "taken off",
    "state": "now",
    "reason": "because",
    "note": "note",
    "verify": "verified",
    "undo": "taken back",
}


def deed_told(event: Event) -> str:
    """One thing that was done, in a line: `NCT05635643 now rejected`."""
    words = event.more.title if event.what == "add" else event.text
    said_words = "" if event.what in ("remove", "undo") else said(words)
    return " ".join(filter(None, (said(event.trial), _DEEDS.get(event.what, ""), said_words)))


def log_lines(events: Sequence[Event], cells: int) -> list[Line]:
    """What was done to a list, the newest first; what was taken back says so."""
    undone = {each.text for each in events if each.what == "undo"}
    lines: list[Line] = []
    for event in reversed(events):
        if event.what == "seen":
            continue
        back = "  (taken back)" if event.id in undone else ""
        lead = fit(by_and_day(event.by, event.at), 16)
        lines += block(deed_told(event) + back, cells, "dim" if back else "", lead, " " * 16)
    return lines


def as_text(listed: Listed, found: Sequence[Row], *, reasons: bool) -> str:
    """A list as plain text; reasons, notes and other cases' marks only where they are asked for."""
    lines: list[Line] = [(Span(f"{said(listed.name)}: {counted(listed)}"),)]
    for row in found:
        lines += rows(listed, row if reasons else _bare(row), _PAPER)
    return text_of(lines)


_PAPER = 96


def _bare(row: Row) -> Row:
    entry = msgspec.structs.replace(row.entry, reason="", reason_kind="", reason_hash="")
    return msgspec.structs.replace(
        row, entry=entry, sentence=UNKNOWN, note=None, elsewhere=(), merged_with=()
    )


def changes(
    row: Row, history: Sequence[Change], nearest: str, cells: int
) -> tuple[list[Line], list[Line]]:
    """What changed of a trial since somebody decided on it, then what the user's reason was."""
    lines: list[Line] = []
    if told := changed_told(row):
        lines += block(told, cells, "warn")
    for change in history:
        lines += block(f"{change.at[:10]}  {change_line(change)}", cells)
    own: list[Line] = []
    if row.sentence == CHANGED:
        own += [(Span("The sentence that was the reason:", "head"),)]
        own += block(said(row.entry.reason), cells, "", "  ", "  ")
        own += [(Span("stands there no more. Nearest to it now:", "head"),)]
        own += block(said(nearest) or "no sentence like it", cells, "", "  ", "  ")
    if not lines and not own:
        lines.append((Span("Nothing has changed since somebody decided.", "dim"),))
    return lines, [EMPTY, *own] if lines and own else own
