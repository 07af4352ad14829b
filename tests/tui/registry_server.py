"""A registry on this machine: serves pages of studies as the API does, and misbehaves."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from importers.download.clock import Clock

Study = dict[str, Any]
Misdeed = Callable[["Handler", bytes], None]


def study(
    number: int, day: str = "2026-01-10", title: str = "", status: str = "RECRUITING"
) -> Study:
    """A small study of the API's shape."""
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": f"NCT{number:08}",
                "briefTitle": title or f"Study number {number} of a medicine",
            },
            "statusModule": {
                "overallStatus": status,
                "lastUpdatePostDateStruct": {"date": day, "type": "ACTUAL"},
            },
            "conditionsModule": {"conditions": ["Melanoma"]},
        },
        "hasResults": False,
    }


def number_of(one: Study) -> str:
    return str(one["protocolSection"]["identificationModule"]["nctId"])


def changed(one: Study) -> str:
    module = one["protocolSection"].get("statusModule") or {}
    return str(module.get("lastUpdatePostDateStruct", {}).get("date", ""))


class Registry(ThreadingHTTPServer):
    """The studies, what is asked, and what goes wrong next."""

    daemon_threads = True

    def __init__(self, studies: Sequence[Study]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.studies = list(studies)
        self.most = 3
        """Studies on a page at most, whatever is asked for."""
        self.misdeeds: list[Misdeed | None] = []
        """One for each request to come; None behaves."""
        self.always: Misdeed | None = None
        self.asked: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        """As they were asked for: of a proxy, whole addresses."""
        self.packs = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api/v2"

    def found(self, said: dict[str, str]) -> list[Study]:
        """The studies that answer a question, as far as the tests ask."""
        since = said.get("filter.advanced", "").partition("RANGE[")[2].partition(",")[0]
        statuses = said.get("filter.overallStatus", "").split("|")
        return [
            one
            for one in self.studies
            if changed(one) >= since
            and (
                statuses == [""]
                or one["protocolSection"]["statusModule"]["overallStatus"] in statuses
            )
        ]

    def page(self, said: dict[str, str]) -> dict[str, Any]:
        """What the API would answer; a token after a full page even where nothing follows."""
        start = int(said.get("pageToken", "t0")[1:])
        size = min(int(said["pageSize"]), self.most)
        found = self.found(said)
        page: dict[str, Any] = {"studies": found[start : start + size]}
        if "countTotal" in said:
            page = {"totalCount": len(found), **page}
        if len(page["studies"]) == size:
            page["nextPageToken"] = f"t{start + size}"
        return page


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: Registry

    def do_GET(self) -> None:
        said = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        self.server.asked.append(said)
        self.server.headers.append({name.lower(): said for name, said in self.headers.items()})
        self.server.paths.append(self.path)
        body = json.dumps(self.server.page(said)).encode()
        misdeed = self.server.misdeeds.pop(0) if self.server.misdeeds else self.server.always
        try:
            if misdeed:
                misdeed(self, body)
            else:
                self.answer(body)
        except OSError:
            return  # whoever asked had enough

    def do_CONNECT(self) -> None:
        self.server.paths.append(self.path)
        self.server.headers.append({name.lower(): said for name, said in self.headers.items()})
        self.send_error(407)
        self.close_connection = True

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        if self.server.packs and status == 200:
            body = gzip.compress(body)
            headers["Content_Encoding"] = "gzip"
        self.send_response(status)
        sent = {"Content_Type": "application/json", "Content_Length": str(len(body)), **headers}
        for name, value in sent.items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


class FakeClock:
    """A day that does not pass, and pauses that are written down instead of made."""

    def __init__(self, now: dt.datetime = dt.datetime(2026, 3, 5, 9, 30, tzinfo=dt.UTC)) -> None:
        self.today = now
        self.slept: list[float] = []
        self.seconds = 0.0

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    @property
    def clock(self) -> Clock:
        return Clock(
            now=lambda: self.today,
            monotonic=lambda: self.seconds,
            sleep=self.sleep,
            chance=lambda: 0.5,
        )


@contextmanager
def serving(studies: Sequence[Study]) -> Iterator[Registry]:
    registry = Registry(studies)
    thread = threading.Thread(target=registry.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield registry
    finally:
        registry.shutdown()
        registry.server_close()


# -- misdeeds


def says(status: int, body: bytes = b"", **headers: str) -> Misdeed:
    """Answers so, whatever was asked."""
    return lambda handler, _: handler.answer(body, status, **headers)


def cut(handler: Handler, body: bytes) -> None:
    """Announces the whole body, sends half."""
    handler.answer(body[: len(body) // 2], Content_Length=str(len(body)))
    handler.close_connection = True


def cut_unannounced(handler: Handler, body: bytes) -> None:
    """Sends half of a body of no announced length."""
    handler.answer(body[: len(body) // 2], Content_Length="", Connection="close")
    handler.close_connection = True


def cut_chunked(handler: Handler, body: bytes) -> None:
    """Ends in the middle of a chunk."""
    half = body[: len(body) // 2]
    sent = b"%x\r\n%s" % (len(body), half)
    handler.answer(sent, Content_Length="", Transfer_Encoding="chunked")
    handler.close_connection = True


def cut_packed(handler: Handler, body: bytes) -> None:
    """Half of a packed body, as if that were all."""
    packed = gzip.compress(body)
    half = packed[: len(packed) // 2]
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Content-Length", str(len(half)))
    handler.end_headers()
    handler.wfile.write(half)


def too_short_a_length(handler: Handler, body: bytes) -> None:
    """Announces less than it sends."""
    handler.answer(body, Content_Length=str(len(body) - 20))


def hangs_up(handler: Handler, body: bytes) -> None:
    """Ends without a word."""
    handler.close_connection = True


def drips(handler: Handler, body: bytes) -> None:
    """A letter now and then, never long enough to be called silent."""
    handler.answer(b"", Content_Length=str(len(body)))
    for letter in body:
        handler.wfile.write(bytes([letter]))
        time.sleep(0.05)


def drips_headers(handler: Handler, body: bytes) -> None:
    """The same, before the body."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(200):
        handler.wfile.write(b"X-%d: y\r\n" % number)
        time.sleep(0.05)


def endless(handler: Handler, body: bytes) -> None:
    """Blanks for ever."""
    handler.answer(b'{"studies": [', Content_Length="", Connection="close")
    while True:
        handler.wfile.write(b" " * 65536)


def bomb(handler: Handler, body: bytes) -> None:
    """Much in little."""
    packed = gzip.compress(b'{"studies": [' + b" " * (64 << 20))
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Content-Length", str(len(packed)))
    handler.end_headers()
    handler.wfile.write(packed)


def bomb_of_nothing(handler: Handler, body: bytes) -> None:
    """Packed blocks that unpack to nothing, for ever."""
    handler.answer(b"", Content_Length="", Content_Encoding="gzip", Connection="close")
    handler.wfile.write(gzip.compress(b"", mtime=0)[:10])
    while True:
        handler.wfile.write(b"\x00\x00\x00\xff\xff" * 10_000)


def trailing(handler: Handler, body: bytes) -> None:
    """Something behind the end of a packed page, for ever."""
    handler.answer(b"", Content_Length="", Content_Encoding="gzip", Connection="close")
    handler.wfile.write(gzip.compress(body))
    while True:
        handler.wfile.write(b"x" * 65536)


def same_token(handler: Handler, body: bytes) -> None:
    """Every page names itself as the next one."""
    page = json.loads(body)
    page["nextPageToken"] = handler.server.asked[-1].get("pageToken", "t3")
    handler.answer(json.dumps(page).encode())


def redirects(location: str) -> Misdeed:
    """Sends elsewhere."""
    return says(302, Location=location)
