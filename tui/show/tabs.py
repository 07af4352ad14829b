"""A trial's nine tabs as lines: which there are, how full each is, and Overview and Text.

Every tab is a function of a TrialView and a width; what a tab lacks it says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from catalog.merging.changes import Change, in_order
from catalog.merging.merged import MergedTrial, stale
from catalog.merging.source_names import source_told
from catalog.model.recruitment import is_dated
from catalog.model.staleness import ONLY_DATED, OPEN
from catalog.model.trial import Presence, Trial
from catalog.store.catalogue import PossibleDuplicate
from tui import commands
from tui.show import care, fields, people
from tui.show.about import about
from tui.show.changed import change_told
from tui.show.fields import Field, in_words, is_stated, sections, value_of
from tui.show.present import (
    STOPPED,
    field,
    guessed,
    header,
    heading,
    missing,
    moment,
    said,
    section_of,
    short_status,
    source_name,
    status_style,
    value_field,
)
from tui.terminal.styled import EMPTY, Line, Span, block, fit, sentence, width

if TYPE_CHECKING:
    from catalog.eligibility.criterion import Criterion
    from catalog.places.nearest import Distances
    from tui.show.screened import Mark


@dataclass(frozen=True, slots=True)
class TrialView:
    """A trial with all that its tabs show."""

    merged: MergedTrial
    criteria: tuple[Criterion, ...]
    history: tuple[Change, ...]
    duplicates: tuple[PossibleDuplicate, ...]
    today: dt.date
    original: bool = False
    """Criteria as written instead of as understood."""
    explained: bool = False
    """With what was understood of each criterion."""
    site_filter: str = ""
    own_sites: tuple[str, ...] = ()
    """The user's own, as the settings name them."""
    distances: Distances | None = None
    """How far its sites are, where it is known from where to count."""
    original_key: str = "o"
    explain_key: str = "w"
    whole: bool = False
    """With every field, also those that no source states."""
    whole_key: str = "i"
    is_read: bool = True
    """Whether the criteria were read by the rules: else they are sentences without a meaning."""
    marks: Mapping[int, Mark] | None = None
    """What is said of criteria for a patient, where one is set."""


class Tab(NamedTuple):
    """One tab: its name, title, how many things are in it (None: not counted), and its lines.

    Its name is what places, settings and commands know it by; its number is only its place.
    """

    name: str
    title: str
    number: Callable[[TrialView], int | None]
    lines: Callable[[TrialView, int], list[Line]]


def overview(view: TrialView, cells: int) -> list[Line]:
    """The questions in their order, then every field by its section; what is missing folded."""
    merged, trial = view.merged, view.merged.trial
    lines = list(
        about(
            merged,
            view.criteria,
            view.today,
            cells,
            view.distances,
            is_checked=False,
            is_read=view.is_read,
        )
    )
    for section, of_section in sections(fields.OVERVIEW):
        told = [each for each in of_section if _is_told(trial, each)]
        told = [each for each in told if view.whole or _is_wanted(trial, each)]
        if not told:
            continue
        lines += heading(section)
        if of_section[0].is_alone:
            lines += section_of(merged, of_section[0].name, cells)
        else:
            for each in told:
                lines += _one(view, each, cells)
        if section == "Conditions" and (view.whole or trial.interventions):
            lines += heading("Interventions")
            lines += _interventions(view, cells)
    return [*lines, *_folded(view, cells)]


def _folded(view: TrialView, cells: int) -> Iterator[Line]:
    """What the sources do not carry, and what they could say and do not, in a line each."""
    if view.whole:
        return
    missing_here: dict[Presence, list[str]] = {}
    for each in fields.FIELDS:
        if each.tab == fields.OVERVIEW and _is_told(view.merged.trial, each):
            presence = view.merged.presence(each.name)
            if not _is_wanted(view.merged.trial, each):
                missing_here.setdefault(presence, []).append(each.label.lower())
    if missing_here:
        yield EMPTY
    for presence, labels in missing_here.items():
        told = f"{len(labels)} {presence.value}: {', '.join(labels)}"
        yield from block(f"{told}   {view.whole_key} all", cells, "missing")


def preview(view: TrialView, cells: int) -> list[Line]:
    """The trial under the cursor: its number as a rule, then how its overview begins."""
    name = f" {said(view.merged.id)} "
    rule = (Span("──" + name + "─" * max(cells - width(name) - 3, 0), "dim"),)
    title = said(view.merged.trial.title or view.merged.trial.official_title or "(no title)")
    known = about(view.merged, view.criteria, view.today, cells, view.distances)
    return [rule, *block(title, cells, "bold"), *known]


def _one(view: TrialView, each: Field, cells: int) -> Iterator[Line]:
    """A field in its line; where it is absent and few registries state it, nothing."""
    if each.name == "status":
        yield from _status(view, cells)
    elif _is_told(view.merged.trial, each):
        yield from value_field(view.merged, each.name, each.label, cells)


def _is_told(trial: Trial, each: Field) -> bool:
    asked = each.always or (each.name == "why_stopped" and _has_stopped(trial))
    return asked or is_stated(value_of(trial, each.name))


def _is_wanted(trial: Trial, each: Field) -> bool:
    """Whether a field is no part of the folded line: why a trial was stopped is asked at once."""
    return is_stated(value_of(trial, each.name)) or each.name == "why_stopped"


def _interventions(view: TrialView, cells: int) -> list[Line]:
    named = tuple(
        f"{in_words(each.type)}: {each.name}" if each.type else each.name
        for each in view.merged.trial.interventions
    )
    return _list(view.merged, "interventions", named, cells)


def _has_stopped(trial: Trial) -> bool:
    return trial.status is not None and trial.status.word in STOPPED


def _status(view: TrialView, cells: int) -> Iterator[Line]:
    status = view.merged.trial.status
    yield from value_field(view.merged, "status", "Status", cells)
    if status is None:
        return
    origin = view.merged.provenance.get("status")
    if origin is not None:
        says = 1 + len(origin.agree)
        by = source_name(view.merged, origin.source)
        yield from field("", f"{_who(says, len(view.merged.sources))}: {by}", cells, "dim")


def _who(say: int, of: int) -> str:
    """`by 1 of 2 sources`; what all of them say, `by 3 sources`."""
    sources = "source" if of == 1 else "sources"
    return f"by {of} {sources}" if say == of else f"by {say} of {of} {sources}"


def _list(merged: MergedTrial, name: str, values: tuple[str, ...], cells: int) -> list[Line]:
    if not values:
        return missing(merged, name, cells)
    lines = guessed(merged, name, cells)
    for value in values:
        lines += block(said(value), cells, "", "- ", "  ")
    return lines


def texts(view: TrialView, cells: int) -> list[Line]:
    """Detailed description, keywords, references, documents, data sharing, terms."""
    lines: list[Line] = []
    for section, of_section in sections(fields.TEXT):
        for each in of_section:
            if _is_told(view.merged.trial, each):
                lines += heading(section)
                lines += section_of(view.merged, each.name, cells)
    return lines[1:]


def _text_count(view: TrialView) -> int:
    trial = view.merged.trial
    return (
        bool(trial.detailed_description)
        + len(trial.keywords)
        + len(trial.references)
        + len(trial.see_also)
        + len(trial.documents)
    )


def history(view: TrialView, cells: int) -> list[Line]:
    """What imports changed, the most important first, of one field the newest."""
    if not view.history:
        return [
            (Span("Nothing has changed since this trial was first imported.", "missing"),),
        ]
    lines: list[Line] = []
    sources = {each.key: source_told(each) for each in view.merged.sources}
    for change in in_order(view.history):
        name, before, after = change_told(change)
        lines.append((Span(moment(change.at), "head"), Span("  " + name, "bold")))
        told = (("before", before), ("after", after), ("source", sources.get(change.source or 0)))
        for label, text in told:
            if text:
                lines += block(said(text), cells, "", fit(f"  {label}", 10), " " * 10)
    return lines


def _people_count(view: TrialView) -> int:
    trial = view.merged.trial
    named = (*trial.contacts, *trial.officials, *trial.collaborators)
    return len(named) + (trial.sponsor is not None)


class _Made(NamedTuple):
    """What a tab is made of."""

    number: Callable[[TrialView], int | None]
    lines: Callable[[TrialView, int], list[Line]]


_MADE: dict[str, _Made] = {
    fields.OVERVIEW: _Made(lambda view: None, overview),
    fields.ARMS: _Made(
        lambda view: len(view.merged.trial.arms), lambda view, cells: care.arms(view.merged, cells)
    ),
    fields.OUTCOMES: _Made(
        lambda view: len(view.merged.trial.outcomes),
        lambda view, cells: care.outcomes(
            view.merged, cells, whole=view.original, key=view.original_key
        ),
    ),
    fields.ELIGIBILITY: _Made(
        lambda view: sum(each.role == "criterion" for each in view.criteria),
        lambda view, cells: care.eligibility(
            view.merged,
            view.criteria,
            cells,
            original=view.original,
            explained=view.explained,
            keys=(view.original_key, view.explain_key),
            is_read=view.is_read,
            marks=view.marks,
        ),
    ),
    fields.SITES: _Made(
        lambda view: len(view.merged.trial.sites),
        lambda view, cells: people.sites(
            view.merged,
            cells,
            view.site_filter,
            view.own_sites,
            view.distances,
            whole=view.whole,
        ),
    ),
    fields.PEOPLE: _Made(_people_count, lambda view, cells: people.people(view.merged, cells)),
    fields.TEXT: _Made(_text_count, texts),
    fields.SOURCES: _Made(
        lambda view: len(view.merged.sources),
        lambda view, cells: people.sources(view.merged, view.duplicates, cells),
    ),
    fields.HISTORY: _Made(lambda view: len(view.history), history),
}
TABS: tuple[Tab, ...] = tuple(Tab(name, title, *_MADE[name]) for name, title in commands.TABS)
"""The tabs, in the order of the commands that open them."""


def tab_of(name: str) -> Tab:
    """The tab of a name; the first where there is none of that name."""
    return next((tab for tab in TABS if tab.name == name), TABS[0])


def tab_beside(name: str, by: int) -> str:
    """The name of the tab so many places on, round the end."""
    return TABS[(TABS.index(tab_of(name)) + by) % len(TABS)].name


def tab_bar(view: TrialView, current: str, cells: int) -> Line:
    """The titles of the tabs with their counts; where it is narrow, less of them."""
    for form in (_full, _named, partial(_whole, 1), partial(_whole, 0), _number):
        line = tuple(span for n, tab in enumerate(TABS) for span in form(view, n, tab, current))
        if sum(width(span.text) for span in line) <= cells:
            break
    return line


def _style(view: TrialView, tab: Tab, is_current: bool) -> str:
    return "cursor" if is_current else "dim" if tab.number(view) == 0 else ""


def _full(view: TrialView, n: int, tab: Tab, current: str) -> tuple[Span, ...]:
    """` 3 Outcomes 12 `, the current one `[3 Outcomes 12]`."""
    count = tab.number(view)
    text = f"{n + 1} {tab.title}" + (f" {count}" if count is not None else "")
    left, right = "[]" if tab.name == current else "  "
    return (Span(left), Span(text, _style(view, tab, tab.name == current)), Span(right))


def _named(view: TrialView, n: int, tab: Tab, current: str) -> tuple[Span, ...]:
    """The same by the shorter names."""
    return _full(view, n, tab._replace(title=commands.SHORT_TABS.get(tab.name, tab.title)), current)


def _whole(counted: int, view: TrialView, n: int, tab: Tab, current: str) -> tuple[Span, ...]:
    """By the shorter names, without the counts; `counted`, but for the current one."""
    title = f"{n + 1} {commands.SHORT_TABS.get(tab.name, tab.title)}"
    if tab.name == current:
        count = tab.number(view)
        told = f"{title} {count}" if counted and count is not None else title
        return (Span("["), Span(told, _style(view, tab, True)), Span("]"))
    beside = TABS[n - 1].name == current if n else counted
    return (Span("" if beside else " "), Span(title, _style(view, tab, False)))


def _number(view: TrialView, n: int, tab: Tab, current: str) -> tuple[Span, ...]:
    if tab.name == current:
        return _full(view, n, tab, current)
    return (Span(" "), Span(f"{n + 1}", _style(view, tab, False)))


def trial_header(
    view: TrialView, catalogue: Callable[[int], str], cells: int, *, is_marked: bool = False
) -> list[Line]:
    """Number, status and who says so; the title; and where the status is doubtful, why."""
    trial = view.merged.trial
    status = trial.status.word if trial.status else None
    doubt = stale(trial, view.today)
    if not doubt and trial.status and is_dated(trial.status.said) and status in OPEN:
        doubt = ONLY_DATED
    top: list[Span] = [
        Span("*" if is_marked else " ", "mark"),
        Span(said(view.merged.id) + "  ", "head"),
        Span(short_status(status) + ("?" if doubt else ""), status_style(status, bool(doubt))),
        Span(_by(view), "dim"),
    ]
    used = sum(width(span.text) for span in top)
    place = catalogue(max(cells - used - 2, 0))
    top.append(Span(" " * max(cells - used - width(place) - 1, 1)))
    top.append(Span(place, "dim"))
    title = said(trial.title or trial.official_title or "(no title in any source)")
    lines: list[Line] = [tuple(top), (Span(" " + fit(title, cells - 2), "bold"),)]
    if doubt:
        lines += sentence(f"? {doubt}: check", cells, "warn")
    if mine := people.own_sites(view.merged, view.own_sites):
        lines.append((Span(fit(f" * at your sites: {mine}", cells), "mark"),))
    return lines


def _by(view: TrialView) -> str:
    """`, 2 sources agree`, `, by 1 of 2 sources`."""
    origin = view.merged.provenance.get("status")
    count = len(view.merged.sources)
    if origin is None or count < 2:
        return ""
    says = 1 + len(origin.agree)
    return f", {says} sources agree" if says == count else f", by {says} of {count} sources"


__all__ = ["TABS", "Tab", "TrialView", "header", "tab_bar", "trial_header"]
