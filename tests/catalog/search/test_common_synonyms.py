"""Synonyms that are built in: well formed, used only where the catalogue has them, shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.model.countries import countries
from catalog.model.csv_table import table
from catalog.model.trial import Intervention, Site
from catalog.search.parser import parse
from catalog.search.synonyms.common import alike, always, frequent, places
from catalog.search.words import words
from tests.catalog.search.shelf import Shelf, trial


def test_every_name_is_written_as_search_knows_names() -> None:
    for names in (alike(), always(), frequent(), places()):
        for name, others in names.items():
            assert others and name not in others
            assert all(" ".join(words(each)) == each for each in (name, *others)), name


def test_one_brand_never_means_another() -> None:
    assert alike()["xgeva"] == alike()["prolia"] == ("denosumab",)
    assert set(alike()["denosumab"]) == {"prolia", "xgeva"}


_TRIALS = (
    trial(
        1,
        "Sildenafil in Pulmonary Hypertension",
        interventions=(Intervention(name="Sildenafil"),),
        sites=(Site(city="Roma", country="Italy"),),
    ),
    trial(2, "Treatment of Chronic Urticaria in Children"),
    trial(3, "Rituximab for Non-Hodgkins Lymphoma"),
    trial(4, "Fluorouracil Given With Eye Drops for Preventing Toxicity of the Pleura"),
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("viagra rome", 1),
        ("city:rome", 1),
        ("lung hypertension", 1),
        ("hives kids", 2),
        ("mabthera nhl", 3),
        ("5fu", 4),
        ("5-fu", 4),
        ("eyedrops prevention", 4),
        ("pleural toxicity", 4),
    ],
)
def test_what_is_meant_is_found(typed: str, number: int) -> None:
    hits = Shelf().put(_TRIALS).searcher().search(parse(typed)).hits
    assert [hit.id for hit in hits] == [f"NCT{number:08}"]


def test_they_are_shown_and_can_be_switched_off() -> None:
    searcher = Shelf().put(_TRIALS).searcher()
    assert "viagra = sildenafil" in map(str, searcher.search(parse("viagra")).synonyms)
    assert searcher.search(parse("viagra", synonyms=False)).total == 0


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("sildenafil hovercraft", '"hovercraft"; without it there would be 1'),
        ("sildenafil urticaria", "no trial holds all of these words; without "),
        ("qwertzuiop", 'no trial holds "qwertzuiop"'),
        ('"hypertension pulmonary"', "side by side"),
    ],
)
def test_the_word_that_is_one_too_many_is_said(typed: str, told: str) -> None:
    results = Shelf().put(_TRIALS).searcher().search(parse(typed))
    assert not results.hits and any(told in problem for problem in results.problems)


def test_small_words_between_others_are_no_problem() -> None:
    searcher = Shelf().put(_TRIALS).searcher()
    assert searcher.search(parse("children with urticaria")).problems == ()
    assert searcher.search(parse('"of the"')).problems


def test_each_row_is_of_a_kind_that_is_used() -> None:
    from catalog.search.synonyms import common

    path = Path(common.__file__).with_name("synonyms.csv")
    kinds = {kind for kind, _, _ in table(path, ("kind", "name", "others"))}
    assert kinds == {"same", "body", "meant", "rare", "town"}


def test_every_name_of_a_country_finds_its_trials() -> None:
    for one in countries():
        shown, *others = dict.fromkeys(" ".join(words(name)) for name in one.names)
        for other in filter(None, others):
            assert shown in places()[other], other
