"""One request and its whole answer, within limits of time and size: alone speaks to a network."""

from __future__ import annotations

import queue
import ssl
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3 import exceptions as wrong

from importers.download.answers import Answer
from importers.download.errors import Passing, TooMuch, UpdateError, WrongQuestion
from importers.download.plan import is_this_machine

T = TypeVar("T")
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes of one request."""

    connect: float = 15.0
    read: float = 60.0
    """Seconds without a byte."""
    total: float = 300.0
    """Seconds for the whole answer: one that drips never waits long enough for `read`."""
    body: int = 64 << 20
    """Bytes of a body, unpacked."""


class Fetcher:
    """Makes requests to one server, directly or through a proxy; TLS is always verified."""

    def __init__(
        self,
        base_url: str,
        proxy: str | None = None,
        limits: Limits | None = None,
        agent: str = "trials",
    ) -> None:
        """`proxy` is an address, else what HTTPS_PROXY and NO_PROXY say. Raises WrongQuestion."""
        self._agent = agent
        self._host = urlsplit(base_url).hostname or ""
        self._limits = limits or Limits()
        self._pool = _pool(_proxy(base_url, proxy))

    def __call__(self, url: str) -> Answer:
        """The answer of one request; raises Passing, TooMuch, UpdateError."""
        try:
            return within(self._limits.total, lambda given_up: self._ask(url, given_up))
        except TimeoutError:
            raise TooMuch(f"a page took longer than {self._limits.total:.0f} s") from None
        except wrong.SSLError as error:
            raise self._insecure(error) from None
        except wrong.ProxyError as error:
            raise Passing(f"the proxy could not be used ({_short(error)})") from None
        except (wrong.ConnectTimeoutError, wrong.ReadTimeoutError):
            raise Passing(f"{self._host} cannot be reached or does not answer") from None
        except (wrong.LocationValueError, UnicodeError):
            raise WrongQuestion("--base-url or --proxy is no address") from None
        except (wrong.HTTPError, OSError):
            raise Passing("the answer was cut off") from None

    def _ask(self, url: str, given_up: threading.Event) -> Answer:
        limits = self._limits
        response = self._pool.request(
            "GET",
            url,
            headers={
                "User-Agent": self._agent,
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
                # A page is large enough to be worth a connection of its own: nothing that a server
                # sent too much can be taken for the next answer.
                "Connection": "close",
            },
            retries=False,
            redirect=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=limits.connect, read=limits.read),
        )
        try:
            headers = response.headers
            return Answer(
                status=response.status,
                body=_body(response, limits.body, given_up),
                kind=headers.get("Content-Type", ""),
                location=headers.get("Location", ""),
                retry_after=headers.get("Retry-After", ""),
                date=headers.get("Date", ""),
            )
        finally:
            response.close()
            # Not every server that was asked to close says that it did: never used again.
            self._pool.clear()

    def _insecure(self, error: wrong.SSLError) -> UpdateError:
        if not any(isinstance(each, ssl.SSLCertVerificationError) for each in error.args):
            return Passing(f"no secure connection with {self._host} came about")
        return UpdateError(
            f"the certificate of {self._host} cannot be verified: where a proxy opens TLS, name"
            " its certificate in SSL_CERT_FILE"
        )


def within(seconds: float, work: Callable[[threading.Event], T]) -> T:
    """What `work` returns or raises; TimeoutError when it takes longer, however it hangs.

    Work that is given up goes on in its thread until it next looks at the event.
    """
    done: queue.SimpleQueue[T | BaseException] = queue.SimpleQueue()
    given_up = threading.Event()

    def run() -> None:
        try:
            done.put(work(given_up))
        except BaseException as error:  # raised where it is waited for
            done.put(error)

    threading.Thread(target=run, daemon=True, name="fetching").start()
    try:
        result = done.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    finally:
        given_up.set()
    if isinstance(result, BaseException):
        raise result
    return result


def _body(response: urllib3.BaseHTTPResponse, most: int, given_up: threading.Event) -> bytes:
    """The body, unpacked, counted as it comes; a length that was announced has to be kept."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise UpdateError("the answer is packed in a way that was not asked for")
    unpacker = zlib.decompressobj(wbits=31) if coding.endswith("gzip") else None
    parts: list[bytes] = []
    packed = left = most
    while chunk := response.read1(_CHUNK, decode_content=False):
        if given_up.is_set():
            raise TimeoutError
        try:
            part = unpacker.decompress(chunk, left + 1) if unpacker else chunk
        except zlib.error:
            raise Passing("the answer is damaged") from None
        # Packed ones are counted too: there are some that unpack to nothing for ever.
        packed, left = packed - len(chunk), left - len(part)
        if packed < 0 or left < 0:
            raise TooMuch(f"a page is larger than {most >> 20} MiB")
        parts.append(part)
    if unpacker and not unpacker.eof and parts:
        raise Passing("the answer was cut off")
    return b"".join(parts)


def _pool(proxy: str | None) -> urllib3.PoolManager:
    if proxy is None:
        return urllib3.PoolManager(cert_reqs="CERT_REQUIRED")
    try:
        parts = urlsplit(proxy)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or parts.scheme not in ("http", "https"):
        raise WrongQuestion("the proxy has to be named as http://HOST:PORT")
    name, word = unquote(parts.username or ""), unquote(parts.password or "")
    headers = urllib3.make_headers(proxy_basic_auth=f"{name}:{word}") if name else None
    shown = f"[{host}]" if ":" in host else host
    address = f"{parts.scheme}://{shown}:{port or (443 if parts.scheme == 'https' else 80)}"
    return urllib3.ProxyManager(address, cert_reqs="CERT_REQUIRED", proxy_headers=headers)


def _proxy(base_url: str, given: str | None) -> str | None:
    """The proxy to use; of this machine itself none unless one was named."""
    if given is None:
        parts = urlsplit(base_url)
        host = parts.hostname or ""
        if is_this_machine(host) or proxy_bypass(host):
            return None
        known = getproxies()
        given = known.get(parts.scheme) or known.get("all")
    if not given:
        return None
    return given if "://" in given else f"http://{given}"


def _short(error: wrong.ProxyError) -> str:
    """What the proxy said, without its address: that may hold a password."""
    said = str(error.original_error)
    return said if said.startswith("Tunnel connection failed") else "it cannot be reached"
