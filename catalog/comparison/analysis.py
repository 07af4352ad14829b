"""What depends on one trial alone, worked out once and kept for the next comparison."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from typing import TypeVar, cast

from catalog.comparison.leads import Turned, turned
from catalog.comparison.result import Head
from catalog.comparison.thresholds import Threshold, thresholds
from catalog.drugs.matching import Drug, drugs_of
from catalog.eligibility.criterion import Criterion
from catalog.merging.merged import MergedTrial, SourceInfo, stale
from catalog.merging.source_names import source_told
from catalog.model.trial import Trial

Result = TypeVar("Result")


class Analysis:
    """One trial, understood as far as a comparison needs it."""

    def __init__(self, merged: MergedTrial) -> None:
        self.merged = merged
        self._kept: dict[object, object] = {}

    def once(self, work: Callable[[MergedTrial], Result]) -> Result:
        """What `work` (a module's own function) makes of the trial, kept with it."""
        if work not in self._kept:
            self._kept[work] = work(self.merged)
        return cast("Result", self._kept[work])

    @property
    def trial(self) -> Trial:
        return self.merged.trial

    @cached_property
    def drugs(self) -> tuple[Drug, ...]:
        """Its interventions with every name the record gives them."""
        return drugs_of(self.trial)

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """What its eligibility text asks, understood."""
        from catalog.eligibility.extraction import criteria_of  # its rules take long to load

        return criteria_of(self.trial)

    @cached_property
    def turned(self) -> dict[int, Turned]:
        """By place its criteria whose side a line above them turns."""
        return turned(self.criteria)

    @cached_property
    def thresholds(self) -> dict[str, Threshold]:
        """Its limits, by variable."""
        return thresholds(self.criteria)

    def head_on(self, today: dt.date) -> Head:
        """The head of its column, with what speaks against its status on that day."""
        trial = self.trial
        return Head(
            id=self.merged.id,
            title=trial.title or trial.official_title or self.merged.id,
            sources=tuple(_label(source) for source in self.merged.sources),
            newest=self.merged.newest,
            short=trial.acronym or _own_number(trial),
            status=trial.status.word if trial.status else None,
            doubt=stale(trial, today) or "",
        )


def _own_number(trial: Trial) -> str:
    """The sponsor's number; empty where none is known."""
    kinds = ("org_study_id",)
    return next((each.value for each in trial.identifiers if each.kind in kinds), "")


def _label(source: SourceInfo) -> str:
    file = " ".join(part for part in (source.file, source.place) if part)
    return f"{source_told(source)} ({file})" if file else source_told(source)


_KEPT = 12
_known: OrderedDict[int, Analysis] = OrderedDict()


def analysed(merged: MergedTrial) -> Analysis:
    """The analysis of a trial; the same object for the same trial while it is remembered."""
    known = _known.get(id(merged))
    if known is not None and known.merged is merged:
        return known
    analysis = Analysis(merged)
    _known[id(merged)] = analysis
    while len(_known) > _KEPT:
        _known.popitem(last=False)
    return analysis


def forget() -> None:
    """Drop what is remembered: for measuring."""
    _known.clear()
