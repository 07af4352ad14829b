"""Values that are offered while they are typed: those that people mean come first."""

from __future__ import annotations

from catalog.model.codes import Phase, coded
from catalog.model.own_sites import Own
from catalog.model.trial import Site
from catalog.search.searcher import Searcher
from tests.catalog.search.shelf import Shelf, trial

SHELF = Shelf().put(
    [
        trial(1, "One", sites=(Site(city="Freiburg im Breisgau", country="Germany"),)),
        trial(2, "Two", sites=(Site(city="Freiburg", country="Germany"),)),
        trial(3, "Three", sites=(Site(city="Fresno", country="United States"),)),
        trial(4, "Four", phases=tuple(coded(Phase, each) for each in ("PHASE1", "PHASE2"))),
        trial(5, "Five", phases=(coded(Phase, "EARLY_PHASE1"),)),
    ]
)


def offered(field: str, typed: str, own: Own | None = None) -> list[str]:
    searcher = Searcher(SHELF.connection, own=own) if own else SHELF.searcher()
    return [each.value for each in searcher.complete(field, typed)]


def test_towns_where_trials_are_come_before_larger_ones() -> None:
    assert offered("near", "fre")[:3] == ["Freiburg, DE", "Fresno, CA, US", "Freetown, SL"]


def test_towns_of_the_own_country_come_first() -> None:
    assert offered("near", "fre", Own("Oakland, CA", ()))[0] == "Fresno, CA, US"
    assert offered("near", "fre", Own("Bo, SL", ()))[0] == "Freetown, SL"


def test_a_phase_is_offered_by_its_number_and_as_it_is_typed() -> None:
    assert offered("phase", "1") == ["1", "1/2"]
    assert offered("phase", "ea") == ["early"]
    assert offered("phase", "phase2") == ["2"]
