"""Distances as they are shown: in the row, by bands, in the overview, the comparison and JSON."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from catalog.comparison.compare import compare
from catalog.merging.merge import merge
from catalog.merging.merged import MergedTrial
from catalog.model.codes import Status, coded
from catalog.model.trial import Site, Trial
from catalog.places.nearest import Distances, Nearest, NearSite
from catalog.places.neighbours import Places
from catalog.search.decisive import Decisive, SiteCount
from catalog.search.parser import parse
from catalog.search.query import Query
from catalog.search.results import Hit, Results
from catalog.store import schema
from catalog.store.catalogue import Catalogue
from tests.catalog.keeping import keep, record
from tests.catalog.making import source, trial
from tests.tui.driving import STARTER
from tui.app.trials_app import TrialsApp
from tui.cli.program import main
from tui.screens.place_choice import Cycle, cycle
from tui.screens.search import SearchScreen
from tui.settings import loading
from tui.show import notes
from tui.show.about import about
from tui.show.hits import View, head, rows
from tui.show.notes import begun, next_keys
from tui.show.people import sites
from tui.show.where import where
from tui.terminal.styled import plain_text, text_of

TODAY = dt.date(2026, 11, 29)
SITES = (
    ("Freiburg", "Germany", 47.996, 7.852, "RECRUITING"),
    ("Mainz", "Germany", 50.0, 8.27, None),
    ("Stuttgart", "Germany", 48.78, 9.18, "RECRUITING"),
    ("Kleckersdorf", "Germany", None, None, "RECRUITING"),
    ("Liestal", "Switzerland", 47.48, 7.73, "RECRUITING"),
    ("Boston", "United States", 42.36, -71.06, "RECRUITING"),
)
TRIAL = trial(
    "NCT00000001",
    status=coded(Status, "RECRUITING"),
    sites=tuple(
        Site(
            city=city,
            country=country,
            latitude=north,
            longitude=east,
            status=coded(Status, status),
            facility=f"Hospital of {city}",
        )
        for city, country, north, east, status in SITES
    ),
)


def merged_of(one: Trial) -> MergedTrial:
    return merge(str(one.number), [source(one)])


def distances(said: str = "freiburg") -> Distances:
    connection = sqlite3.connect(":memory:")
    schema.create(connection)
    found = Places(connection).distances(said, TRIAL)
    assert found is not None
    return found


def near(km: float, city: str, country: str = "Germany", **known: Any) -> NearSite:
    told: dict[str, Any] = {"source": "registry", "is_guess": False, "is_unknown": False}
    return NearSite(km, city, country, **(told | known))


def row(nearest: Nearest | None, *counts: SiteCount, cells: int = 80) -> str:
    decides = Decisive(sites=counts)
    hit = Hit(1, "NCT00000001", "Title", None, "RECRUITING", (), (), (), 0, (),
              decides=decides, nearest=nearest)  # fmt: skip
    return where(hit, (), cells)


GERMANY = SiteCount("Germany", "RECRUITING", 2)
LATER = SiteCount("Germany", "NOT_YET_RECRUITING", 11)
ABROAD = SiteCount("France", "RECRUITING", 21)


@pytest.mark.parametrize(
    ("nearest", "counts", "told"),
    [
        (Nearest("Germany", near(41.2, "Freiburg")), (GERMANY,), "41 km Freiburg, 2 in DE"),
        (
            Nearest("Germany", near(136, "Esslingen am Neckar"), near(66, "Strasbourg", "France")),
            (GERMANY, ABROAD),
            "136 km Esslingen am Neckar, 66 km FR",
        ),
        (
            Nearest("Germany", None, near(58, "Liestal", "Switzerland")),
            (LATER,),
            "58 km Liestal CH, DE 11 not yet",
        ),
        (Nearest("Germany"), (ABROAD,), "none in DE: 21 sites, FR"),
        (Nearest("Germany", unplaced=1), (SiteCount(None, None, 249),), "249 sites, place unknown"),
        (
            Nearest("Germany", near(41, "Freiburg", is_guess=True, is_unknown=True)),
            (SiteCount("Germany", None, 1),),
            "~41 km? Freiburg",
        ),
        (Nearest("Germany", near(0.2, "Freiburg")), (GERMANY,), "0 km Freiburg, 2 in DE"),
    ],
)
def test_the_row_says_how_far(nearest: Nearest, counts: tuple[SiteCount, ...], told: str) -> None:
    assert row(nearest, *counts) == told


def test_a_town_is_cut_before_the_kilometres_are() -> None:
    far = Nearest("Germany", near(1136, "Esslingen am Neckar"))
    assert row(far, GERMANY, cells=20).startswith("1,136 km Esslingen")
    assert len(row(far, GERMANY, cells=20)) <= 20


def test_the_heading_says_what_the_column_is() -> None:
    for cells, told in ((60, "nearest site"), (80, "nearest recruiting site"), (120, "nearest")):
        shown = plain_text(head(cells, View(TODAY, "distance", has_place=True)))
        assert told in shown
        assert "↓" in shown
    assert "sites recruiting" in plain_text(head(80, View(TODAY)))


@pytest.mark.parametrize("cells", [60, 80, 120, 160])
def test_rows_keep_their_width(cells: int) -> None:
    nearest = Nearest("Germany", near(136, "Esslingen am Neckar"), near(66, "Strasbourg", "France"))
    hit = Hit(1, "NCT00000001", "Title", None, "RECRUITING", (), (), (), 0, (),
              decides=Decisive(sites=(GERMANY,)), nearest=nearest)  # fmt: skip
    for line in rows(hit, (), View(TODAY, has_place=True), marked=False, cells=cells):
        assert len(plain_text(line)) == cells


def test_sites_stand_by_bands() -> None:
    told = text_of(sites(merged_of(TRIAL), 80, "", ("Mainz",), distances()))
    wanted = (
        "Your sites", "Mainz", "Under 50 km of Freiburg, DE", "Freiburg", "Under 150 km",
        "Stuttgart", "Germany", "Kleckersdorf", "Abroad, under 150 km", "Liestal",
        "United States", "Boston",
    )  # fmt: skip
    place = -1
    for each in wanted:
        place = told.index(f"{each}", place + 1)
    assert "Freiburg  RECRUITING  0 km" in told
    assert "58 km" in told
    boston = next(line for line in told.splitlines() if line.strip().startswith("Boston"))
    assert "km" not in boston
    everybody = text_of(sites(merged_of(TRIAL), 80))
    assert "km" not in everybody
    for city, *_ in SITES:
        assert f"Hospital of {city}" in told


def test_the_overview_begins_where_with_the_nearest() -> None:
    lines = text_of(list(about(merged_of(TRIAL), (), TODAY, 100, distances())))
    assert "Where      0 km Freiburg · Germany: 4 sites, 3 recruiting, 1 unknown" in lines
    assert "all: 5 recruiting, 1 unknown · 6 sites, 3 countries" in lines


def test_the_comparison_has_a_row_of_the_nearest() -> None:
    other = trial(
        "NCT00000002",
        status=coded(Status, "RECRUITING"),
        sites=(Site(city="Boston", country="United States", latitude=42.36, longitude=-71.06),),
    )
    connection = sqlite3.connect(":memory:")
    schema.create(connection)
    places = Places(connection, ("Freiburg, DE",))
    both = [merged_of(TRIAL), merged_of(other)]
    far = [places.distances(None, each.trial) for each in both]
    found = compare(both, today=TODAY, distances=far)
    section = next(each for each in found.sections if each.name == "Where")
    nearest, everywhere, first = section.rows[:3]
    assert nearest.label == "nearest"
    assert [cell.text for cell in nearest.cells] == ["0 km Freiburg", "none in Germany or near"]
    assert everywhere.label == "sites"
    assert first.label == "Germany"
    plain = compare(both, today=TODAY)
    assert all(row.label != "nearest" for each in plain.sections for row in each.rows)


def test_the_rows_that_are_left_say_what_helps_next() -> None:
    found = Results(Query(), (), 1)
    typing = text_of(list(next_keys(found, lambda name: name, typing=True)))
    assert "open open" in typing
    assert "back to the list, then:" in typing
    assert "near:freiburg" in typing
    listed = text_of(list(next_keys(found, lambda name: name, typing=False)))
    assert "back" not in listed
    known = structs.replace(found, origin=distances().origin)
    assert "near:" not in text_of(list(next_keys(known, lambda name: name, typing=False)))


def test_tab_takes_one_place_of_a_name_after_the_other() -> None:
    typed = "hnscc near:freiburg"
    labels = ("Freiberg, DE", "Fribourg, CH")
    first = cycle(None, typed, begun(typed), labels)
    assert first is not None
    assert first.text == 'hnscc near:"Freiberg, DE" '
    assert first.told == "Tab again: Fribourg, CH"
    second = cycle(first, first.text, None, ())
    assert second is not None
    assert second.text == 'hnscc near:"Fribourg, CH" '
    assert second.chosen((("freiburg", "Freiberg, DE"), ("paris", "Paris, FR"))) == (
        ("paris", "Paris, FR"),
        ("freiburg", "Fribourg, CH"),
    )
    assert cycle(second, "hnscc near:x", begun("hnscc near:x"), ()) is None
    assert cycle(None, "country:ger", begun("country:ger"), ("Germany",)) is None
    alone = Cycle("near:x", begun("near:x"), ("X, DE",))  # type: ignore[arg-type]
    assert alone.told == ""


@pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
async def test_a_place_that_was_chosen_is_meant_from_then_on() -> None:
    app = TrialsApp(STARTER, loading.Settings(place="Shanghai"), kiosk=True)
    async with app.run_test(size=(100, 30)) as pilot:

        async def typed(*keys: str) -> SearchScreen:
            await pilot.press(*keys)
            screen = app.screen
            assert isinstance(screen, SearchScreen)
            for _ in range(400):
                await pilot.pause(0.01)
                if not app.works_on("search") and not app.works_on("complete"):
                    break
            return screen

        screen = await typed(*"near:freiburg")
        assert screen.listing.found is not None
        assert screen.listing.found.origin is not None
        assert screen.listing.found.origin.label == "Freiburg, DE"
        screen = await typed("tab")
        assert screen.field.value == 'near:"Freiberg, DE" '
        screen = await typed("tab")
        assert screen.field.value == 'near:"Fribourg, CH" '
        screen = await typed("ctrl+u", *"near:freiburg ")
        assert screen.listing.found is not None
        assert screen.listing.found.origin is not None
        assert screen.listing.found.origin.label == "Fribourg, CH"
        assert app.place_asked == "Fribourg, CH"
        screen = await typed("ctrl+u")
        assert screen.listing.found is not None
        assert screen.listing.found.origin is not None
        assert screen.listing.found.origin.country == "China"
        assert app.place_asked is None


def test_a_pipe_gets_the_place_on_stderr_and_the_distance_in_json(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, own = tmp_path / "c.db", tmp_path / "settings.toml"
    keep(path, [record(TRIAL)])
    own.write_text('place = "Lörrach"\n')
    monkeypatch.setenv("TRIALS_CONFIG", str(own))
    catalogue = ["--catalog", str(path), "search", "--json"]
    assert main([*catalogue, "near:freiburg", "within:10km"]) == 0
    said = capsys.readouterr()
    assert "near Freiburg, DE, the largest of its name; else Freiberg, DE" in said.err
    (found,) = json.loads(said.out)
    assert (found["distance_km"], found["place"]) == (0.0, "Freiburg, Germany")
    assert found["place_source"] == "registry"
    for asked in (["--sort", "distance"], ["near:own"], ["within:300km"]):
        assert main([*catalogue, *asked]) == 0
        (found,) = json.loads(capsys.readouterr().out)
        assert 30 < found["distance_km"] < 60, asked
    assert main([*catalogue, "near:boston"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["place"] == "Boston, United States"
    assert main([*catalogue, "near:tokyo"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["distance_km"], found["place"], found["place_source"]) == (None, None, None)
    assert main(catalogue) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert "distance_km" not in found  # scripts do the same for everybody
    assert main(["--catalog", str(path), "search", "near:freiburg"]) == 0
    assert "Nearest: 0 km Freiburg, Germany: recruits." in capsys.readouterr().out


@pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
@pytest.mark.parametrize(
    "typed", ['near:"new york",ny', 'near:"new york, ny"', "near:london,on,ca"]
)
def test_a_place_that_was_typed_was_not_chosen_before(typed: str) -> None:
    with Catalogue.open(STARTER) as catalogue:
        found = catalogue.searcher().search(parse(typed))
    told = list(notes.place_told(found))
    assert told and not any("before" in line for line in told)


@pytest.mark.parametrize("number", ["2", "99999"])
def test_an_import_that_never_was_is_said(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", "--catalog", str(STARTER), "--import", number]) == 2
    assert number in capsys.readouterr().err
