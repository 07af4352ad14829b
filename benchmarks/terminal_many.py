"""Thirty users at once on one catalogue: what they take together, and how long a key waits."""

from __future__ import annotations

import fcntl
import os
import pty
import random
import selectors
import struct
import subprocess
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.terminal_measure import APP, ROOT, environment, row

USERS = 30
_ASKED = b"\x1b[6n"
"""The app asks for the cursor's position after each frame."""


class User:
    """One session of the app, its terminal answered."""

    def __init__(self, catalogue: Path, folder: str) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            [*APP, "--kiosk", "--catalog", str(catalogue)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            # As docs/kiosk.md starts it.
            env={**environment(folder), "TERM": "xterm-256color", "MALLOC_ARENA_MAX": "1"},
            start_new_session=True,
        )
        os.close(slave)
        self.frames = 0
        self.pressed = self.answered = 0.0

    def read(self) -> None:
        """Take in what came, and answer where the app asks for the cursor."""
        data = os.read(self.master, 65536)
        if asked := data.count(_ASKED):
            self.frames += asked
            os.write(self.master, b"\x1b[1;1R" * asked)
            self.answered = self.answered or time.perf_counter()

    def press(self, key: bytes) -> None:
        """Type a key and wait for the frame that answers it."""
        self.pressed, self.answered = time.perf_counter(), 0.0
        os.write(self.master, key)

    @property
    def waited(self) -> float:
        """ms from the key to the frame."""
        return (self.answered - self.pressed) * 1000

    @property
    def pss(self) -> float:
        """MiB, shared pages divided among those that share them."""
        text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return int(text.partition("\nPss:")[2].split()[0]) / 1024


def thirty(catalogue: Path) -> None:
    """Start, measure and end them."""
    selector = selectors.DefaultSelector()
    with tempfile.TemporaryDirectory() as folder:
        users = [User(catalogue, folder) for _ in range(USERS)]
        for user in users:
            selector.register(user.master, selectors.EVENT_READ, user)
        try:
            _listen(selector, 60, lambda: all(user.frames for user in users))
            _listen(selector, 5)
            print(f"{USERS} users at once on {catalogue.name}")
            row("memory together (PSS), lists shown", sum(each.pss for each in users), "MiB", 1000)
            _type(selector, users, b"m", 1.5)
            row("a key in each within 1.5 s, answered: median", _median(users), "ms")
            row("   the slowest", max(each.waited for each in users), "ms", 300)
            _listen(selector, 5)
            _type(selector, users, b"e", 0.0)
            row("a key in all at one moment, answered: median", _median(users), "ms")
            row("   the slowest", max(each.waited for each in users), "ms")
            _listen(selector, 5)
            row("memory together (PSS), all have searched", sum(each.pss for each in users), "MiB",
                1000)  # fmt: skip
        finally:
            for user in users:
                user.process.kill()
                user.process.wait()
                os.close(user.master)


def _median(users: list[User]) -> float:
    return median(each.waited for each in users)


def _type(selector: selectors.BaseSelector, users: list[User], key: bytes, within: float) -> None:
    """Each user presses the key at a moment of its own; then wait for all answers."""
    random.seed(30)
    due = sorted((random.uniform(0, within), number) for number in range(len(users)))
    began = time.perf_counter()
    for moment, number in due:
        _listen(selector, moment - (time.perf_counter() - began))
        users[number].press(key)
    _listen(selector, 20, lambda: all(each.answered for each in users))


def _listen(
    selector: selectors.BaseSelector, seconds: float, until: Callable[[], bool] | None = None
) -> None:
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0 and not (until and until()):
        for key, _ in selector.select(min(left, 0.2)):
            user = key.data
            assert isinstance(user, User)
            user.read()
