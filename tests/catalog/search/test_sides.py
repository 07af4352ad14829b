"""`must:`, `mustnot:`, and trials that only exclude what was typed: against a plain reading."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.eligibility.extraction import extract
from catalog.model.trial import Eligibility, Trial
from catalog.search import must_not
from catalog.search.index.sides import SINCE, between, said_on
from catalog.search.parser import parse
from catalog.search.searcher import Results, Searcher
from catalog.search.words import indexed
from tests.catalog.search.shelf import Shelf, trial

WORDS = ("alpelisib", "brentuximab", "cetuximab", "melanoma", "glioma", "asthma")
_words = st.lists(st.sampled_from(WORDS), max_size=3)
_drawn = st.lists(st.tuples(_words, _words, _words), min_size=1, max_size=10)


def made(number: int, title: list[str], must: list[str], must_not: list[str]) -> Trial:
    lines = [
        "Inclusion Criteria:\n",
        *(f"* Documented history of {word}\n" for word in must),
        "\nExclusion Criteria:\n",
        *(f"* Known intolerance or exposure, {word}\n" for word in must_not),
    ]
    return trial(
        number,
        f"Trial {number} {' '.join(title)}",
        eligibility=Eligibility(text="\n".join(lines)),
    )


def asked(searcher: Searcher, query: str, limit: int = 100) -> Results:
    return searcher.search(parse(query + " "), limit=limit)


def ids(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


@given(_drawn, st.sampled_from(WORDS))
@settings(max_examples=60)
def test_each_side_is_what_a_plain_reading_says(
    drawn: list[tuple[list[str], list[str], list[str]]], word: str
) -> None:
    searcher = Shelf().put([made(n, *each) for n, each in enumerate(drawn, 1)]).searcher()
    by_id = {f"NCT{n:08}": each for n, each in enumerate(drawn, 1)}
    everyone = set(by_id)
    must = {number for number, (_, said, _) in by_id.items() if word in said}
    must_not = {number for number, (_, _, said) in by_id.items() if word in said}
    assert set(ids(asked(searcher, f"must:{word}"))) == must
    assert set(ids(asked(searcher, f"mustnot:{word}"))) == must_not
    assert set(ids(asked(searcher, f"-mustnot:{word}"))) == everyone - must_not
    assert set(ids(asked(searcher, f"-must:{word}"))) == everyone - must

    only = {n for n in must_not if word not in by_id[n][0] and word not in by_id[n][1]}
    results = asked(searcher, word)
    order = ids(results)
    holding = {n for n, each in by_id.items() if any(word in said for said in each)}
    assert set(order) == holding
    assert results.only_forbidden == len(only)
    assert set(order[len(order) - len(only) :]) == only
    for hit in results.hits:
        assert hit.only_forbidden == (hit.id in only)
        assert (word in hit.forbidden) == (hit.id in must_not - must)
    paged = [ids(searcher.search(parse(word + " "), 1, at))[0] for at in range(len(order))]
    assert paged == order


@given(_drawn, st.lists(st.sampled_from(WORDS), min_size=2, max_size=3, unique=True))
@settings(max_examples=40)
def test_of_several_words_each_may_stand_under_what_excludes(
    drawn: list[tuple[list[str], list[str], list[str]]], words: list[str]
) -> None:
    """Also when it was asked before beside other words: what is known of a word is kept."""
    searcher = Shelf().put([made(n, *each) for n, each in enumerate(drawn, 1)]).searcher()
    by_id = {f"NCT{n:08}": each for n, each in enumerate(drawn, 1)}
    for typed in (words[:1], words, words[1:], words[::-1], words[:1]):
        holding = {n for n, (a, b, c) in by_id.items() if {*typed} <= {*a, *b, *c}}
        below = {n for n in holding if not {*typed} <= {*by_id[n][0], *by_id[n][1]}}
        results = asked(searcher, " ".join(typed))
        assert set(ids(results)) == holding
        assert {hit.id for hit in results.hits if hit.only_forbidden} == below
        assert results.only_forbidden == len(below)


def _one(must: str = "Able to consent", must_not: str = "None known") -> Trial:
    text = f"Inclusion Criteria:\n\n* {must}\n\nExclusion Criteria:\n\n* {must_not}"
    return trial(1, "One", eligibility=Eligibility(text=text))


def test_several_words_stand_in_one_criterion() -> None:
    apart = _one(must_not="Prior surgery\n* Use of PD-1 antibodies")
    together = trial(
        2, "Two", eligibility=Eligibility(text="Exclusion Criteria:\n\n* Prior anti-PD-1 therapy")
    )
    searcher = Shelf().put([apart, together]).searcher()
    assert ids(asked(searcher, 'mustnot:"prior pd-1"')) == ["NCT00000002"]
    assert ids(asked(searcher, '-mustnot:"prior pd-1"')) == ["NCT00000001"]
    assert set(ids(asked(searcher, "mustnot:pd-1"))) == {"NCT00000001", "NCT00000002"}
    (hit,) = asked(searcher, 'mustnot:"prior pd-1"').hits
    (match,) = hit.matched
    assert (match.text, match.side) == ("Prior anti-PD-1 therapy", "must not")
    nothing = asked(searcher, 'must:"prior pd-1"')
    assert not nothing.total


def test_words_apart_are_told() -> None:
    searcher = Shelf().put([_one(must_not="Prior surgery\n* Use of nivolumab")]).searcher()
    nothing = asked(searcher, 'mustnot:"prior nivolumab"')
    assert not nothing.total
    assert any("one criterion" in problem for problem in nothing.problems)


def test_one_of_several_choices_that_is_fine_is_enough() -> None:
    one = _one(must_not="Known glioma")
    other = trial(2, "Asthma", eligibility=Eligibility(text="Exclusion Criteria:\n\n* Glioma"))
    searcher = Shelf().put([one, other]).searcher()
    results = asked(searcher, "glioma | asthma")
    assert ids(results) == ["NCT00000002", "NCT00000001"]
    assert results.only_forbidden == 1


def test_words_of_excluded_criteria_count_once_wherever_else_they_stand() -> None:
    summary = trial(
        1,
        "One",
        brief_summary="Glioma is studied.",
        eligibility=Eligibility(text="Exclusion Criteria:\n\n* Other glioma"),
    )
    results = asked(Shelf().put([summary]).searcher(), "glioma")
    assert results.only_forbidden == 0
    assert results.hits[0].forbidden == ("glioma",)


@pytest.mark.parametrize("typed", ["glioblastma", "glioblstma"])
def test_a_row_says_the_word_that_stands_there(typed: str) -> None:
    """And not the slip that was typed, of one letter or two: nobody's criteria exclude that."""
    said = Eligibility(text="Exclusion Criteria:\n\n* Known glioblastoma")
    several = [trial(n, f"Number {n}", eligibility=said) for n in range(1, 13)]
    results = asked(Shelf().put(several).searcher(), typed)
    assert {hit.forbidden for hit in results.hits} == {("glioblastoma",)}
    assert results.only_forbidden == results.total == 12


def test_an_index_of_an_earlier_version_says_so() -> None:
    shelf = Shelf().put([_one(must_not="Glioma")])
    shelf.connection.execute(
        "INSERT OR REPLACE INTO meta (name, value) VALUES ('index_version', ?)",
        (str(SINCE - 1),),
    )
    results = asked(shelf.searcher(), "mustnot:glioma")
    assert not results.total
    assert any("reindex" in problem for problem in results.problems)
    assert asked(shelf.searcher(), "glioma").only_forbidden == 0


_LINES = (
    "Inclusion Criteria:",
    "Exclusion Criteria",
    "* Age 18 or older",
    "1. ECOG 0-1",
    "",
    "   ",
    "- HER2-positive",
    "Key words: a, b; c",
    "No prior PD-1/PD-L1",
    "(see above)",
    "Notes.",
)
_TEXTS = st.lists(st.sampled_from(_LINES), max_size=12).map("\n".join)


@given(_TEXTS)
def test_no_word_of_a_text_is_lost_between_its_criteria(text: str) -> None:
    criteria = extract(text)
    kept = said_on(criteria, "inclusion") | said_on(criteria, "exclusion")
    assert indexed([text], names=False) <= kept | indexed(between(text, criteria), names=False)


@given(_drawn, st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
@settings(max_examples=25)
def test_what_is_kept_from_key_to_key_changes_nothing(
    drawn: list[tuple[list[str], list[str], list[str]]], typed: list[str]
) -> None:
    """A searcher that has answered other keys answers as a new one does, however few are kept,
    and so does one for which no trials are few enough to be looked up one by one.
    """
    shelf = Shelf().put([made(n, *each) for n, each in enumerate(drawn, 1)])
    query = " ".join(typed)
    letters = [query[:length] for length in (1, 4, len(query) - 1)]
    keys = [*letters, *(" ".join(typed[:count]) + " " for count in range(1, len(typed) + 1))]
    keys = [*reversed(keys), *keys]
    fresh = [shelf.searcher().search(parse(key), limit=24) for key in keys]
    for names, most in ((("_WORDS_KEPT", "_TRIALS_KEPT"), 1), (("_LISTED",), -1), ((), 0)):
        with pytest.MonkeyPatch.context() as patched:
            for name in names:
                patched.setattr(must_not, name, most)
            searcher = shelf.searcher()
            answers = [searcher.search(parse(key), limit=24) for key in keys]
            assert answers == fresh
