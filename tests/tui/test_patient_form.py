"""The form: what was typed is taken however one goes on, and never left on another value's row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.driving import STARTER
from tests.tui.test_screens import settle
from tui.app.trials_app import TrialsApp
from tui.screens.patient import PatientScreen
from tui.settings import loading


@pytest.mark.parametrize("way_on", ["enter", "down", "up", "escape"])
async def test_a_value_is_taken_whichever_way_one_goes_on(
    way_on: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path))
    app = TrialsApp(STARTER, loading.Settings())
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot.pause)
        await pilot.press("escape", "P")
        await settle(app, pilot.pause)
        await pilot.press("6", "2", way_on)
        await settle(app, pilot.pause)
        lens = app.kept.lens
        assert lens is not None
        assert not lens.is_empty
        assert isinstance(app.screen, PatientScreen) == (way_on != "escape")


async def test_what_is_not_understood_keeps_one_there_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path))
    app = TrialsApp(STARTER, loading.Settings())
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot.pause)
        await pilot.press("escape", "P")
        await settle(app, pilot.pause)
        await pilot.press("z", "z", "escape")
        await settle(app, pilot.pause)
        assert isinstance(app.screen, PatientScreen)
        assert "not understood" in app.kept.notice
        await pilot.press("escape")
        await settle(app, pilot.pause)
        assert not isinstance(app.screen, PatientScreen)
        assert app.kept.lens is None
