"""What the pipeline's tests do to records in worker processes; importable there by name."""

from __future__ import annotations

import os
import signal
import stat
import sys
import time
from pathlib import Path

from catalog.model.record import SourceRecord

DEADLY = "NCT99999666"
WRONG = "NCT99999667"


def number(record: SourceRecord) -> str | None:
    return record.trial.number


def number_and_process(record: SourceRecord) -> tuple[str | None, int]:
    return record.trial.number, os.getpid()


def number_or_death(record: SourceRecord) -> str | None:
    """A record that ends the process it is understood in, as a crash in a library does."""
    if record.trial.number == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    return record.trial.number


def number_or_defect(record: SourceRecord) -> str | None:
    """A record that meets a defect of ours."""
    if record.trial.number == WRONG:
        raise KeyError("personal data that must not be told")
    return record.trial.number


def number_of(text: str) -> int:
    """A second step, for what `number_or_defect` gave."""
    if text == "NCT00000007":
        raise KeyError("personal data that must not be told")
    return int(text.removeprefix("NCT"))


def number_slowly(record: SourceRecord) -> str | None:
    time.sleep(0.005)
    return record.trial.number


def number_and_held(record: SourceRecord) -> tuple[str | None, int, bool, list[str], str]:
    """Who reads it, whether as a fork of whoever asked, which files it holds, what SIGTERM does."""
    handles = [int(each.name) for each in Path("/proc/self/fd").iterdir()]
    held = [
        Path(f"/proc/self/fd/{each}").readlink() for each in handles if each > 2 and is_file(each)
    ]
    handler = "default" if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL else "other"
    is_fork = hasattr(sys.modules["__main__"], "finishing")  # what is spawned has another
    return record.trial.number, os.getpid(), is_fork, [str(each) for each in held], handler


def is_file(handle: int) -> bool:
    try:
        return stat.S_ISREG(os.fstat(handle).st_mode)
    except OSError:
        return False
