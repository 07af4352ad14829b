"""Which words are a medicine's: brands and substances of a table, and the look of their names."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from catalog.drugs.drug_words import inn_stems, not_the_same
from catalog.model.csv_table import cell_list, table

_SHORTEST = 6
"""Letters of a name that its stem says to be a medicine's: `statin` itself is none."""
_BRAND = 5
"""Letters of a brand's or substance's word that is not another word as well."""


@cache
def brands() -> dict[str, tuple[str, ...]]:
    """Brands and codes of widely used medicines by substance, in plain words."""
    rows = table(
        Path(__file__).with_name("brands.csv"), ("substance", "brands"), key=("substance",)
    )
    return {substance: cell_list(names) for substance, names in rows}


@cache
def _names() -> frozenset[str]:
    named = {name for substance, others in brands().items() for name in (substance, *others)}
    named.update(*not_the_same())
    return frozenset(name for name in named if " " not in name and len(name) >= _BRAND)


def is_known_medicine(word: str) -> bool:
    """Whether a word is a brand or substance of the tables."""
    return word in _names()


def is_medicine(word: str) -> bool:
    """Whether a word is a brand or substance of the tables, or ends as their names do."""
    return is_known_medicine(word) or looks_like_medicine(word)


def looks_like_medicine(word: str) -> bool:
    """Whether a word ends in a stem of international non-proprietary names."""
    return len(word) > _SHORTEST and word.isalpha() and word.endswith(inn_stems())
