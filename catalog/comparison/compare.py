"""Two to four trials side by side, aligned by meaning: Trials into a Comparison.

Pure: no SQL and no screen. The cells do not depend on the order of the trials, and whether two
trials differ does not depend on a third. docs/comparison.md says in words how rows are aligned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from catalog.comparison import against, arms, criteria, facts, names, outcome_rows, sites
from catalog.comparison.analysis import analysed
from catalog.comparison.result import Cell, Comparison, Head, Quote, Row, Section
from catalog.merging.merged import MergedTrial
from catalog.places.nearest import Distances

__all__ = [
    "FEWEST",
    "MOST",
    "Cell",
    "Comparison",
    "Head",
    "NotComparable",
    "Quote",
    "Row",
    "Section",
    "compare",
]

FEWEST = 2
MOST = 4


class NotComparable(ValueError):
    """The wrong number of trials, or one of them twice; the message is for the user."""

    def __init__(self, reason: str, ids: tuple[str, ...]) -> None:
        super().__init__(reason)
        self.reason = reason
        self.ids = ids


def compare(
    trials: Sequence[MergedTrial], *, today: dt.date, distances: Sequence[Distances | None] = ()
) -> Comparison:
    """The comparison of two to four different trials, columns in the order given.

    `today` is what the age of the data and passed dates are judged by; `distances` are how far the
    sites of each trial are, where it is known from where to count. Raises NotComparable.
    """
    check([trial.id for trial in trials])
    analyses = [analysed(trial) for trial in trials]
    status, design, dates, sponsor = facts.sections(analyses, today)
    conditions, interventions = names.sections(analyses)
    # For whom, what is given, where, when, what is measured; then what the record is.
    sections = (
        *criteria.sections(analyses),
        conditions,
        *against.sections(analyses),
        interventions,
        *arms.sections(analyses),
        *sites.sections(analyses, distances),
        dates,
        *outcome_rows.sections(analyses),
        status,
        design,
        sponsor,
    )
    return Comparison(
        trials=tuple(analysis.head_on(today) for analysis in analyses),
        sections=tuple(section for section in sections if section.rows),
    )


def check(ids: Sequence[str]) -> None:
    """Raise NotComparable unless there are two to four ids, each once."""
    twice = tuple(sorted({one for one in ids if list(ids).count(one) > 1}))
    if twice:
        raise NotComparable(f"{', '.join(twice)} cannot be compared with itself", twice)
    if not FEWEST <= len(ids) <= MOST:
        raise NotComparable(
            f"a comparison takes {FEWEST} to {MOST} trials, not {len(ids)}", tuple(ids)
        )
