"""Rows of eligibility: by topic, limits as ranges in one unit, then sentences and their side."""

from __future__ import annotations

import math
from collections.abc import Sequence

from catalog.comparison import persons
from catalog.comparison.analysis import Analysis
from catalog.comparison.cells import differing, line
from catalog.comparison.result import Row, Section
from catalog.comparison.texts import limit_cell, text_cell, without
from catalog.comparison.thresholds import comparable, unlike
from catalog.eligibility.criterion import Criterion
from catalog.eligibility.vocabulary.vocabulary import topics, variables
from catalog.eligibility.vocabulary.wording import label

_WHOLLY_LIMITS = frozenset({"age", "sex", "performance_status", "life_expectancy"})
"""Topics whose sentences say no more than their limits: shown in words only where no limit is."""


def sections(trials: Sequence[Analysis]) -> list[Section]:
    """One section, topics in the order of the eligibility schema."""
    rows = persons.rows(trials)
    for topic in topics().values():
        rows.extend(_limits(topic.id, trials))
        if sentences := _sentences(topic.id, topic.label, trials):
            rows.append(sentences)
    return [Section("Eligibility", tuple(rows))]


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
        _limited(criterion, topic) for sentences in said for criterion in sentences
    ):
        return None
    limits = [_has_limits(topic, analysis) for analysis in trials]
    cells = [
        text_cell(analysis, "\n".join(map(_sided, sentences)), sentences)
        if sentences
        else without(analysis)
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


def _limited(criterion: Criterion, topic: str) -> bool:
    """Whether a sentence sets a limit that has a row under the topic."""
    return any(_topic(constraint.variable) == topic for constraint in criterion.constraints)


def _has_limits(topic: str, analysis: Analysis) -> bool:
    return any(_topic(variable) == topic for variable in analysis.thresholds)


def side(criterion: Criterion) -> str:
    """`required`, `excluded` or `allowed`: under which heading a sentence stands.

    It goes with the sentence as written: "required: HPV negative".
    """
    if criterion.constraints and all(one.when == "allowed" for one in criterion.constraints):
        return "allowed"
    return "required" if criterion.kind == "inclusion" else "excluded"


def _sided(criterion: Criterion) -> str:
    return f"{side(criterion)}: {line(criterion.text)}"
