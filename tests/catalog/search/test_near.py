"""Near a place, within a distance, in order: against a plain count over all sites."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import catalog.places
from catalog.model.codes import Status, coded
from catalog.model.countries import country, known
from catalog.model.csv_table import table
from catalog.model.own_sites import Own
from catalog.model.recruitment import dates_said
from catalog.model.site_states import NOT_YET, RECRUITING, UNKNOWN, site_state
from catalog.model.trial import Site, Trial
from catalog.places.distance import ABROAD_KM, Box, Point, km
from catalog.places.provinces import regions_named
from catalog.search.index.bits import positions
from catalog.search.index.spots import LEVELS, box_of, cells, centre, code_in
from catalog.search.near import Near
from catalog.search.parser import parse
from catalog.search.results import Results
from catalog.search.searcher import Searcher
from tests.catalog.search.shelf import Shelf, trial
from tests.soaking import often

REGIONS = Path(catalog.places.__path__[0]) / "provinces.csv"
FREIBURG = Point(47.996, 7.852)
TOWNS = {
    "Freiburg": ("Germany", 47.996, 7.852),
    "München": ("Deutschland", 48.137, 11.575),
    "Kiel": ("Germany", 54.32, 10.14),
    "Basel": ("Switzerland", 47.56, 7.59),
    "Zürich": ("Switzerland", 47.37, 8.54),
    "Lyon": ("France", 45.75, 4.85),
    "Boston": ("United States", 42.358, -71.06),
    "Kleckersdorf": ("Germany", None, None),
}
"""The last is on no map."""
STATUSES = [*(each.value for each in Status), None]
_sites = st.lists(st.tuples(st.sampled_from(sorted(TOWNS)), st.sampled_from(STATUSES)), max_size=4)
_trials = st.lists(st.tuples(st.sampled_from(STATUSES), _sites), min_size=1, max_size=14)
Made = tuple[str | None, list[tuple[str, str | None]]]


def made(number: int, one: Made) -> Trial:
    status, sites = one
    return trial(
        number,
        f"Trial {number}",
        status=coded(Status, status),
        sites=tuple(
            Site(
                city=town,
                country=TOWNS[town][0],
                latitude=TOWNS[town][1],
                longitude=TOWNS[town][2],
                status=coded(Status, word),
            )
            for town, word in sites
        ),
    )


def distances(one: Made, of: Sequence[str] = (RECRUITING, UNKNOWN)) -> list[tuple[bool, float]]:
    """For each site in these states that is on the map: whether it is at home, and how far."""
    status, sites = one
    return [
        (country(where) == "Germany", km(FREIBURG, Point(north, east)))
        for town, word in sites
        for where, north, east in [TOWNS[town]]
        if site_state(status, word) in of and north is not None and east is not None
    ]


def rank(one: Made) -> tuple[int, float]:
    """The group in which the trial stands, and how far it is where that is told."""
    there = distances(one)
    home = [far for is_home, far in there if is_home]
    near = [far for _, far in there if far <= ABROAD_KM]
    if home or near:
        return 0, min(home or near)
    if there:
        return 1, 0
    later = distances(one, (NOT_YET,))
    if later:
        return 2 if any(is_home for is_home, _ in later) else 3, 0
    is_over = all(site_state(one[0], word) not in (RECRUITING, UNKNOWN, NOT_YET)
                  for _, word in one[1])  # fmt: skip
    if is_over and distances(one, ("closed",)):
        return 4, 0
    return 5, 0


def near(searcher: Searcher, query: str, sort: str = "distance", limit: int = 100) -> Results:
    return searcher.search(parse(query + " "), limit=limit, sort=sort)


@given(_trials)
@settings(max_examples=often(40, 600))
def test_order_and_distance_are_what_a_plain_count_says(trials: list[Made]) -> None:
    shelf = Shelf().put([made(number, one) for number, one in enumerate(trials)])
    searcher = shelf.searcher()
    by_id = {made(number, one).number: one for number, one in enumerate(trials)}
    results = near(searcher, "near:freiburg")
    assert results.total == len(trials)
    groups = [rank(by_id[hit.id]) for hit in results.hits]
    exact = [(group, round(far / 2)) for group, far in groups]
    assert [group for group, _ in exact] == sorted(group for group, _ in exact)
    assert exact == sorted(exact)
    for hit in results.hits:
        group, far = rank(by_id[hit.id])
        assert hit.nearest is not None
        first = hit.nearest.first
        if group == 0:
            assert first is not None
            assert first.km == pytest.approx(far, abs=0.01)
        else:
            assert first is None
    for most in (1, 3, len(trials)):
        paged = near(searcher, "near:freiburg", limit=most)
        assert [hit.id for hit in paged.hits] == [hit.id for hit in results.hits[:most]]
    reverse = near(searcher, "near:freiburg", "-distance").hits
    assert {hit.id for hit in reverse} == set(by_id)
    told = [hit.nearest.first.km for hit in reverse if hit.nearest and hit.nearest.first]
    assert [round(far) for far in told] == sorted(map(round, told), reverse=True)


@given(_trials, st.sampled_from([1, 60, 100, 150, 400, 7000, 20000]))
@settings(max_examples=often(40, 600))
def test_within_is_what_a_plain_count_says(trials: list[Made], far: int) -> None:
    searcher = Shelf().put([made(number, one) for number, one in enumerate(trials)]).searcher()
    found = {hit.id for hit in near(searcher, f"near:freiburg within:{far}km").hits}
    expected = {
        made(number, one).number
        for number, one in enumerate(trials)
        if any(away <= far for _, away in distances(one))
    }
    assert found == expected
    others = near(searcher, f"near:freiburg -within:{far}km")
    assert {hit.id for hit in others.hits}.isdisjoint(found)
    assert others.total == len(trials) - len(found)


@given(_trials, st.data())
@settings(max_examples=often(15, 200))
def test_what_is_taken_off_and_put_anew_is_found_where_it_is(
    trials: list[Made], data: st.DataObject
) -> None:
    shelf = Shelf().put([made(number, one) for number, one in enumerate(trials)])
    changed = data.draw(_trials)
    shelf.put([made(number, one) for number, one in enumerate(changed)])
    now = [*changed, *trials[len(changed) :]]
    anew = Shelf().put([made(number, one) for number, one in enumerate(now)])
    for query in ("near:freiburg within:150km", "near:freiburg within:not-stated"):
        ours = {hit.id for hit in near(shelf.searcher(), query).hits}
        assert ours == {hit.id for hit in near(anew.searcher(), query).hits}


@given(st.floats(-90, 89.99), st.floats(-180, 179.99))
def test_a_point_stands_in_each_of_its_cells(north: float, east: float) -> None:
    *paths, last = cells(Point(north, east), "DE")
    assert len(paths) == LEVELS - 1
    assert code_in(last) == "DE"
    assert km(centre(last), Point(north, east)) < 1
    for path in (*paths, last):
        box = box_of(path)
        slack = 1e-6
        assert box.south - slack <= north <= box.north + slack
        assert box.west - slack <= east <= box.east + slack
        assert last.startswith(path)
    assert box_of(paths[0]) == Box(*box_of(paths[0]))


# what is asked, and what is said of it

SHELF = Shelf().put(
    [
        made(1, ("RECRUITING", [("Freiburg", "RECRUITING"), ("Kiel", None)])),
        made(2, ("RECRUITING", [("Basel", None)])),
        made(3, ("RECRUITING", [("Kleckersdorf", "RECRUITING")])),
        made(4, ("COMPLETED", [("Freiburg", None)])),
        made(5, ("WITHDRAWN", [])),
        made(6, ("NOT_YET_RECRUITING", [("Freiburg", None)])),
    ]
)


def test_the_rows_say_how_far_and_how_it_is_known() -> None:
    hits = {hit.id[-1]: hit.nearest for hit in near(SHELF.searcher(), "near:freiburg").hits}
    first = hits["1"]
    assert first is not None
    assert first.home is not None
    assert (round(first.home.km), first.home.city, first.home.source) == (0, "Freiburg", "registry")
    assert not first.home.is_unknown
    second = hits["2"]
    assert second is not None
    assert second.home is None
    assert second.abroad is not None
    assert second.abroad.is_unknown
    third = hits["3"]
    assert third is not None
    assert (third.first, third.unplaced) == (None, 1)
    fourth = hits["4"]
    assert fourth is not None
    assert fourth.first is None


def test_near_alone_puts_the_nearest_first_and_leaves_nobody_out() -> None:
    searcher = SHELF.searcher()
    assert near(searcher, "near:freiburg", "relevance").hits[0].id.endswith("1")
    assert near(searcher, "near:freiburg", "relevance").total == 6
    assert near(searcher, "within:100km").total == 0
    assert "distances need a place" in near(searcher, "within:100km").problems[0]
    assert "distances need a place" in near(searcher, "trial").problems[0]


def test_the_own_place_is_counted_from_where_none_is_named() -> None:
    searcher = Searcher(SHELF.connection, own=Own("Kleckersberg", ("Freiburg, DE",)))
    results = near(searcher, "trial")
    assert results.origin is not None
    assert results.origin.label == "Freiburg, DE"
    assert (
        near(searcher, "within:100km").total == near(searcher, "near:own within:100km").total == 2
    )
    other = near(searcher, "trial near:boston")
    assert other.origin is not None
    assert other.origin.country == "United States"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("near:nowhereville", "is no place that is known"),
        ('near:"Freiburg, Nowhere"', "Nowhere is no country"),
        ("near:00000", "is no place that is known"),
        ("near:own", "needs your town in the settings"),
        ("near:freiburg within:soon", "is no distance"),
        ("near:freiburg within:0km", "is no distance"),
        ("-near:freiburg", "say -within:100km"),
        ("near:", "near: needs a town"),
    ],
)
def test_what_is_not_understood_finds_nothing_and_says_why(query: str, told: str) -> None:
    results = SHELF.searcher().search(parse(query))
    assert any(told in problem for problem in results.problems)
    assert results.total == (6 if query == "near:" else 0)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("near:freiburg near:boston", ["boston"]),
        ("near:freiburg near:boston near:kiel near:boston", ["boston", "kiel"]),
        ("near:freiburg | near:kiel", ["kiel"]),
        ("near:freiburg near:freiburg", []),
    ],
)
def test_a_second_place_is_never_left_out_silently(query: str, told: list[str]) -> None:
    results = near(SHELF.searcher(), query)
    assert results.origin is not None and results.origin.label == "Freiburg, DE"
    assert [problem for problem in results.problems if "is not taken" in problem] == [
        f"{place} is not taken: distances are counted from one place, freiburg" for place in told
    ]


@pytest.mark.parametrize(
    ("place", "label", "others"),
    [
        ("london,on,ca", "London, ON, CA", ()), ("London, Ontario", "London, ON, CA", ()),
        ("london, on", "London, ON, CA", ()), ("vancouver, wa", "Vancouver, WA, US", ()),
        ("perth, wa", "Perth, WA, AU", ()), ("perth, scotland", "Perth, GB", ()),
        ("perth, on", "Perth, ON, CA", ()), ("victoria, bc", "Victoria, BC, CA", ()),
        ("hamilton, nsw", "Hamilton, NSW, AU", ()), ("birmingham, england", "Birmingham, GB", ()),
    ],
)  # fmt: skip
def test_a_state_or_province_tells_towns_of_a_name_apart(
    place: str, label: str, others: tuple[str, ...]
) -> None:
    results = near(SHELF.searcher(), f'near:"{place}"')
    assert results.origin is not None, results.problems
    assert (results.origin.label, results.origin.others) == (label, others)
    again = near(SHELF.searcher(), f'near:"{label}"')
    assert again.origin is not None
    assert (again.origin.label, again.origin.point) == (label, results.origin.point)


def test_every_region_is_named_by_its_code_and_its_name() -> None:
    for land, region, code, name in table(
        REGIONS, ("country", "region", "code", "name"), key=("country", "code")
    ):
        assert known(land) is not None
        assert (land, region) in regions_named(code) & regions_named(name.upper())
    assert regions_named("wa") == {("Australia", "08"), ("United States", "WA")}
    assert regions_named("nowhere") == frozenset()


def test_an_ambiguous_place_is_the_largest_and_the_others_are_told() -> None:
    results = near(SHELF.searcher(), "near:freiburg")
    assert results.origin is not None
    assert results.origin.label == "Freiburg, DE"
    assert "Fribourg, CH" in results.origin.others
    chosen = near(SHELF.searcher(), 'near:"Fribourg, CH"')
    assert chosen.origin is not None
    assert chosen.origin.country == "Switzerland"
    offered = [facet.value for facet in SHELF.searcher().complete("near", "freiburg")]
    assert "Freiburg, DE" not in offered
    assert offered[0] == "Freiberg, DE"
    assert SHELF.searcher().complete("near", "freib")[0].value == "Freiburg, DE"


def test_whom_nobody_places_is_counted_and_can_be_asked_for() -> None:
    searcher = SHELF.searcher()
    results = near(searcher, "near:freiburg within:100km")
    assert results.total == 2
    assert results.untold == 1  # number 3; who is over needs no place
    asked = near(searcher, "near:freiburg within:not-stated")
    assert [hit.id[-1] for hit in asked.hits] == ["3"]
    assert asked.untold == 0


def test_miles_and_other_writings() -> None:
    searcher = SHELF.searcher()
    for said in ("within:100", 'within:"100 km"', "within:<=100km", "within:60mi"):
        assert near(searcher, f"near:freiburg {said}").total == 2, said


def test_a_status_by_dates_is_near_on_its_days_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    one = trial(
        7,
        "By dates",
        status=coded(Status, dates_said("2026-01-01", "2026-06-30")),
        sites=(Site(city="Freiburg", country="Germany"),),
    )
    shelf = Shelf().put([one])
    totals = []
    for day in ("2025-12-01", "2026-03-01", "2026-07-01"):
        monkeypatch.setenv("TRIALS_TODAY", day)
        totals.append(near(shelf.searcher(), "near:freiburg within:100km").total)
    assert totals == [0, 1, 0]


def test_an_index_without_a_map_says_so() -> None:
    shelf = Shelf().put([made(1, ("RECRUITING", [("Freiburg", None)]))])
    shelf.connection.execute("INSERT OR REPLACE INTO meta VALUES ('index_version', '3')")
    results = near(shelf.searcher(), "near:freiburg")
    assert not results.total
    assert "run trials reindex" in results.problems[0]
    plain = Searcher(shelf.connection, own=Own("Freiburg")).search(parse(""), sort="distance")
    assert plain.total == 1
    assert plain.hits[0].nearest is not None


def test_few_words_of_the_map_are_read(tmp_path: Path) -> None:
    """However many towns there are, only those round about are looked at."""
    grid = [
        trial(
            number,
            f"Trial {number}",
            status=coded(Status, "RECRUITING"),
            sites=(
                Site(
                    city=f"Nowhere {number}",
                    country="Germany",
                    latitude=47 + number // 40 / 5,
                    longitude=6 + number % 40 / 5,
                ),
            ),
        )
        for number in range(1_200)
    ]
    searcher = Shelf().put(grid).searcher()
    read: list[str] = []
    reader = searcher._finder.reader
    bits = reader.bits
    reader.bits = lambda term, fields=0xFF: read.append(term) or bits(term, fields)  # type: ignore[method-assign, func-returns-value]
    map_of = Near(searcher._connection, reader)
    found = map_of.within(FREIBURG, 100)
    assert len(positions(found)) > 40
    assert len(read) < 200
    read.clear()
    results = near(searcher, "near:freiburg", limit=10)
    assert len(results.hits) == 10
    assert len(read) < 300


@pytest.mark.parametrize(
    "query",
    ["near:new york", "trial near:san francisco", "near:bad krozingen trial", "near:st. gallen"],
)
def test_a_town_of_several_words_without_quotes_is_asked_back(query: str) -> None:
    words = query.partition("near:")[2].removesuffix(" trial")
    results = SHELF.searcher().search(parse(query))
    assert f'if the town of {words} is meant: near:"{words}"' in results.problems


@pytest.mark.parametrize("query", ["near:lyon trial", 'near:"new york" trial', "near:paris lung"])
def test_words_behind_a_whole_town_are_words(query: str) -> None:
    assert not any("is meant" in each for each in SHELF.searcher().search(parse(query)).problems)
