"""Criteria, sites and arms of a trials.co page."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from catalog.model.codes import ArmType, Sex, coded
from catalog.model.trial import Arm, Eligibility, Guess, Site
from importers.pages.text import age_limits, glued_status, text_of
from importers.values.cleaning import blank

_LIMITS = re.compile(
    r"(?P<ages>.{0,80}?\))?\s*(?P<sex>All Sexes|Both Sexes|Females?|Males?)(?: Only)?\s*"
    r"(?P<healthy>(?:Does not accept|Accepts?) healthy volunteers)?",
    re.IGNORECASE,
)


def listed_criteria(lines: Sequence[str]) -> tuple[re.Match[str] | None, str | None]:
    """Age, sex and healthy volunteers, glued into the first line of one variant; and the text."""
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is not None and (found := _LIMITS.fullmatch(lines[first].strip())):
        return found, text_of(lines[first + 1 :])
    return None, text_of(lines)


def listed_eligibility(limits: re.Match[str] | None, text: str | None) -> Eligibility | None:
    if limits is None:
        return Eligibility(text=text) if text else None
    ages = age_limits(limits["ages"])
    healthy = limits["healthy"]
    return Eligibility(
        text=text,
        minimum_age=ages.minimum,
        maximum_age=ages.maximum,
        standard_ages=ages.standard,
        sex=coded(Sex, limits["sex"]),
        healthy_volunteers=healthy.lower().startswith("accept") if healthy else None,
    )


# -- sites and arms


def listed_sites(lines: Sequence[str]) -> Iterator[Site]:
    for line in lines:
        if bare := re.sub(r"^\s*[-*•](?:\s+|$)", "", line).strip():
            name, status = glued_status(bare)
            yield Site(facility=blank(name), status=status)


def listed_site_guess(sites: Sequence[Site]) -> tuple[Guess, ...]:
    why = "the page glues a site's status to the end of its name"
    return (Guess(field="sites", why=why),) if any(site.status for site in sites) else ()


_ARM_TYPES = frozenset(
    {
        "Experimental",
        "Active Comparator",
        "Placebo Comparator",
        "Sham Comparator",
        "No Intervention",
        "Other",
    }
)
ARM = re.compile(r"Arm \d{1,3}")


def listed_arms(lines: Sequence[str]) -> Iterator[Arm]:
    """Blocks that begin "Arm 1": type (interventional trials only), label, description."""
    starts = [at for at, line in enumerate(lines) if ARM.fullmatch(line.strip())]
    for start, end in itertools.pairwise((*starts, len(lines))):
        told = list(lines[start + 1 : end])
        while told and not told[0].strip():
            told.pop(0)
        typed = len(told) > 1 and told[0].strip() in _ARM_TYPES
        type_ = coded(ArmType, told.pop(0).strip()) if typed else None
        if told:
            yield Arm(label=told[0].strip(), type=type_, description=text_of(told[1:]))
