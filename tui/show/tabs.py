"""A trial's nine tabs as lines: which there are, how full each is, and Overview and Text.

Every tab is a function of a TrialView and a width; what a tab lacks it says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from catalog.merging.agreement import told
from catalog.merging.changes import Change, brief
from catalog.merging.merged import MergedTrial, stale
from catalog.model.text import clean
from catalog.model.trial import Trial
from catalog.store.catalogue import PossibleDuplicate
from tui.show import care, people
from tui.show.present import (
    STOPPED,
    field,
    guessed,
    header,
    heading,
    missing,
    moment,
    said,
    said_lines,
    short_status,
    source_name,
    status_style,
    value_field,
)
from tui.terminal.styled import EMPTY, Line, Span, block, fit, width

if TYPE_CHECKING:
    from catalog.eligibility.criterion import Criterion


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
    original_key: str = "o"
    explain_key: str = "w"


class Tab(NamedTuple):
    """One tab: its title, how many things are in it (None: not counted), and its lines."""

    title: str
    number: Callable[[TrialView], int | None]
    lines: Callable[[TrialView, int], list[Line]]


def overview(view: TrialView, cells: int) -> list[Line]:
    """Summary, status and its dates, design, sponsor, conditions, interventions, numbers."""
    merged, trial = view.merged, view.merged.trial
    lines = list(block(said(trial.title or trial.official_title or "(no title)"), cells, "bold"))
    lines.append(EMPTY)
    lines += _status(view, cells)
    if trial.why_stopped or _has_stopped(trial):
        lines += value_field(merged, "why_stopped", "Why stopped", cells)
    for name, label in _DATES:
        lines += value_field(merged, name, label, cells)
    for title, fields in _PARTS:
        lines += heading(title)
        for name, label in fields:
            lines += value_field(merged, name, label, cells)
    lines += heading("Conditions")
    lines += _list(merged, "conditions", trial.conditions, cells)
    lines += heading("Interventions")
    named = tuple(
        f"{each.type.word.capitalize()}: {each.name}" if each.type else each.name
        for each in trial.interventions
    )
    lines += _list(merged, "interventions", named, cells)
    lines += heading("Numbers")
    for known in trial.identifiers:
        kind = known.said_type or _NUMBERS.get(known.kind) or known.kind.replace("_", " ")
        lines += field(said(kind), said(known.value), cells)
    if not trial.identifiers:
        lines += missing(merged, "identifiers", cells)
    lines += heading("Summary")
    if trial.brief_summary:
        lines += guessed(merged, "brief_summary", cells)
        lines += block(said_lines(trial.brief_summary), cells)
    else:
        lines += missing(merged, "brief_summary", cells)
    return lines


_DATES = (
    ("status_verified", "Status verified"),
    ("start_date", "Start"),
    ("primary_completion_date", "Primary completion"),
    ("completion_date", "Completion"),
    ("last_updated", "Last updated"),
)
_PARTS = (
    (
        "Design",
        (
            ("study_type", "Type"),
            ("phases", "Phase"),
            ("enrollment", "Enrollment"),
            ("allocation", "Allocation"),
            ("intervention_model", "Model"),
            ("masking", "Masking"),
            ("primary_purpose", "Purpose"),
            ("has_results", "Has results"),
        ),
    ),
    ("Sponsor", (("sponsor", "Sponsor"), ("collaborators", "Collaborators"))),
    ("Titles", (("official_title", "Official title"), ("acronym", "Acronym"))),
)


_NUMBERS = {
    "nct": "NCT", "nct_alias": "former NCT", "org_study_id": "sponsor's number",
    "secondary_id": "secondary number", "chictr": "ChiCTR", "eudract": "EudraCT", "utn": "WHO UTN",
    "rebec": "ReBEC", "ctis": "CTIS", "nci": "NCI", "nih": "NIH", "isrctn": "ISRCTN",
    "jrct": "jRCT", "actrn": "ACTRN", "ntr": "NTR", "irct": "IRCT", "drks": "DRKS",
    "umin": "UMIN", "jprn": "JPRN", "tctr": "TCTR", "pactr": "PACTR", "kct": "CRIS", "ctri": "CTRI",
}  # fmt: skip
"""Kinds of numbers as the registries write them."""


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
        who = (
            f"said by one source of {len(view.merged.sources)}"
            if says == 1
            else (f"said by {says} sources of {len(view.merged.sources)}")
        )
        yield from field("", f"{who}: {by}", cells, "dim")
    if reason := stale(view.merged.trial, view.today):
        yield from field("", f"! {reason}: verify", cells, "warn")


def _list(merged: MergedTrial, name: str, values: tuple[str, ...], cells: int) -> list[Line]:
    if not values:
        return missing(merged, name, cells)
    lines = guessed(merged, name, cells)
    for value in values:
        lines += block(said(value), cells, "", "- ", "  ")
    return lines


def texts(view: TrialView, cells: int) -> list[Line]:
    """Detailed description, keywords, references, documents, data sharing."""
    merged, trial = view.merged, view.merged.trial
    lines: list[Line] = [(Span("Detailed description", "head"),)]
    if trial.detailed_description:
        lines += guessed(merged, "detailed_description", cells)
        lines += block(said_lines(trial.detailed_description), cells)
    else:
        lines += missing(merged, "detailed_description", cells)
    lines += heading("Keywords")
    lines += _list(merged, "keywords", trial.keywords, cells)
    lines += heading("References")
    cited = tuple(
        f"{each.citation or ''}{f' PMID {each.pmid}' if each.pmid else ''}".strip()
        for each in trial.references
    )
    lines += _list(merged, "references", cited, cells)
    lines += heading("Links")
    lines += _list(
        merged,
        "see_also",
        tuple(f"{each.label or ''} {each.url}" for each in trial.see_also),
        cells,
    )
    lines += heading("Documents")
    named = tuple(
        " ".join(part for part in (each.label, each.type, str(each.date or ""), each.url) if part)
        for each in trial.documents
    )
    lines += _list(merged, "documents", named, cells)
    lines += heading("Sharing of participant data")
    lines += value_field(merged, "ipd_statement", "Plan", cells)
    return lines


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
    """What imports changed, the newest first."""
    if not view.history:
        return [
            (Span("Nothing has changed since this trial was first imported.", "missing"),),
        ]
    lines: list[Line] = []
    for change in view.history:
        name = clean(change.field).replace("_", " ").replace(".", " ")
        lines.append((Span(moment(change.at), "head"), Span("  " + name, "bold")))
        for label, text in zip(
            ("before", "after"), brief(change.before, change.after), strict=True
        ):
            shown = said(told(text))
            lines += block(shown, cells, "", fit(f"  {label}", 10), " " * 10)
    return lines


def _people_count(view: TrialView) -> int:
    trial = view.merged.trial
    named = (*trial.contacts, *trial.officials, *trial.collaborators)
    return len(named) + (trial.sponsor is not None)


TABS: tuple[Tab, ...] = (
    Tab("Overview", lambda view: None, overview),
    Tab(
        "Arms",
        lambda view: len(view.merged.trial.arms),
        lambda v, c: care.arms(v.merged, c),
    ),
    Tab(
        "Outcomes",
        lambda view: len(view.merged.trial.outcomes),
        lambda v, c: care.outcomes(v.merged, c, whole=v.original, key=v.original_key),
    ),
    Tab(
        "Eligibility",
        lambda view: sum(each.role == "criterion" for each in view.criteria),
        lambda v, c: care.eligibility(
            v.merged,
            v.criteria,
            c,
            original=v.original,
            explained=v.explained,
            keys=(v.original_key, v.explain_key),
        ),
    ),
    Tab(
        "Sites",
        lambda view: len(view.merged.trial.sites),
        lambda v, c: people.sites(v.merged, c, v.site_filter, v.own_sites),
    ),
    Tab(
        "People",
        _people_count,
        lambda v, c: people.people(v.merged, c),
    ),
    Tab("Text", _text_count, texts),
    Tab(
        "Sources",
        lambda view: len(view.merged.sources),
        lambda v, c: people.sources(v.merged, v.duplicates, c),
    ),
    Tab("History", lambda view: len(view.history), history),
)


def tab_bar(view: TrialView, current: int, cells: int) -> Line:
    """The titles of the tabs with their counts; where it is narrow, less of them."""
    for form in (_full, partial(_counted, 4), partial(_counted, 3), _short, _number):
        line = tuple(span for n, tab in enumerate(TABS) for span in form(view, n, tab, current))
        if sum(width(span.text) for span in line) <= cells:
            break
    return line


def _style(view: TrialView, tab: Tab, is_current: bool) -> str:
    return "cursor" if is_current else "dim" if tab.number(view) == 0 else ""


def _full(view: TrialView, n: int, tab: Tab, current: int) -> tuple[Span, ...]:
    """` 3 Outcomes 12 `, the current one `[3 Outcomes 12]`."""
    count = tab.number(view)
    text = f"{n + 1} {tab.title}" + (f" {count}" if count is not None else "")
    left, right = "[]" if n == current else "  "
    return (Span(left), Span(text, _style(view, tab, n == current)), Span(right))


def _counted(letters: int, view: TrialView, n: int, tab: Tab, current: int) -> tuple[Span, ...]:
    """` 3 Outc·12`, the current one `[3 Outcomes 12]`."""
    if n == current:
        return _full(view, n, tab, current)
    count = tab.number(view)
    text = f"{n + 1} {tab.title[:letters]}" + (f"·{count}" if count is not None else "")
    return (Span(" "), Span(text, _style(view, tab, False)))


def _short(view: TrialView, n: int, tab: Tab, current: int) -> tuple[Span, ...]:
    if n == current:
        return _full(view, n, tab, current)
    return (Span(" "), Span(f"{n + 1} {tab.title[:3]}", _style(view, tab, False)))


def _number(view: TrialView, n: int, tab: Tab, current: int) -> tuple[Span, ...]:
    if n == current:
        return _full(view, n, tab, current)
    return (Span(" "), Span(f"{n + 1}", _style(view, tab, False)))


def trial_header(
    view: TrialView, catalogue: Callable[[int], str], cells: int, *, is_marked: bool = False
) -> list[Line]:
    """Number, status and who says so; the title; and where the status is doubtful, why."""
    trial = view.merged.trial
    status = trial.status.word if trial.status else None
    top: list[Span] = [
        Span("*" if is_marked else " ", "mark"),
        Span(said(view.merged.id) + "  ", "head"),
        Span(
            short_status(status) if status else view.merged.presence("status").value,
            status_style(status),
        ),
        Span(_by(view), "dim"),
    ]
    used = sum(width(span.text) for span in top)
    place = catalogue(max(cells - used - 2, 0))
    top.append(Span(" " * max(cells - used - width(place) - 1, 1)))
    top.append(Span(place, "dim"))
    title = said(trial.title or trial.official_title or "(no title in any source)")
    lines: list[Line] = [tuple(top), (Span(" " + fit(title, cells - 2), "bold"),)]
    if reason := stale(trial, view.today):
        lines.append((Span(fit(f" ! {reason}: verify", cells), "warn"),))
    if mine := people.own_sites(view.merged, view.own_sites):
        lines.append((Span(fit(f" * at your sites: {mine}", cells), "mark"),))
    return lines


def _by(view: TrialView) -> str:
    """` by one source of 2`."""
    origin = view.merged.provenance.get("status")
    if origin is None or len(view.merged.sources) < 2:
        return ""
    says = 1 + len(origin.agree)
    return f" by {'one source' if says == 1 else f'{says} sources'} of {len(view.merged.sources)}"


__all__ = ["TABS", "Tab", "TrialView", "header", "tab_bar", "trial_header"]
