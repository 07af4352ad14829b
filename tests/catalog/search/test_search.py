"""What is found, in which order, and what is said about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.model.codes import Status, coded
from catalog.model.trial import Site, Trial
from catalog.search.parser import parse
from catalog.search.query import Filter
from catalog.search.searcher import Results, Searcher, Superseded
from tests.catalog.search.shelf import Shelf, trial, updated

HNSCC, ALKS, AMD, BACK = "NCT05721443", "NCT04144517", "NCT04058145", "NCT00461266"


def found(searcher: Searcher, typed: str, sort: str = "relevance") -> list[str]:
    """Ids in their order."""
    return [hit.id for hit in searcher.search(parse(typed), sort=sort).hits]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("dalpiciclib", {HNSCC}),
        ("dalpicilib", {HNSCC}),  # a letter left out
        ("dalpicicliib", {HNSCC}),  # doubled
        ("dlapiciclib", {HNSCC}),  # two turned round
        ("talpiciclib", {HNSCC}),  # in the first letter
        ("alpiciclib", {HNSCC}),  # the first letter left out
        ("zetuximap", {HNSCC}),  # two slips
        ("dalp", {HNSCC}),
        ("PD1", {HNSCC}),
        ("pd 1", {HNSCC}),
        ("interleukin2", {BACK}),
        ("interleukin 2", {BACK}),
        ("beta blocker", {BACK}),
        ("malaga", {ALKS}),
        ("neck squamous head", {HNSCC, ALKS}),
        ("hnscc", {HNSCC, ALKS}),
        ("keytruda", {ALKS, AMD}),
        ("plerixafor", {AMD}),
        ("lbp", {BACK}),
        ("NCT461266", {BACK}),
        ("00461266", {BACK}),
        ("nct 00461266", {BACK}),
        ("NCT00462166", {BACK}),
        ("NCT04144571", {ALKS}),
        ("NCT0414", {ALKS}),
        ("actg 040", {BACK}),
        ("actg040", {BACK}),
        ("nurse", {BACK}),
        ("nivolumab", {HNSCC}),
        ("nothing like this", set()),
    ],
)
def test_what_is_meant_is_found(searcher: Searcher, typed: str, expected: set[str]) -> None:
    assert set(found(searcher, typed)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("'dalpicilib", set()),
        ("'dalp", set()),
        ("'keytruda", {ALKS}),
        ('"squamous cell carcinoma"', {HNSCC, ALKS}),
        ('"carcinoma of the head and neck"', {ALKS}),
        ('"neck head"', set()),
        ("pembrolizumab -hnscc", {AMD}),
        ("pembrolizumab !ALKS", {AMD}),
        ('neck -"carcinoma of the head"', {HNSCC}),
        ("dalpiciclib | plerixafor", {HNSCC, AMD}),
        ("nurses | status:recruiting", {BACK, HNSCC}),
    ],
)
def test_signs(searcher: Searcher, typed: str, expected: set[str]) -> None:
    assert set(found(searcher, typed)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("status:recruiting", {HNSCC}),
        ("status:rec", {HNSCC}),
        ("status:open", {HNSCC}),
        ("-status:open", {ALKS, AMD, BACK}),
        ("status:not-stated", {AMD}),
        ("phase:2", {HNSCC, ALKS, AMD}),
        ("phase:not-stated", {BACK}),
        ("phase 2 recruiting", {HNSCC}),
        ("type:interventional", {HNSCC}),
        ("condition:neck", {HNSCC, ALKS}),
        ("drug:keytruda", {ALKS, AMD}),
        ("drug:neck", set()),
        ("sponsor:mural", {ALKS}),
        ("class:industry", {ALKS}),
        ("country:spain", {ALKS}),
        ("country:China|Spain", {HNSCC, ALKS}),
        ("city:malaga", {ALKS}),
        ("site:clinic", {ALKS}),
        ("has:results", {BACK}),
        ("has:eligibility", {HNSCC}),
        ("enrollment:>=100", {BACK}),
        ("enrollment:<100", {HNSCC}),
        ("enrollment:30", {HNSCC}),
        ("enrollment:30..500", {HNSCC, BACK}),
        ("updated:2025", {HNSCC}),
        ("updated:>2024-01", {HNSCC}),
        ("updated:>=2024-01", {HNSCC, ALKS}),
        ("updated:<2024", {BACK}),
        ("updated:2010-06..2024", {BACK, ALKS}),
        ("age:75", {HNSCC, ALKS, AMD, BACK}),
        ("age:76", {ALKS, AMD, BACK}),
        ("age:17", {ALKS, AMD, BACK}),
        ("age:<18", {ALKS, AMD, BACK}),
        ("age:adult", {HNSCC}),
        ("id:NCT0414", {ALKS}),
        ("id:ION-01-ALKS", {ALKS}),
        ("title:hnscc", {ALKS}),
    ],
)
def test_filters(searcher: Searcher, typed: str, expected: set[str]) -> None:
    assert set(found(searcher, typed)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ('condition:"new port"', {"NCT00000002"}),
        ('city:"new port"', set()),
        ('title:"new port"', set()),
    ],
)
def test_names_alone_are_found_joined(typed: str, expected: set[str]) -> None:
    """A disease or a medicine may be written as one word; a town or a title is as it is written."""
    here = (Site(city="Newport", country="France"),)
    shelf = Shelf().put(
        [trial(1, "Newport Study", sites=here), trial(2, "Hair", conditions=("newport",))]
    )
    assert set(found(shelf.searcher(), typed)) == expected


def test_a_number_may_be_typed_in_five_pieces() -> None:
    shelf = Shelf().put([trial(1, "Skin"), trial(2, "Hair")])
    assert found(shelf.searcher(), "NCT 00 00 00 02") == ["NCT00000002"]


def test_nothing_typed_lists_everything_newest_first(searcher: Searcher) -> None:
    results = searcher.search(parse(""))
    assert [hit.id for hit in results.hits] == [HNSCC, ALKS, BACK, AMD]
    assert results.total == 4
    window = searcher.search(parse(""), limit=2, offset=1)
    assert [hit.id for hit in window.hits] == [ALKS, BACK]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("updated", [HNSCC, ALKS, BACK, AMD]),
        ("-updated", [BACK, ALKS, HNSCC, AMD]),
        ("enrollment", [BACK, HNSCC, AMD, ALKS]),
        ("status", [HNSCC, ALKS, BACK, AMD]),
        ("phase", [HNSCC, ALKS, AMD, BACK]),
        ("title", [ALKS, AMD, HNSCC, BACK]),
        ("-title", [BACK, HNSCC, AMD, ALKS]),
        ("id", [BACK, AMD, ALKS, HNSCC]),
        ("-id", [HNSCC, ALKS, AMD, BACK]),
    ],
)
def test_sorting(searcher: Searcher, sort: str, expected: list[str]) -> None:
    assert found(searcher, "", sort) == expected


def test_typed_words_rank_above_synonyms_and_titles_above_texts() -> None:
    shelf = Shelf().put(
        [
            trial(1, "Keytruda in Melanoma"),
            trial(2, "A Study of Skin Cancer", brief_summary="Keytruda (pembrolizumab) is given."),
            trial(3, "Pembrolizumab in Melanoma", keywords=("Pembrolizumab (Keytruda)",)),
        ]
    )
    order = found(shelf.searcher(), "keytruda")
    assert order[0] == "NCT00000001" and order[-1] == "NCT00000002"


def test_open_before_closed_then_newer_before_older() -> None:
    def one(number: int, status: str, date: str) -> Trial:
        return trial(number, "Aspirin", status=coded(Status, status), last_updated=updated(date))

    trials = [
        one(1, "COMPLETED", "2025-01"),
        one(2, "RECRUITING", "2020-01"),
        one(3, "RECRUITING", "2022-01"),
    ]
    order = found(Shelf().put(trials).searcher(), "aspirin")
    assert order == ["NCT00000003", "NCT00000002", "NCT00000001"]


def test_corrections_and_synonyms_are_said(searcher: Searcher) -> None:
    results = searcher.search(parse("hnscc dalpicilib"))
    assert [str(used) for used in results.corrections] == ["dalpicilib→dalpiciclib"]
    assert "hnscc = head and neck squamous cell carcinoma" in map(str, results.synonyms)


def test_synonyms_can_be_switched_off(searcher: Searcher) -> None:
    query = parse("keytruda", synonyms=False)
    results = searcher.search(query)
    assert [hit.id for hit in results.hits] == [ALKS]
    assert results.synonyms == ()


def test_exact_takes_words_as_typed(searcher: Searcher) -> None:
    assert searcher.search(parse("dalpicilib", exact=True)).total == 0
    assert searcher.search(parse("dalpiciclib", exact=True)).total == 1


def test_a_clinics_own_synonyms(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "synonyms.toml"
    file.write_text('[synonyms]\n"cdk inhibitor" = ["dalpiciclib", "palbociclib"]\n', "utf-8")
    searcher = Searcher(shelf.connection, file)
    assert found(searcher, "cdk inhibitor") == [HNSCC]
    assert found(searcher, "palbociclib") == [HNSCC]


@pytest.mark.parametrize("text", ["[synonyms", "x = 1", "[synonyms]\na = 3"])
def test_a_bad_synonyms_file_is_said_and_the_rest_works(
    shelf: Shelf, tmp_path: Path, text: str
) -> None:
    file = tmp_path / "synonyms.toml"
    file.write_text(text, "utf-8")
    results = Searcher(shelf.connection, file).search(parse("dalpiciclib"))
    assert results.total == 1
    (problem,) = results.problems
    assert "synonyms.toml" in problem and "\n" not in problem


def test_a_missing_synonyms_file_is_said(shelf: Shelf, tmp_path: Path) -> None:
    results = Searcher(shelf.connection, tmp_path / "own.toml").search(parse("dalpiciclib"))
    assert results.total == 1
    (problem,) = results.problems
    assert "own.toml: there is no such file" in problem


def test_which_filter_removed_everything(searcher: Searcher) -> None:
    results = searcher.search(parse("pembrolizumab phase:2 status:completed"))
    assert results.hits == ()
    assert results.emptied_by == Filter("status", ("COMPLETED",))
    assert results.without_it == 2


def test_unknown_names_are_said(searcher: Searcher) -> None:
    results = searcher.search(parse("country:atlantis"))
    assert results.problems == ("no trial has country:atlantis",)
    assert results.total == 0


def test_counts(searcher: Searcher) -> None:
    counts = searcher.facets(parse("pembrolizumab"))
    assert [(each.value, each.count) for each in counts["status"]] == [
        ("ACTIVE_NOT_RECRUITING", 1),
        ("not-stated", 1),
    ]
    assert [(each.value, each.count) for each in counts["country"]] == [
        ("Spain", 1),
        ("not-stated", 1),
    ]
    for field, values in searcher.facets(parse("")).items():
        if field not in ("has", "age", "country", "source"):
            assert sum(each.count for each in values) == 4, field


def test_completion(searcher: Searcher) -> None:
    assert [(each.value, each.count) for each in searcher.complete("status", "rec")] == [
        ("RECRUITING", 1)
    ]
    assert [each.value for each in searcher.complete("country", "sp")] == ["Spain"]
    assert [each.value for each in searcher.complete("drug", "pem")] == ["pembrolizumab"]
    assert searcher.complete("updated", "20") == ()


def test_a_superseded_search_stops(searcher: Searcher) -> None:
    with pytest.raises(Superseded):
        searcher.search(parse("pembrolizumab"), stop=lambda: True)
    with pytest.raises(Superseded):
        searcher.facets(parse("pembrolizumab"), stop=lambda: True)
    assert searcher.search(parse("pembrolizumab"), stop=lambda: False).total == 2


def _sides(results: Results) -> set[str]:
    return {match.side for hit in results.hits for match in hit.matched}


def test_the_side_of_a_criterion_is_said(searcher: Searcher) -> None:
    assert _sides(searcher.search(parse("nivolumab"))) == {"must"}
    assert _sides(searcher.search(parse("'antibody"))) == {"must not"}
