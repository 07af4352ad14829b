"""The app in a pseudo-terminal, its bytes read by a terminal emulation."""

from __future__ import annotations

import atexit
import codecs
import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyte
from wcwidth import wcwidth

from tests.waiting import AT_MOST
from tools.starter import PAGES, build

ROOT = Path(__file__).resolve().parent.parent.parent


def _four() -> Path:
    """A catalogue of the four trials of which each page layout has one, as it always is."""
    folder = Path(tempfile.mkdtemp(prefix="trials-four-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    build(folder / "catalog.db", PAGES)
    return folder / "catalog.db"


STARTER = _four()
KEYS = {
    "<enter>": b"\r",
    "<esc>": b"\x1b",
    "<down>": b"\x1b[B",
    "<up>": b"\x1b[A",
    "<tab>": b"\t",
    "<c-q>": b"\x11",
    "<c-c>": b"\x03",
    "<c-p>": b"\x10",
    "<c-l>": b"\x0c",
    "<c-r>": b"\x12",
    "<c-u>": b"\x15",
    "<c-n>": b"\x0e",
    "<pgdn>": b"\x1b[6~",
}
_QUIET = 0.25
_SILENT = 3.0
"""Seconds without a byte after which a program that works is not waited for: some never end."""
_LONGEST = AT_MOST


class Terminal:
    """A program in a terminal of `columns` by `rows`; everything it sends is kept in `sent`."""

    def __init__(
        self,
        arguments: list[str],
        folder: Path,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
        charset: str = "utf-8",
        program: Sequence[str] = (sys.executable, "-m", "tui"),
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self._decode = codecs.getincrementaldecoder(charset)("replace").decode
        self.sent = b""
        master, slave = pty.openpty()
        self._master = master
        self._size(columns, rows)
        settings = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "TRIALS_STATE": str(folder / "state"),
            "TRIALS_EXPORTS": str(folder / "exports"),
            "TRIALS_CONFIG": str(folder / "settings.toml"),
            **(environment or {}),
        }
        self.process = subprocess.Popen(
            [*program, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env=settings,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    def _size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns: int, rows: int) -> None:
        """Make the terminal another size."""
        self.screen.resize(rows, columns)
        self._size(columns, rows)
        self.process.send_signal(signal.SIGWINCH)

    def read(self, wait: float) -> bool:
        """Take in what comes within `wait` seconds; whether anything came."""
        ready, _, _ = select.select([self._master], [], [], wait)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.sent += data
        self._stream.feed(self._decode(data))
        for _ in range(data.count(b"\x1b[6n")):
            os.write(self._master, b"\x1b[1;1R")
        return bool(data)

    def settle(self) -> None:
        """Wait for a silence of a program that does nothing more, or has long said nothing."""
        end = time.monotonic() + _LONGEST
        spoken = time.monotonic()
        while time.monotonic() < end:
            if self.read(_QUIET):
                spoken = time.monotonic()
            elif time.monotonic() > spoken + _SILENT or not self._is_at_work():
                return

    def _is_at_work(self) -> bool:
        """Whether a thread of it runs, or waits for a processor or a disk (Linux' words)."""
        try:
            told = [
                (task / "stat").read_text().rpartition(")")[2].split()[0]
                for task in Path(f"/proc/{self.process.pid}/task").iterdir()
            ]
        except OSError:  # it has ended, or this is no Linux
            return False
        return "R" in told or "D" in told

    def wait_for(self, text: str) -> str:
        """The screen, once it shows a text; fails where it never does."""
        end = time.monotonic() + _LONGEST
        while time.monotonic() < end:
            if text in self.text:
                return self.text
            self.read(0.1)
        raise AssertionError(f"{text!r} never came; the screen is\n{self.text}")

    def ready(self, text: str) -> None:
        """Wait for the app itself: the first rows are drawn before it, without a cursor."""
        self.wait_for(text)
        self.wait_for("\n>")
        self.settle()

    def press(self, *keys: str) -> None:
        """Type; names stand in angle brackets, anything else letter by letter."""
        for key in keys:
            self.write(KEYS.get(key, key.encode()))
            self.settle()

    def leader(self) -> int:
        """The process group that has the terminal."""
        return os.tcgetpgrp(self._master)

    def write(self, data: bytes) -> None:
        os.write(self._master, data)

    @property
    def text(self) -> str:
        return "\n".join(self._line(y).rstrip() for y in range(self.screen.lines))

    def _line(self, y: int) -> str:
        """A row; half a wide letter that something was written over is no letter."""
        text, is_half = "", False
        for x in range(self.screen.columns):
            data = "" if is_half else self.screen.buffer[y][x].data
            is_half = bool(data) and wcwidth(data[0]) == 2
            text += data
        return text

    def end(self, wait: float = AT_MOST) -> int:
        """The exit code; what is still sent is read."""
        stop = time.monotonic() + wait
        while self.process.poll() is None and time.monotonic() < stop:
            self.read(0.05)
        while self.read(0.05):
            pass
        code = self.process.poll()
        assert code is not None, f"it did not end; the screen is\n{self.text}"
        return code

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        try:
            os.close(self._master)
        except OSError:
            return

    def hang_up(self) -> None:
        """The line drops."""
        os.close(self._master)
