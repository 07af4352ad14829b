"""Which names the catalogue takes for one another."""

from __future__ import annotations

from catalog.model.trial import Intervention
from catalog.search.parser import parse
from tests.catalog.search.shelf import Shelf, trial


def _used(shelf: Shelf, typed: str) -> set[str]:
    return {str(used) for used in shelf.searcher().search(parse(typed)).synonyms}


def test_the_more_frequent_meanings_are_used() -> None:
    shelf = Shelf().put(
        [trial(n, f"Radiation Therapy (RT) in Study {n}") for n in range(1, 21)]
        + [trial(30, "Reverse Transcriptase (RT) Inhibitors")]
        + [trial(n, f"Reaction Time (RT) {n}") for n in range(40, 46)]
    )
    assert _used(shelf, "rt") == {"rt = radiation therapy", "rt = reaction time"}


def test_an_ambiguous_short_form_is_not_used_for_a_rare_meaning() -> None:
    shelf = Shelf().put(
        [trial(n, f"Radiation Therapy (RT) in Study {n}") for n in range(1, 21)]
        + [trial(30, "Reverse Transcriptase (RT) Inhibitors")]
    )
    assert _used(shelf, "radiation therapy ") == {"radiation therapy = rt"}
    assert _used(shelf, "reverse transcriptase ") == set()


def test_a_common_word_is_no_name() -> None:
    drugs = (Intervention(name="Placebo", other_names=("Multiple",)),)
    shelf = Shelf().put(
        [trial(1, "One", interventions=drugs)]
        + [trial(n, f"Multiple Sclerosis {n}") for n in range(2, 60)]
    )
    assert _used(shelf, "multiple") == set()


def test_what_a_removed_record_said_is_forgotten() -> None:
    drugs = (Intervention(name="Pembrolizumab", other_names=("Zeltrada",)),)
    shelf = Shelf().put([trial(1, "A", interventions=drugs), trial(2, "Pembrolizumab")])
    assert _used(shelf, "zeltrada") == {"zeltrada = pembrolizumab"}
    shelf.take(["NCT00000001"])
    assert _used(shelf, "zeltrada") == set()


def test_a_misspelt_word_has_the_synonyms_of_the_word_that_was_meant() -> None:
    shelf = Shelf().put([trial(1, "Refractory Disease"), trial(2, "PD-1 Resistant Disease")])
    results = shelf.searcher().search(parse("refractry"))
    assert [hit.id for hit in results.hits] == ["NCT00000001", "NCT00000002"]
    assert [str(used) for used in results.corrections] == ["refractry→refractory"]
    assert [str(used) for used in results.synonyms] == ["refractory = resistant"]
