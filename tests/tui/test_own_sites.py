"""The user's own sites and filters: shown first, offered, and never more than a help."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.merging.merged import MergedTrial
from catalog.model.codes import Coded, Status
from catalog.model.own_sites import is_own
from catalog.model.trial import Site, Trial
from catalog.store.catalogue import Catalogue
from tests.catalog.keeping import keep, record
from tests.tui.test_screens import settle
from tui.app.trials_app import TrialsApp
from tui.screens.filters import FilterScreen
from tui.screens.search import SearchScreen
from tui.settings import loading
from tui.show.people import own_sites, sites
from tui.terminal.styled import plain_text, text_of


def kept(tmp_path: Path) -> Path:
    path = tmp_path / "catalog.db"
    recruiting = Coded("Recruiting", Status.RECRUITING)
    places = (
        Site("Charité", recruiting, city="Berlin", country="Germany"),
        Site("Institut Curie", city="Paris", country="France"),
        Site("Hôpital Saint-Louis", recruiting, city="Paris", country="France"),
    )
    keep(
        path,
        [
            record(Trial(number="NCT00000001", title="One", sites=places)),
            record(Trial(number="NCT00000002", title="Two", sites=places[1:2])),
        ],
    )
    return path


@pytest.fixture
def merged(tmp_path: Path) -> MergedTrial:
    with Catalogue.open(kept(tmp_path)) as catalogue:
        found = catalogue.get("NCT00000001")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "is_it"),
    [
        ("Curie", True),
        ("institut curie", True),
        ("PARIS", True),
        ("Curie Lyon", False),
        ("", False),
    ],
)
def test_a_name_of_a_facility_or_city(name: str, is_it: bool) -> None:
    assert is_own(Site("Institut Curie", city="Paris", country="France"), (name,)) is is_it


def test_own_sites_stand_first_and_no_site_is_lost(merged: MergedTrial) -> None:
    shown = text_of(sites(merged, 78, own=("Saint-Louis",)))
    assert "3 sites, 2 recruiting" in shown
    assert shown.index("Your sites") < shown.index("Hôpital Saint-Louis") < shown.index("Charité")
    assert shown.count("Hôpital Saint-Louis") == 1
    assert "Institut Curie" in shown


def test_without_own_sites_nothing_is_said_of_them(merged: MergedTrial) -> None:
    assert "Your sites" not in text_of(sites(merged, 78))
    assert own_sites(merged, ("Lyon",)) == ""


def test_the_header_names_them_with_their_status(merged: MergedTrial) -> None:
    told = own_sites(merged, ("charite", "Curie", "Lyon"))
    assert told == "charite (RECRUITING), Curie (status not stated)"


async def test_filters_offer_them_and_a_new_search_begins_with_the_chosen(tmp_path: Path) -> None:
    chosen = loading.Settings(filters="country:France", sites=("Berlin", "Nowhere"))
    app = TrialsApp(kept(tmp_path), chosen, kiosk=True)
    async with app.run_test() as pilot:
        await settle(app, pilot.pause)
        screen = app.screen
        assert isinstance(screen, SearchScreen)
        assert screen.field.value == "country:France "
        assert screen.results.total == 2
        await pilot.press("escape", "f")
        await settle(app, pilot.pause)
        filters = app.screen
        assert isinstance(filters, FilterScreen)
        assert filters.values[:2] == [("site", "Berlin"), ("site", "Nowhere")]
        assert [each.count for each in filters.facets["site"]] == [1, 0]
        await pilot.press("space")
        await settle(app, pilot.pause)
        assert filters.values[filters.part("body").cursor] == ("site", "Berlin")
        await pilot.press("escape")
        await settle(app, pilot.pause)
        assert screen.results.total == 1
        await pilot.press("slash", "ctrl+u")
        await settle(app, pilot.pause)
        assert screen.field.value == "", "the filters can be taken away"
        assert screen.results.total == 2


async def test_a_second_value_of_a_field_can_be_chosen(tmp_path: Path) -> None:
    app = TrialsApp(kept(tmp_path), loading.Settings(), kiosk=True)
    async with app.run_test() as pilot:
        await settle(app, pilot.pause)
        await pilot.press("escape", "f")
        await settle(app, pilot.pause)
        screen = app.screen
        assert isinstance(screen, FilterScreen)
        body = screen.part("body")
        body.go(screen.values.index(("country", "France")))
        await pilot.press("space")
        await settle(app, pilot.pause)
        assert ("country", "Germany") in screen.values, "its other values stay in sight"
        assert screen.values[body.cursor] == ("country", "France"), "the cursor stays on its value"
        body.go(screen.values.index(("country", "Germany")))
        await pilot.press("space")
        await settle(app, pilot.pause)
        [chosen] = screen.narrowed.filters
        assert set(chosen.values) == {"France", "Germany"}


async def test_a_value_is_found_by_typing_a_part_of_it(tmp_path: Path) -> None:
    app = TrialsApp(kept(tmp_path), loading.Settings(), kiosk=True)
    async with app.run_test() as pilot:
        await settle(app, pilot.pause)
        await pilot.press("escape", "f")
        await settle(app, pilot.pause)
        screen = app.screen
        assert isinstance(screen, FilterScreen)
        await pilot.press("slash", *"germ", "enter")
        await settle(app, pilot.pause)
        assert screen.values[screen.part("body").cursor] == ("country", "Germany")
        assert not screen.narrowed.filters, "Enter ended the typing and chose nothing"
        await pilot.press("slash", *"xyz", "enter")
        await settle(app, pilot.pause)
        assert screen.values == []
        assert "no value holds xyz" in plain_text(screen.part("body").line_at(0))
        await pilot.press("escape", "slash", *"germ", "enter", "enter")
        await settle(app, pilot.pause)
        assert [each.values for each in screen.narrowed.filters] == [("Germany",)]
