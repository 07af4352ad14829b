"""Words of ISRCTN into values, in whichever of its downloads they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalog.model.codes import Allocation, Coded, Phase, StandardAge, Status, phases
from importers.values.cleaning import Words

NOTHING = frozenset(
    {
        "nil known",
        "n/a",
        "none",
        "not applicable",
        "nil",
        "-",
        "not available",
        "not provided at time of registration",
    }
)
"""What the registry writes where there is nothing."""
STATUSES = {
    "stopped": Status.TERMINATED,
    "suspended": Status.SUSPENDED,
    "recruiting": Status.RECRUITING,
    "not yet recruiting": Status.NOT_YET_RECRUITING,
    "no longer recruiting": Status.ACTIVE_NOT_RECRUITING,
    "completed": Status.COMPLETED,
}


def phase_words(said: Iterable[str], words: Words) -> Iterator[Coded[Phase]]:
    """Phases; "Not Specified" and "Not applicable" are none."""
    for one in dict.fromkeys(said):
        if one.lower() in ("not specified", "not applicable"):
            continue
        for word in phases(one):
            if word.means is None:
                words.code(Phase, word.said, "phase")  # so that it is reported
            yield word


_RANDOMISED = ("randomised", "randomized", "cluster randomised", "cluster randomized")
_NOT = ("non randomised", "non-randomised", "non randomized", "non-randomized")


def allocation(said: str | None) -> Coded[Allocation] | None:
    """Whether a design names randomisation, or its absence, first."""
    if said and said.lower().startswith(_RANDOMISED):
        return Coded(said, Allocation.RANDOMIZED)
    return (
        Coded(said, Allocation.NON_RANDOMIZED) if said and said.lower().startswith(_NOT) else None
    )


_AGES = {
    "neonate": (StandardAge.CHILD,),
    "child": (StandardAge.CHILD,),
    "adult": (StandardAge.ADULT,),
    "senior": (StandardAge.OLDER_ADULT,),
    "all": (StandardAge.CHILD, StandardAge.ADULT, StandardAge.OLDER_ADULT),
}


def ages(said: str | None) -> tuple[Coded[StandardAge], ...]:
    """The age group; what is none of the three (`Mixed`) is kept in the registry's word."""
    if said is None or said.lower() in ("not specified", "other"):
        return ()
    return tuple(Coded(said, group) for group in _AGES.get(said.lower(), (None,)))
