"""A kiosk's sessions with a host and without, by turns: until trials are seen, until usable.

    .venv/bin/python -m benchmarks.kiosk_host [CATALOGUE] [RUNS]

Then thirty at once, each way: memory (PSS: shared pages divided among those that share them) of all
that belongs to them, the host and the waiting clients too. Processor time is that of the session's
processes; wall time depends on what else the machine does. Byte code should have been made.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
USERS = 30
_BEGIN = f'import sys; sys.path.insert(0, "{ROOT}");'
_PATIENT = " import tui.kiosk.client as c; c.PATIENCE = c.LONGEST = 60;"
"""So that thirty at once are all forked, however busy the machine is."""
_RUN = ' import runpy; runpy.run_module("tui", run_name="__main__")'
_PYTHON = [sys.executable, "-I", "-B", "-c"]
_FIRST = re.compile(rb" found")
_USABLE = re.compile(rb" found.*(?<!\[)>", re.DOTALL)
"""The cursor of the list: drawn by the app, not by the first rows."""


class Start(NamedTuple):
    """ms, and of processor time."""

    first: float
    usable: float
    processor: float


class Session:
    """A session as docs/kiosk.md starts it, its terminal answered."""

    def __init__(self, catalogue: Path, folder: Path, host: Host | None) -> None:
        self.host = host
        self.before = set(host.children()) if host else set()
        self.spent_before = _processor(host.process.pid) if host else 0.0
        self.master, slave = pty.openpty()
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": "/nonexistent",
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "MALLOC_ARENA_MAX": "1",
            "TRIALS_EXPORTS": str(folder / "exports"),
            "TRIALS_CONFIG": str(folder / "none"),
        }
        if host:
            environment["TRIALS_HOST"] = str(host.socket)
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            [
                *_PYTHON,
                _BEGIN + (_PATIENT if host else "") + _RUN,
                "--kiosk",
                "--catalog",
                str(catalogue),
            ],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)
        self.sent = b""

    def read_until(self, sign: re.Pattern[bytes]) -> float:
        """ms since the start until it has been sent."""
        while not sign.search(self.sent):
            if not select.select([self.master], [], [], 60)[0]:
                raise TimeoutError(self.sent[-500:])
            self.take()
        return (time.perf_counter() - self.began) * 1000

    def take(self) -> None:
        """Read what is there, and answer where the app asks for the cursor."""
        data = os.read(self.master, 65536)
        self.sent += data
        for _ in range(data.count(b"\x1b[6n")):
            os.write(self.master, b"\x1b[1;1R")

    def processes(self) -> list[int]:
        """The client, and what was forked for it."""
        forked = set(self.host.children()) - self.before if self.host else set()
        return [self.process.pid, *forked]

    def processor(self) -> float:
        """ms that it has cost, with what the host did for it."""
        spent = sum(map(_processor, self.processes()))
        return spent + (_processor(self.host.process.pid) - self.spent_before if self.host else 0)

    def close(self) -> None:
        """Quit, and wait for the end."""
        os.write(self.master, b"\x11")
        with suppress(OSError):
            while os.read(self.master, 65536):
                pass
        self.process.wait()
        os.close(self.master)


class Host:
    """A host that listens."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "socket"
        self.process = subprocess.Popen(
            [*_PYTHON, _BEGIN + _RUN, "host", "--socket", str(self.socket)],
            env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            stderr=subprocess.PIPE,
        )
        assert self.process.stderr is not None
        self.process.stderr.readline()

    def children(self) -> list[int]:
        """The sessions that it has forked."""
        process = self.process.pid
        return list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))


@contextmanager
def running(folder: Path) -> Iterator[Host]:
    """A host while it is wanted."""
    host = Host(folder)
    try:
        yield host
    finally:
        host.process.terminate()
        host.process.wait()


def _processor(process: int) -> float:
    """ms of all threads of a process."""
    tasks = Path(f"/proc/{process}/task")
    try:
        return (
            sum(int((each / "schedstat").read_text().split()[0]) for each in tasks.iterdir()) / 1e6
        )
    except OSError:
        return 0.0


def _memory(processes: list[int], kind: str) -> float:
    """MiB."""
    texts = [Path(f"/proc/{each}/smaps_rollup").read_text() for each in processes]
    return sum(int(text.partition(f"\n{kind}:")[2].split()[0]) for text in texts) / 1024


def started(catalogue: Path, folder: Path, host: Host | None) -> Start:
    """One start, and its end."""
    session = Session(catalogue, folder, host)
    first = session.read_until(_FIRST)
    usable = session.read_until(_USABLE)
    processor = session.processor()
    assert host is None or len(session.processes()) == 2, "it started by itself"
    session.close()
    return Start(first, usable, processor)


def thirty(catalogue: Path, folder: Path, host: Host | None) -> None:
    """Thirty at once, each with a word searched."""
    sessions = [Session(catalogue, folder, host) for _ in range(USERS)]
    for each in sessions:
        each.read_until(_USABLE)
    for each in sessions:
        os.write(each.master, b"melanoma")
    end = time.perf_counter() + 8
    while time.perf_counter() < end:
        for master in select.select([each.master for each in sessions], [], [], 0.2)[0]:
            next(each for each in sessions if each.master == master).take()
    clients = [each.process.pid for each in sessions]
    forked = host.children() if host else []
    parents = [host.process.pid] if host else []
    together = _memory([*clients, *forked, *parents], "Pss")
    private = _memory([*clients, *forked], "Private_Dirty") / USERS
    print(
        f"  {USERS} users at once, {len(forked)} forked: {together:.0f} MiB together (PSS),"
        f" {private:.1f} MiB private a user"
    )
    for each in sessions:
        each.close()


def main() -> int:
    """Measure."""
    catalogue = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "catalog.db").resolve()
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running(folder) as host:
            ways = {"alone": None, "with a host": host}
            starts: dict[str, list[Start]] = {way: [] for way in ways}
            for number in range(runs + 1):
                for way, its in ways.items():
                    start = started(catalogue, folder, its)
                    if number:  # the first of each way reads files for the others
                        starts[way].append(start)
            print(f"{catalogue.name}, {runs} starts each way by turns: median (least)")
            for way, those in starts.items():
                told = [
                    f"{what} {median(each):.0f} ({min(each):.0f}) ms"
                    for what, each in zip(Start._fields, zip(*those, strict=True), strict=True)
                ]
                print(f"  {way}: {', '.join(told)}")
            for way, its in ways.items():
                print(f"  {way}:")
                thirty(catalogue, folder, its)
    return 0


if __name__ == "__main__":
    sys.exit(main())
