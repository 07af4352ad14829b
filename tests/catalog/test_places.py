"""Where towns and sites lie: the table of towns, what the catalogue teaches, and which holds."""

import hashlib
import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.trial import Site
from catalog.places import towns
from catalog.places.addresses import Address, by_registry, by_table
from catalog.places.distance import (
    Box,
    Point,
    around,
    farthest_in,
    km,
    nearest_in,
    sound,
)
from catalog.places.lessons import Learnt, Teacher, hospital_name, lessons, postcode_name
from catalog.places.origin import Origins, Unknown
from catalog.places.placing import Placing
from catalog.places.towns import Damaged, towns_beginning, towns_named
from catalog.store import schema
from tests.catalog.making import trial

FREIBURG, MUNICH, BERLIN = Point(47.996, 7.852), Point(48.137, 11.575), Point(52.524, 13.411)
POINTS = st.builds(Point, st.floats(-89, 89), st.floats(-180, 180))


# the table of towns


def test_the_table_is_what_was_made_and_small_enough_for_a_wheel() -> None:
    data = towns.PLACE.read_bytes()
    assert len(data) <= 3_000_000
    start = data.index(b"\n", len(towns.FORMAT)) + 1
    assert json.loads(data[len(towns.FORMAT) : start])["sha256"] == towns.about()["sha256"]
    assert hashlib.sha256(data[start:]).hexdigest() == towns.about()["sha256"]
    assert towns.about()["whole_from"] <= 5_000
    assert towns.about()["licence"] == "CC BY 4.0"


@pytest.mark.parametrize(
    ("name", "main", "country"),
    [
        ("Munich", "Munich", "DE"),
        ("München", "Munich", "DE"),
        ("MUENCHEN", "Munich", "DE"),
        ("freiburg", "Freiburg", "DE"),
        ("Freiburg im Breisgau", "Freiburg", "DE"),
        ("köln", "Köln", "DE"),
        ("Lodz", "Łódź", "PL"),
        ("Roma", "Rome", "IT"),
        ("Genova", "Genoa", "IT"),
        ("Kiev", "Kyiv", "UA"),
        ("new york", "New York City", "US"),
    ],
)
def test_a_town_is_known_by_any_of_its_names(name: str, main: str, country: str) -> None:
    found = towns_named(name)[0]
    assert (found.name, found.country) == (main, country)


@given(st.text(max_size=30))
def test_any_text_is_asked(name: str) -> None:
    assert all(-90 <= town.latitude <= 90 for town in towns_named(name))


def test_the_largest_comes_first_and_what_is_mostly_called_otherwise_counts_a_tenth() -> None:
    found = towns_named("Freiburg")
    assert [town.name for town in found[:2]] == ["Freiburg", "Freiberg"]
    assert towns_named("Paris")[0].country == "FR"
    assert towns_named("Roma")[0].name == "Rome"
    assert towns_named("Neustadt")[0].name.startswith("Neustadt")


def test_beginnings_offer_the_largest_by_their_main_name() -> None:
    assert towns_beginning("freib", 5)[0].name == "Freiburg"
    assert towns_beginning("san", 5)[0].name == "Santiago"
    assert towns_beginning("muen", 5)[0].name == "Munich"
    assert towns_beginning("fr", 5) == ()


def test_a_damaged_table_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "towns.bin"
    data = bytearray(towns.PLACE.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    broken.write_bytes(data)
    monkeypatch.setattr(towns, "PLACE", broken)
    caches = (towns._file, towns._names, towns._towns, towns.towns_named)
    for each in caches:
        each.cache_clear()
    try:
        with pytest.raises(Damaged, match=r"towns\.bin is damaged"):
            towns_named("Zürich")
        broken.unlink()
        towns._file.cache_clear()
        with pytest.raises(Damaged, match="cannot be read"):
            towns_named("Zürich")
    finally:
        for each in caches:
            each.cache_clear()


# distances


def test_distances_are_those_of_an_atlas() -> None:
    assert km(FREIBURG, MUNICH) == pytest.approx(278, abs=2)
    assert km(BERLIN, MUNICH) == pytest.approx(504, abs=2)
    assert km(Point(0, 179.9), Point(0, -179.9)) == pytest.approx(22.2, abs=0.2)


@given(POINTS, POINTS, POINTS)
def test_distance_is_a_distance(a: Point, b: Point, c: Point) -> None:
    assert km(a, a) == pytest.approx(0, abs=1e-3)
    assert km(a, b) == pytest.approx(km(b, a))
    assert km(a, c) <= km(a, b) + km(b, c) + 1e-6


@given(
    POINTS,
    st.floats(-89, 88),
    st.floats(-180, 179),
    st.floats(0.001, 1),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_nothing_in_a_box_is_nearer_or_farther_than_is_said(
    point: Point, south: float, west: float, size: float, up: float, right: float
) -> None:
    box = Box(south, west, south + size, west + size)
    inside = Point(south + up * size, west + right * size)
    assert nearest_in(box, point) <= km(inside, point) + 1e-6
    assert farthest_in(box, point) >= km(inside, point) - 1e-6


@given(POINTS, POINTS, st.floats(1, 500))
def test_the_box_around_a_point_holds_what_is_near(point: Point, other: Point, far: float) -> None:
    box = around(point, far)
    if km(point, other) <= far and abs(point.latitude) < 80:
        assert box.south <= other.latitude <= box.north
        assert any(box.west <= other.longitude + turn <= box.east for turn in (-360, 0, 360))


def test_coordinates_that_cannot_be_are_none() -> None:
    assert sound(0, 0) is None
    assert sound(91, 8) is None
    assert sound(48, None) is None
    assert sound(48, 8) == Point(48, 8)


# what a record says, and what speaks against it


def test_a_registrys_point_in_another_town_of_the_name_is_a_guess() -> None:
    """As ClinicalTrials.gov has many sites of Munich, and of Milan."""
    munich = Address("Germany", None, "München", "81675", None, 51.60698, 13.31243)
    placed = by_registry(munich)
    assert placed is not None
    assert placed.is_guess
    assert placed.point == MUNICH
    at_home = by_registry(munich._replace(latitude=48.13743, longitude=11.57549))
    assert at_home == (Point(48.13743, 11.57549), "registry", False)
    unknown = by_registry(munich._replace(city="Kleinkleckersdorf"))
    assert unknown == (Point(51.60698, 13.31243), "registry", False)


def test_country_and_state_are_respected() -> None:
    placed = {
        (state, where): by_table(Address(where, state, city))
        for city, state, where in (
            ("Springfield", "Oregon", "United States"),
            ("Springfield", "MA", "United States"),
            ("Essen", None, "Belgium"),
            ("Essen", None, "Deutschland"),
        )
    }
    assert [round(each.point.longitude) if each else None for each in placed.values()] == [
        -123, -73, 4, 7,
    ]  # fmt: skip
    assert by_table(Address("United States", "Alaska", "Springfield")) is None
    assert by_table(Address("Germany", None, "Kleinkleckersdorf")) is None
    assert by_table(Address(None, None, "Paris")) is None


def test_what_may_be_another_town_is_a_guess() -> None:
    springfield = by_table(Address("United States", None, "Springfield"))
    assert springfield is not None
    assert springfield.is_guess
    frankfurt = by_table(Address("Germany", None, "Frankfurt"))
    assert frankfurt is not None  # am Main, or an der Oder
    assert frankfurt.is_guess
    aichi = by_table(Address("Japan", None, "Aichi"))
    assert aichi is not None  # a prefecture, and another name of a town
    assert aichi.is_guess
    for city in ("Prague", "Praha 2", "Lyon Cedex 08", "Aarhus N", "Vigo (Pontevedra)"):
        where = {"P": "Czechia", "L": "France", "A": "Denmark", "V": "Spain"}[city[0]]
        placed = by_table(Address(where, None, city))
        assert placed is not None, city
        assert not placed.is_guess, city


# what the catalogue teaches


def taught(*sites: Site) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    schema.create(connection)
    teacher = Teacher(connection)
    for site in sites:
        teacher.hear(lessons(trial("NCT00000001", sites=(site,))))
    teacher.flush()
    return connection


KLECKERSDORF = Site(
    facility="Klinikum der Stadt Kleckersdorf",
    city="Kleckersdorf",
    zip="D-99998",
    country="Germany",
    latitude=51.1,
    longitude=10.2,
)


HEXENTAL = Site(
    facility="Klinikum der Stadt Freiburg",
    city="Freiburg",
    zip="D-99998",
    country="Germany",
    latitude=47.99,
    longitude=7.85,
)


@pytest.mark.parametrize(
    ("site", "source", "is_guess"),
    [
        (Address("Germany", None, "Freiburg", "99998"), "town", False),
        (Address("Deutschland", None, None, "99998"), "postcode", True),
        (Address("Germany", None, "Kleckersdorf", "99998"), "postcode", True),
        (Address("Germany", None, "Berlin", "99998"), "towns", False),
        (Address("Germany", None, None, None, "Klinikum der Stadt Freiburg"), "hospital", True),
    ],
)
def test_a_record_with_coordinates_places_the_same_of_others(
    site: Address, source: str, is_guess: bool
) -> None:
    placed = Placing(taught(HEXENTAL)).place(site)
    assert placed is not None
    assert (placed.source, placed.is_guess) == (source, is_guess)
    elsewhere = Placing(taught(HEXENTAL)).place(site._replace(country="Uruguay"))
    assert elsewhere is None or elsewhere.source == "towns"


def test_a_town_that_the_table_lacks_is_taught_and_several_postcodes_confirm_it() -> None:
    once = Placing(taught(KLECKERSDORF))
    assert once.place(Address("Germany", None, "KLECKERSDORF")) == (
        Point(51.1, 10.2),
        "town",
        False,
    )
    # A hamlet of no table, with a postcode that two sites of Freiburg have told.
    twice = Placing(taught(HEXENTAL, HEXENTAL))
    assert twice.place(Address("Germany", None, "Kleckersdorf", "99998")) == (
        Point(47.99, 7.85),
        "postcode",
        False,
    )


def test_two_towns_of_a_name_are_never_averaged() -> None:
    other = Site(city="Kleckersdorf", country="Germany", latitude=54.0, longitude=9.0)
    placing = Placing(taught(KLECKERSDORF, KLECKERSDORF, other))
    placed = placing.place(Address("Germany", None, "Kleckersdorf"))
    assert placed == (Point(51.1, 10.2), "town", True)


def test_a_postcode_tells_between_two_towns_of_a_name() -> None:
    frankfurt = Site(
        city="Frankfurt (Oder)",
        zip="15236",
        country="Germany",
        latitude=52.34,
        longitude=14.55,
    )
    oder = Address("Germany", None, "Frankfurt", "15236")
    plain = Placing(taught()).place(oder)
    assert plain is not None
    assert plain.is_guess
    assert Placing(taught(frankfurt)).place(oder) == (Point(52.34, 14.55), "postcode", False)


def test_a_town_learnt_in_another_state_is_no_more_than_a_guess() -> None:
    learnt = Site(
        city="Wherever", state="Ohio", country="United States", latitude=40, longitude=-83
    )
    placing = Placing(taught(learnt))
    sure = placing.place(Address("United States", "Ohio", "Wherever"))
    assert sure == (Point(40, -83), "town", False)
    other = placing.place(Address("United States", "Texas", "Wherever"))
    assert other == (Point(40, -83), "town", True)


def test_what_is_contradicted_teaches_nothing() -> None:
    wrong = Site(city="München", country="Germany", latitude=51.60698, longitude=13.31243)
    placed = Placing(taught(wrong, wrong)).place(Address("Germany", None, "München"))
    assert placed == (MUNICH, "towns", False)


def test_postcodes_are_compared_without_what_addresses_put_before_or_behind() -> None:
    assert postcode_name("D-79106") == postcode_name("79106") == "79106"
    assert postcode_name("29425-0721") == "29425"
    assert postcode_name("1078 w") == "1078w"
    assert postcode_name("Oxford") == postcode_name("1") == ""


def test_a_name_that_stands_for_any_hospital_teaches_nothing() -> None:
    for name in ("Research Site 12", "Novartis Investigative Site", "Local Institution - 0012"):
        assert hospital_name(name) == ""
    assert hospital_name("Universitätsklinikum Freiburg") == "universitatsklinikum freiburg"


# the place that is counted from


def origins(*sites: Site, own: tuple[str, ...] = ()) -> Origins:
    return Origins(Learnt(taught(*sites)), own)


def in_town(city: str, code: str, country: str, point: Point) -> Site:
    return Site(
        city=city, zip=code, country=country, latitude=point.latitude, longitude=point.longitude
    )


AMARILLO = in_town("Amarillo", "79106", "United States", Point(35.2, -101.83))
UNIVERSITY = in_town("Freiburg", "79106", "Germany", Point(48.0, 7.84))


def test_a_postcode_is_that_of_the_own_country_first_and_sure_where_it_was_told_twice() -> None:
    sites = (AMARILLO, AMARILLO, AMARILLO, UNIVERSITY, UNIVERSITY)
    abroad = origins(*sites).find("79106")
    assert (abroad.label, abroad.others, abroad.is_guess) == ("79106, US", ("79106, DE",), False)
    home = origins(*sites, own=("Freiburg",))
    assert home.own is not None
    assert home.find("79106").label == "79106, DE"
    assert home.find("79106, US").country == "United States"
    assert origins(UNIVERSITY).find("79106").is_guess
    neighbour = origins(UNIVERSITY).find("79110")
    assert (neighbour.is_guess, round(neighbour.point.latitude)) == (True, 48)
    with pytest.raises(Unknown):
        origins(UNIVERSITY).find("10115")


@pytest.mark.parametrize(
    ("own", "label", "is_guess"),
    [
        (("Freiburg, DE",), "Freiburg, DE", False),
        (("Nowhereville", "Lyon"), "Lyon, FR", False),
        (("Universitätsklinikum Freiburg",), "Freiburg, DE", True),
        (("Hospital de Clínicas de Porto Alegre",), "Porto Alegre, BR", True),
    ],
)
def test_the_own_place_is_the_first_that_is_known(
    own: tuple[str, ...], label: str, is_guess: bool
) -> None:
    found = origins(own=own).find("own")
    assert (found.label, found.is_guess) == (label, is_guess)


@pytest.mark.parametrize("own", [(), ("Nowhereville",), ("Institut Ξ",)])
def test_without_an_own_place_it_is_said_what_is_needed(own: tuple[str, ...]) -> None:
    with pytest.raises(Unknown, match='place = "Freiburg, DE"'):
        origins(own=own).find("own")


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("springfield, OR", "Springfield, OR, US"),
        ("Springfield, Illinois, US", "Springfield, IL, US"),
        ("Paris, Texas", "Paris, TX, US"),
        ("freiburg, switzerland", "Fribourg, CH"),
        ("Freiburg, Schweiz", "Fribourg, CH"),
        ("Bethlehem, IL", None),
    ],
)
def test_a_country_or_a_state_stands_behind_a_comma(said: str, label: str | None) -> None:
    if label is None:
        with pytest.raises(Unknown):
            origins().find(said)
    else:
        assert origins().find(said).label == label


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_place_or_is_said_not_to_be(said: str) -> None:
    try:
        found = NOWHERE.find(said)
    except Unknown as unknown:
        assert str(unknown)
    else:
        assert -90 <= found.point.latitude <= 90
        assert NOWHERE.find(found.label).country == found.country


NOWHERE = origins()
