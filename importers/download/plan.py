"""What the registry is asked: a question, since when, and the parameters of one page.

Nothing is known here of the format but the names of the API's own parameters.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
from urllib.parse import urlsplit

import msgspec

from importers.download.errors import WrongQuestion

REGISTRY = "https://clinicaltrials.gov/api/v2"
PAGE_SIZE = 1000
"""Studies on a page: the most that the registry gives."""
_OVERLAP = dt.timedelta(days=1)
"""Asked for again: the registry's day ends in another time zone than ours."""


class Question(msgspec.Struct, frozen=True):
    """Which studies; two updates with the same question continue one another."""

    query: str = ""
    condition: str = ""
    statuses: tuple[str, ...] = ()
    base_url: str = REGISTRY

    @property
    def is_everything(self) -> bool:
        """Whether it finds every study of the registry."""
        return not (self.query or self.condition or self.statuses)

    @property
    def key(self) -> str:
        """A hash to know it again by: the words themselves are kept nowhere."""
        said = self.base_url.rstrip("/"), self.query, self.condition, *sorted(self.statuses)
        return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


class Window(msgspec.Struct, frozen=True):
    """Since when, and how."""

    since: dt.date | None = None
    """Only what the registry posted on this day or later; None asks for all of it."""
    by_status: bool = True
    """Whether the question's statuses are asked for."""
    continues: bool = True
    """Whether no change is missing between the last update and this one."""


def window(
    question: Question, covered: dt.date | None, since: dt.date | None, everything: bool
) -> Window:
    """What to ask now; `covered` is the day of the last complete update with this question.

    Raises WrongQuestion where the whole registry would be fetched and nobody said so.
    """
    if since is not None or everything:
        known = covered is None or (not question.statuses and (since is None or since <= covered))
        return Window(since, continues=known)
    if covered is not None:
        # Without statuses: a study that stopped recruiting would not be found any more, and its
        # entry in the catalogue would say for ever that it recruits.
        return Window(covered - _OVERLAP, by_status=False)
    if question.is_everything:
        raise WrongQuestion(
            "this is the first update and would fetch every study of the registry (some 600,000): "
            "say --all for that, or --since DATE, --condition TEXT or --query TEXT for less"
        )
    return Window()


def parameters(
    question: Question, asked: Window, size: int, token: str | None = None
) -> dict[str, str]:
    """The parameters of one page; without a token the first, with the number of all studies."""
    said = {"format": "json", "markupFormat": "markdown", "pageSize": str(size)}
    if question.query:
        said["query.term"] = question.query
    if question.condition:
        said["query.cond"] = question.condition
    if question.statuses and asked.by_status:
        said["filter.overallStatus"] = "|".join(question.statuses)
    if asked.since is not None:
        said["filter.advanced"] = f"AREA[LastUpdatePostDate]RANGE[{asked.since},MAX]"
    if token is None:
        said["countTotal"] = "true"
    else:
        said["pageToken"] = token
    return said


def check_address(address: str) -> None:
    """Raise WrongQuestion where this is no place to fetch studies from."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise WrongQuestion("--base-url is no address") from None
    if not host or parts.scheme not in ("http", "https"):
        raise WrongQuestion("--base-url has to begin with https:// and name a host")
    if parts.scheme == "http" and not is_this_machine(host):
        # What arrives without TLS can be changed on its way, and what is asked can be read.
        raise WrongQuestion("--base-url has to begin with https://: studies are fetched over TLS")
    if parts.query or parts.fragment or parts.username is not None:
        raise WrongQuestion("--base-url takes no parameters, fragment or user name")


def is_this_machine(host: str) -> bool:
    """Whether the name leads to this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
