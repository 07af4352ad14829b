"""The sleep of the input thread: until a byte comes, a time is due, or somebody wakes it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest
from textual.drivers import linux_driver

from tui.terminal.driver import Terminal
from tui.terminal.waking import Waking

REPLACED = (
    *("run_input_thread", "_run_input_thread", "disable_input", "_get_terminal_size", "write"),
    *("stop_application_mode", "start_application_mode"),
    *("_request_terminal_sync_mode_support", "_query_in_band_window_resize"),
)


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for each in ends:
        os.close(each)


@pytest.fixture
def waking(line: tuple[int, int]) -> Iterator[Waking]:
    made = Waking(line[0])
    yield made
    made.close()


def test_what_comes_is_told(waking: Waking, line: tuple[int, int]) -> None:
    os.write(line[1], b"x")
    assert waking.wait(None)


def test_a_time_that_is_due_ends_the_sleep(waking: Waking) -> None:
    assert not waking.wait(0.01)
    assert not waking.wait(-1.0), "a time that has passed"


def test_once_woken_it_never_sleeps_again(waking: Waking) -> None:
    threading.Timer(0.05, waking.wake).start()
    assert not waking.wait(None)
    assert not waking.wait(None)


def test_textual_still_takes_the_terminal_the_way_that_is_replaced() -> None:
    """Private parts of Textual: where they change, the driver must be looked at."""
    theirs = linux_driver.LinuxDriver
    for name in REPLACED:
        assert name in vars(theirs), name
        assert name in vars(Terminal), name
    assert "attrs_before" in theirs.stop_application_mode.__code__.co_names
    assert {"exit_event", "_key_thread"} <= set(theirs.disable_input.__code__.co_names)
