"""Asking politely: not too often, again where it may help, and where we are sent to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

from importers.download.answers import Answer, Page, page
from importers.download.clock import Clock
from importers.download.errors import Passing, UpdateError

_REDIRECTED = {301, 302, 303, 307, 308}
_MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Manners:
    """How often, and how long."""

    between: float = 1 / 3
    """Seconds from one request to the next at least."""
    attempts: int = 6
    first_wait: float = 1.0
    """Seconds before the second attempt; doubled for each one more."""
    longest_wait: float = 60.0
    longest_asked: float = 600.0
    """Seconds that are waited when the registry asks for it; for more the update ends."""


class Polite:
    """Gets pages through `ask`, which makes one request to an address."""

    def __init__(
        self,
        base_url: str,
        ask: Callable[[str], Answer],
        clock: Clock,
        manners: Manners | None = None,
        told: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`told` hears why it is waited."""
        self._url = f"{base_url.rstrip('/')}/studies"
        self._ask = ask
        self._clock = clock
        self._manners = manners or Manners()
        self._told = told
        self._last: float | None = None

    def page(self, parameters: Mapping[str, str]) -> Page:
        """One page; raises UpdateError when there is none to be had."""
        url = f"{self._url}?{urlencode(parameters)}"
        for attempt in range(1, self._manners.attempts + 1):
            try:
                return page(self._followed(url), self._clock.now())
            except Passing as failed:
                if attempt == self._manners.attempts:
                    raise UpdateError(f"{failed.reason}; tried {attempt} times") from None
                self._wait(failed, attempt)
        raise AssertionError("the last attempt returns or raises")

    def _followed(self, url: str) -> Answer:
        for _ in range(_MOST_REDIRECTS + 1):
            self._pace()
            answer = self._ask(url)
            if answer.status not in _REDIRECTED:
                return answer
            url = _redirected(url, answer.location)
        raise UpdateError("the registry sends from one address to the next without end")

    def _pace(self) -> None:
        if self._last is not None:
            early = self._last + self._manners.between - self._clock.monotonic()
            if early > 0:
                self._clock.sleep(early)
        self._last = self._clock.monotonic()

    def _wait(self, failed: Passing, attempt: int) -> None:
        manners = self._manners
        if failed.wait is not None and failed.wait > manners.longest_asked:
            minutes = round(failed.wait / 60)
            raise UpdateError(f"{failed.reason} and asks to wait {minutes:,} minutes")
        backing_off = min(manners.first_wait * 2 ** (attempt - 1), manners.longest_wait)
        # Up to half of it less, so that many who were cut off together do not come back together.
        seconds = max(backing_off * (1 - self._clock.chance() / 2), failed.wait or 0.0)
        self._told(f"{failed.reason}; again in {seconds:.0f} s")
        self._clock.sleep(seconds)


def _redirected(url: str, location: str) -> str:
    """The next address, which has to be at the same server; raises UpdateError."""
    try:
        target = urljoin(url, location)
        before, after = urlsplit(url), urlsplit(target)
        same = (before.scheme, before.netloc) == (after.scheme, after.netloc)
    except ValueError:
        same = False
    if not location or not same:
        raise UpdateError("the registry sends to another server, which is not followed")
    return target
