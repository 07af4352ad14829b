"""What a title adds to a trial's points: words side by side, and little else in the title."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from catalog.search.fields import SHARES
from catalog.search.plan import Need
from catalog.search.words import STOP_WORDS, compounds, parts

_NEXT = 3.0
"""Points of two typed words that follow each other in the title as they were typed."""
_COVERED = 20.0
"""Points of a title that holds nothing but typed words."""
_NOTHING: dict[int, float] = {}


class Titles:
    """Judges titles for the needs of one search."""

    def __init__(self, needs: Sequence[Need]) -> None:
        self._met: dict[str, dict[int, float]] = {}
        for n, need in enumerate(needs):
            for way in need.ways:
                if len(way.terms) == 1:
                    met = self._met.setdefault(way.terms[0], {})
                    met[n] = max(met.get(n, 0.0), SHARES[way.quality])

    def worth(self, title: str) -> int:
        """Points that the title adds."""
        told = _terms(title)
        if not told:
            return 0
        covered = side_by_side = 0.0
        before = _NOTHING
        for term in told:
            met = self._met.get(term, _NOTHING)
            if met:
                covered += max(met.values())
                if before:
                    side_by_side += max(
                        (min(share, before[n - 1]) for n, share in met.items() if n - 1 in before),
                        default=0.0,
                    )
            before = met
        return round(_NEXT * side_by_side + _COVERED * covered / len(told))


@lru_cache(maxsize=400)
def _terms(title: str) -> tuple[str, ...]:
    """The title's words in order; a name with digits (`PD-1`) counts as one, joined."""
    found: list[str] = []
    for compound in compounds(title):
        found += (compound,) if compound.isalnum() else _pieces(compound)
    return tuple(term for term in found if term not in STOP_WORDS)


@lru_cache(maxsize=500)
def _pieces(compound: str) -> list[str]:
    pieces = parts(compound)
    if len(pieces) == 2 and any(letter.isdigit() for letter in compound):
        return ["".join(pieces)]
    return pieces
