"""The first hour: what is said of the sample, and the tour, whose steps are done by doing them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.driving import ROOT, STARTER, Terminal
from tui.screens.tour import END, STEPS, Tour

SAMPLE = ROOT / "catalog.db"
WALK = ("hnscc pd-1", "<enter>", "4", "<esc>", "<esc>", " ", "<down>", " ", "c", "d")


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    columns, rows = request.param
    opened = Terminal(["tour", "--catalog", str(STARTER)], tmp_path, columns, rows)
    opened.ready("NCT04144517")
    yield opened
    opened.close()


def test_every_step_is_done_by_doing_it(terminal: Terminal) -> None:
    terminal.wait_for("tour 1 of 7")
    for keys in WALK:
        terminal.press(keys)
    terminal.wait_for(END[:40])
    terminal.press("q")
    assert "tour" not in terminal.text


@pytest.mark.skipif(not SAMPLE.is_file(), reason="no starter catalogue is built")
def test_the_sample_says_that_it_is_one_and_how_to_go_on(tmp_path: Path) -> None:
    opened = Terminal(["--catalog", str(SAMPLE)], tmp_path)
    try:
        opened.ready("sample trials")
        assert "trials import FILE loads yours" in opened.text
        assert "ctrl+q quits" in opened.text
        opened.press("?", "?")
        opened.wait_for("tour 1 of 7")
        opened.press("?", "?")
        opened.wait_for("the tour has ended")
    finally:
        opened.close()


def test_a_clinic_s_own_catalogue_is_no_sample(tmp_path: Path) -> None:
    opened = Terminal(["--catalog", str(STARTER)], tmp_path)
    try:
        opened.ready("NCT04144517")
        assert "sample" not in opened.text
    finally:
        opened.close()


@given(st.lists(st.sets(st.sampled_from([step.done for step in STEPS])), max_size=30))
def test_steps_come_in_their_order_whatever_is_seen(seen: list[set[str]]) -> None:
    tour = Tour()
    for facts in seen:
        before = tour.place
        went_on = tour.look(facts)
        assert tour.place == before + went_on
        if went_on:
            assert STEPS[before].done in facts
