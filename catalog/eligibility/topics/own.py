"""The trial's own disease, known from what its record names: its conditions and their MeSH terms.

An inclusion criterion that names it asks for it, whatever the field ("Melasma for 6 months" in a trial of
melasma). Words are compared by their first letters, so that `asthmatic` is found by `Asthma`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.topics.stem_tables import stems

_LETTERS = 6
_FEWEST = 5
_WORD = re.compile(rf"[a-z]{{{_FEWEST},}}")


@cache
def _general() -> frozenset[str]:
    """Words of conditions that name no disease by themselves."""
    return frozenset(word for _, word in stems("general"))


class Own:
    """What a record says the trial is about."""

    __slots__ = ("pattern",)

    def __init__(self, openings: Iterable[str]) -> None:
        words = sorted(set(openings))
        self.pattern = re.compile(rf"\b(?:{'|'.join(words)})") if words else None

    def place(self, form: str) -> int | None:
        """Where a lower-case text names it first."""
        found = self.pattern.search(form) if self.pattern else None
        return found.start() if found else None


@lru_cache(maxsize=256)
def own(names: tuple[str, ...]) -> Own:
    """The words of conditions and terms, without those that any disease has."""
    return Own(
        _opening(word)
        for name in names
        for word in _WORD.findall(name.lower())
        if word not in _general()
    )


def _opening(word: str) -> str:
    """How a disease's name begins in all its forms; a lymphoma is no lymphocyte."""
    return word if word.endswith("oma") else word[: max(_LETTERS, len(word) - 2)]


# Beside these an illness is told for another reason: who has it already, what was given for it.
_NOT_BESIDE = frozenset(
    """disease_diagnosis other_malignancy cns_disease life_expectancy performance_status pregnancy_lactation
    contraception consent_compliance prior_toxicity washout vaccination organ_function_general measurable_disease
    substance_use hypersensitivity tissue_sample investigational_trial family_genetic""".split()
)
# What was treated is told behind these.
_NOT_BEHIND = (
    "prior_therapy",
    "concurrent_therapy",
    "transplant",
    "biomarker",
    "surgery_trauma",
    "planned_procedure",
    "metabolic_endocrine",
)
_OTHERWISE = re.compile(
    r"\b(?:no|not|non|without|free|absence|never|neither|risk|family|negative|exclu\w*|if|unless|except\w*|"
    r"other|against|vaccin\w*|prevent\w*|relatives?|parents?|siblings?|regardless|caregiver|history of (?:no|another)|"
    r"investigator|physician|specialist|clinic|willing|able|medications?|drugs?)\b"
)
_LEAD = 14
_WHO = ("age", "sex")


def with_own(
    kind: str, text: str, topics: tuple[str, ...], limits: tuple[Constraint, ...], known: Own
) -> tuple[str, ...]:
    """The topics, with the diagnosis where an inclusion criterion names the trial's own disease."""
    if kind != "inclusion" or topics[0] in _NOT_BEHIND or not _NOT_BESIDE.isdisjoint(topics):
        return topics
    form = text.lower()
    place = known.place(form)
    if place is None:
        return topics
    lead = form[:place]
    measured = min((one.span[0] for one in limits if one.span), default=len(form))
    if place >= measured or len(lead.split()) > _LEAD or _OTHERWISE.search(lead):
        return topics
    kept = tuple(topic for topic in topics if topic != "other")
    who = 1 if kept and kept[0] in _WHO else 0
    return (*kept[:who], "disease_diagnosis", *kept[who:])
