"""What an intervention is to its trial: studied, compared with, or given to everybody.

Decided only by arms whose types say what they are and that give it by name; anything else is not
known. Terms as ClinicalTrials.gov's data elements have them (Arm Type).
"""

from __future__ import annotations

import enum
from collections.abc import Iterator

from catalog.model.codes import ArmType
from catalog.model.trial import Arm, Intervention, Trial

_AGAINST = frozenset(
    {
        ArmType.ACTIVE_COMPARATOR,
        ArmType.PLACEBO_COMPARATOR,
        ArmType.SHAM_COMPARATOR,
        ArmType.NO_INTERVENTION,
    }
)


class Role(enum.StrEnum):
    """What an intervention is to its trial."""

    TESTED = "tested"
    """Given in arms that are tested, and in none that they are compared with."""
    COMPARATOR = "comparator"
    """Given only in arms that others are compared with."""
    BACKGROUND = "background"
    """Given in both."""


def roles(trial: Trial) -> Iterator[tuple[Intervention, Role]]:
    """The interventions whose role the arms tell."""
    tested = [arm for arm in trial.arms if is_tested(arm)]
    against = [arm for arm in trial.arms if is_against(arm)]
    if not tested:
        return  # which of several comparators is studied, nobody says
    for each in trial.interventions:
        in_tested = any(gives(arm, each) for arm in tested)
        in_against = any(gives(arm, each) for arm in against)
        if in_tested:
            yield each, Role.BACKGROUND if in_against else Role.TESTED
        elif in_against:
            yield each, Role.COMPARATOR


def is_tested(arm: Arm) -> bool:
    """Whether the arm's type says that it is what the trial is about."""
    return _type(arm) is ArmType.EXPERIMENTAL


def is_against(arm: Arm) -> bool:
    """Whether the arm's type says that others are compared with it."""
    return _type(arm) in _AGAINST


def gives(arm: Arm, intervention: Intervention) -> bool:
    """Whether an arm gives an intervention, as either of them says."""
    return intervention.name in arm.interventions or arm.label in intervention.arm_labels


def _type(arm: Arm) -> ArmType | None:
    return arm.type.means if arm.type else None
