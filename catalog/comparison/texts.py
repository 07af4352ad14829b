"""Cells of what an eligibility text says, or leaves unsaid."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.comparison.analysis import Analysis
from catalog.comparison.cells import missing, sources
from catalog.comparison.result import Cell, Quote
from catalog.comparison.thresholds import Threshold, told
from catalog.eligibility.criterion import Criterion
from catalog.merging.merged import MergedTrial
from catalog.model.trial import Presence

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
