"""Rows of who may enter at all: age, sex, healthy volunteers; fields first, then the text."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from catalog.comparison.analysis import Analysis
from catalog.comparison.cells import missing, row, stated, unequal
from catalog.comparison.result import Cell, Row
from catalog.comparison.texts import limit_cell, nowhere
from catalog.comparison.thresholds import Threshold, told
from catalog.comparison.words import word
from catalog.model.trial import Age

Years = tuple[float | None, float | None]
"""Lowest and highest age; None where there is no limit."""


def rows(trials: Sequence[Analysis]) -> list[Row]:
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
        if sex is not None:
            cells.append(stated(analysis.merged, "eligibility.sex", word(sex), [sex.said]))
            keys.append(sex.word.lower())
        elif limit is not None:
            found = limit_cell(analysis, limit, inferred=True)
            cells.append(msgspec.structs.replace(found, text=found.text.capitalize()))
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
