"""Rows of eligibility: by topic, limits as ranges in one unit, then sentences and their side."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from catalog.comparison.analysis import Analysis
from catalog.comparison.cells import differing, line, missing, row, sources, stated, unequal
from catalog.comparison.thresholds import Threshold, comparable, told, unlike
from catalog.comparison.units import ROW_ORDER, UNDER, label
from catalog.comparison.values import Cell, Quote, Row, Section
from catalog.comparison.words import word
from catalog.eligibility import TOPICS
from catalog.eligibility.values import Criterion
from catalog.merged import MergedTrial
from catalog.trial import Age, Presence

_TEXT = "eligibility.text"
_WHOLLY_LIMITS = frozenset({"age", "sex", "performance_status", "life_expectancy"})
"""Topics whose sentences say no more than their limits: shown in words only where no limit is."""
_MORE = re.compile(
    r"(?:additional|other|further|more) (?:protocol[- ](?:defined|specified) )?"
    r"(?:inclusion|exclusion|eligibility|inclusion/exclusion)?[ /]*"
    r"(?:criteria|criterion) (?:may |will |do |also )?appl",
    re.IGNORECASE,
)


def sections(trials: Sequence[Analysis]) -> list[Section]:
    """One section, topics in the order of the eligibility schema."""
    rows = [_age(trials), _sex(trials), *_volunteers(trials)]
    for topic in TOPICS:
        rows.extend(_limits(topic.id, trials))
        if sentences := _sentences(topic.id, topic.label, trials):
            rows.append(sentences)
    return [Section("Eligibility", tuple(rows))]


def uncertain(text: str | None) -> str:
    """Why what a text leaves out may yet hold: the sentence that says so, or ""."""
    found = _MORE.search(text or "")
    return "the record says that further criteria apply" if found else ""


def _without(analysis: Analysis) -> Cell:
    return analysis.once(_unsaid)


def _unsaid(merged: MergedTrial) -> Cell:
    """The cell of every topic that the trial's text leaves out."""
    eligibility = merged.trial.eligibility
    return missing(merged, _TEXT, uncertain(eligibility.text if eligibility else None))


def _age(trials: Sequence[Analysis]) -> Row:
    """Ages as fields; read out of the text where the fields are empty."""
    cells: list[Cell] = []
    keys: list[tuple[float | None, float | None] | None] = []
    for analysis in trials:
        cell, key = _ages(analysis)
        cells.append(cell)
        keys.append(key)
    return row("age", "age", cells, keys, unequal)


def _ages(analysis: Analysis) -> tuple[Cell, tuple[float | None, float | None] | None]:
    eligibility = analysis.trial.eligibility
    low = eligibility.minimum_age if eligibility else None
    high = eligibility.maximum_age if eligibility else None
    if low is not None or high is not None:
        field = "eligibility.minimum_age" if low else "eligibility.maximum_age"
        cell = stated(
            analysis.merged, field, _between(low, high), [age.said for age in (low, high) if age]
        )
        years = tuple(_rounded(age.years) if age else None for age in (low, high))
        readable = all(age is None or age.years is not None for age in (low, high))
        return cell, (years[0], years[1]) if readable else None
    limit = analysis.thresholds.get("age")
    if limit is None:
        return _nowhere(analysis, "eligibility.minimum_age"), None
    cell = _limit(analysis, limit, inferred=True)
    return cell, _years(limit)


def _nowhere(analysis: Analysis, field: str) -> Cell:
    """Missing as a field and in the text: not stated where either could have said it."""
    in_text = analysis.merged.presence(_TEXT) is not Presence.NOT_IN_SOURCE
    return _without(analysis) if in_text else missing(analysis.merged, field)


def _rounded(years: float | None) -> float | None:
    return None if years is None else round(years, 3)


def _years(limit: Threshold) -> tuple[float | None, float | None] | None:
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
        if sex is not None:
            cells.append(stated(analysis.merged, "eligibility.sex", word(sex), [sex.said]))
            keys.append(sex.word.lower())
        elif limit is not None:
            cells.append(_limit(analysis, limit, inferred=True))
            keys.append(cells[-1].text)
        else:
            cells.append(_nowhere(analysis, "eligibility.sex"))
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


def _limits(topic: str, trials: Sequence[Analysis]) -> list[Row]:
    """A row for each variable of the topic that any trial limits."""
    named = {
        variable
        for analysis in trials
        for variable, limit in analysis.thresholds.items()
        if variable not in ("age", "sex") and _topic(variable, limit, analysis) == topic
    }
    ordered = sorted(
        named, key=lambda variable: (ROW_ORDER.get(variable, len(ROW_ORDER)), variable)
    )
    return [_variable(variable, topic, trials) for variable in ordered]


def _topic(variable: str, limit: Threshold, analysis: Analysis) -> str:
    """The topic of a variable's row; for one the table lacks, its criterion's main topic."""
    if variable in UNDER:
        return UNDER[variable]
    topics = analysis.criteria[limit.criteria[0]].topics
    return topics[0] if topics else "other"


def _variable(variable: str, topic: str, trials: Sequence[Analysis]) -> Row:
    limits = [analysis.thresholds.get(variable) for analysis in trials]
    cells = [
        _limit(analysis, limit) if limit else _without(analysis)
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


def _limit(analysis: Analysis, limit: Threshold, inferred: bool = False) -> Cell:
    said = [analysis.criteria[place] for place in limit.criteria]
    return _cell(analysis, told(limit), said, inferred)


def _cell(analysis: Analysis, text: str, said: Sequence[Criterion], inferred: bool = False) -> Cell:
    merged = analysis.merged
    origin = merged.provenance.get(_TEXT)
    source = origin.source if origin else 0
    guessed = inferred or merged.presence(_TEXT) is Presence.INFERRED
    whole = analysis.trial.eligibility.text if analysis.trial.eligibility else None
    return Cell(
        text,
        Presence.INFERRED if guessed else Presence.VALUE,
        sources(merged, _TEXT),
        tuple(Quote(_TEXT, (whole or "")[slice(*one.span)], source, one.span) for one in said),
    )


def _sentences(topic: str, name: str, trials: Sequence[Analysis]) -> Row | None:
    """The topic in words: each sentence with its side. None where limits say it all, or nothing."""
    said = [_about(topic, analysis) for analysis in trials]
    if not any(said):
        return None
    limits = [_has_limits(topic, analysis) for analysis in trials]
    if topic in _WHOLLY_LIMITS and all(
        has or not sentences for has, sentences in zip(limits, said, strict=True)
    ):
        return None
    cells = [
        _cell(analysis, "\n".join(map(_sided, sentences)), sentences)
        if sentences
        else _without(analysis)
        for analysis, sentences in zip(trials, said, strict=True)
    ]
    titled = f"{name}, in words" if any(limits) else name
    # Never counted: whether two sentences ask the same is for the reader, limits are compared.
    return Row(titled, topic, tuple(cells))


def _about(topic: str, analysis: Analysis) -> list[Criterion]:
    return [
        criterion
        for criterion in analysis.criteria
        if topic in criterion.topics and criterion.role != "note"
    ]


def _has_limits(topic: str, analysis: Analysis) -> bool:
    return any(
        _topic(variable, limit, analysis) == topic
        for variable, limit in analysis.thresholds.items()
    )


def side(criterion: Criterion) -> str:
    """`required`, `excluded` or `allowed`: under which heading a sentence stands.

    It goes with the sentence as written: "required: HPV negative".
    """
    if criterion.constraints and all(one.when == "allowed" for one in criterion.constraints):
        return "allowed"
    return "required" if criterion.kind == "inclusion" else "excluded"


def _sided(criterion: Criterion) -> str:
    return f"{side(criterion)}: {line(criterion.text)}"
