"""The queries of a session, walked with the arrows in an empty field."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.driving import STARTER
from tests.tui.test_screens import settle
from tui.app.trials_app import TrialsApp
from tui.screens.history import History
from tui.screens.search import SearchScreen
from tui.settings import loading


@given(st.lists(st.text("ab c", max_size=4), max_size=8))
def test_what_was_used_comes_back_each_once_the_latest_first(queries: list[str]) -> None:
    known = History()
    for each in queries:
        known.note(each)
    walked = []
    while (older := known.older()) is not None:
        walked.append(older)
        known.typed("", older)
    used = [each.strip() for each in queries if each.strip()]
    assert walked == list(dict.fromkeys(reversed(used)))
    back = []
    while known.is_walked:
        back.append(known.newer())
    assert back == [*reversed(walked[:-1]), ""] or (not walked and not back)


def test_a_field_that_is_emptied_letter_by_letter_is_kept_as_it_was_at_its_longest() -> None:
    known = History()
    for before, now in (("", "h"), ("h", "hn"), ("hn", "h"), ("h", "")):
        known.typed(before, now)
    assert known.older() == "hn"


@pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
async def test_up_in_an_empty_field_walks_back(tmp_path: Path) -> None:
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=True)
    async with app.run_test() as pilot:
        await settle(app, pilot.pause)
        screen = app.screen
        assert isinstance(screen, SearchScreen)

        async def press(*keys: str) -> str:
            for key in keys:
                await pilot.press(key)
                await settle(app, pilot.pause)
            return screen.field.value

        assert await press("up") == "", "there is nothing to walk in yet"
        await press(*"hnscc", "ctrl+u", *"pd-1", "escape", "slash", "ctrl+u")
        assert await press("up") == "pd-1"
        assert await press("up") == "hnscc"
        assert screen.results.total == 4, "what comes back is searched for"
        assert await press("up") == "hnscc"
        assert await press("down") == "pd-1"
        assert await press("down") == ""
        await press("down")
        assert screen.results.cursor == 1, "behind the latest, the list"
        assert await press("up") == ""
        assert screen.results.cursor == 0
        assert await press("up", "x") == "pd-1x", "what comes back can be typed on"
        assert await press("up") == "pd-1x", "and then it is a query like any other"
