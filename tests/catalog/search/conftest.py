"""The catalogue that most searches are tried on."""

from __future__ import annotations

import pytest

from catalog.search.searcher import Searcher
from tests.catalog.search.shelf import TRIALS, Shelf


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    """Four trials in one import."""
    return Shelf().put(TRIALS)


@pytest.fixture(scope="session")
def searcher(shelf: Shelf) -> Searcher:
    """Searches the four trials."""
    return shelf.searcher()
