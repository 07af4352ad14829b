"""Rows of single facts: status and identity, design, size and dates, sponsor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple

from catalog.comparison.analysis import Analysis
from catalog.comparison.briefly import duration, months_between, old
from catalog.comparison.cells import line, missing, row, stated, unequal
from catalog.comparison.result import WHEN, Cell, Quote, Row, Section
from catalog.merging.merged import stale
from catalog.model.code_words import masked, phases, word
from catalog.model.codes import Coded
from catalog.model.dates import PartialDate
from catalog.model.text import folded
from catalog.model.trial import Organization, Presence, Results, Trial, TrialDate
from catalog.outcomes.posted import (
    event_groups,
    primary_results,
    primary_titles,
    serious_totals,
)


class Told(NamedTuple):
    """What a trial says of one fact."""

    text: str
    key: Hashable
    """What is compared."""
    said: tuple[str, ...]
    """The source's own words."""


class Fact(NamedTuple):
    """One row: how to read it from a trial."""

    label: str
    field: str
    read: Callable[[Trial], Told | None]
    always: bool = True
    """Whether the row stands even where no trial states it."""
    counted: bool = True
    """False for what names a trial (its title) and so differs by nature."""


def sections(trials: Sequence[Analysis], today: dt.date) -> list[Section]:
    """The four sections of single facts."""
    return [
        Section("Status and names", (*_status(trials, today), *_rows(_IDENTITY, trials))),
        Section("Design", _rows(_DESIGN, trials)),
        *_sizes_and_dates(trials),
        Section("Sponsor", _rows(_SPONSOR, trials)),
    ]


def _rows(facts: Iterable[Fact], trials: Sequence[Analysis]) -> tuple[Row, ...]:
    return tuple(filter(None, (_row(fact, trials) for fact in facts)))


def _row(fact: Fact, trials: Sequence[Analysis]) -> Row | None:
    told = [fact.read(analysis.trial) for analysis in trials]
    if not fact.always and not any(told):
        return None
    cells = [
        stated(analysis.merged, fact.field, one.text, one.said)
        if one
        else missing(analysis.merged, fact.field)
        for analysis, one in zip(trials, told, strict=True)
    ]
    keys = [one.key if one and fact.counted else None for one in told]
    return row(fact.label, fact.field, cells, keys, unequal)


def _text(read: Callable[[Trial], str | None]) -> Callable[[Trial], Told | None]:
    def told(trial: Trial) -> Told | None:
        said = read(trial)
        return Told(line(said), folded(said), (said,)) if said else None

    return told


_SHOWN = 4
"""Lines of results that a cell holds; the trial's own view has all."""


def _posted(
    read: Callable[[Results], tuple[str, ...]], titles: Callable[[Results], tuple[str, ...]]
) -> Callable[[Trial], Told | None]:
    """The first few lines of the posted results, quoting the titles they are under."""

    def told(trial: Trial) -> Told | None:
        said = read(trial.results) if trial.results else ()
        more = f"; … {len(said) - _SHOWN} more" if len(said) > _SHOWN else ""
        if not said or trial.results is None:
            return None
        return Told(line("; ".join(said[:_SHOWN]) + more), said, titles(trial.results))

    return told


def _word(
    read: Callable[[Trial], Coded | None],  # type: ignore[type-arg]
    show: Callable[[Coded], str] = word,  # type: ignore[type-arg]
) -> Callable[[Trial], Told | None]:
    def told(trial: Trial) -> Told | None:
        coded = read(trial)
        return Told(show(coded), coded.word, (coded.said,)) if coded else None

    return told


def _yes_or_no(read: Callable[[Trial], bool | None]) -> Callable[[Trial], Told | None]:
    def told(trial: Trial) -> Told | None:
        said = read(trial)
        return None if said is None else Told("Yes" if said else "No", said, ())

    return told


def _phases(trial: Trial) -> Told | None:
    if not trial.phases:
        return None
    key = frozenset(phase.word for phase in trial.phases)
    return Told(phases(trial.phases), key, tuple(phase.said for phase in trial.phases))


def _who_masked(trial: Trial) -> Told | None:
    if not trial.who_masked:
        return None
    key = frozenset(who.word for who in trial.who_masked)
    return Told(masked(trial.who_masked), key, tuple(who.said for who in trial.who_masked))


def _arms(trial: Trial) -> Told | None:
    count = trial.number_of_arms
    return None if count is None else Told(str(count), count, (str(count),))


def _numbers(trial: Trial) -> Told | None:
    others = tuple(one.value for one in trial.identifiers if one.value != trial.number)
    return (
        Told("\n".join(line(one) for one in others), frozenset(others), others) if others else None
    )


def _names(read: Callable[[Trial], tuple[Organization, ...]]) -> Callable[[Trial], Told | None]:
    def told(trial: Trial) -> Told | None:
        names = tuple(one.name for one in read(trial))
        key = frozenset(folded(name) for name in names)
        return Told("\n".join(line(name) for name in names), key, names) if names else None

    return told


def _sponsor(trial: Trial) -> str | None:
    return trial.sponsor.name if trial.sponsor else None


_IDENTITY = (
    Fact("title", "title", _text(lambda trial: trial.title), counted=False),
    Fact(
        "official title",
        "official_title",
        _text(lambda trial: trial.official_title),
        counted=False,
        always=False,
    ),
    Fact("acronym", "acronym", _text(lambda trial: trial.acronym), counted=False, always=False),
    Fact("other numbers", "identifiers", _numbers, counted=False, always=False),
)
_STATUS = (
    Fact("status", "status", _word(lambda trial: trial.status)),
    Fact("why stopped", "why_stopped", _text(lambda trial: trial.why_stopped), always=False),
)
_RESULTS = (
    Fact("results posted", "has_results", _yes_or_no(lambda trial: trial.has_results), False),
    Fact(
        "primary results",
        "results",
        _posted(primary_results, primary_titles),
        always=False,
        counted=False,
    ),
    Fact(
        "serious adverse events",
        "results",
        _posted(serious_totals, event_groups),
        always=False,
        counted=False,
    ),
)
_DESIGN = (
    Fact("study type", "study_type", _word(lambda trial: trial.study_type)),
    Fact("phase", "phases", _phases),
    Fact("allocation", "allocation", _word(lambda trial: trial.allocation)),
    Fact("model", "intervention_model", _word(lambda trial: trial.intervention_model)),
    Fact("masking", "masking", _word(lambda trial: trial.masking)),
    Fact("who is masked", "who_masked", _who_masked, always=False),
    Fact("purpose", "primary_purpose", _word(lambda trial: trial.primary_purpose)),
    Fact("number of arms", "number_of_arms", _arms, always=False),
    Fact(
        "observational model",
        "observational_model",
        _word(lambda trial: trial.observational_model),
        always=False,
    ),
    Fact(
        "time perspective",
        "time_perspective",
        _word(lambda trial: trial.time_perspective),
        always=False,
    ),
    Fact("follow-up", "target_duration", _text(lambda trial: trial.target_duration), always=False),
)
_SPONSOR = (
    Fact("sponsor", "sponsor", _text(_sponsor)),
    Fact(
        "kind of sponsor",
        "sponsor",
        _word(lambda trial: trial.sponsor.class_ if trial.sponsor else None),
        always=False,
    ),
    Fact("collaborators", "collaborators", _names(lambda trial: trial.collaborators), always=False),
)


def _status(trials: Sequence[Analysis], today: dt.date) -> tuple[Row, ...]:
    rows = list(_rows(_STATUS, trials))
    if warning := _warning(trials, today):
        rows.insert(1, warning)
    rows.append(_age_of_data(trials, today))
    return (*rows, *_rows(_RESULTS, trials))


def _warning(trials: Sequence[Analysis], today: dt.date) -> Row | None:
    """Which status can no longer be believed; None where all can."""
    reasons = [stale(analysis.trial, today) for analysis in trials]
    if not any(reasons):
        return None
    cells = [
        Cell(f"! {reason}", Presence.INFERRED, quotes=_dates(analysis))
        if reason
        else Cell("none", Presence.NONE)
        if analysis.trial.status
        else missing(analysis.merged, "status")
        for analysis, reason in zip(trials, reasons, strict=True)
    ]
    return Row("status to be verified", "status", tuple(cells))


def _dates(analysis: Analysis) -> tuple[Quote, ...]:
    fields = ("completion_date", "status_verified", "last_updated")
    values = [(field, getattr(analysis.trial, field)) for field in fields]
    return tuple(
        Quote(field, str(value), analysis.merged.provenance[field].source)
        for field, value in values
        if value is not None and field in analysis.merged.provenance
    )


def _age_of_data(trials: Sequence[Analysis], today: dt.date) -> Row:
    cells = [
        Cell(f"{newest} ({old(newest, today)})", sources=_dated(analysis, newest))
        if (newest := analysis.merged.newest)
        else Cell(Presence.NOT_STATED.value, Presence.NOT_STATED)
        for analysis in trials
    ]
    return Row("data as of", "data_date", tuple(cells))


def _dated(analysis: Analysis, date: PartialDate) -> tuple[int, ...]:
    records = enumerate(analysis.merged.sources)
    return tuple(place for place, source in records if source.data_date == date)


# -- size and dates, with how far apart trials are


def _sizes_and_dates(trials: Sequence[Analysis]) -> list[Section]:
    """The section of sizes: participants, then each date."""
    dates = [_date_row(label, field, trials, counted) for label, field, counted in _DATES]
    return [Section(WHEN, (_enrollment(trials), *filter(None, dates)))]


_DATES = (
    ("start", "start_date", True),
    ("primary completion", "primary_completion_date", True),
    ("completion", "completion_date", True),
    ("first posted", "first_posted", False),
    ("last updated", "last_updated", False),
)


def _enrollment(trials: Sequence[Analysis]) -> Row:
    cells: list[Cell] = []
    counts: list[int | None] = []
    for analysis in trials:
        size = analysis.trial.enrollment
        if size is None or (size.count is None and not size.said):
            cells.append(missing(analysis.merged, "enrollment"))
            counts.append(None)
            continue
        count = str(size.count) if size.count is not None else line(size.said or "")
        text = f"{count} ({size.type.word.lower()})" if size.type else count
        said = (size.said or count, *((size.type.said,) if size.type else ()))
        cells.append(stated(analysis.merged, "enrollment", text, said))
        counts.append(size.count)
    return row(
        "participants", "enrollment", cells, counts, unequal, lambda one, two: _apart(two - one)
    )


def _apart(difference: int) -> str:
    return f"{abs(difference)} participants" if difference else ""


def _date_row(label: str, field: str, trials: Sequence[Analysis], counted: bool) -> Row | None:
    cells: list[Cell] = []
    dates: list[PartialDate | None] = []
    for analysis in trials:
        value: TrialDate | None = getattr(analysis.trial, field)
        if value is None:
            cells.append(missing(analysis.merged, field))
            dates.append(None)
            continue
        kind = f" ({value.type.word.lower()})" if value.type else ""
        said = (value.said or str(value.date), *((value.type.said,) if value.type else ()))
        cells.append(stated(analysis.merged, field, f"{line(str(value))}{kind}", said))
        dates.append(value.date)
    if not any(cell.stated for cell in cells) and not counted:
        return None
    made = row(label, field, cells, dates, _disagree, _months_apart)
    return made if counted else Row(label, field, made.cells)


def _disagree(one: PartialDate, other: PartialDate) -> bool:
    return not one.agrees(other)


def _months_apart(one: PartialDate, other: PartialDate) -> str:
    if one.agrees(other):
        return ""
    months = months_between(one.first_day(), other.first_day())
    return duration(months) if months else "less than a month"
