"""Coded values in words for people; the codes stay what sources and exports call them."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.model.codes import Coded, Phase, WhoMasked

_WORDS = {
    "NA": "N/A",
    "ACTIVE_NOT_RECRUITING": "Active, not recruiting",
    "ECT": "Educational, counseling or training",
    "NIH": "NIH",
    "FED": "US federal agency",
    "OTHER_GOV": "Other government",
    "INDIV": "Individual",
    "NON_RANDOMIZED": "Non-randomized",
    "CASE_CONTROL": "Case-control",
    "CASE_CROSSOVER": "Case-crossover",
    "CROSS_SECTIONAL": "Cross-sectional",
    "SINGLE_GROUP": "Single group",
    "EARLY_PHASE1": "Early phase 1",
}


def word(coded: Coded) -> str:  # type: ignore[type-arg]
    """`ACTIVE_NOT_RECRUITING` as "Active, not recruiting"; a word outside the codes as written."""
    if coded.means is None:
        return coded.said
    return _WORDS.get(coded.word) or coded.word.replace("_", " ").capitalize()


def masking(coded: Coded) -> str:  # type: ignore[type-arg]
    """Masking, where NONE is an open-label study."""
    return "None (open label)" if coded.word == "NONE" else word(coded)


def phases(coded: Iterable[Coded[Phase]]) -> str:
    """`PHASE1`, `PHASE2` as "Phase 1/Phase 2"."""
    return "/".join(
        word(one) if one.means in (None, Phase.NA, Phase.EARLY_PHASE1) else f"Phase {one.word[-1]}"
        for one in coded
    )


def masked(coded: Iterable[Coded[WhoMasked]]) -> str:
    return ", ".join(word(one).lower() for one in coded)
