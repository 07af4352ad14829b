"""A comparison seen through a patient: a line in the heads, a sign before what was judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from catalog.comparison.result import Cell, Comparison, Head
from catalog.eligibility.criterion import Criterion
from catalog.eligibility.screening.standing import Entry, Group, Standing, entry_of, standing_of
from catalog.eligibility.screening.standing_told import reason
from catalog.merging.merged import MergedTrial
from tui.show.comparison import LABEL, RULE, Window
from tui.show.lens import FITS, FITS_NOT, NOT_KNOWN, Lens
from tui.show.screened import (
    ASKS,
    LOOK_FIRST,
    PROPOSED_FITS,
    PROPOSED_NOT,
    keys_of,
    proposal,
)
from tui.show.words import said
from tui.terminal.styled import Line, Span, fit

_TEXT = "eligibility.text"
_WORST_FIRST = (FITS_NOT, PROPOSED_NOT, LOOK_FIRST, NOT_KNOWN, ASKS, "", FITS, PROPOSED_FITS)
"""Of several criteria behind one cell, the sign that is shown: the worst."""


class Judged(NamedTuple):
    """What one trial says of the patient."""

    standing: Standing
    sentence: str
    """Of the first criterion that excludes, or is to be looked at."""
    signs: Mapping[tuple[int, int], str]
    """The sign of each criterion, by its place in the eligibility text."""


def entry(merged: MergedTrial) -> Entry:
    """Who may enter by the record's own fields."""
    known = merged.trial.eligibility
    return entry_of(
        str(known.minimum_age) if known and known.minimum_age else None,
        str(known.maximum_age) if known and known.maximum_age else None,
        known.sex.word if known and known.sex else None,
        is_sure=not any(guess.field.startswith("eligibility") for guess in merged.trial.guesses),
    )


def judged(merged: MergedTrial, criteria: Sequence[Criterion], lens: Lens) -> Judged:
    """A trial for the patient, by its criteria and its record's own fields."""
    stands = standing_of(criteria, entry(merged), lens.patient)
    places = (*stands.excluded_by, *stands.look_first)
    by_person = lens.said.get(merged.id, {})
    signs = {
        each.span: by_person.get(key) or proposal(place, each, lens.patient)[0]
        for place, (key, each) in enumerate(zip(keys_of(criteria), criteria, strict=True))
        if each.role == "criterion"
    }
    return Judged(stands, criteria[places[0]].text if places else "", signs)


def through(comparison: Comparison, found: Mapping[str, Judged]) -> Comparison:
    """The comparison with a sign before each cell whose criteria were judged."""
    by_column = [found.get(head.id) for head in comparison.trials]
    sections = tuple(
        msgspec.structs.replace(
            section,
            rows=tuple(
                msgspec.structs.replace(
                    row,
                    cells=tuple(map(_signed, row.cells, by_column)),
                )
                for row in section.rows
            ),
        )
        for section in comparison.sections
    )
    return Comparison(comparison.trials, sections)


def _signed(cell: Cell, judged: Judged | None) -> Cell:
    if judged is None:
        return cell
    signs = {
        judged.signs[quote.span]
        for quote in cell.quotes
        if quote.field == _TEXT and quote.span is not None and quote.span in judged.signs
    }
    sign = next((each for each in _WORST_FIRST if each in signs), "")
    return msgspec.structs.replace(cell, text=f"{sign} {cell.text}") if sign else cell


def head_line(trials: Sequence[Head], found: Mapping[str, Judged], window: Window) -> Line:
    """Where each trial stands, below its name and status."""
    spans = [Span(fit(" with the patient", LABEL), "key")]
    for place in window.columns:
        known = found.get(trials[place].id)
        spans.append(Span(RULE, "dim"))
        if known is None:
            spans.append(Span(fit("…", window.column), "dim"))
            continue
        group = known.standing.group
        why = reason(known.standing, known.sentence)
        told = said(f"{group.value} {why}".strip())
        style = "warn" if group is Group.EXCLUDED else "bold"
        spans.append(Span(fit(told, window.column), style))
    return tuple(spans)
