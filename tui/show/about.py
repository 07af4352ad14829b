"""How a trial's overview begins: the questions, in the order in which they are asked.

What and for whom, who may not, what is tested against what, where, whom to call, when, and how old
the data is. Sentences of criteria are quoted and cut, never reworded; what decides and is missing
says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from catalog.comparison import briefly
from catalog.merging.merged import MergedTrial, stale
from catalog.merging.source_names import day_words
from catalog.model.code_words import phases_told, told
from catalog.model.site_states import sites_of
from catalog.model.text import some
from catalog.model.trial import Contact, Eligibility, Trial
from tui import commands
from tui.show.fields import ARMS, ELIGIBILITY, SITES, is_stated
from tui.show.people import contact_words
from tui.show.where import away, short_country
from tui.show.words import READING, plural, said
from tui.terminal.styled import Line, Span, block, fit, width

if TYPE_CHECKING:
    from catalog.eligibility.criterion import Criterion
    from catalog.places.nearest import Distances

LABEL = 11
_WIDE = 100
_MOST_ARMS = 4
_PLANNED = "ESTIMATED"


def about(
    merged: MergedTrial,
    criteria: Sequence[Criterion],
    today: dt.date,
    cells: int,
    distances: Distances | None = None,
    *,
    is_checked: bool = True,
    is_read: bool = True,
) -> Iterator[Line]:
    """The questions with their answers; labels at the left.

    Without `is_checked` the head above says already why a status may not be true. Without `is_read`
    nobody knows yet what the criteria are about: their lines are there, and say so.
    """
    trial = merged.trial
    yield from _told("What", _what(trial), cells)
    yield from _who(merged, criteria, cells, is_read=is_read)
    yield from _given(trial, cells)
    near = _near(trial, distances) if distances is not None else ""
    if near:
        yield from _told("Where", near, cells)
    yield from _told(
        "" if near else "Where", f"all: {_where(merged)}" if near else _where(merged), cells
    )
    yield from _told("Call", _call(trial), cells)
    yield from _told("Dates", _dates(trial), cells)
    yield from _told("As of", _as_of(merged, today), cells)
    if is_checked and (reason := stale(trial, today)):
        yield from _told("Check", f"it {reason}", cells, "warn")
    yield from _told("Sponsor", _sponsor(trial), cells)


def _told(label: str, text: str, cells: int, style: str = "") -> Iterator[Line]:
    lead = fit(label, LABEL)
    for place, line in enumerate(block(said(text), cells, style, lead, " " * LABEL)):
        yield (Span(lead, "head"), *line[1:]) if place == 0 else line


def _what(trial: Trial) -> str:
    is_ours = trial.phases and all(each.means is not None for each in trial.phases)
    codes = [each.word for each in trial.phases]
    parts = [phases_told(codes) if is_ours else ", ".join(map(told, trial.phases)).lower()]
    parts.append(some(trial.conditions, 2))
    parts += [
        told(value).lower()
        for value in (trial.allocation, trial.masking, trial.primary_purpose)
        if value is not None and value.word != "NA"
    ]
    return " · ".join(filter(None, parts)) or "not stated"


# who may enter, and who may not


def _who(
    merged: MergedTrial, criteria: Sequence[Criterion], cells: int, *, is_read: bool
) -> Iterator[Line]:
    known = merged.trial.eligibility or Eligibility()
    nobody = merged.presence("eligibility.minimum_age")
    yield from _told("For", briefly.who(known) or f"age and sex {nobody.value}", cells)
    if not known.text:
        yield from _told("", f"criteria {merged.presence('eligibility.text').value}", cells)
    for kind, label, topics, most in (
        ("inclusion", "", briefly.FOR, 3),
        ("exclusion", "Not for", briefly.NOT_FOR, 2),
    ):
        of_kind = briefly.of_side(criteria, kind)
        most += cells >= _WIDE
        if is_read:
            told = [_quoted(each, cells) for each in briefly.chosen(of_kind, topics, most)]
        else:
            told = _waiting(min(len(of_kind), most))
        if more := len(of_kind) - len(told):
            told.append(_at_tab(f"{more} more", ELIGIBILITY))
        for place, span in enumerate(told):
            yield (Span(fit("" if place else label, LABEL), "head"), span)


def _quoted(criterion: Criterion, cells: int) -> Span:
    """A criterion in quotation marks, cut to one line; behind the group that it is asked of."""
    text, room = said(criterion.text), cells - LABEL
    lead = ""
    if group := said(briefly.group_of(criterion)):
        lead = f"{group if width(group) <= room // 3 else fit(group, room // 3).rstrip()}: "
        room -= width(lead)
    return Span(f'{lead}"{text if width(text) + 2 <= room else fit(text, room - 2).rstrip()}"')


def _waiting(count: int) -> list[Span]:
    """The places of so many criteria: which are asked for first, nobody knows yet."""
    return [Span("" if place else READING, "dim") for place in range(count)]


def _at_tab(text: str, tab: str) -> Span:
    return Span(f"{text}: tab {commands.tab_number(tab)}", "dim")


# what is given


def _given(trial: Trial, cells: int) -> Iterator[Line]:
    tested, against, others = briefly.sides(trial)
    if not trial.arms:
        names = [each.name for each in trial.interventions]
        yield from _told("Given", some(names, 4) or "not stated", cells)
        return
    most = _MOST_ARMS if len(trial.arms) <= _MOST_ARMS else _MOST_ARMS - 1
    rest = "Other arms" if tested or against else "Given"
    for label, arms in (("Tested", tested), ("Against", against), (rest, others)):
        for arm in arms[:most]:
            yield from _told(label, briefly.arm_told(arm), cells)
            label = ""
        if len(arms) > most:
            yield (Span(" " * LABEL), _at_tab(f"{len(arms) - most} more arms", ARMS))


# where, whom, when


def _near(trial: Trial, distances: Distances) -> str:
    """`58 km Liestal CH · Germany: 12 sites, 11 not yet, 1 closed`; empty where nothing is."""
    found = distances.nearest
    told = [
        f"{away(site)} {site.city or 'town not stated'}"
        + (f" {short_country(site.country)}" if site.country and site is not found.home else "")
        for site in (found.home, found.abroad)
        if site is not None
    ]
    there = [
        site
        for site, known in zip(trial.sites, distances.sites, strict=True)
        if distances.is_home(known)
    ]
    if there:
        of = "1 site" if len(there) == 1 else f"{len(there)} sites"
        told.append(f"{found.country}: {of}, {sites_of(trial, there)}")
    elif any(site.country for site in trial.sites):
        told.append(f"none in {found.country}")
    return " · ".join(told)


def _where(merged: MergedTrial) -> str:
    trial = merged.trial
    found = sites_of(trial)
    if not found.total:
        listed = f"{some(trial.countries, 3)}; " if trial.countries else ""
        return f"{listed}sites {merged.presence('sites').value}"
    total = "1 site" if found.total == 1 else f"{found.total} sites"
    countries = {site.country for site in trial.sites if site.country}
    where = next(iter(countries)) if len(countries) == 1 else f"{len(countries)} countries"
    states = "status not stated" if found.unknown == found.total else str(found)
    places = f", {where}" if countries else ""
    return f"{states} · {total}{places}: tab {commands.tab_number(SITES)}"


def _call(trial: Trial) -> str:
    """The first contact: the trial's own, else one of a site."""
    named: Iterable[Contact] = (*trial.contacts, *(one for s in trial.sites for one in s.contacts))
    return next((contact_words(each) for each in named), "no contact in any source")


def _dates(trial: Trial) -> str:
    parts = [
        briefly.date_told(trial.start_date, "began", "begins about"),
        briefly.date_told(trial.completion_date, "ended", "ends about"),
    ]
    if trial.enrollment is not None:
        kind = trial.enrollment.type
        count = trial.enrollment.count
        people = str(count) if count is not None else trial.enrollment.said or ""
        planned = "planned" if kind is None or kind.word == _PLANNED else "took part"
        parts.append(f"{people} people {planned}" if people else "")
    return " · ".join(filter(None, parts)) or "not stated"


def _as_of(merged: MergedTrial, today: dt.date) -> str:
    count = len(merged.sources)
    disagree = sum(bool(origin.others) for origin in merged.provenance.values())
    sources = "1 source" if count == 1 else f"{count} sources"
    where = ", none disagrees" if count > 1 else ""
    if disagree:
        where = f", {plural(disagree, 'field')} {'differs' if disagree == 1 else 'differ'}"
    dated = "no source says its date"
    if merged.newest:
        dated = f"{day_words(str(merged.newest))} ({briefly.old(merged.newest, today)})"
    return f"{dated} · {sources}{where}"


def _sponsor(trial: Trial) -> str:
    if trial.sponsor is None:
        return "not stated"
    others = len(trial.collaborators)
    more = f", with {others} other{'s' if others > 1 else ''}" if others else ""
    return trial.sponsor.name + more if is_stated(trial.sponsor.name) else "not stated"
