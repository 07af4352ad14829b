"""`R` in any view: what stands there is what the catalogue says whose date its header bears."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from catalog.model.dates import PartialDate
from catalog.model.record import SourceRecord
from catalog.model.trial import Eligibility, Trial, TrialDate
from tests.catalog.keeping import keep, record
from tests.tui.test_dead_keys import LIST, go
from tui.app.trials_app import TrialsApp
from tui.screens.view import View
from tui.settings import loading
from tui.terminal.styled import text_of
from tui.widgets.lines import Lines

VIEWS = {
    "list": (LIST,),
    "trial": (LIST, "enter"),
    "criteria": (LIST, "enter", "4"),
    "comparison": (LIST, "space", "down", "space", "c"),
    "case": (LIST, "m", *"17", "enter", "L", "enter"),
    "filters": (LIST, "f"),
}
"""Keys that lead to views in which something of the catalogue stands."""


def made(number: int, least: int, day: str) -> SourceRecord:
    """A trial of which the title, condition and criteria tell one number."""
    trial = Trial(
        number=f"NCT0000000{number}",
        title=f"Title {least}",
        conditions=(f"Condition {least}",),
        eligibility=Eligibility(text=f"Inclusion Criteria:\n* Age >= {least} years"),
        last_updated=TrialDate(date=PartialDate.parse(day)),
    )
    return record(trial, date=day)


def shown(app: TrialsApp) -> str:
    """What a view shows but for its header and footer."""
    parts = [each for each in app.screen.query(Lines) if each.id not in ("header", "footer")]
    return "\n".join(text_of(each.lines) for each in parts)


@pytest.mark.parametrize("keys", VIEWS.values(), ids=VIEWS)
async def test_a_view_is_read_anew_with_the_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: Sequence[str]
) -> None:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    path = tmp_path / "catalog.db"
    keep(path, [made(each, 41, "2026-01-01") for each in (1, 2)], at="2026-11-11T03:00:00Z")
    app = TrialsApp(path, loading.Settings(export_folder=tmp_path))
    async with app.run_test(size=(120, 40)) as pilot:
        await go(app, pilot, keys)
        view = app.screen
        assert isinstance(view, View)
        before = shown(app)
        changed = [made(each, 52, "2026-02-02") for each in (1, 2)]
        keep(path, [*changed, made(3, 52, "2026-02-02")], at="2026-11-12T03:00:00Z")
        await go(app, pilot, ("R",))
        now = app.screen
        assert isinstance(now, View) and now is view
        assert "2026-02-02" in text_of(now.part("header").lines)
        after = shown(app)
        assert before != after
        assert "41" not in after


async def test_what_is_being_read_says_that_it_is_older(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    keep(path, [made(each, 41, "2026-01-01") for each in (1, 2)], at="2026-11-11T03:00:00Z")
    app = TrialsApp(path, loading.Settings(), kiosk=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await go(app, pilot, (*VIEWS["comparison"], "enter"))
        before = shown(app)
        keep(path, [made(each, 52, "2026-02-02") for each in (1, 2)], at="2026-11-12T03:00:00Z")
        await go(app, pilot, ("R", "R"))
        reader = app.screen
        assert isinstance(reader, View) and shown(app) == before
        told = text_of(reader.part("header").lines)
        assert told.count("of the catalogue before") == 1 and "2026-02-02" in told
        await go(app, pilot, ("escape",))
        assert "52" in shown(app) and "41" not in shown(app)


async def test_a_trial_that_the_new_catalogue_has_not_leaves_nothing_below_its_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    path, other = tmp_path / "catalog.db", tmp_path / "other.db"
    keep(path, [made(each, 41, "2026-01-01") for each in (1, 2)], at="2026-11-11T03:00:00Z")
    keep(other, [made(3, 52, "2026-02-02")], at="2026-11-12T03:00:00Z")
    app = TrialsApp(path, loading.Settings())
    async with app.run_test(size=(120, 40)) as pilot:
        await go(app, pilot, (LIST, "enter"))
        gone = app.screen
        assert "41" in shown(app)
        other.replace(path)
        await go(app, pilot, ("R",))
        assert app.screen is gone
        assert "is not in this catalogue" in shown(app) and "41" not in shown(app)
        # No key speaks of what is no longer there.
        for key in ("4", "n", "e", "w", "o", "y", "z", "/", "escape"):
            await go(app, pilot, (key,))
            assert "Title" not in shown(app) or app.screen is not gone
