"""Lists of which nobody can say on which side they are: what stands there decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from catalog.eligibility.criterion import SIDE_NOT_SAID, Constraint, Criterion

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
    astray = _asks_for_the_sick(criteria, names) | _behind_a_lead(criteria)
    all_of_it = bars and not any(each.kind == "exclusion" for each in criteria)
    for criterion, doubts in zip(criteria, doubted, strict=True):
        lost = doubts or (all_of_it and criterion.constraints) or id(criterion) in astray
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


_ENDS_IN_COLON = re.compile(r":\W*$")
# A line within the inclusions whose list keeps out, or only gives examples.
_LEADS_ASTRAY = re.compile(
    r"\b(?:(?:are|is|be|also be) (?:excluded|ineligible|not eligible)|such as|for example)\s*:\W*$",
    re.IGNORECASE,
)


def _behind_a_lead(criteria: Sequence[Criterion]) -> frozenset[int]:
    """Inclusion criteria (by `id`) behind "Patients with the following are excluded:" or "signs such as:" that are not its children.

    Where such a list ends nobody can say for sure.
    """
    told: set[int] = set()
    section: str | None = None
    for each in criteria:
        if _ENDS_IN_COLON.search(each.text) and _LEADS_ASTRAY.search(each.text):
            section = each.section
        elif each.section != section or each.text.rstrip().endswith(":"):
            section = None
        elif each.kind == "inclusion":
            told.add(id(each))
    return frozenset(told)


_ORGANS: dict[str, tuple[str, str, float, float | None]] = {
    "anc": ("blood", "<", 2, None),
    "wbc": ("blood", "<", 4, None),
    "plt": ("blood", "<", 150, None),
    "hgb": ("blood", "<", 12, None),
    "crcl": ("renal", "<", 90, None),
    "egfr": ("renal", "<", 90, None),
    "creatinine": ("renal", ">", 1.2, 1),
    "calcium": ("renal", ">", 10.5, 1),
    "bili_total": ("hepatic", ">", 1, 1),
    "ast": ("hepatic", ">", 40, 1),
    "alt": ("hepatic", ">", 40, 1),
    "albumin": ("hepatic", "<", 3.5, None),
}
"""The organ that a value tells of, the sign that asks for the sick, and from where on: in the own unit, in limits of normal."""
_OF_ORGANS = re.compile(r"\W*(?:hema\w+|haema\w+|hepatic|liver|renal|kidney)\b", re.IGNORECASE)


_SICK_OF: dict[str, tuple[str, ...]] = {
    "blood": tuple(
        """leuk myel anemi anaemi sickle thrombocyt purpura aplas marrow neutrop cytop blood hemat haemat hemo haemo
        lymph platelet wiskott""".split()
    ),
    "hepatic": tuple("liver hepat bil chol cirrho jaundice portal".split()),
    "renal": tuple("kidney renal neph urem dialy glomerul contrast calc".split()),
}
"""By which a record's conditions show that it is about the organ's failing."""


def _asks_for_the_sick(criteria: Sequence[Criterion], names: str) -> frozenset[int]:
    """Inclusion criteria (by `id`) that ask for a failing organ where fit ones are meant: a slip, or the other list.

    "Hematopoietic: platelets less than 100,000" under a heading that tells what each organ must be able to do, "ANC at most
    1,000, platelets above 75,000" in one line, and failing organs of two kinds in one list. `names`: the record's conditions;
    where they are of that organ, the sick may be meant.
    """
    told: dict[int, set[str]] = {}
    slips: set[int] = set()
    for each in criteria:
        if each.kind != "inclusion":
            continue
        sick = {_ORGANS[one.variable][0] for one in each.constraints if _is_sick(one, each)}
        if not sick:
            continue
        fit = {_ORGANS[one.variable][0] for one in each.constraints if _is_fit(one)}
        if sick & fit:
            slips.add(id(each))
        if sick := {organ for organ in sick if not any(word in names for word in _SICK_OF[organ])}:
            told[id(each)] = sick
            if _OF_ORGANS.match(each.section):
                slips.add(id(each))
    fits = {
        _ORGANS[one.variable][0]
        for each in criteria
        if each.kind == "inclusion"
        for one in each.constraints
        if _is_fit(one)
    }
    slips |= {each for each, sick in told.items() if sick <= _CHEMISTRY and fits - sick}
    several = len(set().union(*told.values())) > 1 if told else False
    return frozenset(slips | told.keys() if several else slips)


_CHEMISTRY = frozenset(("hepatic", "renal"))
"""Of these a failing one is asked for beside other organs that must be fit by a slip of the sign: `bilirubin >= 1.5 x ULN`."""


def _is_sick(limit: Constraint, criterion: Criterion) -> bool:
    organ = _ORGANS.get(limit.variable)
    if organ is None or limit.negated or not isinstance(limit.norm_value, int | float):
        return False
    if criterion.left_over and not limit.decides:
        return False  # it decides nothing as it is
    _, sign, own, of_normal = organ
    bound = of_normal if limit.norm_unit == "{xULN}" else own
    if limit.op[0] != sign or bound is None or limit.when is not None:
        return False
    if any(one.variable == limit.variable and one.op[0] != sign for one in criterion.constraints):
        return False  # a range
    return limit.norm_value <= bound if sign == "<" else limit.norm_value >= bound


def _is_fit(limit: Constraint) -> bool:
    organ = _ORGANS.get(limit.variable)
    return organ is not None and limit.op[0] in "<>" and limit.op[0] != organ[1]


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
