"""The selector of the input thread: it sleeps while nothing happens, and is woken to end."""

from __future__ import annotations

import os
import selectors
import threading
import time
from collections.abc import Iterator

import pytest
from textual.drivers import linux_driver

from tui.terminal.waking import Waking


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for each in ends:
        os.close(each)


@pytest.fixture
def waking(line: tuple[int, int]) -> Iterator[Waking]:
    made = Waking()
    made.register(line[0], selectors.EVENT_READ)
    yield made
    made.close()


def test_what_comes_is_told(waking: Waking, line: tuple[int, int]) -> None:
    os.write(line[1], b"x")
    [(key, mask)] = waking.select(0.01)
    assert key.fd == line[0]
    assert mask == selectors.EVENT_READ


def test_it_looks_up_a_few_times_after_a_key_and_then_sleeps(
    waking: Waking, line: tuple[int, int]
) -> None:
    os.write(line[1], b"x")
    assert waking.select(0.01)
    os.read(line[0], 1)
    for _ in range(3):
        assert waking.select(0.01) == [], "a lone Esc is known by the time that passes"
    began = time.monotonic()
    threading.Timer(0.3, os.write, (line[1], b"y")).start()
    assert waking.select(0.01)
    assert time.monotonic() - began > 0.2, "it slept until the next key"


def test_once_woken_it_never_sleeps_again(waking: Waking) -> None:
    for _ in range(3):
        assert waking.select(0.0) == []
    threading.Timer(0.1, waking.wake).start()
    began = time.monotonic()
    for _ in range(4):
        assert waking.select(5.0) == []
    assert time.monotonic() - began < 3


def test_textual_still_waits_for_keys_the_way_that_is_replaced() -> None:
    """Private parts of Textual: where they change, the app must be looked at."""
    code = linux_driver.LinuxDriver.run_input_thread.__code__
    assert {"selectors", "SelectSelector", "EVENT_READ", "exit_event"} <= set(code.co_names)
    assert hasattr(linux_driver, "selectors")
    assert callable(linux_driver.LinuxDriver.disable_input)
