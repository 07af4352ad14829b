"""The list seen through a patient: groups, the trials behind the judged ones, the way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.eligibility import screening
from catalog.eligibility.screening.standing import Group
from tests.tui.driving import STARTER
from tests.tui.test_screens import settle
from tui.app.trials_app import TrialsApp
from tui.screens import judging
from tui.screens.search import SearchScreen
from tui.screens.trial import TrialScreen
from tui.settings import loading

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
TYPED = (*"ecog", "space", "3", "enter", "escape")


def shown(app: TrialsApp) -> str:
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


async def test_excluded_trials_come_last_and_none_is_hidden(tmp_path: Path) -> None:
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=True)
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(app, pilot.pause)
        await pilot.press("escape")
        screen = app.screen
        assert isinstance(screen, SearchScreen)
        plain = [hit.id for hit in screen.results.loaded]
        await pilot.press("P", *TYPED)
        await settle(app, pilot.pause)
        assert screen.judging is not None
        listed = [hit.id for hit in screen.results.loaded]
        assert sorted(listed) == sorted(plain)
        groups = [screen.judging.standings[hit.key].group for hit in screen.results.loaded]
        assert groups == sorted(groups, key=list(Group).index)
        assert Group.EXCLUDED in groups
        assert '"ECOG 0-1"' in shown(app)
        # J goes from trial to trial as they stand here
        await pilot.press("enter", "J")
        await settle(app, pilot.pause)
        assert isinstance(app.screen, TrialScreen)
        assert app.screen.number == listed[1]
        await pilot.press("q")
        # typing looks for others, which are judged too
        await pilot.press("slash", *"hnscc")
        await settle(app, pilot.pause)
        assert screen.judging.is_done
        assert {hit.key for hit in screen.results.loaded} <= screen.judging.standings.keys()
        await pilot.press("ctrl+u", *"zzzzqqqq")
        await settle(app, pilot.pause)
        assert screen.judging.is_done
        assert "judging" not in shown(app)


async def test_what_is_behind_the_first_ones_is_not_judged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(screening, "MOST", 2)
    monkeypatch.setattr(judging, "MOST", 2)
    monkeypatch.setattr(judging, "_FIRST", 1)
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=True)
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(app, pilot.pause)
        await pilot.press("escape", "P", *TYPED)
        await settle(app, pilot.pause)
        screen = app.screen
        assert isinstance(screen, SearchScreen)
        assert screen.judging is not None
        assert len(screen.judging.order) == 2
        assert len(screen.results.loaded) == screen.results.total == 4
        assert "of the first 2" in shown(app)
        assert "not judged: behind the first" in shown(app)


async def test_a_trial_that_the_cursor_is_on_stays_under_it(tmp_path: Path) -> None:
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=True)
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(app, pilot.pause)
        await pilot.press("escape", "down", "down")
        screen = app.screen
        assert isinstance(screen, SearchScreen)
        assert screen.results.current is not None
        before = screen.results.current.id
        await pilot.press("P", *TYPED)
        await settle(app, pilot.pause)
        assert screen.results.current is not None
        assert screen.results.current.id == before
        assert screen.copied() == before


async def test_no_trial_is_said_to_be_last_where_the_groups_order_the_list(tmp_path: Path) -> None:
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=True)
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(app, pilot.pause)
        await pilot.press(*"radiotherapy")
        await settle(app, pilot.pause)
        assert "the last one has what was typed only among what excludes" in shown(app)
        await pilot.press("escape", "P", *TYPED)
        await settle(app, pilot.pause)
        assert "one of them has what was typed only among what excludes" in shown(app)
