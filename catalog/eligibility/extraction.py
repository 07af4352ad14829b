"""Eligibility text understood: criteria, their topics, and thresholds in one unit.

Deterministic: word lists, a unit table and a small grammar; the same text gives the same result. How it
works, how to extend it and what it does not see is in docs/eligibility.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

import msgspec

from catalog.eligibility.criterion import OR_ELSE, Constraint, Criterion
from catalog.eligibility.limits.constraints import constraints
from catalog.eligibility.limits.gates import Gated, make_all
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.reading.context import Around, around, for_whom, surroundings
from catalog.eligibility.reading.enrolling import without_others
from catalog.eligibility.reading.governing import LONG_AGO
from catalog.eligibility.reading.joining import may_be_met
from catalog.eligibility.reading.kept_out import (
    ASKED_BESIDES,
    KEPT_OUT,
    asked_instead,
    is_of_a_part,
    points_back,
    without,
)
from catalog.eligibility.reading.ledger import is_measure
from catalog.eligibility.reading.leftover import remainder
from catalog.eligibility.reading.other_cancers import OTHER_CANCERS, may_be_the_patients_own
from catalog.eligibility.reading.siding import sided
from catalog.eligibility.splitting.keeping_out import clauses_out
from catalog.eligibility.splitting.portions import LONGEST, portions
from catalog.eligibility.splitting.splitter import split
from catalog.eligibility.topics.classifier import MOST_TOPICS, topics
from catalog.eligibility.topics.own import own, with_own
from catalog.eligibility.vocabulary.entries import version
from catalog.model.codes import InterventionType
from catalog.model.trial import Trial

CODE = 113
"""Raised with every change of the reader's code that changes results; a changed table tells by itself."""
RULES_VERSION = f"{CODE}-{version()}"
"""By which rules criteria were read: this code, and what the tables hold."""


def make_ready() -> None:
    """Make what is else made when it is first needed: before a process is forked, so that its forks share it."""
    make_all()


def criteria_of(trial: Trial) -> tuple[Criterion, ...]:
    """The criteria of a trial: of its text, and of what its record says it is about."""
    text = trial.eligibility.text if trial.eligibility else None
    return extract(text, *own_names(trial)) if text else ()


def own_names(trial: Trial) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a record calls the disease that the trial is about, and the drugs that it gives."""
    drugs = (each for each in trial.interventions if each.type and each.type.means in _GIVEN)
    return (
        (*trial.conditions, *(mesh.term for mesh in trial.condition_mesh)),
        tuple(dict.fromkeys(name for one in drugs for name in (one.name, *one.other_names))),
    )


_GIVEN = (InterventionType.DRUG, InterventionType.BIOLOGICAL)


def extract(
    text: str, about: tuple[str, ...] = (), drugs: tuple[str, ...] = ()
) -> tuple[Criterion, ...]:
    """All criteria of a text, in order, with topics and constraints. Never raises.

    `about` names the trial's own disease, `drugs` what it gives, as its record does; the same text and
    names always give the same criteria.
    """
    items = split(text)
    known = own(about, drugs)
    places = surroundings(items)
    found = []
    for item, place in zip(items, places, strict=True):
        parent = items[item.parent].text if item.parent is not None else None
        read = _understood(item.kind, item.text, item.section, parent)
        told = with_own(item.kind, item.text, read.topics, read.constraints, known)
        made = Criterion(
            item.kind,
            item.text,
            item.span,
            item.section,
            item.parent,
            item.role,
            told[:MOST_TOPICS],
        )
        if item.role != "note" and read.constraints:
            made = _placed(made, read, place)
            if known.no_cancer and any(each.variable in OTHER_CANCERS for each in read.constraints):
                made = _of_any_cancer(made)
        found.append(made)
    return tuple(_without_other_ways(without_others(list(sided(found, about))), places))


def _of_any_cancer(criterion: Criterion) -> Criterion:
    """The same; who has none of others may have one all the same where the trial is about none."""
    if not may_be_the_patients_own(criterion.text):
        return criterion
    whole = not criterion.left_over and not criterion.narrowing
    return msgspec.structs.replace(
        criterion,
        constraints=tuple(
            msgspec.structs.replace(each, decides=True)
            if whole and each.variable in OTHER_CANCERS
            else each
            for each in criterion.constraints
        ),
        left_over=(*(criterion.left_over or ()), "which malignancy"),
    )


def _placed(criterion: Criterion, read: _Read, place: Around) -> Criterion:
    """A criterion with what was read of it and of what stands around it."""
    limits, told = for_whom(read.constraints, place)
    unclear, narrowing = told.unclear, read.narrowing
    if told.or_else and may_be_met(limits):
        narrowing = tuple(dict.fromkeys((*narrowing, OR_ELSE)))
    elif told.or_else:
        unclear = (*unclear, "or")  # the line before may be asked instead
    if LONG_AGO in told.narrows and any(is_measure(limit) for limit in limits):
        # "platelets < 90 in the 12 months before": who has more today
        unclear = (*unclear, LONG_AGO)
    narrowing = tuple(dict.fromkeys((*narrowing, *told.narrows)))
    return msgspec.structs.replace(
        criterion,
        constraints=_alone(limits) if unclear or told.or_else or told.narrows else limits,
        left_over=(*read.left_over, *unclear),
        narrowing=narrowing,
    )


_OF_ALL = ("age", "sex")
_ANY_AGE = Gated(
    r"\b(?:older|other|younger) (?:subjects?|patients?|participants?|children|individuals?|persons?|adults?)\b[^.;]{0,40}\b(?:any|all) ages?\b",
    re.IGNORECASE,
    holds=r"any age|all age",
)


def _without_other_ways(criteria: list[Criterion], places: list[Around]) -> Iterator[Criterion]:
    """The criteria; none decides by an age or sex that another inclusion line contradicts.

    "Patients of 50 and older with A" beside "patients under 50 with B": each is one way to fit.
    """
    clear = [each for each, place in zip(criteria, places, strict=True) if not place.unclear]
    torn = {name for name in _OF_ALL if _contradict(name, clear)}
    if any(each.kind == "inclusion" and _ANY_AGE.search(each.text) for each in criteria):
        torn.add(
            "age"
        )  # "Infants under 3 months", "Older subjects of any age": each is a way to fit
    asked = _asked_ends(clear)
    slipped = any(
        each.kind == "exclusion" and any(_bars_all(one, asked) for one in each.constraints)
        for each in criteria
    )
    anew = _of_several_parts(criteria)
    for each in criteria:
        if (
            (each.kind == "inclusion" and any(one.variable in torn for one in each.constraints))
            or (each.kind == "exclusion" and any(_bars_all(one, asked) for one in each.constraints))
            or (each.kind == "exclusion" and _bars_all_between(each, asked))
            or (slipped and each.kind == "exclusion" and _keeps_out_the_fit(each))
            or (each.kind in anew and any(one.variable == "age" for one in each.constraints))
        ):
            yield msgspec.structs.replace(
                each,
                constraints=_alone(each.constraints),
                left_over=(*(each.left_over or ()), "another line asks otherwise"),
            )
        else:
            yield each


_End = tuple[str, str | None, str]


def _asked_ends(criteria: list[Criterion]) -> dict[_End, float]:
    """The least and the most that inclusion lines ask of everybody, by variable, unit and sign."""
    found: dict[_End, float] = {}
    for each in criteria:
        for one in each.constraints if each.kind == "inclusion" else ():
            if isinstance(one.norm_value, int | float) and not (one.when or one.any_of):
                key = one.variable, one.norm_unit, one.op[0]
                best = max if one.op[0] == ">" else min
                found[key] = best(one.norm_value, found.get(key, one.norm_value))
    return found


def _bars_all(limit: Constraint, asked: dict[_End, float]) -> bool:
    """Whether an exclusion keeps out whoever meets an inclusion line: `LVEF > 40 %` and, excluded, `LVEF >= 35 %`.

    It is a demand that stands on the wrong side.
    """
    if not isinstance(limit.norm_value, int | float) or limit.op[0] not in "<>" or limit.all_of:
        return False
    end = asked.get((limit.variable, limit.norm_unit, limit.op[0]))
    if end is None or limit.when is not None:
        return False
    return end >= limit.norm_value if limit.op[0] == ">" else end <= limit.norm_value


_MORE_IS_FITTER = frozenset("anc wbc plt hgb crcl egfr lvef albumin spo2 dlco_pct".split())


def _keeps_out_the_fit(criterion: Criterion) -> bool:
    """Whether it may be a demand too, where another line of the exclusions is one: `creatinine clearance >= 50`."""
    return any(
        one.variable in _MORE_IS_FITTER and one.op[0] == ">" and one.all_of is None
        for one in criterion.constraints
    )


def _bars_all_between(criterion: Criterion, asked: dict[_End, float]) -> bool:
    """Whether an excluded range holds all that inclusion lines ask for: the list of another group, under the other heading."""
    ranges: dict[tuple[str, int], dict[str, float]] = {}
    for one in criterion.constraints:
        if one.all_of is not None and isinstance(one.norm_value, int | float):
            ranges.setdefault((one.variable, one.all_of), {})[one.op[0]] = one.norm_value
    units = {one.variable: one.norm_unit for one in criterion.constraints}
    for (variable, _), ends in ranges.items():
        least, most = (asked.get((variable, units[variable], sign)) for sign in "><")
        if least is None or most is None or set(ends) != {">", "<"}:
            continue
        if ends[">"] <= least and most <= ends["<"]:
            return True
    return False


def _of_several_parts(criteria: list[Criterion]) -> set[str]:
    """Sides whose lists come again behind the other side's, with other ages: each is of one part of the study."""
    ages: dict[str, set[frozenset[tuple[str, object]]]] = {}
    for kind, run in groupby(criteria, key=lambda each: each.kind):
        limits = frozenset(
            (one.op, one.norm_value)
            for each in run
            for one in each.constraints
            if one.variable == "age" and one.when is None
        )
        if limits:
            ages.setdefault(kind, set()).add(limits)
    return {kind for kind, told in ages.items() if len(told) > 1}


def _contradict(variable: str, criteria: list[Criterion]) -> bool:
    """Whether no patient has what all inclusion lines ask of a variable."""
    asked = [
        one
        for each in criteria
        if each.kind == "inclusion"
        for one in each.constraints
        if one.variable == variable
    ]
    if variable == "sex":
        return len({one.norm_value for one in asked} - {"all"}) > 1
    numbers = [(one.op, one.norm_value) for one in asked if isinstance(one.norm_value, int | float)]
    least = max((value for op, value in numbers if op[0] == ">"), default=None)
    most = min((value for op, value in numbers if op[0] == "<"), default=None)
    if least is None or most is None:
        return False
    return least >= most  # "8 and older", "6 to 8 with ...": nobody is meant to be just 8


def understand(
    kind: str, text: str, section: str = "", parent_text: str | None = None
) -> tuple[tuple[str, ...], tuple[Constraint, ...]]:
    """Topics and constraints of one criterion that is already split."""
    read = _understood(kind, text, section, parent_text)
    return read.topics, read.constraints


def criterion_of(
    kind: str, text: str, section: str = "", parent_text: str | None = None
) -> Criterion:
    """One criterion that is already split, as `extract` makes them."""
    read = _understood(kind, text, section, parent_text)
    made = Criterion(kind, text, (0, len(text)), section, topics=read.topics)
    if not read.constraints:
        return made
    return _placed(made, read, around(kind, section, parent_text))


def _alone(limits: tuple[Constraint, ...]) -> tuple[Constraint, ...]:
    """The constraints under a heading or line that is not clear: none decides."""
    return tuple(
        msgspec.structs.replace(limit, decides=False) if limit.decides else limit
        for limit in limits
    )


class _Read(msgspec.Struct, frozen=True):
    """What was understood of one criterion's own words."""

    topics: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    left_over: tuple[str, ...] = ()
    narrowing: tuple[str, ...] = ()


def _understood(kind: str, text: str, section: str, parent_text: str | None) -> _Read:
    if len(text) <= LONGEST:
        return _read(kind, text, section, parent_text)
    about: dict[str, None] = {}
    limits: list[Constraint] = []
    for start, portion in portions(text):
        read = _read(kind, portion, section, parent_text)
        about.update(dict.fromkeys(read.topics))
        limits += (_moved(limit, start, len(limits)) for limit in read.constraints)
    told = [topic for topic in about if topic != "other"] or ["other"]
    return _Read(tuple(told[:MOST_TOPICS]), _alone(tuple(limits)), ("a long text",))


@lru_cache(maxsize=4096)  # cohorts and trials repeat each other's lines
def _read(kind: str, text: str, section: str, parent_text: str | None) -> _Read:
    clauses = clauses_out(text) if kind == "inclusion" else []
    if clauses:
        return _read_apart(text, clauses, section, parent_text)
    return _read_whole(kind, text, section, parent_text)


def _read_apart(
    text: str, clauses: list[tuple[int, int]], section: str, parent_text: str | None
) -> _Read:
    """An inclusion of which clauses keep out: these are read as exclusions, the rest without them."""
    whole = _read_whole("inclusion", text, section, parent_text)
    is_read = bool(whole.constraints) and not (whole.left_over or whole.narrowing)
    if is_read and not any(_is_within(limit, clauses) for limit in whole.constraints):
        return whole  # "age >= 18; children are excluded" says it twice
    rest = without(text, clauses)
    main = _read_whole("inclusion", rest, section, parent_text)
    limits = [_deciding(limit, main) for limit in main.constraints]
    left = dict.fromkeys((*main.left_over, *main.narrowing))
    if not main.constraints and rest.strip(" .;()[]*-"):
        left[ASKED_BESIDES] = None
    is_of_all = not is_of_a_part(rest)
    for start, end in clauses:
        clause = text[start:end]
        read = _read_whole("exclusion", clause, section, None)
        turned = list(asked_instead(read.constraints, groups=len(limits) + len(text)))
        is_whole = not (read.left_over or read.narrowing) and len(turned) == len(read.constraints)
        is_clear = is_of_all and not points_back(clause)
        for limit in turned:
            alone = is_clear and limit.any_of is None and (limit.decides or is_whole)
            limits.append(msgspec.structs.replace(_moved(limit, start, 0), decides=alone))
        left.update(dict.fromkeys((*read.left_over, *read.narrowing)))
        if not (turned and is_whole and is_clear):
            left[KEPT_OUT] = None
    return _Read(whole.topics, tuple(limits), tuple(left) if limits else ())


def _is_within(limit: Constraint, clauses: list[tuple[int, int]]) -> bool:
    return limit.span is None or any(
        start <= limit.span[0] and limit.span[1] <= end for start, end in clauses
    )


def _deciding(limit: Constraint, read: _Read) -> Constraint:
    """A limit of what stands beside such clauses: it keeps out by itself where all of that was read."""
    if read.left_over or read.narrowing or limit.any_of or limit.all_of or limit.variable == "sex":
        return limit
    if limit.when not in (None, "male", "female"):
        return limit
    return msgspec.structs.replace(limit, decides=True)


def _read_whole(kind: str, text: str, section: str, parent_text: str | None) -> _Read:
    reading = Reading(kind, text, section, parent_text)
    limits = constraints(reading)
    about = topics(reading, limits)
    if not limits:
        return _Read(about, ())
    rest = remainder(reading, limits)
    limits = tuple(
        msgspec.structs.replace(limit, decides=True) if n in rest.decide else limit
        for n, limit in enumerate(limits)
    )
    return _Read(about, limits, rest.left, rest.narrowing)


def _moved(limit: Constraint, start: int, before: int) -> Constraint:
    """A constraint of a portion, as one of the whole text."""
    span = (limit.span[0] + start, limit.span[1] + start) if limit.span else None
    any_of = limit.any_of + before if limit.any_of else None
    all_of = limit.all_of + before if limit.all_of else None
    return msgspec.structs.replace(limit, span=span, any_of=any_of, all_of=all_of)
