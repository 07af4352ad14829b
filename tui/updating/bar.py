"""The progress line of a download: on a terminal only, and gone when it is done."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from catalog.text import clean
from tui.updating.state import Download


class Bar:
    """Draws how many pages and studies are there, and how long the rest may take."""

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
        self._before: int | None = None

    def __enter__(self) -> Bar:
        self._progress.start()
        self._task = self._progress.add_task("", said="asking the registry ...")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def begins(self, download: Download) -> None:
        """What was there before is not counted as fetched now."""
        self._before = download.studies

    def page(self, download: Download) -> None:
        """A page more is there."""
        fetched = download.studies - (self._before or 0)
        self.says(sentence(download, fetched, time.monotonic() - self._started))

    def says(self, said: str) -> None:
        """Show a sentence until the next page comes."""
        self._progress.update(self._task, said=clean(said))


def sentence(download: Download, fetched: int, seconds: float) -> str:
    """Pages, studies and the time left, by the studies fetched in these seconds."""
    of = f" of {download.total:,}" if download.total is not None else ""
    said = f"page {download.pages:,}, {download.studies:,}{of} studies"
    if not download.missing or fetched <= 0:
        return said
    left = download.missing * seconds / fetched
    if left < 90:
        return f"{said}, about {max(1, round(left))} s left"
    return f"{said}, about {round(left / 60):,} min left"
