"""How a trial's overview begins: the questions, in the order in which they are asked.

What and for whom, who may not, what is tested against what, where, whom to call, when, and how old
the data is. Sentences of criteria are quoted and cut, never reworded; what decides and is missing
says so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from catalog.merging.merged import MergedTrial, stale
from catalog.model.codes import ArmType
from catalog.model.site_states import sites_of
from catalog.model.trial import Arm, Contact, Eligibility, Trial, TrialDate, gender
from tui import commands
from tui.show.fields import ARMS, ELIGIBILITY, SITES, in_words, is_stated
from tui.show.people import contact_words
from tui.show.where import away, short_country
from tui.show.words import said
from tui.terminal.styled import Line, Span, block, fit, width

if TYPE_CHECKING:
    from catalog.eligibility.criterion import Criterion
    from catalog.places.nearest import Distances

LABEL = 11
_WIDE = 100
_FOR = ("disease_diagnosis", "biomarker", "prior_therapy", "performance_status")
_NOT_FOR = ("prior_therapy", "cns_disease", "pulmonary", "cardiovascular", "infection_other")
_AGAINST = {ArmType.ACTIVE_COMPARATOR, ArmType.PLACEBO_COMPARATOR, ArmType.SHAM_COMPARATOR,
            ArmType.NO_INTERVENTION}  # fmt: skip
_BARE = re.compile(r"(?:arm|group|cohort|part)?[\s:.-]*(?:[a-z]|\d{1,2}|[ivx]{1,4})", re.IGNORECASE)
_MOST_ARMS = 4
_PLANNED = "ESTIMATED"


def about(
    merged: MergedTrial,
    criteria: Sequence[Criterion],
    today: dt.date,
    cells: int,
    distances: Distances | None = None,
) -> Iterator[Line]:
    """The questions with their answers; labels at the left."""
    trial = merged.trial
    yield from _told("What", _what(trial), cells)
    yield from _who(merged, criteria, cells)
    yield from _given(trial, cells)
    near = _near(trial, distances) if distances is not None else ""
    if near:
        yield from _told("Where", near, cells)
    yield from _told(
        "" if near else "Where", f"all: {_where(merged)}" if near else _where(merged), cells
    )
    yield from _told("Call", _call(trial), cells)
    yield from _told("Dates", _dates(trial), cells)
    yield from _told("As of", _as_of(merged), cells)
    if reason := stale(trial, today):
        yield from _told("Check", f"it {reason}", cells, "warn")
    yield from _told("Sponsor", _sponsor(trial), cells)


def _told(label: str, text: str, cells: int, style: str = "") -> Iterator[Line]:
    lead = fit(label, LABEL)
    for place, line in enumerate(block(said(text), cells, style, lead, " " * LABEL)):
        yield (Span(lead, "head"), *line[1:]) if place == 0 else line


def _some(values: Sequence[str], most: int) -> str:
    """The first of a list, and how many more there are."""
    more = len(values) - most
    return ", ".join(values[:most]) + (f" and {more} more" if more > 0 else "")


def _what(trial: Trial) -> str:
    parts = [", ".join(in_words(phase).lower() for phase in trial.phases)]
    parts.append(_some(trial.conditions, 2))
    parts += [
        in_words(value).lower()
        for value in (trial.allocation, trial.masking, trial.primary_purpose)
        if value is not None and value.word not in ("NA", "NONE")
    ]
    return " · ".join(filter(None, parts)) or "not stated"


# who may enter, and who may not


def _who(merged: MergedTrial, criteria: Sequence[Criterion], cells: int) -> Iterator[Line]:
    known = merged.trial.eligibility or Eligibility()
    nobody = merged.presence("eligibility.minimum_age")
    yield from _told("For", _ages(known) or f"age and sex {nobody.value}", cells)
    if not known.text:
        yield from _told("", f"criteria {merged.presence('eligibility.text').value}", cells)
    for kind, label, topics, most in (
        ("inclusion", "", _FOR, 3),
        ("exclusion", "Not for", _NOT_FOR, 2),
    ):
        of_kind = [each for each in criteria if each.kind == kind and each.role == "criterion"]
        yield from _quoted(label, of_kind, topics, most + (cells >= _WIDE), cells)


def _ages(known: Eligibility) -> str:
    """`women, 18 Years and older`, by gender where it goes by that."""
    low, high = known.minimum_age, known.maximum_age
    if low and high:
        ages = f"{low} to {high}"
    else:
        ages = f"{low} and older" if low else f"up to {high}" if high else ""
    sexes = {"FEMALE": "women", "MALE": "men", "ALL": "women and men"}
    sex = sexes.get(known.sex.word, in_words(known.sex)) if known.sex else ""
    return ", ".join(filter(None, (sex + gender(known), ages)))


def _quoted(
    label: str, criteria: Sequence[Criterion], topics: Sequence[str], most: int, cells: int
) -> Iterator[Line]:
    """The criteria that are asked for first, one line each, in quotation marks."""
    chosen = _chosen(criteria, topics, most)
    room = cells - LABEL
    for each in chosen:
        text = said(each.text)
        cut = text if width(text) + 2 <= room else fit(text, room - 2).rstrip()
        yield (Span(fit(label, LABEL), "head"), Span(f'"{cut}"'))
        label = ""
    if more := len(criteria) - len(chosen):
        yield (Span(fit(label, LABEL), "head"), _at_tab(f"{more} more", ELIGIBILITY))


def _chosen(criteria: Sequence[Criterion], topics: Sequence[str], most: int) -> list[Criterion]:
    """One of each topic, in the order of the topics; then the first of the others."""
    found: list[Criterion] = []
    for topic in topics:
        found += [each for each in criteria if topic in each.topics and each not in found][:1]
    found += [each for each in criteria if each not in found]
    return found[:most]


def _at_tab(text: str, tab: str) -> Span:
    return Span(f"{text}: tab {commands.tab_number(tab)}", "dim")


# what is given


def _given(trial: Trial, cells: int) -> Iterator[Line]:
    tested = [arm for arm in trial.arms if not _is_against(arm)]
    against = [arm for arm in trial.arms if _is_against(arm)]
    if not trial.arms:
        names = [each.name for each in trial.interventions]
        yield from _told("Given", _some(names, 4) or "not stated", cells)
        return
    most = _MOST_ARMS if len(trial.arms) <= _MOST_ARMS else _MOST_ARMS - 1
    for label, arms in (("Tested" if against else "Given", tested), ("Against", against)):
        for arm in arms[:most]:
            yield from _told(label, _arm(arm), cells)
            label = ""
        if len(arms) > most:
            yield (Span(" " * LABEL), _at_tab(f"{len(arms) - most} more arms", ARMS))


def _is_against(arm: Arm) -> bool:
    return arm.type is not None and arm.type.means in _AGAINST


def _arm(arm: Arm) -> str:
    """An arm by its name; one that is only called A by what it gets."""
    if _BARE.fullmatch(arm.label.strip()) and arm.interventions:
        return f"{arm.label}: {', '.join(arm.interventions)}"
    return arm.label


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
        listed = f"{_some(trial.countries, 3)}; " if trial.countries else ""
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
        _date(trial.start_date, "began", "begins about"),
        _date(trial.completion_date, "ended", "ends about"),
    ]
    if trial.enrollment is not None:
        kind = trial.enrollment.type
        count = trial.enrollment.count
        people = str(count) if count is not None else trial.enrollment.said or ""
        planned = "planned" if kind is None or kind.word == _PLANNED else "took part"
        parts.append(f"{people} people {planned}" if people else "")
    return " · ".join(filter(None, parts)) or "not stated"


def _date(value: TrialDate | None, happened: str, expected: str) -> str:
    if value is None or not str(value):
        return ""
    if value.type is None:
        return f"{'start' if happened == 'began' else 'end'} {value}"
    return f"{happened if value.type.word == 'ACTUAL' else expected} {value}"


def _as_of(merged: MergedTrial) -> str:
    count = len(merged.sources)
    disagree = sum(bool(origin.others) for origin in merged.provenance.values())
    sources = "1 source" if count == 1 else f"{count} sources"
    where = f", {disagree} fields differ" if disagree else ", none disagrees" if count > 1 else ""
    return f"{merged.newest or 'not dated'} · {sources}{where}"


def _sponsor(trial: Trial) -> str:
    if trial.sponsor is None:
        return "not stated"
    others = len(trial.collaborators)
    more = f", with {others} other{'s' if others > 1 else ''}" if others else ""
    return trial.sponsor.name + more if is_stated(trial.sponsor.name) else "not stated"
