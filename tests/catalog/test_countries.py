"""One table of countries: every name and code means one country, states tell theirs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.countries import (
    all_states,
    countries,
    country,
    country_of_state,
    known,
    of_code,
    registry_names,
    states,
)
from catalog.model.text import folded
from importers.pages.find_a_trial import page_sites
from tests.conftest import SHARED


def test_every_name_and_code_means_one_country() -> None:
    named: dict[str, str] = {}
    for one in countries():
        for name in one.names:
            assert named.setdefault(folded(name), one.name) == one.name, name
            assert country(name) == one.name
            assert known(name.upper()) is one
        for code in filter(None, (*one.codes, one.alpha3)):
            assert named.setdefault(f"#{code}", one.name) == one.name, code
            assert of_code(code.lower()) is one


def test_codes_have_the_shape_of_iso_3166() -> None:
    for one in countries():
        assert all(len(code) == 2 and code.isupper() for code in one.codes)
        assert not one.codes or (len(one.alpha3) == 3 and one.alpha3.isupper())
        assert one.area in ("", "EU", "EEA")
    assert sum(one.area == "EU" for one in countries()) == 27
    assert sum(one.area == "EEA" for one in countries()) == 3


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("USA", "United States"),
        ("Korea, Republic of", "South Korea"),
        ("Türkiye", "Turkey"),
        ("turkey (turkiye)", "Turkey"),
        ("Deutschland", "Germany"),
        ("ESPAÑA", "Spain"),
        ("espana", "Spain"),
        ("Česko", "Czechia"),
        ("Côte D’Ivoire", "Ivory Coast"),
        ("Iran (Islamic Republic of)", "Iran"),
        ("Congo, The Democratic Republic of the", "Democratic Republic of the Congo"),
        ("Burma", "Myanmar"),
        ("  Middle   Earth ", "Middle Earth"),
    ],
)
def test_one_spelling_for_each(said: str, shown: str) -> None:
    assert country(said) == shown


@given(st.text(max_size=40))
def test_a_country_is_shown_as_itself(name: str) -> None:
    assert country(country(name)) == country(name)


@pytest.mark.parametrize(("code", "name"), [("UK", "United Kingdom"), ("el", "Greece")])
def test_the_letters_of_the_eu_are_known(code: str, name: str) -> None:
    one = of_code(code)
    assert one is not None
    assert one.name == name


def test_every_state_stands_under_a_country_by_the_name_that_is_shown() -> None:
    names = {one.name for one in countries()}
    for one in all_states():
        assert one.country in names
        assert one.name in states(one.country)
    assert states("Korea, Republic of") == states("South Korea") != frozenset()
    assert states("Atlantis") == frozenset()


def test_a_state_tells_a_federal_country_and_no_other() -> None:
    for one in all_states():
        told = country_of_state(one.name, "Springfield")
        assert told in (None, one.country)
        if told is not None:
            home = known(told)
            assert home is not None
            assert home.is_federal


@pytest.mark.parametrize(
    ("state", "town", "told"),
    [
        ("Ohio", "Cincinnati", "United States"),
        ("Ontario", "Toronto", "Canada"),
        ("Bayern", "Essen", "Germany"),
        ("Georgia", "Atlanta", "United States"),
        ("Georgia", "Tbilisi", None),
        ("Córdoba", "Córdoba", None),  # in Spain and in Argentina
        ("Lombardy", "Milan", None),  # no federal country
        ("PR", "Curitiba", None),
        ("Puerto Rico", "San Juan", None),
    ],
)
def test_a_state_of_two_or_of_none_tells_nothing(state: str, town: str, told: str | None) -> None:
    assert country_of_state(state, town) == told


@pytest.mark.parametrize(
    ("line", "state", "country"),
    [
        ("Atlanta, Georgia", "Georgia", "United States"),
        ("Tbilisi, Georgia", None, "Georgia"),
        ("Emory — Atlanta, Georgia", "Georgia", "United States"),
        ("Toronto, Ontario", "Ontario", "Canada"),
        ("Toronto, Ontario, Canada", "Ontario", "Canada"),
        ("Seoul, Korea, Republic of", None, "Korea, Republic of"),
    ],
)
def test_a_page_without_a_country_has_that_of_its_state(
    line: str, state: str | None, country: str
) -> None:
    (site,), guesses = page_sites([line])
    assert (site.state, site.country) == (state, country)
    assert guesses


def test_names_of_the_registry_are_letter_for_letter() -> None:
    assert {"Korea, Republic of", "Côte D'Ivoire", "Viet Nam"} <= registry_names()
    assert "Deutschland" not in registry_names()


def test_case_georgia_the_state() -> None:
    """The case of a Find a Trial page: Atlanta, Georgia lies in the United States."""
    folder = SHARED / "cases" / "data" / "georgia-the-state"
    if not folder.is_dir():
        pytest.skip("shared cases are not there")
    lines = (folder / "find-a-trial-georgia.txt").read_text(encoding="utf-8").splitlines()
    start = lines.index("Where this trial is running") + 1
    places = [line for line in lines[start:] if re.fullmatch(r"[A-Z][\w .]+, [A-Z][\w ]+", line)]
    sites, _ = page_sites(places)
    assert "Atlanta" in {site.city for site in sites}
    assert {site.country for site in sites} == {"United States"}
