"""The comparison as a screen: single topics, folding, dropping, and asking for a second trial."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.comparison.compare import Comparison, compare
from catalog.store.catalogue import Catalogue
from tests.tui.driving import STARTER
from tests.tui.test_screens import settle
from tui.app.trials_app import TrialsApp
from tui.exports.render import Stamp, render
from tui.screens.compare import CompareScreen
from tui.screens.pick import PickScreen
from tui.screens.topics import TopicScreen
from tui.settings.loading import Settings
from tui.show.comparison import Window, arranged, entries, heads, left_out, moved, table
from tui.terminal.styled import plain_text, text_of

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
IDS = ("NCT05721443", "NCT04144517", "NCT06100497")
TODAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def whole() -> Comparison:
    with Catalogue.open(STARTER) as catalogue:
        found = [catalogue.get(each) for each in IDS]
    return compare([each for each in found if each is not None], today=TODAY)


def test_a_doubted_status_is_doubted_in_the_heads_too(whole: Comparison) -> None:
    window = Window(0, 3, 120)
    said = dict(zip(IDS, (each.doubt for each in whole.trials), strict=True))
    assert "completion date 2026-01-01 has passed" in said["NCT05721443"]
    assert not said["NCT04144517"]
    told = text_of(heads(whole.trials, window))
    assert "RECRUITING?" in told
    assert told.count("?") == sum(bool(doubt) for doubt in said.values())


def rows(comparison: Comparison) -> list[str]:
    return [f"{each.name}/{row.label}" for each in comparison.sections for row in each.rows]


def test_a_single_topic_can_be_hidden(whole: Comparison) -> None:
    shown = arranged(whole, (), ["For whom/hepatic"])
    gone = set(rows(whole)) - set(rows(shown))
    assert "For whom/bilirubin" in gone
    assert "For whom/hemoglobin" not in gone
    assert left_out(whole, shown) == len(gone)


def test_topics_are_offered_below_their_section(whole: Comparison) -> None:
    listed = entries(whole, ())
    assert [each.key for each in listed if not each.is_topic] == [s.name for s in whole.sections]
    assert all(each.section == "For whom" for each in listed if each.is_topic)
    [eligibility] = [each for each in listed if each.key == "For whom"]
    assert sum(each.rows for each in listed if each.is_topic) == eligibility.rows


@settings(max_examples=30)
@given(st.data())
def test_moving_changes_the_order_and_nothing_else(whole: Comparison, data: st.DataObject) -> None:
    order: tuple[str, ...] = ()
    for _ in range(3):
        listed = entries(whole, order)
        place = data.draw(st.integers(0, len(listed) - 1))
        order = moved(listed, place, data.draw(st.sampled_from((-1, 1)))) or order
    assert sorted(rows(arranged(whole, order, ()))) == sorted(rows(whole))
    assert {each.key for each in entries(whole, order)} == {e.key for e in entries(whole, ())}


def test_a_topic_moves_past_its_neighbour(whole: Comparison) -> None:
    listed = entries(whole, ())
    place = next(n for n, each in enumerate(listed) if each.key == "For whom/hepatic")
    order = moved(listed, place, -1)
    assert order is not None
    keys = [each.key for each in entries(whole, order)]
    assert keys[place - 1] == "For whom/hepatic"
    assert sorted(keys) == sorted(each.key for each in listed)


def test_folding_leaves_out_only_rows_that_are_equal(whole: Comparison) -> None:
    shown = text_of(table(whole, whole.only_differences(), Window(0, 2, 80, pinned=1)).lines)
    assert "albumin" in shown, "stated by one alone: that is not equal"
    assert "study type" not in shown
    assert "not shown" in shown


def test_what_nobody_can_judge_stands_behind_what_differs(whole: Comparison) -> None:
    narrowed = whole.only_differences()
    shown = table(whole, narrowed, Window(0, 2, 80))
    said = [plain_text(line) for line in shown.lines]
    parted = [section for section in narrowed.sections if section.judged != len(section.rows)]
    assert sum("read them" in line for line in said) == len(parted) > 0
    for section in narrowed.sections:
        assert [row.differs for row in section.rows] == [True] * (section.judged or 0) + [False] * (
            len(section.rows) - (section.judged or 0)
        )
    assert not [line for line in said if line.startswith((" data as of", " last updated"))]
    assert [row for _, row in shown.rows] == [
        row for section in narrowed.sections for row in section.rows
    ]
    whole_lines = table(whole, whole, Window(0, 2, 80)).lines
    assert not any("read them" in plain_text(line) for line in whole_lines)


def test_an_export_says_how_much_was_left_out(whole: Comparison) -> None:
    shown = arranged(whole, (), ["For whom"])
    made = Stamp(TODAY, "catalog.db", left_out=left_out(whole, shown))
    assert "rows, folded or hidden by the reader" in render(shown, made, "markdown")
    assert "folded or hidden" not in render(whole, Stamp(TODAY, "catalog.db"), "markdown")


async def test_topics_are_hidden_and_the_header_says_so(tmp_path: Path) -> None:
    app = TrialsApp(STARTER, Settings(export_folder=tmp_path), kiosk=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(app, pilot.pause)
        await pilot.press("escape", "space", "down", "space", "c")
        await settle(app, pilot.pause)
        await pilot.press("t")
        topics = app.screen
        assert isinstance(topics, TopicScreen)
        before = [each.key for each in topics.listed]
        await pilot.press("space", "escape", "d")
        await settle(app, pilot.pause)
        screen = app.screen
        assert isinstance(screen, CompareScreen)
        head = text_of(screen.part("header").lines)
        assert "rows hidden (t)" in head
        assert "differences only" in head
        assert "ELIGIBILITY" not in text_of(screen.part("body").lines)
        await pilot.press("t", "J")
        assert [each.key for each in topics.listed] == before
        assert isinstance(app.screen, TopicScreen)
        first, second, *_ = [name for name in before if "/" not in name]
        sections = [each.key for each in app.screen.listed if not each.is_topic]
        assert sections[:2] == [second, first]


async def test_c_asks_for_a_second_trial(tmp_path: Path) -> None:
    app = TrialsApp(STARTER, Settings(export_folder=tmp_path), kiosk=True)
    async with app.run_test() as pilot:
        await settle(app, pilot.pause)
        await pilot.press("escape", "space", "down", "c")
        await settle(app, pilot.pause)
        assert isinstance(app.screen, PickScreen)
        first = app.kept.marks[0]
        assert first not in [each.value for each in app.screen.left]
        await pilot.press("enter")
        await settle(app, pilot.pause)
        assert isinstance(app.screen, CompareScreen)
        assert app.screen.ids[0] == first
        assert list(app.kept.marks) == app.screen.ids


async def test_a_dropped_trial_comes_back_to_its_column(tmp_path: Path) -> None:
    app = TrialsApp(STARTER, Settings(export_folder=tmp_path), kiosk=True)
    async with app.run_test() as pilot:
        await settle(app, pilot.pause)
        await pilot.press("escape", "space", "down", "space", "down", "space", "c")
        await settle(app, pilot.pause)
        screen = app.screen
        assert isinstance(screen, CompareScreen)
        before = list(screen.ids)
        await pilot.press("2", "x")
        await settle(app, pilot.pause)
        assert screen.ids == [before[0], before[2]]
        await pilot.press("u")
        await settle(app, pilot.pause)
        assert screen.ids == before
