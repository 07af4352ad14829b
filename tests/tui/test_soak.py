"""Many random keys, clicks, sizes over all screens: no exception, no way stuck, memory flat.

`make soak` takes 20,000 keys on three seeds, then as many steps with pastes, answers of the
terminal and other sizes among them.
"""

from __future__ import annotations

import asyncio
import random
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from textual import events
from textual.geometry import Size
from textual.keys import _character_to_key
from textual.message import Message

from tests.soaking import often
from tests.tui.driving import ROOT, STARTER
from tests.tui.test_keyboard import BEGIN, END, REPLIES
from tui.app.trials_app import TrialsApp
from tui.screens.search import SearchScreen
from tui.settings import loading
from tui.terminal.line_reader import KNOWN, Reader

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
COUNT = often(1_000, 20_000)
SEEDS = range(1, often(1, 3) + 1)
KEYS = (
    "up down j k g G pageup pagedown enter enter enter escape escape space c d w o f s S V z T n N"
    " x u p h l t e y Y J K R ? : / tab shift+tab left right home end 1 2 3 4 5 6 7 8 9 [ ]"
    " ctrl+p ctrl+r ctrl+l ctrl+u ctrl+d ctrl+w backspace delete a r b i q ctrl+c ctrl+q"
    " é 头 \u0301 \" ' - ! | space h n s c c r e f f 1"
).split()
BURSTS = tuple(
    tuple(burst.split())
    for burst in (
        "h n s c c", "s t a t u s : r e", "c o u n t r y :", "p h a s e : 2",
        "p d - 1 space r e f r a c t r y", '" h e a d', "N C T 0 5 7 2 1 4 4 3 enter",
        # Ways to the views that random keys seldom reach.
        *("escape escape escape escape " + way for way in (
            "/ end ctrl+u escape enter 4", "/ end ctrl+u escape enter 8",
            "/ end ctrl+u escape enter 5 f",
            "/ end ctrl+u escape w", "/ end ctrl+u escape f", "escape ?",
            "/ end ctrl+u escape V space down space down space c",
            "/ end ctrl+u escape V space down space c t",
            "/ end ctrl+u escape V space down space c enter",
        )),
    )
)  # fmt: skip
SIZES = ((80, 24), (120, 40), (60, 20), (100, 30), (40, 10), (140, 24), (20, 5), (1, 1))
_SETTLED = 0.5
"""Share of the keys after which the app may finish."""
_MORE = 2_500
"""KiB that a thousand further keys may take: caches that fill, and no leak."""


class Staying(TrialsApp):
    """An app that notes that it would have ended, and goes on."""

    CSS_PATH = str(ROOT / "tui" / "app" / "trials.tcss")
    ends = 0

    def exit(self, *_: object, **__: object) -> None:
        self.ends += 1


class Kept(NamedTuple):
    """What a walk used: private memory in KiB at its start, middle and end, and views opened."""

    start: int
    middle: int
    end: int
    views: dict[str, int]


def memory() -> int:
    """Private memory in KiB."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Private_Dirty"):
            return int(line.split()[1])
    raise AssertionError("no Private_Dirty")


class Walk:
    """Somebody who presses anything."""

    def __init__(self, app: TrialsApp, seed: int) -> None:
        self.app, self.chance = app, random.Random(seed)
        self.pressed: list[str] = []

    def send(self, message: Message) -> None:
        assert self.app._driver is not None
        message.set_sender(self.app)
        self.app._driver.send_message(message)

    def press(self, key: str) -> None:
        self.pressed.append(key)
        letter = " " if key == "space" else key if len(key) == 1 else None
        name = key if len(key) > 1 else _character_to_key(key)
        self.send(events.Key(name, letter))

    def click(self) -> None:
        columns, rows = self.app.size
        x, y = self.chance.randrange(max(columns, 1)), self.chance.randrange(max(rows, 1))
        self.pressed.append(f"click {x},{y}")
        kinds = self.chance.choice(
            ((events.MouseDown, events.MouseUp), (events.MouseScrollDown,), (events.MouseScrollUp,))
        )
        for kind in kinds:
            self.send(kind(None, x, y, 0, 0, 1, False, False, False, x, y))

    def resize(self) -> None:
        size = Size(*self.chance.choice(SIZES))
        self.pressed.append(f"resize {size.width}x{size.height}")
        assert self.app._driver is not None
        setattr(self.app._driver, "_size", size)  # noqa: B010 (the headless driver's own)
        self.send(events.Resize(size, size))

    def step(self) -> None:
        what = self.chance.random()
        if what < 0.9:
            self.press(self.chance.choice(KEYS))
        elif what < 0.93:
            self.click()
        elif what < 0.95:
            self.resize()
        else:
            for key in self.chance.choice(BURSTS):
                self.press(key)

    async def settle(self) -> None:
        """Wait until no thread works and no message waits."""
        for _ in range(2_000):
            await asyncio.sleep(0.001)
            if self.app.failure is not None:
                raise AssertionError(f"after {self.pressed[-15:]}") from self.app.failure
            works = self.app.finding.works or self.app.reading.works or self.app.rules.works
            waiting = self.app.keys_wait or not self.app._message_queue.empty()
            waiting |= any(not each._message_queue.empty() for each in self.app.screen_stack)
            if not works and not waiting:
                return
        raise AssertionError(f"it never came to rest after {self.pressed[-5:]}")

    async def run(self, count: int) -> Kept:
        views: dict[str, int] = {}
        kept: list[int] = []
        for number in range(count):
            self.step()
            # The others are typed ahead, as over a slow line.
            if self.chance.random() < _SETTLED:
                await self.settle()
            else:
                await asyncio.sleep(0)
            name = type(self.app.screen).__name__
            views[name] = views.get(name, 0) + 1
            if number in (count // 10, count // 2):
                kept.append(memory())
        await self.settle()
        start, middle = kept
        return Kept(start, middle, memory(), views)

    async def leave(self) -> None:
        """Back to the first screen by Esc alone."""
        for _ in range(12):
            self.press("escape")
            await self.settle()
        assert isinstance(self.app.screen, SearchScreen), f"still {self.app.screen}"


PASTES = (
    b"hnscc", b"hnscc\rprior pd-1 yes\re s \r", b"\x1bV" + b"q" * 40, b"status:", b'"head', b"",
    b"\x1b[31mred\x1b[m", "30 mg/m² ≥ 頭頸\u202e".encode(), b"\xff\xfe\x80", b"\x00\x03\x11\x1b",
    b"NCT05721443\n", b"1;2R", b"a" * 300, b"--", b"\t\t\n\n", b"a" * 5_000, b"mela noma " * 500,
)  # fmt: skip


class Mixed(Walk):
    """The same at a line on which pastes and answers come too, cut anywhere, and other sizes."""

    def __init__(self, app: TrialsApp, seed: int) -> None:
        super().__init__(app, seed)
        self._reader, self._now = Reader("utf-8"), 0.0
        self._sequences = [each.encode() for each in sorted(KNOWN)]

    def step(self) -> None:
        what = self.chance.random()
        if what < 0.2:
            self._feed(self._bytes())
        elif what < 0.3:
            self.resize()
        else:
            super().step()

    def _bytes(self) -> bytes:
        what, text = self.chance.random(), self.chance.choice(PASTES)
        if what < 0.35:
            return BEGIN + text + END
        if what < 0.4:
            return BEGIN + text  # and no end
        if what < 0.5:
            return text
        replies = (*REPLIES, b"\x1b[1;1R", b"\x1b[I", b"\x1b[O", b"\x1b[<0;5;5M")
        return b"".join(
            self.chance.choice(replies if self.chance.random() < 0.7 else self._sequences)
            for _ in range(self.chance.randrange(1, 4))
        )

    def _feed(self, data: bytes) -> None:
        self.pressed.append(repr(data[:60]))
        while data:
            size = self.chance.choice((len(data), 1, 3, 20))
            piece, data = data[:size], data[size:]
            self._now += self.chance.choice((0.001, 0.05, 0.2, 3.0))
            for message in (
                *self._reader.wait_no_longer(self._now), *self._reader.read(piece, self._now)
            ):  # fmt: skip
                self.send(message)
        if self.chance.random() < 0.2:
            for message in self._reader.read(b"\x11", self._now + 5):
                self.send(message)


@pytest.mark.parametrize("seed", SEEDS)
async def test_random_keys(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await _walked(Walk, seed, COUNT, tmp_path, monkeypatch)


@pytest.mark.parametrize("seed", SEEDS)
async def test_random_keys_pastes_and_answers(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _walked(Mixed, seed, often(300, COUNT), tmp_path, monkeypatch)


async def _walked(
    kind: type[Walk], seed: int, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    chosen = loading.Settings(export_folder=tmp_path / "exports")
    # A kiosk decides nothing, so that the starter catalogue stays as it is.
    app = Staying(STARTER, chosen, kiosk=True)
    async with app.run_test(size=(80, 24)):
        walk = kind(app, seed)
        await walk.settle()
        kept = await walk.run(count)
        sys.stdout.write(f"seed {seed}, {count} keys: {kept}\n")
        await walk.leave()
    assert app.failure is None
    assert len(kept.views) >= 7 or count < 1_000, "it went everywhere"
    assert count < 1_000 or kept.end - kept.middle < 4_000 + _MORE * count // 2_000, kept
