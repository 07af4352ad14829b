"""The progress line of a long import: on a terminal only, and gone when it is done."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from catalog.importing import Imported

_EVERY = 0.25
"""Seconds between two drawings: a slow line is not flooded."""


class Bar:
    """Draws how many records were read and how fast; called for each record."""

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn("line"),
            TextColumn("{task.fields[said]}", markup=False),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            refresh_per_second=2,
        )
        self._started = time.monotonic()
        self._drawn = 0.0

    def __enter__(self) -> Bar:
        self._progress.start()
        self._task = self._progress.add_task("", said="reading ...")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def __call__(self, summary: Imported) -> None:
        now = time.monotonic()
        if now - self._drawn < _EVERY:
            return
        self._drawn = now
        rate = summary.records / max(now - self._started, 0.001)
        said = f"{summary.records:,} records, {rate:,.0f} a second, {len(summary.refused)} refused"
        self._progress.update(self._task, said=said)
