"""Rows of eligibility: age and sex, then by topic limits as ranges in one unit and sentences."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import msgspec

from catalog.comparison.analysis import Analysis
from catalog.comparison.briefly import SEXES
from catalog.comparison.cells import differing, line, missing, row, sources, stated, unequal
from catalog.comparison.differing_limits import comparable, unlike
from catalog.comparison.leads import SEE_THE_WORDS, Turned, last_sentence, side
from catalog.comparison.result import FOR_WHOM, Cell, Quote, Row, Section
from catalog.comparison.thresholds import Threshold, told
from catalog.eligibility.criterion import Criterion
from catalog.eligibility.vocabulary.entries import topics, variables
from catalog.eligibility.vocabulary.wording import label
from catalog.merging.merged import MergedTrial
from catalog.model.code_words import word
from catalog.model.trial import Age, Presence, gender

_WHOLLY_LIMITS = frozenset({"age", "sex", "performance_status", "life_expectancy"})
"""Topics whose sentences say no more than their limits: shown in words only where no limit is."""


def sections(trials: Sequence[Analysis]) -> list[Section]:
    """One section, topics in the order of the eligibility schema."""
    rows = _persons(trials)
    for topic in topics().values():
        rows.extend(_limits(topic.id, trials))
        if sentences := _sentences(topic.id, topic.label, trials):
            rows.append(sentences)
    return [Section(FOR_WHOM, tuple(rows))]


def _limits(topic: str, trials: Sequence[Analysis]) -> list[Row]:
    """A row for each variable of the topic that any trial limits."""
    named = {
        variable
        for analysis in trials
        for variable in analysis.thresholds
        if variable not in ("age", "sex") and _topic(variable) == topic
    }
    ordered = sorted(named, key=lambda variable: (_row(variable), variable))
    return [_variable(variable, topic, trials) for variable in ordered]


def _row(variable: str) -> float:
    known = variables().get(variable)
    return known.row if known else math.inf


def _topic(variable: str) -> str:
    """The topic of a variable's row; one that no table has any more stands at the end."""
    known = variables().get(variable)
    return known.topic if known else "other"


def _variable(variable: str, topic: str, trials: Sequence[Analysis]) -> Row:
    limits = [analysis.thresholds.get(variable) for analysis in trials]
    cells = [
        limit_cell(analysis, limit) if limit else without(analysis)
        for analysis, limit in zip(trials, limits, strict=True)
    ]
    present = [limit for limit in limits if limit]
    return Row(
        label(variable),
        topic,
        tuple(cells),
        differing(cells, limits, unlike),
        compared=all(comparable(present[0], other) for other in present[1:]),
        variable=variable,
    )


def _sentences(topic: str, name: str, trials: Sequence[Analysis]) -> Row | None:
    """The topic in words: each sentence with its side. None where limits say it all, or nothing."""
    said = [_about(topic, analysis) for analysis in trials]
    if not any(said):
        return None
    if topic in _WHOLLY_LIMITS and all(
        _limited(criterion, topic) for sentences in said for _, criterion in sentences
    ):
        return None
    limits = [_has_limits(topic, analysis) for analysis in trials]
    cells = [
        text_cell(
            analysis,
            "\n".join(_sided(each, analysis.turned.get(place)) for place, each in sentences),
            _quoted(sentences, analysis),
        )
        if sentences
        else without(analysis)
        for analysis, sentences in zip(trials, said, strict=True)
    ]
    titled = f"{name}, in words" if any(limits) else name
    # Never counted: whether two sentences ask the same is for the reader, limits are compared.
    return Row(titled, topic, tuple(cells))


def _about(topic: str, analysis: Analysis) -> list[tuple[int, Criterion]]:
    """The sentences of a topic, with their places."""
    return [
        (place, criterion)
        for place, criterion in enumerate(analysis.criteria)
        if topic in criterion.topics and criterion.role != "note"
    ]


def _limited(criterion: Criterion, topic: str) -> bool:
    """Whether a sentence sets a limit that has a row under the topic."""
    return any(_topic(constraint.variable) == topic for constraint in criterion.constraints)


def _has_limits(topic: str, analysis: Analysis) -> bool:
    return any(_topic(variable) == topic for variable in analysis.thresholds)


def _quoted(sentences: Sequence[tuple[int, Criterion]], analysis: Analysis) -> list[Criterion]:
    """The sentences, each behind the lead-in that it is told with."""
    found: dict[int, Criterion] = {}
    for place, criterion in sentences:
        under = analysis.turned.get(place)
        for each in (under.lead, criterion) if under and under.sure else (criterion,):
            found.setdefault(each.span[0], each)
    return list(found.values())


def _sided(criterion: Criterion, under: Turned | None) -> str:
    """A sentence with its side; one whose lead-in turns it with that, and on none."""
    if under is None:
        return f"{side(criterion)}: {line(criterion.text)}"
    lead = f"{line(last_sentence(under.lead))} " if under.sure else ""
    return f"{SEE_THE_WORDS}: {lead}{line(criterion.text)}"


# -- who may enter at all: age, sex, healthy volunteers; fields first, then the text

Years = tuple[float | None, float | None]
"""Lowest and highest age; None where there is no limit."""


def _persons(trials: Sequence[Analysis]) -> list[Row]:
    """Age and sex always, healthy volunteers where any trial speaks of them."""
    return [_age(trials), _sex(trials), *_volunteers(trials)]


def _age(trials: Sequence[Analysis]) -> Row:
    found = [_ages(analysis) for analysis in trials]
    cells = [cell for cell, _ in found]
    return row("age", "age", cells, [key for _, key in found], unequal)


def _ages(analysis: Analysis) -> tuple[Cell, Years | None]:
    eligibility = analysis.trial.eligibility
    low = eligibility.minimum_age if eligibility else None
    high = eligibility.maximum_age if eligibility else None
    limit = analysis.thresholds.get("age")
    if low is None and high is None:
        if limit is None:
            return nowhere(analysis, "eligibility.minimum_age"), None
        return limit_cell(analysis, limit, inferred=True), _years(limit)
    field = "eligibility.minimum_age" if low else "eligibility.maximum_age"
    said = [age.said for age in (low, high) if age]
    cell = stated(analysis.merged, field, _between(low, high), said)
    key = (_rounded(low), _rounded(high))
    readable = all(age is None or age.years is not None for age in (low, high))
    if limit is not None:
        cell = _beside(cell, limit, key, analysis)
    return cell, key if readable else None


def _beside(cell: Cell, limit: Threshold, key: Years, analysis: Analysis) -> Cell:
    """The field's cell with the text's sentences, and the text's limit where it is another."""
    read = limit_cell(analysis, limit)
    years = _years(limit)
    contradicts = years is not None and any(
        one is not None and one != other for one, other in zip(years, key, strict=True)
    )
    text = f"{cell.text}\nbut in the text: {told(limit)}" if contradicts else cell.text
    return msgspec.structs.replace(cell, text=text, quotes=(*cell.quotes, *read.quotes))


def _rounded(age: Age | None) -> float | None:
    return None if age is None or age.years is None else round(age.years, 3)


def _years(limit: Threshold) -> Years | None:
    """The range of ages that everybody has to be in, where the text gives one."""
    entry = limit.entries.get(("a", ""))
    pieces = entry.pieces if entry else ()
    if len(pieces) != 1:
        return None
    low, high = pieces[0].low, pieces[0].high
    return (
        None if low == -math.inf else round(low, 3),
        None if high == math.inf else round(high, 3),
    )


def _between(low: Age | None, high: Age | None) -> str:
    """`18–75 years`, `≥ 18 years`, `6 Months – 17 Years` as the source has it."""
    if low and high and low.unit == high.unit and low.unit and low.amount is not None:
        return f"{low.amount:g}–{high.amount:g} {low.unit.lower()}"
    if low and high:
        return f"{low}–{high}".lower()
    return (f"≥ {low}" if low else f"≤ {high}").lower()


def _sex(trials: Sequence[Analysis]) -> Row:
    cells: list[Cell] = []
    keys: list[str | None] = []
    for analysis in trials:
        eligibility = analysis.trial.eligibility
        sex = eligibility.sex if eligibility else None
        limit = analysis.thresholds.get("sex")
        if eligibility and sex is not None:
            by = gender(eligibility)
            said = [sex.said, *([eligibility.gender_description or "by gender"] if by else [])]
            told = SEXES.get(sex.word, word(sex)) + by
            cells.append(stated(analysis.merged, "eligibility.sex", told, said))
            keys.append(f"{sex.word.lower()}{by}")
        elif limit is not None:
            found = limit_cell(analysis, limit, inferred=True)
            told = SEXES.get(found.text.upper(), found.text.capitalize())
            cells.append(msgspec.structs.replace(found, text=told))
            keys.append(found.text.casefold())
        else:
            cells.append(nowhere(analysis, "eligibility.sex"))
            keys.append(None)
    return row("sex", "sex", cells, keys, unequal)


def _volunteers(trials: Sequence[Analysis]) -> list[Row]:
    cells: list[Cell] = []
    keys: list[bool | None] = []
    for analysis in trials:
        eligibility = analysis.trial.eligibility
        said = eligibility.healthy_volunteers if eligibility else None
        keys.append(said)
        field = "eligibility.healthy_volunteers"
        cells.append(
            missing(analysis.merged, field)
            if said is None
            else stated(analysis.merged, field, "Yes" if said else "No", ())
        )
    found = row("healthy volunteers", "healthy_volunteers", cells, keys, unequal)
    return [found] if any(cell.stated for cell in cells) else []


# -- cells of what an eligibility text says, or leaves unsaid

TEXT = "eligibility.text"
_MORE = re.compile(
    r"(?:additional|other|further|more) (?:protocol[- ](?:defined|specified) )?"
    r"(?:inclusion|exclusion|eligibility|inclusion/exclusion)?[ /]*"
    r"(?:criteria|criterion) (?:may |will |do |also )?appl",
    re.IGNORECASE,
)


def uncertain(text: str | None) -> str:
    """Why what a text leaves out may yet hold: the sentence that says so, or ""."""
    found = _MORE.search(text or "")
    return "the record says that further criteria apply" if found else ""


def without(analysis: Analysis) -> Cell:
    """The cell of a topic that the text leaves out."""
    return analysis.once(_unsaid)


def _unsaid(merged: MergedTrial) -> Cell:
    """The cell of every topic that the trial's text leaves out."""
    eligibility = merged.trial.eligibility
    return missing(merged, TEXT, uncertain(eligibility.text if eligibility else None))


def nowhere(analysis: Analysis, field: str) -> Cell:
    """Missing as a field and in the text: not stated where either could have said it."""
    in_text = analysis.merged.presence(TEXT) is not Presence.NOT_IN_SOURCE
    return without(analysis) if in_text else missing(analysis.merged, field)


def limit_cell(analysis: Analysis, limit: Threshold, inferred: bool = False) -> Cell:
    """A limit that the text sets, with its sentences."""
    said = [analysis.criteria[place] for place in limit.criteria]
    return text_cell(analysis, told(limit), said, inferred)


def text_cell(
    analysis: Analysis, text: str, said: Sequence[Criterion], inferred: bool = False
) -> Cell:
    """A text about some of the sentences, which are quoted."""
    merged = analysis.merged
    origin = merged.provenance.get(TEXT)
    source = origin.source if origin else 0
    guessed = inferred or merged.presence(TEXT) is Presence.INFERRED
    whole = analysis.trial.eligibility.text if analysis.trial.eligibility else None
    return Cell(
        text,
        Presence.INFERRED if guessed else Presence.VALUE,
        sources(merged, TEXT),
        tuple(Quote(TEXT, (whole or "")[slice(*one.span)], source, one.span) for one in said),
    )
