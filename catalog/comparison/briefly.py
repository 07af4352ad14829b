"""The questions that are asked of a trial first, answered in words: who, who not, what, when.

For the overview of the app, the board page and the handout alike. Sentences of criteria are chosen
by their topics and never reworded.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from catalog.comparison.leads import turned
from catalog.drugs.roles import is_against, is_tested
from catalog.merging.source_names import day_words
from catalog.model.code_words import word
from catalog.model.trial import Age, Arm, Eligibility, Trial, TrialDate, gender

if TYPE_CHECKING:
    from catalog.eligibility.criterion import Criterion
    from catalog.model.dates import PartialDate

FOR = ("disease_diagnosis", "biomarker", "prior_therapy", "performance_status")
"""Topics of what a patient must have, those that decide first."""
NOT_FOR = ("prior_therapy washout", "cns_disease", "pulmonary", "cardiovascular", "infection_other")
"""Of what a patient must not have; of two in one entry the first that has a sentence."""
_BARE = re.compile(r"(?:arm|group|cohort|part)?[\s:.-]*(?:[a-z]|\d{1,2}|[ivx]{1,4})", re.IGNORECASE)
SEXES = {"FEMALE": "women", "MALE": "men", "ALL": "women and men"}


def who(known: Eligibility) -> str:
    """`women, 18 years and older`, by gender where it goes by that; "" where nothing is said."""
    low, high = known.minimum_age, known.maximum_age
    if low and high:
        one_unit = low.amount is not None and high.amount is not None and low.unit == high.unit
        ages = f"{_age(low).partition(' ')[0] if one_unit else _age(low)} to {_age(high)}"
    else:
        ages = f"{_age(low)} and older" if low else f"up to {_age(high)}" if high else ""
    sex = SEXES.get(known.sex.word, word(known.sex)) if known.sex else ""
    return ", ".join(filter(None, (sex + gender(known), ages)))


def _age(limit: Age) -> str:
    """`18 years`; what could not be read as its source has it."""
    return str(limit).lower() if limit.amount is not None else str(limit)


def chosen(criteria: Sequence[Criterion], topics: Sequence[str], most: int) -> list[Criterion]:
    """One of each topic, in the order of the topics; then the first of the others.

    Of a topic what is asked of everybody comes before what is asked of one group.
    """
    found: list[Criterion] = []
    of_all = sorted(criteria, key=lambda each: bool(group_of(each)))
    for asked in topics:
        of_topic = [
            each
            for topic in asked.split()
            for each in of_all
            if topic in each.topics and each not in found
        ]
        found += of_topic[:1]
    found += [each for each in of_all if each not in found]
    return found[:most]


_GROUPS = re.compile(
    r"\b(?:cohorts?|arms?|groups?|parts?|phases?|sub-?stud(?:y|ies)|controls?|siblings?|donors?"
    r"|probands?|recipients?)\b|^for (?!(?:inclusion|exclusion|enrol|screening|this|the study)\w*)",
    re.IGNORECASE,
)


def group_of(criterion: Criterion) -> str:
    """The heading over a criterion where it names one group of patients: `Cohort 2`; else "".

    Of headings within headings the innermost that names one.
    """
    parts = reversed(criterion.section.split(" - "))
    return next((part for part in parts if _GROUPS.search(part)), "")


def of_side(criteria: Sequence[Criterion], kind: str) -> list[Criterion]:
    """The requirements of a side, `inclusion` or `exclusion`, without lead-ins and notes.

    And without what a lead-in turns: "may be eligible if they: have stable disease" keeps out
    nobody. `criteria` are all of a text.
    """
    without = turned(criteria)
    return [
        each
        for place, each in enumerate(criteria)
        if each.kind == kind and each.role == "criterion" and place not in without
    ]


def arm_told(arm: Arm) -> str:
    """An arm by its name; one that is only called A by what it gets."""
    if _BARE.fullmatch(arm.label.strip()) and arm.interventions:
        return f"{arm.label}: {', '.join(arm.interventions)}"
    return arm.label


class Sides(NamedTuple):
    """The arms of a trial by what their types say they are there for, each side in its order."""

    tested: tuple[Arm, ...]
    against: tuple[Arm, ...]
    """With which those are compared."""
    others: tuple[Arm, ...]
    """On which side they are nobody says."""


def sides(trial: Trial) -> Sides:
    """Who is tested and against whom: told alike on the overview and on every page."""
    tested = tuple(arm for arm in trial.arms if is_tested(arm))
    against = tuple(arm for arm in trial.arms if is_against(arm))
    return Sides(
        tested, against, tuple(arm for arm in trial.arms if not (is_tested(arm) or is_against(arm)))
    )


def date_told(value: TrialDate | None, happened: str, expected: str) -> str:
    """`began 27 Mar 2025`, `ends about 19 Feb 2031`; without a type `start 2025`."""
    if value is None or not str(value):
        return ""
    told = day_words(str(value))
    if value.type is None:
        return f"{'start' if happened == 'began' else 'end'} {told}"
    return f"{happened if value.type.word == 'ACTUAL' else expected} {told}"


def old(date: PartialDate, today: dt.date) -> str:
    """`8 months old`, `4 years old`."""
    months = months_between(date.first_day(), today)
    return f"{duration(months)} old" if months else "less than a month old"


def months_between(one: dt.date, other: dt.date) -> int:
    """Whole months between two days, never negative."""
    first, last = sorted((one, other))
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def duration(months: int) -> str:
    """`1 month`, `26 months`, `4 years`."""
    if months >= 36 and months % 12 == 0:
        return f"{months // 12} years"
    return "1 month" if months == 1 else f"{months} months"
