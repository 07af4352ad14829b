"""The progress line of a long import or download: on a terminal only, and gone when it is done."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from catalog.model.text import clean
from catalog.store.importing import Imported, Stage

if TYPE_CHECKING:
    from importers.download.history import Download

_EVERY = 0.25
"""Seconds between two drawings: a slow line is not flooded."""


class Line:
    """One sentence behind a sign of life and before the time that has passed."""

    first = ""
    """What it says before anything is known."""

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

    def __enter__(self) -> Self:
        self._progress.start()
        self._task = self._progress.add_task("", said=self.first)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def says(self, said: str) -> None:
        """Show a sentence until the next one."""
        self._progress.update(self._task, said=clean(said))


class ImportBar(Line):
    """Draws how many records were read, how fast, and how long it will go on."""

    first = "reading ..."

    def __init__(self, part_read: Callable[[], float]) -> None:
        """`part_read` tells which part of all bytes is read, 0 where nobody knows."""
        super().__init__()
        self._part_read = part_read
        self._remaining = Remaining()
        self._drawn = 0.0
        self._stage = Stage.READING

    def __call__(self, summary: Imported) -> None:
        now = time.monotonic()
        if now - self._drawn < _EVERY and summary.stage is self._stage:
            return
        self._drawn, self._stage = now, summary.stage
        self.says(self._said(summary, now))

    def _said(self, summary: Imported, now: float) -> str:
        rate = summary.records / max(now - self._started, 0.001)
        said = f"{summary.records:,} records"
        if summary.stage is not Stage.READING:
            return f"{said}; {summary.stage.value} ..."
        part = self._part_read()
        said += f", {rate:,.0f} a second"
        if summary.refused:
            said += f", {len(summary.refused):,} refused"
        if part:
            said += f", {part:.0%} read"
        left = self._remaining.seconds(now, part)
        return said if left is None else f"{said}, {spoken(left)} to read"


class Remaining:
    """How long reading will go on, from how fast it went in the last minutes.

    Not from the average since the start: the part of an interrupted import that is stored already
    goes by many times faster than the rest.
    """

    window = 120.0
    """Seconds looked back."""
    enough = 5.0
    """Seconds before anything is said."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, float]] = deque()

    def seconds(self, now: float, part: float) -> float | None:
        """Seconds left when `part` (0 to 1) of all is read now; None where it cannot be said."""
        if not part:
            return None
        self._seen.append((now, part))
        while len(self._seen) > 2 and now - self._seen[1][0] >= self.window:
            self._seen.popleft()
        then, before = self._seen[0]
        if now - then < self.enough or part <= before:
            return None
        return (1 - part) * (now - then) / (part - before)


def spoken(seconds: float) -> str:
    """A time as exact as it is known: `about 2 h 10 min`, `about 5 min`, `less than a minute`."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 60:
        return f"about {minutes} min"
    return f"about {minutes // 60} h {minutes % 60 // 10 * 10} min"


class DownloadBar(Line):
    """Draws how many pages and studies are there, and how long the rest may take."""

    first = "asking the registry ..."

    def __init__(self) -> None:
        super().__init__()
        self._before: int | None = None

    def begins(self, download: Download) -> None:
        """What was there before is not counted as fetched now."""
        self._before = download.studies

    def page(self, download: Download) -> None:
        """A page more is there."""
        fetched = download.studies - (self._before or 0)
        self.says(downloaded(download, fetched, time.monotonic() - self._started))


def downloaded(download: Download, fetched: int, seconds: float) -> str:
    """Pages, studies and the time left, by the studies fetched in these seconds."""
    of = f" of {download.total:,}" if download.total is not None else ""
    said = f"page {download.pages:,}, {download.studies:,}{of} studies"
    if not download.missing or fetched <= 0:
        return said
    left = download.missing * seconds / fetched
    if left < 90:
        return f"{said}, about {max(1, round(left))} s left"
    return f"{said}, about {round(left / 60):,} min left"
