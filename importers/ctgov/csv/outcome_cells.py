"""Outcome cells, `measure, description, time frame` joined by `|`: split by a guess.

All three may hold commas and the last two may be missing. Each way to cut is weighed by its signs
(`outcome_signs`), with weights learnt from studies that have the parts apart (a conditional
log-linear model); the outcomes of one trial are then looked at together, for one who describes an
outcome, or gives it a time, mostly does so for all. Figures of how often it is right are in
docs/formats.md, measured anew by `python -m benchmarks.outcomes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from catalog.model.codes import OutcomeKind
from catalog.model.csv_table import table
from catalog.model.trial import Guess, Outcome
from importers.ctgov.csv.outcome_signs import Pieces, shared_ends

GUESS = Guess(
    field="outcomes",
    why="measure, description and time frame stand in one cell and were split by their wording",
)
_MIXED = 3.0
"""What it costs that only some outcomes of a trial have a description, or a time frame."""
_ALONE = 3.0
"""What it costs that one of them cannot be cut as the others are."""


class Parts(NamedTuple):
    """An outcome cut at commas."""

    measure: str
    description: str | None
    time_frame: str | None


def outcomes(cells: Iterable[tuple[OutcomeKind, str | None]]) -> Iterator[Outcome]:
    """Every outcome of one trial's cells."""
    listed = [
        (kind, text)
        for kind, cell in cells
        if cell
        for part in cell.split("|")
        if (text := part.strip())
    ]
    for (kind, _), parts in zip(listed, split([text for _, text in listed]), strict=True):
        measure, description, time_frame = parts
        yield Outcome(measure=measure, kind=kind, description=description, time_frame=time_frame)


def split(texts: Sequence[str], weight: Weights | None = None) -> list[Parts]:
    """The outcomes of one trial, in their order; absent parts are None.

    The parts of each, joined by commas again, are its text. `weight`: other than what was learnt.
    """
    if not texts:
        return []
    ends, known = shared_ends(texts), weights() if weight is None else weight
    weighed = [_Weighed(Pieces(text, ends), known) for text in texts]
    forms = _agreed([each.best for each in weighed])
    return [Parts(*each.parts(form)) for each, form in zip(weighed, forms, strict=True)]


class Weights(dict[str, float]):
    """Sign to weight; one that was never seen weighs nothing."""

    def __missing__(self, sign: str) -> float:
        return 0.0


@cache
def weights() -> Weights:
    """What was learnt."""
    path = Path(__file__).with_name("outcome_weights.csv")
    rows = table(path, ("sign", "weight"), key=("sign",))
    return Weights((sign, float(weight)) for sign, weight in rows)


# -- one outcome

_Form = tuple[bool, bool]
"""Whether an outcome has a description, and a time frame."""
_FORMS: tuple[_Form, ...] = ((True, True), (True, False), (False, True), (False, False))


class _Weighed:
    """An outcome with the best cuts of each form."""

    def __init__(self, pieces: Pieces, weight: Weights) -> None:
        def points(signs: Iterable[str]) -> float:
            return sum(map(weight.__getitem__, signs))

        self._pieces = pieces
        self._cuts: dict[_Form, tuple[int, int]] = {}
        self.best: dict[_Form, float] = {}
        measures = {cut: points(pieces.of_measure(cut)) for cut in pieces.cuts}
        opened = {cut: points(pieces.of_opening(cut)) for cut in pieces.cuts if cut < pieces.count}
        times = {time: points(pieces.of_time(time)) for time in pieces.times}
        closed = {time: points(pieces.of_closing(time)) for time in pieces.times}
        for cut, time in pieces.ways():
            total = measures[cut] + times[time] + points(pieces.of_both(cut, time))
            if cut < time:
                total += opened[cut] + closed[time]
            form = (cut < time, time < pieces.count)
            if form not in self.best or total > self.best[form]:
                self.best[form] = total
                self._cuts[form] = (cut, time)

    def parts(self, form: _Form) -> tuple[str, str | None, str | None]:
        """Measure, description and time frame in a form that it has."""
        return self._pieces.parts(*self._cuts[form])


# -- the outcomes of one trial


def _agreed(best: Sequence[Mapping[_Form, float]]) -> list[_Form]:
    """The form of each outcome: of all trials that could be meant, the likeliest."""
    if len(best) == 1:
        return [max(best[0], key=best[0].__getitem__)]
    wished = [
        _as_a_trial(best, described, timed)
        for described in (True, False, None)
        for timed in (True, False, None)
    ]
    return max(wished, key=lambda told: told[0])[1]


def _as_a_trial(
    best: Sequence[Mapping[_Form, float]], described: bool | None, timed: bool | None
) -> tuple[float, list[_Form]]:
    """Points and forms where all outcomes are described, or timed, or not; None: some are."""
    total = -_MIXED * ((described is None) + (timed is None))
    wanted = [form for form in _FORMS if described in (None, form[0]) and timed in (None, form[1])]
    forms: list[_Form] = []
    for each in best:
        fitting = [form for form in wanted if form in each]
        form = max(fitting or each, key=each.__getitem__)
        total += each[form] - (0.0 if fitting else _ALONE)
        forms.append(form)
    return total, forms
