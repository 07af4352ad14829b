"""A search waits for the next letter only where the machine is overloaded, and never for long."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.waiting import AT_MOST
from tui.app.asking import TYPED, Asker, Patience, Reading, Stop

TIMES = st.lists(st.tuples(st.floats(0, 10), st.floats(0, 10)))


def test_on_a_quiet_machine_nothing_waits() -> None:
    patience = Patience()
    for _ in range(100):
        patience.learn(0.2, 0.19)  # long, but it worked all the time
        patience.learn(0.04, 0.001)
        assert patience.seconds == 0


def test_it_comes_with_a_crowd_and_goes_with_it() -> None:
    patience = Patience()
    waits = []
    for _ in range(4):
        patience.learn(0.5, 0.01)
        waits.append(patience.seconds)
    assert waits == sorted(waits)
    assert 0 < waits[0] < waits[-1] < 0.2
    for _ in range(20):
        patience.learn(0.01, 0.01)
    assert patience.seconds == 0


@given(TIMES)
def test_nobody_waits_for_long(times: list[tuple[float, float]]) -> None:
    patience = Patience()
    for taken, worked in times:
        patience.learn(taken, worked)
        assert 0 <= patience.seconds < 0.2


def _saying(said: str, reading: Reading, stop: Stop) -> str:
    return said


def test_a_newer_letter_takes_the_place_of_one_that_waits(tmp_path: Path) -> None:
    answered: list[str] = []
    done = threading.Event()

    def deliver(what: Callable[[], None]) -> None:
        what()

    asker = Asker(tmp_path / "absent.db", deliver, lambda error: None)
    asker._patience.seconds = 0.15
    asker.start()
    begun = time.monotonic()

    def then(said: str) -> None:
        answered.append(said)
        if said == "third":
            done.set()

    for said in ("first", "second", "third"):
        asker.ask(TYPED, functools.partial(_saying, said), then, answered.append)
    asker.ask("other", lambda reading, stop: "other", then, answered.append)
    assert done.wait(AT_MOST)
    asker.end()
    assert answered == ["other", "third"], "what nobody types does not wait"
    assert time.monotonic() - begun >= 0.15
