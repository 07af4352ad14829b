"""Whether an answer of the registry is a page of studies: JSON with a list of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import msgspec

from catalog.model.text import clean
from importers.download.errors import Passing, Rejected, UpdateError

_MAY_PASS = {408, 429, 500, 502, 503, 504}
_QUOTED = 200
"""Characters of what the registry says to a question it does not understand."""
_TOKEN = 4_000
"""Characters of a page token; the registry's have about 20."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a server, read to its end."""

    status: int
    body: bytes = b""
    kind: str = ""
    """Content-Type, as it was sent."""
    location: str = ""
    retry_after: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of studies as it was sent, and the three things known of it."""

    body: bytes
    studies: int
    next_token: str | None
    total: int | None
    """Studies on all pages together; of the first page only."""
    sent: dt.datetime | None
    """The time by the server's clock."""


class _Body(msgspec.Struct):
    studies: list[msgspec.Raw]
    nextPageToken: str | None = None
    totalCount: int | None = None


def page(answer: Answer, now: dt.datetime) -> Page:
    """The page in an answer; raises Passing where asking again may help, else UpdateError."""
    if answer.status == HTTPStatus.OK:
        return _page(answer)
    if answer.status in _MAY_PASS:
        raise Passing(_said(answer), _wait(answer.retry_after, now))
    if answer.status == HTTPStatus.BAD_REQUEST:
        raise Rejected(f"the registry does not understand the question{_quoted(answer)}")
    if answer.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        raise UpdateError("the proxy wants a name and password: --proxy http://NAME:WORD@HOST:PORT")
    raise UpdateError(_said(answer))


def _page(answer: Answer) -> Page:
    if _is_web_page(answer):
        raise UpdateError(
            "the answer is a web page and no studies: a proxy or a sign-in page may stand between"
        )
    try:
        body = msgspec.json.decode(answer.body, type=_Body)
    except msgspec.ValidationError:
        raise UpdateError("the answer is JSON, but no page of studies") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Passing("the answer is no whole JSON") from None
    except RecursionError:
        raise UpdateError("the answer is JSON nested too deeply to be a page of studies") from None
    token = body.nextPageToken or None
    if token is not None and len(token) > _TOKEN:
        raise UpdateError("the answer names a next page by more than is ever needed")
    sent = http_date(answer.date)
    return Page(answer.body, len(body.studies), token, body.totalCount, sent)


def _is_web_page(answer: Answer) -> bool:
    kind = answer.kind.partition(";")[0].strip().lower()
    return kind in ("text/html", "application/xhtml+xml") or answer.body.lstrip()[:1] == b"<"


def _said(answer: Answer) -> str:
    try:
        phrase = f" ({HTTPStatus(answer.status).phrase})"
    except ValueError:
        phrase = ""
    return f"the registry answered {answer.status}{phrase}"


def _quoted(answer: Answer) -> str:
    """What the registry said to it, if that is a line of text."""
    if _is_web_page(answer):
        return ""
    words = " ".join(clean(answer.body[: 4 * _QUOTED].decode(errors="replace")).split())
    return f": {words[:_QUOTED]}" if words else ""


def _wait(said: str, now: dt.datetime) -> float | None:
    """Seconds that Retry-After asks for: a number, or a date."""
    if said.strip().isdecimal() and said.isascii():
        return float(said.strip()[:9])
    then = http_date(said)
    return max(0.0, (then - now).total_seconds()) if then else None


def http_date(said: str) -> dt.datetime | None:
    """A date as headers write it; None where it is none."""
    try:
        found = parsedate_to_datetime(said)
        return found.astimezone(dt.UTC) if found.tzinfo else found.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError, TypeError):
        return None
