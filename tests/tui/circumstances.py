"""In place of the app: what a process finds itself in, written down to be compared."""

from __future__ import annotations

import datetime as dt
import json
import locale
import os
import random
import resource
import sys
import time
import uuid
from pathlib import Path

from tui.terminal import repertoire

CODE = 7


def _status(name: str) -> str:
    text = Path("/proc/self/status").read_text()
    return text.partition(f"\n{name}:")[2].splitlines()[0].strip()


def _of_files() -> str:
    """In what a file is read of which nothing is said."""
    with Path(os.devnull).open() as file:
        return file.encoding.upper()


def _streams() -> list[list[object]]:
    streams = (sys.stdin, sys.__stdin__, sys.stdout, sys.__stdout__, sys.stderr, sys.__stderr__)
    return [
        [
            each.fileno(),
            each.encoding,
            each.errors,
            each.isatty(),
            getattr(each, "line_buffering", 0),
        ]
        for each in streams
        if each is not None
    ]


def write_down(path: Path, kiosk: bool) -> int:
    """What the app would be opened with; into the folder of exports, as `host` or as `alone`."""
    same = {
        "path": str(path),
        "kiosk": kiosk,
        "environment": dict(os.environ),
        "folder": str(Path.cwd()),
        "umask": _status("Umask"),
        "nice": os.getpriority(os.PRIO_PROCESS, 0),
        "limits": [resource.getrlimit(each) for each in range(16)],
        "signals": [_status(each) for each in ("SigBlk", "SigIgn", "SigCgt")],
        "locale": [locale.setlocale(locale.LC_ALL), locale.getencoding()],
        "letters": [repertoire.is_coerced(), sys.getfilesystemencoding(), _of_files()],
        "flags": [sys.flags.isolated, sys.flags.dont_write_bytecode, sys.flags.optimize],
        "zone": [time.tzname, time.timezone, dt.datetime(2026, 7, 1).astimezone().isoformat()],
        "streams": _streams(),
        "terminal": [os.ttyname(each) == os.ttyname(0) for each in range(3)],
        "size": os.get_terminal_size(0),
        "leads": [os.getsid(0) == os.getpid(), os.tcgetpgrp(0) == os.getpgrp() == os.getpid()],
        "users": [os.getresuid(), os.getresgid()],
    }
    own = {
        "process": os.getpid(),
        "random": [random.random(), str(uuid.uuid4()), str(uuid.uuid1())],
        "open": sorted(os.listdir("/proc/self/fd")),  # noqa: PTH208
    }
    name = "host" if "tui.kiosk.parent" in sys.modules else "alone"
    (Path(os.environ["TRIALS_EXPORTS"]) / name).write_text(json.dumps([same, own]))
    return CODE
