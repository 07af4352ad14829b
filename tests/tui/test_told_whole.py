"""What is said in a line at the top or the bottom is said to its end, however narrow the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.places.distance import Point
from catalog.places.origin import Origin
from catalog.search.parser import parse
from catalog.search.results import Results
from tests.tui.driving import STARTER
from tui import commands
from tui.app.trials_app import TrialsApp
from tui.screens.asking_once import with_initials
from tui.screens.pick import Choice, PickScreen
from tui.screens.search import SearchScreen
from tui.screens.trial import TrialScreen
from tui.screens.view import View
from tui.settings import loading
from tui.show import notes
from tui.show.words import said as shown
from tui.terminal.styled import Line, plain_text, sentence, width

MEDICINE = (
    'no trial holds "bevacizumabbevacizumab": shown is bevacizumab-awwb-biosimilar, if that'
    " medicine is meant"
)
PATH = (
    "saved: /srv/clinic/exports/of/everybody/" + "a" * 40 + "/trials-2026-11-29.csv (1,882 trials)"
)


def said(lines: list[Line]) -> str:
    return " ".join(" ".join(map(plain_text, lines)).split())


@given(st.lists(st.text("abç頭 -", min_size=1, max_size=30), max_size=9), st.integers(22, 130))
def test_a_sentence_loses_nothing_and_keeps_to_its_width(words: list[str], cells: int) -> None:
    text = " ".join(" ".join(words).split())
    lines = sentence(text, cells, "warn", 300)
    assert said(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(plain_text(line)) < cells for line in lines)
    cut = sentence(text, cells, "warn", 1)
    assert len(cut) == 1 and (said(cut) == text or said(cut).endswith("…"))


@given(st.lists(st.text("abç頭→=", min_size=1, max_size=30), max_size=12), st.integers(40, 160))
def test_what_was_searched_besides_stands_whole_or_says_where_it_does(
    names: list[str], cells: int
) -> None:
    lines = list(notes.used(names, cells, lambda name: name[0]))
    assert len(lines) <= 3
    assert all(width(plain_text(line)) <= cells for line in lines)
    assert bool(lines) == bool(names)
    told = said(lines).replace(" ", "")
    whole = f"alsosearched:{'·'.join(map(shown, names))}".replace(" ", "")
    # The key stands behind what was searched, or begins a line of its own.
    assert not names or told in (f"{whole}·soff", f"{whole}soff") or told.endswith("·wall·soff")


@pytest.mark.parametrize("cells", [60, 80, 120])
def test_notes_above_the_list_are_whole(cells: int) -> None:
    place = "near:frankfurt"
    origin = Origin(
        "Frankfurt am Main, Hessen, DE",
        "Germany",
        Point(50.1, 8.7),
        "town",
        others=("Frankfurt (Oder), Brandenburg, DE", "Frankfort, Kentucky, US"),
    )
    query = parse(f'{place} sponsor:"{"Universität " * 6}"')
    found = Results(
        query,
        (),
        0,
        problems=(
            MEDICINE,
            "age:ninety is no age: ages are 9mo, 12, 18-65, >=65, not-read and so on",
        ),
        emptied_by=query.filters[1],
        without_it=1_234,
        unread_ages=12_345,
        untold=12_345,
        origin=origin,
    )
    lines = list(notes.notes(found, cells, lambda name: "f", typed=str(query), exact=True))
    assert all(width(plain_text(line)) <= cells for line in lines)
    whole = said(lines)
    for told in (*found.problems, *notes.told_beside(found), "without it there are 1,234."):
        assert told in whole


@pytest.mark.parametrize("last", ["country:", "-status:", "is:", "foo:"])
def test_a_value_still_to_be_typed_hides_nothing_that_is_said_of_the_rest(last: str) -> None:
    query = parse(f"near:zz {last}")
    others = ('no trial holds "zz"', "near:zz is no place")
    problems = (others[0], *query.problems, *others[1:])
    typed = f"near:zz {last}"
    for at in range(len(problems)):
        found = Results(query, (), 1, problems=(*problems[at:], *problems[:at]))
        told = said(list(notes.notes(found, 300, lambda name: "f", typed=typed, exact=True)))
        kept = [each for each in found.problems if each not in query.problems]
        assert all(each in told for each in kept)
        assert "needs" not in told


@pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_notice_stands_whole_and_gives_its_rows_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=True)
    async with app.run_test(size=size) as pilot:
        await pilot.press("escape", "G")
        screen = app.screen
        assert isinstance(screen, SearchScreen)
        row, rows = screen.results.cursor, screen.results.size.height
        for told in (MEDICINE, PATH):
            app.tell(told)
            await pilot.pause()
            lines = screen.part("footer").lines
            assert said(list(lines)).replace(" ", "") == told.replace(" ", "")
            assert screen.part("footer").size.height == len(lines) > 1
            first, last = screen.results.range_of(row)
            assert screen.results.top <= first and last <= screen.results.top + screen.results.rows
        await pilot.press("j")
        assert len(screen.part("footer").lines) == 1
        assert (screen.results.cursor, screen.results.size.height) == (row, rows)


LONG = "Goes to the case: state and sentence alone (1 fit, 0 do not, 3 unknown)"
CHOICES = (
    Choice("a", "the same with reasons and notes", "health data of the case"),
    Choice("b", "markdown", "compare-NCT24245928-NCT96421819-NCT58003328-2026-11-29.md"),
    Choice("c", "an " + "uncommonly " * 7 + "long name", "and " + "a long remark " * 9),
)


@pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_what_is_chosen_from_stands_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """And who leaves where initials are asked for is told that nothing was done."""
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path))
    chosen: list[str] = []
    async with app.run_test(size=size) as pilot:
        await pilot.press("escape")
        await app.push_screen(PickScreen(LONG, CHOICES, chosen.append))
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, PickScreen)
        head = [plain_text(line) for line in screen.part("header").lines]
        assert all(word in " ".join(head) for word in LONG.split())
        shown = "".join(map(plain_text, screen.part("body").lines))
        for each in CHOICES:
            for word in f"{each.name} {each.remark}".split():
                assert word in shown or word.startswith("compare-")
        assert "-29.md" in shown.replace(" ", "")
        assert "…" not in shown
        await pilot.press("down", "down", "enter")
        assert chosen == ["c"]
        with_initials(screen_of(app), chosen.append)
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert chosen == ["c"]
        assert said(list(screen_of(app).part("footer").lines)).startswith("nothing was kept")


def screen_of(app: TrialsApp) -> View:
    assert isinstance(app.screen, View)
    return app.screen


@pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
async def test_our_reading_is_shown_from_the_criteria_as_written(tmp_path: Path) -> None:
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape", "enter", "4")
        await app.workers.wait_for_complete()
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, TrialScreen) and screen.shown is not None
        await pilot.press("o", "w")
        assert (screen.shown.original, screen.shown.explained) == (False, True)
        await pilot.press("w")
        assert (screen.shown.original, screen.shown.explained) == (False, False)


@pytest.mark.parametrize("view", sorted({*commands.VIEWS} - {commands.PATIENT}))
def test_a_footer_has_seven_keys_at_most_help_the_last(view: str) -> None:
    told = commands.footer(view, {})
    assert len(told) <= 7
    assert told[-1][1] == "Help"


@pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
async def test_a_title_goes_on_and_an_empty_choice_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=True)
    title = f"Export all that were found to {'/srv/clinic' * 8} as trials-2026-11-29"
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(PickScreen(title, [Choice("csv", "csv", "a table")], lambda _: None))
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, PickScreen)
        header = [plain_text(line) for line in screen.part("header").lines]
        assert " trials · 20" in header[0], "which catalogue this is"
        told = "".join([header[0].split("  ")[0], *header[1:]]).replace(" ", "")
        assert told.startswith(title.replace(" ", ""))
        assert all(width(line) <= 80 for line in header)
        assert screen.part("header").size.height == len(header) > 1
        await pilot.press("j", "j")
        assert "nothing here has these letters" in said(list(screen.part("body").lines))
        await pilot.press("enter")
        assert app.screen is screen
