"""Page after page until there is no next one; what was fetched is kept after each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from importers.download.answers import Page
from importers.download.clock import Clock
from importers.download.errors import Rejected, TooMuch, UpdateError
from importers.download.folder import Folder
from importers.download.history import Download
from importers.download.plan import Question, parameters, window

_EMPTY = 3
"""Pages without studies in a row that name a next one."""
_SMALLEST = 50
"""Studies on a page: fewer are not asked for when pages are too large or too slow."""

GetPage = Callable[[Mapping[str, str]], Page]


class Downloading:
    """One download, begun or taken up again."""

    def __init__(
        self,
        folder: Folder,
        question: Question,
        get_page: GetPage,
        clock: Clock,
        *,
        progress: Callable[[Download], None] = lambda _: None,
        told: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`progress` is called after each page; `told` with a sentence about the unusual."""
        self._folder = folder
        self._question = question
        self._get_page = get_page
        self._clock = clock
        self._progress = progress
        self._told = told
        self._tokens: set[str] = set()
        self._empty = 0
        self._fetched = 0

    def begin(self, since: dt.date | None, everything: bool) -> Download:
        """The download to make: one that was cut off, unless another window is named, or a new one.

        Raises WrongQuestion where the whole registry would be fetched and nobody said so.
        """
        state, key = self._folder.state, self._question.key
        known = state.unfinished.get(key)
        is_named = since is not None or everything
        if known is not None and known.pages and (not is_named or known.window.since == since):
            return self._taken_up(known)
        asked = window(self._question, state.covered.get(key), since, everything)
        now = self._clock.now()
        # One that came to nothing leaves its name: a page may lie there that nobody knows of.
        reuses = known is not None and not known.pages
        name = known.name if known and reuses else self._folder.new_name(now)
        return self._noted(Download(name=name, day=now.date(), window=asked))

    def _taken_up(self, known: Download) -> Download:
        if not self._folder.has_pages(known):
            self._told("pages of the last download are gone from the folder: starting over")
            return self._start_over(known)
        self._told(f"going on behind page {known.pages:,}, where the last download stopped")
        return known

    def _noted(self, download: Download) -> Download:
        self._folder.state.unfinished[self._question.key] = download
        self._folder.save()
        return download

    def run(self, download: Download) -> Download:
        """All pages that are not there yet; raises UpdateError, and then the same goes on later."""
        more = True
        while more:
            download, more = self._next(download)
            self._progress(download)
        self._finish(download)
        return download

    def _next(self, download: Download) -> tuple[Download, bool]:
        """The download with one page more, and whether there is a next one."""
        asked = parameters(self._question, download.window, download.size, download.token)
        try:
            page = self._get_page(asked)
        except TooMuch:
            if download.size <= _SMALLEST:
                raise
            return replace(download, size=max(_SMALLEST, download.size // 4)), True
        except Rejected:
            if download.token is None or self._fetched:
                raise
            self._told(
                "the registry no longer knows where the last download stopped: starting over"
            )
            return self._start_over(download), True
        return self._kept(download, page)

    def _start_over(self, download: Download) -> Download:
        self._folder.forget_pages(download)
        today = self._clock.now().date()
        return self._noted(Download(name=download.name, day=today, window=download.window))

    def _kept(self, download: Download, page: Page) -> tuple[Download, bool]:
        self._fetched += 1
        token = page.next_token
        self._check_token(download, token)
        self._check_empty(page)
        first = download.token is None
        if page.studies:
            self._folder.keep_page(download, download.pages + 1, page.body)
        day = min(download.day, page.sent.date()) if first and page.sent else download.day
        download = replace(
            download,
            day=day,
            pages=download.pages + bool(page.studies),
            studies=download.studies + page.studies,
            total=page.total if first else download.total,
            token=token,
        )
        if token is not None:
            self._noted(download)
        return download, token is not None

    def _check_token(self, download: Download, token: str | None) -> None:
        if download.token is not None:
            self._tokens.add(download.token)
        if token in self._tokens:
            raise self._of_no_use(
                "the registry leads round in a circle: a next page was had before"
            )
        # Twice: studies may come in while the pages are fetched, but not that many.
        if download.total is not None and download.studies > 2 * download.total + download.size:
            raise self._of_no_use(
                f"the registry counted {download.total:,} studies and sends more than twice that"
            )

    def _check_empty(self, page: Page) -> None:
        """An empty page that names a next one is no end; many in a row are no answer."""
        self._empty = 0 if page.studies or page.next_token is None else self._empty + 1
        if self._empty > _EMPTY:
            raise self._of_no_use(
                "the registry sends pages without studies and always names a next one"
            )

    def _of_no_use(self, reason: str) -> UpdateError:
        """Going on from here would end in the same: the next update begins anew."""
        self._folder.state.unfinished.pop(self._question.key, None)
        self._folder.save()
        return UpdateError(reason)

    def _finish(self, download: Download) -> None:
        state, key = self._folder.state, self._question.key
        state.unfinished.pop(key, None)
        if download.window.continues and not download.missing:
            state.covered[key] = download.day
        self._folder.save()
