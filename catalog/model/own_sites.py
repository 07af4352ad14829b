"""What a user calls their own: a town and sites, by the names that the settings give them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from catalog.model.text import folded

if TYPE_CHECKING:
    from catalog.model.trial import Site


class Own(NamedTuple):
    """A user's own town and sites; one without either is false."""

    place: str = ""
    """A town or postcode, from which distances are counted."""
    sites: tuple[str, ...] = ()
    """Names of facilities or cities."""

    def __bool__(self) -> bool:
        return bool(self.place or self.sites)

    @property
    def names(self) -> tuple[str, ...]:
        """From where distances are counted: the first of these that is known."""
        return (self.place, *self.sites) if self.place else self.sites


NOBODYS = Own()


def is_own(site: Site, own: Sequence[str]) -> bool:
    """Whether a site is one of the user's: all words of a name stand in its facility and city."""
    text = folded(" ".join(filter(None, (site.facility, site.city))))
    return any(name and all(word in text for word in folded(name).split()) for name in own)
