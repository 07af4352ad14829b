"""What a change means for the patient that is set: the program proposes, a person decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from catalog.eligibility.criterion import Criterion
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.standing import (
    Entry,
    Group,
    Standing,
    entry_of,
    missing,
    standing,
    standing_of,
)
from catalog.eligibility.screening.standing_told import reason, short
from catalog.eligibility.screening.standing_told import told as stands
from catalog.eligibility.screening.verdicts import NOT_MET, judged
from personal.inbox import wordings
from personal.inbox.criteria_net import Edited, Effect
from personal.inbox.lines import Line
from personal.inbox.net import Change
from tui.show.news import changed_criteria
from tui.show.words import said
from tui.terminal.styled import Line as Drawn
from tui.terminal.styled import Span, fit

_LEAD = "   ~ "
_MOST_ASKED = 4
_ENTRY = frozenset({"ages", "eligibility.sex"})
_OUT, _AS_BEFORE = "keeps this patient out now", "keeps this patient out, as before"
_IN = "keeps this patient out no more"
Key = tuple[str, str]
"""Side and words of a criterion, in whatever spelling."""


class Touch(NamedTuple):
    """What a line of the inbox means for the patient."""

    told: str
    by_change: bool = False
    """Whether what changed says so; else it is where the trial stands at all."""
    is_against: bool = False


class Trial(NamedTuple):
    """A trial of a line as it is now."""

    criteria: Sequence[Criterion]
    entry: Entry


def touch(line: Line, trials: Sequence[Trial], patient: Patient) -> Touch | None:
    """What it means; None where nothing can be said. `trials` are those that the catalogue has."""
    if not trials:
        return None
    if len(line.trials) > 1:
        groups = Counter(standing_of(*each, patient).group for each in trials)
        counts = (f"{groups[group]:,} {group.value}" for group in Group if groups[group])
        return Touch(" · ".join(counts))
    (trial, *_) = trials
    known = standing_of(*trial, patient)
    edits = [
        each for change in line.changes if _is_text(change) for each in changed_criteria(change)
    ]
    by_field = [change for change in line.changes if change.part in _ENTRY]
    return (
        _worse(trial, known, edits, by_field, patient)
        or _better(known, edits, by_field, patient)
        or _asked(trial, edits, patient)
        or _at_all(trial, known)
    )


def _is_text(change: Change) -> bool:
    return change.part == "eligibility.text"


def _key(side: str, words: str) -> Key:
    return side, wordings.criterion(words)


def _new(edits: Iterable[Edited]) -> dict[Key, Edited]:
    """The criteria that are new, or others than they were."""
    return {_key(each.side, each.after): each for each in edits if each.after is not None}


def _of_change(
    places: Iterable[int], trial: Trial, edits: Sequence[Edited]
) -> Iterator[tuple[str, Edited]]:
    """The words of those criteria that what changed is about."""
    new = _new(edits)
    for place in places:
        criterion = trial.criteria[place]
        if edit := new.get(_key(criterion.kind, criterion.text)):
            yield said(criterion.text), edit


def _kept_out(edit: Edited, patient: Patient) -> bool:
    """Whether the sentence that was there before kept the patient out for certain."""
    if edit.before is None:
        return False
    from catalog.eligibility.extraction import criterion_of  # its rules take long to load

    before = criterion_of(edit.side, edit.before)
    return before.left_over == () and judged(before, patient).verdict == NOT_MET


def _worse(
    trial: Trial,
    known: Standing,
    edits: Sequence[Edited],
    by_field: Sequence[Change],
    patient: Patient,
) -> Touch | None:
    for words, edit in _of_change(known.excluded_by, trial, edits):
        out = _AS_BEFORE if _kept_out(edit, patient) else _OUT
        return Touch(f'{out}: "{words}"', by_change=True, is_against=True)
    if known.field and known.group is Group.EXCLUDED and by_field:
        was_out = any(standing({}, 0, _entry_before(each), patient).field for each in by_field)
        told = f"{_AS_BEFORE if was_out else _OUT}: {reason(_only_field(known))}"
        return Touch(told, by_change=True, is_against=True)
    for words, _ in _of_change(known.look_first, trial, edits):
        return Touch(f'look here first: "{words}"', by_change=True, is_against=True)
    return None


def _only_field(known: Standing) -> Standing:
    return Standing(Group.EXCLUDED, field=known.field)


def _better(
    known: Standing, edits: Sequence[Edited], by_field: Sequence[Change], patient: Patient
) -> Touch | None:
    """What kept the patient out and does no more; nothing where another thing still does."""
    if known.group is Group.EXCLUDED:
        return None
    for each in edits:
        # Both sentences were understood as a whole, or the one that is gone was.
        if each.effect is Effect.LOOSER and _kept_out(each, patient):
            return Touch(f'{_IN}: "{said(each.before or "")}"', by_change=True)
    if any(standing({}, 0, _entry_before(each), patient).field for each in by_field):
        return Touch(f"{_IN}: who may enter by the record is another", by_change=True)
    return None


def _entry_before(change: Change) -> Entry:
    """Who could enter by what the record said before, of ages or of the sex alone."""
    value = change.before
    if change.part == "ages" and isinstance(value, list):
        lowest, highest = (each[0] if isinstance(each, list) else "" for each in value)
        return entry_of(lowest, highest, None)
    return entry_of(None, None, value if isinstance(value, str) else None)


def _asked(trial: Trial, edits: Sequence[Edited], patient: Patient) -> Touch | None:
    """The values that what changed asks for, and that are not known of this patient."""
    new = _new(edits)
    names = (
        short(name)
        for each in trial.criteria
        if each.role == "criterion" and _key(each.kind, each.text) in new
        for name in missing(each, patient)
    )
    if wanted := tuple(dict.fromkeys(names)):
        asked = " ".join(f"{each}?" for each in wanted[:_MOST_ASKED])
        return Touch(f"not known of this patient: {asked}", by_change=True)
    return None


def _at_all(trial: Trial, known: Standing) -> Touch:
    places = (*known.excluded_by, *known.look_first)
    sentence = said(trial.criteria[places[0]].text) if places else ""
    return Touch(stands(known, sentence))


def row(known: Touch | None, cells: int, *, is_known: bool) -> Drawn:
    """The line below a line of the inbox; before it `is_known`, dots."""
    if known is None:
        told = "the catalogue has it not any more" if is_known else "…"
        return (Span(fit(f"{_LEAD}{told}", cells), "dim"),)
    style = "warn" if known.is_against else "bold" if known.by_change else "dim"
    return (Span(_LEAD, "dim"), Span(fit(known.told, max(cells - len(_LEAD) - 1, 0)), style))
