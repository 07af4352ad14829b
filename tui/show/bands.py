"""A trial's sites by how far they are: near, in the country, across a border but near, the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from catalog.places.distance import ABROAD_KM, told

if TYPE_CHECKING:
    from catalog.model.trial import Site
    from catalog.places.nearest import Distances, Located

NEAR_KM = 50.0


class Banded(NamedTuple):
    """A site in its band."""

    title: str
    """Of the band; empty for the rest, which stand by country and state."""
    site: Site
    is_home: bool
    """Whether it is in the country of the place."""
    far: str
    """`41 km`, `~41 km`; empty where it is not known, or too far abroad to be told."""


def bands(
    sites: Sequence[Site], distances: Distances, chosen: Callable[[Site], bool]
) -> Iterator[Banded]:
    """The chosen ones of a trial's sites, the nearest band first, in each the nearest first."""
    origin = distances.origin
    order = [
        f"Under {NEAR_KM:.0f} km of {origin.label}",
        f"Under {ABROAD_KM:.0f} km",
        origin.country,
        f"Abroad, under {ABROAD_KM:.0f} km",
        "",
    ]
    found: list[tuple[int, float, int, Banded]] = []
    for number, (site, known) in enumerate(zip(sites, distances.sites, strict=True)):
        if not chosen(site):
            continue
        is_home = distances.is_home(known)
        band = _band(known.km, is_home=is_home)
        far = known.km if band < len(order) - 1 else None
        shown = "" if far is None else _far(known)
        found.append(
            (
                band,
                far if far is not None else 1e9,
                number,
                Banded(order[band], site, is_home, shown),
            )
        )
    found.sort(key=lambda each: each[:3])
    return (banded for *_, banded in found)


def _band(far: float | None, *, is_home: bool) -> int:
    if not is_home:
        return 3 if far is not None and far <= ABROAD_KM else 4
    if far is None or far > ABROAD_KM:
        return 2
    return 0 if far <= NEAR_KM else 1


def _far(known: Located) -> str:
    if known.km is None:
        return ""
    guess = "~" if known.placed is not None and known.placed.is_guess else ""
    return f"{guess}{told(known.km)}"


def far_of(site: Site, sites: Sequence[Site], distances: Distances | None) -> str:
    """How far one site is, where that is told."""
    if distances is None:
        return ""
    banded = bands(sites, distances, lambda one: one is site)
    return next((each.far for each in banded), "")
