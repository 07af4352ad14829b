"""The preview beside or below the list: as wide as the room that it has now."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.tui.driving import STARTER
from tests.tui.test_patient_list import shown
from tests.tui.test_screens import settle
from tui.app.trials_app import TrialsApp
from tui.settings import loading

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
NOWHERE, BELOW, SIDE = (80, 24), (120, 40), (160, 50)


async def test_another_size_of_the_terminal_is_the_preview_s_too(tmp_path: Path) -> None:
    """From nowhere, below and beside the list to each of the others: as in a terminal opened so."""
    fresh = {}
    for size in (NOWHERE, BELOW, SIDE):
        app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=True)
        async with app.run_test(size=size) as pilot:
            await settle(app, pilot.pause)
            await pilot.press("escape", "down")
            await settle(app, pilot.pause)
            fresh[size] = shown(app)
    walk = (NOWHERE, BELOW, SIDE, NOWHERE, SIDE, BELOW, NOWHERE)
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=True)
    async with app.run_test(size=walk[0]) as pilot:
        await settle(app, pilot.pause)
        await pilot.press("escape", "down")
        for before, size in pairwise(walk):
            await pilot.resize_terminal(*size)
            await settle(app, pilot.pause)
            assert shown(app) == fresh[size], (before, size)
