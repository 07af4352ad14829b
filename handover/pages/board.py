"""The board page: trials in twelve lines each, four a page, and behind them what was cut.

A line is cut by rule: by words, to what fits into 96 columns, with an ellipsis; how much is left
out is counted in the twelfth line, and stands whole on the pages behind. Nothing is reworded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalog.comparison import briefly
from catalog.eligibility.criterion import Criterion
from catalog.model.code_words import phases, told
from catalog.model.site_states import sites_of
from catalog.model.text import said, some
from catalog.model.trial import Eligibility
from handover.pages.sheets import WIDTH, Made, about, html, safe, tag
from handover.pages.subject import Subject, call, distance, place
from handover.wrapping import columns, cut, hanging, pad

LINES = 12
A_PAGE = 4
_LABEL = 9
_ROOM = WIDTH - _LABEL
_QUOTED = 2
"""Sentences of each side."""
_TITLE = "Trials for the board"


class Entry(NamedTuple):
    """One line of a trial."""

    label: str
    text: str


def text(subjects: Sequence[Subject], made: Made) -> str:
    """The pages in 96 columns; a form feed parts those that are printed apart."""
    lines = [_heading(subjects), *_stamp(subjects, made)]
    behind = _behind(subjects)
    for number, subject in enumerate(subjects):
        if number and number % A_PAGE == 0:
            lines.append("\f")
        lines += ["", *_lines(subject, behind)]
    for number, subject in enumerate(subjects):
        lines.append("\f" if number == 0 else "")
        for entry in _rest(subject):
            lines += (
                hanging(pad(entry.label, 4), entry.text, WIDTH) if entry.text else [entry.label]
            )
    return "\n".join(line.rstrip(" ") for line in lines) + "\n"


def page(subjects: Sequence[Subject], made: Made) -> str:
    """The same as HTML for A4."""
    return html(_heading(subjects), _markup(subjects, made))


def _heading(subjects: Sequence[Subject]) -> str:
    return f"{_TITLE}: {', '.join(said(each.merged.id) for each in subjects)}"


def _stamp(subjects: Sequence[Subject], made: Made) -> Iterator[str]:
    for line in _told(subjects, made):
        yield from hanging("", line, WIDTH)


def _told(subjects: Sequence[Subject], made: Made) -> Iterator[str]:
    yield from about(made, subjects[0].origin)
    if seen := subjects[0].seen:
        yield f"Patient: {seen.patient or 'nothing is known'}"
        yield "“~”: proposed by the program from the criteria that it read; a person decides."
    if any(each.doubt for each in subjects):
        yield f"“?”: the status may not hold any more; page {_behind(subjects)} on says why."


def _behind(subjects: Sequence[Subject]) -> int:
    """The page on which what was cut begins."""
    return -(-len(subjects) // A_PAGE) + 1


def _lines(subject: Subject, behind: int) -> list[str]:
    head, *rest = entries(subject, behind)
    return [
        f"{head.label}  {head.text}",
        *(f"{pad(each.label, _LABEL)}{each.text}" for each in rest),
    ]


def entries(subject: Subject, behind: int) -> list[Entry]:
    """The twelve lines: number and status first, what stands on page `behind` last."""
    trial = subject.merged.trial
    acronym = f"{said(trial.acronym)}  " if trial.acronym else ""
    number = said(subject.merged.id)
    state = subject.state
    room = WIDTH - columns(number) - 2 - columns(state) - 2
    name = cut(acronym, room).strip() if room > len("…") else ""
    gap = " " * max(WIDTH - columns(number) - 2 - columns(name) - columns(state), 2)
    found = [
        Entry(number, f"{name}{gap}{state}"),
        Entry("Title", subject.title),
        Entry("Who", f"{_who(subject)} · {_what(subject)}"),
        *_given(subject),
        *_quotes(subject, "inclusion", "For", briefly.FOR),
        *_quotes(subject, "exclusion", "Not for", briefly.NOT_FOR),
        _asked(subject),
        Entry("Where", _where(subject)),
    ]
    found = [found[0], *(Entry(each.label, cut(each.text, _ROOM)) for each in found[1:])]
    assert len(found) == LINES - 1, len(found)
    return [*found, Entry("More", cut(_more(subject, behind), _ROOM))]


def _asked(subject: Subject) -> Entry:
    """What is to be asked; with a patient where the trial stands, and what is still open."""
    if subject.seen is not None:
        return Entry("Patient", f"~ {said(subject.seen.stands)}")
    return Entry("Ask", _fitting(subject.asked, ", ") or "no limit was read in its criteria")


def _what(subject: Subject) -> str:
    trial = subject.merged.trial
    allocated = trial.allocation
    parts = [
        phases(trial.phases),
        some([said(each) for each in trial.conditions], 2),
        told(allocated) if allocated and allocated.word != "NA" else "",
        told(trial.masking) if trial.masking else "",
    ]
    return " · ".join(filter(None, parts)) or "phase and disease not stated"


def _given(subject: Subject) -> tuple[Entry, Entry]:
    trial = subject.merged.trial
    if not trial.arms:
        names = [said(each.name) for each in trial.interventions]
        said_so = _fitting(names, " | ") or "not stated"
        return Entry("Given", said_so), Entry("Against", "no arms stated")
    tested, against, others = (
        [said(briefly.arm_told(arm)) for arm in side] for side in briefly.sides(trial)
    )
    if not (tested or against):
        first, others = Entry("Given", _fitting(others, " | ")), []
    else:
        first = Entry("Tested", _fitting(tested, " | ") or "not stated")
    compared = against or ["no arm to compare with is stated"]
    compared += [f"other: {each}" for each in others]
    return first, Entry("Against", _fitting(compared, " | "))


def _who(subject: Subject) -> str:
    known = subject.merged.trial.eligibility or Eligibility()
    missing = subject.merged.presence("eligibility.minimum_age").value
    return briefly.who(known) or f"age and sex {missing}"


def _quotes(subject: Subject, kind: str, label: str, topics: Sequence[str]) -> list[Entry]:
    """Two lines of a side: its sentences in quotation marks, chosen by their topics."""
    of_side = briefly.of_side(subject.criteria, kind)
    chosen = briefly.chosen(of_side, topics, _QUOTED)
    found = [Entry("", _quote(each)) for each in chosen]
    if not found:
        missing = subject.merged.presence("eligibility.text").value
        of = "no criterion of this side was found" if subject.criteria else f"criteria {missing}"
        found = [Entry("", of)]
    found += [Entry("", "")] * (_QUOTED - len(found))
    return [Entry(label, found[0].text), *found[1:]]


def _quote(criterion: Criterion) -> str:
    """A sentence in quotation marks, behind the group that it is asked of, in one line."""
    group = said(briefly.group_of(criterion))
    lead = f"{cut(group, _ROOM // 3)}: " if group else ""
    return f"{lead}“{cut(said(criterion.text), _ROOM - 2 - columns(lead))}”"


def _where(subject: Subject) -> str:
    """The nearest site that recruits, and whom to call there; the telephone is never cut."""
    trial = subject.merged.trial
    first = subject.first
    if first is None or subject.is_anywhere:
        found, first = sites_of(trial), None
        told = str(found) if found.total else f"sites {subject.merged.presence('sites').value}"
    else:
        sure = "may recruit: " if first.is_unknown else ""
        none = f"none in {subject.home}; " if first.is_far else ""
        told = none + sure + " ".join(filter(None, (distance(first), place(first.site))))
    phone = call(subject, first) or "no contact in any source"
    phone = cut(phone, _ROOM // 2) if columns(told) + columns(phone) > _ROOM - 3 else phone
    return f"{cut(told, _ROOM - columns(phone) - 3)} · {phone}"


def _more(subject: Subject, behind: int) -> str:
    """What the lines above leave out, counted."""
    criteria = [each for each in subject.criteria if each.role == "criterion"]
    quoted = sum(
        min(len(briefly.of_side(subject.criteria, kind)), _QUOTED)
        for kind in ("inclusion", "exclusion")
    )
    left = len(criteria) - quoted
    parts = [f"{left} more {'criterion' if left == 1 else 'criteria'}" if left else ""]
    if subject.merged.trial.arms:
        arms = len(subject.merged.trial.arms)
        parts.append(f"{arms} {'arm' if arms == 1 else 'arms'} with descriptions")
    parts.append("why “?”" if subject.doubt else "")
    told = f"page {behind} on: {', '.join(filter(None, parts)) or 'nothing more'}"
    named = 0 if subject.is_anywhere else 1
    sites = len(subject.reaches) - named
    if sites > 0:
        more = "more " if named else ""
        told += f"; {sites} {more}{'site' if sites == 1 else 'sites'}: call sheet"
    return told


def _fitting(values: Sequence[str], between: str) -> str:
    """As many whole values as fit into a line, and how many more there are."""
    for count in range(len(values), 0, -1):
        more = f" and {len(values) - count} more" if count < len(values) else ""
        told, room = between.join(values[:count]), _ROOM - columns(more)
        if columns(told) <= room or count == 1:
            return cut(told, room) + more
    return ""


def _rest(subject: Subject) -> Iterator[Entry]:
    """What stands on the pages behind: title, arms and all criteria, whole."""
    trial = subject.merged.trial
    yield Entry(f"{said(subject.merged.id)}  {subject.state}", "")
    yield Entry("", subject.title)
    if subject.doubt:
        yield Entry("", f"Check: it {subject.doubt}.")
    if trial.arms:
        yield Entry("", "")
        yield Entry("Arms", "")
        for arm in trial.arms:
            kind = f" [{told(arm.type)}]" if arm.type else ""
            what = f": {said(arm.description)}" if arm.description else ""
            yield Entry("-", f"{said(arm.label)}{kind}{what}")
    for kind, heading in (("inclusion", "For (must)"), ("exclusion", "Not for (must not)")):
        of_side = [each for each in subject.criteria if each.kind == kind]
        if of_side:
            yield Entry("", "")
            yield Entry(heading, "")
            yield from _numbered(of_side)


def _numbered(criteria: Sequence[Criterion]) -> Iterator[Entry]:
    """All of a side, each list under the record's own heading: whom it is for stands there."""
    section = ""
    for number, each in enumerate(criteria, 1):
        if each.section != section:
            section = each.section
            yield Entry("", f"[{said(section) if section else 'under no further heading'}]")
        yield Entry(f"{number}.", f"“{said(each.text)}”")


def _markup(subjects: Sequence[Subject], made: Made) -> Iterator[str]:
    yield tag("h1", _heading(subjects))
    yield from (tag("p", line, "about") for line in _told(subjects, made))
    behind = _behind(subjects)
    for subject in subjects:
        head, *rest = entries(subject, behind)
        yield '<section class="trial">'
        yield f"<h2>{safe(head.label)}&ensp;{safe(' '.join(head.text.split()))}</h2><dl>"
        yield from (f"{tag('dt', each.label)}{tag('dd', each.text)}" for each in rest)
        yield "</dl></section>"
    for number, subject in enumerate(subjects):
        yield f'<section class="rest{"" if number else " first"}">'
        for row, entry in enumerate(_rest(subject)):
            if entry.text:
                label = f"{safe(entry.label)} " if entry.label else ""
                yield f"<p>{label}{safe(entry.text)}</p>"
            elif entry.label:
                yield tag("h2" if row == 0 else "h3", entry.label)
        yield "</section>"
