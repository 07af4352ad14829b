"""A place and an open status in one query ask for a site there: against a plain count."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.model.codes import Status, coded
from catalog.model.own_sites import Own
from catalog.model.trial import CountryRecord, Site, Trial
from catalog.search.parser import parse
from catalog.search.searcher import Searcher
from tests.catalog.search.shelf import Shelf, trial

COUNTRIES = ["Germany", "France", "Austria"]
CITIES = {"Germany": "Essen", "France": "Lyon", "Austria": "Graz"}
OPEN = {"RECRUITING": "r", "AVAILABLE": "r"}
STATUSES = [*(each.value for each in Status), None, "Authorised"]
_sites = st.lists(st.tuples(st.sampled_from(COUNTRIES), st.sampled_from(STATUSES)), max_size=5)
_trials = st.lists(st.tuples(st.sampled_from(STATUSES), _sites), min_size=1, max_size=12)


def made(number: int, status: str | None, sites: list[tuple[str, str | None]]) -> Trial:
    return trial(
        number,
        f"Trial {number}",
        status=coded(Status, status),
        sites=tuple(
            Site(country=country, city=CITIES[country], status=coded(Status, word))
            for country, word in sites
        ),
    )


def answers(searcher: Searcher, query: str) -> set[str]:
    return {hit.id for hit in searcher.search(parse(query + " "), limit=100).hits}


def can_enter(word: str | None) -> bool:
    """The plain rule: a site recruits, or nobody says whether it does."""
    return word in OPEN or word in (None, "UNKNOWN", "Authorised")


@given(_trials)
@settings(max_examples=60)
def test_recruiting_there_is_what_a_plain_count_says(
    drawn: list[tuple[str | None, list[tuple[str, str | None]]]],
) -> None:
    shelf = Shelf().put([made(n, *each) for n, each in enumerate(drawn, 1)])
    searcher = shelf.searcher()
    for place in COUNTRIES:
        expected = {
            f"NCT{n:08}"
            for n, (status, sites) in enumerate(drawn, 1)
            if status == "RECRUITING"
            and any(country == place and can_enter(word) for country, word in sites)
        }
        for asked in (f"country:{place}", f"city:{CITIES[place]}", f"site:{place}"):
            assert answers(searcher, f"{asked} status:recruiting") == expected
            counts = searcher.facets(parse(asked))["status"]
            told = {each.value: each.count for each in counts}
            assert told.get("RECRUITING", 0) == len(expected)
        told = {each.value: each.count for each in searcher.facets(parse("recruiting"))["country"]}
        assert told.get(place, 0) == len(expected)


def test_without_a_status_or_with_a_closed_one_a_place_is_a_place() -> None:
    one = made(1, "RECRUITING", [("Germany", "WITHDRAWN"), ("France", "RECRUITING")])
    other = made(2, "COMPLETED", [("Germany", "RECRUITING")])
    searcher = Shelf().put([one, other]).searcher()
    assert answers(searcher, "country:germany") == {"NCT00000001", "NCT00000002"}
    assert answers(searcher, "country:germany status:completed") == {"NCT00000002"}
    assert answers(searcher, "country:germany status:recruiting") == set()
    assert answers(searcher, "country:germany -status:completed") == {"NCT00000001"}
    assert answers(searcher, "-country:germany status:recruiting") == set()
    assert answers(searcher, "country:germany|france status:open") == {"NCT00000001"}
    assert answers(searcher, "lyon status:recruiting") == {"NCT00000001"}


def test_not_yet_there_is_open_and_not_recruiting() -> None:
    one = made(1, "RECRUITING", [("Germany", "NOT_YET_RECRUITING"), ("France", "RECRUITING")])
    searcher = Shelf().put([one]).searcher()
    assert answers(searcher, "country:germany status:open") == {"NCT00000001"}
    assert answers(searcher, "country:germany status:recruiting") == set()


def test_what_the_register_says_of_a_country_is_heard() -> None:
    one = trial(
        1,
        "A trial of the register",
        status=coded(Status, "RECRUITING"),
        sites=(Site(country="Germany", city="Essen"),),
        country_records=(
            CountryRecord(country="Germany", status=coded(Status, "COMPLETED")),
            CountryRecord(country="France", status=coded(Status, "RECRUITING")),
        ),
        countries=("Austria",),
    )
    searcher = Shelf().put([one]).searcher()
    assert answers(searcher, "country:germany status:recruiting") == set()
    for place in ("france", "austria"):
        assert answers(searcher, f"country:{place} status:recruiting") == {"NCT00000001"}


def test_an_older_index_says_that_it_does_not_know() -> None:
    shelf = Shelf().put([made(1, "RECRUITING", [("Germany", "WITHDRAWN")])])
    shelf.connection.execute("UPDATE meta SET value = '1' WHERE name = 'index_version'")
    found = shelf.searcher().search(parse("country:germany status:recruiting"))
    assert found.total == 1
    assert any("trials reindex" in problem for problem in found.problems)


def test_pseudo_words_are_never_offered_nor_found() -> None:
    searcher = Shelf().put([made(1, "RECRUITING", [("Germany", "RECRUITING")])]).searcher()
    assert [each.value for each in searcher.complete("city", "e")] == ["essen"]
    assert searcher.search(parse("ressen")).total == 0


def test_in_a_trial_by_invitation_the_invited_enter() -> None:
    word = "ENROLLING_BY_INVITATION"
    one = made(1, word, [("Germany", word), ("France", "WITHDRAWN")])
    other = made(2, "RECRUITING", [("Germany", word), ("France", "RECRUITING")])
    searcher = Shelf().put([one, other]).searcher()
    assert answers(searcher, "country:germany status:open") == {"NCT00000001"}
    assert answers(searcher, "country:germany status:recruiting") == set()
    assert answers(searcher, "country:france status:open") == {"NCT00000002"}


def test_own_sites_are_those_of_the_settings() -> None:
    cities = ((1, "Essen", "RECRUITING"), (2, "Lyon", "COMPLETED"), (3, "Lyon", "RECRUITING"))
    shelf = Shelf().put(
        trial(n, f"Trial {n}", sites=(Site(city=city, status=coded(Status, word)),),
              status=coded(Status, "RECRUITING"))
        for n, city, word in cities
    )  # fmt: skip
    of_two = Searcher(shelf.connection, own=Own("Graz", ("Lyon", "Essen")))
    assert answers(of_two, "site:own") == answers(of_two, "site:Lyon|Essen") == ids(1, 2, 3)
    assert answers(of_two, "SITE:OWN status:recruiting") == ids(1, 3)
    assert answers(of_two, "-site:own") == set()
    one = Searcher(shelf.connection, own=Own(sites=("Lyon",)))
    assert answers(one, "-site:own") == ids(1)
    assert answers(one, "site:own|essen") == ids(1, 2, 3)


def test_no_own_site_is_said_with_what_to_set_and_nothing_is_found() -> None:
    shelf = Shelf().put([trial(1, "The trial of its own", sites=(Site(city="Lyon"),))])
    for own in (Own(), Own("Lyon")):  # a town is no site
        found = Searcher(shelf.connection, own=own).search(parse("site:own "))
        assert not found.total
        assert any('sites = ["' in told for told in found.problems)
    found = Searcher(shelf.connection, own=Own(sites=("Graz",))).search(parse("site:own "))
    assert found.problems == ("site:own: no trial here has a site named Graz",)


def ids(*numbers: int) -> set[str]:
    return {f"NCT{n:08}" for n in numbers}
