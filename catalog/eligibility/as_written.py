"""The criteria of a text as sentences: what can be told of them before the rules are loaded.

Their words, sides, sections, roles and order are those of `extraction.extract`, which adds what the
sentences mean; the rules for that take long to load, and where a sentence stands needs none of them.
"""

from __future__ import annotations

from catalog.eligibility.criterion import Criterion
from catalog.eligibility.splitting.splitter import split
from catalog.model.trial import Trial


def as_written(trial: Trial) -> tuple[Criterion, ...]:
    """The criteria of a trial without topics and limits; none where its record has no text."""
    text = trial.eligibility.text if trial.eligibility else None
    return tuple(
        Criterion(each.kind, each.text, each.span, each.section, each.parent, each.role)
        for each in (split(text) if text else ())
    )
