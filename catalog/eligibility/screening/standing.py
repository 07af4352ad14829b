"""Where a trial stands for a patient: nothing against, open questions or excluded, and what to ask.

By what was read of its criteria alone, so that it can be told from stored constraints. Excluded is said
only where a whole criterion was understood; where a clear limit fails beside words that were not, somebody
looks there first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

import msgspec

from catalog.eligibility.criterion import Constraint, Criterion
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, NOT_MET, is_asked_of, judged


class Group(Enum):
    """In the order in which a list shows them."""

    NOTHING_AGAINST = "nothing against"
    """Whatever a value can decide was decided for the patient; the rest is to be read."""
    OPEN = "open questions"
    """A value that is not known would decide, or a limit that fails is to be looked at."""
    EXCLUDED = "EXCLUDED"
    """A criterion that was understood as a whole is not met."""
    NOT_JUDGED = "not judged"
    """Its criteria could not be judged: no text, or read by other rules."""


class Entry(msgspec.Struct, frozen=True):
    """Who may enter as the record's own fields say it; ages in a unit of time, both ends included."""

    lowest: tuple[float, str] | None = None
    """Amount and unit: `(18.0, "a")`."""
    highest: tuple[float, str] | None = None
    sex: str = ""
    """`male` or `female` where only these may enter."""
    is_sure: bool = True
    """Whether a source states them; what was inferred from a layout decides nothing."""


class Ask(msgspec.Struct, frozen=True):
    """A value that is not known and would decide."""

    variable: str
    """`crcl`; `uln.ast` where the laboratory's upper limit of AST is asked for."""
    weight: float
    """One where it would decide a criterion alone, less where several are needed together."""


class Standing(msgspec.Struct, frozen=True):
    """What the criteria of one trial say of one patient."""

    group: Group
    excluded_by: tuple[int, ...] = ()
    """Positions of the criteria that are not met, each understood as a whole."""
    look_first: tuple[int, ...] = ()
    """Positions of criteria with a limit that fails beside words that were not understood."""
    asks: tuple[Ask, ...] = ()
    """Values that would decide, those that decide most first."""
    fits: int = 0
    """Criteria that are met."""
    open: int = 0
    """Criteria that a value would decide, and those to be looked at first."""
    to_read: int = 0
    """Criteria that only a person can judge."""
    field: str = ""
    """`age` or `sex` where the record's own field excludes."""


def standing(
    criteria: Mapping[int, Criterion], others: int, entry: Entry, patient: Patient
) -> Standing:
    """Where a trial stands, by its criteria and its record's own fields.

    `criteria` are those of which something was read, by their position, `others` how many there are
    besides.
    """
    against: list[int] = []
    look: list[int] = []
    weights: dict[str, float] = {}
    fits = waiting = 0
    to_read = others
    for place, criterion in criteria.items():
        verdict = judged(criterion, patient).verdict
        if verdict == NOT_MET:
            (look if criterion.left_over else against).append(place)
        elif verdict == MET:
            fits += 1
        elif asked := missing(criterion, patient):
            waiting += 1
            for name in asked:
                weights[name] = max(weights.get(name, 0.0), 1 / len(asked))
        else:
            to_read += 1
    against.sort()
    look.sort()
    field = _kept_out(entry, patient)
    excluded = bool(against) or (bool(field) and entry.is_sure)
    is_open = waiting or look or (field and not excluded)
    group = Group.EXCLUDED if excluded else Group.OPEN if is_open else Group.NOTHING_AGAINST
    if not fits + waiting + to_read + len(against) + len(look) and not field:
        group = Group.NOT_JUDGED
    ordered = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
    return Standing(
        group,
        tuple(against),
        tuple(look),
        tuple(Ask(*pair) for pair in ordered),
        fits,
        waiting + len(look),
        to_read,
        field,
    )


def standing_of(criteria: Sequence[Criterion], entry: Entry, patient: Patient) -> Standing:
    """Where a trial stands, by all its criteria."""
    tests = {n: one for n, one in enumerate(criteria) if one.role == "criterion"}
    told = {n: one for n, one in tests.items() if one.left_over is not None}
    return standing(told, len(tests) - len(told), entry, patient)


def _kept_out(entry: Entry, patient: Patient) -> str:
    """`age` or `sex` where the record's own field leaves the patient out for certain."""
    if entry.sex and patient.sex and entry.sex != patient.sex:
        return "sex"
    for limit, is_lowest in ((entry.lowest, True), (entry.highest, False)):
        ages = patient.ages_in(limit[1]) if limit is not None else None
        if limit is None or ages is None:
            continue
        if ages[1] < int(limit[0]) if is_lowest else ages[0] > limit[0]:
            return "age"
    return ""


def missing(criterion: Criterion, patient: Patient) -> tuple[str, ...]:
    """The values without which a criterion is not decided; none where no value could decide it."""
    if criterion.left_over is None:
        return ()
    asked = (each for each in criterion.constraints if not criterion.left_over or each.decides)
    names = (_unknown(each, patient) for each in asked if is_asked_of(criterion, each, patient))
    return tuple(dict.fromkeys(filter(None, names)))


def _unknown(constraint: Constraint, patient: Patient) -> str:
    """The value that a limit waits for; "" where it is known."""
    variable = constraint.variable
    if variable == "sex":
        return "" if patient.sex or constraint.norm_value == "all" else "sex"
    if variable == "age":
        return "" if patient.age else "age"
    if isinstance(constraint.norm_value, str):
        return "" if patient.state(variable) else variable
    if variable.startswith("ts."):
        return "" if patient.days_since(variable.removeprefix("ts.")) is not None else variable
    known = patient.normal(variable)
    if known is None:
        return "" if patient.is_without(variable) else variable
    unit = constraint.norm_unit
    if known[1] != unit and unit == "{xULN}" and variable not in patient.uln:
        return f"uln.{variable}"
    return ""


def asked(standings: Iterable[Standing]) -> tuple[tuple[str, int], ...]:
    """The values that would decide most of these trials, and in how many each is asked for.

    Trials that are excluded already ask for nothing.
    """
    weights: dict[str, float] = {}
    counts: dict[str, int] = {}
    for one in standings:
        if one.group is Group.EXCLUDED:
            continue
        for ask in one.asks:
            weights[ask.variable] = weights.get(ask.variable, 0.0) + ask.weight
            counts[ask.variable] = counts.get(ask.variable, 0) + 1
    ordered = sorted(weights, key=lambda name: (-weights[name], name))
    return tuple((name, counts[name]) for name in ordered)


_UNITS = {"Years": "a", "Months": "mo", "Weeks": "wk", "Days": "d"}


def entry_of(
    lowest: str | None, highest: str | None, sex: str | None, *, is_sure: bool = True
) -> Entry:
    """Of the columns of a trial: `18 Years`, `FEMALE`; what is not understood limits nothing."""
    return Entry(_limit(lowest), _limit(highest), _SEXES.get(sex or "", ""), is_sure)


_SEXES = {"MALE": "male", "FEMALE": "female"}


def _limit(text: str | None) -> tuple[float, str] | None:
    amount, _, word = (text or "").partition(" ")
    unit = _UNITS.get(word if word.endswith("s") else f"{word}s")
    try:
        return (float(amount), unit) if unit else None
    except ValueError:
        return None
