"""Words of the trial's tabs: no code, no claim that no source makes, no key that does nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from catalog.merging.merged import MergedTrial
from catalog.model.codes import Coded, Phase, Status
from catalog.model.trial import Biospecimen, Eligibility, Guess, Site, Trial
from catalog.store.catalogue import Catalogue
from tests.catalog.keeping import keep, record
from tests.tui.test_screens import settle
from tui.app.trials_app import TrialsApp
from tui.screens.trial import TrialScreen
from tui.settings import loading
from tui.show.care import eligibility
from tui.show.fields import in_words
from tui.show.people import sites, sources
from tui.show.present import moment, words
from tui.show.tabs import TrialView, overview
from tui.terminal.styled import text_of

HERE = (Site("Charité", city="Berlin", country="Germany"),)


def kept(folder: Path, trial: Trial) -> Path:
    path = folder / "catalog.db"
    keep(path, [record(trial)])
    return path


def merged(folder: Path, trial: Trial) -> MergedTrial:
    with Catalogue.open(kept(folder, trial)) as catalogue:
        found = catalogue.get("NCT00000001")
    assert found is not None
    return found


def seen(folder: Path, status: Coded[Status] | None) -> str:
    trial = Trial(number="NCT00000001", title="One", status=status)
    view = TrialView(merged(folder, trial), (), (), (), dt.date(2026, 5, 15))
    return text_of(overview(view, 78))


@pytest.mark.parametrize(
    ("said", "means", "shown"),
    [
        ("PHASE3", Phase.PHASE3, "phase 3"),
        ("EARLY_PHASE1", Phase.EARLY_PHASE1, "early phase 1"),
        ("3", Phase.PHASE3, "phase 3 (3)"),
        ("phase 3 (III)", None, "phase 3 (III)"),
    ],
)
def test_a_code_is_words_and_the_source_s_own_stay(
    said: str, means: Phase | None, shown: str
) -> None:
    assert in_words(Coded(said, means)) == shown


def test_phases_of_a_filter_read_alike() -> None:
    assert words("PHASE2") == "phase 2"


@pytest.mark.parametrize(
    ("status", "asked"), [("RECRUITING", False), (None, False), ("TERMINATED", True)]
)
def test_only_a_stopped_trial_is_asked_why(tmp_path: Path, status: str | None, asked: bool) -> None:
    shown = seen(tmp_path, Coded(status, Status(status)) if status else None)
    assert ("Why stopped" in shown) is asked


def test_sites_without_a_status_are_not_said_to_be_closed(tmp_path: Path) -> None:
    shown = text_of(sites(merged(tmp_path, Trial(number="NCT00000001", sites=HERE)), 78))
    assert shown.startswith("1 site, status not stated")
    assert "0 recruiting" not in shown


def test_some_sites_without_a_status_are_counted(tmp_path: Path) -> None:
    recruiting = Site("Curie", Coded("Recruiting", Status.RECRUITING), city="Paris")
    trial = Trial(number="NCT00000001", sites=(*HERE, recruiting))
    assert "2 sites, 1 recruiting, 1 unknown" in text_of(sites(merged(tmp_path, trial), 78))


def test_a_filter_that_leaves_no_site_says_so(tmp_path: Path) -> None:
    trial = Trial(number="NCT00000001", sites=HERE)
    shown = text_of(sites(merged(tmp_path, trial), 78, "korea"))
    assert "no site of this trial has these words" in shown
    assert "of 1 site," in shown


def test_no_key_is_named_where_there_is_nothing_to_number(tmp_path: Path) -> None:
    trial = Trial(number="NCT00000001", eligibility=Eligibility(text="Adults."))
    assert "numbered" not in text_of(eligibility(merged(tmp_path, trial), (), 78))


def test_a_moment_can_be_read() -> None:
    assert moment("2026-05-15T12:26:14Z") == "2026-05-15 12:26 UTC"
    assert "\x1b" not in moment("yesterday\x1b[2J")


def test_sources_speak_of_a_number(tmp_path: Path) -> None:
    shown = text_of(sources(merged(tmp_path, Trial(number="NCT00000001", title="One")), (), 78))
    assert "its number" in shown
    assert "calls itself" not in shown


async def test_escape_takes_a_filter_of_the_sites_away_first(tmp_path: Path) -> None:
    path = kept(tmp_path, Trial(number="NCT00000001", title="One", sites=HERE))
    app = TrialsApp(path, loading.Settings(), kiosk=True)
    async with app.run_test() as pilot:
        await settle(app, pilot.pause)
        await pilot.press("escape", "enter")
        await settle(app, pilot.pause)
        screen = app.screen
        assert isinstance(screen, TrialScreen)
        await pilot.press("5", "f", "k", "o", "enter", "escape")
        await settle(app, pilot.pause)
        assert isinstance(app.screen, TrialScreen)
        assert screen.shown is not None, "it is still there"
        assert screen.shown.site_filter == ""
        await pilot.press("escape")
        await settle(app, pilot.pause)
        assert app.screen is not screen


def test_phases_as_a_registry_spells_them_are_ours_in_the_first_line(tmp_path: Path) -> None:
    both = (Coded("Phase1", Phase.PHASE1), Coded("PHASE_II", Phase.PHASE2))
    trial = Trial(number="NCT00000001", title="One", phases=both)
    view = TrialView(merged(tmp_path, trial), (), (), (), dt.date(2026, 5, 15))
    assert "What       phase 1/2\n" in text_of(overview(view, 78))


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (Guess("start_date", "a spreadsheet wrote it"), "Start: a spreadsheet wrote it"),
        (Biospecimen("SAMPLES_WITH_DNA", "Blood_A"), "samples with dna; description: Blood_A"),
    ],
)
def test_names_of_our_fields_and_words_of_lists_are_told_in_words(value: object, told: str) -> None:
    assert in_words(value) == told
