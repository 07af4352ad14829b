"""What the pipeline's tests do to records in worker processes; importable there by name."""

from __future__ import annotations

import os
import signal
import time

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


def number_slowly(record: SourceRecord) -> str | None:
    time.sleep(0.005)
    return record.trial.number
