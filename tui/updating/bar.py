"""The progress line of a download: on a terminal only, and gone when it is done."""

from __future__ import annotations

import time

from tui.progress import Line
from tui.updating.state import Download


class Bar(Line):
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
        self.says(sentence(download, fetched, time.monotonic() - self._started))


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
