"""Which sites are a user's own, by the names that the settings give them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from catalog.model.text import folded

if TYPE_CHECKING:
    from catalog.model.trial import Site


def is_own(site: Site, own: Sequence[str]) -> bool:
    """Whether a site is one of the user's: all words of a name stand in its facility and city."""
    text = folded(" ".join(filter(None, (site.facility, site.city))))
    return any(name and all(word in text for word in folded(name).split()) for name in own)
