"""Asking the registry: whatever it does, a whole page comes or one sentence says why not."""

import datetime as dt
import json
import re
import shutil
import ssl
import subprocess
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.download.answers import Answer, Page, page
from importers.download.clock import Clock
from importers.download.errors import Passing, TooMuch, UpdateError, WrongQuestion
from importers.download.fetching import Fetcher, Limits
from importers.download.plan import REGISTRY, Question, Window, check_address, parameters, window
from importers.download.polite import Manners, Polite
from tests.tui import registry_server as registry
from tests.tui.registry_server import FakeClock, Misdeed, Registry, says, serving, study

FIRST = parameters(Question(condition="melanoma"), Window(), 1000)
NOW = dt.datetime(2026, 3, 5, 9, 30, tzinfo=dt.UTC)
QUICK = Limits(connect=2, read=2, total=0.4, body=1 << 20)


@pytest.fixture
def server() -> Iterator[Registry]:
    with serving([study(number) for number in range(1, 8)]) as running:
        yield running


def asked(server: Registry, clock: FakeClock, limits: Limits | None = None) -> Page:
    fetcher = Fetcher(server.url, limits=limits or Limits(connect=20, read=20, total=60))
    return Polite(server.url, fetcher, clock.clock).page(FIRST)


# -- what may pass


PASSING: dict[str, Misdeed] = {
    "cut": registry.cut,
    "cut, no length": registry.cut_unannounced,
    "cut chunk": registry.cut_chunked,
    "cut gzip": registry.cut_packed,
    "length too short": registry.too_short_a_length,
    "hangs up": registry.hangs_up,
    "500": says(500, b"<html>down</html>", Content_Type="text/html"),
    "502": says(502),
    "503": says(503),
    "504": says(504),
    "429": says(429, b"Too many requests"),
    "no JSON": says(200, b'{"studies": [{]}'),
    "empty": says(200),
}


@pytest.mark.parametrize("name", PASSING)
def test_what_may_pass_is_asked_again_after_a_while(server: Registry, name: str) -> None:
    server.misdeeds = [PASSING[name], PASSING[name]]
    clock = FakeClock()
    got = asked(server, clock)
    assert json.loads(got.body) == server.page(FIRST)
    assert (got.studies, got.next_token, got.total) == (3, "t3", 7)
    assert clock.slept == [0.75, 1.5]
    assert len(server.asked) == 3


def test_it_is_given_up_after_six_times_with_longer_and_longer_pauses(server: Registry) -> None:
    server.always = registry.cut
    clock = FakeClock()
    with pytest.raises(UpdateError, match="cut off; tried 6 times"):
        asked(server, clock)
    assert len(server.asked) == 6
    assert clock.slept == [0.75, 1.5, 3.0, 6.0, 12.0]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_a_pause_is_never_shorter_than_half_nor_longer_than_the_longest(
    chances: list[float],
) -> None:
    left = iter(chances)
    slept: list[float] = []
    clock = Clock(
        now=lambda: NOW,
        monotonic=lambda: 1000.0 * len(slept),
        sleep=slept.append,
        chance=lambda: next(left),
    )
    manners = Manners(attempts=len(chances) + 1)
    with pytest.raises(UpdateError):
        Polite(REGISTRY, lambda _: Answer(503), clock, manners).page(FIRST)
    for attempt, seconds in enumerate(slept):
        most = min(60.0, 2.0**attempt)
        assert most / 2 <= seconds <= most


# -- Retry-After


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.75),
        ("Thu, 05 Mar 2026 09:31:00 GMT", 60.0),
        ("Thu, 05 Mar 2020 09:31:00 GMT", 0.75),
        ("soon", 0.75),
        ("-5", 0.75),
        ("\u0667", 0.75),
        ("", 0.75),
    ],
)
def test_the_registry_says_how_long_to_wait(said: str, seconds: float) -> None:
    answers = iter([Answer(429, retry_after=said), Answer(200, b'{"studies": []}')])
    clock = FakeClock()
    Polite(REGISTRY, lambda _: next(answers), clock.clock).page(FIRST)
    assert clock.slept[0] == seconds


def test_a_wait_that_is_too_long_ends_the_update_and_says_so(server: Registry) -> None:
    server.always = says(429, Retry_After="86400")
    clock = FakeClock()
    with pytest.raises(UpdateError, match="asks to wait 1,440 minutes"):
        asked(server, clock)
    assert (len(server.asked), clock.slept) == (1, [])


@given(st.text(max_size=40))
def test_no_header_is_a_defect_of_ours(said: str) -> None:
    with pytest.raises(Passing):
        page(Answer(503, retry_after=said), NOW)
    page(Answer(200, b'{"studies": []}', date=said), NOW)


# -- what does not pass


NO_PAGES: dict[str, tuple[Misdeed, str]] = {
    "a web page": (
        says(200, b"<!doctype html><title>Sign in</title>", Content_Type="text/html"),
        "web page",
    ),
    "a web page called JSON": (says(200, b"\n <html>"), "web page"),
    "other JSON": (says(200, b'{"error": "x"}'), "no page of studies"),
    "a list": (says(200, b"[1, 2]"), "no page of studies"),
    "studies is no list": (says(200, b'{"studies": {}}'), "no page of studies"),
    "a token that is no text": (
        says(200, b'{"studies": [], "nextPageToken": 7}'),
        "no page of studies",
    ),
    "an endless token": (
        says(200, b'{"studies": [], "nextPageToken": "%s"}' % (b"x" * 9000)),
        "more than is ever needed",
    ),
    "deep": (says(200, b'{"studies": [' + b"[" * 100_000), "nested too deeply"),
    "403": (says(403, b"go away"), r"answered 403 \(Forbidden\)"),
    "404": (says(404), "answered 404"),
    "a code nobody knows": (says(599), "answered 599"),
    "nothing": (says(204), "answered 204"),
    "another packing": (says(200, b"x", Content_Encoding="br"), "packed in a way"),
}


@pytest.mark.parametrize("name", NO_PAGES)
def test_what_is_no_page_is_refused_in_one_sentence(server: Registry, name: str) -> None:
    misdeed, said = NO_PAGES[name]
    server.always = misdeed
    with pytest.raises(UpdateError, match=said) as raised:
        asked(server, FakeClock())
    assert len(server.asked) == 1, "asking again does not help"
    assert "\n" not in raised.value.reason


def test_what_the_registry_says_to_a_wrong_question_is_passed_on(server: Registry) -> None:
    server.always = says(
        400, b"Unknown area \x1b[31m[Foo]\n" + b"x" * 5000, Content_Type="text/plain"
    )
    with pytest.raises(WrongQuestion, match=r"Unknown area .*\[Foo\] x") as raised:
        asked(server, FakeClock())
    assert "\x1b" not in raised.value.reason
    assert len(raised.value.reason) < 300


@pytest.mark.parametrize(
    "misdeed", [registry.endless, registry.bomb, registry.bomb_of_nothing, registry.trailing]
)
def test_an_endless_page_ends(server: Registry, misdeed: Misdeed) -> None:
    server.always = misdeed
    with pytest.raises(TooMuch, match="larger than 1 MiB"):
        asked(server, FakeClock(), Limits(connect=20, read=20, total=60, body=1 << 20))


@pytest.mark.parametrize("misdeed", [registry.drips, registry.drips_headers])
def test_a_page_that_drips_ends(server: Registry, misdeed: Misdeed) -> None:
    server.always = misdeed
    with pytest.raises(TooMuch, match="took longer"):
        asked(server, FakeClock(), QUICK)


def test_a_silent_server_is_given_up(server: Registry) -> None:
    def silent(handler: registry.Handler, body: bytes) -> None:
        handler.rfile.read(1)

    server.always = silent
    with pytest.raises(UpdateError, match="does not answer; tried 6 times"):
        asked(server, FakeClock(), Limits(connect=1, read=0.05, total=5))


def test_nobody_there_is_said() -> None:
    with serving([]) as server:
        url = server.url
    clock = FakeClock()
    with pytest.raises(UpdateError, match=r"127\.0\.0\.1 cannot be reached"):
        Polite(url, Fetcher(url), clock.clock).page(FIRST)
    assert len(clock.slept) == 5


# -- redirects


def test_a_redirect_on_the_same_server_is_followed(server: Registry) -> None:
    server.misdeeds = [registry.redirects(f"/api/v3/studies?{urllib.parse.urlencode(FIRST)}")]
    assert asked(server, FakeClock()).total == 7
    assert server.paths[1].startswith("/api/v3/")


def test_redirects_in_a_circle_end(server: Registry) -> None:
    server.always = registry.redirects("/api/v2/studies?pageSize=3")
    clock = FakeClock()
    with pytest.raises(UpdateError, match="without end"):
        asked(server, clock)
    assert len(server.asked) == 6


@pytest.mark.parametrize("scheme", ["http", "https", "ftp", "file"])
def test_nobody_is_asked_whom_the_user_did_not_name(server: Registry, scheme: str) -> None:
    with serving([]) as other:
        server.always = registry.redirects(f"{scheme}://127.0.0.1:{other.server_port}/studies")
        with pytest.raises(UpdateError, match="another server"):
            asked(server, FakeClock())
        assert other.asked == []


@pytest.mark.parametrize("location", ["", "///", "http://[", "?a", "\t"])
def test_a_redirect_to_nowhere_is_refused(location: str) -> None:
    with pytest.raises(UpdateError, match=r"another server|without end"):
        Polite(REGISTRY, lambda _: Answer(302, location=location), FakeClock().clock).page(FIRST)


# -- manners


def test_no_more_than_three_requests_a_second(server: Registry) -> None:
    clock = FakeClock()
    polite = Polite(server.url, Fetcher(server.url), clock.clock)
    for _ in range(7):
        polite.page(FIRST)
    assert clock.seconds >= 6 / 3 - 1e-9


def test_a_slow_answer_is_pause_enough() -> None:
    clock = FakeClock()

    def slow(_: str) -> Answer:
        clock.seconds += 2.0
        return Answer(200, b'{"studies": []}')

    polite = Polite(REGISTRY, slow, clock.clock)
    polite.page(FIRST)
    polite.page(FIRST)
    assert clock.slept == []


def test_the_program_names_itself_and_takes_packed_answers(server: Registry) -> None:
    server.packs = True
    assert json.loads(asked(server, FakeClock()).body) == server.page(FIRST)
    [headers] = server.headers
    assert re.fullmatch(r"trials(/[0-9][\w.+]*)?", headers["user-agent"])
    assert headers["accept-encoding"] == "gzip"


# -- proxies and TLS


def test_a_named_proxy_is_asked_in_the_place_of_the_registry(server: Registry) -> None:
    base = "http://127.0.0.1:9/api/v2"
    fetcher = Fetcher(base, proxy=f"http://name:p%40ss@127.0.0.1:{server.server_port}")
    got = Polite(base, fetcher, FakeClock().clock).page(FIRST)
    assert got.total == 7
    assert server.paths[0].startswith(base)
    assert server.headers[0]["proxy-authorization"] == "Basic bmFtZTpwQHNz"


def test_https_goes_through_the_proxy_of_the_environment(
    server: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = "https://registry.invalid/api"
    monkeypatch.setenv("HTTPS_PROXY", f"http://name:secret@127.0.0.1:{server.server_port}")
    monkeypatch.delenv("https_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(UpdateError, match="proxy could not be used") as raised:
        Polite(base, Fetcher(base), FakeClock().clock, Manners(attempts=1)).page(FIRST)
    assert server.paths == ["registry.invalid:443"]
    assert "407" in raised.value.reason
    assert "secret" not in raised.value.reason


def test_this_machine_is_asked_without_the_proxy_of_the_environment(
    server: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert asked(server, FakeClock()).total == 7


@pytest.mark.parametrize("proxy", ["socks5://h:1", "ftp://h", "http://", "http://[", "http://h:x"])
def test_a_proxy_that_cannot_be_used_is_wrong_usage(proxy: str) -> None:
    with pytest.raises(WrongQuestion, match="the proxy has to be named"):
        Fetcher(REGISTRY, proxy=proxy)


def test_a_certificate_nobody_vouches_for_is_refused(server: Registry, tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not here to make a certificate with")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")]
    subprocess.run([*made, *named, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    base = f"https://localhost:{server.server_port}/api/v2"
    clock = FakeClock()
    with pytest.raises(UpdateError, match="certificate of localhost cannot be verified"):
        Polite(base, Fetcher(base), clock.clock).page(FIRST)
    assert clock.slept == [], "it is not tried again"
    assert server.asked == []


# -- what is asked


@pytest.mark.parametrize(
    "address",
    [
        "",
        "clinicaltrials.gov",
        "http://clinicaltrials.gov/api/v2",
        "http://10.0.0.1/",
        "http://127.0.0.1.evil.example/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "https://",
        "https://name:word@clinicaltrials.gov/",
        "https://clinicaltrials.gov/?x=1",
        "https://clinicaltrials.gov/#x",
        "https://[",
        "https://h:port/",
    ],
)
def test_only_a_server_with_tls_or_this_machine_is_asked(address: str) -> None:
    with pytest.raises(WrongQuestion, match="--base-url"):
        check_address(address)


@pytest.mark.parametrize(
    "address", [REGISTRY, "http://127.0.0.1:8000/api", "http://[::1]/", "http://localhost:1"]
)
def test_an_address_that_can_be_asked(address: str) -> None:
    check_address(address)


days = st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1))
questions = st.builds(
    Question,
    query=st.text(max_size=20),
    condition=st.text(max_size=20),
    statuses=st.sets(st.sampled_from(["RECRUITING", "COMPLETED"])).map(lambda s: tuple(sorted(s))),
)


@given(questions, st.none() | days, st.none() | days, st.booleans())
def test_no_day_falls_between_two_updates(
    question: Question, covered: dt.date | None, since: dt.date | None, everything: bool
) -> None:
    try:
        asked = window(question, covered, since, everything)
    except WrongQuestion:
        assert question.is_everything
        assert covered is None and since is None and not everything
        return
    if covered is not None and asked.continues:
        assert asked.since is None or asked.since <= covered
        assert not (asked.by_status and question.statuses), "a changed status would be missed"
    if since is not None or everything:
        assert asked.since == since
    elif covered is not None:
        assert asked.continues and asked.since == covered - dt.timedelta(days=1)


@given(questions, st.none() | days, st.text(min_size=1, max_size=30), st.integers(1, 1000))
def test_typed_text_is_one_parameter_and_nothing_else(
    question: Question, since: dt.date | None, token: str, size: int
) -> None:
    asked = parameters(question, Window(since), size, token)
    encoded = urllib.parse.urlencode(asked)
    assert dict(urllib.parse.parse_qsl(encoded, keep_blank_values=True)) == asked
    assert "countTotal" not in asked
    assert parameters(question, Window(since), size)["countTotal"] == "true"
    assert asked.get("query.term", "") == question.query
    assert ("filter.advanced" in asked) == (since is not None)


@given(questions, questions)
def test_questions_are_known_again_by_their_words(a: Question, b: Question) -> None:
    assert (a.key == b.key) == (a == b)
    assert a.key == Question(a.query, a.condition, a.statuses[::-1], REGISTRY + "/").key
