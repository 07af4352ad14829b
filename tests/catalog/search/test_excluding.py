"""Why a row says `exclusions: pd-1`: the criterion itself, quoted."""

from __future__ import annotations

import pytest

from catalog.search.parser import parse
from catalog.store.catalogue import Catalogue
from tests.tui.driving import STARTER

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")


TYPED = "pd-1,pembrolizumab,cetuximab,chemotherapy,hepatitis,hnscc pd-1 refractry".split(",")


@pytest.mark.parametrize("typed", TYPED)
def test_what_a_row_says_of_exclusions_is_quoted(typed: str) -> None:
    with Catalogue.open(STARTER) as catalogue:
        searcher = catalogue.searcher()
        rows = [hit for hit in searcher.search(parse(typed)).hits if hit.forbidden]
        assert rows
        for hit in rows:
            reasons = [*hit.matched, *searcher.excluding(hit)]
            quoted = {each.typed: each.text for each in reasons if each.side == "must not"}
            assert set(hit.forbidden) <= quoted.keys()
            merged = catalogue.get(hit.id)
            assert merged is not None and merged.trial.eligibility is not None
            text = merged.trial.eligibility.text or ""
            assert all(sentence in text for sentence in quoted.values())
