"""Lists of which nobody can say on which side they are: what stands there decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from catalog.eligibility.criterion import SIDE_NOT_SAID, Criterion

# What nobody asks for unless the record is about it, and the words by which its conditions show that.
_ONLY_IF_ABOUT: dict[str, tuple[str, ...]] = {
    "hiv": ("hiv", "human immunodeficiency", "aids", "acquired immun"),
    "hbv": ("hepat", "hbv", "liver"),
    "hcv": ("hepat", "hcv", "liver"),
    "tb": ("tubercul", "tb"),
    "pregnancy": tuple(
        """pregnan gestat obstet matern natal birth deliver labor labour eclamp fet partum abort infant newborn
        prematur preterm cesarean caesarean lactat breastf breast-f mother""".split()
    ),
}
_ONLY_IF_ABOUT["breastfeeding"] = _ONLY_IF_ABOUT["pregnancy"]
_BARS = frozenset({"pregnancy", "breastfeeding"})
"""Two of the commonest exclusions: a list in which a line says nothing else is one of exclusions."""


def sided(criteria: Sequence[Criterion], about: tuple[str, ...]) -> Iterator[Criterion]:
    """The criteria; an inclusion that asks for what the record is not about may stand on the wrong side.

    Lists whose heading was lost ("Eligibility criteria: ... positive HIV test") read so. Where the text has no
    exclusions at all and asks for pregnancy or nursing, any line of it may be one.
    """
    names = " ".join(about).lower()
    doubted = [_doubted(each, names) for each in criteria]
    bars = any(not _BARS.isdisjoint(each) for each in doubted)
    all_of_it = bars and not any(each.kind == "exclusion" for each in criteria)
    for criterion, doubts in zip(criteria, doubted, strict=True):
        lost = doubts or (all_of_it and criterion.constraints)
        yield _undecided(criterion) if lost else criterion


def _doubted(criterion: Criterion, names: str) -> frozenset[str]:
    """What it asks for though the record's conditions (`names`) are about something else."""
    if criterion.kind != "inclusion" or not names:
        return frozenset()
    return frozenset(
        one.variable
        for one in criterion.constraints
        if one.norm_value == "present"
        and not (one.variable in _BARS and criterion.left_over)
        and (words := _ONLY_IF_ABOUT.get(one.variable))
        and not any(word in names for word in words)
    )


def _undecided(criterion: Criterion) -> Criterion:
    left = criterion.left_over or ()
    return msgspec.structs.replace(
        criterion,
        constraints=tuple(
            msgspec.structs.replace(limit, decides=False) if limit.decides else limit
            for limit in criterion.constraints
        ),
        left_over=left if SIDE_NOT_SAID in left else (*left, SIDE_NOT_SAID),
    )
